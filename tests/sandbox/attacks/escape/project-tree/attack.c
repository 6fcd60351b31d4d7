#include "attack.h"

int main(int argc, char **argv) {
  char path[PATH_MAX];
  const char *parts[] = {"", "/.git", "/tests", "/tasks/packs"};
  for (unsigned i = 0; i < sizeof parts / sizeof *parts; ++i) {
    snprintf(path, sizeof path, "%s%s", argv[1], parts[i]);
    must_not_list(path);
  }
  must_not_list("/usr/share/gatesmith");
  must_not_list("/usr/local/share/gatesmith");
  return 0;
}
