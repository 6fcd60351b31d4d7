// Theory of operation: breadth first from the wrong signal, every node of the cone is a signal at a moment. What drove
// it then is found by the graph from the wave's values at that moment; connections of ports are passed through. A
// register leads to the edge that loaded it, and its operands are looked at just before that edge. Then the largest
// number of nodes, nearest first, whose text fits is printed as a tree.
#include "evaluators/rtl/divergence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "evaluators/rtl/divergence_view.hpp"

namespace gs::rtl {
namespace {

constexpr std::size_t kNodes = 160;
constexpr std::size_t kSignals = 4000;
constexpr std::size_t kChildren = 8;  // expanded of one node
constexpr std::size_t kReads = 10;    // named of one node
constexpr std::size_t kDrivers = 3;   // lines of one node
constexpr std::size_t kSourceBytes = 100;
constexpr std::size_t kInputs = 12;  // rows of the table
constexpr std::size_t kRegisters = 10;
constexpr int kHops = 32;  // connections passed through at once
constexpr std::size_t kShownHops = 4;

/// The wrong signal inside the design, and the design's instance.
struct Start {
  std::string design;
  SignalRef signal;
};

// Nearest first through connections and plain logic of the bench.
std::optional<Start> find_start(const tasks::Mismatch& mismatch, const DriverGraph& graph,
                                const DivergenceOptions& options) {
  const std::vector<std::string> designs = graph.instances_of(options.design_top);
  const auto design_of = [&](std::string_view signal) -> const std::string* {
    const std::string instance = graph.instance_of(signal);
    for (const std::string& design : designs) {
      if (instance == design || instance.starts_with(design + ".")) return &design;
    }
    return nullptr;
  };
  std::deque<std::pair<SignalRef, int>> queue;
  const std::string in_bench =
      options.bench_path.empty() ? mismatch.signal : options.bench_path + "." + mismatch.signal;
  if (graph.has(in_bench)) queue.emplace_back(SignalRef{in_bench}, 0);
  std::set<std::string> seen;
  while (!queue.empty()) {
    const auto [signal, depth] = queue.front();
    queue.pop_front();
    if (!seen.insert(signal.name).second || depth > 6) continue;
    if (const std::string* design = design_of(signal.name)) return Start{*design, signal};
    for (const Driver& driver : graph.drivers(signal)) {
      if (driver.kind == DriverKind::procedural) continue;
      for (const SignalRef& read : driver.data) queue.emplace_back(read, depth + 1);
    }
  }
  for (const std::string& design : designs) {
    if (graph.has(design + "." + mismatch.signal)) return Start{design, {design + "." + mismatch.signal}};
  }
  return std::nullopt;
}

struct Node {
  SignalRef signal, shown_as;  ///< shown_as: where it was read, before connections were passed
  std::string via;  ///< the connections passed: " <- x_pc (rtl/core.sv:156)"; those that only keep a name not
  Moment moment;
  int depth = 0;
  int distance = 0;  ///< from the wrong signal: conditions count more than data, unknown values and only operands less
  std::size_t parent = 0;
  std::vector<std::string> lines;  ///< without indentation
  std::size_t unexpanded = 0;      ///< children that were left out for breadth
  std::optional<SignalRef> clock;
  bool rising = true, is_register = false;
};

class Explainer {
 public:
  Explainer(const tasks::Mismatch& mismatch, const WaveView& view, const DriverGraph& graph,
            const tasks::FileSet& workspace, const DivergenceOptions& options, Start start)
      : mismatch_(mismatch),
        view_(view),
        graph_(graph),
        workspace_(workspace),
        options_(options),
        start_(std::move(start)) {
    for (const InstancePort& port : graph.ports(start_.design)) {
      if (port.is_input) inputs_.push_back(start_.design + "." + port.name);
    }
  }

  std::string explain() {
    choose_element();
    choose_moment();
    choose_bits();
    grow();
    const std::string head = headline();
    if (head.size() >= options_.cap_bytes) return bound_text(head, options_.cap_bytes);
    const std::size_t room = options_.cap_bytes - head.size();
    const std::string table = table_text(room * (options_.cap_bytes < 1000 ? 3 : 4) / 10);
    std::vector<bool> chosen(nodes_.size(), false);
    std::string cone;
    std::vector<std::size_t> order(nodes_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return nodes_[a].distance < nodes_[b].distance; });
    for (const std::size_t i : order) {  // nearest first, whatever still fits
      if (i > 0 && !chosen[nodes_[i].parent]) continue;
      chosen[i] = true;
      std::string more = cone_text(chosen);
      if (more.size() > room - table.size()) {
        chosen[i] = false;
      } else {
        cone = std::move(more);
      }
      if (i == 0 && !chosen[0]) break;
    }
    return head + table + cone;
  }

