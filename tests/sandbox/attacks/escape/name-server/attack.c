#include "attack.h"

int main(void) {
  const unsigned char query[] = {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 3, 'c', 'o', 'm', 0, 0, 1, 0, 1};
  const char *hosts[] = {"127.0.0.53", "127.0.0.1"};
  char answer[512];
  must_not_read("/etc/resolv.conf");
  for (int i = 0; i < 2; ++i) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(53)};
    inet_pton(AF_INET, hosts[i], &address.sin_addr);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    connect(fd, (struct sockaddr *)&address, sizeof address);
    send(fd, query, sizeof query, 0);
    struct pollfd wait = {fd, POLLIN, 0};
    poll(&wait, 1, 100);
    MUST_FAIL(recv(fd, answer, sizeof answer, MSG_DONTWAIT));
  }
  return 0;
}
