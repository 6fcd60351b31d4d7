#include "evaluators/rtl/driver_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "evaluators/rtl/xml_evaluate.hpp"
#include "evaluators/rtl/xml_netlist.hpp"

namespace gs::rtl {
namespace {

constexpr std::size_t kInstances = 100'000;
constexpr int kInterfaceDepth = 16;
constexpr int kParts = 256;
constexpr int kHierarchy = 200;  // levels of instances
constexpr int kNesting = 2000;   // of XML elements: what walks them recurses

class DepthGuard final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < kNesting; }
};

std::string child_path(std::string_view parent, std::string_view name) {
  return parent.empty() ? std::string(name) : fmt::format("{}.{}", parent, name);
}

void add_unique(std::vector<SignalRef>& refs, SignalRef ref) {
  if (std::find(refs.begin(), refs.end(), ref) == refs.end()) refs.push_back(std::move(ref));
}

}  // namespace

struct DriverGraph::Netlist {
  struct Place {
    const xml::Module* module = nullptr;
    std::string parent;
    const xml::Instance* instance = nullptr;  // null for the top
  };
  // A signal taken apart: its instance, its variable, and the index behind it ("[2]").
  struct Location {
    const xml::Module* module = nullptr;
    std::string instance, variable, element;
    const xml::Variable* declared = nullptr;
  };

  pugi::xml_document document;
  std::unique_ptr<xml::Types> types;
  std::map<std::string, std::string> files;
  std::map<std::string, xml::Module, std::less<>> modules;
  std::map<std::string, Place, std::less<>> instances;
  std::multimap<std::string, std::pair<std::string, std::size_t>> remote;  // signal -> (instance, statement)

  void build_instances(const std::string& path, const std::string& parent, const xml::Module& module,
                       const xml::Instance* instance, int depth = 0) {
    if (instances.size() >= kInstances || depth > kHierarchy) return;
    instances[path] = {&module, parent, instance};
    for (const xml::Instance& child : module.instances) {
      const auto found = modules.find(child.module);
      const std::string name = child_path(path, child.name);
      if (found != modules.end()) build_instances(name, path, found->second, &child, depth + 1);
    }
  }

  Location locate(std::string_view signal) const {
    Location result;
    std::string_view name = signal;
    std::size_t end = signal.rfind('.');
    while (end != std::string_view::npos) {
      const auto found = instances.find(signal.substr(0, end));
      if (found != instances.end()) {
        result.instance = found->first;
        result.module = found->second.module;
        name = signal.substr(end + 1);
        break;
      }
      end = end == 0 ? std::string_view::npos : signal.rfind('.', end - 1);
    }
    if (result.module == nullptr) return result;
    for (std::string_view variable = name;;) {
      const auto found = result.module->variables.find(variable);
      if (found != result.module->variables.end()) {
        result.variable = found->first;
        result.element = std::string(name.substr(variable.size()));
        result.declared = &found->second;
        return result;
      }
      const std::size_t open = variable.rfind('[');
      if (!variable.ends_with(']') || open == std::string_view::npos || open == 0) return result;
      variable = variable.substr(0, open);
    }
  }

  // The instance that a dotted name ("b", "u_sub.blk") means in `instance`: interface ports lead to their interface.
  std::string resolve_scope(const std::string& instance, std::string_view dotted, int depth = 0) const {
    if (depth > kInterfaceDepth) return {};
    for (std::string at = instance;;) {
      std::string path = child_path(at, dotted);
      if (instances.count(path) != 0) return path;
      const auto place = instances.find(at);
      if (place == instances.end()) return {};
      if (place->second.instance != nullptr) {
        for (const pugi::xml_node& port : place->second.instance->node.children("port")) {
          if (port.attribute("name").value() != dotted || port.attribute("direction")) continue;
          std::string outer = port.first_child().attribute("name").value();
          constexpr std::string_view kTop = "__Viftop";
          if (outer.ends_with(kTop)) outer.resize(outer.size() - kTop.size());
          return resolve_scope(place->second.parent, outer, depth + 1);
        }
      }
      if (place->second.instance == nullptr) return {};
      at = place->second.parent;
    }
  }