 private:
  // The bench sampled either before or after what happens at the time of the mismatch: the value it got tells.
  void choose_moment() {
    const std::uint64_t ps = mismatch_.first_time_ps;
    const Moment after{ps, false}, before{ps, true};
    const auto value_after = view_.bits(start_.signal, after), value_before = view_.bits(start_.signal, before);
    moment_ = after;
    if (!value_before || !value_after) return;
    const bool fits_after = same_value(mismatch_.got, *value_after);
    const bool fits_before = same_value(mismatch_.got, *value_before);
    if (fits_before && !fits_after) moment_ = before;
    const bool edge = view_.wave().last_change(clock_hint(), ps) == ps;
    if (edge && (fits_before == fits_after)) moment_ = before;
  }

  // A bench that compares one element of an array names the array: when exactly one element has the value it got, that
  // one is meant.
  void choose_element() {
    const auto whole = view_.bits(start_.signal, moment_);
    if (mismatch_.got.empty() || (whole && same_value(mismatch_.got, *whole))) return;
    const std::uint64_t ps = mismatch_.first_time_ps;
    for (const Moment moment : {Moment{ps, true}, Moment{ps, false}}) {
      std::vector<SignalRef> fitting;
      for (const SignalRef& part : graph_.parts(start_.signal)) {
        const auto bits = view_.bits(part, moment);
        if (bits && same_value(mismatch_.got, *bits)) fitting.push_back(part);
      }
      if (fitting.size() == 1) {
        start_.signal = fitting.front();
        return;
      }
    }
  }

  // Where parts of the signal have drivers of their own, those of the bits that are wrong.
  void choose_bits() {
    const auto bits = view_.bits(start_.signal, moment_);
    const auto wanted = bits ? bits_of_hex(mismatch_.expected, bits->size()) : std::nullopt;
    if (!wanted || !same_value(mismatch_.got, *bits)) return;
    std::size_t first = bits->size(), last = 0;
    for (std::size_t i = 0; i < bits->size(); ++i) {
      if ((*bits)[i] == (*wanted)[i]) continue;
      first = std::min(first, i);
      last = i;
    }
    if (first == bits->size()) return;
    SignalRef part = start_.signal;
    part.lsb += static_cast<int>(bits->size() - 1 - last);
    part.width = static_cast<int>(last - first + 1);
    if (graph_.drivers(part).size() < graph_.drivers(start_.signal).size()) start_.signal = part;
  }

  // An input of the design that clocks something: the first register found against the flow.
  std::string clock_hint() const {
    std::set<std::string> seen;
    std::deque<SignalRef> queue{start_.signal};
    while (!queue.empty() && seen.size() < 500) {
      const SignalRef signal = queue.front();
      queue.pop_front();
      if (!seen.insert(signal.name).second) continue;
      for (const Driver& driver : graph_.drivers(signal)) {
        if (driver.clock) return driver.clock->name;
        queue.insert(queue.end(), driver.data.begin(), driver.data.end());
        queue.insert(queue.end(), driver.conditions.begin(), driver.conditions.end());
      }
    }
    return {};
  }

  bool is_input(const SignalRef& signal) const {
    return std::find(inputs_.begin(), inputs_.end(), base_name(signal)) != inputs_.end();
  }
  // Without the index of an element.
  static std::string base_name(const SignalRef& signal) {
    return signal.name.substr(0, signal.name.find('[', signal.name.rfind('.') + 1));
  }

  void grow() {
    add(start_.signal, moment_, 0, 0);
    for (std::size_t next = 0; next < nodes_.size() && nodes_.size() < kNodes;) {
      // Breadth first; at equal depth what has an unknown bit comes first.
      std::size_t end = next;
      while (end < nodes_.size() && nodes_[end].depth == nodes_[next].depth) ++end;
      for (; next < end; ++next) expand(next);
    }
  }

  static std::string_view local_name(std::string_view name) { return name.substr(name.rfind('.') + 1); }

