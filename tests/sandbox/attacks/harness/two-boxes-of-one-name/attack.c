#include "attack.h"

int main(int argc, char **argv) {
  int fd = open("own", O_WRONLY | O_CREAT | O_EXCL, 0644);
  if (fd < 0) ESCAPED("the other one's file");
  write(fd, argc > 1 ? "other" : "mine\n", 5);
  usleep(200000);
  if (unlink("own") != 0) ESCAPED("it is gone");
  printf("fine\n");
  return 0;
}
