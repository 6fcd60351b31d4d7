#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "base/json.hpp"
#include "tasks/import/compose_file.hpp"
#include "tasks/import/hunks.hpp"
#include "tasks/import/importer.hpp"
#include "tasks/import/suite_folder.hpp"
#include "tests/tasks/task_folder.hpp"

namespace gs::tasks {
namespace {

using test::error_line;

std::filesystem::path fixture() {
  return std::filesystem::path(GS_TEST_DATA) / "import/cvdp/rows.jsonl";
}

/// The rows of the fixture, the first spoilt, in a file of their own.
class CvdpImportTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = TempDir::create("cvdp");
    ASSERT_TRUE(made) << error_line(made);
    folder_ = std::make_unique<TempDir>(*std::move(made));
  }
  std::string error_of(const std::function<void(Json&)>& spoil) {
    const auto text = read_file(fixture());
    Json row = parse_json(text->substr(0, text->find('\n')), "fixture").value();
    spoil(row);
    test::write(folder_->path() / "rows.jsonl", dump_json(row) + "\n");
    const auto suites = import_cvdp(folder_->path() / "rows.jsonl");
    if (suites) return "no error";
    const std::string line = suites.error().to_line(), prefix = folder_->path().string() + "/";
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(line.rfind(prefix, 0), 0u) << line;
    return line.substr(std::min(line.size(), prefix.size()));
  }

  std::unique_ptr<TempDir> folder_;
};

TEST_F(CvdpImportTest, ReadsWhatCanBeJudgedAndSaysWhatCannot) {
  const auto suites = import_cvdp(fixture());
  ASSERT_TRUE(suites) << error_line(suites);
  ASSERT_EQ(suites->size(), 2u);
  const ImportedSuite& plain = suites->at(0);
  EXPECT_EQ(plain.name, "cvdp-nonagentic");
  ASSERT_EQ(plain.tasks.size(), 2u);
  EXPECT_EQ(plain.notes,
            (std::vector<std::string>{
                "left out: 1 row of cid003: needs a commercial simulator", "left out: 1 row of cid010: asks for prose",
                "left out: 1 row of cid012: asks for a testbench or assertions, which a commercial "
                "simulator judges"}));
  EXPECT_EQ(suites->at(1).name, "cvdp-agentic");
}

TEST_F(CvdpImportTest, StubsAFileThatIsNotGiven) {
  const auto suites = import_cvdp(fixture());
  ASSERT_TRUE(suites) << error_line(suites);
  const ImportedTask& task = suites->at(0).tasks.at(0);
  EXPECT_EQ(task.id, "fixture_gray_0001");
  EXPECT_EQ(task.files.at("workspace/rtl/gray4.sv"), "// To be written: rtl/gray4.sv\n");
  EXPECT_EQ(task.files.count("tests/src/.env"), 1u);
  EXPECT_EQ(task.settings.at("import").at("official_id"), "fixture_gray_0001");
  EXPECT_EQ(task.settings.at("judge").at("commands").at(0),
            "pytest -o cache_dir=/rundir/harness/.cache /src/test_runner.py -v");
}

TEST_F(CvdpImportTest, KeepsGivenFilesAndAppliesThePatchOfAnAgenticRow) {
  const auto suites = import_cvdp(fixture());
  ASSERT_TRUE(suites) << error_line(suites);
  const ImportedTask& repair = suites->at(0).tasks.at(1);
  EXPECT_EQ(repair.settings.at("kind"), "rtl-repair");
  EXPECT_EQ(repair.files.count("workspace/docs/notes.md"), 1u);
  const ImportedTask& agentic = suites->at(1).tasks.at(0);
  EXPECT_EQ(agentic.settings.at("difficulty"), "medium");
  EXPECT_EQ(agentic.files.at("workspace/rtl/decade.sv"), repair.files.at("workspace/rtl/decade.sv"));
  EXPECT_EQ(agentic.files.at("solution/rtl/decade.sv"), repair.files.at("solution/rtl/decade.sv"));
}

TEST_F(CvdpImportTest, EveryTaskCanBeLoaded) {
  const auto suites = import_cvdp(fixture());
  ASSERT_TRUE(suites) << error_line(suites);
  for (const ImportedSuite& suite : *suites) {
    auto folder = SuiteFolder::open(folder_->path() / suite.name, SuiteFolder::Existing::refuse);
    ASSERT_TRUE(folder) << error_line(folder);
    for (const ImportedTask& task : suite.tasks) {
      const auto loaded = folder->write(task);
      EXPECT_TRUE(loaded) << error_line(loaded);
    }
  }
}

