#include "attack.h"

static void must_die(const char *what, void (*deed)(void)) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    deed();
    _exit(0);
  }
  waitpid(child, &status, 0);
  if (!WIFSIGNALED(status)) ESCAPED("%s came back", what);
}

static void i386_call(void) {
#ifdef __x86_64__
  long result = 20; /* getpid */
  __asm__ volatile("int $0x80" : "+a"(result) : : "r8", "r9", "r10", "r11", "memory");
#else
  raise(SIGSYS);
#endif
}

static void x32_call(void) {
#ifdef __x86_64__
  syscall(0x40000000 | SYS_getpid);
#else
  raise(SIGSYS);
#endif
}

int main(void) {
  must_die("an i386 call", i386_call);
  must_die("an x32 call", x32_call);
  return 0;
}
