#include "tasks/loader.hpp"

#include <algorithm>

#include "tests/support/scoped_environment.hpp"
#include "tests/tasks/task_folder.hpp"

namespace gs::tasks {
namespace {

namespace fs = std::filesystem;
using test::code_name;
using test::error_line;
using test::replace_in;
using test::write;
using Strings = std::vector<std::string>;

/// Two roots: the first holds rtl-repair with two tasks, the second another rtl-repair and rtl-line.
class SuitesTest : public test::TaskFolderTest {
 protected:
  void SetUp() override {
    TaskFolderTest::SetUp();
    add_task(root() / "rtl-repair", "timer", "\"timer\"");
    add_task(root() / "second" / "rtl-repair", "shadowed", "\"adder\"");
    add_task(root() / "second" / "rtl-line", "counter", "\"quick\"");
    fs::create_directories(root() / "first");
    fs::rename(root() / "rtl-repair", root() / "first" / "rtl-repair");
  }

  static void add_task(const fs::path& suite, const std::string& id, const std::string& tags) {
    ASSERT_NO_FATAL_FAILURE(test::write_adder_task(suite / id));
    replace_in(suite / id / "task.toml", "id = \"adder-carry\"", "id = \"" + id + "\"");
    replace_in(suite / id / "task.toml", "[\"adder\", \"quick\"]", "[" + tags + "]");
  }

  std::vector<fs::path> roots() const { return {root() / "first", root() / "second"}; }

  Result<std::vector<Task>> load(std::string_view selector) const {
    GS_TRY(const SuiteSelector parsed, parse_selector(selector));
    return load_suite(parsed, roots());
  }

