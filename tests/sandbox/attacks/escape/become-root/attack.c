#include "attack.h"

#include <grp.h>
#include <linux/capability.h>

int main(int argc, char **argv) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}};
  gid_t group = 0;
  if (argc > 1) {
    if (geteuid() == 0 || getegid() == 0) ESCAPED("root by a setuid program");
    return 0;
  }
  if (geteuid() == 0) ESCAPED("is root");
  MUST_FAIL(setuid(0));
  MUST_FAIL(setresuid(0, 0, 0));
  MUST_FAIL(setgid(0));
  MUST_FAIL(setgroups(1, &group));
  MUST_FAIL(syscall(SYS_capset, &header, data));
  MUST_FAIL(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0));
  if (syscall(SYS_capget, &header, data) == 0 && (data[0].effective | data[0].permitted | data[1].permitted)) {
    ESCAPED("has capabilities");
  }
  int in = open("../in/attack", O_RDONLY), out = open("own", O_WRONLY | O_CREAT, 0755);
  char buffer[1 << 16];
  for (ssize_t n; (n = read(in, buffer, sizeof buffer)) > 0;) write(out, buffer, n);
  close(out);
  MUST_FAIL(chown("own", 0, 0));
  chmod("own", 06755);
  execl("./own", "own", "again", (char *)NULL);
  return 0;
}
