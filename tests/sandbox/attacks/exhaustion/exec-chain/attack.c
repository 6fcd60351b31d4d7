#include "attack.h"

int main(int argc, char **argv) {
  execv(argv[0], argv);
  return 1;
}
