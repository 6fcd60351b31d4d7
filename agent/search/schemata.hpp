/// Schemata: many edits side by side in one source, switched at run time.
///
/// The idea is mutant schemata (Untch, Offutt, Harrold: "Mutation analysis using mutant schemata", ISSTA 1993): instead
/// of compiling each variant, every edited place becomes a choice on gs_mutant::first and gs_mutant::second, so that
/// one compilation serves hundreds of variants, and pairs of them. What is tried so is examined again as plain text
/// afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agent/search/edit.hpp"

namespace gs::agent::search {

/// An edit with the number that switches it on (from 1).
struct NumberedEdit {
  std::uint32_t number = 0;
  const Edit* edit = nullptr;
};

/// The text with all edits' switched pieces as alternatives. Keeps every line where it was. Edits whose pieces cross
/// another's are left out and their numbers returned in `dropped`.
std::string combine(const std::string& text, const std::vector<NumberedEdit>& edits,
                    std::vector<std::uint32_t>& dropped);

/// Number of the edit whose alternative stands at a line and column (from 1) of combined text; 0: the original's own
/// text.
std::uint32_t alternative_at(const std::string& combined, std::uint32_t line, std::uint32_t column);

}  // namespace gs::agent::search
