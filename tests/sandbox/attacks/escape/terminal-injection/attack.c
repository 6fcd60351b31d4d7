#include "attack.h"

int main(void) {
  const char *text = "id\n";
  for (int fd = 0; fd < 3; ++fd) MUST_FAIL(ioctl(fd, TIOCSTI, text));
  for (int fd = 0; fd < 3; ++fd) MUST_FAIL(ioctl(fd, TIOCLINUX, text));
  must_not_open("/dev/tty", O_RDWR);
  must_not_open("/dev/console", O_RDWR);
  must_not_open("/dev/tty0", O_RDWR);
  return 0;
}
