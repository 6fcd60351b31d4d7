#include "attack.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

int main(void) {
  struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {1, &allow};
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program); /* may be added; the stricter one counts */
  MUST_FAIL(prctl(PR_SET_SECCOMP, 0, NULL));
  MUST_FAIL(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
  MUST_FAIL(unshare(CLONE_NEWUSER));
  MUST_FAIL(syscall(SYS_keyctl, 0, -3, 0));
  return 0;
}
