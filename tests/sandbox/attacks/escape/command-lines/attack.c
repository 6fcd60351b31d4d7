#include "attack.h"

int main(void) {
  char path[64];
  for (int pid = 1; pid < 300; ++pid) {
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    if (access(path, F_OK) == 0) show_file(path);
  }
  return 0;
}
