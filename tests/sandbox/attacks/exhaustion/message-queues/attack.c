#include "attack.h"

#include <mqueue.h>

int main(void) {
  struct mq_attr attributes = {.mq_maxmsg = 10, .mq_msgsize = 8192};
  for (int i = 0; i < 300; ++i) {
    char name[32];
    snprintf(name, sizeof name, "/queue%d", i);
    if (mq_open(name, O_RDWR | O_CREAT, 0600, &attributes) >= 0) ESCAPED("queue %d", i);
  }
  return 0;
}
