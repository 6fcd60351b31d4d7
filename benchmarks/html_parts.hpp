/// HTML parts: recorded texts as they may stand in a page, and the small pieces that all of the page uses.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "agent/attempt.hpp"

namespace gs::benchmarks {

/// Escaped, for content and quoted attributes alike. Broken UTF-8 is replaced, control characters are dropped, and the
/// characters that make a reader see code in another order than a compiler (Boucher and Anderson, "Trojan Source",
/// 2021) are written out as "⟨U+202E⟩".
std::string html_text(std::string_view bytes);

/// What an attempt, or a task over its samples, came to.
enum class Outcome { passed, failed, error, not_run };
Outcome outcome_of(agent::AttemptStatus status);
/// Word used in the page's classes and data attributes: "passed", "failed", "error", "not-run".
std::string_view outcome_word(Outcome outcome);

/// A verdict as a coloured word with a sign of its own, so that it is not told by colour alone.
std::string html_pill(Outcome outcome, std::string_view words);

/// One name and value of a <dl>; nothing when the value is empty.
std::string html_field(std::string_view name, std::string_view value);

/// "4.1", or "1,204.0".
std::string html_seconds(std::chrono::milliseconds wall);

}  // namespace gs::benchmarks
