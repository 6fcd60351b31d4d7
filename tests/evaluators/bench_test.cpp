#include "evaluators/rtl/bench.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gs::rtl {
namespace {

using Strings = std::vector<std::string>;

SimulationLog finished(std::vector<Report> reports = {}, std::string file = "../in/tests/tb.sv") {
  SimulationLog log;
  log.end = EndKind::finish;
  log.end_file = std::move(file);
  log.reports = std::move(reports);
  return log;
}

// What Verilator 5.006 prints for $error, with our own text behind it.
Report error_report(std::uint64_t time_ps, const std::string& text) {
  return {"../in/tests/tb.sv", 8, time_ps,
          "[" + std::to_string(time_ps) + "] %Error: tb.sv:8: Assertion failed in TOP.gs_top.tb" +
              (text.empty() ? "" : ": " + text)};
}

TestbenchReading read(const std::vector<SimulationLog>& logs) {
  tasks::EvaluatorSettings settings;
  settings.evaluator = "rtl-testbench";
  settings.testbench = {"tb.sv"};
  auto reading = read_testbench(logs, {}, settings, kHiddenFolder);
  EXPECT_TRUE(reading.ok());
  return *std::move(reading);
}

TEST(TestbenchReadingTest, AcceptsTheTestbenchsOwnFinish) {
  const TestbenchReading reading = read({finished(), finished()});
  EXPECT_EQ(reading.abnormal_end, "");
  EXPECT_EQ(reading.reports, 0u);
  EXPECT_TRUE(reading.difference.equal());
}

TEST(TestbenchReadingTest, AcceptsNoOtherEnd) {
  constexpr std::string_view kNotReached = "the simulation did not reach the testbench's $finish";
  EXPECT_EQ(read({finished({}, "../in/ws/rtl/a.sv")}).abnormal_end, kNotReached);
  EXPECT_EQ(read({finished({}, "")}).abnormal_end, kNotReached);
  EXPECT_EQ(read({finished({}, "tb.sv")}).abnormal_end, kNotReached);
  for (const EndKind end : {EndKind::cut, EndKind::dry}) {
    SimulationLog log = finished();
    log.end = end;
    EXPECT_EQ(read({log}).abnormal_end, kNotReached);
    EXPECT_EQ(read({finished(), log, finished()}).abnormal_end, kNotReached);
  }
}

TEST(TestbenchReadingTest, TellsWhyTheSimulatorGaveUp) {
  SimulationLog log = finished();
  log.end = EndKind::fatal;
  log.fatal_message = "did not\x1b converge";
  EXPECT_EQ(read({log}).abnormal_end, "the simulator gave up: did not converge");
}

TEST(TestbenchReadingTest, ReadsSignalExpectedAndGot) {
  const auto only = [](const std::string& text) {
    const TestbenchReading reading = read({finished({error_report(40'000, text)})});
    EXPECT_EQ(reading.difference.mismatches.size(), 1u) << text;
    return reading.difference.mismatches.empty() ? tasks::Mismatch{} : reading.difference.mismatches[0];
  };
  EXPECT_EQ(only("q[3]: expected 1f, got 0").signal, "q[3]");
  EXPECT_EQ(only("q[3]: expected 1f, got 0").expected, "1f");
  EXPECT_EQ(only("q[3]: expected 1f, got 0").got, "0");
  EXPECT_EQ(only("q: got 5 expected 7 at last").expected, "7");
  EXPECT_EQ(only("q: got 5 expected 7 at last").got, "5");
  EXPECT_EQ(only("expected 1, got 2").signal, "line 8");
  EXPECT_EQ(only("expected 1, got 2").got, "2");
  EXPECT_EQ(only("the word is wrong: all of it").signal, "line 8");
  EXPECT_EQ(only("q: wrong").expected, "");
  EXPECT_EQ(only("").signal, "line 8");
}

TEST(TestbenchReadingTest, CountsReportsOfASignalAndKeepsTheFirst) {
  const TestbenchReading reading =
      read({finished({error_report(20'000, "q: expected 1, got 2"), error_report(30'000, "q: expected 3, got 4")}),
            finished({error_report(10'000, "q: expected 5, got 6")})});
  EXPECT_EQ(reading.reports, 3u);
  ASSERT_EQ(reading.difference.mismatches.size(), 1u);
  EXPECT_EQ(reading.difference.mismatches[0].count, 3u);
  EXPECT_EQ(reading.difference.mismatches[0].first_time_ps, 10'000u);
  EXPECT_EQ(reading.difference.mismatches[0].expected, "5");
  EXPECT_EQ(reading.messages,
            "  20 ns: q: expected 1, got 2\n  30 ns: q: expected 3, got 4\n  10 ns: q: expected 5, got 6\n");
}

TEST(TestbenchReadingTest, ShowsTwentyReports) {
  std::vector<Report> reports;
  for (std::uint64_t i = 1; i <= 25; ++i) reports.push_back(error_report(i * 1000, "q: wrong"));
  const TestbenchReading reading = read({finished(std::move(reports))});
  EXPECT_EQ(reading.reports, 25u);
  EXPECT_TRUE(reading.messages.ends_with("  20 ns: q: wrong\n")) << reading.messages;
}

TEST(BenchTest, PutsTheTestbenchBeforeTheDesign) {
  const tasks::FileSet workspace = {{"rtl/a.sv", "a"}, {"rtl/b.sv", "b"}, {"notes.txt", "n"}};
  const tasks::FileSet hidden = {{"tb.sv", "t"}, {"model.hex", "m"}};
  const Strings sources = {"rtl/b.sv", "rtl/a.sv"}, include_dirs = {"inc"};
  tasks::EvaluatorSettings settings;
  settings.evaluator = "rtl-trace";
  settings.testbench = {"tb.sv"};
  const SimulationSources all = assemble({workspace, sources, include_dirs, settings, kHiddenFolder, &hidden}, "top");
  EXPECT_EQ(all.order, (Strings{"gs_top.sv", "tests/tb.sv", "ws/rtl/b.sv", "ws/rtl/a.sv"}));
  EXPECT_EQ(all.include_dirs, (Strings{"ws/inc"}));
  EXPECT_EQ(all.files, (tasks::FileSet{{"gs_top.sv", "top"},
                                       {"tests/model.hex", "m"},
                                       {"tests/tb.sv", "t"},
                                       {"ws/notes.txt", "n"},
                                       {"ws/rtl/a.sv", "a"},
                                       {"ws/rtl/b.sv", "b"}}));
  EXPECT_FALSE(all.assertions);
}

TEST(BenchTest, LooksAtAssertionsOfASelfCheckingTestbench) {
  const tasks::FileSet workspace = {{"repro/tb.sv", "t"}};
  tasks::EvaluatorSettings settings;
  settings.evaluator = "rtl-testbench";
  settings.testbench = {"repro/tb.sv"};
  const SimulationSources all = assemble({workspace, {}, {}, settings, kWorkspaceFolder, nullptr}, "top");
  EXPECT_TRUE(all.assertions);
  EXPECT_EQ(all.order, (Strings{"gs_top.sv", "ws/repro/tb.sv"}));
}

TEST(BenchTest, FindsWhereFatalIsWritten) {
  SimulationSources sources;
  sources.files = {{"tests/tb.sv", "// $fatal\ninitial begin\n  $fatal;\n  $error; \"$fatal\"; $fatal(1);\nend\n"},
                   {"ws/a.sv", ""}};
  EXPECT_EQ(fatal_arguments(sources), (Strings{"+gs_fatal=../in/tests/tb.sv:3", "+gs_fatal=../in/tests/tb.sv:4"}));
}

TEST(BenchTest, WritesTimesInNanosecondsWhereTheyAreWhole) {
  EXPECT_EQ(simulation_time(0), "0 ns");
  EXPECT_EQ(simulation_time(40'000), "40 ns");
  EXPECT_EQ(simulation_time(40'500), "40500 ps");
}

// A testbench that prints its verdict.
TestbenchReading read_printed(const std::vector<std::string>& texts, EndKind end = EndKind::finish) {
  tasks::EvaluatorSettings settings;
  settings.evaluator = "rtl-testbench";
  settings.testbench = {"tb.sv"};
  settings.pass_line = "Mismatches: 0 in [0-9]+ samples";
  settings.fail_line = "Mismatches: [1-9][0-9]* in [0-9]+ samples";
  std::vector<SimulationLog> logs(texts.size(), finished());
  for (SimulationLog& log : logs) log.end = end;
  auto reading = read_testbench(logs, texts, settings, kHiddenFolder);
  EXPECT_TRUE(reading.ok());
  return *std::move(reading);
}

TEST(PrintedVerdictTest, WantsAPassLineAndNoFailLineOfEveryRun) {
  const std::string pass = "Hint: all well\nMismatches: 0 in 215 samples\n", fail = "Mismatches: 12 in 215 samples\n";
  EXPECT_EQ(read_printed({pass}).abnormal_end, "");
  EXPECT_EQ(read_printed({pass}, EndKind::dry).abnormal_end, "");
  EXPECT_EQ(read_printed({fail}).abnormal_end, "the testbench prints: Mismatches: 12 in 215 samples");
  EXPECT_EQ(read_printed({pass + fail}).abnormal_end, "the testbench prints: Mismatches: 12 in 215 samples");
  EXPECT_EQ(read_printed({pass, fail}).abnormal_end, "the testbench prints: Mismatches: 12 in 215 samples");
  EXPECT_EQ(read_printed({""}).abnormal_end, "the testbench does not print that the design is right");
  EXPECT_EQ(read_printed({"x Mismatches: 0 in 1 samples\n"}).abnormal_end,
            "the testbench does not print that the design is right");
  EXPECT_EQ(read_printed({pass}, EndKind::cut).abnormal_end, "the simulation did not reach its end");
}

TEST(PrintedVerdictTest, TakesNoTextForAFailure) {
  tasks::EvaluatorSettings settings;
  settings.pass_line = "ok";
  const auto reading = read_testbench({finished()}, {}, settings, kHiddenFolder);
  ASSERT_TRUE(reading);
  EXPECT_NE(reading->abnormal_end, "");
}

TEST(PrintedVerdictTest, CountsLinesThatSpeakOfErrors) {
  EXPECT_EQ(read_printed({"ERROR: x\nMismatches: 12 in 215 samples\nfine\n", "0 errors\n"}).complaints, 2u);
}

}  // namespace
}  // namespace gs::rtl
