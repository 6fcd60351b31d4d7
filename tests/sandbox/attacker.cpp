// What a hostile or broken command does, one deed a word: put into boxes as an input file by the tests. Static, so that
// it runs in any box. Prints what it achieved; exit status 0 means that the deed was done, 3 that it was refused.
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr int kDone = 0;
constexpr int kUsage = 2;
constexpr int kRefused = 3;

int refused(const char* what) {
  std::printf("%s: %s\n", what, std::strerror(errno));
  return kRefused;
}

int flood(int fd, std::size_t bytes) {
  const std::vector<char> block(1 << 16, 'x');
  while (bytes > 0) {
    const ssize_t n = write(fd, block.data(), bytes < block.size() ? bytes : block.size());
    if (n <= 0) return refused("write");
    bytes -= static_cast<std::size_t>(n);
  }
  return kDone;
}

int allocate(std::size_t megabytes, unsigned hold_ms) {
  char* memory = static_cast<char*>(std::malloc(megabytes << 20));
  if (memory == nullptr) return refused("malloc");
  for (std::size_t i = 0; i < megabytes << 20; i += 4096) memory[i] = 1;
  usleep(hold_ms * 1000);
  std::printf("allocated\n");
  return kDone;
}

int spin(bool stubborn) {
  if (stubborn) signal(SIGXCPU, SIG_IGN);
  for (;;) asm volatile("");
}

/// Leaves a process behind that ignores what can be ignored; its command line holds the marker given to us.
int leave_daemon(bool wait_for_it) {
  if (fork() == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
    for (;;) pause();
  }
  if (!wait_for_it) {
    wait(nullptr);
    return kDone;
  }
  for (;;) pause();
}

int fork_bomb() {
  int made = 0;
  for (; made < 10000; ++made) {
    const pid_t pid = fork();
    if (pid < 0) break;
    if (pid == 0) {
      for (;;) pause();
    }
  }
  std::printf("%d\n", made);
  return made < 10000 ? kRefused : kDone;
}

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return refused("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return refused("connect");
  return kDone;
}

int open_socket(int family) {
  return socket(family, SOCK_DGRAM, 0) < 0 ? refused("socket") : kDone;
}

int trace_child() {
  const pid_t pid = fork();
  if (pid == 0) {
    for (;;) pause();
  }
  const bool traced = ptrace(PTRACE_ATTACH, pid, nullptr, nullptr) == 0;
  const int result = traced ? kDone : refused("ptrace");
  kill(pid, SIGKILL);
  return result;
}

int system_call(const std::string& name) {
  char buffer[256] = {};
  io_uring_params params{};
  long result = -1;
  if (name == "io_uring") result = syscall(SYS_io_uring_setup, 4, &params);
  if (name == "keyctl") result = syscall(SYS_keyctl, 0 /* get keyring id */, -3 /* session keyring */, 0);
  if (name == "bpf") result = syscall(SYS_bpf, 0, buffer, sizeof buffer);
  if (name == "unshare") result = unshare(CLONE_NEWUSER);
  if (name == "clone") result = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (name == "shmget") result = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
  if (name == "memfd") result = syscall(SYS_memfd_create, "m", 0);
  if (name == "mount") result = syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, nullptr);
  return result < 0 ? refused(name.c_str()) : kDone;
}

int execute(const char* program) {
  char* const argv[] = {const_cast<char*>(program), const_cast<char*>("-c"), const_cast<char*>("echo executed"),
                        nullptr};
  execve(program, argv, nullptr);
  return refused("execve");
}

int reserve(std::size_t megabytes) {
  void* memory = mmap(nullptr, megabytes << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? refused("mmap") : kDone;
}

int open_for_writing(const char* path) {
  return open(path, O_WRONLY | O_CLOEXEC) < 0 ? refused(path) : kDone;
}

int list_descriptors() {
  for (int fd = 0; fd < 1024; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) std::printf("%d ", fd);
  }
  std::printf("\n");
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string deed = argc > 1 ? argv[1] : "";
  const char* word = argc > 2 ? argv[2] : "";
  const std::size_t number = std::strtoul(word, nullptr, 10);
  if (deed == "flood") return flood(1, number);
  if (deed == "flood-stderr") return flood(2, number);
  if (deed == "flood-channel") return flood(3, number);
  if (deed == "allocate") return allocate(number, argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 0);
  if (deed == "spin") return spin(false);
  if (deed == "spin-stubborn") return spin(true);
  if (deed == "daemon") return leave_daemon(false);
  if (deed == "daemon-and-wait") return leave_daemon(true);
  if (deed == "fork-bomb") return fork_bomb();
  if (deed == "connect") return connect_to(static_cast<std::uint16_t>(number));
  if (deed == "socket") return open_socket(static_cast<int>(number));
  if (deed == "ptrace") return trace_child();
  if (deed == "call") return system_call(word);
  if (deed == "execute") return execute(word);
  if (deed == "reserve") return reserve(number);
  if (deed == "open-for-writing") return open_for_writing(word);
  if (deed == "descriptors") return list_descriptors();
  return kUsage;
}
