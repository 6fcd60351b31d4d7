#include "evaluators/rtl/module_headers.hpp"

#include <algorithm>
#include <optional>

#include "base/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

using Tokens = std::vector<Token>;

std::optional<PortDirection> direction_of(const Token& token) {
  if (token.is("input")) return PortDirection::input;
  if (token.is("output")) return PortDirection::output;
  if (token.is("inout")) return PortDirection::inout;
  return std::nullopt;
}

// What is declared between two commas: "input logic [7:0] a", or "b" alone.
struct Declared {
  std::optional<PortDirection> direction;
  std::string name, range;
  bool typed = false;  ///< says more than its name
};

Declared read_declared(const Tokens& tokens, std::size_t begin, std::size_t end) {
  Declared declared;
  for (std::size_t i = begin; i < end && !tokens[i].is("="); ++i) {
    if (const auto direction = direction_of(tokens[i])) {
      declared.direction = direction;
      declared.typed = true;
    } else if (tokens[i].is("[")) {
      const std::size_t close = after_closing(tokens, i);
      // Behind the name: unpacked dimensions.
      const bool packed = declared.name.empty() || i + 1 >= end || (close < end && !tokens[close].is("="));
      for (; i < close && i < end; ++i) {
        if (packed) declared.range += tokens[i].text;
      }
      --i;
    } else if (tokens[i].kind == TokenKind::identifier) {
      if (!declared.name.empty() || is_keyword(tokens[i].text)) declared.typed = true;
      if (!is_keyword(tokens[i].text)) declared.name = tokens[i].text;
    }
  }
  return declared;
}

// Calls `take(begin, end)` for what stands between commas of [begin, end), outside of brackets.
template <typename Take>
void each_part(const Tokens& tokens, std::size_t begin, std::size_t end, const Take& take) {
  std::size_t from = begin;
  for (std::size_t i = begin; i <= end; ++i) {
    if (i < end && tokens[i].is_one_of({"(", "[", "{"})) {
      i = std::min(after_closing(tokens, i), end) - 1;
      continue;
    }
    if (i < end && !tokens[i].is(",")) continue;
    if (i > from) take(from, i);
    from = i + 1;
  }
}

void read_list(const Tokens& tokens, std::size_t begin, std::size_t end, ModuleHeader& header,
               std::vector<std::string>& undirected) {
  std::optional<PortDirection> direction;
  std::string range;
  each_part(tokens, begin, end, [&](std::size_t from, std::size_t to) {
    const Declared part = read_declared(tokens, from, to);
    if (part.typed) range = part.range;
    if (part.direction) direction = part.direction;
    if (part.name.empty()) {
      header.complete = false;
    } else if (direction) {
      header.ports.push_back({part.name, *direction, range});
    } else if (part.typed) {
      header.complete = false;  // of an interface
    } else {
      undirected.push_back(part.name);
    }
  });
}

// Directions that the body declares for ports of an older list.
void read_body(const Tokens& tokens, std::size_t begin, std::size_t end, const std::vector<std::string>& names,
               ModuleHeader& header) {
  for (std::size_t i = begin; i < end; ++i) {
    if (tokens[i].is_one_of({"function", "task"})) {
      while (i < end && !tokens[i].is_one_of({"endfunction", "endtask"})) ++i;
      continue;
    }
    const auto direction = direction_of(tokens[i]);
    if (!direction) continue;
    std::size_t stop = i;
    while (stop < end && !tokens[stop].is(";")) ++stop;
    std::string range;
    each_part(tokens, i, stop, [&](std::size_t from, std::size_t to) {
      const Declared part = read_declared(tokens, from, to);
      if (part.typed) range = part.range;
      header.ports.push_back({part.name, *direction, range});
    });
    i = stop;
  }
  // In the order of the list.
  const auto place = [&](const ModulePort& port) { return std::find(names.begin(), names.end(), port.name); };
  std::stable_sort(header.ports.begin(), header.ports.end(),
                   [&](const ModulePort& a, const ModulePort& b) { return place(a) < place(b); });
  if (header.ports.size() != names.size()) header.complete = false;
}

}  // namespace

std::string_view to_string(PortDirection direction) {
  switch (direction) {
    case PortDirection::input:
      return "input";
    case PortDirection::output:
      return "output";
    case PortDirection::inout:
      return "inout";
  }
  return "input";
}

std::vector<ModuleHeader> read_module_headers(std::string_view source) {
  const Tokens tokens = tokenize_code(source);
  std::vector<ModuleHeader> headers;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].is_one_of({"module", "macromodule"})) continue;
    std::size_t at = i + 1;
    if (tokens[at].is_one_of({"automatic", "static"}) && at + 1 < tokens.size()) ++at;
    if (tokens[at].kind != TokenKind::identifier) continue;
    ModuleHeader header;
    header.name = std::string(tokens[at].text);
    std::size_t end = at;
    while (end < tokens.size() && !tokens[end].is("endmodule")) ++end;
    ++at;
    while (at < end && tokens[at].is("import")) {
      while (at < end && !tokens[at].is(";")) ++at;
      ++at;
    }
    if (at + 1 < end && tokens[at].is("#")) at = after_closing(tokens, at + 1);
    std::vector<std::string> undirected;
    if (at < end && tokens[at].is("(")) {
      const std::size_t close = after_closing(tokens, at);
      if (close > end) {
        header.complete = false;
      } else {
        read_list(tokens, at + 1, close - 1, header, undirected);
        if (!undirected.empty()) read_body(tokens, close, end, undirected, header);
      }
    } else if (at >= end || !tokens[at].is(";")) {
      header.complete = false;
    }
    headers.push_back(std::move(header));
    i = end;
  }
  return headers;
}

}  // namespace gs::rtl
