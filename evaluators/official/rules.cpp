#include "evaluators/official/rules.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace gs::official {
namespace {

constexpr std::array<std::pair<Rules, std::string_view>, 3> kNames{{
    {Rules::verilog_eval_v1, "verilog-eval-v1"},
    {Rules::verilog_eval_v2, "verilog-eval-v2"},
    {Rules::rtllm, "rtllm"},
}};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Lines as Python's text files give them: "\r\n" and "\r" end a line too.
std::vector<std::string_view> python_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    const std::size_t after = text.substr(end).starts_with("\r\n") ? end + 2 : end + 1;
    text.remove_prefix(std::min(after, text.size()));
  }
  return lines;
}

std::string_view take_digits(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

struct Mismatches {
  std::string_view wrong, samples;
};

/// "Mismatches: N in M samples" at the start of `text`; digits may be missing where `may_be_empty`.
std::optional<Mismatches> mismatches_at(std::string_view& text, bool may_be_empty) {
  Mismatches found;
  if (!take(text, "Mismatches: ")) return std::nullopt;
  found.wrong = take_digits(text);
  if (!take(text, " in ")) return std::nullopt;
  found.samples = take_digits(text);
  if (!take(text, " samples")) return std::nullopt;
  if (!may_be_empty && (found.wrong.empty() || found.samples.empty())) return std::nullopt;
  return found;
}

bool is_zero(std::string_view digits) {
  return !digits.empty() && digits.find_first_not_of('0') == std::string_view::npos;
}

/// The number as int() prints it.
std::string_view without_leading_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

struct Sign {
  std::string_view text;
  char letter;
};
// In the order in which a line is looked at.
constexpr Sign kEarlySigns[] = {{"error: This assignment requires an explicit cast", 'e'},
                                {"error: Sized numeric constant must have a size greater than zero", '0'},
                                {"warning: always_comb process has no sensitivities", 'n'},
                                {"found no sensitivities so it will never trigger", 'n'},
                                {"is declared here as wire", 'w'},
                                {"Unknown module type", 'm'}};

/// The letter that the log gives; none when only the candidate's text can tell.
std::optional<char> letter_of_log(std::string_view log) {
  bool saw_error = false, saw_unbound = false, saw_match = false;
  for (std::string_view line : python_lines(log)) {
    if (has(line, "syntax error")) return 'S';
    if (has(line, "error")) saw_error = true;
    for (const Sign& sign : kEarlySigns) {
      if (has(line, sign.text)) return sign.letter;
    }
    if (has(line, "Unable to bind wire/reg")) saw_unbound = true;
    if (has(line, "Unable to bind wire/reg/memory `clk'")) return 'c';
    if (has(line, "TIMEOUT")) return 'T';
    const auto found = mismatches_at(line, false);
    if (found && line.empty() && is_zero(found->wrong)) saw_match = true;
  }
  if (saw_unbound) return 'p';
  if (saw_error) return 'C';
  if (saw_match) return '.';
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Rules rules) {
  for (const auto& [value, name] : kNames) {
    if (value == rules) return name;
  }
  GS_ASSERT(!"every rule has a name");
  return {};
}

Result<Rules> rules_from(std::string_view word) {
  std::vector<std::string> names;
  for (const auto& [value, name] : kNames) {
    if (name == word) return value;
    names.emplace_back(name);
  }
  return invalid_input(
      fmt::format("\"{}\": no official rules are named so; known are {}", clean_utf8(word), join(names, ", ")));
}

Outcome classify_verilog_eval_v1(std::string_view out, std::string_view err, bool timed_out) {
  if (timed_out) return {"timed out"};
  if (has(err, "syntax error")) return {"failed: syntax error."};
  if (!err.empty()) return {"failed: compile error."};
  // The first place that matches, wherever in a line; int('') is an exception there.
  for (std::size_t at = out.find("Mismatches: "); at != std::string_view::npos; at = out.find("Mismatches: ", at + 1)) {
    std::string_view rest = out.substr(at);
    const auto found = mismatches_at(rest, true);
    if (!found) continue;
    if (found->wrong.empty() || found->samples.empty()) {
      return {"failed: invalid literal for int() with base 10: ''"};
    }
    if (is_zero(found->wrong)) return {"passed", true};
    return {fmt::format("failed: {} out of {} samples.", without_leading_zeros(found->wrong),
                        without_leading_zeros(found->samples))};
  }
  return {"failed: info string not matched."};
}

Outcome classify_verilog_eval_v2(std::string_view log, std::string_view candidate) {
  if (const auto letter = letter_of_log(log)) return {std::string(1, *letter), *letter == '.'};
  for (const std::string_view sign : {"posedge reset", "negedge reset", "posedge r)"}) {
    if (has(candidate, sign)) return {"r"};
  }
  return {"R"};
}

Outcome classify_rtllm(bool compiled, bool ended, std::string_view output) {
  if (!compiled) return {"syntax_fail"};
  const bool passes = ended && (has(output, "Pass") || has(output, "pass"));
  return passes ? Outcome{"func_success", true} : Outcome{"syntax_success"};
}

}  // namespace gs::official
