#include "attack.h"

int main(void) {
  for (int protocol = 0; protocol < 23; ++protocol) MUST_FAIL(socket(AF_NETLINK, SOCK_RAW, protocol));
  return 0;
}
