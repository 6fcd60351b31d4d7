#include "attack.h"

#include <linux/io_uring.h>

int main(void) {
  struct io_uring_params parameters = {0};
  MUST_FAIL(syscall(SYS_io_uring_setup, 8, &parameters));
  MUST_FAIL(syscall(SYS_io_uring_enter, 0, 1, 0, 0, NULL, 0));
  MUST_FAIL(syscall(SYS_io_uring_register, 0, 0, NULL, 0));
  return 0;
}
