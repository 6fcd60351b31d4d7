#include "attack.h"

int main(int argc, char **argv) {
  char path[PATH_MAX];
  const char *prefixes[] = {"", "/proc/1/root", "/proc/self/root", "/proc/1/cwd/../..", "../../../../../..",
                            "/box/in/../../..", "/proc/self/cwd/../../../..", "/proc/thread-self/root"};
  for (unsigned i = 0; i < sizeof prefixes / sizeof *prefixes; ++i) {
    snprintf(path, sizeof path, "%s%s", prefixes[i], argv[1]);
    show_file(path);
  }
  if (symlink(argv[1], "link") == 0) show_file("link");
  return 0;
}
