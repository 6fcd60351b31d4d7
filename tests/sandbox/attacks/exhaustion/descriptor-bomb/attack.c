#include "attack.h"

int main(void) {
  int opened = 0;
  while (opened < 100000 && open("/dev/null", O_RDONLY) >= 0) ++opened;
  if (opened > 64) ESCAPED("%d files", opened);
  printf("%d files\n", opened);
  return 0;
}
