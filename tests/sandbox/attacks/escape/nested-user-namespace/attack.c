#include "attack.h"

#include <linux/sched.h>

int main(void) {
  struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  MUST_FAIL(unshare(CLONE_NEWUSER));
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
  if (child == 0) _exit(0);
  MUST_FAIL(child);
  child = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (child == 0) _exit(0);
  MUST_FAIL(child);
  return 0;
}
