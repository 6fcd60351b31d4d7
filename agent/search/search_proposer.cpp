// Theory of operation. The visible reproducer says which outputs are wrong. Verilator's elaboration says which lines
// drive them and how far away (design_facts). Templates make small edits of those lines, cheapest and nearest first
// (templates). Hundreds of edits are compiled into one program and switched at run time (schemata, variant_runner).
// What makes the reproducer pass is examined again as plain text. When no single edit does, edits that helped are
// combined in pairs, and the search goes on from the best of them. It stops when it has an answer, when it has nothing
// left to try, or when the budget is spent.
#include "agent/search/search_proposer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "agent/search/check_search.hpp"
#include "agent/search/survey.hpp"
#include "agent/search/variant_runner.hpp"
#include "base/text.hpp"
#include "evaluators/command_judge.hpp"

namespace gs::agent::search {
namespace {

constexpr std::size_t kBatch = 480;        // edits compiled into one program
constexpr std::size_t kPlainPerBatch = 5;  // edits that need a compilation of their own, after each batch
constexpr std::size_t kPlainFirst = 10;    // of those, before the first batch when they cost no more than
constexpr double kPlainFirstCost = 1.6;
constexpr std::size_t kConfirmations = 6;  // passing edits of a batch examined as plain text
constexpr std::size_t kHelpful = 28;       // edits combined in pairs
constexpr std::size_t kSteps = 3;          // best edits from which the search goes on
constexpr std::size_t kBatchesPerStep = 2;
constexpr double kSinglesShare = 0.6;  // of the wall clock, before pairs get their turn

struct Helpful {
  const Edit* edit;
  rtl::VariantResult result;
};

// Further into the run before the first wrong value, then fewer wrong values.
bool helps_more(const rtl::VariantResult& a, const rtl::VariantResult& b) {
  if (a.wrong != b.wrong) return a.wrong < b.wrong;
  return a.first_time_ps > b.first_time_ps;
}

// One search from one state of the sources.
class Search {
 public:
  Search(rtl::RtlLab& lab, Workbench& bench, const PublicTask& task, rtl::LabDesign design,
         const std::vector<std::string>& wrong_signals)
      : bench_(bench),
        task_(task),
        design_(std::move(design)),
        runner_(lab, bench, design_, ground_.sources),
        lab_(lab),
        wrong_signals_(wrong_signals) {}

  Result<void> prepare() {
    GS_TRY(const rtl::Elaboration elaboration, lab_.elaborate(design_));
    GS_TRY(ground_, survey(elaboration, design_.workspace, task_.editable_files, {wrong_signals_, {}}));
    for (const Edit& edit : ground_.edits) (edit.switched.empty() ? plain_ : switched_).push_back(&edit);
    GS_TRY(baseline_, runner_.baseline());
    return {};
  }

  // Tries single edits, at most `batches` of them; a set of files when the reproducer passes.
  Result<std::optional<tasks::Candidate>> singles(std::size_t batches, double wall_share) {
    std::size_t next_switched = 0, next_plain = 0;
    for (std::size_t b = 0; b < batches && (next_switched < switched_.size() || next_plain < plain_.size()); ++b) {
      if (!may_go_on(wall_share)) break;
      for (std::size_t k = 0; b == 0 && k < kPlainFirst && next_plain < plain_.size(); ++k) {
        if (plain_[next_plain]->cost > kPlainFirstCost) break;
        GS_TRY(auto early, examine_plain({plain_[next_plain++]}));
        ++tried_;
        if (early) return early;
      }
      const std::size_t end = std::min(next_switched + kBatch, switched_.size());
      const std::vector<const Edit*> batch(switched_.begin() + static_cast<std::ptrdiff_t>(next_switched),
                                           switched_.begin() + static_cast<std::ptrdiff_t>(end));
      next_switched = end;
      std::vector<Trial> trials = runner_.run(batch);
      tried_ += batch.size();
      GS_TRY(auto found, confirm(trials));
      if (found) return found;
      for (const Trial& trial : trials) note_helpful(*trial.first, trial.result);
      const double cost_so_far = batch.empty() ? 1e9 : batch.back()->cost;
      for (std::size_t k = 0; k < kPlainPerBatch && next_plain < plain_.size() && may_go_on(wall_share); ++k) {
        if (next_switched < switched_.size() && plain_[next_plain]->cost > cost_so_far) break;
        GS_TRY(found, examine_plain({plain_[next_plain++]}));
        ++tried_;
        if (found) return found;
      }
    }
    return std::optional<tasks::Candidate>();
  }

