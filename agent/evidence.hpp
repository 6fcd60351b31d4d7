/// Evidence: what of a candidate's examination its proposer may see.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tasks/verdict.hpp"

namespace gs::agent {

enum class Evidence {
  none,     ///< nothing: the first candidate is handed in
  compile,  ///< whether it compiles, with the compiler's messages
  visible,  ///< the task's [check]; what an honest agent has
  judge,    ///< the hidden verdict, as some published agents do: their pass rates are none of unseen tests
};
std::string_view to_string(Evidence evidence);
const std::vector<std::string>& evidence_names();
/// invalid_input lists the names.
Result<Evidence> evidence_from(std::string_view word);

/// What a verdict says of compiling alone: it passes unless it is refused, does not compile, or could not be found out.
tasks::Verdict compile_part(tasks::Verdict verdict);

}  // namespace gs::agent
