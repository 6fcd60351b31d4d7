#include "attack.h"

int main(void) {
  static char block[1 << 20];
  size_t written = 0;
  memset(block, 1, sizeof block);
  for (int i = 0; i < 16; ++i) {
    char path[64];
    snprintf(path, sizeof path, "/dev/shm/%d", i);
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    for (int n = 0; n < 16 && write(fd, block, sizeof block) == sizeof block; ++n) ++written;
  }
  if (written > 16) ESCAPED("%zu MB in /dev/shm", written);
  printf("%zu MB\n", written);
  return 0;
}
