#include "sandbox/request_check.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "base/files.hpp"
#include "base/text.hpp"

namespace gs::sandbox {
namespace {

constexpr std::size_t kStdinLimitBytes = std::size_t{64} << 10;

bool has_nul(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

Result<void> check_step(const Step& step) {
  if (step.argv.empty() || step.argv[0].empty()) return invalid_input("a step has no command");
  if (std::any_of(step.argv.begin(), step.argv.end(), has_nul)) return invalid_input("an argument has a NUL byte");
  if (step.stdin_text.size() > kStdinLimitBytes) return invalid_input("the input of a step is longer than 64 KiB");
  if (step.wall && step.wall->count() <= 0) return invalid_input("a step's wall limit is not positive");
  return {};
}

Result<void> check_limits(const Request& request) {
  const Limits& limits = request.limits;
  const bool positive = limits.wall.count() > 0 && limits.steps_wall.count() >= 0 && limits.cpu.count() > 0 &&
                        limits.memory_bytes > 0 && limits.work_bytes > 0 && limits.file_bytes > 0 &&
                        limits.processes > 0 && limits.open_files > 0;
  if (!positive) return invalid_input("a limit is not positive");
  return {};
}

Result<void> check_names(const Request& request) {
  for (const auto& [name, content] : request.files) {
    if (!is_safe_relative_path(name)) return invalid_input("input file: unsafe path " + clean_utf8(name));
  }
  for (const auto& [name, source] : request.mounts) {
    const bool single = is_safe_relative_path(name) && name.find('/') == std::string::npos;
    if (!single || name == "in" || name == "work" || name == "driver") {
      return invalid_input("mount: bad name " + clean_utf8(name));
    }
  }
  std::set<std::string> collected;
  for (const std::string& name : request.collect) {
    if (!is_safe_relative_path(name)) return invalid_input("collected file: unsafe path " + clean_utf8(name));
    if (!collected.insert(name).second) return invalid_input("collected file: named twice: " + clean_utf8(name));
  }
  for (const auto& [name, value] : request.environment) {
    if (name.empty() || name.find('=') != std::string::npos || has_nul(name) || has_nul(value)) {
      return invalid_input("environment: bad name or value: " + clean_utf8(name));
    }
  }
  return {};
}

}  // namespace

Result<void> check_request(const Request& request) {
  if (request.steps.empty()) return invalid_input("no steps");
  for (const Step& step : request.steps) GS_CHECK(check_step(step));
  GS_CHECK(check_limits(request));
  return check_names(request);
}

}  // namespace gs::sandbox
