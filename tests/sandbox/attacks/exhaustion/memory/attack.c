#include "attack.h"

int main(void) {
  size_t taken = 0;
  for (; taken < 1024; ++taken) {
    char *memory = malloc(1 << 20);
    if (!memory) break;
    memset(memory, 1, 1 << 20);
    KEEP(memory);
  }
  if (taken > 160) ESCAPED("%zu MB", taken);
  printf("%zu MB\n", taken);
  return 0;
}
