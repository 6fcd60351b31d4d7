/// SQLite with owners: Database, Statement, Transaction.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gs {

class Statement;

/// One connection: WAL, foreign keys on, busy timeout 10 s (then: timeout), synchronous NORMAL: a commit survives the
/// death of the process, and a power failure at worst undoes the last ones. Move-only; use from one thread at a time.
/// Statements and transactions must not outlive it.
class Database {
 public:
  /// Opens or creates a file. A file that is not a database: corrupt.
  static Result<Database> open(const std::filesystem::path& path);
  /// A database in memory.
  static Result<Database> in_memory();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Runs statements that give no rows.
  Result<void> execute(std::string_view sql);
  /// Exactly one statement.
  Result<Statement> prepare(std::string_view sql);

  /// `application_id` marks the file as ours; migrations[i] brings user_version i to i + 1, each in its own
  /// transaction. A foreign application_id, or a user_version above migrations.size(), is corrupt: "… was written by a
  /// newer version".
  Result<void> migrate(std::int32_t application_id, const std::vector<std::string_view>& migrations);

  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3, Closer> handle_;
};

/// A prepared statement. Bind by position (from 1), step, read columns (from 0), reset to run again.
/// Binding errors are kept and returned by step.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);  ///< copied
  Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
  Statement& bind(int index, const std::string& text) { return bind(index, std::string_view(text)); }
  Statement& bind_null(int index);
  template <typename T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind_null(index);
  }

  /// true: a row is there. false: done.
  Result<bool> step();
  /// For statements without rows: steps to the end and resets.
  Result<void> run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* handle) const;
  };
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  Statement& keep(int bind_status);
  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
  int bind_status_ = 0;
};

/// BEGIN IMMEDIATE; rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace gs
