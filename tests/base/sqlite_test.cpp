#include "base/sqlite.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "base/files.hpp"
#include "tests/support/error_line.hpp"

namespace gs {
namespace {

using test::code_name;
using test::error_line;
using std::string_literals::operator""s;

constexpr std::int32_t kOurId = 0x47533031;

class SqliteTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("sqlite");
    ASSERT_TRUE(made) << error_line(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
    path_ = folder_->path() / "runs.db";
  }

  Database open() {
    auto database = Database::open(path_);
    EXPECT_TRUE(database) << error_line(database);
    return *std::move(database);
  }

  std::unique_ptr<TempDir> folder_;
  std::filesystem::path path_;
};

/// The first column of the first row, as text.
std::string query(Database& database, std::string_view sql) {
  auto statement = database.prepare(sql);
  EXPECT_TRUE(statement) << error_line(statement);
  if (!statement) return {};
  const auto row = statement->step();
  EXPECT_TRUE(row && *row) << error_line(row);
  return statement->text(0);
}

void run(Database& database, std::string_view sql) {
  const auto result = database.execute(sql);
  ASSERT_TRUE(result) << error_line(result);
}

TEST_F(SqliteTest, KeepsRowsOverReopening) {
  {
    Database database = open();
    run(database, "CREATE TABLE t(a)");
    run(database, "INSERT INTO t VALUES(42)");
  }
  Database again = open();
  EXPECT_EQ(query(again, "SELECT a FROM t"), "42");
}

TEST_F(SqliteTest, OpensWithItsSettings) {
  Database database = open();
  EXPECT_EQ(query(database, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(query(database, "PRAGMA foreign_keys"), "1");
  EXPECT_EQ(query(database, "PRAGMA busy_timeout"), "10000");
}

TEST_F(SqliteTest, NamesAFileThatIsNoDatabase) {
  for (const std::string& content : {"short"s, std::string(5000, 'x')}) {
    ASSERT_TRUE(write_file_atomic(path_, content));
    const auto database = Database::open(path_);
    EXPECT_EQ(code_name(database), "corrupt");
    EXPECT_NE(error_line(database).find(path_.string()), std::string::npos) << error_line(database);
    EXPECT_EQ(*read_file(path_), content) << "the file is left as it was";
  }
}

TEST_F(SqliteTest, NamesAFolderThatIsMissing) {
  const auto database = Database::open(folder_->path() / "missing" / "runs.db");
  EXPECT_EQ(code_name(database), "external");
  EXPECT_EQ(error_line(database),
            (folder_->path() / "missing" / "runs.db").string() + ": unable to open database file");
}

TEST_F(SqliteTest, SaysWhichSqlFailedAndWhere) {
  Database database = open();
  const auto result = database.execute("SELEKT 1");
  EXPECT_EQ(code_name(result), "external");
  EXPECT_EQ(error_line(result), path_.string() + ": near \"SELEKT\": syntax error in \"SELEKT 1\"");
  EXPECT_FALSE(database.prepare("SELECT a FROM missing"));
}

TEST(StatementTest, BindsAndReadsEveryType) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  auto statement = database->prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6");
  ASSERT_TRUE(statement);
  const std::int64_t large = -9'000'000'000'000'000'000;
  statement->bind(1, large).bind(2, 0.1).bind(3, "zero\0byte"s).bind_null(4);
  statement->bind(5, std::optional<std::string>()).bind(6, std::optional<int>(7));
  ASSERT_TRUE(*statement->step());
  EXPECT_EQ(statement->integer(0), large);
  EXPECT_EQ(statement->real(1), 0.1);
  EXPECT_EQ(statement->text(2), "zero\0byte"s);
  EXPECT_TRUE(statement->is_null(3));
  EXPECT_TRUE(statement->is_null(4));
  EXPECT_EQ(statement->text(4), "");
  EXPECT_EQ(statement->integer(5), 7);
  EXPECT_FALSE(statement->is_null(5));
  EXPECT_FALSE(*statement->step());
}

TEST(StatementTest, BindsAnEmptyViewAsText) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  auto statement = database->prepare("SELECT typeof(?1)");
  ASSERT_TRUE(statement);
  ASSERT_TRUE(*statement->bind(1, std::string_view()).step());
  EXPECT_EQ(statement->text(0), "text");
}

TEST(StatementTest, RunsAgainAfterReset) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  run(*database, "CREATE TABLE t(a)");
  auto insert = database->prepare("INSERT INTO t VALUES(?1)");
  ASSERT_TRUE(insert);
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(insert->bind(1, i).run());
  EXPECT_EQ(query(*database, "SELECT sum(a) FROM t"), "6");
}

TEST(StatementTest, KeepsBindingErrorsForStep) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  auto statement = database->prepare("SELECT ?1");
  ASSERT_TRUE(statement);
  statement->bind(2, 5).bind(1, 5);
  EXPECT_EQ(error_line(statement->step()), "cannot bind a value: column index out of range in \"SELECT ?1\"");
  statement->reset();
  EXPECT_TRUE(statement->bind(1, 5).step());
}

