#include "attack.h"

#include <linux/vm_sockets.h>

int main(void) {
  MUST_FAIL(socket(AF_VSOCK, SOCK_STREAM, 0));
  MUST_FAIL(socket(AF_VSOCK, SOCK_DGRAM, 0));
  MUST_FAIL(socket(AF_VSOCK, SOCK_SEQPACKET, 0));
  return 0;
}