  // Hierarchical name without indexes; empty when it is no signal of the design.
  std::string name_of(const std::string& instance, const xml::Module& module, std::string_view scope,
                      const pugi::xml_node& variable) const {
    const std::string_view name = variable.attribute("name").value();
    if (variable.name() == std::string_view("varxref")) {
      const std::string path = resolve_scope(instance, variable.attribute("dotted").value());
      return path.empty() ? std::string() : child_path(path, name);
    }
    const std::string full = module.qualify(scope, name);
    return full.empty() ? std::string() : child_path(instance, full);
  }

  std::optional<std::string> value_of(const std::string& instance, const xml::Module& module, const xml::Statement& s,
                                      const xml::Reference& reference, const ValueOf& values) const {
    const auto bound = s.bound.find(reference.variable.attribute("name").value());
    if (bound != s.bound.end() && reference.indexes.empty()) return bound->second;
    const std::optional<SignalRef> ref = resolve(instance, module, s, reference, values, false);
    if (!ref || !values) return std::nullopt;
    const Location at = locate(ref->name);
    if (at.declared == nullptr) return std::nullopt;
    if (std::count(at.element.begin(), at.element.end(), '[') !=
        static_cast<std::ptrdiff_t>(at.declared->type.lows.size())) {
      return std::nullopt;
    }
    return values(ref->name);
  }

  std::optional<std::string> evaluated(const std::string& instance, const xml::Module& module, const xml::Statement& s,
                                       const pugi::xml_node& expression, const ValueOf& values) const {
    return xml::evaluate(expression, *types,
                         [&](const xml::Reference& r) { return value_of(instance, module, s, r, values); });
  }

  // With index and selects where they are constant or known.
  std::optional<SignalRef> resolve(const std::string& instance, const xml::Module& module, const xml::Statement& s,
                                   const xml::Reference& reference, const ValueOf& values, bool with_selects) const {
    SignalRef ref;
    ref.name = name_of(instance, module, s.scope, reference.variable);
    if (ref.name.empty()) return std::nullopt;
    const Location at = locate(ref.name);
    if (at.declared == nullptr || at.declared->is_constant) return std::nullopt;
    const xml::Type& type = at.declared->type;
    for (std::size_t i = 0; i < reference.indexes.size() && i < type.lows.size(); ++i) {
      const auto bits = evaluated(instance, module, s, reference.indexes[i], values);
      const auto index = bits ? xml::number(*bits) : std::nullopt;
      if (!index || *index >= static_cast<std::uint64_t>(type.sizes[i])) return ref;  // the array as a whole
      ref.name += fmt::format("[{}]", type.lows[i] + static_cast<int>(*index));
    }
    if (!with_selects || reference.indexes.size() < type.lows.size()) return ref;
    for (const pugi::xml_node& select : reference.selects) {
      const pugi::xml_node low_node = select.first_child().next_sibling();
      const auto low_bits = evaluated(instance, module, s, low_node, values);
      const auto whole = static_cast<std::uint64_t>(ref.width == 0 ? type.width : ref.width);
      const std::uint64_t low = low_bits ? xml::number(*low_bits).value_or(whole) : whole;
      const std::uint64_t width =
          xml::number(xml::constant_bits(low_node.next_sibling().attribute("name").value())).value_or(0);
      if (low >= whole || width == 0 || width > whole - low) break;
      ref.lsb += static_cast<int>(low);
      ref.width = static_cast<int>(width);
    }
    if (ref.lsb == 0 && ref.width == type.width) ref.width = 0;
    return ref;
  }

