#include "attack.h"

int main(void) {
  int alive = 0;
  pid_t children[10];
  for (int i = 0; i < 10; ++i) {
    children[i] = fork();
    if (children[i] == 0) {
      size_t size = 40 << 20;
      char *memory = malloc(size);
      if (memory) memset(memory, 1, size);
      for (; memory;) pause();
      _exit(1);
    }
  }
  usleep(400000);
  for (int i = 0; i < 10; ++i) alive += children[i] > 0 && waitpid(children[i], NULL, WNOHANG) == 0;
  if (alive > 2) printf("OVER the limit of the box: %d times 40 MB\n", alive);
  return 0;
}
