#include "evaluators/rtl/mismatch_explainer.hpp"

#include "evaluators/rtl/divergence.hpp"
#include "evaluators/rtl/driver_graph.hpp"
#include "evaluators/rtl/simulation_steps.hpp"
#include "evaluators/rtl/verilator_simulator.hpp"

namespace gs::rtl {
namespace {

constexpr int kKeptChanges = 256;  // of each signal: of a clock, 128 cycles

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

Result<Explanation> MismatchExplainer::explain(const Simulator& simulator, const ExplainedRun& what,
                                               const tasks::Mismatch& mismatch, std::size_t cap_bytes) const {
  Explanation explanation;
  GS_TRY(explanation.fst, record(simulator, what));
  GS_TRY(const std::string xml, elaborate(what.sources, what.limits));
  GS_TRY(const DriverGraph graph, DriverGraph::parse(xml));
  DivergenceOptions options;
  options.design_top = what.design_top;
  options.bench_path = what.sources.top_module + ".tb";
  options.cap_bytes = cap_bytes;
  WaveQuery query;
  query.names = divergence_signals(mismatch, graph, options);
  if (query.names.empty()) return explanation;
  query.until_ps = mismatch.first_time_ps;
  query.keep = kKeptChanges;
  GS_TRY(const Wave wave, reader_.read(explanation.fst, query));
  explanation.text = explain_divergence(mismatch, wave, graph, what.workspace, options);
  return explanation;
}

}  // namespace gs::rtl
