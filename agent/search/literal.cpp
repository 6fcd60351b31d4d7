#include "agent/search/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace gs::agent::search {

std::optional<Literal> parse_literal(std::string_view text) {
  Literal literal;
  if (text == "'0" || text == "'1") {
    literal.fill = true;
    literal.value = text[1] == '1' ? 1 : 0;
    return literal;
  }
  const std::size_t quote = text.find('\'');
  std::string digits;
  int base = 10;
  if (quote == std::string_view::npos) {
    digits = std::string(text);
  } else {
    std::size_t at = quote + 1;
    if (at < text.size() && (text[at] == 's' || text[at] == 'S')) ++at;
    if (at >= text.size()) return std::nullopt;
    literal.base = static_cast<char>(std::tolower(static_cast<unsigned char>(text[at])));
    base = literal.base == 'h' ? 16 : literal.base == 'b' ? 2 : literal.base == 'o' ? 8 : 10;
    literal.prefix = std::string(text.substr(0, at + 1));
    digits = std::string(text.substr(at + 1));
    std::string width;
    for (const char c : text.substr(0, quote)) {
      if (std::isdigit(static_cast<unsigned char>(c)) != 0) width += c;
    }
    if (!width.empty()) std::from_chars(width.data(), width.data() + width.size(), literal.width);
  }
  digits.erase(std::remove_if(digits.begin(), digits.end(), [](char c) { return c == '_' || c == ' '; }), digits.end());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), literal.value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  literal.digits = digits.size();
  return literal;
}

std::string print_literal(const Literal& literal, std::uint64_t value) {
  if (literal.fill) return value != 0 ? "'1" : "'0";
  std::string digits;
  if (literal.base == 'h') {
    digits = fmt::format("{:x}", value);
  } else if (literal.base == 'o') {
    digits = fmt::format("{:o}", value);
  } else if (literal.base == 'b') {
    digits = fmt::format("{:b}", value);
  } else {
    digits = std::to_string(value);
  }
  if (literal.base != 'd' && digits.size() < literal.digits) digits.insert(0, literal.digits - digits.size(), '0');
  return literal.prefix + digits;
}

std::vector<std::uint64_t> transposed_digits(const Literal& literal) {
  std::vector<std::uint64_t> values;
  if (literal.base == 'b') return values;
  const std::uint64_t base = literal.base == 'h' ? 16 : literal.base == 'o' ? 8 : 10;
  std::uint64_t scale = 1;
  for (std::size_t i = 0; i + 1 < literal.digits && literal.digits <= 16; ++i, scale *= base) {
    const std::uint64_t low = literal.value / scale % base, high = literal.value / (scale * base) % base;
    if (low != high)
      values.push_back(literal.value - low * scale - high * scale * base + high * scale + low * scale * base);
  }
  return values;
}

}  // namespace gs::agent::search
