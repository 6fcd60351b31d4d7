#include "benchmarks/run_store.hpp"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <system_error>

#include "agent/atif.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "base/sqlite.hpp"
#include "benchmarks/file_lock.hpp"
#include "benchmarks/object_store.hpp"
#include "benchmarks/record_format.hpp"

// Theory of operation
//
// The database holds one row per attempt, and the row names its objects: candidate, diff, verdict, transcript. An
// append writes the objects first, each to a temporary name that is synced and renamed, and then the row in one
// transaction. A kill between the two leaves objects that no row names, which cost disk space and nothing else; a row
// is never there without its objects. Rows are neither changed nor deleted: an attempt that is tried again gets a
// later row, and readers take the latest. The writer holds run.lock from before the database is opened until after it
// is closed. Readers take no lock; SQLite's write-ahead log gives them the last committed state while the writer works.

namespace gs::benchmarks {

namespace fs = std::filesystem;

namespace {

constexpr std::int32_t kApplicationId = 0x47536d52;  // "GSmR"
constexpr std::string_view kDatabaseName = "run.sqlite";
constexpr std::string_view kLockName = "run.lock";

constexpr std::string_view kCreateTables = R"(
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  json TEXT NOT NULL
);
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  task TEXT NOT NULL,
  task_hash TEXT NOT NULL,
  sample INTEGER NOT NULL,
  seed INTEGER NOT NULL,           -- the bits of an unsigned number
  status TEXT NOT NULL CHECK (status IN ('passed', 'failed', 'error')),
  stop_reason TEXT NOT NULL,
  error TEXT NOT NULL,
  candidate_hash TEXT NOT NULL,
  turns INTEGER NOT NULL,
  checks INTEGER NOT NULL,
  propose_ms INTEGER NOT NULL,
  judge_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  candidate TEXT NOT NULL,         -- this and the rest: names in objects/
  diff TEXT NOT NULL,
  verdict TEXT NOT NULL,
  transcript TEXT NOT NULL
);
CREATE UNIQUE INDEX attempt_finished ON attempt (task, sample) WHERE status <> 'error';
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
)";

// Rows of the first format spent nothing that was counted.
constexpr std::string_view kAddSpending = R"(
ALTER TABLE attempt ADD COLUMN spending TEXT NOT NULL DEFAULT '';    -- JSON; empty: nothing counted
ALTER TABLE attempt ADD COLUMN trajectory TEXT NOT NULL DEFAULT '';  -- name in objects/, ATIF; empty: none
CREATE TABLE lost_spending (  -- of attempts that were never appended, since the program was killed
  id INTEGER PRIMARY KEY,
  json TEXT NOT NULL
);
)";

Result<void> check_integrity(Database& database, const fs::path& path) {
  GS_TRY(Statement check, database.prepare("PRAGMA quick_check(1)"));
  GS_TRY(const bool row, check.step());
  const std::string found = row ? check.text(0) : "no answer";
  if (found != "ok") return corrupt(fmt::format("{}: is damaged: {}", path.string(), found));
  // SQLite takes what a file's last page lacks for zeros.
  GS_TRY(Statement size, database.prepare("PRAGMA page_size"));
  GS_TRY(const bool has_size, size.step());
  std::error_code code;
  const std::uintmax_t bytes = fs::file_size(path, code);
  if (has_size && !code && bytes % static_cast<std::uintmax_t>(size.integer(0)) != 0) {
    return corrupt(fmt::format("{}: is damaged: its last page is not whole", path.string()));
  }
  return {};
}

Result<Database> open_database(const fs::path& folder) {
  const fs::path path = folder / kDatabaseName;
  GS_TRY(Database database, Database::open(path));
  GS_CHECK(database.migrate(kApplicationId, {kCreateTables, kAddSpending}));
  GS_CHECK(check_integrity(database, path));
  // Appends are seconds apart, so a sync for each costs nothing that matters, and a power failure loses no attempt.
  GS_CHECK(database.execute("PRAGMA synchronous = FULL"));
  return database;
}

Result<std::optional<Manifest>> read_manifest(Database& database, const fs::path& folder) {
  const std::string origin = (folder / kDatabaseName).string() + ": manifest";
  GS_TRY(Statement select, database.prepare("SELECT json FROM manifest"));
  GS_TRY(const bool row, select.step());
  if (!row) return std::optional<Manifest>();
  auto json = parse_json(select.text(0), origin);
  if (!json) return corrupt(json.error().to_line());
  GS_TRY(Manifest manifest, manifest_from_json(*json, origin));
  return std::optional<Manifest>(std::move(manifest));
}

