#include "attack.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    printf("mine\n");
    return 0;
  }
  for (;;) pause();
}
