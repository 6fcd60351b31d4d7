/// Text: splitting, trimming, bounding, cleaning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gs {

/// Lines without their terminators ("\n" or "\r\n"); a final empty line is not produced.
std::vector<std::string_view> split_lines(std::string_view text);
/// Between separators; an empty text is one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
/// Without ASCII white space at both ends.
std::string_view trim(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Valid UTF-8 with every broken byte replaced by U+FFFD and control characters (C0, DEL, C1)
/// other than \n and \t dropped.
std::string clean_utf8(std::string_view bytes);

/// At most limit_bytes: the head and the tail with "... N bytes left out ..." between, cut at line ends where
/// possible and never inside a UTF-8 character. A limit too small for the marker leaves the head only.
std::string bound_text(std::string_view text, std::size_t limit_bytes);

/// Whether it holds no NUL byte.
bool is_text(std::string_view content);

/// 1234567 -> "1,234,567".
std::string grouped(std::uint64_t number);

/// "1 task", "1,200 tasks".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);

/// & < > " ' as HTML entities.
std::string escape_html(std::string_view text);

/// The candidate nearest to `word` by edit distance when it is near enough to be a slip (at most a third of its length,
/// at least 2, and something in common), else empty. The first of several equally near ones.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace gs
