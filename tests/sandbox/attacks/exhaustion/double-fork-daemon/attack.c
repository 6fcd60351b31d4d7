#include "attack.h"

int main(void) {
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
    close(0);
    close(1);
    close(2);
    for (;;) pause();
  }
  wait(NULL);
  usleep(50000);
  return 0;
}
