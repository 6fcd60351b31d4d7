#include "attack.h"

int main(void) {
  struct timespec long_time = {1000, 0};
  prctl(PR_SET_TIMERSLACK, 4000000000UL);
  alarm(100000);
  signal(SIGALRM, SIG_IGN);
  setpriority(PRIO_PROCESS, 0, 19);
  for (;;) nanosleep(&long_time, NULL);
}
