#include "attack.h"

int main(void) {
  static char block[1 << 20];
  const char *paths[] = {"/tmp/x", "/dev/shm/x", "/box/work/x", "/tmp/y", "/dev/shm/y"};
  size_t written = 0;
  memset(block, 1, sizeof block);
  for (int i = 0; i < 5; ++i) {
    int fd = open(paths[i], O_WRONLY | O_CREAT, 0600);
    for (int n = 0; n < 32 && write(fd, block, sizeof block) == sizeof block; ++n) ++written;
  }
  if (written > 3 * 8) ESCAPED("%zu MB", written);
  printf("%zu MB\n", written);
  return 0;
}
