/// The part of a docker compose file that CVDP's harnesses use: each service's name, command and image.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::tasks {

struct ComposeService {
  std::string command;  ///< as one line; empty: the image's own
  std::string image;
  bool has_entrypoint = false;
};

/// Block mappings with scalars on one line, plain or quoted; of what is nested deeper nothing is read. A command as a
/// block or a flow sequence is invalid_input, and so is a file without services.
Result<std::map<std::string, ComposeService>> parse_compose_file(std::string_view text);

}  // namespace gs::tasks
