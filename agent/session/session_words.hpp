/// What a session says: costs, verdicts, its transcript.
#pragma once

#include <string>

#include "agent/models/purse.hpp"
#include "agent/session/journal.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent::session {

/// "sent 3,120 tokens (2,400 cached), received 410; $0.0042; 3,950 PTE"; what asked no model: "no tokens".
std::string spending_words(const models::Spending& spending);

/// "usd 2 (0.31 spent)", one limit a line; "no limit" without any.
std::string budget_words(const models::Allowance& allowance, const models::Spending& spent);

/// "the test passes: ..." or "the test fails: ...", one line.
std::string verdict_line(const tasks::Verdict& verdict);
/// What more there is to say of one that did not pass, bounded; may be empty.
std::string verdict_details(const tasks::Verdict& verdict);

/// All that was said, as Markdown.
std::string transcript_of(const JournalState& state);

/// "1,234,567".
std::string grouped(std::int64_t number);

}  // namespace gs::agent::session
