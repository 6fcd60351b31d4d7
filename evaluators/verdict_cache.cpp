#include "evaluators/verdict_cache.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "evaluators/rtl/normaliser.hpp"
#include "sandbox/unboxed.hpp"

// Theory of operation
//
// A key is a hash of all that decides a verdict. Whoever wants a verdict takes the turn of its key, alone in this
// process; looks it up; on a miss asks the inner evaluator and writes; and gives the turn back. Those who waited then
// find the verdict, or, where it could not be kept, judge one after the other. Processes do not wait for each other:
// at worst two judge the same, and the later row replaces the earlier.
//
// A row carries a hash over itself, so that a damaged one is a miss. The first failure of the database closes it for
// the rest of the process: no later verdict waits for a lock again.

namespace gs::evaluators {

using tasks::Candidate;
using tasks::Task;
using tasks::Verdict;
using tasks::verdict_from_json;
using tasks::VerdictStatus;

namespace {

constexpr std::int32_t kApplicationId = 0x47535643;  // "GSVC"
constexpr std::string_view kFirstFormat =
    "CREATE TABLE verdict("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"  // the order in which they came
    " key TEXT NOT NULL UNIQUE,"
    " exact TEXT NOT NULL,"
    " verdict TEXT NOT NULL,"
    " hash TEXT NOT NULL)";

constexpr std::string_view kOtherLayout =
    "(This design was judged before in another layout: line numbers are those of the earlier text.)\n";

// Whether it says something about the candidate that another run would say again.
bool is_definite(VerdictStatus status) {
  switch (status) {
    case VerdictStatus::passed:
    case VerdictStatus::failed:
    case VerdictStatus::refused:
    case VerdictStatus::compile_error:
      return true;
    case VerdictStatus::timeout:
    case VerdictStatus::crashed:
    case VerdictStatus::tool_crash:
    case VerdictStatus::sandbox_error:
      return false;
  }
  return false;
}

bool is_verilog(std::string_view file) {
  return file.ends_with(".v") || file.ends_with(".sv") || file.ends_with(".vh") || file.ends_with(".svh");
}

std::string row_hash(std::string_view key, std::string_view exact, std::string_view verdict) {
  return Sha256().add_part(key).add_part(exact).add_part(verdict).hex();
}

}  // namespace

struct CachingEvaluator::Question {
  std::string key;    // of the design
  std::string exact;  // of its text

