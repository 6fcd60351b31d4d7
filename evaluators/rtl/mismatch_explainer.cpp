#include "evaluators/rtl/mismatch_explainer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "evaluators/rtl/divergence.hpp"
#include "evaluators/rtl/driver_graph.hpp"
#include "evaluators/rtl/simulation_steps.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"

namespace gs::rtl {
namespace {

constexpr int kKeptChanges = 256;  // of each signal: of a clock, 128 cycles

constexpr std::size_t kNamed = 8;  // signals in an error

// The one signal that `asked` means: by its whole path, below the design, below the test, or by the end of its path.
Result<std::string> find_signal(std::string_view asked, const Wave& wave, const DriverGraph& graph,
                                const DivergenceOptions& options) {
  const std::string name(trim(asked));
  std::vector<std::string> prefixes{""};
  for (const std::string& design : graph.instances_of(options.design_top)) prefixes.push_back(design + ".");
  prefixes.push_back(options.bench_path + ".");
  for (const std::string& prefix : prefixes) {
    if (!name.empty() && graph.has(prefix + name) && wave.widths().count(prefix + name) > 0) return prefix + name;
  }
  // Parts of arrays and vectors are told with the whole.
  if (const std::size_t bracket = name.rfind('['); bracket != std::string::npos && bracket > 0 && name.back() == ']')
    return find_signal(std::string_view(name).substr(0, bracket), wave, graph, options);
  std::vector<std::string> ends, all;
  for (const auto& [full, width] : wave.widths()) {
    if (!graph.has(full)) continue;
    const std::size_t dot = full.rfind('.');
    all.push_back(full.substr(dot == std::string::npos ? 0 : dot + 1));
    if (!name.empty() && full.ends_with("." + name)) ends.push_back(full);
  }
  if (ends.size() == 1) return ends.front();
  if (!ends.empty()) {
    const std::size_t more = ends.size() > kNamed ? ends.size() - kNamed : 0;
    ends.resize(ends.size() - more);
    return invalid_input(fmt::format("\"{}\" may be {}{}: give more of its path", clean_utf8(name), join(ends, ", "),
                                     more > 0 ? fmt::format(" and {} more", more) : ""));
  }
  const std::string last = name.substr(name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1);
  const std::string near = nearest(last, all);
  return invalid_input(fmt::format("no signal \"{}\" in the simulation{}", clean_utf8(name),
                                   near.empty() ? "" : fmt::format("; is \"{}\" meant?", near)));
}

}  // namespace

Result<std::string> MismatchExplainer::elaborate(const SimulationSources& sources,
                                                 const tasks::TaskLimits& limits) const {
  sandbox::Request request =
      elaboration_request(runtime_, sources, {"-Wno-lint", "-Wno-style", "--timescale", "1ns/1ps"});
  request.limits = box_limits(limits, limits.compile_wall);
  sandbox::Outcome outcome = box_->run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  if (!outcome.all_ok() || outcome.files[kElaborationXml].empty())
    return invalid_input("design and bench do not elaborate");
  return std::move(outcome.files[kElaborationXml]);
}

Result<std::string> MismatchExplainer::record(const Simulator& simulator, const ExplainedRun& what) const {
  SimulationSources sources = what.sources;
  sources.wave = true;
  sources.design_top.clear();
  SimulationRun run = what.run;
  run.wave = true;
  auto [built, ran] = simulator.build_and_run(sources, {run}, what.limits);
  if (built.status != PhaseStatus::ok) return invalid_input("with a wave: " + built.message);
  if (ran.waves.empty() || ran.waves.front().empty()) return external("the run left no wave: " + ran.message);
  return std::move(ran.waves.front());
}

struct MismatchExplainer::SecondLook {
  std::string fst;
  DriverGraph graph;
  DivergenceOptions options;
};

Result<MismatchExplainer::SecondLook> MismatchExplainer::look_again(const Simulator& simulator,
                                                                    const ExplainedRun& what,
                                                                    std::size_t cap_bytes) const {
  GS_TRY(std::string fst, record(simulator, what));
  GS_TRY(const std::string xml, elaborate(what.sources, what.limits));
  GS_TRY(DriverGraph graph, DriverGraph::parse(xml));
  DivergenceOptions options;
  options.design_top = what.design_top;
  options.bench_path = what.sources.top_module + ".tb";
  options.cap_bytes = cap_bytes;
  return SecondLook{std::move(fst), std::move(graph), std::move(options)};
}

Result<std::string> MismatchExplainer::tell(const SecondLook& look, const ExplainedRun& what,
                                            const tasks::Mismatch& mismatch) const {
  WaveQuery query;
  query.names = divergence_signals(mismatch, look.graph, look.options);
  if (query.names.empty()) return std::string();
  query.until_ps = mismatch.first_time_ps;
  query.keep = kKeptChanges;
  GS_TRY(const Wave wave, reader_.read(look.fst, query));
  return explain_divergence(mismatch, wave, look.graph, what.workspace, look.options);
}

Result<Explanation> MismatchExplainer::explain(const Simulator& simulator, const ExplainedRun& what,
                                               const tasks::Mismatch& mismatch, std::size_t cap_bytes) const {
  GS_TRY(SecondLook look, look_again(simulator, what, cap_bytes));
  GS_TRY(std::string text, tell(look, what, mismatch));
  return Explanation{std::move(text), std::move(look.fst)};
}

Result<std::string> MismatchExplainer::trace(const Simulator& simulator, const ExplainedRun& what,
                                             const evaluators::SignalAt& where, std::size_t cap_bytes) const {
  GS_TRY(SecondLook look, look_again(simulator, what, cap_bytes));
  WaveQuery query;
  query.names = {what.sources.top_module};  // no signal: names and end alone
  GS_TRY(const Wave names, reader_.read(look.fst, query));
  tasks::Mismatch asked;
  GS_TRY(asked.signal, find_signal(where.signal, names, look.graph, look.options));
  asked.first_time_ps = std::min(where.ps.value_or(names.end_ps()), names.end_ps());
  look.options.bench_path.clear();  // the whole path is known
  GS_TRY(std::string text, tell(look, what, asked));
  if (text.empty()) return invalid_input(fmt::format("\"{}\" is no signal that the design drives", asked.signal));
  return text;
}

}  // namespace gs::rtl
