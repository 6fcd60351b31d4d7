/// One box from its start to its end, as seen from the host.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "base/result.hpp"
#include "sandbox/box_folder.hpp"
#include "sandbox/cgroup.hpp"
#include "sandbox/frame_reader.hpp"
#include "sandbox/process.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::sandbox {

struct BoxLayout;

/// What boxes of one Sandbox have in common. Outlives them.
struct BoxMaker {
  std::filesystem::path bwrap;
  std::filesystem::path driver;     ///< our program inside; the box's user may read it
  std::filesystem::path scratch;    ///< where the inputs of boxes are laid out
  std::optional<BoxReader> reader;  ///< whom bubblewrap runs as, when not as ourselves
  std::optional<CgroupParent> cgroups;
  std::map<std::string_view, std::string> filters;  ///< by Policy::name
  const std::atomic<bool>* cancel = nullptr;        ///< see BubblewrapOptions
};

/// Started by start(); ends when its last step has, or is killed. Used by one thread at a time. The destructor kills
/// the box and waits until nothing of it is left.
class RunningBox {
 public:
  enum class Kind { batch, session };

  /// `request` must outlive the box, and be checked (check_request).
  static Result<std::unique_ptr<RunningBox>> start(const BoxMaker& maker, const Request& request, Kind kind);
  ~RunningBox();
  RunningBox(const RunningBox&) = delete;
  RunningBox& operator=(const RunningBox&) = delete;

  enum class Pumped {
    ended,  ///< the box is gone, or was found to be broken and killed
    late,   ///< not at the deadline
    ready,  ///< `enough` said so
  };
  /// Reads what the box says until it has ended, `enough` holds (asked after each piece), or the deadline. With a
  /// session, sends what there is in `input` meanwhile and removes it from there.
  Pumped pump(std::chrono::steady_clock::time_point deadline, const std::function<bool()>& enough = {},
              std::string_view* input = nullptr);
  /// Bytes of the first step's channel that were not taken yet, at most Limits::channel_bytes.
  std::string_view channel() const { return reader_.channel(); }
  std::string take_channel() { return reader_.take_channel(); }
  /// Closes descriptor 0 of a session's step.
  void close_input();
  void kill();

  /// After the last pump. `late` says that its deadline is why. What the box did, or why it is no box (external).
  Result<Outcome> finish(bool late);

 private:
  RunningBox(const Request& request, BoxFolder folder);
  Result<void> launch_bubblewrap(const BoxMaker& maker, const BoxLayout& layout, Kind kind, const std::string& filter);
  void read_pipes(short frames, short complaints, short info);
  void complete_box();
  bool look(std::chrono::steady_clock::time_point deadline, std::string_view* input);
  void note_events();
  void explain_failures(std::size_t first);
  bool wait_until_empty();
  bool is_cancelled() const { return cancel_ != nullptr && cancel_->load(); }

  const Request& request_;
  BoxFolder folder_;
  std::optional<Cgroup> cgroup_;
  FrameReader reader_;
  std::optional<Child> bwrap_;
  UniqueFd frames_, complaints_, info_, input_;
  std::string complaint_text_, info_text_, problem_;
  bool is_session_ = false;    // after the word to begin, messages
  bool closes_input_ = false;  // once the word to begin is said
  UniqueFd first_process_;
  CgroupEvents events_;
  std::size_t steps_seen_ = 0;
  std::chrono::steady_clock::time_point start_time_;
  bool killed_ = false, gone_ = false;
  const std::atomic<bool>* cancel_ = nullptr;
};

}  // namespace gs::sandbox
