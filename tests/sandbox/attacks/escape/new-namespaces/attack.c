#include "attack.h"

int main(void) {
  int kinds[] = {CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80};
  for (int i = 0; i < 7; ++i) MUST_FAIL(unshare(kinds[i]));
  for (int i = 0; i < 6; ++i) {
    long child = syscall(SYS_clone, kinds[i] | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0) _exit(0);
    MUST_FAIL(child);
  }
  return 0;
}
