#include "attack.h"

int main(void) {
  struct {
    struct file_handle head;
    unsigned char body[128];
  } handle = {{128, 0}, {0}};
  int mount = 0;
  MUST_FAIL(name_to_handle_at(AT_FDCWD, "/box/in", &handle.head, &mount, 0));
  handle.head.handle_bytes = 8;
  handle.head.handle_type = 1;
  handle.body[0] = 2; /* the root folder of most file systems */
  MUST_FAIL(open_by_handle_at(AT_FDCWD, &handle.head, O_RDONLY));
  int folder = open("/usr", O_RDONLY);
  MUST_FAIL(open_by_handle_at(folder, &handle.head, O_RDONLY));
  return 0;
}
