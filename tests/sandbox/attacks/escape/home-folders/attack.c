#include "attack.h"

int main(void) {
  const char *files[] = {"/etc/passwd", "/etc/shadow", "/etc/hostname", "/etc/machine-id", "/root/.ssh/id_rsa",
                         "/root/.bash_history", "/root/.netrc", "/var/run/docker.sock", "/run/docker.sock"};
  const char *folders[] = {"/root", "/home", "/var", "/run", "/opt", "/srv", "/mnt", "/boot", "/etc/ssh"};
  for (unsigned i = 0; i < sizeof files / sizeof *files; ++i) must_not_read(files[i]);
  for (unsigned i = 0; i < sizeof folders / sizeof *folders; ++i) must_not_list(folders[i]);
  return 0;
}
