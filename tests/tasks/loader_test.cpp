#include "tasks/loader.hpp"

#include <sys/stat.h>

#include "base/hash.hpp"
#include "tests/tasks/task_folder.hpp"

namespace gs::tasks {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::code_name;
using test::error_line;
using test::replace_in;
using test::write;
using Strings = std::vector<std::string>;

class LoaderTest : public test::TaskFolderTest {
 protected:
  Task load() {
    auto task = load_task(folder());
    EXPECT_TRUE(task) << error_line(task);
    return task ? *std::move(task) : Task();
  }

  /// The error of loading the folder, without the folder's path.
  std::string load_error() {
    const auto task = load_task(folder());
    std::string line = error_line(task);
    const std::string prefix = folder().string() + "/";
    return line.starts_with(prefix) ? line.substr(prefix.size()) : line;
  }
};

TEST_F(LoaderTest, ReadsIdentityAndDesign) {
  const Task task = load();
  EXPECT_EQ(task.suite, "rtl-repair");
  EXPECT_EQ(task.id, "adder-carry");
  EXPECT_EQ(task.name(), "rtl-repair/adder-carry");
  EXPECT_EQ(task.folder, folder());
  EXPECT_EQ(task.kind, "rtl-repair");
  EXPECT_EQ(task.title, "Adder loses its carry");
  EXPECT_EQ(task.difficulty, "easy");
  EXPECT_EQ(task.tags, (Strings{"adder", "quick"}));
  EXPECT_EQ(task.origin, "gatesmith");
  EXPECT_EQ(task.licence, "Apache-2.0");
  EXPECT_EQ(task.instruction, "# Adder loses its carry\n\n255 + 1 gives 0.\n");
  EXPECT_EQ(task.design_top, "adder");
  EXPECT_EQ(task.sources, (Strings{"rtl/adder_pkg.sv", "rtl/adder.sv"}));
  EXPECT_EQ(task.include_dirs, Strings{"include"});
  EXPECT_EQ(task.bug_class, "width");
  EXPECT_EQ(task.changes, 2);
  EXPECT_EQ(task.reported_file, "rtl/adder.sv");
}

TEST_F(LoaderTest, ReadsTheVisibleCheck) {
  const Task task = load();
  ASSERT_TRUE(task.check.has_value());
  EXPECT_EQ(task.check->evaluator, "rtl-testbench");
  EXPECT_EQ(task.check->testbench, Strings{"repro/tb.sv"});
  EXPECT_EQ(task.check->top, "tb");
  EXPECT_EQ(task.check->seeds, std::vector<std::uint32_t>{1});
  EXPECT_TRUE(task.check->samples.empty());
}

TEST_F(LoaderTest, ReadsTheHiddenJudge) {
  const Task task = load();
  EXPECT_EQ(task.judge.evaluator, "rtl-trace");
  EXPECT_EQ(task.judge.testbench, Strings{"tb.sv"});
  EXPECT_EQ(task.judge.seeds, (std::vector<std::uint32_t>{1, 2, 3}));
  ASSERT_EQ(task.judge.samples.size(), 2u);
  const SampleGroup& first = task.judge.samples[0];
  EXPECT_EQ(first.edge, "negedge");
  EXPECT_EQ(first.clock, "clk");
  ASSERT_EQ(first.signals.size(), 2u);
  EXPECT_EQ(first.signals[0].name, "ready");
  EXPECT_EQ(first.signals[0].when, "");
  EXPECT_EQ(first.signals[1].name, "sum");
  EXPECT_EQ(first.signals[1].when, "valid");
  EXPECT_EQ(task.judge.samples[1].edge, "posedge");
  EXPECT_EQ(task.judge.samples[1].clock, "bus_clk");
}

TEST_F(LoaderTest, SortsFilesIntoTheirParts) {
  const Task task = load();
  EXPECT_EQ(task.workspace.size(), 5u);
  EXPECT_EQ(task.workspace.at("rtl/adder.sv"), "module adder;\n  // starting state\nendmodule\n");
  EXPECT_EQ(task.hidden, (FileSet{{"tb.sv", "module tb;\n  // hidden\nendmodule\n"}}));
  EXPECT_EQ(task.solution, (FileSet{{"rtl/adder.sv", "module adder;\n  // golden\nendmodule\n"}}));
  ASSERT_EQ(task.known_bad.size(), 2u);
  EXPECT_EQ(task.known_bad[0].name, "drops-carry");
  EXPECT_EQ(task.known_bad[0].files, (FileSet{{"include/defs.svh", "`define WIDTH 9\n"},
                                              {"rtl/adder.sv", "module adder;\n  // dropped\nendmodule\n"}}));
  EXPECT_EQ(task.known_bad[1].name, "widens-only");
}

TEST_F(LoaderTest, ReadsLimitsAndKeepsTheOtherDefaults) {
  const Task task = load();
  EXPECT_EQ(task.limits.compile_wall, 60'000ms);
  EXPECT_EQ(task.limits.run_wall, 5'000ms);
  EXPECT_EQ(task.limits.memory_bytes, std::size_t{512} * 1024 * 1024);
  replace_in(folder() / "task.toml", "[limits]\nrun_wall_ms = 5000\nmemory_mb = 512\n", "");
  const Task plain = load();
  EXPECT_EQ(plain.limits.run_wall, 20'000ms);
  EXPECT_EQ(plain.limits.memory_bytes, std::size_t{2} * 1024 * 1024 * 1024);
}

TEST_F(LoaderTest, TakesATaskWithoutCheckTagsAndKnownBad) {
  replace_in(folder() / "task.toml",
             "[check]\nevaluator = \"rtl-testbench\"\ntestbench = [\"repro/tb.sv\"]\ntop = \"tb\"\n", "");
  replace_in(folder() / "task.toml", "tags = [\"adder\", \"quick\"]\n", "");
  fs::remove_all(folder() / "known_bad");
  const Task task = load();
  EXPECT_FALSE(task.check.has_value());
  EXPECT_TRUE(task.tags.empty());
  EXPECT_TRUE(task.known_bad.empty());
}

TEST_F(LoaderTest, ReadsAReplayCheck) {
  replace_in(folder() / "task.toml", "evaluator = \"rtl-testbench\"\ntestbench = [\"repro/tb.sv\"]\ntop = \"tb\"\n",
             "evaluator = \"rtl-replay\"\ntrace = \"repro/trace.csv\"\nclock = \"clk\"\n");
  write(folder() / "workspace/repro/trace.csv", "a,>y\n0,1\n");
  const Task task = load();
  ASSERT_TRUE(task.check.has_value());
  EXPECT_EQ(task.check->evaluator, "rtl-replay");
  EXPECT_EQ(task.check->trace, "repro/trace.csv");
  EXPECT_EQ(task.check->clock, "clk");
  EXPECT_EQ(task.check->seeds, std::vector<std::uint32_t>{1});
}

TEST_F(LoaderTest, ReadsATestbenchJudgeOfAnotherKind) {
  replace_in(folder() / "task.toml", "kind = \"rtl-repair\"", "kind = \"rtl-completion\"");
  replace_in(folder() / "task.toml", "[repair]\nbug_class = \"width\"\nchanges = 2\nreported_file = \"rtl/adder.sv\"\n",
             "");
  replace_in(folder() / "task.toml", "evaluator = \"rtl-trace\"", "evaluator = \"rtl-testbench\"");
  replace_in(folder() / "task.toml",
             "[[judge.sample]]\nat = \"negedge clk\"\nsignals = [\"ready\", \"sum when valid\"]\n", "");
  replace_in(folder() / "task.toml", "[[judge.sample]]\nat = \"posedge bus_clk\"\nsignals = [\"busy\"]\n", "");
  fs::remove_all(folder() / "solution");
  const Task task = load();
  EXPECT_EQ(task.kind, "rtl-completion");
  EXPECT_EQ(task.bug_class, "");
  EXPECT_EQ(task.reported_file, "");
}

TEST_F(LoaderTest, ReadsASimulatorAndAPrintedVerdict) {
  EXPECT_EQ(load().judge.simulator, "");
  EXPECT_FALSE(load().check->silence);
  replace_in(folder() / "task.toml", "evaluator = \"rtl-trace\"", "evaluator = \"rtl-trace\"\nsimulator = \"both\"");
  replace_in(folder() / "task.toml", "[check]\nevaluator = \"rtl-testbench\"\n",
             "[check]\nevaluator = \"rtl-testbench\"\npass_line = 'errors: 0'\nfail_line = 'errors: [1-9].*'\n");
  const Task task = load();
  EXPECT_EQ(task.judge.simulator, "both");
  EXPECT_EQ(task.check->pass_line, "errors: 0");
  EXPECT_EQ(task.check->fail_line, "errors: [1-9].*");
  EXPECT_TRUE(task.check->silence) << "who prints the verdict must be the only one who prints";
}

TEST_F(LoaderTest, ReadsBytesAsTheyAre) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  write(folder() / "tests/data.bin", bytes);
  EXPECT_EQ(load().hidden.at("data.bin"), bytes);
}

TEST_F(LoaderTest, FindsNamesFromAPathWithASlashAtTheEnd) {
  const auto task = load_task(folder().string() + "/");
  ASSERT_TRUE(task) << error_line(task);
  EXPECT_EQ(task->name(), "rtl-repair/adder-carry");
  EXPECT_EQ(task->folder, folder());
}

TEST_F(LoaderTest, HashesNamesAndContentsInPathOrder) {
  Sha256 expected;
  for (const char* path :
       {"instruction.md", "known_bad/drops-carry/include/defs.svh", "known_bad/drops-carry/rtl/adder.sv",
        "known_bad/widens-only/rtl/adder.sv", "solution/rtl/adder.sv", "task.toml", "tests/tb.sv",
        "workspace/include/defs.svh", "workspace/notes.txt", "workspace/repro/tb.sv", "workspace/rtl/adder.sv",
        "workspace/rtl/adder_pkg.sv"}) {
    expected.add_part(path).add_part(*read_file(folder() / path));
  }
  EXPECT_EQ(load().hash, expected.hex());
}

TEST_F(LoaderTest, HashDependsOnEveryFileAndNotOnThePlace) {
  const std::string before = load().hash;
  fs::create_directories(root() / "elsewhere");
  fs::rename(folder(), root() / "elsewhere" / "adder-carry");
  const auto moved = load_task(root() / "elsewhere" / "adder-carry");
  ASSERT_TRUE(moved) << error_line(moved);
  EXPECT_EQ(moved->hash, before);
  fs::rename(root() / "elsewhere" / "adder-carry", folder());
  write(folder() / "workspace/notes.txt", "other notes\n");
  EXPECT_NE(load().hash, before);
  write(folder() / "workspace/notes.txt", "notes\n");
  EXPECT_EQ(load().hash, before);
  fs::rename(folder() / "workspace/notes.txt", folder() / "workspace/note.txt");
  EXPECT_NE(load().hash, before);
}

// What is wrong with the folder.

TEST_F(LoaderTest, NamesAFolderThatIsMissing) {
  const auto task = load_task(root() / "rtl-repair" / "missing");
  EXPECT_EQ(code_name(task), "not_found");
  EXPECT_EQ(error_line(task), (root() / "rtl-repair" / "missing").string() + ": no such folder");
}

TEST_F(LoaderTest, NamesAMissingDescription) {
  fs::remove(folder() / "task.toml");
  EXPECT_EQ(load_error(), "task.toml: no such file");
  EXPECT_EQ(code_name(load_task(folder())), "not_found");
}

TEST_F(LoaderTest, RefusesAnInstructionThatIsMissingOrEmpty) {
  write(folder() / "instruction.md", " \n");
  EXPECT_EQ(load_error(), "instruction.md: missing or empty");
  fs::remove(folder() / "instruction.md");
  EXPECT_EQ(load_error(), "instruction.md: missing or empty");
}

TEST_F(LoaderTest, RefusesAnInstructionThatIsNoPlainText) {
  for (const char* text : {"caf\xe9\n", "two\r\nlines\r\n", "\x1b[1mbold\n"}) {
    write(folder() / "instruction.md", text);
    EXPECT_EQ(load_error(), "instruction.md: not plain UTF-8 text with \\n line ends") << text;
  }
}

TEST_F(LoaderTest, RefusesSymbolicLinks) {
  fs::create_symlink("/etc/hostname", folder() / "workspace/rtl/link.sv");
  EXPECT_EQ(load_error(), "workspace/rtl/link.sv: symbolic links are not allowed in a task");
}

TEST_F(LoaderTest, RefusesLinksToFolders) {
  fs::create_directory_symlink("/etc", folder() / "tests/etc");
  EXPECT_EQ(load_error(), "tests/etc: symbolic links are not allowed in a task");
}

TEST_F(LoaderTest, RefusesPipesWithoutReadingThem) {
  ASSERT_EQ(::mkfifo((folder() / "tests/pipe").c_str(), 0600), 0);
  EXPECT_EQ(load_error(), "tests/pipe: neither a file nor a folder");
}

TEST_F(LoaderTest, RefusesControlCharactersInNames) {
  write(folder() / "tests/a\nb", "x");
  EXPECT_EQ(load_error(), "tests/a\nb: control characters in a file name");
}

TEST_F(LoaderTest, RefusesAFileAboveTheLimit) {
  write(folder() / "tests/large", std::string(1024 * 1024, 'x'));
  EXPECT_EQ(load_error(), "");
  write(folder() / "tests/large", std::string(1024 * 1024 + 1, 'x'));
  EXPECT_EQ(load_error(), "tests/large: longer than 1048576 bytes");
  EXPECT_EQ(code_name(load_task(folder())), "limit_exceeded");
}

TEST_F(LoaderTest, RefusesATaskAboveTheLimit) {
  for (int i = 0; i < 16; ++i) write(folder() / ("tests/part" + std::to_string(i)), std::string(1024 * 1024, 'x'));
  EXPECT_EQ(error_line(load_task(folder())), folder().string() + ": files of more than 16777216 bytes in all");
}

TEST_F(LoaderTest, RefusesFilesThatHaveNoPlace) {
  const std::string places =
      ": no place for this file; a task holds task.toml, instruction.md, workspace/, tests/, solution/ and "
      "known_bad/<name>/";
  write(folder() / "solutions/rtl/adder.sv", "x");
  EXPECT_EQ(load_error(), "solutions/rtl/adder.sv" + places);
  fs::remove_all(folder() / "solutions");
  write(folder() / "known_bad/adder.sv", "x");
  EXPECT_EQ(load_error(), "known_bad/adder.sv" + places);
  fs::remove(folder() / "known_bad/adder.sv");
  write(folder() / "README.md", "x");
  EXPECT_EQ(load_error(), "README.md" + places);
}

TEST_F(LoaderTest, RefusesAnAnswerThatAddsAFile) {
  write(folder() / "solution/rtl/extra.sv", "x");
  EXPECT_EQ(load_error(), "solution/rtl/extra.sv: no such file in workspace/");
  fs::remove(folder() / "solution/rtl/extra.sv");
  write(folder() / "known_bad/widens-only/rtl/extra.sv", "x");
  EXPECT_EQ(load_error(), "known_bad/widens-only/rtl/extra.sv: no such file in workspace/");
}

TEST_F(LoaderTest, RefusesAnAnswerThatChangesWhatMustStay) {
  write(folder() / "solution/repro/tb.sv", "x");
  EXPECT_EQ(load_error(),
            "solution/repro/tb.sv: neither in /design/sources nor in /design/include_dirs, so not to be changed");
}

TEST_F(LoaderTest, RefusesATraceJudgeWithoutAGolden) {
  fs::remove_all(folder() / "solution");
  EXPECT_EQ(load_error(),
            "task.toml: /judge/evaluator: rtl-trace compares with the golden answer, but solution/ is empty");
}

// What is wrong with task.toml: one replacement, one error.

struct BadField {
  const char* name;
  const char* from;
  const char* to;
  const char* error;
};
void PrintTo(const BadField& bad, std::ostream* out) {
  *out << bad.name;
}

class BadTaskTomlTest : public LoaderTest, public testing::WithParamInterface<BadField> {};

TEST_P(BadTaskTomlTest, NamesFileAndField) {
  ASSERT_NO_FATAL_FAILURE(replace_in(folder() / "task.toml", GetParam().from, GetParam().to));
  EXPECT_EQ(load_error(), std::string("task.toml: ") + GetParam().error);
  EXPECT_EQ(code_name(load_task(folder())), "invalid_input");
}

constexpr const char* kCheckFiles = "testbench = [\"repro/tb.sv\"]";
constexpr const char* kSignals = "[\"ready\", \"sum when valid\"]";

INSTANTIATE_TEST_SUITE_P(
    All, BadTaskTomlTest,
    testing::Values(
        BadField{"SchemaOfTheFuture", "schema = 1", "schema = 2", "/schema: schema 2 is not known to this version"},
        BadField{"NoSchema", "schema = 1\n", "", "/schema: missing"},
        BadField{"SchemaIsText", "schema = 1", "schema = \"1\"",
                 "/schema: expected an integer from 0 to 1000000, got string \"1\""},
        BadField{"IdIsAnother", "id = \"adder-carry\"", "id = \"adder\"",
                 "/id: is \"adder\", but the folder is named \"adder-carry\""},
        BadField{"NoTitle", "title = \"Adder loses its carry\"\n", "", "/title: missing"},
        BadField{"NoOrigin", "origin = \"gatesmith\"\n", "", "/origin: missing"},
        BadField{"NoLicence", "licence = \"Apache-2.0\"\n", "", "/licence: missing"},
        BadField{"KindIsUnknown", "kind = \"rtl-repair\"", "kind = \"repair\"",
                 "/kind: expected one of \"rtl-repair\", \"rtl-completion\", \"rtl-line\", \"cuda-kernel\", "
                 "\"timing\", \"external\", got string \"repair\""},
        BadField{"DifficultyIsUnknown", "\"easy\"", "\"trivial\"",
                 "/difficulty: expected one of \"easy\", \"medium\", \"hard\", got string \"trivial\""},
        BadField{"TagWithASpace", "\"quick\"", "\"very quick\"",
                 "/tags/1: expected letters, digits, '-', '_' and '.' only"},
        BadField{"FieldIsMisspelt", "origin =", "orgin =", "/origin: missing"},
        BadField{"UnknownTable", "[limits]", "[limit]", "/limit: unknown field (did you mean \"limits\"?)"},

        BadField{"SimulatorIsUnknown", "evaluator = \"rtl-trace\"", "evaluator = \"rtl-trace\"\nsimulator = \"vcs\"",
                 "/judge/simulator: expected one of \"verilator\", \"icarus\", \"both\", \"auto\", got string \"vcs\""},
        BadField{"PassLineIsNoPattern", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-testbench\"\npass_line = \"(\"",
                 "/check/pass_line: \"(\" is no regular expression: Unmatched ( or \\("},
        BadField{"FailLineAlone", "evaluator = \"rtl-testbench\"", "evaluator = \"rtl-testbench\"\nfail_line = \"x\"",
                 "/check/fail_line: needs a pass_line beside it"},
        BadField{"PassLineOfATalker", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-testbench\"\npass_line = \"x\"\nsilence = false",
                 "/check/silence: a candidate that may print could print the pass_line"},

        BadField{"DesignTopIsNoName", "top = \"adder\"", "top = \"adder#(8)\"",
                 "/design/top: expected a plain Verilog identifier, got \"adder#(8)\""},
        BadField{"NoSources", "[\"rtl/adder_pkg.sv\", \"rtl/adder.sv\"]", "[]",
                 "/design/sources: expected at least one string, got an empty array"},
        BadField{"SourceIsMissing", "\"rtl/adder_pkg.sv\"", "\"rtl/adder_package.sv\"",
                 "/design/sources/0: no file \"rtl/adder_package.sv\" in workspace/"},
        BadField{"SourceLeavesTheWorkspace", "\"rtl/adder_pkg.sv\"", "\"../tests/tb.sv\"",
                 "/design/sources/0: expected a relative path without \"..\", got \"../tests/tb.sv\""},
        BadField{"SourceIsAbsolute", "\"rtl/adder_pkg.sv\"", "\"/etc/passwd\"",
                 "/design/sources/0: expected a relative path without \"..\", got \"/etc/passwd\""},
        BadField{"SourceIsNamedTwice", "\"rtl/adder_pkg.sv\"", "\"rtl/adder.sv\"",
                 "/design/sources/1: \"rtl/adder.sv\" is named twice"},
        BadField{"IncludeFolderIsMissing", "[\"include\"]", "[\"inc\"]",
                 "/design/include_dirs/0: no folder \"inc\" in workspace/"},
        BadField{"IncludeFolderLeavesTheWorkspace", "[\"include\"]", "[\"../tests\"]",
                 "/design/include_dirs/0: expected a relative path without \"..\", got \"../tests\""},

        BadField{"NoRepairTable", "[repair]\nbug_class = \"width\"\nchanges = 2\nreported_file = \"rtl/adder.sv\"\n",
                 "", "/repair: missing"},
        BadField{"RepairTableOfAnotherKind", "kind = \"rtl-repair\"", "kind = \"timing\"", "/repair: unknown field"},
        BadField{"BugClassIsUnknown", "bug_class = \"width\"", "bug_class = \"typo\"",
                 "/repair/bug_class: expected one of \"operator\", \"constant\", \"off-by-one\", \"reset\", "
                 "\"assignment-kind\", \"sensitivity\", \"latch\", \"width\", \"sign\", \"fsm\", \"handshake\", "
                 "\"hazard\", \"cdc\", \"port-swap\", \"parameter\", got string \"typo\""},
        BadField{"ChangesNothing", "changes = 2", "changes = 0",
                 "/repair/changes: expected an integer from 1 to 100, got number 0"},
        BadField{"ReportedFileIsMissing", "reported_file = \"rtl/adder.sv\"", "reported_file = \"adder.sv\"",
                 "/repair/reported_file: no file \"adder.sv\" in workspace/"},

        BadField{"CheckByTrace", "evaluator = \"rtl-testbench\"", "evaluator = \"rtl-trace\"",
                 "/check/evaluator: expected one of \"rtl-testbench\", \"rtl-replay\", got string \"rtl-trace\""},
        BadField{"CheckFileIsMissing", "\"repro/tb.sv\"", "\"repro/tbx.sv\"",
                 "/check/testbench/0: no file \"repro/tbx.sv\" in workspace/"},
        BadField{"CheckSeesHiddenFile", "\"repro/tb.sv\"", "\"tb.sv\"",
                 "/check/testbench/0: no file \"tb.sv\" in workspace/"},
        BadField{"ReplayWithoutTrace", "evaluator = \"rtl-testbench\"", "evaluator = \"rtl-replay\"",
                 "/check/trace: missing"},
        BadField{"ReplayTraceIsMissing", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-replay\"\nclock = \"clk\"\ntrace = \"repro/trace.csv\"",
                 "/check/trace: no file \"repro/trace.csv\" in workspace/"},
        BadField{"ReplayWithoutClock", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-replay\"\ntrace = \"notes.txt\"", "/check/clock: missing"},
        BadField{"ReplayClockIsNoName", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-replay\"\ntrace = \"notes.txt\"\nclock = \"clk[0]\"",
                 "/check/clock: expected a plain Verilog identifier, got \"clk[0]\""},
        BadField{"ReplayWithATestbench", "evaluator = \"rtl-testbench\"",
                 "evaluator = \"rtl-replay\"\ntrace = \"notes.txt\"\nclock = \"clk\"",
                 "/check/testbench: unknown field"},
        BadField{"SamplesOfATestbench", kCheckFiles, "testbench = [\"repro/tb.sv\"]\nsample = []",
                 "/check/sample: unknown field"},

        BadField{"JudgeFileIsMissing", "testbench = [\"tb.sv\"]", "testbench = [\"tb.sv\", \"model.sv\"]",
                 "/judge/testbench/1: no file \"model.sv\" in tests/"},
        BadField{"NoSeed", "[1, 2, 3]", "[]", "/judge/seeds: expected 1 to 16 seeds, got 0"},
        BadField{"TooManySeeds", "[1, 2, 3]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]",
                 "/judge/seeds: expected 1 to 16 seeds, got 17"},
        BadField{"SeedIsNegative", "[1, 2, 3]", "[1, -2]",
                 "/judge/seeds/1: expected an integer from 0 to 2147483647, got number -2"},
        BadField{"SeedIsGivenTwice", "[1, 2, 3]", "[1, 2, 1]", "/judge/seeds: 1 is given twice"},
        BadField{"SampledAtALevel", "\"negedge clk\"", "\"clk\"",
                 "/judge/sample/0/at: expected \"posedge SIGNAL\" or \"negedge SIGNAL\", got \"clk\""},
        BadField{"SampledAtAnExpression", "\"negedge clk\"", "\"negedge tb.clk\"",
                 "/judge/sample/0/at: expected \"posedge SIGNAL\" or \"negedge SIGNAL\", got \"negedge tb.clk\""},
        BadField{"SignalIsAnExpression", "\"sum when valid\"", "\"sum + 1\"",
                 "/judge/sample/0/signals/1: expected \"NAME\" or \"NAME when NAME\", got \"sum + 1\""},
        BadField{"SignalIsHierarchical", "\"busy\"", "\"dut.busy\"",
                 "/judge/sample/1/signals/0: expected \"NAME\" or \"NAME when NAME\", got \"dut.busy\""},
        BadField{"MaskIsMissing", "\"sum when valid\"", "\"sum when\"",
                 "/judge/sample/0/signals/1: expected \"NAME\" or \"NAME when NAME\", got \"sum when\""},
        BadField{"MaskIsAnExpression", "\"sum when valid\"", "\"sum when !valid\"",
                 "/judge/sample/0/signals/1: expected \"NAME\" or \"NAME when NAME\", got \"sum when !valid\""},
        BadField{"SignalIsNamedTwice", kSignals, "[\"ready\", \"ready\"]",
                 "/judge/sample/0/signals/1: \"ready\" is named twice"},
        BadField{"NoSignals", kSignals, "[]",
                 "/judge/sample/0/signals: expected at least one string, got an empty array"},
        // 9 signals and 8 masks: 17.
        BadField{"TooManySignals", kSignals,
                 "[\"a when k\", \"b when l\", \"c when m\", \"d when n\", \"e when o\", \"f when p\", \"g when q\", "
                 "\"h when r\", \"i\"]",
                 "/judge/sample/0/signals: expected at most 16 signals, the ones after \"when\" included, got 17"},

        BadField{"LimitIsZero", "run_wall_ms = 5000", "run_wall_ms = 0",
                 "/limits/run_wall_ms: expected an integer from 1 to 3600000, got number 0"},
        BadField{"LimitIsText", "memory_mb = 512", "memory_mb = \"lots\"",
                 "/limits/memory_mb: expected an integer from 1 to 65536, got string \"lots\""},
        BadField{"LimitIsUnknown", "run_wall_ms", "run_wal_ms",
                 "/limits/run_wal_ms: unknown field (did you mean \"run_wall_ms\"?)"}),
    [](const auto& each) { return each.param.name; });

TEST_F(LoaderTest, TakesExactlySixteenSignalsAndSeeds) {
  replace_in(folder() / "task.toml", kSignals,
             "[\"a when k\", \"b when l\", \"c when m\", \"d when n\", \"e when o\", \"f when p\", \"g when q\", "
             "\"h when r\", \"a when r\"]");
  replace_in(folder() / "task.toml", "[1, 2, 3]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,2147483647]");
  const Task task = load();
  ASSERT_EQ(task.judge.samples.size(), 2u);
  EXPECT_EQ(task.judge.samples[0].signals.size(), 9u);
  ASSERT_EQ(task.judge.seeds.size(), 16u);
  EXPECT_EQ(task.judge.seeds[15], 2147483647u);
}

TEST_F(LoaderTest, RefusesATraceJudgeWithoutSamples) {
  replace_in(folder() / "task.toml",
             "[[judge.sample]]\nat = \"negedge clk\"\nsignals = [\"ready\", \"sum when valid\"]\n", "");
  replace_in(folder() / "task.toml", "[[judge.sample]]\nat = \"posedge bus_clk\"\nsignals = [\"busy\"]\n", "");
  EXPECT_EQ(load_error(), "task.toml: /judge/sample: missing");
}

TEST_F(LoaderTest, RefusesATaskWithoutAJudge) {
  auto text = *read_file(folder() / "task.toml");
  text.erase(text.find("[judge]"));
  write(folder() / "task.toml", text);
  EXPECT_EQ(load_error(), "task.toml: /judge: missing");
}

TEST_F(LoaderTest, NamesThePlaceOfASyntaxError) {
  write(folder() / "task.toml", "schema = 1\nid = adder\n");
  EXPECT_TRUE(load_error().starts_with("task.toml:2:")) << load_error();
}

TEST_F(LoaderTest, RefusesAnIdThatCannotBeSelected) {
  const fs::path strange = root() / "rtl-repair" / "adder carry";
  fs::rename(folder(), strange);
  replace_in(strange / "task.toml", "id = \"adder-carry\"", "id = \"adder carry\"");
  EXPECT_EQ(error_line(load_task(strange)),
            strange.string() + "/task.toml: /id: expected letters, digits, '-', '_' and '.' only");
}

}  // namespace
}  // namespace gs::tasks