  static bool is_loop_variable(const xml::Statement& s, const xml::Reference& reference) {
    const std::string name = reference.variable.attribute("name").value();
    return s.bound.count(name) != 0 || s.loop_variables.count(name) != 0;
  }

  void read(const std::string& instance, const xml::Module& module, const xml::Statement& s,
            const pugi::xml_node& expression, const ValueOf& values, Driver& driver) const {
    if (expression.name() == std::string_view("cond") && values) {
      const Taken chosen = xml::truth(evaluated(instance, module, s, expression.first_child(), values));
      if (chosen != Taken::unknown) {
        collect(instance, module, s, expression.first_child(), values, driver.conditions);
        pugi::xml_node branch = expression.first_child().next_sibling();
        if (chosen == Taken::no) branch = branch.next_sibling();
        return read(instance, module, s, branch, values, driver);
      }
    }
    collect(instance, module, s, expression, values, driver.data);
  }

  void collect(const std::string& instance, const xml::Module& module, const xml::Statement& s,
               const pugi::xml_node& expression, const ValueOf& values, std::vector<SignalRef>& out) const {
    std::vector<xml::Reference> found;
    xml::references(expression, &module, found);
    for (const xml::Reference& reference : found) {
      if (is_loop_variable(s, reference)) continue;
      if (auto ref = resolve(instance, module, s, reference, s.in_loop ? ValueOf() : values, true)) {
        add_unique(out, *std::move(ref));
      }
    }
  }

  void place(const pugi::xml_node& node, Driver& driver) const {
    const std::string_view loc = node.attribute("loc").value();
    const std::size_t comma = loc.find(',');
    const auto file = files.find(std::string(loc.substr(0, comma)));
    if (comma == std::string_view::npos || file == files.end()) return;
    driver.file = file->second;
    driver.line = std::atoi(std::string(loc.substr(comma + 1)).c_str());
  }

  static bool overlap(const SignalRef& wanted, const SignalRef& written) {
    // "mem" covers "mem[3]" and the other way round.
    const std::string &a = wanted.name, &b = written.name;
    if (a != b && !(a.starts_with(b) && a[b.size()] == '[') && !(b.starts_with(a) && b[a.size()] == '[')) return false;
    if (wanted.width == 0 || written.width == 0) return true;
    return wanted.lsb < written.lsb + written.width && written.lsb < wanted.lsb + wanted.width;
  }

  static bool covers(const SignalRef& wanted, const SignalRef& written) {
    if (wanted.name != written.name) return false;
    return written.width == 0 ||
           (wanted.width != 0 && written.lsb <= wanted.lsb && wanted.lsb + wanted.width <= written.lsb + written.width);
  }

  // Whether a guard reads what its own process assigns at once: then the last values are not those it saw.
  static bool reads_own(const xml::Module& module, const xml::Statement& s, const pugi::xml_node& condition) {
    if (s.process < 0) return false;
    const std::set<std::string>& own = module.blocking[static_cast<std::size_t>(s.process)];
    std::vector<xml::Reference> found;
    xml::references(condition, &module, found);
    return std::any_of(found.begin(), found.end(), [&](const xml::Reference& r) {
      return own.count(r.variable.attribute("name").value()) != 0 && !is_loop_variable(s, r);
    });
  }

  struct Found {
    Driver driver;
    bool whole = false;  // it writes all of what was asked for
  };

