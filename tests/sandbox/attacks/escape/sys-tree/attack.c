#include "attack.h"

int main(void) {
  must_not_list("/sys");
  must_not_open("/sys/kernel/uevent_helper", O_WRONLY);
  must_not_open("/sys/kernel/debug", O_RDONLY);
  must_not_open("/sys/kernel/tracing/trace", O_RDONLY);
  must_not_open("/sys/power/state", O_WRONLY);
  return 0;
}
