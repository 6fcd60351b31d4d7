/* Honest work in a box beside an attack: its files, its children and its memory stay its own. */
#include "attack.h"

static void put(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) exit(11);
  close(fd);
}

static void check(const char *path, const char *text) {
  char buffer[64] = {0};
  int fd = open(path, O_RDONLY);
  if (fd < 0 || read(fd, buffer, sizeof buffer - 1) < 0 || strcmp(buffer, text)) exit(12);
  close(fd);
}

static void check_alone(const char *path) {
  int entries = 0;
  DIR *folder = opendir(path);
  if (!folder) exit(13);
  while (readdir(folder)) ++entries;
  closedir(folder);
  if (entries != 3) exit(14); /* ".", ".." and ours */
}

int main(void) {
  char *memory = malloc(1 << 20);
  if (!memory) return 15;
  memset(memory, 0x5a, 1 << 20);
  put("/dev/shm/token", "bystander");
  put("/tmp/token", "bystander");
  for (int tick = 0; tick < 3; ++tick) {
    usleep(10000);
    int status = 0;
    pid_t child = fork();
    if (child < 0) return 16;
    if (child == 0) _exit(7);
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 7) return 17;
    check("/dev/shm/token", "bystander");
    check("/tmp/token", "bystander");
  }
  check_alone("/dev/shm");
  check_alone("/tmp");
  for (int i = 0; i < 1 << 20; ++i) {
    if (memory[i] != 0x5a) return 18;
  }
  printf("unharmed\n");
  return 0;
}
