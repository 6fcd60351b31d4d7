#include "attack.h"

int main(int argc, char **argv) {
  size_t taken = 0;
  while (taken < 96) {
    char *memory = malloc(1 << 20);
    if (!memory) break;
    memset(memory, 1, 1 << 20);
    KEEP(memory);
    ++taken;
  }
  if (argc > 1) abort();
  printf("%zu MB\n", taken);
  return 0;
}