TEST(StatementTest, ReportsConstraintsAndCanGoOn) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  run(*database, "CREATE TABLE t(a UNIQUE)");
  auto insert = database->prepare("INSERT INTO t VALUES(?1)");
  ASSERT_TRUE(insert);
  ASSERT_TRUE(insert->bind(1, 1).run());
  const auto again = insert->bind(1, 1).run();
  EXPECT_EQ(code_name(again), "external");
  EXPECT_EQ(error_line(again), "database in memory: UNIQUE constraint failed: t.a in \"INSERT INTO t VALUES(?1)\"");
  EXPECT_TRUE(insert->bind(1, 2).run());
}

TEST(StatementTest, IsExactlyOne) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  EXPECT_TRUE(database->prepare("SELECT 1;  "));
  EXPECT_FALSE(database->prepare("SELECT 1; SELECT 2"));
  EXPECT_FALSE(database->prepare("  "));
}

TEST(DatabaseTest, EnforcesForeignKeys) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  run(*database, "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id))");
  EXPECT_FALSE(database->execute("INSERT INTO c VALUES(1)"));
}

TEST(TransactionTest, RollsBackUnlessCommitted) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  run(*database, "CREATE TABLE t(a)");
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction);
    run(*database, "INSERT INTO t VALUES(1)");
  }
  EXPECT_EQ(query(*database, "SELECT count(*) FROM t"), "0");
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction);
    run(*database, "INSERT INTO t VALUES(1)");
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(query(*database, "SELECT count(*) FROM t"), "1");
}

TEST(TransactionTest, DoesNotNest) {
  auto database = Database::in_memory();
  ASSERT_TRUE(database);
  auto outer = Transaction::begin(*database);
  ASSERT_TRUE(outer);
  EXPECT_FALSE(Transaction::begin(*database));
  EXPECT_TRUE(outer->commit());
}

TEST_F(SqliteTest, MigratesStepByStepAndOnlyOnce) {
  Database database = open();
  ASSERT_TRUE(database.migrate(kOurId, {"CREATE TABLE a(x); INSERT INTO a VALUES(1)"}));
  EXPECT_EQ(query(database, "PRAGMA user_version"), "1");
  EXPECT_EQ(query(database, "PRAGMA application_id"), std::to_string(kOurId));
  const std::vector<std::string_view> two{"CREATE TABLE a(x); INSERT INTO a VALUES(1)", "INSERT INTO a VALUES(2)"};
  ASSERT_TRUE(database.migrate(kOurId, two));
  ASSERT_TRUE(database.migrate(kOurId, two));
  EXPECT_EQ(query(database, "PRAGMA user_version"), "2");
  EXPECT_EQ(query(database, "SELECT group_concat(x) FROM a"), "1,2");
}

TEST_F(SqliteTest, KeepsTheVersionBeforeAMigrationThatFails) {
  Database database = open();
  const auto migrated = database.migrate(kOurId, {"CREATE TABLE a(x)", "CREATE TABLE b(x); CREATE TABLE a(x)"});
  EXPECT_EQ(code_name(migrated), "external");
  EXPECT_TRUE(error_line(migrated).starts_with("migration to format 2: ")) << error_line(migrated);
  EXPECT_EQ(query(database, "PRAGMA user_version"), "1");
  EXPECT_EQ(query(database, "SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0");
}

TEST_F(SqliteTest, RefusesADatabaseOfANewerVersion) {
  Database database = open();
  ASSERT_TRUE(database.migrate(kOurId, {"CREATE TABLE a(x)", "CREATE TABLE b(x)"}));
  const auto migrated = database.migrate(kOurId, {"CREATE TABLE a(x)"});
  EXPECT_EQ(code_name(migrated), "corrupt");
  EXPECT_EQ(error_line(migrated),
            path_.string() + ": was written by a newer version (format 2, this version knows up to 1)");
}

TEST_F(SqliteTest, RefusesADatabaseOfAnotherProgram) {
  Database database = open();
  run(database, "PRAGMA application_id = 99");
  const auto migrated = database.migrate(kOurId, {"CREATE TABLE a(x)"});
  EXPECT_EQ(code_name(migrated), "corrupt");
  EXPECT_EQ(error_line(migrated),
            path_.string() + ": is a database of another program (application id 0x63, not 0x47533031)");
}

TEST_F(SqliteTest, RefusesADatabaseWithoutAnOwner) {
  Database database = open();
  run(database, "CREATE TABLE someone_elses(x)");
  EXPECT_EQ(code_name(database.migrate(kOurId, {"CREATE TABLE a(x)"})), "corrupt");
}

TEST_F(SqliteTest, LetsManyOpenAndMigrateAtOnce) {
  std::vector<std::string> errors(8);
  std::vector<std::thread> threads;
  for (std::string& error : errors) {
    threads.emplace_back([this, &error] {
      auto database = Database::open(path_);
      if (!database) {
        error = error_line(database);
        return;
      }
      error = error_line(database->migrate(kOurId, {"CREATE TABLE a(x)", "INSERT INTO a VALUES(1)"}));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors) EXPECT_EQ(error, "");
  Database database = open();
  EXPECT_EQ(query(database, "SELECT count(*) FROM a"), "1");
}

}  // namespace
}  // namespace gs
