#include "attack.h"

#include <sys/sysmacros.h>

int main(void) {
  MUST_FAIL(mknod("out", S_IFCHR | 0666, makedev(1, 5)));
  symlink("/dev/zero", "zero");
  symlink("/dev/stdin", "stdin");
  return 0;
}