Result<void> write_manifest(Database& database, const Manifest& manifest) {
  GS_TRY(Statement insert, database.prepare("INSERT INTO manifest (id, json) VALUES (1, ?)"));
  return insert.bind(1, dump_json(to_json(manifest))).run();
}

/// A folder that is not there, is empty, or has what a run starts with. Others are not ours to write into.
Result<void> check_can_hold_run(const fs::path& folder) {
  std::error_code code;
  if (fs::exists(folder / kDatabaseName, code) || fs::exists(folder / kLockName, code)) return {};
  const bool is_taken = fs::exists(folder, code) && !(fs::is_directory(folder, code) && fs::is_empty(folder, code));
  if (is_taken) return invalid_input(folder.string() + ": is not a run folder, and not empty");
  return {};
}

/// Names of an attempt's objects.
struct ObjectNames {
  std::string candidate, diff, verdict, transcript;
  std::string trajectory;  ///< empty: the attempt has none
};

Result<ObjectNames> write_objects(const ObjectStore& objects, const agent::Attempt& attempt) {
  ObjectNames names;
  GS_TRY(names.candidate, objects.put(dump_json(to_json(attempt.candidate), 1)));
  GS_TRY(names.diff, objects.put(attempt.diff));
  GS_TRY(names.verdict, objects.put(dump_json(to_json(attempt.verdict), 1)));
  GS_TRY(names.transcript, objects.put(dump_json(to_json(attempt.events), 1)));
  if (!attempt.trajectory.steps.empty()) {
    GS_TRY(names.trajectory, objects.put(dump_json(agent::to_atif(attempt.trajectory), 1)));
  }
  return names;
}

Result<Json> read_object_json(const ObjectStore& objects, const std::string& name) {
  GS_TRY(const std::string text, objects.get(name));
  auto json = parse_json(text, objects.path_of(name).string());
  if (!json) return corrupt(json.error().to_line());
  return json;
}

Result<void> read_objects(const ObjectStore& objects, const ObjectNames& names, const std::string& candidate_hash,
                          agent::Attempt& attempt) {
  const std::string candidate_path = objects.path_of(names.candidate).string();
  GS_TRY(const Json candidate, read_object_json(objects, names.candidate));
  GS_TRY(attempt.candidate, candidate_from_json(candidate, candidate_path));
  if (attempt.candidate.hash() != candidate_hash) {
    return corrupt(fmt::format("{}: is not the candidate with hash {}", candidate_path, candidate_hash));
  }
  GS_TRY(attempt.diff, objects.get(names.diff));
  GS_TRY(const Json verdict, read_object_json(objects, names.verdict));
  auto read_verdict = tasks::verdict_from_json(verdict);
  if (!read_verdict) {
    return corrupt(fmt::format("{}: {}", objects.path_of(names.verdict).string(), read_verdict.error().to_line()));
  }
  attempt.verdict = *std::move(read_verdict);
  GS_TRY(const Json transcript, read_object_json(objects, names.transcript));
  GS_TRY(attempt.events, transcript_from_json(transcript, objects.path_of(names.transcript).string()));
  if (!names.trajectory.empty()) {
    GS_TRY(const Json trajectory, read_object_json(objects, names.trajectory));
    GS_TRY(attempt.trajectory, agent::from_atif(trajectory, objects.path_of(names.trajectory).string()));
  }
  return {};
}

constexpr std::string_view kInsertAttempt =
    "INSERT INTO attempt (task, task_hash, sample, seed, status, stop_reason, error, candidate_hash, turns, checks, "
    "propose_ms, judge_ms, started_ms, candidate, diff, verdict, transcript, spending, trajectory) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

Result<void> insert_attempt(Database& database, const agent::Attempt& attempt, const ObjectNames& names) {
  GS_TRY(Statement insert, database.prepare(kInsertAttempt));
  insert.bind(1, attempt.task).bind(2, attempt.task_hash).bind(3, attempt.sample);
  insert.bind(4, static_cast<std::int64_t>(attempt.seed)).bind(5, agent::to_string(attempt.status));
  insert.bind(6, attempt.stop_reason).bind(7, attempt.error).bind(8, attempt.candidate.hash());
  insert.bind(9, attempt.turns).bind(10, attempt.checks).bind(11, attempt.propose_wall.count());
  insert.bind(12, attempt.judge_wall.count()).bind(13, attempt.started.count());
  insert.bind(14, names.candidate).bind(15, names.diff).bind(16, names.verdict).bind(17, names.transcript);
  insert.bind(18, dump_json(to_json(attempt.spending))).bind(19, names.trajectory);
  return insert.run();
}