  // Pairs of edits that each helped.
  Result<std::optional<tasks::Candidate>> pairs() {
    std::sort(helpful_.begin(), helpful_.end(),
              [](const Helpful& a, const Helpful& b) { return helps_more(a.result, b.result); });
    std::vector<const Edit*> best;
    for (const Helpful& h : helpful_) {
      if (best.size() < kHelpful && !h.edit->switched.empty()) best.push_back(h.edit);
    }
    std::vector<std::pair<const Edit*, const Edit*>> combinations;
    for (std::size_t i = 0; i < best.size(); ++i) {
      for (std::size_t j = i + 1; j < best.size(); ++j) combinations.emplace_back(best[i], best[j]);
    }
    if (combinations.empty() || !may_go_on(1.0)) return std::optional<tasks::Candidate>();
    pairs_tried_ += combinations.size();
    return confirm(runner_.run_pairs(combinations));
  }

  // The most helpful edits on different lines, best first, as changed files.
  std::vector<std::pair<const Edit*, tasks::FileSet>> best_steps(std::size_t count) {
    std::sort(helpful_.begin(), helpful_.end(),
              [](const Helpful& a, const Helpful& b) { return helps_more(a.result, b.result); });
    std::vector<std::pair<const Edit*, tasks::FileSet>> steps;
    std::set<std::pair<int, std::uint32_t>> lines;
    for (const Helpful& h : helpful_) {
      if (steps.size() == count) break;
      if (lines.emplace(h.edit->file, h.edit->line).second)
        steps.emplace_back(h.edit, changed_files({h.edit}, ground_.sources));
    }
    return steps;
  }

  std::string describe_edit(const Edit& edit) const { return describe(edit, ground_.sources); }
  std::size_t tried() const { return tried_; }
  std::size_t pairs_tried() const { return pairs_tried_; }
  std::size_t edit_count() const { return ground_.edits.size(); }
  std::uint64_t least_wrong() const {
    std::uint64_t least = baseline_.wrong;
    for (const Helpful& h : helpful_) least = std::min(least, h.result.wrong);
    return least;
  }
  std::uint64_t baseline_wrong() const { return baseline_.wrong; }
  const std::vector<Helpful>& helpful() const { return helpful_; }

 private:
  bool may_go_on(double wall_share) const {
    return bench_.exhausted().empty() &&
           bench_.elapsed() < std::chrono::duration_cast<std::chrono::milliseconds>(bench_.budget().wall * wall_share);
  }

  void note_helpful(const Edit& edit, const rtl::VariantResult& result) {
    if (result.completed && !result.passed && helps_more(result, baseline_)) helpful_.push_back({&edit, result});
  }

  // Passing trials, cheapest first, as plain text.
  Result<std::optional<tasks::Candidate>> confirm(std::vector<Trial> trials) {
    std::erase_if(trials, [](const Trial& t) { return !t.result.passed; });
    const auto cost = [](const Trial& t) { return t.first->cost + (t.second != nullptr ? t.second->cost : 0); };
    std::stable_sort(trials.begin(), trials.end(), [&](const Trial& a, const Trial& b) { return cost(a) < cost(b); });
    if (!trials.empty()) bench_.note("note", fmt::format("{} variants pass the reproducer", trials.size()));
    for (std::size_t i = 0; i < trials.size() && i < kConfirmations; ++i) {
      bench_.note(
          "note",
          fmt::format("  cost {:.2f} {}{}", cost(trials[i]), describe(*trials[i].first, ground_.sources),
                      trials[i].second != nullptr ? " and " + describe(*trials[i].second, ground_.sources) : ""));
    }
    for (std::size_t i = 0; i < trials.size() && i < kConfirmations; ++i) {
      std::vector<const Edit*> edits = {trials[i].first};
      if (trials[i].second != nullptr) edits.push_back(trials[i].second);
      GS_TRY(auto found, examine_plain(edits));
      if (found) return found;
    }
    return std::optional<tasks::Candidate>();
  }

  // The edits as plain text over this search's design, examined by the task's own check.
  Result<std::optional<tasks::Candidate>> examine_plain(const std::vector<const Edit*>& edits) {
    tasks::Candidate candidate;
    for (const std::string& file : task_.editable_files) {
      if (design_.workspace.at(file) != task_.workspace.at(file)) candidate.files[file] = design_.workspace.at(file);
    }
    for (auto& [file, content] : changed_files(edits, ground_.sources)) candidate.files[file] = content;
    if (candidate.files.empty()) return std::optional<tasks::Candidate>();
    candidate.rationale = describe(edits, ground_.sources);
    auto verdict = bench_.check(candidate);
    if (!verdict && verdict.error().code() == ErrorCode::limit_exceeded) return std::optional<tasks::Candidate>();
    if (!verdict) return std::move(verdict).error();
    if (verdict->status == tasks::VerdictStatus::sandbox_error) return unavailable(verdict->summary);
    if (verdict->passed()) return std::optional(std::move(candidate));
    if (edits.size() == 1 && verdict->status == tasks::VerdictStatus::failed && verdict->mismatch_count() > 0) {
      rtl::VariantResult result;
      result.completed = true;
      result.wrong = verdict->mismatch_count();
      result.first_time_ps = verdict->mismatches.front().first_time_ps;
      note_helpful(*edits.front(), result);
    }
    return std::optional<tasks::Candidate>();
  }

