#include "attack.h"

int main(void) {
  const char *files[] = {"/proc/1/environ", "/proc/1/maps", "/proc/1/auxv", "/proc/1/stack", "/proc/1/syscall",
                         "/proc/1/fd/4",    "/proc/1/exe",  "/proc/1/pagemap"};
  for (unsigned i = 0; i < sizeof files / sizeof *files; ++i) must_not_open(files[i], O_RDONLY);
  must_not_open("/proc/1/mem", O_RDWR);
  must_not_open("/proc/1/mem", O_RDONLY);
  must_not_open("/proc/1/fd/4", O_WRONLY);
  must_not_open("/proc/1/oom_score_adj", O_WRONLY);
  must_not_list("/proc/1/fd");
  must_not_list("/proc/1/root/");
  must_not_list("/proc/1/cwd/");
  return 0;
}
