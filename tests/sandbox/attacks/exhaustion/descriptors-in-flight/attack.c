#include "attack.h"

int main(void) {
  int ends[2], sent = 0;
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) != 0) return 1;
  char data = 0, control[CMSG_SPACE(sizeof(int) * 32)];
  for (; sent < 20000; sent += 32) {
    struct iovec part = {&data, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * 32);
    for (int i = 0; i < 32; ++i) ((int *)CMSG_DATA(head))[i] = ends[0];
    if (sendmsg(ends[0], &message, MSG_DONTWAIT) < 0) break;
  }
  if (sent > 4096) ESCAPED("%d descriptors in flight", sent);
  printf("%d descriptors\n", sent);
  return 0;
}
