/// Headers of the modules in a Verilog source: names and ports, from ANSI and from older port lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gs::rtl {

enum class PortDirection { input, output, inout };
std::string_view to_string(PortDirection direction);

struct ModulePort {
  std::string name;
  PortDirection direction = PortDirection::input;
  std::string range;  ///< packed dimensions as written, without white space: "[WIDTH-1:0]"; empty: none or a type's
};

struct ModuleHeader {
  std::string name;
  std::vector<ModulePort> ports;  ///< in their order; of an older list those that a direction is declared for
  bool complete = true;           ///< false: interface ports, macros or a list that ends nowhere
};

/// In the order of the text. Reads tokens: what a preprocessor would take out counts as text.
std::vector<ModuleHeader> read_module_headers(std::string_view source);

}  // namespace gs::rtl
