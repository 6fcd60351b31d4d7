/// The result channel of a simulation, decoded: samples, errors, finish.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs::rtl {

/// One sample of one group. Values are fixed-width bit strings packed in 32-bit words, least significant word first;
/// within the bits, the LAST recorded name is least significant. A four-state sample's words are followed by as many
/// that mark its unknown bits (x: 1/1, z: 0/1; IEEE 1800-2017 38.14).
struct Sample {
  std::uint8_t group = 0;
  std::uint64_t time_ps = 0;
  std::size_t first_word = 0;  ///< into SimulationLog::words
  bool four_state = false;
};

struct Report {  ///< $error, $fatal or $stop
  std::string file;
  std::uint32_t line = 0;
  std::uint64_t time_ps = 0;
  std::string message;  ///< text of the line printed by it
};

enum class EndKind {
  finish,  ///< $finish
  dry,     ///< no event left
  fatal,   ///< runtime error of the simulator, such as "did not converge"
  cut,     ///< the channel ends without an end record: killed or crashed
};

struct SimulationLog {
  std::vector<std::vector<std::uint16_t>> widths;  ///< [group][name index], bits
  std::vector<std::uint32_t> words;                ///< of all samples
  std::vector<Sample> samples;
  std::vector<Report> reports;
  EndKind end = EndKind::cut;
  std::string end_file;                        ///< source of $finish
  std::vector<std::string> unknown_variables;  ///< hierarchical names; see harness/gs_vpi.cpp, +gs_unknown_at
  std::string fatal_message;
  bool nonce_returned = false;

  std::size_t words_of(std::uint8_t group) const;
  /// Value of name `index` in a sample as lower-case hexadecimal without leading zeros. A digit is x or z where all of
  /// its bits are, X where only some are known (1800-2017 21.2.1.4).
  std::string value(const Sample& sample, std::size_t index) const;
  /// Both are the same, unknown bits included.
  bool equal(const Sample& mine, const SimulationLog& other, const Sample& theirs, std::size_t index) const;
  /// As `equal`, but an unknown bit of ours is matched by anything. An unknown bit of theirs matches no known one.
  bool matched_by(const Sample& mine, const SimulationLog& other, const Sample& theirs, std::size_t index) const;
  bool has_known_bits(const Sample& sample, std::size_t index) const;
  bool is_one(const Sample& sample, std::size_t index) const;
};

/// Decodes what a simulation wrote to its channel. The bytes may come from hostile code: any input is accepted, and
/// what is malformed or truncated gives EndKind::cut from there on. `nonce`: what the harness was given.
SimulationLog decode_channel(std::string_view bytes, std::string_view nonce);

}  // namespace gs::rtl
