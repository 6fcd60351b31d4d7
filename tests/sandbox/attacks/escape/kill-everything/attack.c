#include "attack.h"

int main(int argc, char **argv) {
  int signals[] = {SIGKILL, SIGSTOP, SIGTERM, SIGHUP, SIGUSR1};
  for (unsigned i = 0; i < 5; ++i) kill(1, signals[i]);
  for (int pid = 2; pid < 70000; ++pid) {
    if (pid != getpid() && kill(pid, SIGKILL) == 0) ESCAPED("killed %d", pid);
  }
  MUST_FAIL(kill(atoi(argv[1]), 0));
  kill(-1, SIGKILL);
  printf("alive\n");
  return 0;
}
