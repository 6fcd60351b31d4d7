#include "attack.h"

int main(void) {
  char name[32];
  int made = 0;
  for (int i = 0; i < 100000; ++i) {
    snprintf(name, sizeof name, "f%d", i);
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) break;
    ++made;
    close(fd);
  }
  printf("%d files\n", made);
  return 0;
}
