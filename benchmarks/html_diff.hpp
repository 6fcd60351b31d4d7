/// HTML diff: a unified diff as coloured, numbered lines.
#pragma once

#include <string>
#include <string_view>

namespace gs::benchmarks {

/// One <figure class="diff"> per file. Every line keeps its "+", "-" or " ", so that nothing is told by colour alone;
/// lines that replace one another have the part that differs marked. What does not look like a diff is shown as it is.
std::string html_diff(std::string_view unified_diff);

}  // namespace gs::benchmarks
