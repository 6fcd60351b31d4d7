/// AIGER: the and-inverter graph that Yosys hands to a model checker.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::agent::mutation {

/// Ascii AIGER as Yosys's `write_aiger -ascii -zinit` writes it, as binary AIGER in which registers of the same name in
/// `gold` and `gate` begin with the same, still arbitrary, value. `map`: its -vmap file, which says which inputs are
/// initial values of which register. corrupt: not such a file.
///
/// Format: Biere, Heljanko, Wieringa: "AIGER 1.9 and beyond", 2011.
Result<std::string> with_shared_beginnings(std::string_view ascii, std::string_view map);

}  // namespace gs::agent::mutation
