#include "attack.h"

int main(void) {
  for (int fd = 3; fd < 4096; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) ESCAPED("descriptor %d is open", fd);
  }
  return 0;
}
