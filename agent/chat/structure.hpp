/// Structure: a design as modules, ports, instances and connections, before there is code; and the rules it must keep.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "evaluators/rtl/module_headers.hpp"
#include "tasks/task.hpp"

namespace gs::agent::chat {

struct StructurePort {
  std::string name;
  rtl::PortDirection direction = rtl::PortDirection::input;
  std::string width = "1";  ///< a number, or an expression of the module's parameters
};
struct StructureSignal {
  std::string name, width = "1";
};
struct StructureInstance {
  std::string name, module;
  std::map<std::string, std::string> parameters;
  std::map<std::string, std::string> connections;  ///< port -> expression of the parent; empty: left open
};
struct StructureModule {
  std::string name, purpose;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< with their values
  std::vector<StructurePort> ports;
  std::vector<StructureSignal> signals;
  std::vector<StructureInstance> instances;
};
/// The intermediate representation of two-stage generation (ComplexVCoder).
struct Structure {
  std::vector<StructureModule> modules;
};

/// Out of an answer: JSON in a fence, or from the first brace to the last. Numbers may stand for strings, and "8" and
/// "[7:0]" are one width. invalid_input: there is none, or what is wrong with its form.
Result<Structure> read_structure(std::string_view answer);
Json to_json(const Structure& structure);

/// "8" for "[7:0]", "1" for nothing; other texts as they are.
std::string plain_width(std::string text);

/// What is given: the top module, and the modules that the workspace declares already.
struct StructureScope {
  std::string top;
  std::vector<rtl::ModuleHeader> given;
};
StructureScope scope_of(const std::string& design_top, const std::vector<std::string>& sources,
                        const tasks::FileSet& workspace);

struct StructureReport {
  std::vector<std::string> errors;   ///< rules that are broken, for the model
  std::vector<std::string> aligned;  ///< what was made as it is given
};
/// Aligns the top module's ports with those that are given, and checks: names are identifiers and unique; the top is
/// there; instances are of known modules, without cycles; every connected port exists and every input is connected;
/// signals exist; widths agree where both are known; nothing is driven twice, and no input from inside.
StructureReport align(Structure& structure, const StructureScope& scope);

/// Where code does not have the modules and ports of a structure: one line each.
std::vector<std::string> differences(const Structure& structure, const tasks::FileSet& code);

}  // namespace gs::agent::chat
