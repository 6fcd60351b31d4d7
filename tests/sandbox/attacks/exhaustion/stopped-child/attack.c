#include "attack.h"

int main(void) {
  for (int i = 0; i < 4; ++i) {
    if (fork() == 0) {
      setsid();
      raise(SIGSTOP);
      for (;;) pause();
    }
  }
  raise(SIGSTOP);
  for (;;) pause();
}
