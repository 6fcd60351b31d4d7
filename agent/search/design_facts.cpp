#include "agent/search/design_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <pugixml.hpp>
#include <set>

namespace gs::agent::search {
namespace {

using Node = std::pair<std::string, std::string>;  // (elaborated module, variable)

struct Place {
  std::string file_id;
  int first_line = 0, last_line = 0;
};

// loc="c,31,57,31,61": file, first line, first column, last line, last column.
Place place_of(const pugi::xml_node& node) {
  Place place;
  const std::string_view loc = node.attribute("loc").value();
  const std::size_t comma = loc.find(',');
  if (comma == std::string_view::npos) return place;
  place.file_id = std::string(loc.substr(0, comma));
  int fields[4] = {};
  std::size_t at = comma + 1;
  for (int& field : fields) {
    field = std::atoi(std::string(loc.substr(at)).c_str());
    at = loc.find(',', at);
    if (at == std::string_view::npos) break;
    ++at;
  }
  place.first_line = fields[0];
  place.last_line = fields[2];
  return place;
}

// One assignment, function argument or port connection: targets depend on sources.
struct Flow {
  std::vector<Node> targets, sources;
  std::vector<Place> places;  // of the statement and of the conditions it stands under
};

class Types {
 public:
  explicit Types(const pugi::xml_node& netlist) {
    for (const pugi::xml_node& type : netlist.child("typetable").children())
      by_id_[type.attribute("id").value()] = type;
  }

  int width(const std::string& id, int depth = 0) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end() || depth > 20) return 1;
    const pugi::xml_node& type = found->second;
    const std::string_view kind = type.name();
    const std::string sub = type.attribute("sub_dtype_id").value();
    if (kind == "basicdtype") {
      return std::abs(type.attribute("left").as_int() - type.attribute("right").as_int()) + 1;
    }
    if (kind == "packarraydtype") return range_size(type) * width(sub, depth + 1);
    if (kind == "structdtype") {
      int total = 0;
      for (const pugi::xml_node& member : type.children()) {
        total += width(member.attribute("sub_dtype_id").value(), depth + 1);
      }
      return std::max(total, 1);
    }
    return sub.empty() ? 1 : width(sub, depth + 1);
  }

  void describe(const std::string& id, Variable& variable) const {
    variable.width = width(id);
    std::string current = id;
    for (int depth = 0; depth < 20; ++depth) {
      const auto found = by_id_.find(current);
      if (found == by_id_.end()) return;
      const std::string_view kind = found->second.name();
      if (kind == "unpackarraydtype") variable.is_array = true;
      if (kind == "enumdtype") {
        variable.is_enum = true;
        variable.type = current;
      }
      if (kind == "basicdtype") {
        variable.is_signed = found->second.attribute("signed").as_bool();
        if (variable.type.empty()) variable.type = current;
        return;
      }
      current = found->second.attribute("sub_dtype_id").value();
    }
  }

 private:
  static int range_size(const pugi::xml_node& type) {
    long bounds[2] = {};
    int n = 0;
    for (const pugi::xml_node& bound : type.child("range").children("const")) {
      const std::string_view text = bound.attribute("name").value();
      const std::size_t h = text.find('h');
      if (n < 2 && h != std::string_view::npos)
        bounds[n++] = std::strtol(std::string(text.substr(h + 1)).c_str(), nullptr, 16);
    }
    return static_cast<int>(std::labs(bounds[0] - bounds[1])) + 1;
  }

  std::map<std::string, pugi::xml_node> by_id_;
};

class Collector {
 public:
  Collector(const std::string& module, std::vector<Flow>& flows) : module_(module), flows_(flows) {}

  void walk(const pugi::xml_node& node) {
    const std::string_view kind = node.name();
    if (kind == "contassign" || kind == "assign" || kind == "assigndly" || kind == "assignw") return assignment(node);
    if (kind == "instance") return instance(node);
    if (kind == "if" || kind == "case" || kind == "while") return branch(node);
    if (kind == "sentree" || kind == "var") return;
    for (const pugi::xml_node& child : node.children()) walk(child);
  }

