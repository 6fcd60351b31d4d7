#include "attack.h"

int main(void) {
  for (int i = 0; i < 3000; ++i) {
    pid_t child = vfork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
  }
  printf("done\n");
  return 0;
}
