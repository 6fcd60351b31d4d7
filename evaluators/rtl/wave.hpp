/// Wave: what the signals of a simulation were and when they changed, read from an FST file.
///
/// The file comes out of a box in which a candidate ran, and fstapi.c, which reads it, is C that trusts its input. So
/// the reader runs in a box too (harness/wave_reader.c, compiled once per toolchain from the fstapi.c that comes with
/// Verilator), and this process decodes what it writes as hostile bytes: a malformed file is an Error, at worst a wave
/// with wrong values, never harm.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "sandbox/sandbox.hpp"

namespace gs::rtl {

/// From `ps` (picoseconds) on, the signal had this value.
struct WaveChange {
  std::uint64_t ps = 0;
  std::string bits;  ///< '0', '1', 'x', 'z'; most significant first
};

/// Hierarchical names are "gs_top.tb.dut.g_lane[2].u_lane.sum"; elements of unpacked arrays end in their index.
/// Values within one time step are not kept: only the last one.
class Wave {
 public:
  /// Decodes what wave_reader.c wrote (the format stands in wave.cpp). corrupt: it is malformed or cut.
  static Result<Wave> decode(std::string_view bytes);

  /// Every signal of the file -> width in bits, also those whose values were not asked for.
  const std::map<std::string, int, std::less<>>& widths() const { return widths_; }
  /// Sorted names of the signals in `scope` itself.
  std::vector<std::string> names_in(std::string_view scope) const;
  std::uint64_t end_ps() const { return end_ps_; }

  /// Value when everything that happens at `ps` has happened, and just before. Nothing when the signal is not in the
  /// wave, was not asked for, or the file's part that was kept begins later.
  std::optional<std::string> at(std::string_view name, std::uint64_t ps) const;
  std::optional<std::string> before(std::string_view name, std::uint64_t ps) const;
  /// The kept changes in [from_ps, to_ps], oldest first. A signal's first value counts as one.
  std::vector<WaveChange> changes(std::string_view name, std::uint64_t from_ps, std::uint64_t to_ps) const;
  /// When the value it has at `ps` began.
  std::optional<std::uint64_t> last_change(std::string_view name, std::uint64_t ps) const;

 private:
  const WaveChange* entry(std::string_view name, std::uint64_t ps) const;

  std::map<std::string, int, std::less<>> widths_;
  std::map<std::string, std::uint32_t, std::less<>> handles_;  // aliases share one
  std::map<std::uint32_t, std::vector<WaveChange>> changes_;
  std::uint64_t end_ps_ = 0;
};

struct WaveQuery {
  std::vector<std::string> names;  ///< whose values are wanted; empty: all
  std::uint64_t until_ps = UINT64_MAX;
  int keep = 64;  ///< changes of each signal, the last ones up to until_ps
};

/// Borrows the box. Thread-safe.
class WaveReader {
 public:
  /// Compiles the reader in a box unless `cache` (usually cache_folder()) has one for exactly these tools. unavailable:
  /// no Verilator or no compiler.
  static Result<WaveReader> prepare(sandbox::Sandbox& box, const std::filesystem::path& cache, Log& log);

  /// corrupt: the bytes are no FST file, or a broken one. unavailable: the box.
  Result<Wave> read(std::string_view fst, const WaveQuery& query) const;

 private:
  WaveReader(sandbox::Sandbox& box, std::filesystem::path folder) : box_(&box), folder_(std::move(folder)) {}

  sandbox::Sandbox* box_;
  std::filesystem::path folder_;
};

}  // namespace gs::rtl
