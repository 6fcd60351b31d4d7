#include "attack.h"

int main(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "out"};
  bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address);
  return 0;
}
