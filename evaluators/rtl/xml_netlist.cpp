#include "evaluators/rtl/xml_netlist.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "evaluators/rtl/xml_evaluate.hpp"

namespace gs::rtl::xml {
namespace {

constexpr int kDepth = 24;  // of types and of calls
constexpr int kIterations = 128;
constexpr std::size_t kStatements = 50'000;  // of a module; loops are not unrolled past it

bool is(const pugi::xml_node& node, std::string_view name) {
  return node.name() == name;
}

std::string joined(std::string_view scope, std::string_view name) {
  if (scope.empty()) return std::string(name);
  if (name.empty()) return std::string(scope);
  return std::string(scope) + "." + std::string(name);
}

// Names that a function declares hide those of its module.
void without_locals(const pugi::xml_node& function, std::vector<Reference>& found) {
  std::set<std::string_view> locals;
  for (const auto& var : function.select_nodes(".//var")) locals.insert(var.node().attribute("name").value());
  found.erase(std::remove_if(found.begin(), found.end(),
                             [&](const Reference& r) {
                               return is(r.variable, "varref") &&
                                      locals.count(r.variable.attribute("name").value()) != 0;
                             }),
              found.end());
}

bool has_delay(const pugi::xml_node& node) {
  return static_cast<bool>(node.find_node([](const pugi::xml_node& n) {
    return is(n, "delay") || is(n, "eventcontrol") || is(n, "wait") || is(n, "fork");
  }));
}

// What a statement surely assigns, whole variables and parts alike.
std::set<std::string> surely_assigned(const pugi::xml_node& node) {
  std::set<std::string> result;
  if (is(node, "assign") || is(node, "assigndly")) {
    std::vector<Reference> written, read;
    targets(node.last_child(), written, read);
    for (const Reference& r : written) result.insert(r.variable.attribute("name").value());
  } else if (is(node, "if")) {
    std::vector<std::set<std::string>> branches;
    for (const pugi::xml_node& branch : node.children("begin")) branches.push_back(surely_assigned(branch));
    if (branches.size() < 2) return result;
    std::set_intersection(branches[0].begin(), branches[0].end(), branches[1].begin(), branches[1].end(),
                          std::inserter(result, result.end()));
  } else if (is(node, "case")) {
    bool complete = false, first = true;
    std::size_t labels = 0;
    for (const pugi::xml_node& item : node.children("caseitem")) {
      std::set<std::string> mine;
      bool labelled = false;
      for (const pugi::xml_node& child : item.children()) {
        if (is(child, "const")) ++labels;
        labelled = labelled || is(child, "const") || is(child, "varref");
        mine.merge(surely_assigned(child));
      }
      complete = complete || !labelled;
      if (first) {
        result = mine;
      } else {
        std::set<std::string> both;
        std::set_intersection(mine.begin(), mine.end(), result.begin(), result.end(), std::inserter(both, both.end()));
        result = both;
      }
      first = false;
    }
    if (!complete && labels < 2) result.clear();  // what every label of many assigns is taken as complete
  } else {
    for (const pugi::xml_node& child : node.children()) result.merge(surely_assigned(child));
  }
  return result;
}

class Reader {
 public:
  Reader(Module& module, const Types& types) : module_(module), types_(types) {}

  void declare(const pugi::xml_node& node, const std::string& scope, bool in_process) {
    for (const pugi::xml_node& child : node.children()) {
      if (is(child, "var")) {
        declare_variable(child, scope, in_process);
      } else if (is(child, "func") || is(child, "task")) {
        module_.functions[child.attribute("name").value()] = child;
      } else if (is(child, "begin")) {
        declare(child, joined(scope, child.attribute("name").value()), in_process);
      } else if (!is(child, "instance") && !is(child, "contassign")) {
        declare(child, scope, in_process || is(child, "always") || is(child, "initial"));
      }
    }
  }

  void walk(const pugi::xml_node& node, const std::string& scope) {
    for (const pugi::xml_node& child : node.children()) {
      if (is(child, "begin")) {
        walk(child, joined(scope, child.attribute("name").value()));
      } else if (is(child, "contassign") || is(child, "assignw") || is(child, "alias")) {
        add(child, child.first_child(), child.last_child(), Context{scope});
      } else if (is(child, "instance")) {
        instance(child, scope);
      } else if (is(child, "always")) {
        process(child, scope);
      } else if (is(child, "initial") || is(child, "initialstatic") || is(child, "alwayspublic")) {
        Context context{scope};
        context.kind = DriverKind::procedural;
        context.process = new_process();
        statements(child, context);
      }
    }
  }

