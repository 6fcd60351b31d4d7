/// Verilog text without what no simulator looks at: to find out that two candidates are one design.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gs::rtl {

/// Longer texts are left as they are: above, layout alone could reach a limit of a tool.
inline constexpr std::size_t kNormalisedBytes = std::size_t{1} << 20;

/// The text with comments and needless white space left out. Two texts get the same result only where every simulator
/// sees the same design, whatever other files it is compiled with; the converse does not hold. Line numbers change.
///
/// Kept as they stand: strings, tokens, lines with a directive or with a comment that instructs a tool, and whether
/// there is anything between two tokens that could mean something else as neighbours. Kept whole is a text with
/// anything in it that makes lines or layout count or that tools may read in different ways: macros that are used
/// (their bodies may hold __LINE__, their arguments become strings), $fatal (which the harness knows by its line),
/// primitives (tables), continued lines, control characters, what the lexer does not know.
///
/// Linear time, any bytes.
std::string normalised(std::string_view verilog);

}  // namespace gs::rtl
