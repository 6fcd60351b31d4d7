#include "attack.h"

static void *wait_for_ever(void *unused) {
  for (;;) pause();
}

int main(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 16384);
  int made = 0;
  while (made < 5000 && pthread_create(&thread, &attributes, wait_for_ever, NULL) == 0) ++made;
  if (made > 32) ESCAPED("%d threads", made);
  printf("%d threads\n", made);
  fflush(stdout);
  _exit(0);
}
