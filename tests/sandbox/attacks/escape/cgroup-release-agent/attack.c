#include "attack.h"

int main(void) {
  mkdir("group", 0755);
  MUST_FAIL(syscall(SYS_mount, "cgroup", "group", "cgroup", 0, "memory"));
  MUST_FAIL(syscall(SYS_mount, "none", "group", "cgroup2", 0, NULL));
  must_not_open("/sys/fs/cgroup/release_agent", O_WRONLY);
  must_not_open("/sys/fs/cgroup/memory/release_agent", O_WRONLY);
  must_not_open("/sys/fs/cgroup/cgroup.procs", O_WRONLY);
  MUST_FAIL(unshare(CLONE_NEWCGROUP));
  return 0;
}