TEST_F(CvdpImportTest, NamesFileLineAndFieldOfWhatIsWrong) {
  EXPECT_EQ(error_of([](Json& row) { row.erase("id"); }), "rows.jsonl:1: /id: missing");
  EXPECT_EQ(error_of([](Json& row) { row["input"].erase("prompt"); }), "rows.jsonl:1: /input/prompt: missing");
  EXPECT_NE(error_of([](Json& row) {
              row["output"]["context"]["rtl/gray4.sv"] = 7;
            }).find("rows.jsonl:1: /output/context/rtl/gray4.sv: expected a string"),
            std::string::npos);
  EXPECT_NE(error_of([](Json& row) { row["categories"] = "cid003"; }).find("rows.jsonl:1: /categories: "),
            std::string::npos);
  EXPECT_NE(error_of([](Json& row) { row["harness"] = 3; }).find("rows.jsonl:1: /harness: expected"),
            std::string::npos);
  EXPECT_EQ(error_of([](Json& row) { row["harness"]["files"]["../x"] = ""; }),
            "rows.jsonl:1: /harness/files: \"../x\" is no path below a folder");
  EXPECT_EQ(error_of([](Json& row) { row["input"]["context"]["big.v"] = std::string((1 << 20) + 1, 'x'); }),
            "rows.jsonl:1: /input/context/big.v: more than a task may hold: 1 MiB in a file, 12 MiB in a row");
}

TEST_F(CvdpImportTest, SaysWhyNothingCanBeJudged) {
  EXPECT_EQ(error_of([](Json& row) { row["categories"][0] = "cid099"; }),
            "rows.jsonl: no row can be judged here; left out: 1 row of cid099: is of a category that is not known");
  EXPECT_EQ(error_of([](Json& row) { row["harness"]["files"].erase("src/.env"); }),
            "rows.jsonl: no row can be judged here; left out: 1 row of cid003: has no src/.env");
  EXPECT_EQ(error_of([](Json& row) {
              row["harness"]["files"]["docker-compose.yml"] = "services:\n  a:\n    command: sh x\n";
            }),
            "rows.jsonl: no row can be judged here; left out: 1 row of cid003: runs neither pytest nor a Python file");
}

TEST(ComposeFileTest, ReadsCommandsOfServices) {
  const auto services = parse_compose_file(
      "version: '3'\nservices:\n\n  one:\n    # image: no\n    image: x:1 # why\n    environment:\n      command: "
      "inner\n"
      "    command     : \"pytest '/src/a.py'\"\n  two:\n    command: pytest /b\nnetworks:\n  n:\n    command: z\n");
  ASSERT_TRUE(services) << error_line(services);
  ASSERT_EQ(services->size(), 2u);
  EXPECT_EQ(services->at("one").command, "pytest '/src/a.py'");
  EXPECT_EQ(services->at("one").image, "x:1");
  EXPECT_EQ(services->at("two").command, "pytest /b");
}

TEST(ComposeFileTest, RefusesWhatItDoesNotRead) {
  EXPECT_FALSE(parse_compose_file("services:\n  a:\n    command: >\n      pytest x\n"));
  EXPECT_FALSE(parse_compose_file("services:\n  a:\n    command: [pytest, x]\n"));
  EXPECT_FALSE(parse_compose_file("nothing: here\n"));
}

TEST(HunksTest, AppliesExactlyOrNotAtAll) {
  EXPECT_EQ(apply_hunks("a\nb\nc\n", "--- a\n+++ b\n@@ -2,1 +2,2 @@\n-b\n+B\n+B2\n").value(), "a\nB\nB2\nc\n");
  EXPECT_EQ(apply_hunks("", "@@ -0,0 +1,1 @@\n+new\n").value(), "new\n");
  EXPECT_EQ(error_line(apply_hunks("a\n", "@@ -1,1 +1,1 @@\n-b\n+c\n")),
            "line 2 of the patch: the file has another line there");
  EXPECT_EQ(error_line(apply_hunks("a\n", "@@ -9,1 +9,1 @@\n-a\n")), "line 1 of the patch: no such line in the file");
  EXPECT_FALSE(apply_hunks("a\n", "nothing"));
}

}  // namespace
}  // namespace gs::tasks
