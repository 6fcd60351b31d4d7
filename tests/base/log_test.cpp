#include "base/log.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

namespace gs {
namespace {

struct Recorder {
  std::vector<std::pair<LogLevel, std::string>> lines;
  Log::Sink sink() {
    return [this](LogLevel level, std::string_view line) { lines.emplace_back(level, line); };
  }
};

TEST(LogTest, DropsWhatIsBelowItsLevel) {
  Recorder recorder;
  Log log(LogLevel::warning, recorder.sink());
  log.debug("a");
  log.info("b");
  log.warning("c");
  log.error("d");
  const std::vector<std::pair<LogLevel, std::string>> expected{{LogLevel::warning, "c"}, {LogLevel::error, "d"}};
  EXPECT_EQ(recorder.lines, expected);
}

TEST(LogTest, DropsAllWhenOff) {
  Recorder recorder;
  Log log(LogLevel::off, recorder.sink());
  log.error("a");
  log.write(LogLevel::off, "b");
  EXPECT_TRUE(recorder.lines.empty());
  EXPECT_FALSE(log.enabled(LogLevel::off));
}

TEST(LogTest, TakesOffTheFinalNewline) {
  Recorder recorder;
  Log log(LogLevel::debug, recorder.sink());
  log.info("two\nlines\r\n");
  ASSERT_EQ(recorder.lines.size(), 1u);
  EXPECT_EQ(recorder.lines[0].second, "two\nlines");
}

TEST(LogTest, CallsTheSinkFromOneThreadAtATime) {
  std::vector<std::string> lines;  // unguarded on purpose: the log is the guard
  Log log(LogLevel::debug, [&lines](LogLevel, std::string_view line) { lines.emplace_back(line); });
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 500; ++i) log.info("line");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lines.size(), 2000u);
}

TEST(LogTest, NullTakesEverything) {
  EXPECT_FALSE(Log::null().enabled(LogLevel::error));
  Log::null().error("nobody hears this");
}

TEST(LogTest, ParsesLevelWords) {
  LogLevel level = LogLevel::off;
  EXPECT_TRUE(parse_log_level("debug", level));
  EXPECT_EQ(level, LogLevel::debug);
  EXPECT_TRUE(parse_log_level("info", level));
  EXPECT_EQ(level, LogLevel::info);
  EXPECT_TRUE(parse_log_level("warning", level));
  EXPECT_EQ(level, LogLevel::warning);
  EXPECT_TRUE(parse_log_level("error", level));
  EXPECT_EQ(level, LogLevel::error);
  EXPECT_TRUE(parse_log_level("off", level));
  EXPECT_EQ(level, LogLevel::off);
}

TEST(LogTest, RefusesOtherWordsAndLeavesTheLevel) {
  LogLevel level = LogLevel::error;
  EXPECT_FALSE(parse_log_level("Info", level));
  EXPECT_FALSE(parse_log_level("", level));
  EXPECT_EQ(level, LogLevel::error);
}

TEST(LogTest, StderrSinkNamesWarningsAndErrorsOnly) {
  testing::internal::CaptureStderr();
  const Log::Sink sink = stderr_sink();
  sink(LogLevel::debug, "one");
  sink(LogLevel::info, "two");
  sink(LogLevel::warning, "three");
  sink(LogLevel::error, "four");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "one\ntwo\nwarning: three\nerror: four\n");
}

TEST(LogTest, StderrSinkLetsNoEscapeSequenceThrough) {
  testing::internal::CaptureStderr();
  stderr_sink()(LogLevel::info, "a\x1b[2Jb");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "a[2Jb\n");
}

}  // namespace
}  // namespace gs
