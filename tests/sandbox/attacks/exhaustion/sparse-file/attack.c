#include "attack.h"

int main(void) {
  int fd = open("sparse", O_RDWR | O_CREAT, 0644);
  signal(SIGXFSZ, SIG_IGN);
  if (ftruncate(fd, 1LL << 40) == 0) ESCAPED("a file of a terabyte");
  if (pwrite(fd, "x", 1, 1LL << 40) > 0) ESCAPED("wrote at a terabyte");
  signal(SIGXFSZ, SIG_DFL);
  ftruncate(fd, 1LL << 40);
  return 0;
}