constexpr std::string_view kSelectNewest =
    "SELECT task, task_hash, sample, seed, status, stop_reason, error, candidate_hash, turns, checks, propose_ms, "
    "judge_ms, started_ms, candidate, diff, verdict, transcript, spending, trajectory FROM attempt "
    "WHERE id IN (SELECT max(id) FROM attempt GROUP BY task, sample) ORDER BY task, sample";

/// A row of `kSelectNewest`: the attempt without what lies in objects, and their names.
struct Row {
  agent::Attempt attempt;
  std::string candidate_hash;
  ObjectNames names;
};

// Of one row, as it was bound; `text` is empty in rows of the first format.
Result<agent::models::Spending> read_spending(const std::string& text, const std::string& task) {
  if (text.empty()) return agent::models::Spending{};
  const std::string origin = fmt::format("{}: spending of {}", kDatabaseName, task);
  auto json = parse_json(text, origin);
  if (!json) return corrupt(json.error().to_line());
  return agent::models::spending_from_json(*json, origin);
}

Result<Row> read_row(const Statement& row) {
  const auto milliseconds = [&row](int column) { return std::chrono::milliseconds(row.integer(column)); };
  agent::Attempt attempt;
  attempt.task = row.text(0);
  attempt.task_hash = row.text(1);
  attempt.sample = static_cast<int>(row.integer(2));
  attempt.seed = static_cast<std::uint64_t>(row.integer(3));
  GS_TRY(attempt.status, agent::attempt_status_from(row.text(4)));
  attempt.stop_reason = row.text(5);
  attempt.error = row.text(6);
  attempt.turns = static_cast<int>(row.integer(8));
  attempt.checks = static_cast<int>(row.integer(9));
  attempt.propose_wall = milliseconds(10);
  attempt.judge_wall = milliseconds(11);
  attempt.started = milliseconds(12);
  GS_TRY(attempt.spending, read_spending(row.text(17), attempt.task));
  return Row{std::move(attempt), row.text(7), {row.text(13), row.text(14), row.text(15), row.text(16), row.text(18)}};
}

Result<bool> is_finished(Database& database, const agent::Attempt& attempt) {
  GS_TRY(Statement select,
         database.prepare("SELECT 1 FROM attempt WHERE task = ? AND sample = ? AND status <> 'error'"));
  return select.bind(1, attempt.task).bind(2, attempt.sample).step();
}

/// An attempt that the manifest does not plan would be counted in no sum.
Result<void> check_planned(const Manifest& manifest, const agent::Attempt& attempt) {
  const auto planned = manifest.tasks.find(attempt.task);
  if (planned == manifest.tasks.end()) return invalid_input("the run does not have this task");
  if (planned->second != attempt.task_hash) return invalid_input("the run has another version of this task");
  if (attempt.sample < 0 || attempt.sample >= manifest.samples) {
    return invalid_input(fmt::format("the run has samples 0 to {}", manifest.samples - 1));
  }
  return {};
}

}  // namespace

std::string evidence_of(const Manifest& manifest) {
  const auto found = manifest.settings.find("evidence");
  return found == manifest.settings.end() ? "visible" : found->second;
}

struct RunStore::State {
  fs::path folder;
  std::optional<FileLock> lock;  ///< of the writer; declared before the database, so that it is given up after it
  Manifest manifest;
  ObjectStore objects;
  std::mutex mutex;  ///< guards database
  Database database;

  State(fs::path run_folder, std::optional<FileLock> writer_lock, Manifest run_manifest, Database run_database)
      : folder(std::move(run_folder)),
        lock(std::move(writer_lock)),
        manifest(std::move(run_manifest)),
        objects(folder / "objects"),
        database(std::move(run_database)) {}

  Result<void> append(const agent::Attempt& attempt) {
    if (!lock) return invalid_input("the run was opened for reading only");
    GS_CHECK(check_planned(manifest, attempt));
    GS_TRY(const ObjectNames names, write_objects(objects, attempt));
    const std::lock_guard guard(mutex);
    GS_TRY(Transaction transaction, Transaction::begin(database));
    GS_TRY(const bool finished, is_finished(database, attempt));
    if (finished) return invalid_input("has been finished already");
    GS_CHECK(insert_attempt(database, attempt, names));
    return transaction.commit();
  }

