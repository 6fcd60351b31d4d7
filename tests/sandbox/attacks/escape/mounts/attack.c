#include "attack.h"

int main(void) {
  MUST_FAIL(syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
  MUST_FAIL(syscall(SYS_mount, "/", "/tmp", NULL, 4096 /* bind */, NULL));
  MUST_FAIL(syscall(SYS_mount, NULL, "/usr", NULL, 32 | 4096 /* remount writable */, NULL));
  MUST_FAIL(syscall(SYS_umount2, "/box/in", 2));
  MUST_FAIL(syscall(SYS_umount2, "/proc", 2));
  MUST_FAIL(syscall(SYS_pivot_root, "/tmp", "/tmp"));
  MUST_FAIL(syscall(SYS_fsopen, "tmpfs", 0));
  MUST_FAIL(syscall(SYS_open_tree, AT_FDCWD, "/", 1));
  MUST_FAIL(syscall(SYS_move_mount, AT_FDCWD, "/tmp", AT_FDCWD, "/box/work", 0));
  MUST_FAIL(syscall(SYS_mount_setattr, AT_FDCWD, "/usr", 0, NULL, 0));
  MUST_FAIL(syscall(SYS_fspick, AT_FDCWD, "/", 0));
  return 0;
}
