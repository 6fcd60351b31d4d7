#include "attack.h"

#include <sys/timex.h>

int main(void) {
  struct timespec time = {1, 0};
  struct timeval day = {1, 0};
  struct timex adjust = {.modes = ADJ_FREQUENCY};
  MUST_FAIL(clock_settime(CLOCK_REALTIME, &time));
  MUST_FAIL(settimeofday(&day, NULL));
  MUST_FAIL(adjtimex(&adjust));
  MUST_FAIL(sethostname("hacked", 6));
  MUST_FAIL(setdomainname("hacked", 6));
  MUST_FAIL(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
  MUST_FAIL(syscall(SYS_swapoff, "/swapfile"));
  MUST_FAIL(syscall(SYS_acct, "x"));
  MUST_FAIL(syscall(SYS_kexec_load, 0, 0, NULL, 0));
  MUST_FAIL(syscall(SYS_init_module, "", 0, ""));
  MUST_FAIL(syscall(SYS_finit_module, 0, "", 0));
  MUST_FAIL(syscall(SYS_delete_module, "x", 0));
  MUST_FAIL(syscall(SYS_quotactl, 0, NULL, 0, NULL));
#ifdef __x86_64__
  MUST_FAIL(syscall(SYS_iopl, 3));
  MUST_FAIL(syscall(SYS_ioperm, 0x80, 1, 1));
  MUST_FAIL(syscall(SYS_modify_ldt, 0, NULL, 0));
#endif
  return 0;
}