  std::optional<Found> driver_of(const std::string& instance, const xml::Module& module, const xml::Statement& s,
                                 const SignalRef& wanted, const ValueOf& values) const {
    std::vector<xml::Reference> written, indexes;
    xml::targets(s.target, written, indexes);
    std::optional<SignalRef> hit;
    for (const xml::Reference& w : written) {
      auto target = resolve(instance, module, s, w, s.in_loop ? ValueOf() : values, true);
      if (target && overlap(wanted, *target)) hit = std::move(target);
    }
    if (!hit) return std::nullopt;
    Driver driver;
    driver.kind = s.kind;
    place(s.place, driver);
    read(instance, module, s, s.value, values, driver);
    for (const pugi::xml_node& more : s.more_reads) collect(instance, module, s, more, values, driver.data);
    for (const xml::Reference& index : indexes) {
      if (is_loop_variable(s, index)) continue;
      if (auto ref = resolve(instance, module, s, index, values, true)) {
        add_unique(driver.conditions, *std::move(ref));
      }
    }
    driver.taken = values ? Taken::yes : Taken::unknown;
    for (const xml::Guard& guard : s.guards) {
      const pugi::xml_node condition = guard.node.first_child();
      collect(instance, module, s, condition, values, driver.conditions);
      if (driver.taken == Taken::no) continue;
      Taken taken = Taken::unknown;
      if (values && !s.in_loop && !reads_own(module, s, condition)) {
        taken = xml::evaluate(guard, *types,
                              [&](const xml::Reference& r) { return value_of(instance, module, s, r, values); });
      }
      if (taken == Taken::no) driver.taken = Taken::no;
      if (taken == Taken::unknown && driver.taken == Taken::yes) driver.taken = Taken::unknown;
    }
    if (s.clock) {
      xml::Reference clock;
      clock.variable = s.clock;
      if (const auto as = xml::as_reference(s.clock)) clock = *as;
      driver.clock = resolve(instance, module, s, clock, {}, true);
      driver.rising = s.rising;
    }
    return Found{std::move(driver), !s.in_loop && covers(wanted, *hit)};
  }

  // The part of `outer` that a connection gives to (or takes from) `inner`'s wanted bits, for one whole signal or
  // select; elements of an unpacked array go through.
  static SignalRef through(const SignalRef& outer, const SignalRef& inner, std::string_view element, int port_width,
                           const xml::Instance& instance) {
    SignalRef ref = outer;
    ref.name += element;
    const int shift = instance.count > 1 ? instance.index * port_width : 0;
    if (inner.width != 0) {
      ref.lsb += inner.lsb + shift;
      ref.width = inner.width;
    } else if (instance.count > 1) {
      ref.lsb += shift;
      ref.width = port_width;
    }
    return ref;
  }

  // An input port: what it is connected to outside.
  void connection(const Location& at, const SignalRef& wanted, const ValueOf& values,
                  std::vector<Driver>& drivers) const {
    const Place& place_of = instances.find(at.instance)->second;
    Driver driver;
    driver.kind = DriverKind::input;
    driver.taken = Taken::yes;
    if (place_of.instance == nullptr) return drivers.push_back(std::move(driver));
    const pugi::xml_node port = place_of.instance->node.find_child_by_attribute("port", "name", at.variable.c_str());
    if (!port) return;
    driver.kind = DriverKind::port;
    place(port, driver);
    const xml::Module& parent = *instances.find(place_of.parent)->second.module;
    xml::Statement s;
    s.scope = place_of.instance->scope;
    const pugi::xml_node expression = port.first_child();
    const auto whole = xml::as_reference(expression);
    const auto outer = whole ? resolve(place_of.parent, parent, s, *whole, values, true) : std::nullopt;
    if (outer && outer->width == 0) {
      const bool split = place_of.instance->count > 1 && width_of(outer->name) == at.declared->type.width;
      xml::Instance single;
      add_unique(driver.data,
                 through(*outer, wanted, at.element, at.declared->type.width, split ? single : *place_of.instance));
    } else {
      read(place_of.parent, parent, s, expression, values, driver);
    }
    drivers.push_back(std::move(driver));
  }

  int width_of(std::string_view signal) const {
    const Location at = locate(signal);
    return at.declared == nullptr ? 0 : at.declared->type.width;
  }