 private:
  void names(const pugi::xml_node& node, std::vector<Node>& out) const {
    const std::string_view kind = node.name();
    if (kind == "varref" || kind == "funcref" || kind == "varxref")
      out.emplace_back(module_, node.attribute("name").value());
    for (const pugi::xml_node& child : node.children()) names(child, out);
  }

  void assignment(const pugi::xml_node& node) {
    Flow flow;
    const pugi::xml_node target = node.last_child();
    for (const pugi::xml_node& child : node.children()) {
      if (child == target) {
        std::vector<Node> found;
        names(child, found);
        if (!found.empty()) flow.targets.push_back(found.front());
        if (std::string_view(child.name()) == "concat") flow.targets = found;
        flow.sources.insert(flow.sources.end(), found.begin(),
                            found.end());  // index expressions, and the rest of the word
      } else {
        names(child, flow.sources);
      }
    }
    flow.sources.insert(flow.sources.end(), conditions_.begin(), conditions_.end());
    flow.places = condition_places_;
    Place place = place_of(node);
    flow.places.push_back(place);
    std::vector<Place> inner;
    places_below(node, inner);
    flow.places.insert(flow.places.end(), inner.begin(), inner.end());
    flows_.push_back(std::move(flow));
  }

  static void places_below(const pugi::xml_node& node, std::vector<Place>& out) {
    for (const pugi::xml_node& child : node.children()) {
      // A reference to a parameter or a function's argument is located where that is declared: constants are left out.
      if (std::string_view(child.name()) != "const") out.push_back(place_of(child));
      places_below(child, out);
    }
  }

  void branch(const pugi::xml_node& node) {
    const std::size_t names_before = conditions_.size(), places_before = condition_places_.size();
    bool first = true;
    for (const pugi::xml_node& child : node.children()) {
      if (first) {
        names(child, conditions_);
        condition_places_.push_back(place_of(node));
        condition_places_.push_back(place_of(child));
        places_below(child, condition_places_);
        first = false;
        continue;
      }
      if (std::string_view(child.name()) == "caseitem") {
        const std::size_t label_names = conditions_.size(), label_places = condition_places_.size();
        condition_places_.push_back(place_of(child));
        for (const pugi::xml_node& part : child.children()) {
          if (std::string_view(part.name()) == "begin") continue;
          condition_places_.push_back(place_of(part));
        }
        walk_children(child);
        conditions_.resize(label_names);
        condition_places_.resize(label_places);
      } else {
        walk(child);
      }
    }
    conditions_.resize(names_before);
    condition_places_.resize(places_before);
  }

  void walk_children(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) walk(child);
  }

  void instance(const pugi::xml_node& node) {
    const std::string child_module = node.attribute("defName").value();
    for (const pugi::xml_node& port : node.children("port")) {
      Flow flow;
      std::vector<Node> outside;
      names(port, outside);
      const Node inside{child_module, port.attribute("name").value()};
      if (std::string_view(port.attribute("direction").value()) == "out") {
        flow.targets = outside;
        flow.sources = {inside};
      } else {
        flow.targets = {inside};
        flow.sources = outside;
      }
      flow.places.push_back(place_of(port));
      flow.places.push_back(place_of(node));
      flows_.push_back(std::move(flow));
    }
  }

  std::string module_;
  std::vector<Flow>& flows_;
  std::vector<Node> conditions_;
  std::vector<Place> condition_places_;
};

// Breadth-first from the observed nodes against the direction of the flows.
std::map<Node, int> distances(const std::vector<Flow>& flows, const std::vector<Node>& observed) {
  std::map<Node, std::vector<std::size_t>> drivers;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    for (const Node& target : flows[i].targets) drivers[target].push_back(i);
  }
  std::map<Node, int> distance;
  std::deque<Node> queue;
  for (const Node& node : observed) {
    if (distance.emplace(node, 0).second) queue.push_back(node);
  }
  while (!queue.empty()) {
    const Node node = queue.front();
    queue.pop_front();
    const auto found = drivers.find(node);
    if (found == drivers.end()) continue;
    for (const std::size_t i : found->second) {
      for (const Node& source : flows[i].sources) {
        if (distance.emplace(source, distance[node] + 1).second) queue.push_back(source);
      }
    }
  }
  return distance;
}

}  // namespace

