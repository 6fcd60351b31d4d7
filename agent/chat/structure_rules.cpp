#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "agent/chat/structure.hpp"
#include "base/text.hpp"
#include "base/verilog_lexer.hpp"

namespace gs::agent::chat {
namespace {

using rtl::ModuleHeader;
using rtl::ModulePort;
using rtl::PortDirection;

constexpr std::size_t kErrors = 12;

std::optional<long> number_of(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_name(const std::string& name) {
  return rtl::is_plain_identifier(name) && !rtl::is_keyword(name);
}

template <typename Items>
auto named(Items& items, std::string_view name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

// Ports and parameters of a module that is instantiated, from the structure or from what is given.
struct Callee {
  std::vector<StructurePort> ports;
  std::map<std::string, std::string> parameters;
  bool complete = true;         ///< all ports are known
  bool with_parameters = true;  ///< all parameters are known
};

class Rules {
 public:
  Rules(Structure& structure, const StructureScope& scope) : structure_(structure), scope_(scope) {}

  StructureReport run() {
    std::set<std::string> seen;
    for (const StructureModule& module : structure_.modules) {
      if (!is_name(module.name)) fail("module \"{}\": its name is no identifier", module.name);
      if (!seen.insert(module.name).second) fail("module {} is there twice", module.name);
    }
    align_top();
    for (const StructureModule& module : structure_.modules) check(module);
    check_cycles();
    if (report_.errors.size() > kErrors) {
      const std::size_t more = report_.errors.size() - kErrors;
      report_.errors.resize(kErrors);
      report_.errors.push_back(fmt::format("and {} more", more));
    }
    return std::move(report_);
  }

 private:
  template <typename... Words>
  void fail(fmt::format_string<Words...> form, Words&&... words) {
    report_.errors.push_back(clean_utf8(fmt::format(form, std::forward<Words>(words)...)));
  }

  void align_top() {
    if (scope_.top.empty()) return;
    const auto top = named(structure_.modules, scope_.top);
    if (top == structure_.modules.end()) return fail("the top module {} is missing", scope_.top);
    const auto given = named(scope_.given, scope_.top);
    if (given == scope_.given.end() || !given->complete || given->ports.empty()) return;
    std::vector<StructurePort> aligned;
    for (const ModulePort& port : given->ports) {
      StructurePort p{port.name, port.direction, plain_width(port.range)};
      const auto mine = named(top->ports, port.name);
      if (mine == top->ports.end()) {
        report_.aligned.push_back(fmt::format("{}: port {} added", top->name, port.name));
      } else if (mine->direction != p.direction) {
        report_.aligned.push_back(fmt::format("{}: port {} is {}", top->name, port.name, to_string(p.direction)));
      } else if (mine->width != p.width) {
        // Where one of them is an expression they may well be equal.
        if (number_of(mine->width) && number_of(p.width)) {
          report_.aligned.push_back(fmt::format("{}: port {} has width {}", top->name, port.name, p.width));
        } else {
          p.width = mine->width;
        }
      }
      aligned.push_back(std::move(p));
    }
    for (const StructurePort& port : top->ports) {
      if (named(aligned, port.name) == aligned.end())
        fail("{}: port {} is not part of the given interface", top->name, port.name);
    }
    top->ports = std::move(aligned);
  }

  std::optional<Callee> callee(const std::string& name) const {
    if (const auto module = named(structure_.modules, name); module != structure_.modules.end()) {
      Callee out{module->ports, {}, true, true};
      for (const auto& [parameter, value] : module->parameters) out.parameters[parameter] = value;
      return out;
    }
    const auto given = named(scope_.given, name);
    if (given == scope_.given.end()) return std::nullopt;
    Callee out;
    for (const ModulePort& port : given->ports)
      out.ports.push_back({port.name, port.direction, plain_width(port.range)});
    out.complete = given->complete;
    out.with_parameters = false;
    return out;
  }

  void check(const StructureModule& module) {
    std::map<std::string, std::string> widths;  // of all that can be named in the module
    std::set<std::string> constants;
    const auto declare = [&](const std::string& kind, const std::string& name, const std::string& width) {
      if (!is_name(name)) return fail("{}: {} \"{}\": its name is no identifier", module.name, kind, name);
      if (constants.count(name) > 0 || !widths.emplace(name, width).second)
        fail("{}: {} {} is declared twice", module.name, kind, name);
    };
    for (const auto& [name, value] : module.parameters) {
      if (!is_name(name)) fail("{}: parameter \"{}\": its name is no identifier", module.name, name);
      constants.insert(name);
    }
    for (const StructurePort& port : module.ports) declare("port", port.name, port.width);
    for (const StructureSignal& signal : module.signals) declare("signal", signal.name, signal.width);
    std::map<std::string, std::string> drivers;  // signal -> instance.port
    std::set<std::string> names;
    for (const StructureInstance& instance : module.instances) {
      const std::string where = fmt::format("{}: instance {}", module.name, instance.name);
      if (!is_name(instance.name)) fail("{}: its name is no identifier", where);
      if (!names.insert(instance.name).second) fail("{} is there twice", where);
      const auto called = callee(instance.module);
      if (!called) {
        fail("{}: there is no module {}", where, instance.module);
        continue;
      }
      for (const auto& [parameter, value] : instance.parameters) {
        if (called->with_parameters && called->parameters.count(parameter) == 0)
          fail("{}: module {} has no parameter {}", where, instance.module, parameter);
      }
      connect(module, instance, *called, where, widths, constants, drivers);
    }
  }

  void connect(const StructureModule& module, const StructureInstance& instance, const Callee& called,
               const std::string& where, const std::map<std::string, std::string>& widths,
               const std::set<std::string>& constants, std::map<std::string, std::string>& drivers) {
    for (const auto& [port, value] : instance.connections) {
      if (called.complete && named(called.ports, port) == called.ports.end())
        fail("{}: module {} has no port {}", where, instance.module, port);
      for (const rtl::Token& token : rtl::tokenize_code(value)) {
        const std::string name(token.text);
        if (token.kind != rtl::TokenKind::identifier || rtl::is_keyword(name)) continue;
        if (widths.count(name) == 0 && constants.count(name) == 0)
          fail("{}: port {} is connected to {}, which is neither a port nor a signal of {}", where, port, name,
               module.name);
      }
    }
    for (const StructurePort& port : called.ports) {
      const auto connection = instance.connections.find(port.name);
      const std::string value = connection == instance.connections.end() ? std::string() : connection->second;
      if (value.empty()) {
        if (port.direction == PortDirection::input) fail("{}: input {} is not connected", where, port.name);
        continue;
      }
      const auto known = widths.find(value);
      if (known == widths.end()) continue;  // an expression, a part, a constant
      const auto mine = number_of(known->second), theirs = number_of(resolved(port.width, instance, called));
      if (mine && theirs && *mine != *theirs) {
        fail("{}: port {} has width {}, but {} has width {}", where, port.name, *theirs, value, *mine);
      }
      if (port.direction != PortDirection::output) continue;
      const std::string driver = fmt::format("{}.{}", instance.name, port.name);
      if (const auto p = named(module.ports, value); p != module.ports.end() && p->direction == PortDirection::input) {
        fail("{}: output {} drives {}, an input of {}", where, port.name, value, module.name);
      }
      const auto [other, fresh] = drivers.emplace(value, driver);
      if (!fresh) fail("{}: {} is driven by {} and by {}", module.name, value, other->second, driver);
    }
  }

  // A width that is a parameter, as this instance sets it.
  static std::string resolved(const std::string& width, const StructureInstance& instance, const Callee& called) {
    if (const auto set = instance.parameters.find(width); set != instance.parameters.end()) return set->second;
    if (const auto value = called.parameters.find(width); value != called.parameters.end()) return value->second;
    return width;
  }

  void check_cycles() {
    std::set<std::string> done;
    for (const StructureModule& module : structure_.modules) {
      std::vector<std::string> path;
      if (const auto cycle = find_cycle(module.name, path, done)) return fail("instances go in a circle: {}", *cycle);
    }
  }
  std::optional<std::string> find_cycle(const std::string& name, std::vector<std::string>& path,
                                        std::set<std::string>& done) const {
    if (std::find(path.begin(), path.end(), name) != path.end()) return join(path, " -> ") + " -> " + name;
    if (done.count(name) > 0) return std::nullopt;
    const auto module = named(structure_.modules, name);
    if (module == structure_.modules.end()) return std::nullopt;
    path.push_back(name);
    for (const StructureInstance& instance : module->instances) {
      if (auto cycle = find_cycle(instance.module, path, done)) return cycle;
    }
    path.pop_back();
    done.insert(name);
    return std::nullopt;
  }

  Structure& structure_;
  const StructureScope& scope_;
  StructureReport report_;
};

}  // namespace

StructureReport align(Structure& structure, const StructureScope& scope) {
  return Rules(structure, scope).run();
}

std::vector<std::string> differences(const Structure& structure, const tasks::FileSet& code) {
  std::vector<ModuleHeader> headers;
  for (const auto& [path, content] : code) {
    for (ModuleHeader& header : rtl::read_module_headers(content)) headers.push_back(std::move(header));
  }
  std::vector<std::string> out;
  for (const StructureModule& module : structure.modules) {
    const auto header = named(headers, module.name);
    if (header == headers.end()) {
      out.push_back(fmt::format("module {} is missing", module.name));
      continue;
    }
    if (!header->complete) continue;
    for (const StructurePort& port : module.ports) {
      const auto found = named(header->ports, port.name);
      if (found == header->ports.end()) {
        out.push_back(fmt::format("module {}: port {} is missing", module.name, port.name));
      } else if (found->direction != port.direction) {
        out.push_back(fmt::format("module {}: port {} is {}, not {}", module.name, port.name,
                                  to_string(found->direction), to_string(port.direction)));
      }
    }
    for (const ModulePort& port : header->ports) {
      if (named(module.ports, port.name) == module.ports.end())
        out.push_back(fmt::format("module {}: port {} is not in the structure", module.name, port.name));
    }
  }
  return out;
}

}  // namespace gs::agent::chat
