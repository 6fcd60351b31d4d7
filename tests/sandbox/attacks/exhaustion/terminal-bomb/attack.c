#include "attack.h"

int main(void) {
  int made = 0;
  while (made < 5000 && open("/dev/ptmx", O_RDWR | O_NOCTTY) >= 0) ++made;
  if (made > 64) ESCAPED("%d terminals", made);
  printf("%d terminals\n", made);
  return 0;
}
