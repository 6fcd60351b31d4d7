/// Report words: how table and page put an attempt and its figures into words.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "agent/attempt.hpp"
#include "benchmarks/run_store.hpp"

namespace gs::benchmarks {

/// "passed", "compile error", …; "error" when there is no verdict on the candidate.
std::string verdict_words(const agent::Attempt& attempt);

/// One line for what was judged with --unsafe-no-sandbox.
std::string_view not_sandboxed_words();

/// One line for a run whose hidden verdicts were fed back.
std::string_view judge_fed_back_words();

/// What happened, on one clean line: the change that passed, what was wrong with the one that did not, or the error.
std::string story(const agent::Attempt& attempt);

/// What asking a model came to: requests, tokens, money, prefill-token equivalents and what gamma those stand on, a
/// line each.
struct SpendingWords {
  std::string tokens, money, pte;
};
SpendingWords spending_words(const agent::models::Spending& spending, const Manifest& manifest, int passed);

/// Proposing and judging together.
std::chrono::milliseconds total_wall(const agent::Attempt& attempt);

/// Valid UTF-8 on one line: broken bytes replaced, control characters dropped, runs of white space made one space.
std::string one_line(std::string_view text);

/// A share as a percentage with one decimal, "72.7"; a dash when it is NaN.
std::string percent(double share);

}  // namespace gs::benchmarks
