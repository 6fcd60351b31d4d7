// Edits that change what is elaborated, and so cannot be switched at run time: parameters, dimensions, sensitivity,
// kinds of assignment, connections.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "agent/search/templates.hpp"

namespace gs::agent::search {
namespace {

// What no one writes on purpose, however far from the wrong output: a blocking assignment in always_ff, an incomplete
// sensitivity list.
constexpr double kBugByItself = -2.5;

class StructureTemplates {
 public:
  explicit StructureTemplates(EditSink& sink) : sink_(sink), source_(sink.source()) {}

  void run() {
    for (const Parameter& p : source_.parameters) {
      near_distance_ = sink_.nearest_use(p.name);
      constant(p.value, "parameter", 1.8);
    }
    near_distance_ = kUnreached;
    for (const Dimension& d : source_.dimensions) constant(d.msb, "width", 2.0);
    for (std::size_t i = 0; i < source_.processes.size(); ++i) process(static_cast<int>(i));
    for (const Assignment& a : source_.assignments) assignment(a);
    for (const Instance& instance : source_.instances) connections(instance);
  }

 private:
  const Expr& expr(int node) const { return source_.exprs[static_cast<std::size_t>(node)]; }
  std::string text(const Range& range) const { return std::string(source_.slice(range)); }
  std::string text(int node) const { return std::string(source_.slice(node)); }
  std::uint32_t line(std::uint32_t token) const { return source_.line(token); }

  void replace(const Range& range, std::string replacement, std::string kind, double cost) {
    const double own = sink_.facts().distance_of(source_.path, static_cast<int>(line(range.begin)));
    sink_.plain_near({sink_.piece(range, std::move(replacement))}, line(range.begin), std::move(kind), cost,
                     std::min(own, near_distance_));
  }

  // An elaboration-time value: one more, one less, half, double.
  void constant(int node, const std::string& kind, double cost) {
    if (node == kNoNode) return;
    const Range range = expr(node).range;
    const std::string own = text(node);
    long long value = 0;
    const auto [end, error] = std::from_chars(own.data(), own.data() + own.size(), value);
    const bool plain_number = error == std::errc{} && end == own.data() + own.size();
    if (plain_number) {
      replace(range, std::to_string(value + 1), kind, cost);
      if (value > 0) replace(range, std::to_string(value - 1), kind, cost);
      if (value > 1) replace(range, std::to_string(value * 2), kind, cost + 0.6);
      if (value > 1) replace(range, std::to_string(value / 2), kind, cost + 0.6);
      return;
    }
    replace(range, own + " + 1", kind, cost);
    replace(range, own + " - 1", kind, cost);
    if (kind == "parameter") {
      constant_parts(node, kind, cost);
      return;
    }
    // WIDTH-1 where WIDTH is meant
    const Expr& e = expr(node);
    if (e.kind == ExprKind::binary && source_.tokens[e.op].text == "-") replace(range, text(e.children[0]), kind, cost);
    names_of_constants(node, kind, cost + 0.6);
  }

  // Operators and numbers inside a constant expression, and other parameters in place of the named ones.
  void constant_parts(int node, const std::string& kind, double cost) {
    const Expr& e = expr(node);
    if (e.kind == ExprKind::binary) {
      const std::string_view op = source_.tokens[e.op].text;
      const std::string_view other = op == "+" ? "-" : op == "-" ? "+" : op == "*" ? "+" : op == "<<" ? ">>" : "";
      if (!other.empty()) {
        replace({e.op, e.op + 1}, std::string(other), kind, cost + 0.2);
        replace(e.range, text(e.children[0]), kind, cost + 0.4);
      }
    }
    for (const int child : e.children) {
      if (expr(child).kind == ExprKind::number)
        constant(child, "constant", cost + 0.2);
      else if (expr(child).kind != ExprKind::name)
        constant_parts(child, kind, cost);
    }
    names_of_constants(node, kind, cost + 0.6);
  }

