/// DesignFacts: what Verilator's elaboration says of a design: widths, hierarchy, and how far each line is from a
/// signal.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace gs::agent::search {

struct Variable {
  int width = 1;  ///< bits, packed dimensions multiplied; element width for unpacked arrays
  bool is_input = false, is_output = false;
  bool is_parameter = false;
  bool is_overridable = false;  ///< a parameter, not a localparam
  bool is_signed = false;
  bool is_array = false;  ///< has an unpacked dimension
  bool is_enum = false;
  bool is_local = false;  ///< of a function, task or block
  std::string type;       ///< identity of the declared type, to tell enumerations apart
};

/// One module of the source; instances with other parameters are merged, the first one's widths win.
struct ModuleFacts {
  std::string name;
  std::map<std::string, Variable> variables;
};

/// Distance of a line that drives nothing observed.
inline constexpr double kUnreached = 1e9;

struct DesignFacts {
  std::map<std::string, ModuleFacts> modules;  ///< by source name
  std::vector<std::string> top_outputs;
  /// (file as named to Verilator, line) -> number of assignments between the line and the nearest observed signal
  /// (0: the line assigns it). Lines of instance connections and conditions included.
  std::map<std::pair<std::string, int>, double> distance;

  double distance_of(const std::string& file, int line) const;
  const Variable* find(const std::string& module, const std::string& variable) const;
};

/// Reads a --xml-only dump (pugixml). `observed`: outputs of the top that are wrong; names that are no outputs are
/// ignored, and when none is left, all outputs are taken.
Result<DesignFacts> read_design_facts(std::string_view xml, const std::vector<std::string>& observed);

}  // namespace gs::agent::search
