#include "attack.h"

int main(void) {
  int pidfd = (int)syscall(SYS_pidfd_open, 1, 0);
  for (int fd = 0; pidfd >= 0 && fd < 16; ++fd) MUST_FAIL(syscall(SYS_pidfd_getfd, pidfd, fd, 0));
  return 0;
}
