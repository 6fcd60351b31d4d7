#include "sandbox/doctor.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "sandbox/toolchain.hpp"

namespace gs::sandbox {
namespace {

ToolReport examine_tool(const ToolSpec& spec) {
  ToolReport report;
  report.name = spec.name;
  report.package = spec.package;
  report.purpose = spec.purpose;
  report.required = spec.required;
  const Result<Tool> tool = find_tool(spec.name);
  report.found = tool.ok();
  if (tool) {
    report.path = tool->path.string();
    report.version = tool->version;
  } else {
    report.problem = tool.error().to_line();
  }
  return report;
}

/// "v1 (cgroup v2: not mounted)", and so on.
std::string describe_cgroups(CgroupChoice choice) {
  const auto found = CgroupParent::open(choice);
  if (!found) return "none (" + found.error().to_line() + ")";
  const char* version = found->version() == CgroupChoice::v2   ? "v2"
                        : found->version() == CgroupChoice::v1 ? "v1"
                                                               : "none";
  return version + (found->reason().empty() ? "" : " (" + found->reason() + ")");
}

}  // namespace

bool Doctor::ready() const {
  const bool tools_there =
      std::none_of(tools.begin(), tools.end(), [](const ToolReport& tool) { return tool.required && !tool.found; });
  const bool checks_passed = !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.status == CheckStatus::pass || !check.mandatory;
  });
  return tools_there && checks_passed;
}

Doctor examine(const BubblewrapOptions& options) {
  Doctor doctor;
  for (const ToolSpec& spec : known_tools()) doctor.tools.push_back(examine_tool(spec));
  doctor.cgroups = describe_cgroups(options.cgroups);
  auto sandbox = make_bubblewrap(options);
  if (!sandbox) {
    doctor.checks.push_back({"box", CheckStatus::fail, sandbox.error().to_line()});
    return doctor;
  }
  doctor.sandbox = (*sandbox)->description();
  doctor.checks.push_back({"box", CheckStatus::pass, doctor.sandbox});
  for (Check& check : run_self_test(**sandbox)) doctor.checks.push_back(std::move(check));
  return doctor;
}

Json to_json(const Doctor& doctor) {
  Json tools = Json::array();
  for (const ToolReport& tool : doctor.tools) {
    tools.push_back({{"name", tool.name},
                     {"package", tool.package},
                     {"purpose", tool.purpose},
                     {"required", tool.required},
                     {"found", tool.found},
                     {"path", tool.path},
                     {"version", tool.version},
                     {"problem", tool.problem}});
  }
  Json checks = Json::array();
  for (const Check& check : doctor.checks) {
    checks.push_back({{"name", check.name},
                      {"status", check.status == CheckStatus::pass ? "pass" : "fail"},
                      {"detail", check.detail},
                      {"mandatory", check.mandatory}});
  }
  return {{"schema", 1},
          {"ready", doctor.ready()},
          {"sandbox", doctor.sandbox},
          {"cgroups", doctor.cgroups},
          {"tools", std::move(tools)},
          {"checks", std::move(checks)}};
}

}  // namespace gs::sandbox
