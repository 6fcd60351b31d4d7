#include "attack.h"

int main(void) {
  MUST_FAIL(ptrace(PTRACE_ATTACH, 1, NULL, NULL));
  MUST_FAIL(ptrace(PTRACE_SEIZE, 1, NULL, NULL));
  MUST_FAIL(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
  MUST_FAIL(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
  return 0;
}
