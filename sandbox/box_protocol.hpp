/// What the host and gatesmith-box, our first process in a box, say to each other. Both run on one machine and come
/// from one build, so numbers travel in native byte order. Knows nothing of the gs libraries: the driver links none of
/// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace gs::sandbox::box {

/// Descriptors that the driver inherits. Descriptor 2 is for a last word when even frames fail.
inline constexpr int kRequestFd = 3;  ///< a BoxRequest in one piece, then end of file
inline constexpr int kFrameFd = 4;    ///< frames to the host
/// A pipe from the host. One byte says that the box is complete (its control group too) and steps may start; one more
/// after each step that failed by itself says that the host has seen what the control group counted, and the next may
/// start. With BoxRequest::session, which has one step, the rest is for descriptor 0 of that.
inline constexpr int kInputFd = 5;

/// First number of a request: a driver of another build refuses it. Raise it when anything in here changes.
inline constexpr std::uint64_t kProtocolVersion = 0x47530004;

/// Largest payload of one frame.
inline constexpr std::size_t kMaxPayloadBytes = std::size_t{64} << 10;

/// In the order of a run: ready, then for each step begun, bytes, ended; then the collected files; done. `failed` may
/// come at any time and is the last.
enum class FrameType : std::uint32_t {
  ready = 1,
  step_begun,    ///< index: step
  stdout_bytes,  ///< index: step
  stderr_bytes,
  channel_bytes,
  step_ended,    ///< index: step; payload: StepEnd
  file_bytes,    ///< index: position in BoxRequest::collect; a part of the content
  file_ended,    ///< index: as above; the content is complete
  file_refused,  ///< index: as above; payload: why
  done,
  failed,  ///< payload: why the box could not do its work
};

struct FrameHeader {
  FrameType type{};
  std::uint32_t index = 0;
  std::uint64_t size = 0;  ///< bytes of payload that follow
};

enum class EndKind : std::uint32_t { ok, nonzero, signal, timeout_wall, timeout_cpu, output_limit };

struct StepEnd {
  EndKind kind = EndKind::ok;
  std::int32_t exit_code = 0;
  std::int32_t signal_number = 0;
  std::uint32_t output_truncated = 0;
  std::uint32_t channel_truncated = 0;
  std::uint32_t reserved = 0;
  std::uint64_t wall_us = 0;
  std::uint64_t cpu_us = 0;
  std::uint64_t peak_memory_bytes = 0;
};
static_assert(std::is_trivially_copyable_v<FrameHeader> && std::is_trivially_copyable_v<StepEnd>);

struct BoxStep {
  std::vector<std::string> argv;
  std::string stdin_text;
  bool wants_channel = false;
  bool stop_on_failure = true;
  std::uint64_t wall_ms = 0;  ///< 0: only the box's limit
};

struct BoxRequest {
  std::vector<std::string> environment;  ///< "NAME=value"
  std::vector<BoxStep> steps;
  std::vector<std::string> collect;
  std::string filter;     ///< array of struct sock_filter
  bool commands = false;  ///< Policy
  bool proc = false;
  bool session = false;  ///< the one step reads kInputFd, and its channel has no end
  std::uint64_t wall_ms = 0;
  std::uint64_t steps_wall_ms = 0;  ///< no step starts after this; 0: none
  std::uint64_t cpu_seconds = 0;
  std::uint64_t address_space_bytes = 0;  ///< RLIMIT_AS; 0: none
  std::uint64_t file_bytes = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t channel_bytes = 0;
  std::uint64_t processes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t collect_bytes = 0;        ///< of one file
  std::uint64_t collect_total_bytes = 0;  ///< of all files together
};

/// Length-prefixed values in one string.
class Encoder {
 public:
  void number(std::uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what Encoder wrote. After the first value that is not there, every value is empty and ok() is false.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    if (rest_.size() < sizeof value) return fail();
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail(), std::string();
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (std::uint64_t left = number(); left > 0 && ok_; --left) values.push_back(text());
    return values;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::uint64_t fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

inline std::string encode(const BoxRequest& request) {
  Encoder out;
  out.number(kProtocolVersion);
  out.texts(request.environment);
  out.number(request.steps.size());
  for (const BoxStep& step : request.steps) {
    out.texts(step.argv);
    out.text(step.stdin_text);
    out.number(step.wants_channel);
    out.number(step.stop_on_failure);
    out.number(step.wall_ms);
  }
  out.texts(request.collect);
  out.text(request.filter);
  for (const bool flag : {request.commands, request.proc, request.session}) out.number(flag);
  for (const std::uint64_t value :
       {request.wall_ms, request.steps_wall_ms, request.cpu_seconds, request.address_space_bytes, request.file_bytes,
        request.output_bytes, request.channel_bytes, request.processes, request.open_files, request.collect_bytes,
        request.collect_total_bytes}) {
    out.number(value);
  }
  return out.take();
}

/// False when `bytes` is not one whole request of this version.
inline bool decode(std::string_view bytes, BoxRequest& request) {
  Decoder in(bytes);
  if (in.number() != kProtocolVersion) return false;
  request.environment = in.texts();
  for (std::uint64_t left = in.number(); left > 0 && in.ok(); --left) {
    BoxStep& step = request.steps.emplace_back();
    step.argv = in.texts();
    step.stdin_text = in.text();
    step.wants_channel = in.number() != 0;
    step.stop_on_failure = in.number() != 0;
    step.wall_ms = in.number();
  }
  request.collect = in.texts();
  request.filter = in.text();
  for (bool* flag : {&request.commands, &request.proc, &request.session}) *flag = in.number() != 0;
  for (std::uint64_t* value :
       {&request.wall_ms, &request.steps_wall_ms, &request.cpu_seconds, &request.address_space_bytes,
        &request.file_bytes, &request.output_bytes, &request.channel_bytes, &request.processes, &request.open_files,
        &request.collect_bytes, &request.collect_total_bytes}) {
    *value = in.number();
  }
  return in.at_end();
}

}  // namespace gs::sandbox::box
