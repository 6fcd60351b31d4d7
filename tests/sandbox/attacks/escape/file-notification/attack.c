#include "attack.h"

#include <sys/fanotify.h>

int main(void) {
  MUST_FAIL(fanotify_init(0, O_RDONLY));
  MUST_FAIL(fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, O_RDONLY));
  return 0;
}