  void finish() {
    for (std::size_t i = 0; i < module_.statements.size(); ++i) {
      const Statement& s = module_.statements[i];
      std::vector<Reference> written, read;
      targets(s.target, written, read);
      for (const Reference& w : written) {
        const std::string name = module_.qualify(s.scope, w.variable.attribute("name").value());
        if (is(w.variable, "varxref") || name.empty()) {
          module_.remote_writers.push_back(i);
        } else {
          module_.writers.emplace(name, i);
        }
      }
    }
  }

 private:
  struct Context {
    std::string scope;
    DriverKind kind = DriverKind::combinational;
    std::vector<Guard> guards{};
    bool in_loop = false;
    std::set<std::string> loop_variables{};
    std::map<std::string, std::string, std::less<>> bound{};
    pugi::xml_node clock{};
    bool rising = true;
    int process = -1;
    std::set<std::string> assigned{};
  };

  int new_process() {
    module_.blocking.emplace_back();
    return static_cast<int>(module_.blocking.size()) - 1;
  }

  void declare_variable(const pugi::xml_node& node, const std::string& scope, bool in_process) {
    Variable variable;
    variable.type = types_.describe(node.attribute("dtype_id").value());
    if (variable.type.enumeration.empty()) {
      variable.type.enumeration = types_.enumeration(module_.name, node.attribute("vartype").value());
    }
    const std::string_view direction = node.attribute("dir").value();
    variable.is_input = direction == "input" || direction == "inout";
    variable.is_output = direction == "output" || direction == "inout";
    variable.is_constant = node.attribute("param").as_bool() || node.attribute("localparam").as_bool();
    variable.is_local = in_process;
    const std::string name = joined(scope, node.attribute("name").value());
    if (!direction.empty() && scope.empty()) module_.port_order.push_back(name);
    module_.variables.emplace(name, std::move(variable));
  }

  void process(const pugi::xml_node& node, const std::string& scope) {
    Context context{scope};
    context.process = new_process();
    std::vector<pugi::xml_node> edges;
    for (const pugi::xml_node& item : node.child("sentree").children("senitem")) {
      const std::string_view edge = item.attribute("edgeType").value();
      if (edge == "POS" || edge == "NEG") edges.push_back(item);
    }
    if (!edges.empty()) {
      context.kind = DriverKind::register_;
      // The clock is the edge that the process does not read; an asynchronous reset is read.
      for (const pugi::xml_node& edge : edges) {
        const std::string_view name = edge.first_child().attribute("name").value();
        const bool read = static_cast<bool>(node.find_node([&](const pugi::xml_node& n) {
          return is(n, "varref") && n.attribute("name").value() == name && !is(n.parent(), "senitem");
        }));
        if (context.clock && read) continue;
        context.clock = edge.first_child();
        context.rising = std::string_view(edge.attribute("edgeType").value()) == "POS";
        if (!read) break;
      }
    } else if (has_delay(node)) {
      context.kind = DriverKind::procedural;
    } else {
      context.assigned = surely_assigned(node);
    }
    statements(node, context);
  }

  void statements(const pugi::xml_node& node, const Context& context) {
    for (const pugi::xml_node& child : node.children()) statement(child, context);
  }

  void statement(const pugi::xml_node& node, const Context& context) {
    if (is(node, "sentree") || is(node, "var")) return;
    if (is(node, "assign") || is(node, "assigndly") || is(node, "assignforce")) {
      return add(node, node.first_child(), node.last_child(), context);
    }
    if (is(node, "if")) {
      bool branch = true;
      for (const pugi::xml_node& child : node.children("begin")) {
        Context inner = context;
        inner.guards.push_back({node, branch, {}});
        statements(child, inner);
        branch = false;
      }
      return;
    }
    if (is(node, "case")) {
      for (const pugi::xml_node& item : node.children("caseitem")) {
        Context inner = context;
        inner.guards.push_back({node, true, item});
        statements(item, inner);
      }
      return;
    }
    Context inner = context;
    if (is(node, "begin")) inner.scope = joined(context.scope, node.attribute("name").value());
    if (is(node, "while")) {
      if (context.kind != DriverKind::procedural && unroll(node, context)) return;
      inner.in_loop = true;
      for (const auto& found : node.select_nodes("begin[4]//assign"))
        inner.loop_variables.insert(found.node().last_child().attribute("name").value());
    }
    if (is(node, "taskref") || is(node, "funcref")) return call(node, context);
    statements(node, inner);
  }