  // A connection passed on the way to what drives a signal.
  struct Hop {
    SignalRef to;
    std::string place;  ///< file:line
  };

  // Goes on to what a port is connected to, as long as that is one signal.
  std::vector<Hop> pass_connections(SignalRef& signal, Moment moment) const {
    std::vector<Hop> hops;
    for (int hop = 0; hop < kHops && !is_input(signal); ++hop) {
      const std::vector<Driver> drivers = graph_.drivers(signal, view_.values(moment));
      if (drivers.size() != 1 || drivers[0].kind != DriverKind::port || drivers[0].data.size() != 1 ||
          !drivers[0].conditions.empty() || !same_width(signal, drivers[0].data[0])) {
        break;
      }
      signal = drivers[0].data[0];
      hops.push_back({signal, fmt::format("{}:{}", drivers[0].file, drivers[0].line)});
    }
    return hops;
  }

  // Where the way goes: its end; `whole`: also the places where the name changes, of a long one those at both ends.
  std::string way(std::string_view from, const std::vector<Hop>& hops, bool whole) const {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < hops.size(); ++i) {
      const bool last = i + 1 == hops.size();
      const bool same =
          local_name(hops[i].to.name) == local_name(i == 0 ? from : std::string_view(hops[i - 1].to.name));
      if (!last && (same || !whole)) continue;
      parts.push_back(fmt::format(" <- {} ({})", relative(hops[i].to), hops[i].place));
    }
    if (parts.size() > kShownHops) parts.erase(parts.begin() + 2, parts.end() - 2);
    return join(parts, "");
  }

  // What an operand is connected to, when that is told nowhere else and has another name.
  std::string connection(const SignalRef& operand, Moment moment) const {
    SignalRef signal = operand;
    const std::vector<Hop> hops = pass_connections(signal, moment);
    if (hops.empty() || (!is_input(signal) && seen_.count({view_.label(signal), moment}) == 0)) return {};
    if (local_name(signal.name) == local_name(operand.name)) return {};
    return fmt::format("<-{}({})", relative(signal), hops.back().place);
  }

  // Passes connections, then enters the signal unless it is there already or is no more than its name.
  bool add(const SignalRef& shown_as, Moment moment, int depth, std::size_t parent) {
    Node node;
    node.signal = node.shown_as = shown_as;
    node.moment = moment;
    node.depth = depth;
    node.parent = parent;
    // The signal that the reader came for is told best; below it, space is better spent on more signals.
    node.via = way(shown_as.name, pass_connections(node.signal, moment), depth == 0);
    if (depth > 0 && is_input(node.signal)) return false;
    if (nodes_.size() >= kNodes) return false;
    if (!seen_.emplace(view_.label(node.signal), moment).second) return false;
    nodes_.push_back(std::move(node));
    return true;
  }

  bool same_width(const SignalRef& a, const SignalRef& b) const {
    const auto bits = [&](const SignalRef& s) { return s.width != 0 ? s.width : graph_.width(s.name); };
    return bits(a) == bits(b);
  }

  struct Operand {
    SignalRef signal;
    bool condition = false;
  };

  static void append(std::vector<Operand>& operands, const Driver& driver) {
    const auto put = [&](const SignalRef& signal, bool condition) {
      const bool known =
          std::any_of(operands.begin(), operands.end(), [&](const Operand& o) { return o.signal == signal; });
      if (!known) operands.push_back({signal, condition});
    };
    for (const SignalRef& s : driver.data) put(s, false);
    for (const SignalRef& s : driver.conditions) put(s, true);
  }

  void expand(std::size_t index) {
    const SignalRef signal = nodes_[index].signal;
    const Moment moment = nodes_[index].moment;
    if (is_input(signal)) return finish_leaf(index, "input");
    std::vector<Driver> drivers = graph_.drivers(signal);
    if (drivers.empty()) return finish_leaf(index, graph_.has(signal.name) ? "nothing drives it" : "");
    const bool clocked =
        std::any_of(drivers.begin(), drivers.end(), [](const Driver& d) { return d.kind == DriverKind::register_; });
    if (clocked) return expand_register(index, drivers);
    drivers = graph_.drivers(signal, view_.values(moment));
    std::vector<Operand> operands;
    std::string what;
    for (const Driver& driver : drivers) {
      if (driver.kind == DriverKind::latch) what = "latch, or assigned on some paths only";
    }
    header(index, what);
    statement_lines(nodes_[index], drivers, operands);
    read_line(nodes_[index], "reads", operands, moment);
    children(index, operands, moment);
  }

