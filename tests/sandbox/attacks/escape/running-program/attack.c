#include "attack.h"

int main(void) {
  must_not_open("/proc/self/exe", O_WRONLY);
  must_not_open("/proc/self/exe", O_RDWR);
  must_not_open("/proc/1/exe", O_WRONLY);
  must_not_open("/proc/self/exe", O_WRONLY | O_TRUNC);
  return 0;
}
