#include "attack.h"

static void try_host(const char *host, uint16_t port, int type) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &address.sin_addr);
  MUST_FAIL(connect(socket(AF_INET, type, 0), (struct sockaddr *)&address, sizeof address));
}

int main(void) {
  try_host("1.1.1.1", 443, SOCK_STREAM);
  try_host("8.8.8.8", 53, SOCK_DGRAM);
  try_host("169.254.169.254", 80, SOCK_STREAM);
  try_host("10.0.0.1", 80, SOCK_STREAM);
  try_host("255.255.255.255", 67, SOCK_DGRAM);
  return 0;
}
