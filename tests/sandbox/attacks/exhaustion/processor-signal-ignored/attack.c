#include "attack.h"

int main(void) {
  signal(SIGXCPU, SIG_IGN);
  for (;;) __asm__ volatile("");
}
