#include "attack.h"

int main(void) {
  printf("end\n");
  fflush(stdout);
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  return 0;
}