  // for (int i = A; condition of i; i = f(i)): the parts of a `while` are what comes before the condition, the
  // condition, the body, the increment.
  bool unroll(const pugi::xml_node& node, const Context& context) {
    const pugi::xml_node start = node.previous_sibling();
    std::vector<pugi::xml_node> parts;
    for (const pugi::xml_node& part : node.children("begin")) parts.push_back(part);
    if (!is(start, "assign") || !is(start.last_child(), "varref") || parts.size() != 4) return false;
    const pugi::xml_node step = parts[3].child("assign");
    const std::string name = start.last_child().attribute("name").value();
    if (parts[0].first_child() || parts[3].first_child() != parts[3].last_child() ||
        name != step.last_child().attribute("name").value()) {
      return false;
    }
    Context inner = context;
    const auto value = [&](const Reference& r) -> std::optional<std::string> {
      const auto found = inner.bound.find(r.variable.attribute("name").value());
      if (found == inner.bound.end() || !r.indexes.empty()) return std::nullopt;
      return found->second;
    };
    std::vector<std::string> iterations;
    auto at = evaluate(start.first_child(), types_, value);
    for (; at && static_cast<int>(iterations.size()) <= kIterations; at = evaluate(step.first_child(), types_, value)) {
      inner.bound[name] = *at;
      const Taken goes_on = truth(evaluate(parts[1].first_child(), types_, value));
      if (goes_on == Taken::unknown) return false;
      if (goes_on == Taken::no) break;
      iterations.push_back(*at);
    }
    if (!at || static_cast<int>(iterations.size()) > kIterations || module_.statements.size() > kStatements)
      return false;
    for (const std::string& bits : iterations) {
      inner.bound[name] = bits;
      statements(parts[2], inner);
    }
    return true;
  }

  // A call of a task: its output arguments and what it writes of the module depend on all that it is given and reads.
  void call(const pugi::xml_node& node, const Context& context) {
    const auto found = module_.functions.find(node.attribute("name").value());
    if (found == module_.functions.end()) return;
    std::vector<pugi::xml_node> in, out, body{found->second};
    auto argument = node.child("arg");
    for (const pugi::xml_node& var : found->second.children("var")) {
      const std::string_view direction = var.attribute("dir").value();
      if (direction.empty() || var.attribute("name").value() == std::string_view(node.attribute("name").value())) {
        continue;
      }
      if (!argument) break;
      (direction == "input" ? in : out).push_back(argument.first_child());
      argument = argument.next_sibling("arg");
    }
    for (const auto& assigned : found->second.select_nodes(".//assign|.//assigndly")) {
      const pugi::xml_node target = assigned.node().last_child();
      std::vector<Reference> written, read;
      targets(target, written, read);
      without_locals(found->second, written);
      for (const Reference& w : written) {
        if (!module_.qualify(context.scope, w.variable.attribute("name").value()).empty()) out.push_back(target);
      }
    }
    for (const pugi::xml_node& target : out) {
      add(node, {}, target, context);
      module_.statements.back().more_reads = in;
      module_.statements.back().more_reads.insert(module_.statements.back().more_reads.end(), body.begin(), body.end());
      module_.statements.back().in_loop = true;
    }
  }

  void add(const pugi::xml_node& place, const pugi::xml_node& value, const pugi::xml_node& target,
           const Context& context) {
    Statement s;
    s.kind = context.kind;
    s.value = value;
    s.target = target;
    s.place = place;
    s.guards = context.guards;
    s.scope = context.scope;
    s.in_loop = context.in_loop;
    s.loop_variables = context.loop_variables;
    s.bound = context.bound;
    s.clock = context.clock;
    s.rising = context.rising;
    s.process = context.process;
    std::vector<Reference> written, read;
    targets(target, written, read);
    for (const Reference& w : written) {
      const std::string name = w.variable.attribute("name").value();
      if (context.process >= 0 && is(place, "assign")) {
        module_.blocking[static_cast<std::size_t>(context.process)].insert(name);
      }
      if (context.process >= 0 && s.kind == DriverKind::combinational && context.assigned.count(name) == 0) {
        s.kind = DriverKind::latch;
      }
    }
    module_.statements.push_back(std::move(s));
  }

