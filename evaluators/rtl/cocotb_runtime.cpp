#include "evaluators/rtl/cocotb_runtime.hpp"

#include <fmt/format.h>

#include <string_view>
#include <system_error>

#include "base/files.hpp"

namespace gs::rtl {

namespace fs = std::filesystem;

namespace {

constexpr const char* kWhatToDo = "run examples/install_cocotb.sh (needs the network once)";

/// The version that a package's "NAME-VERSION.dist-info" tells; empty without one.
std::string version_of(const std::vector<std::string>& folders, std::string_view package) {
  constexpr std::string_view kEnd = ".dist-info";
  const std::string begin = std::string(package) + "-";
  for (const std::string& folder : folders) {
    if (folder.starts_with(begin) && folder.ends_with(kEnd)) {
      return folder.substr(begin.size(), folder.size() - begin.size() - kEnd.size());
    }
  }
  return {};
}

}  // namespace

Result<CocotbRuntime> find_cocotb(const fs::path& cache) {
  CocotbRuntime runtime;
  runtime.folder = cache / "cocotb";
  const Result<std::vector<std::string>> pythons = list_folders(runtime.folder / "lib");
  if (!pythons || pythons->empty()) return unavailable(fmt::format("cocotb is not installed: {}", kWhatToDo));
  const std::string& name = pythons->front();
  runtime.python = "/usr/bin/" + name;
  runtime.packages = "lib/" + name + "/site-packages";
  std::error_code ignored;
  if (!name.starts_with("python3.") || !fs::is_regular_file(runtime.python, ignored)) {
    return unavailable(fmt::format("cocotb was installed for {}, which is gone: {}", name, kWhatToDo));
  }
  const Result<std::vector<std::string>> packages = list_folders(runtime.folder / runtime.packages);
  if (packages) {
    runtime.cocotb = version_of(*packages, "cocotb");
    runtime.pytest = version_of(*packages, "pytest");
  }
  if (runtime.cocotb.empty() || runtime.pytest.empty()) {
    return unavailable(fmt::format("{} has no cocotb or no pytest: {}", runtime.folder.string(), kWhatToDo));
  }
  return runtime;
}

}  // namespace gs::rtl
