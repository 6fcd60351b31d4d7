#include "evaluators/rtl/cost_book.hpp"

#include "base/files.hpp"

namespace gs::rtl {
namespace {

constexpr std::int32_t kApplicationId = 0x47534342;  // "GSCB"

Result<Database> open_file(const std::filesystem::path& file) {
  GS_CHECK(gs::create_directories(file.parent_path()));
  GS_TRY(Database database, Database::open(file));
  GS_CHECK(database.migrate(kApplicationId, {"CREATE TABLE cost (task TEXT, simulator TEXT, build_us INTEGER NOT NULL, "
                                             "run_us INTEGER NOT NULL, optimisation INTEGER NOT NULL, "
                                             "complete INTEGER NOT NULL, PRIMARY KEY (task, simulator)) STRICT"}));
  return database;
}

Result<std::optional<SimulationCost>> read(Database& file, const std::string& key, const std::string& simulator) {
  GS_TRY(Statement select, file.prepare("SELECT build_us, run_us, optimisation, complete FROM cost "
                                        "WHERE task = ? AND simulator = ?"));
  select.bind(1, key).bind(2, simulator);
  GS_TRY(const bool found, select.step());
  if (!found) return std::optional<SimulationCost>();
  return std::optional(SimulationCost{std::chrono::microseconds(select.integer(0)),
                                      std::chrono::microseconds(select.integer(1)), static_cast<int>(select.integer(2)),
                                      select.integer(3) != 0});
}

Result<void> write(Database& file, const std::string& key, const std::string& simulator, const SimulationCost& cost) {
  GS_TRY(Statement insert, file.prepare("INSERT OR REPLACE INTO cost VALUES (?, ?, ?, ?, ?, ?)"));
  insert.bind(1, key).bind(2, simulator).bind(3, cost.build.count()).bind(4, cost.run.count());
  insert.bind(5, cost.optimisation).bind(6, cost.complete ? 1 : 0);
  return insert.run();
}

// Worth another write.
bool differs(const SimulationCost& a, const SimulationCost& b) {
  return a.complete != b.complete || a.optimisation != b.optimisation || a.total() > b.total() * 2 ||
         b.total() > a.total() * 2;
}

}  // namespace

void CostBook::open(const std::filesystem::path& file, Log& log) {
  if (auto opened = open_file(file)) {
    file_ = *std::move(opened);
  } else {
    log.warning("costs of earlier simulations are not known: " + opened.error().to_line());
  }
}

std::optional<SimulationCost> CostBook::find(const std::string& key, const std::string& simulator) {
  const std::lock_guard lock(mutex_);
  if (const auto found = known_.find({key, simulator}); found != known_.end()) return found->second;
  if (!file_) return std::nullopt;
  const auto cost = read(*file_, key, simulator);
  if (!cost || !*cost) return std::nullopt;
  known_[{key, simulator}] = **cost;
  return **cost;
}

void CostBook::note(const std::string& key, const std::string& simulator, const SimulationCost& cost) {
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = known_.try_emplace({key, simulator}, cost);
  if (!is_new && !differs(entry->second, cost)) return;
  entry->second = cost;
  if (file_ && !write(*file_, key, simulator, cost)) file_.reset();
}

}  // namespace gs::rtl