  Result<std::vector<Row>> newest_rows() {
    const std::lock_guard guard(mutex);
    GS_TRY(Statement select, database.prepare(kSelectNewest));
    std::vector<Row> rows;
    while (true) {
      GS_TRY(const bool more, select.step());
      if (!more) return rows;
      GS_TRY(Row row, read_row(select));
      rows.push_back(std::move(row));
    }
  }
};

Result<RunStore> RunStore::open_or_create(const fs::path& folder, const Manifest& manifest) {
  GS_CHECK(check_can_hold_run(folder));
  GS_CHECK(gs::create_directories(folder));
  GS_TRY(FileLock lock, FileLock::acquire(folder / kLockName));
  GS_TRY(Database database, open_database(folder));
  GS_TRY(std::optional<Manifest> recorded, read_manifest(database, folder));
  if (recorded) {
    const std::string difference = first_difference(*recorded, manifest);
    if (!difference.empty()) return invalid_input(fmt::format("{}: {}", folder.string(), difference));
  } else {
    if (!ObjectStore(folder / "objects").is_empty()) {
      return corrupt(fmt::format("{}: has lost its records: the database is empty, and objects/ is not",
                                 (folder / kDatabaseName).string()));
    }
    GS_CHECK(write_manifest(database, manifest));
    recorded = manifest;
  }
  return RunStore(std::make_unique<State>(folder, std::move(lock), *std::move(recorded), std::move(database)));
}

Result<RunStore> RunStore::open_existing(const fs::path& folder) {
  std::error_code code;
  if (!fs::exists(folder / kDatabaseName, code)) return not_found(folder.string() + ": is not a run folder");
  GS_TRY(Database database, open_database(folder));
  GS_TRY(std::optional<Manifest> recorded, read_manifest(database, folder));
  if (!recorded) return corrupt(fmt::format("{}: holds no run", (folder / kDatabaseName).string()));
  return RunStore(std::make_unique<State>(folder, std::nullopt, *std::move(recorded), std::move(database)));
}

RunStore::RunStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;
RunStore::~RunStore() = default;

const Manifest& RunStore::manifest() const {
  return state_->manifest;
}

const fs::path& RunStore::folder() const {
  return state_->folder;
}

Result<std::set<std::pair<std::string, int>>> RunStore::finished() const {
  const std::lock_guard guard(state_->mutex);
  GS_TRY(Statement select, state_->database.prepare("SELECT task, sample FROM attempt WHERE status <> 'error'"));
  std::set<std::pair<std::string, int>> finished;
  while (true) {
    GS_TRY(const bool more, select.step());
    if (!more) return finished;
    finished.emplace(select.text(0), static_cast<int>(select.integer(1)));
  }
}

Result<void> RunStore::append(const agent::Attempt& attempt) {
  return state_->append(attempt).with(fmt::format("{}: {} sample {}", folder().string(), attempt.task, attempt.sample));
}

Result<std::vector<agent::Attempt>> RunStore::attempts() const {
  GS_TRY(std::vector<Row> rows, state_->newest_rows());
  std::vector<agent::Attempt> attempts;
  for (Row& row : rows) {
    GS_CHECK(read_objects(state_->objects, row.names, row.candidate_hash, row.attempt)
                 .with(fmt::format("{} sample {}", row.attempt.task, row.attempt.sample)));
    attempts.push_back(std::move(row.attempt));
  }
  return attempts;
}

Result<agent::models::Spending> RunStore::spent() const {
  const std::lock_guard lock(state_->mutex);
  GS_TRY(Statement select, state_->database.prepare("SELECT spending, task FROM attempt UNION ALL "
                                                    "SELECT json, 'attempts that were lost' FROM lost_spending"));
  agent::models::Spending sum;
  while (true) {
    GS_TRY(const bool more, select.step());
    if (!more) return sum;
    GS_TRY(const agent::models::Spending spent, read_spending(select.text(0), select.text(1)));
    sum += spent;
  }
}

Result<void> RunStore::add_lost(const agent::models::Spending& spending) {
  if (!state_->lock) return invalid_input("the run was opened for reading only");
  const std::lock_guard lock(state_->mutex);
  GS_TRY(Statement insert, state_->database.prepare("INSERT INTO lost_spending (json) VALUES (?)"));
  return insert.bind(1, dump_json(to_json(spending))).run();
}

}  // namespace gs::benchmarks
