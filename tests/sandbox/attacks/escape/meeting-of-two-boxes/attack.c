#include "attack.h"

#include <sys/file.h>

static struct sockaddr_un place(socklen_t *size) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path + 1, "gatesmith-meeting", 17);
  *size = offsetof(struct sockaddr_un, sun_path) + 18;
  return address;
}

int main(int argc, char **argv) {
  socklen_t size;
  struct sockaddr_un local = place(&size);
  struct sockaddr_in port = {.sin_family = AF_INET, .sin_port = htons(45678), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (argc > 1) {
    int server = socket(AF_UNIX, SOCK_STREAM, 0), inet = socket(AF_INET, SOCK_STREAM, 0);
    bind(server, (struct sockaddr *)&local, size);
    bind(inet, (struct sockaddr *)&port, sizeof port);
    listen(server, 4);
    listen(inet, 4);
    close(open("/dev/shm/meeting", O_WRONLY | O_CREAT, 0666));
    usleep(600000);
    return 0;
  }
  for (int i = 0; i < 40; ++i) {
    if (connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&local, size) == 0) ESCAPED("met by a socket");
    if (connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&port, sizeof port) == 0) ESCAPED("met by a port");
    if (access("/dev/shm/meeting", F_OK) == 0) ESCAPED("met in /dev/shm");
    usleep(10000);
  }
  printf("alone\n");
  return 0;
}
