#include "attack.h"

int main(void) {
  usleep(395000);
  printf("in time\n");
  return 0;
}
