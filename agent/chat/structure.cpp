#include "agent/chat/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "agent/chat/reply_blocks.hpp"
#include "base/text.hpp"

namespace gs::agent::chat {
namespace {

constexpr std::size_t kModules = 64, kEntries = 2000, kTextBytes = 2000;

// Reads one answer's tree; remembers the first thing that is wrong.
class Reader {
 public:
  const std::string& error() const { return error_; }

  StructureModule module(const Json& json, const std::string& where) {
    StructureModule out;
    if (!object(json, where)) return out;
    out.name = text(json, "name", where, true);
    const std::string here = out.name.empty() ? where : "module " + out.name;
    out.purpose = text(json, "purpose", here, false);
    for (const auto& [name, value] : pairs(json, "parameters", "value", here)) out.parameters.emplace_back(name, value);
    each(json, "ports", here, [&](const Json& port, const std::string& at) {
      StructurePort p;
      p.name = text(port, "name", at, true);
      p.width = width(port, at);
      const std::string direction = text(port, "direction", at, true);
      if (direction == "output") {
        p.direction = rtl::PortDirection::output;
      } else if (direction == "inout") {
        p.direction = rtl::PortDirection::inout;
      } else if (direction != "input") {
        fail(at + ": \"direction\" must be input, output or inout");
      }
      out.ports.push_back(std::move(p));
    });
    each(json, "signals", here, [&](const Json& signal, const std::string& at) {
      out.signals.push_back({text(signal, "name", at, true), width(signal, at)});
    });
    each(json, "instances", here, [&](const Json& instance, const std::string& at) {
      StructureInstance i;
      i.name = text(instance, "name", at, true);
      i.module = text(instance, "module", at, true);
      for (const auto& [name, value] : pairs(instance, "parameters", "value", at)) i.parameters[name] = value;
      for (const auto& [port, value] : pairs(instance, "connections", "signal", at)) i.connections[port] = value;
      out.instances.push_back(std::move(i));
    });
    return out;
  }

 private:
  void fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
  }
  bool object(const Json& json, const std::string& where) {
    if (!json.is_object()) fail(where + " must be an object");
    return json.is_object();
  }
  std::string word(const Json& value, const std::string& where) {
    if (value.is_string()) return bound_text(clean_utf8(trim(value.get_ref<const std::string&>())), kTextBytes);
    if (value.is_number_integer() || value.is_boolean()) return value.dump();
    if (!value.is_null()) fail(where + " must be a string");
    return {};
  }
  std::string text(const Json& json, const char* key, const std::string& where, bool needed) {
    const auto found = json.find(key);
    const std::string value = found == json.end() ? std::string() : word(*found, fmt::format("{}: \"{}\"", where, key));
    if (needed && value.empty()) fail(fmt::format("{}: \"{}\" is missing", where, key));
    return value;
  }
  std::string width(const Json& json, const std::string& where) {
    return plain_width(text(json, "width", where, false));
  }
  template <typename Take>
  void each(const Json& json, const char* key, const std::string& where, const Take& take) {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return;
    if (!found->is_array() || found->size() > kEntries)
      return fail(fmt::format("{}: \"{}\" must be a list", where, key));
    for (std::size_t i = 0; i < found->size(); ++i) {
      const std::string at = fmt::format("{}: {}[{}]", where, key, i);
      if (object((*found)[i], at)) take((*found)[i], at);
    }
  }
  // {"A": "8"}, or [{"name": "A", "value": 8}].
  std::vector<std::pair<std::string, std::string>> pairs(const Json& json, const char* key, const char* value_key,
                                                         const std::string& where) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return out;
    if (found->is_object()) {
      for (const auto& [name, value] : found->items())
        out.emplace_back(name, word(value, fmt::format("{}: {} \"{}\"", where, key, clean_utf8(name))));
      return out;
    }
    each(json, key, where, [&](const Json& entry, const std::string& at) {
      const char* name_key = entry.contains("port") ? "port" : "name";
      std::string value = text(entry, value_key, at, false);
      if (value.empty()) value = text(entry, "default", at, false);
      out.emplace_back(text(entry, name_key, at, true), std::move(value));
    });
    return out;
  }

