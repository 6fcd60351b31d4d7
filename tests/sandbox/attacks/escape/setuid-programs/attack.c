#include "attack.h"

static void try_program(const char *path) {
  char name[64], status[4096];
  pid_t child = fork();
  if (child < 0) return;
  if (child == 0) {
    alarm(1);
    close(1);
    close(2);
    execl(path, path, "-c", "id", (char *)NULL);
    _exit(127);
  }
  snprintf(name, sizeof name, "/proc/%d/status", child);
  for (int i = 0; i < 20; ++i) {
    int fd = open(name, O_RDONLY);
    ssize_t n = fd < 0 ? 0 : read(fd, status, sizeof status - 1);
    if (fd >= 0) close(fd);
    status[n > 0 ? n : 0] = 0;
    char *uid = strstr(status, "Uid:");
    int real = -1, effective = -1;
    if (uid && sscanf(uid, "Uid: %d %d", &real, &effective) == 2 && effective == 0) ESCAPED("%s runs as root", path);
    if (waitpid(child, NULL, WNOHANG) == child) return;
    usleep(2000);
  }
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

int main(void) {
  const char *folders[] = {"/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/lib/openssh"};
  char path[PATH_MAX];
  struct stat state;
  int found = 0;
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) ESCAPED("new privileges are allowed");
  for (int i = 0; i < 4; ++i) {
    DIR *folder = opendir(folders[i]);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
      snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
      if (stat(path, &state) != 0 || !S_ISREG(state.st_mode) || !(state.st_mode & (S_ISUID | S_ISGID))) continue;
      ++found;
      try_program(path);
    }
    if (folder) closedir(folder);
  }
  printf("%d programs\n", found);
  return 0;
}
