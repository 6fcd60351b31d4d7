/* For the C sources of attacks: what was achieved, and what was refused. */
#ifndef ATTACK_H
#define ATTACK_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The suite fails when this word is printed. */
#define ESCAPED(...) (printf("ESCAPED: "), printf(__VA_ARGS__), printf("\n"), fflush(stdout))
#define HELD(what) (printf("held: %s: %s\n", (what), strerror(errno)), fflush(stdout))

/* A call that must fail. */
#define MUST_FAIL(call) (((long)(call)) >= 0 ? (void)ESCAPED("%s", #call) : (void)HELD(#call))

/* Memory that nobody reads again: the compiler would leave out what fills it. */
#define KEEP(memory) __asm__ volatile("" : : "r"(memory) : "memory")

/* Prints a file when it can be read; the suite looks for secrets in it. Returns whether something was read. */
static inline int show_file(const char *path) {
  char buffer[1 << 16];
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    HELD(path);
    return 0;
  }
  ssize_t n = read(fd, buffer, sizeof buffer);
  if (n > 0) fwrite(buffer, 1, (size_t)n, stdout);
  printf("\n");
  fflush(stdout);
  close(fd);
  return n > 0;
}

/* A file that must not be there at all. */
static inline void must_not_read(const char *path) {
  if (show_file(path)) ESCAPED("read %s", path);
}

static inline void must_not_open(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK);
  if (fd >= 0) {
    ESCAPED("opened %s", path);
    close(fd);
  } else {
    HELD(path);
  }
}

/* A folder that must not be there or must be closed. */
static inline void must_not_list(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) {
    HELD(path);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) ESCAPED("%s holds %s", path, entry->d_name);
  }
  closedir(folder);
}
#endif
