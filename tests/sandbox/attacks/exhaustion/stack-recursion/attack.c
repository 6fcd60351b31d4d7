#include "attack.h"

static int recurse(int n) {
  volatile char frame[4096];
  frame[0] = (char)n;
  return recurse(n + 1) + frame[0];
}

int main(void) {
  return recurse(0);
}
