#include "attack.h"

int main(int argc, char **argv) {
  int made = 0;
  while (made < (argc > 1 ? 100 : 10)) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      for (;;) pause();
    }
    ++made;
  }
  if (argc > 1) abort();
  printf("%d\n", made);
  return 0;
}