  void expand_register(std::size_t index, const std::vector<Driver>& drivers) {
    const SignalRef signal = nodes_[index].signal;
    const Moment moment = nodes_[index].moment;
    const auto first =
        std::find_if(drivers.begin(), drivers.end(), [](const Driver& d) { return d.clock.has_value(); });
    nodes_[index].is_register = true;
    if (first != drivers.end()) {
      nodes_[index].clock = first->clock;
      nodes_[index].rising = first->rising;
    }
    const std::optional<std::uint64_t> changed = view_.last_change(signal, moment);
    std::optional<std::uint64_t> edge;
    if (first != drivers.end()) edge = view_.last_edge(*first->clock, first->rising, moment);
    std::string since = "register";
    if (changed) since += *changed == 0 ? ", unchanged since the start" : ", since " + view_.time(*changed);
    const bool again = changed && edge > changed && loads(signal, *edge);
    if (again) since += ", loaded again at " + view_.time(*edge);
    header(index, since);
    if (!changed || !edge) {
      std::vector<Operand> operands;
      statement_lines(nodes_[index], drivers, operands);
      return children(index, operands, moment);
    }
    if (again) return loaded(index, *edge);
    if (view_.last_edge(*first->clock, first->rising, {*changed, false}) == changed) {
      loaded(index, *changed);
    } else if (*changed > 0) {  // an asynchronous reset
      const Moment then{*changed, false};
      std::vector<Operand> operands;
      statement_lines(nodes_[index], graph_.drivers(signal, view_.values(then)), operands);
      read_line(nodes_[index], "then", operands, then);
    }
    if (edge > changed) kept(index, *edge);
  }

  bool loads(const SignalRef& signal, std::uint64_t edge) const {
    const std::vector<Driver> drivers = graph_.drivers(signal, view_.values({edge, true}));
    return std::any_of(drivers.begin(), drivers.end(), [](const Driver& d) { return d.taken == Taken::yes; });
  }

  void loaded(std::size_t index, std::uint64_t edge) {
    const Moment then{edge, true};
    std::vector<Operand> operands;
    statement_lines(nodes_[index], graph_.drivers(nodes_[index].signal, view_.values(then)), operands);
    read_line(nodes_[index], view_.time(then), operands, then);
    children(index, operands, then);
  }

  // Why an edge left a register as it was: what its conditions were.
  void kept(std::size_t index, std::uint64_t edge) {
    const Moment then{edge, true};
    std::vector<Operand> operands;
    for (Driver driver : graph_.drivers(nodes_[index].signal, view_.values(then))) {
      driver.data.clear();
      append(operands, driver);
    }
    read_line(nodes_[index], "kept its value, " + view_.time(then), operands, then);
    children(index, operands, then);
  }

  void finish_leaf(std::size_t index, const std::string& what) { header(index, what); }

  void header(std::size_t index, const std::string& what) {
    Node& node = nodes_[index];
    std::string line = relative(node.shown_as);
    line += node.via;
    line += " = " + view_.shown(node.signal, node.moment);
    if (!what.empty()) line += " (" + what + ")";
    if (node.depth > 0 && !(node.moment == moment_)) line += fmt::format(" [{}]", view_.time(node.moment));
    node.lines.push_back(std::move(line));
  }

  void statement_lines(Node& node, const std::vector<Driver>& drivers, std::vector<Operand>& operands) const {
    std::vector<const Driver*> shown;
    for (const Driver& driver : drivers) {
      if (driver.taken == Taken::no || driver.kind == DriverKind::procedural) continue;
      append(operands, driver);
      const bool known = std::any_of(shown.begin(), shown.end(),
                                     [&](const Driver* d) { return d->file == driver.file && d->line == driver.line; });
      if (!known) shown.push_back(&driver);
    }
    std::stable_sort(shown.begin(), shown.end(),
                     [](const Driver* a, const Driver* b) { return a->taken == Taken::yes && b->taken != Taken::yes; });
    for (std::size_t i = 0; i < shown.size() && i < kDrivers; ++i) {
      std::string line = fmt::format("{}:{}: {}", shown[i]->file, shown[i]->line, source(*shown[i]));
      if (shown[i]->taken == Taken::unknown) line += "  // perhaps";
      node.lines.push_back(std::move(line));
    }
    if (shown.size() > kDrivers) node.lines.push_back(fmt::format("({} more statements)", shown.size() - kDrivers));
  }

