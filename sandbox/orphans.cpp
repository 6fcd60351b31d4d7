#include "sandbox/orphans.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sandbox/box_arguments.hpp"
#include "sandbox/process.hpp"

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
  for (const int pid : process_numbers()) {
    kill_if(pid, [&] { return is_orphan(std::to_string(pid), bwrap.string()); });
  }
}

}  // namespace gs::sandbox
