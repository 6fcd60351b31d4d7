// A gatesmith-box that misbehaves after it has passed the trial box: what the first step's command names. Static.
#include <signal.h>
#include <unistd.h>

#include <string>

#include "sandbox/box_protocol.hpp"

namespace {

using namespace gs::sandbox::box;

void send(FrameType type, std::uint32_t index = 0, const std::string& payload = "") {
  const FrameHeader header{type, index, payload.size()};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += payload;
  if (write(kFrameFd, bytes.data(), bytes.size()) < 0) _exit(9);
}

void behave() {
  const StepEnd end;
  send(FrameType::step_begun);
  send(FrameType::stdout_bytes, 0, "hello");
  send(FrameType::step_ended, 0, std::string(reinterpret_cast<const char*>(&end), sizeof end));
  send(FrameType::done);
}

/// Never ends, and has company: `marker` is in its command line.
void hang(const std::string& marker) {
  send(FrameType::step_begun);
  send(FrameType::stdout_bytes, 0, "so far");
  if (fork() == 0) {
    setsid();
    for (int number = 1; number < NSIG; ++number) signal(number, SIG_IGN);
    execl("/usr/bin/sleep", "sleep", marker.c_str(), nullptr);
  }
  for (;;) pause();
}

}  // namespace

int main() {
  std::string bytes(1 << 16, '\0');
  bytes.resize(static_cast<std::size_t>(read(kRequestFd, bytes.data(), bytes.size())));
  BoxRequest request;
  if (!decode(bytes, request)) return 8;
  const std::string deed = request.steps[0].argv[0];
  if (deed == "silent") return 0;
  if (deed == "complain") {
    const char text[] = "something is rotten\n";
    return write(2, text, sizeof text - 1) < 0 ? 9 : 1;
  }
  send(FrameType::ready);
  if (deed == "die") return 3;
  if (deed == "garbage") send(static_cast<FrameType>(0x6e6f6e73), 7, "nonsense");
  if (deed == "give-up") send(FrameType::failed, 0, "no memory today");
  if (deed == "hang") hang(request.steps[0].argv[1]);
  if (deed == "/bin/cat" || deed == "bad-exit") behave();
  return deed == "bad-exit" ? 5 : 0;
}
