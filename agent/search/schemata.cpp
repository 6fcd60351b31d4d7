#include "agent/search/schemata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "base/verilog_lexer.hpp"

namespace gs::agent::search {
namespace {

struct Alternative {
  std::uint32_t number;
  std::string text;
};

struct Place {
  std::uint32_t begin, end;
  SwitchForm form;
  std::vector<Alternative> alternatives;
};

// Without comments (one would swallow what follows it on the line) and line ends.
std::string one_line(const std::string& text) {
  std::string out;
  std::size_t at = 0;
  for (const rtl::Token& token : rtl::tokenize(text)) {
    out += text.substr(at, token.offset - at);
    out += token.kind == rtl::TokenKind::comment ? std::string(" ") : std::string(token.text);
    at = token.end();
  }
  out += text.substr(at);
  std::replace(out.begin(), out.end(), '\n', ' ');
  std::replace(out.begin(), out.end(), '\r', ' ');
  return out;
}

// Comments around each alternative, so that a compiler message can be traced to it.
constexpr std::string_view kMark = "/*gs:";
constexpr std::string_view kEndMark = "/*gs-*/";

std::string chosen(std::uint32_t number) {
  return fmt::format("(gs_mutant::first=={0}||gs_mutant::second=={0})", number);
}

class Renderer {
 public:
  Renderer(const std::string& text, const std::vector<Place>& places, std::set<std::uint32_t>& dropped)
      : text_(text), places_(places), dropped_(dropped) {}

  // Text of [begin, end) with the places from `next_` that lie in it.
  std::string render(std::uint32_t begin, std::uint32_t end) {
    std::string out;
    std::uint32_t at = begin;
    while (next_ < places_.size() && places_[next_].begin <= end) {
      const Place& place = places_[next_];
      if (place.begin < at || place.end > end) {
        for (const Alternative& a : place.alternatives) dropped_.insert(a.number);
        ++next_;
        continue;
      }
      ++next_;
      out += text_.substr(at, place.begin - at);
      out += wrap(place, render(place.begin, place.end));
      at = place.end;
    }
    return out + text_.substr(at, end - at);
  }

 private:
  static std::string marked(const Alternative& a) {
    return fmt::format("{}{}*/{}{}", kMark, a.number, a.text, kEndMark);
  }

  static std::string wrap(const Place& place, const std::string& original) {
    std::string out;
    if (place.form == SwitchForm::expression) {
      out = "(";
      for (const Alternative& a : place.alternatives) out += fmt::format("{}?({}):", chosen(a.number), marked(a));
      return out + "(" + original + "))";
    }
    if (place.begin == place.end) {
      for (const Alternative& a : place.alternatives)
        out += fmt::format(" if{} begin {} end ", chosen(a.number), marked(a));
      return out;
    }
    out = "begin ";
    for (const Alternative& a : place.alternatives)
      out += fmt::format("if{} begin {} end else ", chosen(a.number), marked(a));
    return out + "begin " + original + " end end";
  }

  const std::string& text_;
  const std::vector<Place>& places_;
  std::set<std::uint32_t>& dropped_;
  std::size_t next_ = 0;
};

}  // namespace

std::string apply_pieces(const std::string& text, const std::vector<Piece>& pieces) {
  std::string out;
  std::size_t at = 0;
  for (const Piece& piece : pieces) {
    out += text.substr(at, piece.begin - at);
    out += piece.text;
    at = piece.end;
  }
  return out + text.substr(at);
}

std::string combine(const std::string& text, const std::vector<NumberedEdit>& edits,
                    std::vector<std::uint32_t>& dropped) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, SwitchForm>, Place> by_range;
  for (const NumberedEdit& numbered : edits) {
    for (const Piece& piece : numbered.edit->switched) {
      Place& place = by_range
                         .try_emplace({piece.begin, piece.end, numbered.edit->form},
                                      Place{piece.begin, piece.end, numbered.edit->form, {}})
                         .first->second;
      place.alternatives.push_back({numbered.number, one_line(piece.text)});
    }
  }
  std::vector<Place> places;
  for (auto& [key, place] : by_range) places.push_back(std::move(place));
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::tuple(a.begin, ~a.end, a.form == SwitchForm::expression) <
           std::tuple(b.begin, ~b.end, b.form == SwitchForm::expression);
  });
  std::set<std::uint32_t> lost;
  Renderer renderer(text, places, lost);
  std::string out = renderer.render(0, static_cast<std::uint32_t>(text.size()));
  dropped.insert(dropped.end(), lost.begin(), lost.end());
  return out;
}

std::uint32_t alternative_at(const std::string& combined, std::uint32_t line, std::uint32_t column) {
  std::size_t at = 0;
  for (std::uint32_t l = 1; l < line && at != std::string::npos; ++l) {
    at = combined.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  if (at == std::string::npos || column == 0) return 0;
  at += column - 1;
  const std::size_t mark = combined.rfind(kMark, at);
  const std::size_t closed = combined.rfind(kEndMark, at);
  if (mark == std::string::npos || (closed != std::string::npos && closed > mark)) return 0;
  return static_cast<std::uint32_t>(std::strtoul(combined.c_str() + mark + kMark.size(), nullptr, 10));
}

}  // namespace gs::agent::search