  Strings names(std::string_view selector) const {
    const auto tasks = load(selector);
    EXPECT_TRUE(tasks) << error_line(tasks);
    Strings found;
    if (tasks) {
      for (const Task& task : *tasks) found.push_back(task.name());
    }
    return found;
  }
};

TEST(SelectorTest, ReadsItsThreeForms) {
  const auto suite = parse_selector("rtl-repair"), tag = parse_selector("rtl-repair:quick"),
             task = parse_selector("rtl-repair/fifo");
  ASSERT_TRUE(suite && tag && task);
  EXPECT_EQ(suite->suite + "|" + suite->tag + "|" + suite->task, "rtl-repair||");
  EXPECT_EQ(tag->suite + "|" + tag->tag + "|" + tag->task, "rtl-repair|quick|");
  EXPECT_EQ(task->suite + "|" + task->tag + "|" + task->task, "rtl-repair||fifo");
}

TEST(SelectorTest, RefusesOtherForms) {
  for (const std::string_view text :
       {"", ":", "/", "a:", "a/", ":b", "/b", "a/b/c", "a:b:c", "a/b:c", "a:b/c", "..", "a/..", "a\n"}) {
    const auto selector = parse_selector(text);
    EXPECT_EQ(code_name(selector), "invalid_input") << text;
  }
  EXPECT_EQ(error_line(parse_selector("a/b/c")), "\"a/b/c\": expected SUITE, SUITE:TAG or SUITE/TASK");
}

TEST(PackRootsTest, PutsTheUsersFoldersFirst) {
  const gs::test::ScopedEnvironment own("GATESMITH_TASKS", "/a::/b");
  const std::vector<fs::path> roots = pack_roots();
  ASSERT_GE(roots.size(), 3u);
  EXPECT_EQ(roots[0], "/a");
  EXPECT_EQ(roots[1], "/b");
  EXPECT_EQ(imported_root(), "/a") << "where imported suites go";
  const auto source = std::find_if(roots.begin(), roots.end(),
                                   [](const fs::path& root) { return fs::exists(root.parent_path() / "loader.hpp"); });
  ASSERT_NE(source, roots.end()) << "the source tree's";
  EXPECT_TRUE(source->string().ends_with("/tasks/packs")) << *source;
  EXPECT_TRUE(roots.back().string().ends_with("/share/gatesmith/packs")) << roots.back();
}

TEST(PackRootsTest, HasThePlaceOfImportedSuitesBeforeTheSourceTree) {
  const gs::test::ScopedEnvironment own("GATESMITH_TASKS", ""), data("XDG_DATA_HOME", "/data");
  EXPECT_EQ(imported_root(), "/data/gatesmith/packs");
  EXPECT_EQ(pack_roots().front(), imported_root());
}

TEST_F(SuitesTest, ListsSuitesOfAllRootsOnce) {
  fs::create_directories(root() / "first" / ".hidden");
  write(root() / "first" / "README.md", "x");
  EXPECT_EQ(list_suites(roots()), (Strings{"rtl-line", "rtl-repair"}));
  EXPECT_EQ(list_suites({root() / "missing"}), Strings{});
}

TEST_F(SuitesTest, LoadsASuiteSortedById) {
  EXPECT_EQ(names("rtl-repair"), (Strings{"rtl-repair/adder-carry", "rtl-repair/timer"}));
}

TEST_F(SuitesTest, TakesASuiteFromTheFirstRootThatHasIt) {
  EXPECT_EQ(names("rtl-line"), Strings{"rtl-line/counter"});
  EXPECT_EQ(error_line(load("rtl-repair/shadowed")), "no task \"shadowed\" in suite rtl-repair");
}

TEST_F(SuitesTest, SelectsByTag) {
  EXPECT_EQ(names("rtl-repair:quick"), Strings{"rtl-repair/adder-carry"});
}

TEST_F(SuitesTest, SelectsOneTask) {
  EXPECT_EQ(names("rtl-repair/timer"), Strings{"rtl-repair/timer"});
}

TEST_F(SuitesTest, NamesTheNearestSuiteAndTheRoots) {
  const auto tasks = load("rtl-repiar");
  EXPECT_EQ(code_name(tasks), "not_found");
  EXPECT_EQ(error_line(tasks), "no suite \"rtl-repiar\" (did you mean \"rtl-repair\"?) in " +
                                   (root() / "first").string() + ", " + (root() / "second").string());
  EXPECT_EQ(error_line(load_suite({"x", "", ""}, {})), "no suite \"x\" in no folder at all");
}

TEST_F(SuitesTest, NamesTheNearestTag) {
  const auto tasks = load("rtl-repair:quik");
  EXPECT_EQ(code_name(tasks), "not_found");
  EXPECT_EQ(error_line(tasks), "no task of suite rtl-repair has the tag \"quik\" (did you mean \"quick\"?)");
}

TEST_F(SuitesTest, NamesTheNearestTask) {
  const auto tasks = load("rtl-repair/tiner");
  EXPECT_EQ(code_name(tasks), "not_found");
  EXPECT_EQ(error_line(tasks), "no task \"tiner\" (did you mean \"timer\"?) in suite rtl-repair");
}

TEST_F(SuitesTest, FailsForASuiteWithoutTasks) {
  fs::create_directories(root() / "first" / "empty");
  const auto tasks = load("empty");
  EXPECT_EQ(code_name(tasks), "not_found");
  EXPECT_EQ(error_line(tasks), "no task in " + (root() / "first" / "empty").string());
}

TEST_F(SuitesTest, FailsAsAWholeForOneBadTask) {
  fs::remove(root() / "first/rtl-repair/timer/task.toml");
  const auto tasks = load("rtl-repair:quick");
  EXPECT_EQ(error_line(tasks), (root() / "first/rtl-repair/timer/task.toml").string() + ": no such file");
  EXPECT_TRUE(load("rtl-repair/adder-carry"));
}

TEST_F(SuitesTest, FindsANamedTaskInTheRootsOrByPath) {
  const auto by_name = load_named_task("rtl-repair/timer", roots());
  ASSERT_TRUE(by_name) << error_line(by_name);
  EXPECT_EQ(by_name->folder, root() / "first/rtl-repair/timer");
  const auto by_path = load_named_task((root() / "second/rtl-repair/shadowed").string(), roots());
  ASSERT_TRUE(by_path) << error_line(by_path);
  EXPECT_EQ(by_path->name(), "rtl-repair/shadowed");
}

TEST_F(SuitesTest, ExplainsANameThatLeadsNowhere) {
  EXPECT_EQ(error_line(load_named_task("rtl-repair/tiner", roots())),
            "no task \"tiner\" (did you mean \"timer\"?) in suite rtl-repair");
  EXPECT_TRUE(error_line(load_named_task("nothing/timer", roots())).starts_with("no suite \"nothing\" in "));
  EXPECT_EQ(error_line(load_named_task("rtl-repair", roots())),
            "\"rtl-repair\": neither SUITE/TASK nor a folder with a task.toml");
  EXPECT_EQ(code_name(load_named_task("/nowhere", roots())), "not_found");
}

TEST_F(SuitesTest, ReportsWhatIsWrongWithANamedTask) {
  replace_in(root() / "first/rtl-repair/timer/task.toml", "difficulty = \"easy\"\n", "");
  EXPECT_EQ(error_line(load_named_task("rtl-repair/timer", roots())),
            (root() / "first/rtl-repair/timer/task.toml").string() + ": /difficulty: missing");
}

}  // namespace
}  // namespace gs::tasks
