#include "attack.h"

int main(void) {
  static char block[1 << 20];
  int written = 0;
  signal(SIGXFSZ, SIG_IGN);
  int fd = open("large", O_WRONLY | O_CREAT, 0644);
  while (written < 64 && write(fd, block, sizeof block) == sizeof block) ++written;
  if (written > 8) ESCAPED("%d MB in one file", written);
  return 0;
}
