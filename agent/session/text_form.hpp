/// in_form_of: a model's text in the form of the file that it replaces.
#pragma once

#include <string>
#include <string_view>

namespace gs::agent::session {

/// `after`, with every line that `before` has too as it is there, byte for byte. Models are shown clean UTF-8 with
/// plain line ends and write such: without this, a change of one line would rewrite all lines of a file with CRLF, or
/// a comment in Latin-1. New lines end as most lines of `before` do; a last line that was there before ends as it did,
/// and a byte order mark stays.
std::string in_form_of(std::string_view before, std::string_view after);

}  // namespace gs::agent::session
