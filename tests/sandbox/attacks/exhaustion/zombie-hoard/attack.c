#include "attack.h"

int main(void) {
  int made = 0;
  for (; made < 5000; ++made) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) _exit(0);
  }
  if (made > 32) ESCAPED("%d zombies", made);
  printf("%d zombies\n", made);
  return 0;
}
