#include "attack.h"

int main(void) {
  static char block[1 << 20];
  char name[32];
  size_t written = 0;
  for (int i = 0; i < 200; ++i) {
    snprintf(name, sizeof name, "file%d", i);
    int fd = open(name, O_WRONLY | O_CREAT, 0644);
    if (fd < 0) break;
    ssize_t n = write(fd, block, sizeof block);
    if (n > 0) written += (size_t)n;
    close(fd);
  }
  if (written > 17 << 20) ESCAPED("%zu bytes", written);
  return 1;
}
