#include "attack.h"

int main(void) {
  const char *files[] = {"/usr/bin/sh", "/usr/bin/gcc", "/usr/bin/verilator", "/box/in/attack", "/box/driver",
                         "/etc/ld.so.cache", "/bin/true"};
  const char *fresh[] = {"/usr/bin/new", "/box/in/new", "/box/new", "/etc/ld.so.preload", "/new", "/dev/new", "/usr/lib/new.so"};
  for (int i = 0; i < 7; ++i) {
    must_not_open(files[i], O_WRONLY);
    MUST_FAIL(truncate(files[i], 0));
    MUST_FAIL(chmod(files[i], 0777));
    MUST_FAIL(unlink(files[i]));
    MUST_FAIL(rename("/box/work", files[i]));
    MUST_FAIL(open(fresh[i], O_WRONLY | O_CREAT, 0666));
    MUST_FAIL(mkdir(fresh[i], 0777));
  }
  MUST_FAIL(rename("/box/in", "/box/old"));
  MUST_FAIL(rmdir("/box/in"));
  MUST_FAIL(link("/box/in/attack", "/box/in/other"));
  return 0;
}
