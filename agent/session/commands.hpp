/// The commands of a session's prompt: one table, one function each.
#pragma once

#include <string_view>
#include <vector>

namespace gs::agent::session {

class Dialogue;

struct Command {
  std::string_view name;       ///< "/undo"
  std::string_view arguments;  ///< "[FILE]"
  std::string_view help;
  void (*run)(Dialogue&, std::string_view arguments);
};

const std::vector<Command>& commands();

}  // namespace gs::agent::session
