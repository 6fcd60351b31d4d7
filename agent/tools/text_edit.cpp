#include "agent/tools/text_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.hpp"

namespace gs::agent::tools {
namespace {

constexpr std::size_t kListed = 8;       // places in an error
constexpr std::size_t kSimilarLines = 6;  // shown of the most similar place

// With "\n" alone at line ends.
std::string with_plain_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i];
  }
  return out;
}

std::string with_ends_of(std::string text, std::string_view original) {
  if (original.find("\r\n") == std::string_view::npos) return text;
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

// A place: bytes [begin, end) of the text.
struct Place {
  std::size_t begin = 0, end = 0, line = 0;
};

std::vector<Place> exact_places(std::string_view text, std::string_view search) {
  std::vector<Place> places;
  for (std::size_t at = text.find(search); at != std::string_view::npos; at = text.find(search, at + 1)) {
    places.push_back({at, at + search.size(), line_at(text, at)});
  }
  return places;
}

// Words of a line, so that "a<=b" and " a  <=  b " are not told apart by their white space at both ends and between.
std::string squeezed(std::string_view line) {
  std::string out;
  for (const char c : trim(line)) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && !out.empty() && out.back() == ' ') continue;
    out += blank ? ' ' : c;
  }
  return out;
}

std::vector<std::string> squeezed_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text)) lines.push_back(squeezed(line));
  return lines;
}

// Without empty lines at both ends.
std::vector<std::string> search_lines(std::string_view search) {
  std::vector<std::string> lines = squeezed_lines(search);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  return lines;
}

// Offsets at which each line begins, and one behind the last.
std::vector<std::size_t> line_offsets(std::string_view text) {
  std::vector<std::size_t> offsets{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') offsets.push_back(i + 1);
  }
  if (offsets.back() != text.size()) offsets.push_back(text.size());
  return offsets;
}

std::vector<Place> loose_places(std::string_view text, const std::vector<std::string>& wanted) {
  std::vector<Place> places;
  const std::vector<std::string> lines = squeezed_lines(text);
  const std::vector<std::size_t> offsets = line_offsets(text);
  for (std::size_t i = 0; i + wanted.size() <= lines.size(); ++i) {
    if (!std::equal(wanted.begin(), wanted.end(), lines.begin() + static_cast<std::ptrdiff_t>(i))) continue;
    places.push_back({offsets[i], offsets[i + wanted.size()], i + 1});
  }
  return places;
}

std::string_view indentation(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

// Lines moved from the indentation of `from` to that of `to`.
std::string reindented(std::string_view replace, std::string_view from, std::string_view to) {
  std::string out;
  for (const std::string_view line : split_lines(replace)) {
    std::string_view rest = line;
    if (rest.starts_with(from)) rest.remove_prefix(from.size());
    out += trim(line).empty() ? std::string() : std::string(to) + std::string(rest);
    out += '\n';
  }
  return out;
}

std::string list_of(const std::vector<Place>& places) {
  std::string out;
  for (std::size_t i = 0; i < places.size() && i < kListed; ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ", ", places[i].line);
  if (places.size() > kListed) out += ", …";
  return out;
}

// Share of words that two lines have in common.
double likeness(std::string_view a, std::string_view b) {
  const auto words = [](std::string_view line) {
    std::multiset<std::string> found;
    std::string word;
    for (const char c : line) {
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
        word += c;
      } else if (!word.empty()) {
        found.insert(std::move(word));
        word.clear();
      }
    }
    if (!word.empty()) found.insert(std::move(word));
    return found;
  };
  const std::multiset<std::string> left = words(a), right = words(b);
  if (left.empty() || right.empty()) return 0;
  std::vector<std::string> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  return 2.0 * static_cast<double>(both.size()) / static_cast<double>(left.size() + right.size());
}

Error not_found(std::string_view text, const std::vector<std::string>& wanted) {
  const std::vector<std::string> lines = squeezed_lines(text);
  double best = 0.3;  // less is no likeness
  std::optional<std::size_t> at;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < wanted.size() && i + k < lines.size(); ++k) sum += likeness(lines[i + k], wanted[k]);
    sum /= static_cast<double>(wanted.size());
    if (sum > best) {
      best = sum;
      at = i;
    }
  }
  std::string message = "what is searched for stands nowhere in the file";
  if (at) {
    message += "; most like it is:\n" + numbered_lines(text, *at + 1, std::min(kSimilarLines, wanted.size() + 2));
  }
  return invalid_input(std::string(trim(message)));
}

// The one place that is meant.
Result<Place> choose(const std::vector<Place>& places, const std::optional<std::size_t>& line) {
  if (places.size() == 1) return places.front();
  if (line) {
    const auto distance = [&](const Place& p) { return p.line > *line ? p.line - *line : *line - p.line; };
    const auto nearest_place = std::min_element(places.begin(), places.end(), [&](const Place& a, const Place& b) {
      return distance(a) < distance(b);
    });
    const auto as_near = std::count_if(places.begin(), places.end(),
                                       [&](const Place& p) { return distance(p) == distance(*nearest_place); });
    if (as_near == 1) return *nearest_place;
  }
  return invalid_input(fmt::format(
      "what is searched for stands in {} places, in lines {}: search for more lines, or give `line`", places.size(),
      list_of(places)));
}

}  // namespace

Result<EditedText> edit_text(std::string_view original, const TextEdit& edit) {
  const std::string text = with_plain_ends(original);
  const std::string search = with_plain_ends(edit.search);
  std::string replace = with_plain_ends(edit.replace);
  const std::vector<std::string> wanted = search_lines(search);
  if (wanted.empty()) return invalid_input("search is empty: give the lines that are to be replaced");
  EditedText edited;
  std::vector<Place> places = exact_places(text, search);
  if (places.empty()) {
    places = loose_places(text, wanted);
    if (places.empty()) return not_found(text, wanted);
    edited.by_words = true;
  }
  GS_TRY(const Place place, choose(places, edit.line));
  if (edited.by_words) {
    const std::vector<std::string_view> lines = split_lines(search);
    const auto first = std::find_if(lines.begin(), lines.end(), [](std::string_view l) { return !trim(l).empty(); });
    replace = reindented(replace, indentation(*first), indentation(std::string_view(text).substr(place.begin)));
    const bool ended = place.end > 0 && text[place.end - 1] == '\n';
    if (!ended && !replace.empty()) replace.pop_back();
  }
  if (std::string_view(text).substr(place.begin, place.end - place.begin) == replace)
    return invalid_input("search and replace are the same: nothing would change");
  edited.first_line = place.line;
  edited.lines = std::max<std::size_t>(1, split_lines(replace).size());
  edited.text = text.substr(0, place.begin) + replace + text.substr(place.end);
  edited.text = with_ends_of(std::move(edited.text), original);
  return edited;
}

std::string numbered_lines(std::string_view text, std::size_t first, std::size_t count) {
  const std::vector<std::string_view> lines = split_lines(text);
  std::string out;
  for (std::size_t i = std::max<std::size_t>(first, 1); i <= lines.size() && i < first + count; ++i) {
    out += fmt::format("{:>4}| {}\n", i, clean_utf8(lines[i - 1]));
  }
  return out;
}

bool line_has(std::string_view line, std::string_view wanted) {
  const bool any_case = std::none_of(wanted.begin(), wanted.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::search(line.begin(), line.end(), wanted.begin(), wanted.end(), [&](char a, char b) {
           return a == b || (any_case && lower(a) == b);
         }) != line.end();
}

}  // namespace gs::agent::tools
