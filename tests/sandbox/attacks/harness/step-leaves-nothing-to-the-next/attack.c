#include "attack.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < 32; ++number) {
      struct sigaction action;
      sigaction(number, NULL, &action);
      if (sigismember(&blocked, number) || action.sa_handler == SIG_IGN) ESCAPED("signal %d is changed", number);
    }
    if (getenv("LEFT")) ESCAPED("a variable is left");
    if (umask(0) != 022) ESCAPED("a mask is left");
    for (int pid = 2; pid < 400; ++pid) {
      if (pid != getpid() && kill(pid, 0) == 0) ESCAPED("process %d is left", pid);
    }
    char folder[256];
    if (!getcwd(folder, sizeof folder) || strcmp(folder, "/box/work")) ESCAPED("the folder is changed");
    return 0;
  }
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
  setenv("LEFT", "1", 1);
  umask(0777);
  chdir("/tmp");
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  return 0;
}
