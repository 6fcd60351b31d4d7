#include "attack.h"

int main(void) {
  int made = 0;
  while (made < 200000 && mmap(NULL, 4096, made & 1 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) ++made;
  printf("%d mappings\n", made);
  return 0;
}
