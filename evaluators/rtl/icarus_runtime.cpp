#include "evaluators/rtl/icarus_runtime.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/hash.hpp"
#include "base/text.hpp"
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
  auto compiler = sandbox::find_tool("clang++");
  if (!compiler) compiler = sandbox::find_tool("g++");
  if (!compiler) return std::move(compiler).error();

  sandbox::Request request;
  request.label = "icarus runtime";
  request.files = {{"gs_channel.hpp", std::string(harness_channel())},
                   {"gs_vpi.cpp", std::string(harness_vpi_source())}};
  sandbox::Step step;
  step.argv = {compiler->path.string(), "-std=c++20",       "-O1", "-w",   "-shared", "-fPIC",
               "-I" + include.string(), "../in/gs_vpi.cpp", "-o",  kModule};
  request.steps.push_back(std::move(step));
  request.collect = {kModule};
  request.limits.wall = std::chrono::minutes(2);
  request.limits.cpu = std::chrono::minutes(2);

  Sha256 hash;
  hash.add_part(runtime.iverilog.version).add_part(compiler->name).add_part(compiler->version);
  hash.add_part(harness_channel()).add_part(harness_vpi_source());
  for (const std::string& word : request.steps.front().argv) hash.add_part(word);
  runtime.folder = cache / "icarus-runtime" / hash.hex().substr(0, 16);
  std::error_code ignored;
  if (std::filesystem::exists(runtime.folder / kModule, ignored)) return runtime;

  log.info(fmt::format("building the harness of Icarus Verilog {} (once)", runtime.iverilog.version));
  const sandbox::Outcome outcome = box.run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  if (const sandbox::StepOutcome* failed = outcome.first_failure()) {
    return external(fmt::format("building the harness of Icarus Verilog: {}: {}", to_string(failed->status),
                                bound_text(failed->stderr_text, 2000)));
  }
  GS_CHECK(store_runtime_folder(runtime.folder, outcome.files));
  return runtime;
}

}  // namespace gs::rtl
