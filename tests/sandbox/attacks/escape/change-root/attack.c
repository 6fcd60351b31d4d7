#include "attack.h"

int main(int argc, char **argv) {
  mkdir("inner", 0755);
  int outer = open(".", O_RDONLY);
  MUST_FAIL(chroot("inner"));
  if (outer >= 0) fchdir(outer);
  for (int i = 0; i < 64; ++i) chdir("..");
  MUST_FAIL(chroot("."));
  show_file(argv[1] + 1);
  return 0;
}
