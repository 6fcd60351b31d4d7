// The reader's output: "GSW1", then the exponent of the file's time unit (int32, -12 is a picosecond), first and last
// time (uint64). Then records. 'N': handle, width, length (uint32 each), name. 'V': handle, width, whether older
// changes were left out, count (uint32 each), then count times a time (uint64) and `width` characters. 'E': the end.
#include "evaluators/rtl/wave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/harness_text.hpp"
#include "evaluators/rtl/runtime_folder.hpp"
#include "sandbox/toolchain.hpp"

namespace gs::rtl {
namespace {

constexpr std::uint32_t kWidth = 4096;        // as in wave_reader.c
constexpr std::uint32_t kNameBytes = 10'000;  // likewise, with room
constexpr std::size_t kReaderBytes = std::size_t{16} << 20;

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  bool get(T& value) {
    if (bytes_.size() < sizeof value) return false;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return true;
  }
  bool get(std::string_view& text, std::size_t size) {
    if (bytes_.size() < size) return false;
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return true;
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

// Saturates: times of a hostile file may be anything.
std::uint64_t to_ps(std::uint64_t ticks, int exponent) {
  for (; exponent > -12; --exponent) {
    if (ticks > std::numeric_limits<std::uint64_t>::max() / 10) return std::numeric_limits<std::uint64_t>::max();
    ticks *= 10;
  }
  for (; exponent < -12; ++exponent) ticks /= 10;
  return ticks;
}

std::string four_state(std::string_view raw) {
  std::string bits(raw);
  for (char& c : bits) {
    if (c == '0' || c == '1') continue;
    c = c == 'z' || c == 'Z' ? 'z' : 'x';
  }
  return bits;
}

}  // namespace

Result<Wave> Wave::decode(std::string_view bytes) {
  const auto malformed = [](std::string_view what) {
    return corrupt(fmt::format("wave: the reader's output is {}", what));
  };
  Bytes in(bytes);
  std::string_view magic;
  std::int32_t exponent = 0;
  std::uint64_t first = 0, last = 0;
  if (!in.get(magic, 4) || magic != "GSW1" || !in.get(exponent) || !in.get(first) || !in.get(last)) {
    return malformed("no wave");
  }
  if (exponent < -18 || exponent > 2) return malformed("in an unknown unit of time");
  Wave wave;
  wave.end_ps_ = to_ps(last, exponent);
  for (char tag = 0; in.get(tag);) {
    std::uint32_t handle = 0, width = 0;
    if (tag == 'E') {
      if (in.size() != 0) return malformed("longer than its end");
      return wave;
    }
    if ((tag != 'N' && tag != 'V') || !in.get(handle) || !in.get(width) || width == 0 || width > kWidth) break;
    if (tag == 'N') {
      std::uint32_t length = 0;
      std::string_view name;
      if (!in.get(length) || length > kNameBytes || !in.get(name, length)) break;
      std::string clean = clean_utf8(name);
      std::replace(clean.begin(), clean.end(), '\n', ' ');
      wave.widths_.emplace(clean, static_cast<int>(width));
      wave.handles_.emplace(std::move(clean), handle);
      continue;
    }
    std::uint32_t dropped = 0, count = 0;
    if (!in.get(dropped) || !in.get(count) || in.size() / (8 + width) < count) break;
    std::vector<WaveChange>& changes = wave.changes_[handle];
    for (std::uint32_t i = 0; i < count; ++i) {
      std::uint64_t ticks = 0;
      std::string_view value;
      if (!in.get(ticks) || !in.get(value, width)) break;
      const std::uint64_t ps = to_ps(ticks, exponent);
      if (!changes.empty() && ps < changes.back().ps) return malformed("not in order of time");
      changes.push_back({ps, four_state(value)});
    }
  }
  return malformed("cut or malformed");
}

std::vector<std::string> Wave::names_in(std::string_view scope) const {
  std::vector<std::string> names;
  const std::string prefix = std::string(scope) + ".";
  for (auto at = widths_.lower_bound(prefix); at != widths_.end() && at->first.starts_with(prefix); ++at) {
    if (at->first.find('.', prefix.size()) == std::string::npos) names.push_back(at->first);
  }
  return names;
}

const WaveChange* Wave::entry(std::string_view name, std::uint64_t ps) const {
  const auto handle = handles_.find(name);
  if (handle == handles_.end()) return nullptr;
  const auto changes = changes_.find(handle->second);
  if (changes == changes_.end()) return nullptr;
  const auto after = std::upper_bound(changes->second.begin(), changes->second.end(), ps,
                                      [](std::uint64_t t, const WaveChange& change) { return t < change.ps; });
  return after == changes->second.begin() ? nullptr : &*std::prev(after);
}

std::optional<std::string> Wave::at(std::string_view name, std::uint64_t ps) const {
  const WaveChange* found = entry(name, ps);
  return found == nullptr ? std::nullopt : std::optional(found->bits);
}

std::optional<std::string> Wave::before(std::string_view name, std::uint64_t ps) const {
  return ps == 0 ? std::nullopt : at(name, ps - 1);
}

std::vector<WaveChange> Wave::changes(std::string_view name, std::uint64_t from_ps, std::uint64_t to_ps) const {
  std::vector<WaveChange> result;
  const auto handle = handles_.find(name);
  if (handle == handles_.end()) return result;
  const auto changes = changes_.find(handle->second);
  if (changes == changes_.end()) return result;
  for (const WaveChange& change : changes->second) {
    if (change.ps >= from_ps && change.ps <= to_ps) result.push_back(change);
  }
  return result;
}

std::optional<std::uint64_t> Wave::last_change(std::string_view name, std::uint64_t ps) const {
  const WaveChange* found = entry(name, ps);
  return found == nullptr ? std::nullopt : std::optional(found->ps);
}

Result<WaveReader> WaveReader::prepare(sandbox::Sandbox& box, const std::filesystem::path& cache, Log& log) {
  GS_TRY(const std::filesystem::path include, sandbox::verilator_include_folder());
  GS_TRY(const sandbox::Tool verilator, sandbox::find_tool("verilator"));
  GS_TRY(const sandbox::Tool compiler, find_compiler());
  Sha256 hash;
  hash.add_part(compiler.name).add_part(compiler.version).add_part(verilator.version).add_part(wave_reader_source());
  RuntimePart part{"the reader of waves",
                   fmt::format("building the reader of waves of Verilator {} (once)", verilator.version),
                   cache / "wave-reader" / hash.hex().substr(0, 16),
                   {}};
  const std::string sources = (include / "gtkwave").string();
  sandbox::Request& request = part.request;
  request.label = "wave reader";
  request.files["wave_reader.c"] = std::string(wave_reader_source());
  request.limits.wall = std::chrono::minutes(1);
  request.limits.cpu = std::chrono::minutes(1);
  sandbox::Step step;
  step.argv = {compiler.path.string(),
               "-x",
               "c",
               "-O1",
               "-w",
               "-I" + sources,
               "-DFST_CONFIG_INCLUDE=\"fst_config.h\"",
               "../in/wave_reader.c",
               sources + "/fstapi.c",
               sources + "/fastlz.c",
               sources + "/lz4.c",
               "-lz",
               "-o",
               "wave_reader"};
  request.steps = {step};
  request.collect = {"wave_reader"};
  request.collect_bytes = kReaderBytes;
  GS_CHECK(build_once(box, part, log));
  return WaveReader(box, part.folder);
}

Result<Wave> WaveReader::read(std::string_view fst, const WaveQuery& query) const {
  sandbox::Request request;
  request.label = "wave";
  request.policy = sandbox::Policy::run();
  request.limits.wall = std::chrono::seconds(30);
  request.limits.cpu = std::chrono::seconds(30);
  request.mounts["reader"] = folder_;
  request.files["wave.fst"] = std::string(fst);
  std::string& names = request.files["names"];
  for (const std::string& name : query.names) names += name + "\n";
  sandbox::Step step;
  step.argv = {"../reader/wave_reader", "../in/wave.fst", "../in/names", std::to_string(query.keep),
               std::to_string(query.until_ps)};
  step.wants_channel = true;
  request.steps = {step};
  const sandbox::Outcome outcome = box_->run(request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  if (const sandbox::StepOutcome* failed = outcome.first_failure()) {
    return corrupt(
        fmt::format("the wave cannot be read: {} {}", to_string(failed->status),
                    failed->status == sandbox::StepStatus::signal ? failed->signal_number : failed->exit_code));
  }
  if (outcome.steps.front().channel_truncated) return corrupt("the wave is larger than the limit");
  return Wave::decode(outcome.steps.front().channel);
}

}  // namespace gs::rtl
