#include "sandbox/orphans.hpp"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"

namespace gs::sandbox {
namespace {

namespace fs = std::filesystem;

// The words after `name` in /proc/PID/status; none when the process has gone.
std::vector<std::string> status_words(const std::string& pid, std::string_view name) {
  const auto text = read_file(fs::path("/proc") / pid / "status");
  if (!text) return {};
  for (const std::string_view line : split_lines(*text)) {
    if (!line.starts_with(name)) continue;
    std::vector<std::string> words;
    for (const std::string_view word : split(line.substr(name.size()), '\t')) {
      if (!trim(word).empty()) words.emplace_back(trim(word));
    }
    return words;
  }
  return {};
}

// {bwrap, "--args", a number, "--", "/box/driver"}, as launch() is given it.
bool makes_a_box(const std::string& pid, const std::string& bwrap) {
  const auto text = read_file(fs::path("/proc") / pid / "cmdline");
  if (!text) return false;
  const std::vector<std::string_view> words = split(*text, '\0');
  return words.size() >= 5 && words[0] == bwrap && words[1] == "--args" && words[3] == "--" && words[4] == kBoxDriver;
}

bool is_orphan(const std::string& pid, const std::string& bwrap) {
  if (!makes_a_box(pid, bwrap)) return false;
  const std::vector<std::string> numbers = status_words(pid, "NSpid:"), parent = status_words(pid, "PPid:");
  const bool is_first = numbers.size() > 1 && numbers.back() == "1";
  return is_first && parent.size() == 1 && !makes_a_box(parent.front(), bwrap);
}

}  // namespace

void end_orphans(const fs::path& bwrap) {
  std::error_code code;
  for (fs::directory_iterator entry("/proc", code), end; !code && entry != end; entry.increment(code)) {
    const std::string pid = entry->path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos || !is_orphan(pid, bwrap.string())) continue;
    // Looked at again once its pidfd is held: the number can have gone to another process.
    const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, std::atoi(pid.c_str()), 0)));
    if (process && is_orphan(pid, bwrap.string())) {
      ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
    }
  }
}

}  // namespace gs::sandbox
