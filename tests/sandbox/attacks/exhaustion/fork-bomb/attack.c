#include "attack.h"

int main(void) {
  int made = 0;
  for (; made < 5000; ++made) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      for (;;) pause();
    }
  }
  if (made > 32) ESCAPED("%d processes", made);
  printf("%d processes\n", made);
  return 0;
}
