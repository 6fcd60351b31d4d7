/// How near a predicted line is to the one that was asked for, by RTL-Repo's two measures.
#pragma once

#include <string_view>

namespace gs::text {

/// fuzzywuzzy's `ratio` with python-Levenshtein, as RTL-Repo's requirements have it: 100 (1 - d / (|a| + |b|)), d the
/// number of insertions and deletions that turn one into the other, over code points; rounded, halves to even. Equal
/// texts: 100, also when empty; else 0 when one is empty. Broken UTF-8 counts byte by byte.
int edit_similarity(std::string_view a, std::string_view b);

/// RTL-Repo's exact match: the same words, whatever white space (Python's str.split) is between them.
bool is_exact_match(std::string_view a, std::string_view b);

/// RTL-Repo's post-processing of a completion: its first line that is neither blank nor a // comment; else its last
/// comment line; else empty. White space at both ends stays.
std::string_view first_code_line(std::string_view completion);

}  // namespace gs::text