  // Outputs of instances in the signal's module that are connected to it.
  void outputs(const Location& at, const SignalRef& wanted, const ValueOf& values, std::vector<Driver>& drivers) const {
    for (const xml::Instance& instance : at.module->instances) {
      xml::Statement s;
      s.scope = instance.scope;
      const std::string child = child_path(at.instance, instance.name);
      const auto inside = instances.find(child);
      for (const pugi::xml_node& port : instance.node.children("port")) {
        if (std::string_view(port.attribute("direction").value()) == "in" || !port.attribute("direction")) continue;
        std::vector<xml::Reference> written, indexes;
        for (const pugi::xml_node& expression : port.children()) xml::targets(expression, written, indexes);
        const SignalRef inner{child_path(child, port.attribute("name").value())};
        const int port_width = inside == instances.end() ? 0 : width_of(inner.name);
        for (const xml::Reference& w : written) {
          auto target = resolve(at.instance, *at.module, s, w, values, true);
          if (!target) continue;
          if (instance.count > 1 && target->width == 0 && width_of(target->name) != port_width) {
            target->lsb = instance.index * port_width;
            target->width = port_width;
          }
          if (!overlap(wanted, *target)) continue;
          Driver driver;
          driver.kind = DriverKind::port;
          driver.taken = Taken::yes;
          place(port, driver);
          SignalRef source = inner;
          if (written.size() == 1) {
            if (wanted.name.size() > target->name.size()) source.name += wanted.name.substr(target->name.size());
            if (wanted.width != 0 && wanted.lsb >= target->lsb) {
              source.lsb = wanted.lsb - target->lsb;
              source.width = wanted.width;
              if (target->width != 0) source.width = std::min(source.width, target->width - source.lsb);
            }
            if (source.lsb == 0 && source.width == port_width) source.width = 0;
          }
          driver.data.push_back(std::move(source));
          drivers.push_back(std::move(driver));
        }
      }
    }
  }
};

DriverGraph::DriverGraph(std::unique_ptr<Netlist> netlist) : netlist_(std::move(netlist)) {}
DriverGraph::DriverGraph(DriverGraph&&) noexcept = default;
DriverGraph& DriverGraph::operator=(DriverGraph&&) noexcept = default;
DriverGraph::~DriverGraph() = default;

Result<DriverGraph> DriverGraph::parse(std::string_view text) {
  auto netlist = std::make_unique<Netlist>();
  const pugi::xml_parse_result parsed = netlist->document.load_buffer(text.data(), text.size());
  if (!parsed) return external(fmt::format("Verilator's XML: {} at byte {}", parsed.description(), parsed.offset));
  if (DepthGuard guard; !netlist->document.traverse(guard)) return external("Verilator's XML is nested too deeply");
  const pugi::xml_node root = netlist->document.child("verilator_xml");
  for (const pugi::xml_node& file : root.child("files").children("file")) {
    std::string_view name = file.attribute("filename").value();
    for (const std::string_view prefix : {"../in/", "ws/"}) {
      if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    }
    netlist->files[file.attribute("id").value()] = std::string(name);
  }
  const pugi::xml_node nodes = root.child("netlist");
  netlist->types = std::make_unique<xml::Types>(nodes);
  const xml::Module* top = nullptr;
  for (const pugi::xml_node& node : nodes.children()) {
    const std::string_view kind = node.name();
    if (kind != "module" && kind != "iface") continue;
    xml::Module module = xml::read_module(node, *netlist->types);
    const std::string name = module.name;
    const xml::Module& kept = netlist->modules.emplace(name, std::move(module)).first->second;
    if (node.attribute("topModule").as_bool()) top = &kept;
  }
  if (top == nullptr) return external("Verilator's XML names no top module");
  netlist->build_instances(top->name, "", *top, nullptr);
  for (const auto& [path, place] : netlist->instances) {
    for (const std::size_t i : place.module->remote_writers) {
      const xml::Statement& s = place.module->statements[i];
      std::vector<xml::Reference> written, read;
      xml::targets(s.target, written, read);
      for (const xml::Reference& w : written) {
        const std::string name = netlist->name_of(path, *place.module, s.scope, w.variable);
        if (!name.empty()) netlist->remote.emplace(name, std::pair(path, i));
      }
    }
  }
  return DriverGraph(std::move(netlist));
}

