#include "attack.h"

int main(int argc, char **argv) {
  const char *folders[] = {"/dev/shm", "/tmp", "/box/work"};
  for (int i = 0; i < 3; ++i) {
    if (argc > 1) {
      char path[64];
      snprintf(path, sizeof path, "%s/answer", folders[i]);
      close(open(path, O_WRONLY | O_CREAT, 0666));
    } else {
      must_not_list(folders[i]);
      DIR *folder = opendir(folders[i]);
      if (!folder) printf("%s is closed\n", folders[i]);
    }
  }
  return 0;
}