  Question(const Task& task, const tasks::FileSet& workspace, Phase phase, const std::string& description,
           const std::string& enforced_by) {
    Sha256 design, text;
    design.add_part("verdict/1").add_part(description).add_part(enforced_by).add_part(task.hash);
    design.add_part(phase == Phase::check ? "check" : "judge");
    for (const std::string& file : task.editable_files()) {
      const auto found = workspace.find(file);
      if (found == workspace.end()) continue;
      design.add_part(file).add_part(is_verilog(file) ? rtl::normalised(found->second) : found->second);
      text.add_part(file).add_part(found->second);
    }
    key = design.hex();
    exact = text.hex();
  }
};

CachingEvaluator::CachingEvaluator(Evaluator& inner, VerdictCacheOptions options, Log& log)
    : inner_(inner), options_(std::move(options)), log_(log) {
  if (!sandbox::is_sandboxed(options_.enforced_by)) return;
  if (const auto opened = open(); !opened) give_up(opened.error());
}

Result<Verdict> CachingEvaluator::evaluate(const Task& task, const Candidate& candidate, Phase phase) {
  const auto workspace = overlay(task, candidate);
  if (!workspace || task.hash.empty() || !is_open()) return judge(task, candidate, phase);
  const Question question(task, *workspace, phase, inner_.description(), options_.enforced_by);
  const Turns::Turn turn = turns_.take(question.key);
  if (auto found = find(question)) {
    ++hits_;
    return *std::move(found);
  }
  auto verdict = judge(task, candidate, phase);
  if (verdict) keep(question, *verdict);
  return verdict;
}

bool CachingEvaluator::is_open() {
  const std::lock_guard lock(database_mutex_);
  return database_.has_value();
}

Result<Verdict> CachingEvaluator::judge(const Task& task, const Candidate& candidate, Phase phase) {
  ++judged_;
  return inner_.evaluate(task, candidate, phase);
}

std::optional<Verdict> CachingEvaluator::find(const Question& question) {
  const std::lock_guard lock(database_mutex_);
  if (!database_) return std::nullopt;
  auto found = read(question);
  if (found) return *std::move(found);
  give_up(found.error());
  return std::nullopt;
}

void CachingEvaluator::keep(const Question& question, const Verdict& verdict) {
  const Json json = to_json(verdict);
  if (!is_keepable(verdict) || !verdict_from_json(json)) return;
  const std::lock_guard lock(database_mutex_);
  if (!database_) return;
  if (const auto written = write(question, dump_json(json)); !written) give_up(written.error());
}

bool CachingEvaluator::is_keepable(const Verdict& verdict) const {
  return is_definite(verdict.status) && verdict.enforced_by == options_.enforced_by;
}

Result<void> CachingEvaluator::open() {
  GS_CHECK(gs::create_directories(options_.file.parent_path()));
  GS_TRY(Database database, Database::open(options_.file));
  GS_CHECK(database.execute(fmt::format("PRAGMA busy_timeout = {}", options_.lock_wait.count())));
  GS_CHECK(database.migrate(kApplicationId, {kFirstFormat}));
  database_ = std::move(database);
  return {};
}

Result<std::optional<Verdict>> CachingEvaluator::read(const Question& question) {
  GS_TRY(Statement row, database_->prepare("SELECT exact, verdict, hash FROM verdict WHERE key = ?"));
  GS_TRY(const bool there, row.bind(1, question.key).step());
  if (!there) return std::optional<Verdict>();
  const std::string exact = row.text(0), text = row.text(1);
  const bool whole = row.text(2) == row_hash(question.key, exact, text);
  const auto json = whole ? parse_json(text, "verdict") : Result<Json>(corrupt("its hash is another"));
  auto verdict = json ? verdict_from_json(*json) : Result<Verdict>(json.error());
  if (!verdict || !is_keepable(*verdict)) {
    warn_once(fmt::format("{}: a damaged verdict is judged again{}", options_.file.string(),
                          verdict ? std::string() : ": " + verdict.error().to_line()));
    return std::optional<Verdict>();
  }
  verdict->cached = true;
  if (exact != question.exact && !verdict->passed()) {
    if (!verdict->feedback.empty() && !verdict->feedback.ends_with('\n')) verdict->feedback += '\n';
    verdict->feedback += kOtherLayout;
  }
  return std::optional<Verdict>(*std::move(verdict));
}

Result<void> CachingEvaluator::write(const Question& question, const std::string& verdict) {
  GS_TRY(Transaction transaction, Transaction::begin(*database_));
  GS_TRY(Statement insert,
         database_->prepare("INSERT OR REPLACE INTO verdict(key, exact, verdict, hash) VALUES(?, ?, ?, ?)"));
  insert.bind(1, question.key).bind(2, question.exact).bind(3, verdict);
  GS_CHECK(insert.bind(4, row_hash(question.key, question.exact, verdict)).run());
  GS_TRY(Statement trim, database_->prepare("DELETE FROM verdict WHERE id <= (SELECT max(id) FROM verdict) - ?"));
  GS_CHECK(trim.bind(1, options_.most_verdicts).run());
  return transaction.commit();
}

void CachingEvaluator::give_up(const Error& error) {
  database_.reset();
  warn_once(fmt::format("verdicts are neither looked up nor kept: {}", error.to_line()));
}

void CachingEvaluator::warn_once(const std::string& message) {
  if (!std::exchange(warned_, true)) log_.warning(message);
}

}  // namespace gs::evaluators
