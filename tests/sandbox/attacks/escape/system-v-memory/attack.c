#include "attack.h"

#include <sys/msg.h>
#include <sys/sem.h>

int main(void) {
  MUST_FAIL(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600));
  MUST_FAIL(shmget(0x6761, 4096, IPC_CREAT | 0666));
  MUST_FAIL(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
  MUST_FAIL(semget(IPC_PRIVATE, 1, IPC_CREAT | 0600));
  return 0;
}