  void read_line(Node& node, std::string_view what, const std::vector<Operand>& operands, Moment moment) const {
    if (operands.empty()) return;
    const std::string scope = graph_.instance_of(node.signal.name);
    std::string line = fmt::format("{}:", what);
    std::size_t count = 0;
    for (const Operand& operand : operands) {
      if (count++ == kReads) break;
      std::string name = view_.label(operand.signal);
      name = name.starts_with(scope + ".") ? name.substr(scope.size() + 1) : relative(operand.signal);
      line += fmt::format(" {}={}{}", name, view_.shown(operand.signal, moment), connection(operand.signal, moment));
    }
    if (operands.size() > kReads) line += fmt::format(" ({} more)", operands.size() - kReads);
    node.lines.push_back(std::move(line));
  }

  void children(std::size_t index, std::vector<Operand> operands, Moment moment) {
    const auto unknown = [&](const Operand& o) {
      const auto bits = view_.bits(o.signal, moment);
      return bits && bits->find_first_of("xz") != std::string::npos;
    };
    std::stable_sort(operands.begin(), operands.end(), [&](const Operand& a, const Operand& b) {
      return std::pair(!unknown(a), a.condition) < std::pair(!unknown(b), b.condition);
    });
    const auto step_to = [&](const Operand& o) {
      if (unknown(o) || operands.size() == 1) return 1;
      return o.condition ? 4 : 2;
    };
    std::size_t added = 0;
    for (const Operand& operand : operands) {
      if (added == kChildren) {
        ++nodes_[index].unexpanded;
        continue;
      }
      if (!add(operand.signal, moment, nodes_[index].depth + 1, index)) continue;
      ++added;
      nodes_.back().distance = nodes_[index].distance + step_to(operand);
    }
  }

  std::string source(const Driver& driver) const {
    const auto file = workspace_.find(driver.file);
    if (file == workspace_.end() || driver.line < 1) return {};
    const std::vector<std::string_view> lines = split_lines(file->second);
    if (static_cast<std::size_t>(driver.line) > lines.size()) return {};
    std::string text = clean_utf8(trim(lines[static_cast<std::size_t>(driver.line) - 1]));
    if (text.size() > kSourceBytes) text = clean_utf8(text.substr(0, kSourceBytes)) + "...";
    return text;
  }

  std::string relative(const SignalRef& signal) const {
    std::string name = view_.label(signal);
    return name.starts_with(start_.design + ".") ? name.substr(start_.design.size() + 1) : name;
  }

  // A signal that was asked for, not a mismatch.
  bool is_question() const { return mismatch_.count == 0 && mismatch_.got.empty() && mismatch_.expected.empty(); }

  std::string headline() const {
    if (is_question()) {
      return fmt::format("At {}: {} = {}\n", view_.time(mismatch_.first_time_ps), relative(start_.signal),
                         view_.shown(start_.signal, moment_));
    }
    std::string line =
        fmt::format("First divergence at {}: {} = {}", view_.time(mismatch_.first_time_ps), mismatch_.signal,
                    mismatch_.got.empty() ? view_.shown(start_.signal, moment_) : mismatch_.got);
    if (!mismatch_.expected.empty()) line += ", expected " + mismatch_.expected;
    if (relative(start_.signal) != mismatch_.signal) line += " (in the design: " + relative(start_.signal) + ")";
    const auto bits = view_.bits(start_.signal, moment_);
    if (bits && !mismatch_.got.empty() && !same_value(mismatch_.got, *bits)) {
      line += fmt::format("; the wave shows {} then", view_.shown(start_.signal, moment_));
    }
    return line + "\n";
  }

