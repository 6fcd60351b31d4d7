#include "attack.h"

int main(void) {
  char path[64];
  const char *kinds[] = {"mnt", "user", "pid", "net", "ipc", "uts", "cgroup"};
  for (int i = 0; i < 7; ++i) {
    snprintf(path, sizeof path, "/proc/1/ns/%s", kinds[i]);
    int fd = open(path, O_RDONLY);
    MUST_FAIL(setns(fd, 0));
    snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
    fd = open(path, O_RDONLY);
    MUST_FAIL(setns(fd, 0));
  }
  MUST_FAIL(setns((int)syscall(SYS_pidfd_open, 1, 0), CLONE_NEWNS | CLONE_NEWUSER));
  return 0;
}
