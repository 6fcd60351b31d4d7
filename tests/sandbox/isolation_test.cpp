// Attacks from inside of a box, each beside a control that shows the attack could have been seen.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "box_fixture.hpp"

namespace gs::sandbox {
namespace {

using std::chrono::milliseconds;
using IsolationTest = BoxTest;

constexpr int kRefused = 3;  // of attacker.cpp

TEST_F(IsolationTest, HidesTheEnvironmentOfTheHost) {
  ::setenv("GS_TEST_SECRET", "hunter2-environment", 1);
  auto fresh = make_bubblewrap();  // with the secret in place from the start
  ASSERT_TRUE(fresh);
  Request r = shell("env; for f in /proc/[0-9]*/environ; do cat $f; done; cat /proc/1/environ; true");
  r.policy.proc = true;
  r.environment["CONTROL"] = "visible";
  const Outcome outcome = (*fresh)->run(r);
  ASSERT_TRUE(outcome.all_ok()) << outcome.error;
  EXPECT_EQ(outcome.steps[0].stdout_text.find("hunter2"), std::string::npos);
  EXPECT_EQ(outcome.steps[0].stdout_text.find("GS_TEST"), std::string::npos);
  EXPECT_NE(outcome.steps[0].stdout_text.find("CONTROL=visible"), std::string::npos);
  EXPECT_NE(outcome.steps[0].stderr_text.find("/proc/1/environ: Permission denied"), std::string::npos);
  ::unsetenv("GS_TEST_SECRET");
}

TEST_F(IsolationTest, HidesTheFilesOfTheHost) {
  const auto folder = TempDir::create("hidden");
  ASSERT_TRUE(folder);
  ASSERT_TRUE(write_file_atomic(folder->path() / "secret", "hunter2-file"));
  std::vector<std::string> paths{
      "/etc/passwd",   "/etc/shadow", "/root", "/home", "/var", "/sys", (folder->path() / "secret").string(),
      GS_SOURCE_FOLDER};
  if (const std::string home = environment("HOME"); !home.empty() && home != "/") paths.push_back(home);
  for (const std::string& path : paths) {
    const Outcome outcome = run(request({{"ls", path}}));
    EXPECT_EQ(outcome.steps[0].exit_code, 2) << path;
    EXPECT_EQ(outcome.steps[0].stdout_text, "") << path;
  }
  Request all = request({{"ls", "/"}});
  all.policy.proc = true;
  EXPECT_EQ(run(all).steps[0].stdout_text, "bin\nbox\ndev\netc\nlib\nlib64\nproc\nsbin\ntmp\nusr\n");
  EXPECT_EQ(run(request({{"ls", "/etc", "/box"}})).steps[0].stdout_text,
            "/box:\ndriver\nin\nwork\n\n/etc:\nalternatives\nld.so.cache\n");
}

TEST_F(IsolationTest, DoesNotTellTheCommandLineOfBubblewrap) {
  Request r = shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
  r.policy.proc = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text.find("bwrap"), std::string::npos) << outcome.steps[0].stdout_text;
  EXPECT_EQ(outcome.steps[0].stdout_text.rfind("/box/driver ", 0), 0u) << outcome.steps[0].stdout_text;
}

TEST_F(IsolationTest, ReachesNoServerOfTheHost) {
  const UniqueFd server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(server.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(server.get(), 5), 0);
  ASSERT_EQ(::getsockname(server.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string port = std::to_string(ntohs(address.sin_port));
  ASSERT_EQ(std::system((std::string(GS_ATTACKER) + " connect " + port).c_str()), 0) << "control";
  const Outcome outcome = run(attack({"connect", port}));
  EXPECT_EQ(outcome.steps[0].exit_code, kRefused);
  EXPECT_EQ(outcome.steps[0].stdout_text, "connect: Connection refused\n");
}

TEST_F(IsolationTest, HasNoInterfaceButItsOwnLoopback) {
  Request r = shell("tail -n +3 /proc/net/dev | cut -d: -f1; tail -n +2 /proc/net/route");
  r.policy.proc = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text, "    lo\n");
}

TEST_F(IsolationTest, OpensNoSocketsButUnixAndInternet) {
  EXPECT_EQ(run(attack({"socket", std::to_string(AF_UNIX)})).steps[0].exit_code, 0);
  EXPECT_EQ(run(attack({"socket", std::to_string(AF_INET6)})).steps[0].exit_code, 0);
  for (const int family : {AF_VSOCK, AF_NETLINK, AF_PACKET, AF_ALG}) {
    const Outcome outcome = run(attack({"socket", std::to_string(family)}));
    EXPECT_EQ(outcome.steps[0].stdout_text, "socket: Address family not supported by protocol\n") << family;
  }
}

TEST_F(IsolationTest, RefusesDangerousSystemCalls) {
  for (const char* call : {"io_uring", "keyctl", "bpf", "unshare", "clone", "shmget", "mount"}) {
    const Outcome outcome = run(attack({"call", call}));
    EXPECT_EQ(outcome.steps[0].stdout_text, std::string(call) + ": Operation not permitted\n");
  }
  EXPECT_EQ(run(attack({"ptrace"})).steps[0].stdout_text, "ptrace: Operation not permitted\n");
  EXPECT_EQ(std::system((std::string(GS_ATTACKER) + " ptrace").c_str()), 0) << "control";
}

// In a namespace where root only renames itself, these files belong to the box: the way out of a box of root.
TEST_F(IsolationTest, WritesNoKernelSettings) {
  for (const char* path : {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger"}) {
    EXPECT_EQ(run(attack({"open-for-writing", path})).steps[0].exit_code, kRefused) << path;
  }
  EXPECT_EQ(run(attack({"open-for-writing", "/dev/null"})).steps[0].exit_code, 0);
  if (::geteuid() != 0) return;
  EXPECT_EQ(std::system((std::string(GS_ATTACKER) + " open-for-writing /proc/sys/kernel/core_pattern").c_str()), 0)
      << "control";
}

TEST_F(IsolationTest, RunsWithoutCapabilitiesAsAnOrdinaryUser) {
  Request r = shell("id -u; id -g; id -G; grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status");
  r.policy.proc = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].stdout_text,
            "60001\n60001\n60001\n"
            "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
            "CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n");
}

TEST_F(IsolationTest, InheritsNoDescriptors) {
  const int leaking = ::open("/etc/passwd", O_RDONLY);  // no close-on-exec, as some libraries open theirs
  ASSERT_GE(leaking, 0);
  Request r = attack({"descriptors"});
  EXPECT_EQ(run(r).steps[0].stdout_text, "0 1 2 \n");
  r.steps[0].wants_channel = true;
  EXPECT_EQ(run(r).steps[0].stdout_text, "0 1 2 3 \n");
  ::close(leaking);
}

TEST_F(IsolationTest, CannotTouchTheDriver) {
  const Outcome outcome =
      run(shell("kill -KILL 1; kill -STOP 1; kill -TERM 1; cat /proc/1/environ && echo environ; "
                "cat /proc/1/maps && echo maps; ls /proc/1/fd && echo fd; ls /proc/1/cwd/ && echo cwd; "
                "(: >>/proc/1/mem) && echo mem; (: >>/box/driver) && echo driver; echo alive"));
  EXPECT_EQ(outcome.steps[0].stdout_text, "alive\n");
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
}

TEST_F(IsolationTest, WritesNothingOutsideOfItsTemporaryFolders) {
  const Outcome outcome =
      run(shell("for d in / /usr /usr/bin /etc /dev /proc /box /box/in /box/work /tmp /dev/shm; do "
                "touch $d/x 2>/dev/null && echo $d; done; true"));
  EXPECT_EQ(outcome.steps[0].stdout_text, "/box/work\n/tmp\n/dev/shm\n");
}

TEST_F(IsolationTest, SharesNoMemoryFilesBetweenBoxes) {
  EXPECT_TRUE(run(shell("echo answer >/dev/shm/x && echo answer >/tmp/x")).all_ok());
  EXPECT_EQ(run(shell("ls -A /dev/shm /tmp")).steps[0].stdout_text, "/dev/shm:\n\n/tmp:\n");
}

TEST_F(IsolationTest, BoundsEveryWritableFolder) {
  for (const char* folder : {"/tmp", "/dev/shm", "/box/work"}) {
    Request r = request({{"dd", "if=/dev/zero", "bs=1M", "count=64", std::string("of=") + folder + "/x"}});
    r.limits.work_bytes = std::size_t{8} << 20;
    const Outcome outcome = run(r);
    EXPECT_NE(outcome.steps[0].stderr_text.find("No space left"), std::string::npos) << folder;
  }
}

TEST_F(IsolationTest, ContainsAForkBomb) {
  Request r = attack({"fork-bomb"});
  r.limits.processes = 64;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].exit_code, kRefused);
  EXPECT_LE(std::atoi(outcome.steps[0].stdout_text.c_str()), 64);
  EXPECT_GE(std::atoi(outcome.steps[0].stdout_text.c_str()), 32);
}

