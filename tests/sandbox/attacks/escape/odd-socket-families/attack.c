#include "attack.h"

int main(void) {
  int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
  for (int family = 0; family < 64; ++family) {
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6) continue;
    for (int i = 0; i < 4; ++i) {
      if (socket(family, types[i], 0) >= 0) ESCAPED("a socket of family %d, type %d", family, types[i]);
    }
  }
  return 0;
}
