#include <fmt/format.h>

#include <iostream>

#include "agent/cli/arguments.hpp"
#include "agent/cli/workshop.hpp"
#include "agent/models/provider.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/cocotb_runtime.hpp"
#include "sandbox/doctor.hpp"

namespace gs::cli {
namespace {

// Not a program, so not among the sandbox's tools.
sandbox::ToolReport cocotb_report() {
  sandbox::ToolReport report;
  report.name = "cocotb";
  report.package = "examples/install_cocotb.sh";
  report.purpose = "runs harnesses of CVDP";
  const Result<rtl::CocotbRuntime> runtime = rtl::find_cocotb(cache_folder());
  report.found = runtime.ok();
  if (runtime) {
    report.path = runtime->folder.string();
    report.version = runtime->cocotb;
  } else {
    report.problem = runtime.error().to_line();
    report.purpose += ": examples/install_cocotb.sh";
  }
  return report;
}

// Built in or not; it is no program either.
sandbox::ToolReport libedit_report() {
  sandbox::ToolReport report;
  report.name = "libedit";
  report.package = "libedit-dev";
  report.purpose = "edits lines in gatesmith repair";
#ifdef GS_LIBEDIT
  report.found = true;
  report.version = GS_LIBEDIT;
#else
  report.problem = "this program was built without libedit: apt-get install libedit-dev, and build it again";
#endif
  return report;
}

// Whether a model of a provider could be asked: by what is set, nothing is sent.
struct ProviderReport {
  std::string name;
  bool is_set = false;
  std::string detail;  // the address, or what to set
};

std::vector<ProviderReport> provider_reports() {
  const agent::models::Environment variables = [](const char* name) { return environment(name); };
  std::vector<ProviderReport> reports{{"search", true, "built in"}};
  for (const std::string& name : agent::models::providers()) {
    const auto endpoint = agent::models::endpoint_of(name, agent::models::config_file(variables), variables);
    reports.push_back(
        {name + "/", endpoint.ok(), endpoint ? endpoint->base_url : clean_utf8(endpoint.error().to_line())});
  }
  return reports;
}

Json to_json(const std::vector<ProviderReport>& reports) {
  Json list = Json::array();
  for (const ProviderReport& report : reports) {
    list.push_back({{"name", report.name}, {"set", report.is_set}, {"detail", report.detail}});
  }
  return list;
}

std::string_view word_of(const sandbox::Check& check) {
  if (check.status == sandbox::CheckStatus::pass) return "PASS";
  return check.mandatory ? "FAIL" : "WARN";
}

void print(const sandbox::Doctor& doctor, const std::vector<ProviderReport>& providers, Invocation& invocation) {
  invocation.out << "Tools\n";
  std::string packages;
  for (const sandbox::ToolReport& tool : doctor.tools) {
    const std::string state = tool.found ? tool.version : tool.required ? "MISSING" : "not installed (optional)";
    invocation.out << fmt::format("  {:<10} {:<26} {}\n", tool.name, state, tool.purpose);
    if (!tool.found && tool.required) packages += " " + tool.package;
  }
  invocation.out << "Isolation\n";
  for (const sandbox::Check& check : doctor.checks) {
    invocation.out << fmt::format("  {} {:<9} {:<21} {}\n", word_of(check), check.mandatory ? "mandatory" : "optional",
                                  check.name, check.detail);
  }
  invocation.out << fmt::format("  cgroups: {}\n", doctor.cgroups);
  invocation.out << "Models (by what is set; nobody was asked)\n";
  for (const ProviderReport& provider : providers) {
    invocation.out << fmt::format("  {} {:<17} {}\n", provider.is_set ? "set " : "none", provider.name,
                                  provider.detail);
  }
  if (!packages.empty()) invocation.out << "To install: apt-get install" << packages << "\n";
  invocation.out << (doctor.ready() ? "Ready.\n" : "Not ready.\n");
}

}  // namespace

Result<ExitCode> doctor_verb(Invocation& invocation) {
  bool json = false;
  Arguments arguments("doctor", "Examines this machine: tools, isolation, models, what to install.");
  arguments.app().add_flag("--json", json, "one JSON object");
  arguments.app().footer(
      "GATESMITH_BWRAP in the environment is the path of another bubblewrap to use than /usr/bin/bwrap.");
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;
  sandbox::Doctor doctor = sandbox::examine(box_options());
  doctor.tools.push_back(cocotb_report());
  doctor.tools.push_back(libedit_report());
  const std::vector<ProviderReport> providers = provider_reports();
  if (json) {
    Json object = to_json(doctor);
    object["models"] = to_json(providers);
    invocation.out << dump_json(object) << "\n";
  } else {
    print(doctor, providers, invocation);
  }
  return doctor.ready() ? ExitCode::done : ExitCode::environment;
}

}  // namespace gs::cli
