#include "attack.h"

int main(void) {
  char buffer[4096];
  must_not_open("/dev/kmsg", O_RDONLY);
  must_not_open("/dev/kmsg", O_WRONLY);
  must_not_open("/proc/kmsg", O_RDONLY);
  MUST_FAIL(syscall(SYS_syslog, 3, buffer, sizeof buffer));
  MUST_FAIL(syscall(SYS_syslog, 10, NULL, 0));
  return 0;
}