TEST_F(IsolationTest, KillsWhatAStepLeavesBehindBeforeTheNext) {
  const std::string marker = unique_marker();
  Request r = attack({"daemon", marker});
  r.steps.push_back({{"sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"}});
  r.policy.proc = true;
  const Outcome outcome = run(r);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[1].stdout_text.find(marker), std::string::npos) << outcome.steps[1].stdout_text;
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(IsolationTest, LeavesNoDaemonAtTheWallLimit) {
  const std::string marker = unique_marker();
  Request r = attack({"daemon-and-wait", marker});
  r.limits.wall = milliseconds(1500);
  Outcome outcome;
  std::thread box([&] { outcome = box_->run(r); });
  const auto while_running = wait_for_processes(marker, [](std::size_t n) { return n >= 2; });
  box.join();
  EXPECT_GE(while_running.size(), 2u) << "control: the daemon must be visible while the box runs";
  ASSERT_EQ(outcome.status, Outcome::Status::completed) << outcome.error;
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_TRUE(processes_with(marker).empty());
}

TEST_F(IsolationTest, DiesWithItsParent) {
  const std::string marker = unique_marker();
  const Request r = attack({"daemon-and-wait", marker});
  const pid_t host = ::fork();
  if (host == 0) {
    box_->run(r);
    ::_exit(0);
  }
  EXPECT_GE(wait_for_processes(marker, [](std::size_t n) { return n >= 2; }).size(), 2u) << "control";
  ::kill(host, SIGKILL);
  ::waitpid(host, nullptr, 0);
  EXPECT_TRUE(wait_for_processes(marker, [](std::size_t n) { return n == 0; }).empty());
}

