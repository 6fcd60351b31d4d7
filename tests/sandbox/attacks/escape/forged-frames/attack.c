#include "attack.h"

int main(void) {
  struct {
    uint32_t type, index;
    uint64_t size;
    uint32_t body[16];
  } frame = {0, 0, 64, {0}};
  for (uint32_t type = 0; type < 16; ++type) {
    frame.type = type;
    write(1, &frame, sizeof frame);
    for (int fd = 3; fd < 64; ++fd) {
      if (write(fd, &frame, sizeof frame) > 0) ESCAPED("wrote to descriptor %d", fd);
    }
  }
  must_not_open("/proc/1/fd/4", O_WRONLY);
  return 3;
}
