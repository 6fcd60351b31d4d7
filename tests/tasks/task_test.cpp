#include "tasks/task.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace gs::tasks {
namespace {

using Strings = std::vector<std::string>;

TEST(TaskTest, NamesItselfWithItsSuite) {
  Task task;
  task.suite = "rtl-repair";
  task.id = "fifo";
  EXPECT_EQ(task.name(), "rtl-repair/fifo");
}

TEST(TaskTest, KnowsItsTags) {
  Task task;
  task.tags = {"fifo", "quick"};
  EXPECT_TRUE(task.has_tag("quick"));
  EXPECT_FALSE(task.has_tag("qui"));
  EXPECT_FALSE(task.has_tag(""));
}

TEST(TaskTest, LetsSourcesAndIncludedFilesBeChanged) {
  Task task;
  task.sources = {"rtl/pkg.sv", "rtl/a.sv"};
  task.include_dirs = {"rtl", "inc"};
  task.workspace = {{"inc/deep/y.svh", ""}, {"inc/x.svh", ""}, {"incident.svh", ""}, {"repro/tb.sv", ""},
                    {"rtl/a.sv", ""},       {"rtl/b.svh", ""}, {"rtl/pkg.sv", ""}};
  // Compile order first, then what else is included, each once.
  EXPECT_EQ(task.editable_files(), (Strings{"rtl/pkg.sv", "rtl/a.sv", "inc/deep/y.svh", "inc/x.svh", "rtl/b.svh"}));
}

TEST(FileSetHashTest, DependsOnNamesAndContents) {
  EXPECT_EQ(hash_of({}), sha256_hex(""));
  EXPECT_EQ(hash_of({{"a", "1"}, {"b", "2"}}), Sha256().add_part("a").add_part("1").add_part("b").add_part("2").hex());
  EXPECT_NE(hash_of({{"a", "1"}}), hash_of({{"a", "2"}}));
  EXPECT_NE(hash_of({{"a", "1"}}), hash_of({{"b", "1"}}));
  EXPECT_NE(hash_of({{"a", "bc"}}), hash_of({{"ab", "c"}}));
}

}  // namespace
}  // namespace gs::tasks