  std::string error_;
};

}  // namespace

std::string plain_width(std::string text) {
  if (text.empty()) return "1";
  const std::size_t colon = text.find(':');
  if (text.front() != '[' || text.back() != ']' || colon == std::string::npos) return text;
  int high = 0, low = 0;
  const char* const begin = text.data();
  const auto first = std::from_chars(begin + 1, begin + colon, high);
  const auto second = std::from_chars(begin + colon + 1, begin + text.size() - 1, low);
  const bool numbers = first.ec == std::errc() && first.ptr == begin + colon && second.ec == std::errc() &&
                       second.ptr == begin + text.size() - 1;
  constexpr int kMost = 1 << 20;
  if (!numbers || high < 0 || low < 0 || high > kMost || low > kMost) return text;
  return std::to_string((high > low ? high - low : low - high) + 1);
}

Result<Structure> read_structure(std::string_view answer) {
  GS_TRY(const std::string said, without_thoughts(answer));
  std::vector<std::string> texts;
  for (Block& block : blocks_of(said)) texts.push_back(std::move(block.content));
  const std::size_t open = said.find('{'), close = said.rfind('}');
  if (open != std::string::npos && close != std::string::npos && close > open)
    texts.push_back(said.substr(open, close - open + 1));
  std::string why = "the answer holds no JSON object with \"modules\"";
  for (const std::string& text : texts) {
    auto parsed = parse_json(text, "the structure");
    if (!parsed) {
      if (text.find("\"modules\"") != std::string::npos) why = parsed.error().message();
      continue;
    }
    Json tree = *std::move(parsed);
    if (tree.is_array()) tree = Json{{"modules", std::move(tree)}};
    if (!tree.is_object() || !tree.contains("modules")) continue;
    const Json& modules = tree["modules"];
    if (!modules.is_array() || modules.empty() || modules.size() > kModules)
      return invalid_input(fmt::format("\"modules\" must be a list of 1 to {} modules", kModules));
    Reader reader;
    Structure structure;
    for (std::size_t i = 0; i < modules.size(); ++i)
      structure.modules.push_back(reader.module(modules[i], fmt::format("modules[{}]", i)));
    if (!reader.error().empty()) return invalid_input(reader.error());
    return structure;
  }
  return invalid_input(why);
}

Json to_json(const Structure& structure) {
  Json modules = Json::array();
  for (const StructureModule& m : structure.modules) {
    Json module{{"name", m.name}, {"purpose", m.purpose}, {"ports", Json::array()}};
    for (const auto& [name, value] : m.parameters) module["parameters"].push_back({{"name", name}, {"value", value}});
    for (const StructurePort& p : m.ports) {
      module["ports"].push_back(
          {{"name", p.name}, {"direction", std::string(rtl::to_string(p.direction))}, {"width", p.width}});
    }
    for (const StructureSignal& s : m.signals) module["signals"].push_back({{"name", s.name}, {"width", s.width}});
    for (const StructureInstance& i : m.instances) {
      module["instances"].push_back(
          {{"name", i.name}, {"module", i.module}, {"parameters", i.parameters}, {"connections", i.connections}});
    }
    modules.push_back(std::move(module));
  }
  return Json{{"modules", std::move(modules)}};
}

StructureScope scope_of(const std::string& design_top, const std::vector<std::string>& sources,
                        const tasks::FileSet& workspace) {
  StructureScope scope;
  scope.top = design_top;
  for (const std::string& path : sources) {
    const auto file = workspace.find(path);
    if (file == workspace.end()) continue;
    for (rtl::ModuleHeader& header : rtl::read_module_headers(file->second)) scope.given.push_back(std::move(header));
  }
  return scope;
}

}  // namespace gs::agent::chat