  void instance(const pugi::xml_node& node, const std::string& scope) {
    Instance one;
    one.module = node.attribute("defName").value();
    one.node = node;
    one.scope = scope;
    one.name = joined(scope, node.attribute("name").value());
    const pugi::xml_node range = node.child("range");
    if (!range) {
      module_.instances.push_back(std::move(one));
      return;
    }
    int bounds[2] = {};
    int n = 0;
    for (const pugi::xml_node& bound : range.children("const")) {
      const auto value = number(constant_bits(bound.attribute("name").value()));
      if (n < 2) bounds[n++] = static_cast<int>(value.value_or(0));
    }
    const int low = std::min(bounds[0], bounds[1]), count = std::min(std::abs(bounds[0] - bounds[1]) + 1, 4096);
    for (int i = 0; i < count; ++i) {
      Instance element = one;
      element.name += "[" + std::to_string(low + i) + "]";
      element.index = bounds[0] >= bounds[1] ? i : count - 1 - i;
      element.count = count;
      module_.instances.push_back(std::move(element));
    }
  }

  Module& module_;
  const Types& types_;
};

}  // namespace

Types::Types(const pugi::xml_node& netlist) {
  for (const pugi::xml_node& type : netlist.child("typetable").children()) by_id_[type.attribute("id").value()] = type;
}

Type Types::describe(std::string_view id) const {
  Type result;
  int factor = 1;
  std::string current(id);
  for (int depth = 0; depth < kDepth; ++depth) {
    const auto found = by_id_.find(current);
    if (found == by_id_.end()) break;
    const pugi::xml_node& type = found->second;
    const std::string_view kind = type.name();
    if (kind == "basicdtype") {
      result.width = factor * (std::abs(type.attribute("left").as_int() - type.attribute("right").as_int()) + 1);
      return result;
    }
    if (kind == "structdtype" || kind == "uniondtype") {
      int total = 0;
      for (const pugi::xml_node& member : type.children("memberdtype")) {
        const int mine = depth > 8 ? 1 : width(member.attribute("sub_dtype_id").value());
        total = kind == "structdtype" ? total + mine : std::max(total, mine);
      }
      result.width = factor * std::max(total, 1);
      return result;
    }
    if (kind == "enumdtype") result.enumeration = current;
    if (kind == "packarraydtype" && result.part == 0) {
      result.part = depth > 8 ? 0 : width(type.attribute("sub_dtype_id").value());
    }
    if (kind == "unpackarraydtype" || kind == "packarraydtype") {
      int bounds[2] = {};
      int n = 0;
      for (const pugi::xml_node& bound : type.child("range").children("const")) {
        if (n < 2) bounds[n++] = static_cast<int>(number(constant_bits(bound.attribute("name").value())).value_or(0));
      }
      const int size = std::abs(bounds[0] - bounds[1]) + 1;
      if (kind == "packarraydtype") {
        factor *= size;
        result.enumeration.clear();
      } else {
        result.lows.push_back(std::min(bounds[0], bounds[1]));
        result.sizes.push_back(size);
      }
    }
    current = type.attribute("sub_dtype_id").value();
  }
  result.width = factor;
  if (factor > 1) result.enumeration.clear();
  return result;
}

std::string Types::enumeration(std::string_view module, std::string_view type) const {
  std::string found;
  if (type.empty()) return found;
  for (const auto& [id, node] : by_id_) {
    if (!is(node, "enumdtype")) continue;
    const std::string_view name = node.attribute("name").value();
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || name.substr(dot + 1) != type) continue;
    if (name.substr(0, dot) == module) return id;
    found = found.empty() ? id : "?";
  }
  return found == "?" ? std::string() : found;
}

std::string Types::enumerator(const std::string& enumeration, std::uint64_t value) const {
  const auto found = by_id_.find(enumeration);
  if (found == by_id_.end()) return {};
  for (const pugi::xml_node& item : found->second.children("enumitem")) {
    if (number(constant_bits(item.child("const").attribute("name").value())) == value)
      return item.attribute("name").value();
  }
  return {};
}

