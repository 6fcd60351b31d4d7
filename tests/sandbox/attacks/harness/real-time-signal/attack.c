#include "attack.h"

int main(void) {
  raise(SIGRTMIN + 5);
  return 0;
}
