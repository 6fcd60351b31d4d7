#include "sandbox/frame_reader.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

namespace gs::sandbox {
namespace {

using namespace box;

std::string frame(FrameType type, std::uint32_t index = 0, const std::string& payload = "") {
  const FrameHeader header{type, index, payload.size()};
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + payload;
}

std::string ended(std::uint32_t index, EndKind kind = EndKind::ok, std::int32_t exit_code = 0) {
  StepEnd end;
  end.kind = kind;
  end.exit_code = exit_code;
  end.wall_us = 1500;
  end.cpu_us = 900;
  end.peak_memory_bytes = 4096;
  return frame(FrameType::step_ended, index, std::string(reinterpret_cast<const char*>(&end), sizeof end));
}

Request two_steps() {
  Request request;
  request.steps = {{{"one"}}, {{"two"}}};
  request.collect = {"file", "other"};
  request.limits.output_bytes = 10;
  request.limits.channel_bytes = 4;
  request.collect_bytes = 8;
  request.limits.work_bytes = 8;
  return request;
}

const std::string kBegin = frame(FrameType::ready) + frame(FrameType::step_begun, 0);

std::string good_stream() {
  return kBegin + frame(FrameType::stdout_bytes, 0, "out") + frame(FrameType::stderr_bytes, 0, "err") +
         frame(FrameType::channel_bytes, 0, "ch") + ended(0) + frame(FrameType::step_begun, 1) +
         ended(1, EndKind::nonzero, 7) + frame(FrameType::file_bytes, 0, "con") +
         frame(FrameType::file_bytes, 0, "tent") + frame(FrameType::file_ended, 0) +
         frame(FrameType::file_refused, 1, "is not there") + frame(FrameType::done);
}

void expect_good(Outcome outcome) {
  ASSERT_EQ(outcome.steps.size(), 2u);
  EXPECT_EQ(outcome.steps[0].status, StepStatus::ok);
  EXPECT_EQ(outcome.steps[0].stdout_text, "out");
  EXPECT_EQ(outcome.steps[0].stderr_text, "err");
  EXPECT_EQ(outcome.steps[0].channel, "ch");
  EXPECT_EQ(outcome.steps[0].wall.count(), 1500);
  EXPECT_EQ(outcome.steps[0].cpu.count(), 900);
  EXPECT_EQ(outcome.steps[0].peak_memory_bytes, 4096u);
  EXPECT_EQ(outcome.steps[1].status, StepStatus::nonzero);
  EXPECT_EQ(outcome.steps[1].exit_code, 7);
  EXPECT_EQ(outcome.files, (std::map<std::string, std::string>{{"file", "content"}}));
  EXPECT_EQ(outcome.refused, (std::map<std::string, std::string>{{"other", "is not there"}}));
}

TEST(FrameReaderTest, ReadsAWholeStream) {
  const Request request = two_steps();
  FrameReader reader(request);
  EXPECT_TRUE(reader.feed(good_stream()));
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(reader.problem(), "");
  expect_good(reader.take());
}

TEST(FrameReaderTest, ReadsAStreamByteByByte) {
  const Request request = two_steps();
  FrameReader reader(request);
  for (const char byte : good_stream()) ASSERT_TRUE(reader.feed({&byte, 1}));
  EXPECT_TRUE(reader.done());
  expect_good(reader.take());
}

TEST(FrameReaderTest, IsNotDoneBeforeTheLastFrame) {
  const Request request = two_steps();
  FrameReader reader(request);
  const std::string stream = good_stream();
  EXPECT_TRUE(reader.feed(stream.substr(0, stream.size() - 1)));
  EXPECT_FALSE(reader.done());
}

TEST(FrameReaderTest, AcceptsASequenceThatStoppedEarly) {
  const Request request = two_steps();
  FrameReader reader(request);
  EXPECT_TRUE(reader.feed(kBegin + ended(0, EndKind::timeout_cpu) + frame(FrameType::file_refused, 0) +
                          frame(FrameType::file_refused, 1) + frame(FrameType::done)));
  EXPECT_TRUE(reader.done());
  const Outcome outcome = reader.take();
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_cpu);
  EXPECT_EQ(outcome.steps[1].status, StepStatus::not_run);
}

TEST(FrameReaderTest, MarksTheRunningStepAsLate) {
  const Request request = two_steps();
  FrameReader reader(request);
  reader.feed(kBegin + frame(FrameType::stdout_bytes, 0, "so far"));
  EXPECT_TRUE(reader.step_is_running());
  reader.mark_running_step_late(std::chrono::seconds(1));
  EXPECT_FALSE(reader.step_is_running());
  const Outcome outcome = reader.take();
  EXPECT_EQ(outcome.steps[0].status, StepStatus::timeout_wall);
  EXPECT_EQ(outcome.steps[0].stdout_text, "so far");
}

struct BadStream {
  const char* name;
  std::function<std::string()> bytes;
  const char* problem;
};
void PrintTo(const BadStream& value, std::ostream* out) {
  *out << value.name;
}
class FrameReaderBadStreamTest : public testing::TestWithParam<BadStream> {};

TEST_P(FrameReaderBadStreamTest, IsRefused) {
  const Request request = two_steps();
  FrameReader reader(request);
  EXPECT_FALSE(reader.feed(GetParam().bytes()));
  EXPECT_EQ(reader.problem(), GetParam().problem);
  EXPECT_FALSE(reader.feed(frame(FrameType::done))) << "nothing counts after that";
}

std::string huge_frame() {
  const FrameHeader header{FrameType::stdout_bytes, 0, std::uint64_t{1} << 40};
  return kBegin + std::string(reinterpret_cast<const char*>(&header), sizeof header);
}

INSTANTIATE_TEST_SUITE_P(
    Streams, FrameReaderBadStreamTest,
    testing::Values(
        BadStream{"NotReady", [] { return frame(FrameType::step_begun); },
                  "malformed frames: frame type 2 before or after its time"},
        BadStream{"ReadyTwice", [] { return frame(FrameType::ready) + frame(FrameType::ready); },
                  "malformed frames: frame type 1 before or after its time"},
        BadStream{"UnknownType", [] { return frame(FrameType::ready) + frame(static_cast<FrameType>(99)); },
                  "malformed frames: frame type 99"},
        BadStream{"HugePayload", huge_frame, "malformed frames: a payload of 1099511627776 bytes"},
        BadStream{"StepOutOfTurn", [] { return frame(FrameType::ready) + frame(FrameType::step_begun, 1); },
                  "malformed frames: step 1 out of turn"},
        BadStream{"StepTwiceBegun", [] { return kBegin + frame(FrameType::step_begun, 0); },
                  "malformed frames: step 0 out of turn"},
        BadStream{"StepPastTheLast",
                  [] {
                    return kBegin + ended(0) + frame(FrameType::step_begun, 1) + ended(1) +
                           frame(FrameType::step_begun, 2);
                  },
                  "malformed frames: step 2 out of turn"},
        BadStream{"BytesOfAnotherStep", [] { return kBegin + frame(FrameType::stdout_bytes, 1, "x"); },
                  "malformed frames: frame type 3 outside of its step"},
        BadStream{"BytesAfterTheEnd", [] { return kBegin + ended(0) + frame(FrameType::stderr_bytes, 0, "x"); },
                  "malformed frames: frame type 4 outside of its step"},
        BadStream{"StdoutPastItsLimit",
                  [] {
                    return kBegin + frame(FrameType::stdout_bytes, 0, "0123456789") +
                           frame(FrameType::stdout_bytes, 0, "x");
                  },
                  "malformed frames: stdout past its limit"},
        BadStream{"ChannelPastItsLimit", [] { return kBegin + frame(FrameType::channel_bytes, 0, "01234"); },
                  "malformed frames: channel past its limit"},
        BadStream{"ShortEnd", [] { return kBegin + frame(FrameType::step_ended, 0, "x"); },
                  "malformed frames: the end of a step has another size"},
        BadStream{"UnknownEnd", [] { return kBegin + ended(0, static_cast<EndKind>(17)); },
                  "malformed frames: a step ended in an unknown way"},
        BadStream{"FileWhileAStepRuns", [] { return kBegin + frame(FrameType::file_bytes, 0, "x"); },
                  "malformed frames: file 0 out of turn"},
        BadStream{"FileOutOfTurn", [] { return kBegin + ended(0) + frame(FrameType::file_ended, 1); },
                  "malformed frames: file 1 out of turn"},
        BadStream{"FilePastItsLimit", [] { return kBegin + ended(0) + frame(FrameType::file_bytes, 0, "012345678"); },
                  "malformed frames: collected files past their limit"},
        BadStream{"DoneBeforeTheFiles", [] { return kBegin + ended(0) + frame(FrameType::done); },
                  "malformed frames: it ends too early"},
        BadStream{"DoneWithoutSteps", [] { return frame(FrameType::ready) + frame(FrameType::done); },
                  "malformed frames: it ends too early"},
        BadStream{"MoreAfterDone", [] { return good_stream() + frame(FrameType::done); },
                  "malformed frames: frame type 10 after the last"},
        BadStream{"Failed", [] { return frame(FrameType::failed, 0, "no\1 way"); }, "the driver gave up: no way"}),
    [](const testing::TestParamInfo<BadStream>& test) { return std::string(test.param.name); });

TEST(BoxProtocolTest, DecodesWhatItEncoded) {
  BoxRequest request;
  request.environment = {"A=b"};
  request.steps = {{{"cmd", "", "x y"}, std::string("a\0b", 3), true, false, 12}, {{"two"}, "", false, true, 0}};
  request.collect = {"f"};
  request.wall_ms = 1;
  request.collect_total_bytes = 99;
  BoxRequest back;
  const std::string bytes = encode(request);
  ASSERT_TRUE(decode(bytes, back));
  EXPECT_EQ(back.environment, request.environment);
  ASSERT_EQ(back.steps.size(), 2u);
  EXPECT_EQ(back.steps[0].argv, request.steps[0].argv);
  EXPECT_EQ(back.steps[0].stdin_text, request.steps[0].stdin_text);
  EXPECT_TRUE(back.steps[0].wants_channel);
  EXPECT_FALSE(back.steps[0].stop_on_failure);
  EXPECT_EQ(back.steps[0].wall_ms, 12u);
  EXPECT_EQ(back.collect, request.collect);
  EXPECT_EQ(back.wall_ms, 1u);
  EXPECT_EQ(back.collect_total_bytes, 99u);
}

TEST(BoxProtocolTest, RefusesATruncatedOrLongerRequest) {
  BoxRequest request;
  request.steps = {{{"cmd"}}};
  const std::string bytes = encode(request);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BoxRequest back;
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size), back)) << size;
  }
  BoxRequest back;
  EXPECT_FALSE(decode(bytes + "x", back));
  std::string other_version = bytes;
  other_version[0] ^= 1;
  EXPECT_FALSE(decode(other_version, back));
}

}  // namespace
}  // namespace gs::sandbox
