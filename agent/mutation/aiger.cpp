#include "agent/mutation/aiger.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace gs::agent::mutation {
namespace {

using Numbers = std::vector<std::uint32_t>;

// The numbers of a line, after its first word where that is none; empty when there is anything else.
Numbers numbers_of(std::string_view line) {
  Numbers numbers;
  for (const std::string_view word : split(line, ' ')) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return {};
    numbers.push_back(value);
  }
  return numbers;
}

// Literal of an initial value of `gate` -> that of the register's bit of the same name in `gold`.
// A line of the map: "init 168 0 $auto$clk2fflogic.cc:86:sample_data$\u.gold.rd_ptr#sampled$1666".
std::map<std::uint32_t, std::uint32_t> shared_inputs(std::string_view map) {
  std::map<std::pair<std::string, std::string>, std::uint32_t> gold, gate;  // (register, bit)
  for (const std::string_view line : split_lines(map)) {
    if (!line.starts_with("init ")) continue;
    const auto words = split(line, ' ');
    const std::size_t name = line.find("sample_data$\\u.g");
    const std::size_t end = line.rfind("#sampled$");
    if (words.size() < 4 || name == std::string_view::npos || end == std::string_view::npos) continue;
    const Numbers index = numbers_of(words[1]);
    std::string_view path = line.substr(name, end - name);
    path.remove_prefix(std::string_view("sample_data$\\u.").size());
    if (index.empty() || !(path.starts_with("gold.") || path.starts_with("gate."))) continue;
    auto& side = path.starts_with("gold.") ? gold : gate;
    side[{std::string(path.substr(5)), std::string(words[2])}] = 2 * (index[0] + 1);
  }
  std::map<std::uint32_t, std::uint32_t> shared;
  for (const auto& [bit, literal] : gate) {
    if (const auto found = gold.find(bit); found != gold.end()) shared[literal] = found->second;
  }
  return shared;
}

void append_delta(std::string& out, std::uint32_t delta) {
  for (; delta >= 0x80; delta >>= 7) out += static_cast<char>((delta & 0x7f) | 0x80);
  out += static_cast<char>(delta);
}

}  // namespace

Result<std::string> with_shared_beginnings(std::string_view ascii, std::string_view map) {
  const auto broken = [] { return Error(ErrorCode::corrupt, "not the AIGER file that Yosys was asked for"); };
  const auto lines = split_lines(ascii);
  if (lines.empty() || !lines[0].starts_with("aag ")) return broken();
  const Numbers header = numbers_of(lines[0].substr(4));
  // M I L O A, then B C J F: no constraints, which would have to be folded in first
  if (header.size() < 5 || header.size() > 9) return broken();
  for (std::size_t i = 5; i < header.size(); ++i) {
    if (header[i] != 0) return broken();
  }
  const std::uint32_t inputs = header[1], latches = header[2], outputs = header[3], ands = header[4];
  const std::uint64_t body = std::uint64_t{inputs} + latches + outputs + ands;
  if (lines.size() < 1 + body || header[0] != inputs + latches + ands) return broken();
  const auto shared = shared_inputs(map);
  const auto renamed = [&](std::uint32_t literal) {
    const auto found = shared.find(literal & ~1u);
    return found == shared.end() ? literal : found->second | (literal & 1u);
  };
  std::string out = "aig";
  for (std::size_t i = 0; i < 5; ++i) out += " " + std::to_string(header[i]);
  out += "\n";
  std::size_t at = 1 + inputs;
  for (std::uint32_t i = 0; i < latches; ++i, ++at) {
    const Numbers latch = numbers_of(lines[at]);
    const bool is_zero_first = latch.size() == 2 || (latch.size() == 3 && latch[2] == 0);
    if (!is_zero_first || latch[0] != 2 * (inputs + i + 1)) return broken();
    out += std::to_string(renamed(latch[1])) + "\n";
  }
  for (std::uint32_t i = 0; i < outputs; ++i, ++at) {
    const Numbers output = numbers_of(lines[at]);
    if (output.size() != 1) return broken();
    out += std::to_string(renamed(output[0])) + "\n";
  }
  for (std::uint32_t i = 0; i < ands; ++i, ++at) {
    const Numbers gate = numbers_of(lines[at]);
    if (gate.size() != 3 || gate[0] != 2 * (inputs + latches + i + 1)) return broken();
    std::uint32_t a = renamed(gate[1]), b = renamed(gate[2]);
    if (a < b) std::swap(a, b);
    if (a >= gate[0]) return broken();
    append_delta(out, gate[0] - a);
    append_delta(out, a - b);
  }
  return out;
}

}  // namespace gs::agent::mutation
