#include "attack.h"

int main(int argc, char **argv) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  if (argc > 1) {
    must_not_list(".");
    return 0;
  }
  MUST_FAIL(setrlimit(RLIMIT_CORE, &limit));
  prctl(PR_SET_DUMPABLE, 1);
  abort();
}
