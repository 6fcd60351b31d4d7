#include "evaluators/rtl/verilator_runtime.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "evaluators/rtl/harness_text.hpp"
#include "evaluators/rtl/runtime_folder.hpp"

namespace gs::rtl {
namespace {

constexpr std::string_view kBoxRuntime = "../runtime";
const std::vector<std::string> kObjects = {"gs_runtime.o", "verilated.o", "verilated_dpi.o", "verilated_timing.o",
                                           "verilated_threads.o"};

constexpr const char* kWaveObject = "verilated_fst_c.o";
const std::vector<std::string> kWaveFlags = {"-UVM_TRACE", "-DVM_TRACE=1", "-DVM_TRACE_FST=1"};

std::vector<std::string> common_flags(const VerilatorRuntime& runtime) {
  std::vector<std::string> flags = {
      "-std=c++20",     "-w", "-DVM_COVERAGE=0", "-DVM_SC=0", "-DVM_TRACE=0", "-DVL_USER_STOP", "-DVL_USER_FINISH",
      "-DVL_USER_FATAL"};
  if (runtime.compiler.name == "g++") flags.push_back("-fcoroutines");
  return flags;
}

std::vector<std::string> include_flags(const std::filesystem::path& include) {
  return {"-I" + include.string(), "-I" + (include / "vltstd").string()};
}

sandbox::Step step(std::vector<std::string> argv) {
  sandbox::Step result;
  result.argv = std::move(argv);
  return result;
}

std::vector<std::string> concat(std::vector<std::string> head, const std::vector<std::string>& tail) {
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

// The steps that build every object (and the precompiled header) into the work folder.
sandbox::Request build_request(const VerilatorRuntime& runtime) {
  sandbox::Request request;
  request.label = "verilator runtime";
  request.files = {{"gs_channel.hpp", std::string(harness_channel())},
                   {"gs_runtime.hpp", std::string(harness_header())},
                   {"gs_runtime.cpp", std::string(harness_source())}};
  request.limits.wall = std::chrono::minutes(4);
  request.limits.cpu = std::chrono::minutes(4);
  const std::vector<std::string> base =
      concat(concat({runtime.compiler.path.string()}, common_flags(runtime)), include_flags(runtime.include));
  if (runtime.precompiled_header) {
    // A precompiled header names its source by an absolute path, which must hold for every later work folder.
    request.steps.push_back(
        step(concat(base, {"-working-directory=/proc/self/cwd", "-O0", "-x", "c++-header", "../in/gs_runtime.hpp", "-o",
                           "gs_runtime.pch", "-fpch-instantiate-templates", "-fpch-codegen"})));
    request.steps.push_back(step({runtime.compiler.path.string(), "-O0", "-Xclang", "-fno-validate-pch", "-c",
                                  "gs_runtime.pch", "-o", "gs_pch.o"}));
    request.collect = {"gs_runtime.pch", "gs_pch.o"};
  }
  // The simulator's text output goes through the harness, which keeps the last line as the message of $error.
  const std::vector<std::string> hook = {"-O1", "-DVL_PRINTF=gs_printf", "-include", "../in/gs_print.h"};
  request.files["gs_print.h"] = "extern \"C\" int gs_printf(const char* format, ...);\n";
  request.steps.push_back(step(concat(base, {"-O1", "-c", "../in/gs_runtime.cpp", "-o", "gs_runtime.o"})));
  for (const std::string name : {"verilated", "verilated_dpi", "verilated_timing", "verilated_threads"}) {
    request.steps.push_back(
        step(concat(concat(base, hook), {"-c", (runtime.include / (name + ".cpp")).string(), "-o", name + ".o"})));
  }
  request.steps.push_back(step(concat(
      concat(base, kWaveFlags), {"-O1", "-c", (runtime.include / "verilated_fst_c.cpp").string(), "-o", kWaveObject})));
  request.collect.push_back(kWaveObject);
  request.collect.insert(request.collect.end(), kObjects.begin(), kObjects.end());
  return request;
}

}  // namespace

std::map<std::string, std::string> VerilatorRuntime::environment() const {
  return {{"VERILATOR_ROOT", include.parent_path().string()}};
}

std::vector<std::string> VerilatorRuntime::compile_command(int optimisation, Tracing tracing) const {
  std::vector<std::string> command = concat({compiler.path.string()}, common_flags(*this));
  command = concat(std::move(command), include_flags(include));
  command.push_back(fmt::format("-O{}", optimisation));
  command.emplace_back("-Iobj");
  const std::string runtime(kBoxRuntime);
  if (tracing == Tracing::on) {
    command = concat(std::move(command), kWaveFlags);
    command = concat(std::move(command), {"-include", runtime + "/gs_runtime.hpp", runtime + "/" + kWaveObject, "-lz"});
  } else if (precompiled_header && optimisation == 0) {
    command = concat(std::move(command), {"-include-pch", runtime + "/gs_runtime.pch", "-Xclang", "-fno-validate-pch"});
    command.push_back(runtime + "/gs_pch.o");
  } else {
    command = concat(std::move(command), {"-include", runtime + "/gs_runtime.hpp"});
  }
  for (const std::string& object : kObjects) command.push_back(runtime + "/" + object);
  if (!linker.empty()) command.push_back("-fuse-ld=" + linker);
  command.emplace_back("-pthread");
  command.emplace_back("-latomic");
  return command;
}

Result<VerilatorRuntime> prepare_verilator_runtime(sandbox::Sandbox& box, const std::filesystem::path& cache,
                                                   Log& log) {
  VerilatorRuntime runtime;
  GS_TRY(runtime.verilator, sandbox::find_tool("verilator"));
  GS_TRY(runtime.include, sandbox::verilator_include_folder());
  runtime.verilator_binary = runtime.verilator.path.parent_path() / "verilator_bin";
  GS_TRY(runtime.compiler, find_compiler());
  runtime.precompiled_header = runtime.compiler.name == "clang++";
  if (sandbox::find_tool("mold").ok()) runtime.linker = "mold";

  Sha256 hash;
  hash.add_part(runtime.verilator.version).add_part(runtime.compiler.name).add_part(runtime.compiler.version);
  hash.add_part(harness_channel()).add_part(harness_header()).add_part(harness_source());
  RuntimePart part{"the Verilator runtime",
                   fmt::format("building Verilator {} runtime objects with {} {} (once)", runtime.verilator.version,
                               runtime.compiler.name, runtime.compiler.version),
                   {},
                   build_request(runtime),
                   {{"gs_runtime.hpp", std::string(harness_header())}}};
  for (const sandbox::Step& s : part.request.steps) {
    for (const std::string& word : s.argv) hash.add_part(word);
  }
  runtime.folder = part.folder = cache / "verilator-runtime" / hash.hex().substr(0, 16);
  GS_CHECK(build_once(box, part, log));
  return runtime;
}

}  // namespace gs::rtl
