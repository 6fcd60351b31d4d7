#include "attack.h"

int main(void) {
  size_t size = 64 << 20, locked = 0;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  while (locked < size && mlock(memory + locked, 1 << 20) == 0) locked += 1 << 20;
  if (locked == size) ESCAPED("locked everything");
  printf("%zu MB\n", locked >> 20);
  return 0;
}
