#include "attack.h"

int main(void) {
  must_not_open("/proc/sysrq-trigger", O_WRONLY);
  must_not_open("/proc/sys/kernel/sysrq", O_WRONLY);
  must_not_open("/proc/acpi/wakeup", O_WRONLY);
  return 0;
}
