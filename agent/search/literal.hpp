/// Literal: an integer literal of SystemVerilog taken apart, and printed again with another value in the same manner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gs::agent::search {

/// A literal such as 8'h0f, 'd3, '1 or 12 with its parts (IEEE 1800-2017 5.7.1).
struct Literal {
  std::string prefix;  ///< up to and including the base letter; "" for plain decimals
  char base = 'd';
  std::uint64_t value = 0;
  int width = 0;           ///< 0: none given
  std::size_t digits = 0;  ///< written, without '_'
  bool fill = false;       ///< '0 '1
};

/// nullopt for what is no integer, has x or z digits, or does not fit in 64 bits.
std::optional<Literal> parse_literal(std::string_view text);

/// `value` in base and width of `literal`, with at least as many digits unless it is decimal.
std::string print_literal(const Literal& literal, std::uint64_t value);

/// Values that differ by two neighbouring digits the wrong way round: the typist's error.
std::vector<std::uint64_t> transposed_digits(const Literal& literal);

}  // namespace gs::agent::search
