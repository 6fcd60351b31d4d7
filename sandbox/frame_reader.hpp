/// Turns the driver's frames into the Outcome of a box.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/box_protocol.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

/// Most bytes that all collected files of a request may have together.
std::size_t collect_total_bytes(const Request& request);

/// Feed it the bytes of the frame pipe as they come. Believes nothing: sizes and order are checked against the request,
/// and what is kept is bounded by the request's limits. The request must outlive it.
class FrameReader {
 public:
  explicit FrameReader(const Request& request);

  /// False once the stream is malformed or the driver has given up; problem() says why. Further bytes are ignored.
  bool feed(std::string_view bytes);
  bool done() const { return done_; }
  bool ready() const { return ready_; }
  const std::string& problem() const { return problem_; }
  /// True between the begin and the end of a step.
  bool step_is_running() const { return running_; }

  /// How many steps have ended.
  std::size_t ended_steps() const { return next_step_; }
  /// One of the steps from `first` on has ended by exit status or signal, for a reason that only it knows.
  bool any_failed(std::size_t first) const;
  /// Gives those steps the status that says why.
  void explain_failures(std::size_t first, StepStatus why);
  /// The channel of the first step so far, and taking it away, which makes room for as much again.
  std::string_view channel() const { return outcome_.steps.front().channel; }
  std::string take_channel();

  /// The running step did not end within the box's wall limit; `wall` is how long it had.
  void mark_running_step_late(std::chrono::microseconds wall);
  /// Steps and files so far, with status completed; the caller fills in the rest.
  Outcome take();

 private:
  bool handle(const box::FrameHeader& header, std::string_view payload);
  bool end_step(std::string_view payload);
  bool keep(std::string& text, std::string_view payload, std::size_t limit_bytes, const char* what);
  bool handle_file(const box::FrameHeader& header, std::string_view payload);
  bool malformed(std::string why);

  const Request& request_;
  Outcome outcome_;
  std::string pending_;  // the beginning of a frame that is not complete
  std::string problem_;
  std::size_t next_step_ = 0;  // or the running one
  std::size_t next_file_ = 0;
  std::size_t collected_bytes_ = 0;
  bool ready_ = false;
  bool running_ = false;
  bool done_ = false;
};

}  // namespace gs::sandbox
