/// Files of NAME = VALUE lines, as docker compose reads them for a service.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gs::tasks {

/// Blank lines, lines that begin with '#' and lines without a plain name before a '=' are passed over; blanks around
/// name and value go, and so does one pair of quotes around the value. The last line of a name counts. Any bytes.
std::map<std::string, std::string> parse_env_file(std::string_view text);

}  // namespace gs::tasks
