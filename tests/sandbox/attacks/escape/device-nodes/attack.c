#include "attack.h"

#include <sys/sysmacros.h>

int main(void) {
  const char *paths[] = {"/dev/sda",          "/dev/vda",         "/dev/loop-control", "/dev/loop0", "/dev/kvm",
                         "/dev/vhost-vsock",  "/dev/net/tun",     "/dev/fuse",         "/dev/uinput", "/dev/input/event0",
                         "/dev/nvidiactl",    "/dev/nvidia0",     "/dev/dri/card0",    "/dev/vsock", "/dev/userfaultfd",
                         "/dev/mapper/control", "/dev/snapshot",  "/dev/console"};
  for (unsigned i = 0; i < sizeof paths / sizeof *paths; ++i) must_not_open(paths[i], O_RDONLY);
  MUST_FAIL(mknod("disk", S_IFBLK | 0666, makedev(8, 0)));
  MUST_FAIL(mknod("disk", S_IFBLK | 0666, makedev(254, 0)));
  return 0;
}
