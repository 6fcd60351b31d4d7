#include "attack.h"

int main(void) {
  usleep(50000);
  return 0;
}
