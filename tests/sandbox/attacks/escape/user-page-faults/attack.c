#include "attack.h"

int main(void) {
  MUST_FAIL(syscall(SYS_userfaultfd, 0));
  MUST_FAIL(syscall(SYS_userfaultfd, 1));
  must_not_open("/dev/userfaultfd", O_RDWR);
  return 0;
}
