#include "attack.h"

static void try_four(uint32_t host, uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(host)}};
  MUST_FAIL(connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address));
}

static void try_six(const char *host, uint16_t port) {
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  inet_pton(AF_INET6, host, &address.sin6_addr);
  MUST_FAIL(connect(socket(AF_INET6, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address));
}

int main(int argc, char **argv) {
  uint16_t port = (uint16_t)atoi(argv[1]);
  try_four(INADDR_LOOPBACK, port);
  try_four(INADDR_ANY, port);
  try_four(INADDR_LOOPBACK + 1, port);
  try_six("::1", port);
  try_six("::ffff:127.0.0.1", port);
  return 0;
}
