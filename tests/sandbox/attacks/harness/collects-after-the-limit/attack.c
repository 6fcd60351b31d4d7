#include "attack.h"

int main(void) {
  int fd = open("partial", O_WRONLY | O_CREAT, 0644);
  write(fd, "so far\n", 7);
  for (;;) pause();
}
