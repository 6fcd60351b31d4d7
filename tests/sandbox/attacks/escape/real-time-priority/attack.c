#include "attack.h"

int main(void) {
  struct sched_param parameters = {.sched_priority = 50};
  MUST_FAIL(sched_setscheduler(0, SCHED_FIFO, &parameters));
  MUST_FAIL(sched_setscheduler(0, SCHED_RR, &parameters));
  MUST_FAIL(setpriority(PRIO_PROCESS, 0, -10));
  MUST_FAIL(setpriority(PRIO_PROCESS, 1, -10));
  MUST_FAIL(syscall(SYS_ioprio_set, 1, 0, 1 << 13 | 0));
  return 0;
}
