/// Verilator's XML netlist as DriverGraph needs it: types, modules, statements with the conditions they stand under.
/// Internal to driver_graph.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "evaluators/rtl/driver_graph.hpp"

namespace gs::rtl::xml {

/// Declared type of a variable, unpacked dimensions outermost first.
struct Type {
  int part = 0;             ///< bits of an element of the outermost packed dimension, when there are several
  int width = 1;            ///< bits of an element
  std::vector<int> lows;    ///< smallest index of each unpacked dimension
  std::vector<int> sizes;   ///< elements of each
  std::string enumeration;  ///< type id with enumerators, or empty
};

class Types {
 public:
  explicit Types(const pugi::xml_node& netlist);
  Type describe(std::string_view id) const;
  int width(std::string_view id) const { return describe(id).width; }
  /// Id of an enumerated type that a variable of `module` names "state_t": variables lead to its base type only. Empty
  /// when there is none, or several elsewhere.
  std::string enumeration(std::string_view module, std::string_view type) const;
  /// Name of the enumerator with this value.
  std::string enumerator(const std::string& enumeration, std::uint64_t value) const;

 private:
  std::map<std::string, pugi::xml_node, std::less<>> by_id_;
};

/// A variable that an expression names, with the selections around it.
struct Reference {
  pugi::xml_node variable;              ///< varref or varxref
  std::vector<pugi::xml_node> indexes;  ///< of arraysel, outermost dimension first
  std::vector<pugi::xml_node> selects;  ///< sel nodes, the innermost first
};

/// `if`, or one item of a case.
struct Guard {
  pugi::xml_node node;  ///< the if or case
  bool taken_branch = true;
  pugi::xml_node item;  ///< of a case
};

struct Statement {
  DriverKind kind = DriverKind::combinational;
  pugi::xml_node value, target;  ///< the value has no node when a task writes the target
  pugi::xml_node place;          ///< whose loc is the statement's
  std::vector<Guard> guards;
  std::string scope;                                      ///< named blocks around it: "g_lane[0].blk"
  bool in_loop = false;                                   ///< of a loop that could not be unrolled, or of a task
  std::map<std::string, std::string, std::less<>> bound;  ///< loop variables of unrolled loops -> bits
  std::set<std::string> loop_variables;
  std::vector<pugi::xml_node> more_reads;  ///< of a task's body and arguments
  pugi::xml_node clock;                    ///< varref of a register's clock
  bool rising = true;
  int process = -1;  ///< index of the process; -1: none
};

struct Variable {
  Type type;
  bool is_input = false, is_output = false, is_constant = false, is_local = false;
};

struct Instance {
  std::string name;    ///< with generate blocks: "g_lane[0].u_lane"
  std::string module;  ///< elaborated name
  pugi::xml_node node;
  std::string scope;         ///< generate block it stands in
  int index = 0, count = 1;  ///< position in an array of instances, from the least significant slice
};

struct Module {
  std::string name, source_name;
  std::map<std::string, Variable, std::less<>> variables;  ///< by name with blocks
  std::vector<std::string> port_order;
  std::vector<Statement> statements;
  std::multimap<std::string, std::size_t> writers;  ///< variable -> statement
  std::vector<std::size_t> remote_writers;          ///< statements whose target is in another instance
  std::vector<Instance> instances;
  std::map<std::string, pugi::xml_node, std::less<>> functions;
  std::vector<std::set<std::string>> blocking;  ///< by process: variables it assigns at once

  /// The name with the blocks it is declared in, seen from `scope`; empty when it is not of this module.
  std::string qualify(std::string_view scope, std::string_view variable) const;
};

/// Reads one module. `fills` statements, variables and instances.
Module read_module(const pugi::xml_node& node, const Types& types);

/// The references below an expression, in order, indexes included, calls of the module's functions followed.
void references(const pugi::xml_node& expression, const Module* module, std::vector<Reference>& out, int depth = 0);
/// The variables an assignment's left side writes, and what its indexes read.
void targets(const pugi::xml_node& expression, std::vector<Reference>& written, std::vector<Reference>& read);
std::optional<Reference> as_reference(const pugi::xml_node& expression);

/// "8'hff", "4'b1zz", "32'sh5" -> bits of its width, most significant first.
std::string constant_bits(std::string_view text);
/// Value of constant_bits when it is short and has no x or z.
std::optional<std::uint64_t> number(std::string_view bits);

}  // namespace gs::rtl::xml