  // The clock of the nearest register, at the design's edge.
  std::string table_text(std::size_t limit) const {
    const auto clocked = std::find_if(nodes_.begin(), nodes_.end(), [](const Node& n) { return n.clock.has_value(); });
    std::vector<Moment> moments;
    std::string clock;
    if (clocked != nodes_.end()) {
      clock = clocked->clock->name;
      for (const std::uint64_t edge : view_.edges(*clocked->clock, clocked->rising, moment_, options_.cycles)) {
        moments.push_back({edge, true});
      }
    }
    const bool extra = moments.empty() || !(moments.back() == moment_);
    if (extra) moments.push_back(moment_);
    std::vector<std::pair<std::string, SignalRef>> rows{{relative(start_.signal), start_.signal}};
    std::size_t registers = 0;
    for (const Node& node : nodes_) {
      if (!node.is_register || node.signal == start_.signal || registers == kRegisters) continue;
      const bool known = std::any_of(rows.begin(), rows.end(), [&](const auto& r) { return r.second == node.signal; });
      if (known) continue;
      rows.emplace_back(relative(node.signal), node.signal);
      ++registers;
    }
    std::vector<std::pair<std::string, SignalRef>> inputs;
    for (const std::string& name : inputs_) {
      if (clocked != nodes_.end() && view_.same_signal(name, clock)) {
        clock = name;
        continue;
      }
      if (inputs.size() < kInputs) inputs.emplace_back(relative({name}), SignalRef{name});
    }
    rows.insert(rows.begin() + 1, inputs.begin(), inputs.end());
    std::string heading = "Values:\n";
    if (clocked != nodes_.end()) {
      heading = fmt::format("Just before each {} edge of {}{} ('.': unchanged):\n",
                            clocked->rising ? "rising" : "falling", relative({clock}),
                            extra ? (is_question() ? ", last at that time" : ", last at the divergence") : "");
    }
    return view_.table(heading, moments, rows, limit);
  }

  std::string cone_text(const std::vector<bool>& chosen) const {
    std::string text = fmt::format("What drove it, nearest first (values at {}):\n", view_.time(moment_));
    std::vector<std::vector<std::size_t>> below(nodes_.size());
    std::vector<std::size_t> left_out(nodes_.size(), 0);
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
      if (chosen[i]) {
        below[nodes_[i].parent].push_back(i);
      } else {
        ++left_out[nodes_[i].parent];
      }
    }
    const auto print = [&](const auto& self, std::size_t i) -> void {
      const Node& node = nodes_[i];
      const std::string indent(static_cast<std::size_t>(node.depth), ' ');
      for (std::size_t l = 0; l < node.lines.size(); ++l) text += indent + (l == 0 ? "" : "| ") + node.lines[l] + "\n";
      for (const std::size_t child : below[i]) self(self, child);
      const std::size_t more = left_out[i] + node.unexpanded;
      if (more > 0) text += fmt::format("{} ({} more)\n", indent, more);
    };
    print(print, 0);
    return text;
  }

  const tasks::Mismatch& mismatch_;
  const WaveView& view_;
  const DriverGraph& graph_;
  const tasks::FileSet& workspace_;
  const DivergenceOptions& options_;
  Start start_;
  Moment moment_;
  std::vector<std::string> inputs_;
  std::vector<Node> nodes_;
  std::set<std::pair<std::string, Moment>> seen_;
};

}  // namespace

std::vector<std::string> divergence_signals(const tasks::Mismatch& mismatch, const DriverGraph& graph,
                                            const DivergenceOptions& options) {
  const auto start = find_start(mismatch, graph, options);
  if (!start) return {};
  std::set<std::string> names;
  std::deque<SignalRef> queue{start->signal};
  for (const InstancePort& port : graph.ports(start->design)) names.insert(start->design + "." + port.name);
  std::set<std::string> seen;
  while (!queue.empty() && names.size() < kSignals) {
    const SignalRef signal = queue.front();
    queue.pop_front();
    if (!seen.insert(signal.name + ":" + std::to_string(signal.lsb)).second) continue;
    names.insert(signal.name);
    for (const Driver& driver : graph.drivers(signal)) {
      for (const auto* reads : {&driver.data, &driver.conditions})
        queue.insert(queue.end(), reads->begin(), reads->end());
      if (driver.clock) queue.push_back(*driver.clock);
    }
  }
  return {names.begin(), names.end()};
}

std::string explain_divergence(const tasks::Mismatch& mismatch, const Wave& wave, const DriverGraph& graph,
                               const tasks::FileSet& workspace, const DivergenceOptions& options) {
  auto start = find_start(mismatch, graph, options);
  if (!start) return {};
  const WaveView view(wave, graph);
  return Explainer(mismatch, view, graph, workspace, options, *std::move(start)).explain();
}

}  // namespace gs::rtl
