#include "evaluators/rtl/icarus_runtime.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>

#include "base/hash.hpp"
#include "evaluators/rtl/harness_text.hpp"
#include "evaluators/rtl/runtime_folder.hpp"

namespace gs::rtl {
namespace {

constexpr const char* kModule = "gs_vpi.vpi";

/// Where Debian and Icarus's own installation have vpi_user.h.
Result<std::filesystem::path> vpi_include_folder(const sandbox::Tool& iverilog) {
  const std::filesystem::path folder = iverilog.path.parent_path().parent_path() / "include" / "iverilog";
  std::error_code ignored;
  if (std::filesystem::exists(folder / "vpi_user.h", ignored)) return folder;
  return unavailable(fmt::format("Icarus Verilog: no {}/vpi_user.h", folder.string()));
}

}  // namespace

Result<IcarusRuntime> prepare_icarus_runtime(sandbox::Sandbox& box, const std::filesystem::path& cache, Log& log) {
  IcarusRuntime runtime;
  GS_TRY(runtime.iverilog, sandbox::find_tool("iverilog"));
  runtime.vvp = runtime.iverilog.path.parent_path() / "vvp";
  GS_TRY(const std::filesystem::path include, vpi_include_folder(runtime.iverilog));
  GS_TRY(const sandbox::Tool compiler, find_compiler());

  RuntimePart part{"the harness of Icarus Verilog",
                   fmt::format("building the harness of Icarus Verilog {} (once)", runtime.iverilog.version),
                   {},
                   {}};
  part.request.label = "icarus runtime";
  part.request.files = {{"gs_channel.hpp", std::string(harness_channel())},
                        {"gs_vpi.cpp", std::string(harness_vpi_source())}};
  sandbox::Step step;
  step.argv = {compiler.path.string(),  "-std=c++20",       "-O1", "-w",   "-shared", "-fPIC",
               "-I" + include.string(), "../in/gs_vpi.cpp", "-o",  kModule};
  part.request.steps.push_back(std::move(step));
  part.request.collect = {kModule};
  part.request.limits.wall = std::chrono::minutes(2);
  part.request.limits.cpu = std::chrono::minutes(2);

  Sha256 hash;
  hash.add_part(runtime.iverilog.version).add_part(compiler.name).add_part(compiler.version);
  hash.add_part(harness_channel()).add_part(harness_vpi_source());
  for (const std::string& word : part.request.steps.front().argv) hash.add_part(word);
  runtime.folder = part.folder = cache / "icarus-runtime" / hash.hex().substr(0, 16);
  GS_CHECK(build_once(box, part, log));
  return runtime;
}

}  // namespace gs::rtl