  void names_of_constants(int node, const std::string& kind, double cost) {
    const int module = source_.module_at(expr(node).range.begin);
    if (module == kNoNode) return;
    const auto& parameters = source_.modules[static_cast<std::size_t>(module)].parameters;
    const Range range = expr(node).range;
    for (std::uint32_t t = range.begin; t < range.end; ++t) {
      const std::string own(source_.tokens[t].text);
      if (std::find(parameters.begin(), parameters.end(), own) == parameters.end()) continue;
      std::vector<std::pair<double, std::string>> others;
      for (const std::string& other : parameters) {
        if (other != own) others.emplace_back(-similarity(own, other), other);
      }
      std::sort(others.begin(), others.end());
      if (others.size() > 6) others.resize(6);
      for (const auto& [likeness, other] : others) replace({t, t + 1}, other, kind, cost + 1.0 + likeness);
    }
  }

  void process(int index) {
    const Process& p = source_.processes[static_cast<std::size_t>(index)];
    if (p.kind == ProcessKind::initial || p.kind == ProcessKind::function || p.sensitivity.empty()) return;
    // what the process drives is what its sensitivity list matters for
    near_distance_ = kUnreached;
    for (std::uint32_t t = p.body.begin; t < p.body.end; ++t) {
      near_distance_ = std::min(near_distance_, sink_.facts().distance_of(source_.path, static_cast<int>(line(t))));
    }
    sensitivity(p, index);
    near_distance_ = kUnreached;
  }

  void sensitivity(const Process& p, int index) {
    for (std::uint32_t t = p.sensitivity.begin; t < p.sensitivity.end; ++t) {
      const rtl::Token& token = source_.tokens[t];
      if (token.is("posedge")) replace({t, t + 1}, "negedge", "sensitivity", 1.6);
      if (token.is("negedge")) replace({t, t + 1}, "posedge", "sensitivity", 1.6);
    }
    if (!source_.is_clocked(p)) return replace(p.sensitivity, "*", "sensitivity", kBugByItself);
    reset_sensitivity(p, index);
    flip_all(index);
  }

  // The reset named in the body but not in the list, and the other way round.
  void reset_sensitivity(const Process& p, int index) {
    const std::string list = text(p.sensitivity);
    for (std::uint32_t t = p.sensitivity.begin; t + 2 < p.sensitivity.end; ++t) {
      if (source_.tokens[t].is("or") || source_.tokens[t].is(",")) {
        replace({t, p.sensitivity.end}, "", "sensitivity", 2.0);
        break;
      }
    }
    for (const IfStatement& s : source_.ifs) {
      if (s.process != index) continue;
      for (const std::string& name : source_.names_in(s.condition)) {
        if (!is_reset_name(name)) continue;
        if (list.find(name) != std::string::npos) continue;
        const bool low = text(s.condition).starts_with("!") || text(s.condition).starts_with("~");
        replace(p.sensitivity, fmt::format("{} or {} {}", list, low ? "negedge" : "posedge", name), "sensitivity", 1.2);
      }
      break;
    }
  }

  // Every assignment of a clocked process the other kind.
  void flip_all(int index) {
    std::vector<Piece> pieces;
    bool any_blocking = false;
    std::uint32_t first_line = 0;
    for (const Assignment& a : source_.assignments) {
      if (a.process != index || a.kind != AssignKind::blocking || source_.tokens[a.op].text != "=") continue;
      any_blocking = true;
      if (first_line == 0) first_line = line(a.op);
      pieces.push_back(sink_.piece({a.op, a.op + 1}, "<="));
    }
    if (any_blocking) sink_.plain(std::move(pieces), first_line, "assignment kind", kBugByItself + 0.2);
  }

  void assignment(const Assignment& a) {
    if (a.process == kNoNode) return;
    const ProcessKind kind = source_.processes[static_cast<std::size_t>(a.process)].kind;
    const std::string_view op = source_.tokens[a.op].text;
    if (kind == ProcessKind::initial || kind == ProcessKind::function) return;
    if (op == "=") {
      const bool clocked = kind == ProcessKind::always_ff;
      replace({a.op, a.op + 1}, "<=", "assignment kind", clocked ? kBugByItself : 2.4);
    }
    if (op == "<=") {
      const bool combinational = kind == ProcessKind::always_comb;
      replace({a.op, a.op + 1}, "=", "assignment kind", combinational ? kBugByItself : 3.0);
    }
  }

