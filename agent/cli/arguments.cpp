#include "agent/cli/arguments.hpp"

#include <algorithm>
#include <ostream>

#include "base/text.hpp"

namespace gs::cli {

Arguments::Arguments(std::string verb, std::string description) : app_(std::move(description), "gatesmith " + verb) {
  app_.allow_extras(false);
}

Result<std::optional<ExitCode>> Arguments::parse(const Invocation& invocation) {
  std::vector<std::string> words(invocation.arguments.rbegin(), invocation.arguments.rend());
  try {
    app_.parse(words);
  } catch (const CLI::CallForHelp&) {
    invocation.out << app_.help();
    return std::optional(ExitCode::done);
  } catch (const CLI::ParseError& error) {
    std::string line = error.what();
    std::replace(line.begin(), line.end(), '\n', ' ');
    return invalid_input(app_.get_name() + ": " + std::string(trim(line)));
  }
  return std::optional<ExitCode>();
}

}  // namespace gs::cli
