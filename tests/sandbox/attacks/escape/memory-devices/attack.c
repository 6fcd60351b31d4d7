#include "attack.h"

#include <sys/sysmacros.h>

int main(void) {
  const char *paths[] = {"/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore", "/dev/cpu/0/msr"};
  for (unsigned i = 0; i < sizeof paths / sizeof *paths; ++i) must_not_open(paths[i], O_RDONLY);
  MUST_FAIL(mknod("mem", S_IFCHR | 0666, makedev(1, 1)));
  MUST_FAIL(mknod("/tmp/mem", S_IFCHR | 0666, makedev(1, 1)));
  must_not_open("mem", O_RDWR);
  return 0;
}
