#include "attack.h"

int main(void) {
  int depth = 0;
  while (depth < 5000 && mkdir("d", 0755) == 0 && chdir("d") == 0) ++depth;
  close(open("bottom", O_WRONLY | O_CREAT, 0644));
  printf("%d folders\n", depth);
  return 0;
}
