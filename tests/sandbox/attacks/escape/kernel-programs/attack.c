#include "attack.h"

#include <linux/bpf.h>

int main(void) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  for (int command = 0; command < 36; ++command) MUST_FAIL(syscall(SYS_bpf, command, &attributes, sizeof attributes));
  return 0;
}
