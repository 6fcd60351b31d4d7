/// Values of expressions of Verilator's XML, where they are certain. Internal to driver_graph.cpp.
#pragma once

#include <functional>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "evaluators/rtl/driver_graph.hpp"
#include "evaluators/rtl/xml_netlist.hpp"

namespace gs::rtl::xml {

/// Bits of a whole reference without its selects, e.g. of "mem[3]"; nothing when not known.
using ReferenceValue = std::function<std::optional<std::string>(const Reference& reference)>;

/// Bits of the expression, most significant first; nothing when they are not certain: an unknown operand that matters,
/// an operator that is not covered, more than 64 bits of arithmetic.
std::optional<std::string> evaluate(const pugi::xml_node& expression, const Types& types, const ReferenceValue& values,
                                    int depth = 0);

/// Truth of a condition. Unknown when it has an x that matters.
Taken truth(const std::optional<std::string>& bits);

/// Whether the path to the guarded statement is taken.
Taken evaluate(const Guard& guard, const Types& types, const ReferenceValue& values);

}  // namespace gs::rtl::xml
