#include "attack.h"

int main(void) {
  if (fork() == 0) {
    setsid();
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
    for (;;) pause();
  }
  for (;;) pause();
}
