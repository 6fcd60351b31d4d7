#include "evaluators/rtl/bench_book.hpp"

#include "base/files.hpp"

namespace gs::rtl {
namespace {

constexpr std::int32_t kApplicationId = 0x47534242;  // "GSBB"
constexpr std::string_view kSchema =
    "CREATE TABLE cost (bench TEXT, simulator TEXT, build_us INTEGER NOT NULL, run_us INTEGER NOT NULL, "
    "optimisation INTEGER NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (bench, simulator)) STRICT;"
    "CREATE TABLE golden (bench TEXT, simulator TEXT, stands_alone INTEGER NOT NULL, passes INTEGER NOT NULL, "
    "passes_zero INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (bench, simulator)) STRICT;";

Result<Database> open_file(const std::filesystem::path& file) {
  GS_CHECK(gs::create_directories(file.parent_path()));
  GS_TRY(Database database, Database::open(file));
  GS_CHECK(database.migrate(kApplicationId, {kSchema}));
  return database;
}

Result<std::optional<SimulationCost>> read_cost(Database& file, const std::string& bench,
                                                const std::string& simulator) {
  GS_TRY(Statement select, file.prepare("SELECT build_us, run_us, optimisation, complete FROM cost "
                                        "WHERE bench = ? AND simulator = ?"));
  select.bind(1, bench).bind(2, simulator);
  GS_TRY(const bool found, select.step());
  if (!found) return std::optional<SimulationCost>();
  return std::optional(SimulationCost{std::chrono::microseconds(select.integer(0)),
                                      std::chrono::microseconds(select.integer(1)), static_cast<int>(select.integer(2)),
                                      select.integer(3) != 0});
}

Result<void> write_cost(Database& file, const std::string& bench, const std::string& simulator,
                        const SimulationCost& cost) {
  GS_TRY(Statement insert, file.prepare("INSERT OR REPLACE INTO cost VALUES (?, ?, ?, ?, ?, ?)"));
  insert.bind(1, bench).bind(2, simulator).bind(3, cost.build.count()).bind(4, cost.run.count());
  insert.bind(5, cost.optimisation).bind(6, cost.complete ? 1 : 0);
  return insert.run();
}

Result<std::optional<GoldenStanding>> read_standing(Database& file, const std::string& bench,
                                                    const std::string& simulator) {
  GS_TRY(Statement select, file.prepare("SELECT stands_alone, passes, passes_zero, message FROM golden "
                                        "WHERE bench = ? AND simulator = ?"));
  select.bind(1, bench).bind(2, simulator);
  GS_TRY(const bool found, select.step());
  if (!found) return std::optional<GoldenStanding>();
  return std::optional(
      GoldenStanding{select.integer(0) != 0, select.integer(1) != 0, select.integer(2) != 0, select.text(3)});
}

Result<void> write_standing(Database& file, const std::string& bench, const std::string& simulator,
                            const GoldenStanding& standing) {
  GS_TRY(Statement insert, file.prepare("INSERT OR REPLACE INTO golden VALUES (?, ?, ?, ?, ?, ?)"));
  insert.bind(1, bench).bind(2, simulator).bind(3, standing.stands_alone ? 1 : 0).bind(4, standing.passes ? 1 : 0);
  insert.bind(5, standing.passes_zero ? 1 : 0).bind(6, standing.message);
  return insert.run();
}

// Worth another write.
bool differs(const SimulationCost& a, const SimulationCost& b) {
  return a.complete != b.complete || a.optimisation != b.optimisation || a.total() > b.total() * 2 ||
         b.total() > a.total() * 2;
}

}  // namespace

void BenchBook::open(const std::filesystem::path& file, Log& log) {
  const std::lock_guard lock(mutex_);
  if (auto opened = open_file(file)) {
    file_ = *std::move(opened);
  } else {
    log.warning("what is known of testbenches cannot be read: " + opened.error().to_line());
  }
}

std::optional<SimulationCost> BenchBook::cost(const std::string& bench, const std::string& simulator) {
  const std::lock_guard lock(mutex_);
  if (const auto found = costs_.find({bench, simulator}); found != costs_.end()) return found->second;
  if (!file_) return std::nullopt;
  const auto cost = read_cost(*file_, bench, simulator);
  if (!cost || !*cost) return std::nullopt;
  costs_[{bench, simulator}] = **cost;
  return **cost;
}

void BenchBook::note_cost(const std::string& bench, const std::string& simulator, const SimulationCost& cost) {
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = costs_.try_emplace({bench, simulator}, cost);
  if (!is_new && !differs(entry->second, cost)) return;
  entry->second = cost;
  if (file_ && !write_cost(*file_, bench, simulator, cost)) file_.reset();
}

std::optional<GoldenStanding> BenchBook::standing(const std::string& bench, const std::string& simulator) {
  const std::lock_guard lock(mutex_);
  if (const auto found = standings_.find({bench, simulator}); found != standings_.end()) return found->second;
  if (!file_) return std::nullopt;
  const auto standing = read_standing(*file_, bench, simulator);
  if (!standing || !*standing) return std::nullopt;
  standings_[{bench, simulator}] = **standing;
  return **standing;
}

void BenchBook::note_standing(const std::string& bench, const std::string& simulator, const GoldenStanding& standing) {
  const std::lock_guard lock(mutex_);
  standings_[{bench, simulator}] = standing;
  if (file_ && !write_standing(*file_, bench, simulator, standing)) file_.reset();
}

}  // namespace gs::rtl