  void connections(const Instance& instance) {
    for (const auto* list : {&instance.ports, &instance.parameters}) {
      const bool ports = list == &instance.ports;
      for (std::size_t i = 0; i < list->size(); ++i) {
        const PortConnection& a = (*list)[i];
        if (a.value.empty()) continue;
        if (!ports && a.expr != kNoNode) constant(a.expr, "parameter", 1.8);
        for (std::size_t j = i + 1; j < list->size(); ++j) {
          const PortConnection& b = (*list)[j];
          if (b.value.empty() || text(a.value) == text(b.value)) continue;
          if (ports && !exchangeable(instance, a, b)) continue;
          // .pc(x_imm), .imm(x_pc): names that fit better the other way round
          const double better = similarity(a.port, text(b.value)) + similarity(b.port, text(a.value)) -
                                similarity(a.port, text(a.value)) - similarity(b.port, text(b.value));
          const double cost = 1.6 + 1.2 * (1.0 - similarity(a.port, b.port)) - std::clamp(better, -1.0, 2.0);
          if (ports && sink_.facts().find(instance.module_name, a.port)->is_input) {
            sink_.expressions(a.value, text(b.value), b.value, text(a.value), "connections swapped", cost);
            continue;
          }
          sink_.plain({sink_.piece(a.value, text(b.value)), sink_.piece(b.value, text(a.value))}, line(a.whole.begin),
                      "connections swapped", cost);
        }
        if (ports) output_connection(instance, a);
      }
    }
    forgotten_parameters(instance);
  }

  // A parameter that the enclosing module has under the same name, and that the instance leaves at its default.
  void forgotten_parameters(const Instance& instance) {
    const auto child = sink_.facts().modules.find(instance.module_name);
    if (child == sink_.facts().modules.end() || instance.module == kNoNode || instance.parameters.empty()) return;
    const auto& own = source_.modules[static_cast<std::size_t>(instance.module)].parameters;
    const PortConnection& last = instance.parameters.back();
    for (const auto& entry : child->second.variables) {
      const std::string& name = entry.first;
      const Variable& v = entry.second;
      if (!v.is_overridable || std::find(own.begin(), own.end(), name) == own.end()) continue;
      const bool given = std::any_of(instance.parameters.begin(), instance.parameters.end(),
                                     [&](const PortConnection& c) { return c.port == name; });
      if (given) continue;
      const std::uint32_t end = source_.end_offset(last.whole);
      sink_.plain({{end, end, fmt::format(", .{0}({0})", name)}}, line(last.whole.begin), "parameter added", 1.0,
                  instance.whole);
    }
  }

  bool exchangeable(const Instance& instance, const PortConnection& a, const PortConnection& b) const {
    const Variable* x = sink_.facts().find(instance.module_name, a.port);
    const Variable* y = sink_.facts().find(instance.module_name, b.port);
    return x != nullptr && y != nullptr && x->width == y->width && x->is_input == y->is_input;
  }

  // An output connected to another net of the same width. (Inputs can be switched: see expression_templates.cpp.)
  void output_connection(const Instance& instance, const PortConnection& a) {
    const Variable* formal = sink_.facts().find(instance.module_name, a.port);
    const int module = instance.module;
    if (formal == nullptr || !formal->is_output || module == kNoNode || a.expr == kNoNode) return;
    if (expr(a.expr).kind != ExprKind::name) return;
    const auto facts = sink_.facts().modules.find(source_.modules[static_cast<std::size_t>(module)].name);
    if (facts == sink_.facts().modules.end()) return;
    const std::string own = text(a.expr);
    for (const auto& [other, v] : facts->second.variables) {
      if (other == own || v.width != formal->width || v.is_input || v.is_array || v.is_parameter || v.is_local)
        continue;
      const double likeness = similarity(own, other);
      if (likeness < 0.5) continue;
      replace(a.value, other, "connection", 3.0 + 2.0 * (1.0 - likeness));
    }
  }

  EditSink& sink_;
  const SourceModel& source_;
  double near_distance_ = kUnreached;  // of what the edit at hand influences from afar
};

}  // namespace

void structure_edits(EditSink& sink) {
  StructureTemplates(sink).run();
}

}  // namespace gs::agent::search
