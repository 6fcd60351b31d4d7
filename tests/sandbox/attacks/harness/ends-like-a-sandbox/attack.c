#include "attack.h"

int main(int argc, char **argv) {
  fprintf(stderr, "gatesmith-box: cannot run: No such file or directory\n");
  fprintf(stderr, "bwrap: Can't mount proc\n");
  return 127;
}
