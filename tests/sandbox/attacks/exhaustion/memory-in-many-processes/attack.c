#include "attack.h"

int main(void) {
  pid_t children[10];
  int alive = 0;
  volatile char *filled = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 10; ++i) {
    children[i] = fork();
    if (children[i] == 0) {
      size_t size = 40 << 20;
      char *memory = malloc(size);
      if (!memory) _exit(1);
      memset(memory, i + 1, size);
      KEEP(memory);
      filled[i] = 1;
      for (;;) pause();
    }
  }
  usleep(600000);
  for (int i = 0; i < 10; ++i) {
    if (children[i] > 0 && waitpid(children[i], NULL, WNOHANG) == 0 && filled[i]) ++alive;
  }
  if (alive > 1) printf("OVER the limit of the box: %d times 40 MB\n", alive);
  return 0;
}
