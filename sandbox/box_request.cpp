#include "sandbox/box_request.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sandbox/frame_reader.hpp"

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

/// A link may neither hide nor change what a box consists of, and leads to what the box holds.
Result<void> check_links(const Request& request) {
  constexpr std::string_view own[] = {"box",  "usr", "bin", "sbin", "lib", "lib64", "etc",
                                      "proc", "dev", "tmp", "sys",  "run", "root",  "home"};
  for (const auto& [path, target] : request.links) {
    const std::string_view first = std::string_view(path).substr(0, path.find('/'));
    const bool inside = target.starts_with("/box/in/") || target.starts_with("/box/work/");
    if (!is_safe_relative_path(path) || std::find(std::begin(own), std::end(own), first) != std::end(own) || !inside ||
        !is_safe_relative_path(std::string_view(target).substr(1))) {
      return invalid_input("link: bad name or target: " + clean_utf8(path));
    }
  }
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
  GS_CHECK(check_links(request));
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

std::vector<std::string> step_environment(const Request& request, const std::string& home) {
  std::map<std::string, std::string> values{{"PATH", "/usr/bin:/bin"}, {"HOME", home}, {"LANG", "C.UTF-8"}};
  for (const auto& [name, value] : request.environment) values[name] = value;
  std::vector<std::string> result;
  for (const auto& [name, value] : values) result.push_back(name + "=" + value);
  return result;
}

std::uint64_t cpu_seconds(const Limits& limits) {
  return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(limits.cpu).count());
}

box::BoxRequest to_box_request(const Request& request, BoxRequestOptions options) {
  const Limits& limits = request.limits;
  box::BoxRequest out;
  out.environment = step_environment(request, "/box/work");
  for (const Step& step : request.steps) {
    out.steps.push_back({step.argv, step.stdin_text, step.wants_channel, step.stop_on_failure,
                         step.wall ? static_cast<std::uint64_t>(step.wall->count()) : 0});
  }
  out.collect = request.collect;
  out.filter = std::move(options.filter);
  out.commands = request.policy.commands;
  out.proc = request.policy.proc || request.policy.gpu;
  out.session = options.session;
  out.wall_ms = static_cast<std::uint64_t>(limits.wall.count());
  out.steps_wall_ms = static_cast<std::uint64_t>(limits.steps_wall.count());
  out.cpu_seconds = cpu_seconds(limits);
  // A GPU's driver reserves more address space than any machine has memory.
  out.address_space_bytes = options.has_cgroup || request.policy.gpu ? 0 : limits.memory_bytes;
  out.file_bytes = limits.file_bytes;
  out.output_bytes = limits.output_bytes;
  out.channel_bytes = limits.channel_bytes;
  // Where the cgroup counts, its own limit is to be met first: it tells.
  const auto processes = static_cast<std::uint64_t>(limits.processes);
  out.processes = options.has_cgroup ? 2 * processes + 64 : processes;
  out.open_files = static_cast<std::uint64_t>(limits.open_files);
  out.collect_bytes = request.collect_bytes;
  out.collect_total_bytes = collect_total_bytes(request);
  return out;
}

}  // namespace gs::sandbox
