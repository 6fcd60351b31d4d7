#include "attack.h"

int main(void) {
  char from[32], to[32];
  symlink("self", "self");
  for (int i = 0; i < 2000; ++i) {
    snprintf(from, sizeof from, "l%d", i);
    snprintf(to, sizeof to, "l%d", i + 1);
    symlink(to, from);
  }
  return 0;
}