std::string Module::qualify(std::string_view scope, std::string_view variable) const {
  for (;;) {
    std::string full = joined(scope, variable);
    if (variables.count(full) != 0) return full;
    if (scope.empty()) return {};
    const std::size_t dot = scope.rfind('.');
    scope = dot == std::string_view::npos ? std::string_view() : scope.substr(0, dot);
  }
}

Module read_module(const pugi::xml_node& node, const Types& types) {
  Module module;
  module.name = node.attribute("name").value();
  module.source_name = node.attribute("origName").value();
  if (module.source_name.empty()) module.source_name = module.name;
  Reader reader(module, types);
  reader.declare(node, "", false);
  reader.walk(node, "");
  reader.finish();
  return module;
}

std::optional<Reference> as_reference(const pugi::xml_node& expression) {
  Reference reference;
  std::vector<pugi::xml_node> selects;
  pugi::xml_node at = expression;
  while (is(at, "sel") || is(at, "arraysel")) {
    if (is(at, "sel")) {
      selects.push_back(at);
    } else {
      reference.indexes.insert(reference.indexes.begin(), at.first_child().next_sibling());
    }
    at = at.first_child();
  }
  if (!is(at, "varref") && !is(at, "varxref")) return std::nullopt;
  reference.variable = at;
  reference.selects.assign(selects.rbegin(), selects.rend());
  return reference;
}

void references(const pugi::xml_node& expression, const Module* module, std::vector<Reference>& out, int depth) {
  if (depth > kDepth || !expression) return;
  if (auto reference = as_reference(expression)) {
    for (const pugi::xml_node& index : reference->indexes) references(index, module, out, depth);
    for (const pugi::xml_node& select : reference->selects)
      references(select.first_child().next_sibling(), module, out, depth);
    out.push_back(*std::move(reference));
    return;
  }
  if (module != nullptr && is(expression, "funcref")) {
    if (const auto function = module->functions.find(expression.attribute("name").value());
        function != module->functions.end()) {
      std::vector<Reference> inside;
      references(function->second, module, inside, depth + 8);
      without_locals(function->second, inside);
      out.insert(out.end(), inside.begin(), inside.end());
    }
  }
  for (const pugi::xml_node& child : expression.children()) references(child, module, out, depth);
}

void targets(const pugi::xml_node& expression, std::vector<Reference>& written, std::vector<Reference>& read) {
  if (auto reference = as_reference(expression)) {
    for (const pugi::xml_node& index : reference->indexes) references(index, nullptr, read);
    for (const pugi::xml_node& select : reference->selects)
      references(select.first_child().next_sibling(), nullptr, read);
    written.push_back(*std::move(reference));
    return;
  }
  for (const pugi::xml_node& child : expression.children()) targets(child, written, read);
}

std::string constant_bits(std::string_view text) {
  const std::size_t quote = text.find('\'');
  if (quote == std::string_view::npos) return {};
  const std::size_t width =
      std::min<std::size_t>(std::strtoul(std::string(text.substr(0, quote)).c_str(), nullptr, 10), 1 << 16);
  text.remove_prefix(quote + 1);
  if (text.starts_with('s')) text.remove_prefix(1);
  if (text.empty()) return {};
  const char base = text.front();
  std::string bits;
  for (const char c : text.substr(1)) {
    if (base == 'b') {
      bits += c == '0' || c == '1' ? c : c == 'z' || c == '?' ? 'z' : 'x';
    } else if (base == 'h' && std::isxdigit(static_cast<unsigned char>(c)) != 0) {
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      for (int b = 3; b >= 0; --b) bits += static_cast<char>('0' + ((digit >> b) & 1));
    }
  }
  if (bits.size() < width) bits.insert(0, width - bits.size(), '0');
  return bits.substr(bits.size() - width);
}

std::optional<std::uint64_t> number(std::string_view bits) {
  const std::size_t one = bits.find_first_not_of('0');
  if (one != std::string_view::npos && bits.size() - one > 64) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : bits) {
    if (c != '0' && c != '1') return std::nullopt;
    value = value << 1 | static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace gs::rtl::xml
