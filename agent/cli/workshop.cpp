#include "agent/cli/workshop.hpp"

#include "base/files.hpp"
#include "sandbox/readiness.hpp"
#include "sandbox/unboxed.hpp"

namespace gs::cli {
namespace {

Result<std::unique_ptr<sandbox::Sandbox>> open_sandbox(const WorkshopOptions& wanted, Log& log) {
  if (wanted.containment == Containment::required) {
    sandbox::BubblewrapOptions options = box_options();
    options.cancel = wanted.cancel;
    return sandbox::open_contained(options, cache_folder());
  }
  log.warning(
      "--unsafe-no-sandbox: candidates run without a sandbox; they can read and change all that you can, and their "
      "own verdicts");
  sandbox::UnboxedOptions options;
  options.cancel = wanted.cancel;
  return sandbox::make_unboxed(options);
}

}  // namespace

sandbox::BubblewrapOptions box_options() {
  sandbox::BubblewrapOptions options;
  if (const std::string bwrap = environment("GATESMITH_BWRAP"); !bwrap.empty()) options.bwrap = bwrap;
  return options;
}

Result<std::unique_ptr<Workshop>> Workshop::open(const WorkshopOptions& wanted, Log& log) {
  rtl::RtlJudgeOptions options;
  if (!wanted.simulator.empty()) {
    GS_TRY(options.simulator, rtl::simulator_choice_from(wanted.simulator));
  }
  // The harnesses that have rules all simulate with four states. What a simulator with two makes of an x, or of a write
  // past a vector's end, would be a difference of ours.
  if (!wanted.rules.empty() &&
      options.simulator.value_or(rtl::SimulatorChoice::automatic) == rtl::SimulatorChoice::automatic) {
    options.simulator = rtl::SimulatorChoice::automatic;
    options.order = rtl::AutoOrder::four_states;
  }
  options.cache = cache_folder();
  options.explain_checks = wanted.explain_checks;
  std::unique_ptr<Workshop> shop(new Workshop);
  GS_TRY(shop->box_, open_sandbox(wanted, log));
  GS_TRY(shop->runtime_, rtl::prepare_verilator_runtime(*shop->box_, cache_folder(), log));
  std::optional<rtl::IcarusRuntime> icarus;
  if (auto prepared = rtl::prepare_icarus_runtime(*shop->box_, cache_folder(), log)) {
    icarus = *std::move(prepared);
  } else if (prepared.error().code() != ErrorCode::unavailable) {
    return std::move(prepared).error();
  }
  shop->judge_ =
      std::make_unique<rtl::RtlJudge>(*shop->box_, shop->runtime_, std::move(icarus), std::move(options), log);
  shop->cocotb_judge_ = std::make_unique<rtl::CocotbJudge>(*shop->box_, cache_folder());
  shop->our_judge_ = std::make_unique<evaluators::AnyJudge>(*shop->judge_, shop->cocotb_judge_.get());
  if (!wanted.rules.empty()) {
    GS_TRY(const official::Rules rules, official::rules_from(wanted.rules));
    shop->official_ = std::make_unique<official::OfficialEvaluator>(*shop->our_judge_, *shop->box_, rules);
  }
  shop->lab_ = std::make_unique<rtl::RtlLab>(*shop->box_, shop->runtime_);
  shop->inspector_ = std::make_unique<rtl::RtlInspector>(*shop->judge_, *shop->lab_);
  return shop;
}

evaluators::Evaluator& Workshop::any_judge() {
  if (official_) return *official_;
  return *our_judge_;
}

evaluators::Evaluator& Workshop::caching_judge(Log& log) {
  if (!caching_judge_) {
    evaluators::VerdictCacheOptions options;
    options.file = cache_folder() / "verdicts.sqlite";
    options.enforced_by = box_->description();
    caching_judge_ = std::make_unique<evaluators::CachingEvaluator>(any_judge(), std::move(options), log);
  }
  return *caching_judge_;
}

}  // namespace gs::cli
