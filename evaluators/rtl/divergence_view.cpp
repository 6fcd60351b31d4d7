#include "evaluators/rtl/divergence_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "evaluators/rtl/bench.hpp"

namespace gs::rtl {
namespace {

constexpr std::size_t kWholeBits = 128;
constexpr std::size_t kDigits = 16;     // of a longer value
constexpr std::size_t kCellDigits = 8;  // of the table
constexpr std::size_t kNameWidth = 40;

// Without a prefix: "8'hff" and "0xff" -> "ff".
std::string_view digits_of(std::string_view printed) {
  if (const std::size_t quote = printed.find('\''); quote != std::string_view::npos) {
    printed.remove_prefix(std::min(printed.size(), quote + 2));
  }
  if (printed.starts_with("0x")) printed.remove_prefix(2);
  return printed;
}

}  // namespace

std::string hex_of(std::string_view bits) {
  std::string digits;
  for (std::size_t end = bits.size(); end > 0;) {
    const std::size_t begin = end > 4 ? end - 4 : 0;
    const std::string_view nibble = bits.substr(begin, end - begin);
    int value = 0;
    char digit = 0;
    for (const char bit : nibble) {
      if (bit != '0' && bit != '1') digit = digit == 0 || digit == bit ? bit : 'x';
      value = value * 2 + (bit == '1' ? 1 : 0);
    }
    digits += digit != 0 ? digit : "0123456789abcdef"[value];
    end = begin;
  }
  std::reverse(digits.begin(), digits.end());
  if (bits.size() > kWholeBits) digits = ".." + digits.substr(digits.size() - kDigits);
  return digits;
}

bool same_value(std::string_view printed, std::string_view bits) {
  printed = digits_of(printed);
  if (printed.empty()) return false;
  std::string mine;
  for (std::size_t end = bits.size(); end > 0; end = end > 4 ? end - 4 : 0) {
    mine.insert(0, hex_of(bits.substr(end > 4 ? end - 4 : 0, std::min<std::size_t>(end, 4))));
  }
  const auto significant = [](std::string_view text) {
    const std::size_t first = text.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view("0") : text.substr(first);
  };
  const std::string_view a = significant(printed), b = significant(mine);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

std::optional<std::string> bits_of_hex(std::string_view printed, std::size_t width) {
  printed = digits_of(printed);
  std::string bits;
  for (const char c : printed) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    for (int b = 3; b >= 0; --b) bits += ((digit >> b) & 1) != 0 ? '1' : '0';
  }
  if (bits.empty()) return std::nullopt;
  if (bits.size() < width) bits.insert(0, width - bits.size(), '0');
  const std::size_t surplus = bits.size() - width;
  if (bits.find('1') < surplus) return std::nullopt;
  return bits.substr(surplus);
}

std::optional<std::string> WaveView::bits(const SignalRef& signal, Moment moment) const {
  auto whole = moment.before ? wave_.before(signal.name, moment.ps) : wave_.at(signal.name, moment.ps);
  if (!whole || signal.width == 0) return whole;
  const auto lsb = static_cast<std::size_t>(signal.lsb), width = static_cast<std::size_t>(signal.width);
  if (lsb + width > whole->size()) return std::nullopt;
  return whole->substr(whole->size() - lsb - width, width);
}

std::string WaveView::shown(const SignalRef& signal, Moment moment) const {
  if (const auto value = bits(signal, moment)) {
    std::string text = hex_of(*value);
    if (signal.width == 0) {
      if (const std::string name = graph_.enumerator(signal.name, *value); !name.empty()) text += "(" + name + ")";
    }
    return text;
  }
  if (wave_.widths().count(signal.name) != 0) return "?(not recorded then)";
  const auto element = wave_.widths().lower_bound(signal.name + "[");
  if (element != wave_.widths().end() && element->first.starts_with(signal.name + "[")) return "(array)";
  return "?(not in the wave)";
}

ValueOf WaveView::values(Moment moment) const {
  return [this, moment](std::string_view name) {
    return moment.before ? wave_.before(name, moment.ps) : wave_.at(name, moment.ps);
  };
}

std::optional<std::uint64_t> WaveView::last_change(const SignalRef& signal, Moment moment) const {
  if (moment.before && moment.ps == 0) return std::nullopt;
  const std::uint64_t until = moment.before ? moment.ps - 1 : moment.ps;
  if (signal.width == 0) return wave_.last_change(signal.name, until);
  // Of a part: back over changes of the rest.
  const auto now = bits(signal, moment);
  const std::vector<WaveChange> changes = wave_.changes(signal.name, 0, until);
  std::optional<std::uint64_t> since;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (bits(signal, {change->ps, false}) != now) return since;
    since = change->ps;
  }
  return changes.empty() || changes.front().ps != 0 ? std::nullopt : since;
}

