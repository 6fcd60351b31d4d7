#include "attack.h"

static void *spin(void *unused) {
  for (;;) __asm__ volatile("");
}

int main(void) {
  pthread_t thread;
  for (int i = 0; i < 4; ++i) pthread_create(&thread, NULL, spin, NULL);
  spin(NULL);
}
