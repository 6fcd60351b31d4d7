#include "attack.h"

int main(void) {
  char buffer[64];
  struct iovec local = {buffer, sizeof buffer};
  for (uintptr_t address = 0x400000; address < 0x500000; address += 0x10000) {
    struct iovec remote = {(void *)address, sizeof buffer};
    if (process_vm_readv(1, &local, 1, &remote, 1, 0) > 0) ESCAPED("read process 1");
    if (process_vm_writev(1, &local, 1, &remote, 1, 0) > 0) ESCAPED("wrote process 1");
  }
  HELD("process_vm_readv");
  MUST_FAIL(syscall(SYS_kcmp, 1, getpid(), 0, 0, 0));
  return 0;
}