std::vector<Driver> DriverGraph::drivers(const SignalRef& signal, const ValueOf& values) const {
  const Netlist::Location at = netlist_->locate(signal.name);
  std::vector<Driver> result;
  if (at.declared == nullptr) return result;
  std::vector<Netlist::Found> found;
  const auto [first, last] = at.module->writers.equal_range(at.variable);
  for (auto w = first; w != last; ++w) {
    const xml::Statement& s = at.module->statements[w->second];
    if (auto one = netlist_->driver_of(at.instance, *at.module, s, signal, values)) found.push_back(*std::move(one));
  }
  const auto [far_first, far_last] = netlist_->remote.equal_range(child_path(at.instance, at.variable));
  for (auto w = far_first; w != far_last; ++w) {
    const auto& [instance, index] = w->second;
    const xml::Module& module = *netlist_->instances.find(instance)->second.module;
    if (auto one = netlist_->driver_of(instance, module, module.statements[index], signal, values)) {
      found.push_back(*std::move(one));
    }
  }
  bool replaced = false;  // by a later statement of a process
  for (auto one = found.rbegin(); one != found.rend(); ++one) {
    if (one->driver.kind == DriverKind::procedural) continue;
    if (replaced) one->driver.taken = Taken::no;
    replaced = replaced || (one->driver.taken == Taken::yes && one->whole);
  }
  for (Netlist::Found& one : found) result.push_back(std::move(one.driver));
  if (at.declared->is_input) netlist_->connection(at, signal, values, result);
  netlist_->outputs(at, signal, values, result);
  return result;
}

bool DriverGraph::has(std::string_view signal) const {
  return netlist_->locate(signal).declared != nullptr;
}

int DriverGraph::width(std::string_view signal) const {
  return netlist_->width_of(signal);
}

std::vector<SignalRef> DriverGraph::parts(const SignalRef& signal) const {
  std::vector<SignalRef> parts;
  const Netlist::Location at = netlist_->locate(signal.name);
  if (at.declared == nullptr || signal.width != 0) return parts;
  const xml::Type& type = at.declared->type;
  if (at.element.empty() && type.lows.size() == 1) {
    for (int i = 0; i < type.sizes[0] && i < kParts; ++i) {
      parts.push_back({fmt::format("{}[{}]", signal.name, type.lows[0] + i)});
    }
  } else if (type.part > 0 && type.lows.empty()) {
    for (int low = 0; low + type.part <= type.width && low < kParts * type.part; low += type.part) {
      parts.push_back({signal.name, low, type.part});
    }
  }
  return parts;
}

std::string DriverGraph::enumerator(std::string_view signal, std::string_view bits) const {
  const Netlist::Location at = netlist_->locate(signal);
  const auto value = xml::number(bits);
  if (at.declared == nullptr || at.declared->type.enumeration.empty() || !value) return {};
  return netlist_->types->enumerator(at.declared->type.enumeration, *value);
}

std::vector<std::string> DriverGraph::instances_of(std::string_view module) const {
  std::vector<std::string> paths;
  for (const auto& [path, place] : netlist_->instances) {
    if (place.module->source_name == module) paths.push_back(path);
  }
  return paths;
}

std::vector<InstancePort> DriverGraph::ports(std::string_view instance) const {
  std::vector<InstancePort> ports;
  const auto found = netlist_->instances.find(instance);
  if (found == netlist_->instances.end()) return ports;
  for (const std::string& name : found->second.module->port_order) {
    ports.push_back({name, found->second.module->variables.find(name)->second.is_input});
  }
  return ports;
}

std::string DriverGraph::instance_of(std::string_view signal) const {
  return netlist_->locate(signal).instance;
}

}  // namespace gs::rtl