  Workbench& bench_;
  const PublicTask& task_;
  rtl::LabDesign design_;
  Survey ground_;
  VariantRunner runner_;
  rtl::RtlLab& lab_;
  std::vector<std::string> wrong_signals_;
  std::vector<const Edit*> switched_, plain_;
  rtl::VariantResult baseline_;
  std::vector<Helpful> helpful_;
  std::size_t tried_ = 0, pairs_tried_ = 0;
};

class SearchProposer final : public Proposer {
 public:
  explicit SearchProposer(rtl::RtlLab& lab) : lab_(lab) {}

  Result<Proposal> propose(const PublicTask& task, Workbench& bench) override {
    if (done_) return stop("the search has been made");
    done_ = true;
    if (!bench.has_check()) return stop("no visible reproducer: the search has nothing to go by");
    GS_TRY(const tasks::Verdict start, bench.check({}));
    if (start.passed()) return stop("the reproducer passes on the starting state: nothing to go by");
    if (start.status != tasks::VerdictStatus::failed && start.status != tasks::VerdictStatus::timeout) {
      return stop(fmt::format("the starting state does not run: {}", start.summary));
    }
    if (task.check->evaluator == evaluators::kCommandEvaluator) {
      return with_command(task, bench, start);
    }
    std::vector<std::string> wrong;
    for (const tasks::Mismatch& m : start.mismatches) wrong.push_back(m.signal);
    bench.note("note", fmt::format("wrong at the start: {}", wrong.empty() ? start.summary : join(wrong, ", ")));

    Search first(lab_, bench, task, design_of(task, task.workspace), wrong);
    GS_CHECK(first.prepare());
    bench.note("note", fmt::format("{} edits to try", first.edit_count()));
    GS_TRY(auto found, first.singles(1000, kSinglesShare));
    if (found) return answer(*std::move(found), "one edit");
    GS_TRY(found, first.pairs());
    if (found) return answer(*std::move(found), "two edits");
    for (const auto& [edit, files] : first.best_steps(kSteps)) {
      if (!bench.exhausted().empty()) break;
      bench.note("note", "going on from " + first.describe_edit(*edit));
      tasks::FileSet workspace = task.workspace;
      for (const auto& [file, content] : files) workspace[file] = content;
      Search next(lab_, bench, task, design_of(task, std::move(workspace)), wrong);
      if (!next.prepare()) continue;
      GS_TRY(found, next.singles(kBatchesPerStep, 1.0));
      if (!found) continue;
      found->rationale = first.describe_edit(*edit) + "; " + found->rationale;
      return answer(*std::move(found), "two edits");
    }
    const std::string spent = bench.exhausted();
    std::string reason = fmt::format("{}: {} edits and {} pairs tried", spent.empty() ? "nothing left to try" : spent,
                                     first.tried(), first.pairs_tried());
    if (first.baseline_wrong() > 0) {
      reason += fmt::format(", {} of {} {} left at best", first.least_wrong(), first.baseline_wrong(),
                            task.check->pass_line.empty() ? "wrong values" : "lines that speak of errors");
    }
    return stop(std::move(reason));
  }

 private:
  static Proposal stop(std::string reason) { return {std::nullopt, std::move(reason), true}; }
  static Proposal answer(tasks::Candidate candidate, std::string_view how) {
    return {std::move(candidate), fmt::format("the reproducer passes with {}", how), true};
  }
  // The design alone is looked at: how the command compiles it is its own affair.
  Result<Proposal> with_command(const PublicTask& task, Workbench& bench, const tasks::Verdict& start) {
    const auto elaboration = lab_.elaborate(design_of(task, task.workspace));
    if (!elaboration && elaboration.error().code() == ErrorCode::invalid_input) {
      return stop("the search needs a design that Verilator can read: " + elaboration.error().message());
    }
    if (!elaboration) return elaboration.error();
    GS_TRY(const Survey ground,
           survey(*elaboration, task.workspace, task.editable_files, {{}, task.instruction + "\n" + start.feedback}));
    return search_by_check(ground, bench, start);
  }
  static rtl::LabDesign design_of(const PublicTask& task, tasks::FileSet workspace) {
    rtl::LabDesign design;
    design.workspace = std::move(workspace);
    design.sources = task.sources;
    design.include_dirs = task.include_dirs;
    design.top = task.design_top;
    design.check = *task.check;
    return design;
  }

  rtl::RtlLab& lab_;
  bool done_ = false;
};

}  // namespace

Result<std::unique_ptr<Proposer>> make_search_proposer(rtl::RtlLab& lab) {
  return std::unique_ptr<Proposer>(std::make_unique<SearchProposer>(lab));
}

}  // namespace gs::agent::search
