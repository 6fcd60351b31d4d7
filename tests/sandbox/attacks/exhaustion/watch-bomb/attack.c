#include "attack.h"

#include <sys/inotify.h>

int main(void) {
  int made = 0, watches = 0;
  for (int fd; made < 1000 && (fd = inotify_init()) >= 0; ++made) {
    if (inotify_add_watch(fd, "/usr", IN_ACCESS) >= 0) ++watches;
  }
  if (made > 64) ESCAPED("%d watchers", made);
  printf("%d watchers, %d watches\n", made, watches);
  return 0;
}
