#include "attack.h"

int main(void) {
  int fd = open("/proc/self/oom_score_adj", O_WRONLY);
  if (fd < 0) {
    HELD("oom_score_adj");
    return 0;
  }
  MUST_FAIL(write(fd, "-1000", 5));
  if (write(fd, "0", 1) > 0) printf("as likely to die as others\n");
  return 0;
}
