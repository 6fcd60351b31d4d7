#include "attack.h"

static void must_be(const char *what, int kind, rlim_t value) {
  struct rlimit limit;
  getrlimit(kind, &limit);
  if (limit.rlim_cur > value || limit.rlim_max > value + 1) ESCAPED("%s: %lu", what, (unsigned long)limit.rlim_max);
}

int main(void) {
  struct statvfs state;
  must_be("core", RLIMIT_CORE, 0);
  must_be("cpu", RLIMIT_CPU, 3);
  must_be("file size", RLIMIT_FSIZE, 4 << 20);
  must_be("open files", RLIMIT_NOFILE, 32);
  const char *folders[] = {"/box/work", "/tmp", "/dev/shm"};
  for (int i = 0; i < 3; ++i) {
    statvfs(folders[i], &state);
    if (state.f_blocks * state.f_frsize > 8 << 20) ESCAPED("%s is larger", folders[i]);
    if (!(state.f_flag & ST_NOSUID) || !(state.f_flag & ST_NODEV)) ESCAPED("%s: setuid or devices", folders[i]);
  }
  return 0;
}
