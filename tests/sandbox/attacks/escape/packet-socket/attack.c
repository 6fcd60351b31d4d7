#include "attack.h"

int main(void) {
  MUST_FAIL(socket(AF_PACKET, SOCK_RAW, htons(3)));
  MUST_FAIL(socket(AF_PACKET, SOCK_DGRAM, htons(3)));
  MUST_FAIL(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  MUST_FAIL(socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
  return 0;
}
