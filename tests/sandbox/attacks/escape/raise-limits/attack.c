#include "attack.h"

int main(void) {
  int kinds[] = {RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_AS, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_MSGQUEUE};
  for (int i = 0; i < 7; ++i) {
    struct rlimit limit;
    getrlimit(kinds[i], &limit);
    if (limit.rlim_max == RLIM_INFINITY) {
      printf("limit %d is open\n", kinds[i]);
      continue;
    }
    struct rlimit more = {limit.rlim_max + 1, limit.rlim_max + 1}, all = {RLIM_INFINITY, RLIM_INFINITY};
    MUST_FAIL(setrlimit(kinds[i], &more));
    MUST_FAIL(setrlimit(kinds[i], &all));
  }
  return 0;
}
