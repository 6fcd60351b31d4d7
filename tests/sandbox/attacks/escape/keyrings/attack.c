#include "attack.h"

int main(void) {
  MUST_FAIL(syscall(SYS_keyctl, 0, -3, 0));
  MUST_FAIL(syscall(SYS_keyctl, 0, -4, 1));
  MUST_FAIL(syscall(SYS_keyctl, 1, NULL));
  MUST_FAIL(syscall(SYS_add_key, "user", "gatesmith", "x", 1, -4));
  MUST_FAIL(syscall(SYS_request_key, "user", "gatesmith", NULL, -4));
  return 0;
}
