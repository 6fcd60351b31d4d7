#include "attack.h"

int main(int argc, char **argv) {
  show_file(argv[1]);
  show_file("/box/in/../beside-the-boxes");
  show_file("/box/in/../../beside-the-boxes");
  must_not_list(argv[2]);
  return 0;
}
