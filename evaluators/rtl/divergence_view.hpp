/// WaveView: values of a wave as a reader wants them: hexadecimal, sliced, with names of enumerators, as a table.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluators/rtl/driver_graph.hpp"
#include "evaluators/rtl/wave.hpp"

namespace gs::rtl {

/// A time, and whether what happens at it has happened.
struct Moment {
  std::uint64_t ps = 0;
  bool before = false;
  auto operator<=>(const Moment&) const = default;
};

/// "0f" for "1111" of 8 bits; digits with unknown bits are x or z; past 128 bits the low 64 after "..".
std::string hex_of(std::string_view bits);

/// Whether a printed value ("1f", "8'h1f", "xx") is these bits.
bool same_value(std::string_view printed, std::string_view bits);

/// Bits of a printed value, as many as `width`; nothing when it is no hexadecimal number or too long.
std::optional<std::string> bits_of_hex(std::string_view printed, std::size_t width);

/// Borrows wave and graph.
class WaveView {
 public:
  WaveView(const Wave& wave, const DriverGraph& graph) : wave_(wave), graph_(graph) {}

  const Wave& wave() const { return wave_; }
  std::optional<std::string> bits(const SignalRef& signal, Moment moment) const;
  /// Hexadecimal with the enumerator's name, or why there is no value.
  std::string shown(const SignalRef& signal, Moment moment) const;
  ValueOf values(Moment moment) const;
  std::optional<std::uint64_t> last_change(const SignalRef& signal, Moment moment) const;

  /// Edges of a clock up to the moment, the last `count`, oldest first.
  std::vector<std::uint64_t> edges(const SignalRef& clock, bool rising, Moment until, int count) const;
  std::optional<std::uint64_t> last_edge(const SignalRef& clock, bool rising, Moment until) const;

  /// "x", or "x[7:4]" for a part.
  std::string label(const SignalRef& signal) const;
  /// "40 ns"; "before 40 ns" for a moment before.
  static std::string time(std::uint64_t ps);
  static std::string time(Moment moment);
  /// Whether two names show the same changes, as a net does on both sides of a port.
  bool same_signal(const std::string& a, const std::string& b) const;

  /// One row a signal, one column a moment; those that never change share a line at the end. Rows that do not fit are
  /// counted. Empty when not one fits.
  std::string table(const std::string& heading, const std::vector<Moment>& moments,
                    const std::vector<std::pair<std::string, SignalRef>>& rows, std::size_t limit) const;

 private:
  const Wave& wave_;
  const DriverGraph& graph_;
};

}  // namespace gs::rtl
