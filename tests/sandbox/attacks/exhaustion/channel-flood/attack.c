#include "attack.h"

int main(void) {
  static char block[1 << 16];
  for (int i = 0; i < 1024; ++i) write(3, block, sizeof block);
  return 0;
}