// A host that opened these by name would follow a link out of the box, or wait for ever.
TEST_F(IsolationTest, CollectsNothingButRegularFilesOfTheBox) {
  Request r = shell(
      "ln -s /etc/ld.so.cache link; ln -s missing dangling; mkfifo fifo; mkdir folder real; echo x >real/file; "
      "ln -s real linked; echo secret >closed; chmod 0 closed; truncate -s 300M sparse; echo fine >fine");
  r.collect = {"link", "dangling", "fifo", "folder", "linked/file", "closed", "sparse", "fine", "real/file"};
  r.limits.file_bytes = std::size_t{1} << 30;
  r.collect_bytes = std::size_t{1} << 20;
  const Outcome outcome = run(r);
  ASSERT_TRUE(outcome.all_ok()) << outcome.steps[0].stderr_text;
  EXPECT_EQ(outcome.files, (std::map<std::string, std::string>{{"fine", "fine\n"}, {"real/file", "x\n"}}));
  EXPECT_EQ(outcome.refused, (std::map<std::string, std::string>{
                                 {"link", "is or passes a symbolic link"},
                                 {"dangling", "is or passes a symbolic link"},
                                 {"fifo", "is not a regular file"},
                                 {"folder", "is not a regular file"},
                                 {"linked/file", "is or passes a symbolic link"},
                                 {"closed", "Permission denied"},
                                 {"sparse", "has 314572800 bytes, more than the limit of 1048576"},
                             }));
}

}  // namespace
}  // namespace gs::sandbox
