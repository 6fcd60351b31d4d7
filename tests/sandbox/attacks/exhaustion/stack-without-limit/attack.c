#include "attack.h"

static int recurse(int n) {
  volatile char frame[65536];
  memset((char *)frame, n, sizeof frame);
  return recurse(n + 1) + frame[0];
}

int main(int argc, char **argv) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  if (argc == 1) {
    setrlimit(RLIMIT_STACK, &limit);
    execl(argv[0], argv[0], "again", (char *)NULL);
  }
  return recurse(0);
}
