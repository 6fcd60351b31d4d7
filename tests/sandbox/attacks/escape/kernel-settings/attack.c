#include "attack.h"

int main(void) {
  const char *paths[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname",
                         "/proc/sys/kernel/randomize_va_space", "/proc/sys/vm/overcommit_memory",
                         "/proc/sys/vm/drop_caches", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/fs/suid_dumpable",
                         "/proc/sys/fs/binfmt_misc/register", "/proc/sys/user/max_user_namespaces"};
  for (unsigned i = 0; i < sizeof paths / sizeof *paths; ++i) must_not_open(paths[i], O_WRONLY);
  return 0;
}
