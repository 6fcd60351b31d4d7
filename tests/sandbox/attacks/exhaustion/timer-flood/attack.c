#include "attack.h"

static void handle(int number) {}

int main(void) {
  struct itimerspec often = {{0, 1000}, {0, 1000}};
  timer_t timer;
  int made = 0;
  signal(SIGALRM, handle);
  while (made < 20000 && timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0) {
    if (made++ < 50) timer_settime(timer, 0, &often, NULL);
  }
  usleep(200000);
  printf("%d timers\n", made);
  return 0;
}