std::vector<std::uint64_t> WaveView::edges(const SignalRef& clock, bool rising, Moment until, int count) const {
  if (until.before && until.ps == 0) return {};
  std::vector<std::uint64_t> times;
  char last = 0;
  for (const WaveChange& change : wave_.changes(clock.name, 0, std::numeric_limits<std::uint64_t>::max())) {
    // Just before an edge that falls on the moment is where the moment is, so that edge is a column of its own.
    if (change.ps > until.ps) break;
    const std::size_t lsb = static_cast<std::size_t>(clock.lsb);
    const char bit = lsb < change.bits.size() ? change.bits[change.bits.size() - 1 - lsb] : 'x';
    if (last != 0 && bit != last && bit == (rising ? '1' : '0')) times.push_back(change.ps);
    last = bit;
  }
  if (times.size() > static_cast<std::size_t>(std::max(count, 0))) times.erase(times.begin(), times.end() - count);
  return times;
}

std::optional<std::uint64_t> WaveView::last_edge(const SignalRef& clock, bool rising, Moment until) const {
  if (until.before) {
    if (until.ps == 0) return std::nullopt;
    until = {until.ps - 1, false};
  }
  const std::vector<std::uint64_t> times = edges(clock, rising, until, 1);
  return times.empty() ? std::nullopt : std::optional(times.back());
}

std::string WaveView::label(const SignalRef& signal) const {
  if (signal.width == 0) return signal.name;
  if (signal.width == 1) return fmt::format("{}[{}]", signal.name, signal.lsb);
  return fmt::format("{}[{}:{}]", signal.name, signal.lsb + signal.width - 1, signal.lsb);
}

std::string WaveView::time(std::uint64_t ps) {
  return simulation_time(ps);
}

std::string WaveView::time(Moment moment) {
  return (moment.before ? "before " : "") + simulation_time(moment.ps);
}

bool WaveView::same_signal(const std::string& a, const std::string& b) const {
  if (a == b) return true;
  const auto x = wave_.changes(a, 0, std::numeric_limits<std::uint64_t>::max());
  const auto y = wave_.changes(b, 0, std::numeric_limits<std::uint64_t>::max());
  return !x.empty() && std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const WaveChange& p, const WaveChange& q) {
    return p.ps == q.ps && p.bits == q.bits;
  });
}

std::string WaveView::table(const std::string& heading, const std::vector<Moment>& moments,
                            const std::vector<std::pair<std::string, SignalRef>>& rows, std::size_t limit) const {
  const bool whole_ns = std::all_of(moments.begin(), moments.end(), [](const Moment& m) { return m.ps % 1000 == 0; });
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths;
  for (const Moment& m : moments) widths.push_back(std::to_string(whole_ns ? m.ps / 1000 : m.ps).size());
  std::size_t name_width = 2;
  for (const auto& [name, signal] : rows) {
    std::vector<std::string> row;
    std::string last;
    for (std::size_t c = 0; c < moments.size(); ++c) {
      const auto value = bits(signal, moments[c]);
      std::string text = value ? hex_of(*value) : "?";
      if (text == last) {
        text = ".";
      } else {
        last = text;
        if (text.size() > kCellDigits) text = ".." + text.substr(text.size() - kCellDigits);
      }
      widths[c] = std::max(widths[c], text.size());
      row.push_back(std::move(text));
    }
    cells.push_back(std::move(row));
    name_width = std::max(name_width, std::min(name.size(), kNameWidth));
  }
  std::string text = heading + fmt::format("{:<{}}", whole_ns ? "ns" : "ps", name_width);
  for (std::size_t c = 0; c < moments.size(); ++c) {
    text += fmt::format(" {:>{}}", whole_ns ? moments[c].ps / 1000 : moments[c].ps, widths[c]);
  }
  text += '\n';
  const std::size_t more_bytes = fmt::format("({} more)\n", rows.size()).size();
  std::vector<std::size_t> constant;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool still = moments.size() > 1 && cells[r][0] != "?" &&
                       std::all_of(cells[r].begin() + 1, cells[r].end(), [](const std::string& c) { return c == "."; });
    if (r > 0 && still) {
      constant.push_back(r);
      continue;
    }
    std::string line = fmt::format("{:<{}}", rows[r].first, name_width);
    for (std::size_t c = 0; c < moments.size(); ++c) line += fmt::format(" {:>{}}", cells[r][c], widths[c]);
    line += '\n';
    if (text.size() + line.size() + (r + 1 < rows.size() ? more_bytes : 0) > limit) {
      if (r == 0) return {};
      return text + fmt::format("({} more)\n", rows.size() - r + constant.size());
    }
    text += line;
  }
  std::string line = "constant:";
  for (std::size_t i = 0; i < constant.size(); ++i) {
    const std::string word = fmt::format(" {}={}", rows[constant[i]].first, cells[constant[i]][0]);
    if (text.size() + line.size() + word.size() + 1 + more_bytes > limit) {
      if (text.size() + more_bytes > limit) return text;
      return text + (i == 0 ? std::string() : line + " ") + fmt::format("({} more)\n", constant.size() - i);
    }
    line += word;
  }
  return constant.empty() ? text : text + line + '\n';
}

}  // namespace gs::rtl
