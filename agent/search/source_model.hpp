/// SourceModel: the statements and expressions of one SystemVerilog file, as token ranges that can be edited.
///
/// A tolerant recursive-descent reading of the synthesizable subset (IEEE 1800-2017 annex A): what it does not
/// understand it steps over, and nothing is edited there. Types, widths and the hierarchy come from Verilator's
/// elaboration (design_facts.hpp), not from here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/verilog_lexer.hpp"

namespace gs::agent::search {

inline constexpr int kNoNode = -1;

/// Half-open range of token indices.
struct Range {
  std::uint32_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
  bool contains(const Range& other) const { return begin <= other.begin && other.end <= end; }
};

enum class ExprKind : std::uint8_t {
  number,
  name,
  select,
  call,
  unary,
  binary,
  ternary,
  concat,
  replicate,
  paren,
  other
};

struct Expr {
  ExprKind kind = ExprKind::other;
  Range range;
  std::uint32_t op = 0;       ///< token of the operator (unary, binary, ternary's '?')
  std::vector<int> children;  ///< indices into SourceModel::exprs
  bool constant_context =
      false;  ///< must stay an elaboration-time constant: widths, part-select bounds, replication counts
  bool self_determined = false;  ///< inside a concatenation, index, argument or shift amount: its own width matters
};

enum class AssignKind : std::uint8_t { continuous, blocking, nonblocking };

struct Assignment {
  AssignKind kind;
  Range statement;  ///< from the target (or `assign`) to ';' included
  Range target;
  std::uint32_t op = 0;              ///< '=' or '<='
  int value = kNoNode;               ///< expression
  std::vector<std::string> targets;  ///< base names assigned
  int process = kNoNode;             ///< index into processes; kNoNode for continuous
  std::vector<int> conditions;       ///< enclosing if/case expressions, outermost first
};

struct IfStatement {
  std::uint32_t keyword = 0;
  int condition = kNoNode;
  Range whole, then_branch, else_branch;  ///< else_branch empty when there is none
  int process = kNoNode;
};

struct CaseItem {
  Range labels;  ///< without ':'; empty for default
  std::vector<int> label_exprs;
  Range body;
};
struct CaseStatement {
  std::uint32_t keyword = 0;
  int subject = kNoNode;
  Range whole;
  std::vector<CaseItem> items;
  bool has_default = false;
  int process = kNoNode;
};

enum class ProcessKind : std::uint8_t { always, always_comb, always_ff, always_latch, initial, function };

struct Process {
  ProcessKind kind;
  std::uint32_t keyword = 0;
  Range sensitivity;  ///< between the parentheses of @( ); empty for always_comb and @*
  Range body;
  int module = kNoNode;
  std::string name;  ///< of a function
};

struct PortConnection {
  std::string port;
  Range whole;  ///< .port(expr)
  Range value;  ///< between the parentheses; empty when unconnected or implicit
  int expr = kNoNode;
};
struct Instance {
  std::string module_name, name;
  Range whole;
  std::vector<PortConnection> parameters, ports;
  int module = kNoNode;  ///< enclosing
};

struct Parameter {  ///< parameter or localparam with a value
  std::string name;
  bool local = false;
  int value = kNoNode;
  int module = kNoNode;
};

/// A packed or unpacked range [msb:lsb] of a declaration.
struct Dimension {
  int msb = kNoNode, lsb = kNoNode;
  int module = kNoNode;
};

struct Module {
  std::string name;
  Range whole;
  std::vector<std::string> parameters;  ///< names usable as constants
  std::vector<std::string> enum_names;  ///< enumerators declared in it (or in the file's packages)
};

struct SourceModel {
  std::string path;
  std::string text;
  std::vector<rtl::Token> tokens;  ///< without comments; they point into `text`
  std::vector<Expr> exprs;
  std::vector<Assignment> assignments;
  std::vector<IfStatement> ifs;
  std::vector<CaseStatement> cases;
  std::vector<Process> processes;
  std::vector<Instance> instances;
  std::vector<Parameter> parameters;
  std::vector<Dimension> dimensions;
  std::vector<Module> modules;
  std::vector<int> roots;  ///< outermost expressions in statements, in source order

  SourceModel() = default;
  SourceModel(const SourceModel&) = delete;  ///< tokens point into text
  SourceModel& operator=(const SourceModel&) = delete;

  std::string_view slice(const Range& range) const;
  std::string_view slice(int expr) const { return slice(exprs[static_cast<std::size_t>(expr)].range); }
  std::uint32_t line(std::uint32_t token) const { return tokens[token].line; }
  std::uint32_t begin_offset(const Range& range) const { return tokens[range.begin].offset; }
  std::uint32_t end_offset(const Range& range) const { return tokens[range.end - 1].end(); }
  /// Index of the module that contains the token, or kNoNode.
  int module_at(std::uint32_t token) const;
  /// Whether the process waits for edges.
  bool is_clocked(const Process& process) const;
  /// Plain identifiers used in an expression, members and selects by their base name.
  std::vector<std::string> names_in(int expr) const;
};

/// Whether a signal is called a reset: "rst" or "reset" is in its name.
bool is_reset_name(std::string_view name);

/// Reads one file. Any input is accepted; time is linear but for the nesting depth, which is bounded.
void read_source(SourceModel& model, std::string path, std::string text);

}  // namespace gs::agent::search
