#include "base/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/assert.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"

namespace gs {

namespace {

constexpr int kBusyTimeoutMs = 10'000;

std::string name_of(sqlite3* handle) {
  const char* path = sqlite3_db_filename(handle, "main");
  return path == nullptr || *path == '\0' ? "database in memory" : path;
}

ErrorCode code_of(int status) {
  switch (status & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return ErrorCode::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::timeout;
    default:
      return ErrorCode::external;
  }
}

/// The connection's latest failure; `sql` says during what.
Error database_error(sqlite3* handle, int status, std::string_view sql) {
  std::string message = fmt::format("{}: {}", name_of(handle), sqlite3_errmsg(handle));
  if (!sql.empty()) message += fmt::format(" in \"{}\"", bound_text(clean_utf8(sql), 200));
  return {code_of(status), std::move(message)};
}

Error statement_error(sqlite3_stmt* statement, int status) {
  const char* sql = sqlite3_sql(statement);
  return database_error(sqlite3_db_handle(statement), status, sql == nullptr ? "" : sql);
}

/// The user_version, when the file is ours, or is empty and can become ours.
Result<std::int64_t> owned_version(Database& database, std::int32_t application_id, std::size_t newest) {
  // One statement, one state of the file: another process may be migrating it.
  GS_TRY(Statement statement, database.prepare("SELECT (SELECT application_id FROM pragma_application_id),"
                                               " (SELECT user_version FROM pragma_user_version),"
                                               " (SELECT count(*) FROM sqlite_master)"));
  GS_TRY(const bool row, statement.step());
  GS_ASSERT(row);
  const std::int64_t found_id = statement.integer(0), version = statement.integer(1), objects = statement.integer(2);
  const bool is_fresh = found_id == 0 && version == 0 && objects == 0;
  if (found_id != application_id && !is_fresh) {
    return corrupt(fmt::format("{}: is a database of another program (application id {:#x}, not {:#x})",
                               name_of(database.handle()), static_cast<std::uint32_t>(found_id),
                               static_cast<std::uint32_t>(application_id)));
  }
  if (version < 0 || version > static_cast<std::int64_t>(newest)) {
    return corrupt(fmt::format("{}: was written by a newer version (format {}, this version knows up to {})",
                               name_of(database.handle()), version, newest));
  }
  return version;
}

/// Reads the file for the first time, so that what is no database is found here. While another process makes the same
/// switch SQLite answers "busy" at once, without the busy timeout: it is waited out here.
Result<void> switch_to_wal(Database& database) {
  const SystemClock clock;
  const auto give_up = clock.monotonic() + std::chrono::milliseconds(kBusyTimeoutMs);
  while (true) {
    Result<void> switched = database.execute("PRAGMA journal_mode = WAL");
    if (switched || switched.error().code() != ErrorCode::timeout || clock.monotonic() >= give_up) return switched;
    sqlite3_sleep(5);
  }
}

}  // namespace

void Database::Closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& path) {
  sqlite3* handle = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(handle);
  if (status != SQLITE_OK) {
    return Error(code_of(status), fmt::format("{}: {}", path.string(), sqlite3_errstr(status)));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  GS_CHECK(database.execute("PRAGMA foreign_keys = ON"));
  GS_CHECK(switch_to_wal(database));
  GS_CHECK(database.execute("PRAGMA synchronous = NORMAL"));
  return database;
}

Result<Database> Database::in_memory() {
  sqlite3* handle = nullptr;
  const int status = sqlite3_open(":memory:", &handle);
  Database database(handle);
  if (status != SQLITE_OK) return external(fmt::format("database in memory: {}", sqlite3_errstr(status)));
  sqlite3_extended_result_codes(handle, 1);
  GS_CHECK(database.execute("PRAGMA foreign_keys = ON"));
  return database;
}

Result<void> Database::execute(std::string_view sql) {
  const int status = sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return database_error(handle_.get(), status, sql);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int status = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &handle, &rest);
  Statement statement(handle);
  if (status != SQLITE_OK) return database_error(handle_.get(), status, sql);
  const std::string_view unread = trim(sql.substr(static_cast<std::size_t>(rest - sql.data())));
  if (handle == nullptr || !unread.empty()) {
    return external(fmt::format("{}: not exactly one statement: \"{}\"", name_of(handle_.get()), sql));
  }
  return statement;
}

Result<void> Database::migrate(std::int32_t application_id, const std::vector<std::string_view>& migrations) {
  GS_TRY(std::int64_t version, owned_version(*this, application_id, migrations.size()));
  while (version < static_cast<std::int64_t>(migrations.size())) {
    GS_TRY(Transaction transaction, Transaction::begin(*this));
    // Another process may have migrated between the last look and the lock.
    GS_TRY(const std::int64_t locked_version, owned_version(*this, application_id, migrations.size()));
    if (locked_version == version) {
      GS_CHECK(execute(migrations[static_cast<std::size_t>(version)])
                   .with(fmt::format("migration to format {}", version + 1)));
      GS_CHECK(
          execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version + 1)));
      GS_CHECK(transaction.commit());
      ++version;
    } else {
      version = locked_version;
    }
  }
  return {};
}

void Statement::Finalizer::operator()(sqlite3_stmt* handle) const {
  sqlite3_finalize(handle);
}

Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(int index, std::int64_t value) {
  return keep(sqlite3_bind_int64(handle_.get(), index, value));
}

Statement& Statement::bind(int index, double value) {
  return keep(sqlite3_bind_double(handle_.get(), index, value));
}

Statement& Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL, and an empty view may hold one.
  const char* data = text.data() == nullptr ? "" : text.data();
  return keep(sqlite3_bind_text64(handle_.get(), index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind_null(int index) {
  return keep(sqlite3_bind_null(handle_.get(), index));
}

Result<bool> Statement::step() {
  if (bind_status_ != SQLITE_OK) {
    return external(
        fmt::format("cannot bind a value: {} in \"{}\"", sqlite3_errstr(bind_status_), sqlite3_sql(handle_.get())));
  }
  const int status = sqlite3_step(handle_.get());
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return statement_error(handle_.get(), status);
}

Result<void> Statement::run() {
  while (true) {
    const Result<bool> row = step();
    if (row && *row) continue;
    reset();
    if (!row) return row.error();
    return {};
  }
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bind_status_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(handle_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Statement& Statement::keep(int status) {
  if (bind_status_ == SQLITE_OK) bind_status_ = status;
  return *this;
}

Result<Transaction> Transaction::begin(Database& database) {
  GS_CHECK(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  if (database_ != nullptr) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
  GS_ASSERT(database_ != nullptr);
  // A commit that fails leaves the transaction open, for the destructor to roll back.
  GS_CHECK(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace gs
