#include "attack.h"

int main(int argc, char **argv) {
  struct rusage usage;
  do {
    for (volatile int i = 0; i < 1000000; ++i) continue;
    getrusage(RUSAGE_SELF, &usage);
  } while (argc > 1 || usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000 < 500);
  printf("done\n");
  return 0;
}
