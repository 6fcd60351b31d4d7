#include "attack.h"

int main(void) {
  static char block[1 << 16];
  int ends[2], pairs = 0, size = 64 << 20;
  size_t written = 0;
  while (pairs < 500 && socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0) {
    ++pairs;
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    for (ssize_t n; (n = send(ends[0], block, 32768, MSG_DONTWAIT)) > 0;) written += n;
  }
  if (pairs > 32) ESCAPED("%d pairs, %zu MB", pairs, written >> 20);
  if (written > 96 << 20) printf("OVER the limit of the box\n");
  printf("%d pairs, %zu MB\n", pairs, written >> 20);
  return 0;
}
