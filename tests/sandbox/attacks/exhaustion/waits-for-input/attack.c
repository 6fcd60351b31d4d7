#include "attack.h"

int main(void) {
  char buffer[64];
  while (read(0, buffer, sizeof buffer) > 0) continue;
  printf("the end\n");
  return 0;
}
