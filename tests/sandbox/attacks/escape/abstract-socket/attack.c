#include "attack.h"

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path + 1, argv[1], strlen(argv[1]));
  socklen_t size = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(argv[1]);
  MUST_FAIL(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, size));
  show_file("/proc/net/unix");
  return 0;
}
