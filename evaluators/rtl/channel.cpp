#include "evaluators/rtl/channel.hpp"

#include <algorithm>
#include <cstring>

namespace gs::rtl {
namespace {

// Reads little-endian fields; `good` turns false at the first field that is not there.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  T get() {
    T value{};
    if (rest_.size() < sizeof value) {
      good_ = false;
      rest_ = {};
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view take(std::size_t length) {
    if (rest_.size() < length) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view part = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return part;
  }
  std::string text() { return std::string(take(get<std::uint16_t>())); }
  bool at_end() const { return rest_.empty(); }
  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

constexpr std::size_t kMaxGroups = 16;
constexpr std::size_t kMaxNames = 64;

std::size_t bits_below(const std::vector<std::uint16_t>& widths, std::size_t index) {
  std::size_t bits = 0;
  for (std::size_t i = index + 1; i < widths.size(); ++i) bits += widths[i];
  return bits;
}

std::uint32_t bits_at(const std::uint32_t* words, std::size_t bit, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= ((words[(bit + i) / 32] >> ((bit + i) % 32)) & 1u) << i;
  return value;
}

// Up to 16 bits of a value, and which of them are unknown.
struct Piece {
  std::uint32_t value = 0, unknown = 0;
};
Piece piece_of(const SimulationLog& log, const Sample& sample, std::size_t bit, std::size_t count) {
  Piece piece;
  piece.value = bits_at(&log.words[sample.first_word], bit, count);
  if (sample.four_state) {
    piece.unknown = bits_at(&log.words[sample.first_word + log.words_of(sample.group)], bit, count);
  }
  return piece;
}

constexpr std::size_t kPieceBits = 16;

// Whether `agree` holds for all pieces of two values of the same width.
template <typename Agree>
bool all_pieces(const SimulationLog& log, const Sample& mine, const SimulationLog& other, const Sample& theirs,
                std::size_t index, Agree agree) {
  const std::size_t width = log.widths[mine.group][index];
  if (other.widths[theirs.group][index] != width) return false;
  const std::size_t low = bits_below(log.widths[mine.group], index);
  const std::size_t other_low = bits_below(other.widths[theirs.group], index);
  for (std::size_t bit = 0; bit < width; bit += kPieceBits) {
    const std::size_t count = std::min(kPieceBits, width - bit);
    if (!agree(piece_of(log, mine, low + bit, count), piece_of(other, theirs, other_low + bit, count))) return false;
  }
  return true;
}

char digit_of(Piece piece, std::size_t count) {
  const std::uint32_t all = (1u << count) - 1;
  if (piece.unknown == 0) return "0123456789abcdef"[piece.value];
  if (piece.unknown != all) return 'X';
  return piece.value == 0 ? 'z' : piece.value == all ? 'x' : 'X';
}

}  // namespace

std::size_t SimulationLog::words_of(std::uint8_t group) const {
  std::size_t bits = 0;
  if (group < widths.size()) {
    for (const std::uint16_t w : widths[group]) bits += w;
  }
  return (bits + 31) / 32;
}

std::string SimulationLog::value(const Sample& sample, std::size_t index) const {
  const auto& widths_of_group = widths[sample.group];
  const std::size_t low = bits_below(widths_of_group, index);
  std::string digits;
  for (std::size_t bit = 0; bit < widths_of_group[index]; bit += 4) {
    const std::size_t count = std::min<std::size_t>(4, widths_of_group[index] - bit);
    digits += digit_of(piece_of(*this, sample, low + bit, count), count);
  }
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  std::reverse(digits.begin(), digits.end());
  return digits;
}

bool SimulationLog::equal(const Sample& mine, const SimulationLog& other, const Sample& theirs,
                          std::size_t index) const {
  return all_pieces(*this, mine, other, theirs, index,
                    [](Piece a, Piece b) { return a.value == b.value && a.unknown == b.unknown; });
}

bool SimulationLog::matched_by(const Sample& mine, const SimulationLog& other, const Sample& theirs,
                               std::size_t index) const {
  return all_pieces(*this, mine, other, theirs, index, [](Piece a, Piece b) {
    return ((a.value ^ b.value) & ~a.unknown) == 0 && (b.unknown & ~a.unknown) == 0;
  });
}

bool SimulationLog::has_known_bits(const Sample& sample, std::size_t index) const {
  const std::size_t width = widths[sample.group][index];
  const std::size_t low = bits_below(widths[sample.group], index);
  for (std::size_t bit = 0; bit < width; ++bit) {
    if (piece_of(*this, sample, low + bit, 1).unknown == 0) return true;
  }
  return false;
}

bool SimulationLog::is_one(const Sample& sample, std::size_t index) const {
  if (widths[sample.group][index] == 0) return false;
  const Piece piece = piece_of(*this, sample, bits_below(widths[sample.group], index), 1);
  return piece.value == 1 && piece.unknown == 0;
}

SimulationLog decode_channel(std::string_view bytes, std::string_view nonce) {
  SimulationLog log;
  Cursor cursor(bytes);
  if (cursor.take(4) != "GST1") return log;
  EndKind end = EndKind::cut;
  while (cursor.good() && !cursor.at_end()) {
    const char tag = cursor.get<char>();
    switch (tag) {
      case 'W': {
        const auto group = cursor.get<std::uint8_t>();
        const auto index = cursor.get<std::uint8_t>();
        const auto bits = cursor.get<std::uint16_t>();
        if (!cursor.good() || group >= kMaxGroups || index >= kMaxNames || !log.samples.empty()) return log;
        if (log.widths.size() <= group) log.widths.resize(group + 1u);
        if (log.widths[group].size() != index) return log;
        log.widths[group].push_back(bits);
        break;
      }
      case 'S':
      case 'Q': {
        Sample sample;
        sample.four_state = tag == 'Q';
        sample.group = cursor.get<std::uint8_t>();
        sample.time_ps = cursor.get<std::uint64_t>();
        sample.first_word = log.words.size();
        const std::size_t count = log.words_of(sample.group) * (sample.four_state ? 2 : 1);
        const std::string_view data = cursor.take(count * 4);
        if (!cursor.good() || count == 0) return log;
        log.words.resize(log.words.size() + count);
        std::memcpy(&log.words[sample.first_word], data.data(), count * 4);
        log.samples.push_back(sample);
        break;
      }
      case 'E': {
        Report report;
        report.time_ps = cursor.get<std::uint64_t>();
        report.line = cursor.get<std::uint32_t>();
        report.file = cursor.text();
        report.message = cursor.text();
        if (cursor.good()) log.reports.push_back(std::move(report));
        break;
      }
      case 'U': {
        std::string name = cursor.text();
        if (cursor.good()) log.unknown_variables.push_back(std::move(name));
        break;
      }
      case 'F':
      case 'D': {
        cursor.get<std::uint64_t>();
        cursor.get<std::uint32_t>();
        log.end_file = cursor.text();
        end = tag == 'F' ? EndKind::finish : EndKind::dry;
        break;
      }
      case 'X': {
        cursor.get<std::uint64_t>();
        cursor.get<std::uint32_t>();
        log.end_file = cursor.text();
        log.fatal_message = cursor.text();
        end = EndKind::fatal;
        break;
      }
      case 'N': {
        log.nonce_returned = cursor.text() == nonce && cursor.good() && cursor.at_end();
        if (log.nonce_returned) log.end = end;
        return log;
      }
      default:
        return log;
    }
  }
  return log;
}

}  // namespace gs::rtl