double DesignFacts::distance_of(const std::string& file, int line) const {
  const auto found = distance.find({file, line});
  return found == distance.end() ? kUnreached : found->second;
}

const Variable* DesignFacts::find(const std::string& module, const std::string& variable) const {
  const auto m = modules.find(module);
  if (m == modules.end()) return nullptr;
  const auto v = m->second.variables.find(variable);
  return v == m->second.variables.end() ? nullptr : &v->second;
}

Result<DesignFacts> read_design_facts(std::string_view xml, const std::vector<std::string>& observed) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) return external(fmt::format("Verilator's XML: {} at byte {}", parsed.description(), parsed.offset));
  const pugi::xml_node root = document.child("verilator_xml");
  std::map<std::string, std::string> files;
  for (const pugi::xml_node& file : root.child("files").children("file")) {
    files[file.attribute("id").value()] = file.attribute("filename").value();
  }
  const pugi::xml_node netlist = root.child("netlist");
  const Types types(netlist);

  DesignFacts facts;
  std::vector<Flow> flows;
  std::vector<std::pair<Node, Place>> declarations;
  std::string top;
  for (const pugi::xml_node& module : netlist.children()) {
    const std::string_view kind = module.name();
    if (kind != "module" && kind != "package") continue;
    const std::string name = module.attribute("name").value();
    const std::string source_name = module.attribute("origName").value();
    if (module.attribute("topModule").as_bool()) top = name;
    ModuleFacts& mine = facts.modules[source_name.empty() ? name : source_name];
    mine.name = source_name;
    for (const auto& found : module.select_nodes(".//var")) {
      const pugi::xml_node var = found.node();
      Variable variable;
      types.describe(var.attribute("dtype_id").value(), variable);
      const std::string_view direction = var.attribute("dir").value();
      variable.is_input = direction == "input";
      variable.is_output = direction == "output";
      variable.is_local = std::string_view(var.parent().name()) != kind;
      variable.is_parameter = var.attribute("param").as_bool() || var.attribute("localparam").as_bool();
      variable.is_overridable = var.attribute("param").as_bool();
      const std::string variable_name = var.attribute("name").value();
      mine.variables.emplace(variable_name, variable);
      declarations.emplace_back(Node{name, variable_name}, place_of(var));
      if (name == top && variable.is_output && std::string_view(var.parent().name()) == "module") {
        facts.top_outputs.push_back(variable_name);
      }
    }
    Collector(name, flows).walk(module);
  }
  if (top.empty()) return external("Verilator's XML names no top module");

  std::vector<Node> start;
  for (const std::string& name : observed) {
    if (std::find(facts.top_outputs.begin(), facts.top_outputs.end(), name) != facts.top_outputs.end()) {
      start.emplace_back(top, name);
    }
  }
  if (start.empty()) {
    for (const std::string& name : facts.top_outputs) start.emplace_back(top, name);
  }
  const std::map<Node, int> distance = distances(flows, start);
  const auto mark = [&](const Place& place, double value) {
    const auto file = files.find(place.file_id);
    if (file == files.end() || place.last_line - place.first_line > 50) return;
    for (int line = place.first_line; line <= place.last_line; ++line) {
      auto& entry = facts.distance.try_emplace({file->second, line}, kUnreached).first->second;
      entry = std::min(entry, value);
    }
  };
  for (const Flow& flow : flows) {
    double nearest = kUnreached;
    for (const Node& target : flow.targets) {
      const auto found = distance.find(target);
      if (found != distance.end()) nearest = std::min<double>(nearest, found->second);
    }
    if (nearest >= kUnreached) continue;
    for (const Place& place : flow.places) mark(place, nearest);
  }
  for (const auto& [node, place] : declarations) {
    const auto found = distance.find(node);
    if (found != distance.end()) mark(place, found->second + 1.0);
  }
  return facts;
}

}  // namespace gs::agent::search
