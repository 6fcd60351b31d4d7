#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

#include "base/json.hpp"
#include "tasks/import/importer.hpp"
#include "tasks/import/suite_folder.hpp"
#include "tests/tasks/task_folder.hpp"

namespace gs::tasks {
namespace {

namespace fs = std::filesystem;
using test::error_line;

fs::path fixtures() {
  return fs::path(GS_TEST_DATA) / "import";
}

class ExternalImportTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("external");
    ASSERT_TRUE(made) << error_line(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
    fs::copy(fixtures() / "harbor", folder_->path() / "harbor", fs::copy_options::recursive);
  }
  fs::path task() const { return folder_->path() / "harbor/greeting"; }
  /// Of reading the spoilt folder, without what precedes the task's files.
  std::string harbor_error() {
    const auto suites = import_harbor(folder_->path() / "harbor");
    if (suites) return "no error";
    const std::string line = suites.error().to_line(), prefix = task().string() + "/";
    return line.rfind(prefix, 0) == 0 ? line.substr(prefix.size()) : line;
  }
  std::string record_error(const std::function<void(Json&)>& spoil) {
    Json row = parse_json(read_file(fixtures() / "hwe/records.jsonl").value(), "fixture").value();
    spoil(row);
    test::write(folder_->path() / "records.jsonl", dump_json(row) + "\n");
    const auto suites = import_hwe_bench(folder_->path() / "records.jsonl");
    return suites ? "no error" : suites.error().to_line().substr(folder_->path().string().size() + 1);
  }
  /// Written and read back: not admitted, with its reason.
  Task written(const ImportedSuite& suite) {
    auto place = SuiteFolder::open(folder_->path() / "out" / suite.name, SuiteFolder::Existing::refuse);
    EXPECT_TRUE(place) << error_line(place);
    const auto loaded = place->write(suite.tasks.at(0));
    EXPECT_TRUE(loaded) << error_line(loaded);
    return loaded ? *loaded : Task();
  }

  std::unique_ptr<TempDir> folder_;
};

TEST_F(ExternalImportTest, KeepsAHarborTaskWithItsReason) {
  const auto suites = import_harbor(folder_->path() / "harbor");
  ASSERT_TRUE(suites) << error_line(suites);
  EXPECT_EQ(suites->at(0).name, "harbor-harbor");
  const Task task = written(suites->at(0));
  EXPECT_EQ(task.id, "fixture-greeting");
  EXPECT_EQ(task.imported->official_id, "fixture/greeting");
  EXPECT_EQ(task.not_admitted, "is judged in the container image fixture/greeting:1, which is not here");
  EXPECT_EQ(task.judge.evaluator, "external");
  EXPECT_TRUE(task.has_tag("not-admitted"));
  EXPECT_EQ(task.hidden.count("tests/test.sh"), 1u);
  EXPECT_EQ(task.hidden.count("solution/solve.sh"), 1u);
  EXPECT_EQ(task.workspace.count("environment/Dockerfile"), 1u);
}

TEST_F(ExternalImportTest, TakesASingleHarborTaskToo) {
  const auto suites = import_harbor(task());
  ASSERT_TRUE(suites) << error_line(suites);
  EXPECT_EQ(suites->at(0).name, "harbor-greeting");
}

TEST_F(ExternalImportTest, NamesFileAndFieldOfAHarborTask) {
  test::replace_in(task() / "task.toml", "\"1.1\"", "\"9.7\"");
  EXPECT_EQ(harbor_error(), "task.toml: /schema_version: version \"9.7\" is not known");
  test::replace_in(task() / "task.toml", "\"9.7\"", "3");
  EXPECT_NE(harbor_error().find("task.toml: /schema_version: expected a non-empty string"), std::string::npos)
      << harbor_error();
  test::replace_in(task() / "task.toml", "schema_version = 3", "");
  EXPECT_EQ(harbor_error(), "task.toml: /version: missing");
  test::replace_in(task() / "task.toml", "[task]\nname = \"fixture/greeting\"\n", "version = \"1.0\"\ntask = 4\n");
  EXPECT_NE(harbor_error().find("task.toml: /task: expected"), std::string::npos) << harbor_error();
  test::write(task() / "task.toml", std::string((1 << 20) + 1, ' '));
  EXPECT_NE(harbor_error().find("task.toml"), std::string::npos) << harbor_error();
}

TEST_F(ExternalImportTest, MissesParts) {
  fs::remove(task() / "tests/test.sh");
  EXPECT_EQ(harbor_error(), "tests/test.sh: no such file");
  test::write(task() / "instruction.md", "\n");
  EXPECT_EQ(harbor_error(), "instruction.md: empty");
  fs::remove_all(task());
  EXPECT_NE(harbor_error().find("no task of harbor-harbor"), std::string::npos) << harbor_error();
  EXPECT_FALSE(import_harbor(folder_->path() / "nowhere"));
}

TEST_F(ExternalImportTest, KeepsAnHweRecordWithItsReason) {
  const auto suites = import_hwe_bench(fixtures() / "hwe/records.jsonl");
  ASSERT_TRUE(suites) << error_line(suites);
  const Task task = written(suites->at(0));
  EXPECT_EQ(task.id, "fixtureOrg-Core-pr-42");
  EXPECT_EQ(task.imported->official_id, "fixtureOrg/Core:pr-42");
  EXPECT_EQ(task.not_admitted,
            "is judged in the container image hwebench/fixtureorg_m_core:pr-42 on a checkout of fixtureOrg/Core, "
            "neither of which is here");
  EXPECT_EQ(task.instruction, "The stall is dropped one cycle early.\n");
  EXPECT_EQ(task.hidden.count("fix.patch"), 1u);
  EXPECT_TRUE(task.workspace.empty());
}

TEST_F(ExternalImportTest, NamesFileLineAndFieldOfAnHweRecord) {
  EXPECT_EQ(record_error([](Json& row) { row.erase("fix_patch"); }), "records.jsonl:1: /fix_patch: missing");
  EXPECT_EQ(record_error([](Json& row) { row["base"].erase("sha"); }), "records.jsonl:1: /base/sha: missing");
  EXPECT_NE(record_error([](Json& row) { row["number"] = "42"; }).find("records.jsonl:1: /number: expected an integer"),
            std::string::npos);
  EXPECT_EQ(record_error([](Json& row) { row["tb_script"] = std::string((1 << 20) + 1, 'x'); }),
            "records.jsonl:1: /tb_script: more than 1 MiB");
}

}  // namespace
}  // namespace gs::tasks
