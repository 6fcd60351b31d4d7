#include "sandbox/frame_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.hpp"

namespace gs::sandbox {

using box::EndKind;
using box::FrameHeader;
using box::FrameType;
using box::StepEnd;

namespace {

constexpr std::size_t kProblemBytes = 4096;

bool to_status(EndKind kind, StepStatus& status) {
  switch (kind) {
    case EndKind::ok:
      status = StepStatus::ok;
      return true;
    case EndKind::nonzero:
      status = StepStatus::nonzero;
      return true;
    case EndKind::signal:
      status = StepStatus::signal;
      return true;
    case EndKind::timeout_wall:
      status = StepStatus::timeout_wall;
      return true;
    case EndKind::timeout_cpu:
      status = StepStatus::timeout_cpu;
      return true;
    case EndKind::output_limit:
      status = StepStatus::output_limit;
      return true;
  }
  return false;
}

}  // namespace

std::size_t collect_total_bytes(const Request& request) {
  return std::max(request.limits.work_bytes, request.collect_bytes);  // sparse files can be larger than their folder
}

FrameReader::FrameReader(const Request& request) : request_(request) {
  outcome_.status = Outcome::Status::completed;
  outcome_.steps.resize(request.steps.size());
}

bool FrameReader::malformed(std::string why) {
  if (problem_.empty()) problem_ = "malformed frames: " + why;
  return false;
}

bool FrameReader::feed(std::string_view bytes) {
  if (!problem_.empty()) return false;
  pending_.append(bytes);
  std::size_t used = 0;
  while (pending_.size() - used >= sizeof(FrameHeader)) {
    FrameHeader header;
    std::memcpy(&header, pending_.data() + used, sizeof header);
    if (header.size > box::kMaxPayloadBytes) return malformed("a payload of " + std::to_string(header.size) + " bytes");
    if (pending_.size() - used - sizeof header < header.size) break;
    if (!handle(header, std::string_view(pending_).substr(used + sizeof header, header.size))) return false;
    used += sizeof header + header.size;
  }
  pending_.erase(0, used);
  return true;
}

bool FrameReader::handle(const FrameHeader& header, std::string_view payload) {
  const std::string name = "frame type " + std::to_string(static_cast<std::uint32_t>(header.type));
  if (header.type == FrameType::failed) {
    problem_ = "the driver gave up: " + clean_utf8(payload.substr(0, kProblemBytes));
    return false;
  }
  if (done_) return malformed(name + " after the last");
  if (ready_ == (header.type == FrameType::ready)) return malformed(name + " before or after its time");
  switch (header.type) {
    case FrameType::ready:
      ready_ = true;
      return true;
    case FrameType::step_begun:
      if (running_ || header.index != next_step_ || next_step_ >= outcome_.steps.size() || next_file_ > 0) {
        return malformed("step " + std::to_string(header.index) + " out of turn");
      }
      running_ = true;
      return true;
    case FrameType::stdout_bytes:
    case FrameType::stderr_bytes:
    case FrameType::channel_bytes:
    case FrameType::step_ended:
      break;
    case FrameType::file_bytes:
    case FrameType::file_ended:
    case FrameType::file_refused:
      return handle_file(header, payload);
    case FrameType::done:
      if (running_ || next_step_ == 0 || next_file_ != request_.collect.size()) return malformed("it ends too early");
      done_ = true;
      return true;
    default:
      return malformed(name);
  }
  if (!running_ || header.index != next_step_) return malformed(name + " outside of its step");
  StepOutcome& step = outcome_.steps[next_step_];
  const Limits& limits = request_.limits;
  if (header.type == FrameType::stdout_bytes) return keep(step.stdout_text, payload, limits.output_bytes, "stdout");
  if (header.type == FrameType::stderr_bytes) return keep(step.stderr_text, payload, limits.output_bytes, "stderr");
  if (header.type == FrameType::channel_bytes) return keep(step.channel, payload, limits.channel_bytes, "channel");
  return end_step(payload);
}

bool FrameReader::keep(std::string& text, std::string_view payload, std::size_t limit_bytes, const char* what) {
  if (payload.size() > limit_bytes - std::min(limit_bytes, text.size())) {
    return malformed(std::string(what) + " past its limit");
  }
  text.append(payload);
  return true;
}

bool FrameReader::end_step(std::string_view payload) {
  StepEnd end;
  if (payload.size() != sizeof end) return malformed("the end of a step has another size");
  std::memcpy(&end, payload.data(), sizeof end);
  StepOutcome& step = outcome_.steps[next_step_];
  if (!to_status(end.kind, step.status)) return malformed("a step ended in an unknown way");
  step.exit_code = end.exit_code;
  step.signal_number = end.signal_number;
  step.output_truncated = end.output_truncated != 0;
  step.channel_truncated = end.channel_truncated != 0;
  step.wall = std::chrono::microseconds(end.wall_us);
  step.cpu = std::chrono::microseconds(end.cpu_us);
  step.peak_memory_bytes = end.peak_memory_bytes;
  running_ = false;
  ++next_step_;
  return true;
}

bool FrameReader::handle_file(const FrameHeader& header, std::string_view payload) {
  if (running_ || next_step_ == 0 || header.index != next_file_ || next_file_ >= request_.collect.size()) {
    return malformed("file " + std::to_string(header.index) + " out of turn");
  }
  const std::string& name = request_.collect[next_file_];
  std::string& content = outcome_.files[name];
  if (header.type == FrameType::file_bytes) {
    collected_bytes_ += payload.size();
    if (collected_bytes_ > collect_total_bytes(request_)) return malformed("collected files past their limit");
    return keep(content, payload, request_.collect_bytes, "a collected file");
  }
  if (header.type == FrameType::file_refused) {
    outcome_.files.erase(name);
    outcome_.refused[name] = clean_utf8(payload.substr(0, kProblemBytes));
  }
  ++next_file_;
  return true;
}

bool FrameReader::any_failed(std::size_t first) const {
  for (std::size_t i = first; i < next_step_; ++i) {
    const StepStatus status = outcome_.steps[i].status;
    if (status == StepStatus::nonzero || status == StepStatus::signal) return true;
  }
  return false;
}

void FrameReader::explain_failures(std::size_t first, StepStatus why) {
  for (std::size_t i = first; i < next_step_; ++i) {
    StepStatus& status = outcome_.steps[i].status;
    if (status == StepStatus::nonzero || status == StepStatus::signal) status = why;
  }
}

std::string FrameReader::take_channel() {
  return std::exchange(outcome_.steps.front().channel, {});
}

void FrameReader::mark_running_step_late(std::chrono::microseconds wall) {
  if (!running_) return;
  outcome_.steps[next_step_].wall = wall;
  outcome_.steps[next_step_].status = StepStatus::timeout_wall;
  running_ = false;
}

Outcome FrameReader::take() {
  return std::move(outcome_);
}

}  // namespace gs::sandbox
