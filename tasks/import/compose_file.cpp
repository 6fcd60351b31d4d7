#include "tasks/import/compose_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace gs::tasks {
namespace {

/// A scalar without its quotes, or without a comment behind it.
std::string scalar(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
    const std::size_t end = text.rfind(text.front());
    if (end > 0) return clean_utf8(text.substr(1, end - 1));
  }
  const std::size_t comment = text.find(" #");
  return clean_utf8(trim(text.substr(0, comment)));
}

}  // namespace

Result<std::map<std::string, ComposeService>> parse_compose_file(std::string_view text) {
  std::map<std::string, ComposeService> services;
  ComposeService* service = nullptr;
  bool inside = false;
  std::size_t service_indent = 0, field_indent = 0, number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    const std::string_view words = trim(line);
    if (words.empty() || words.front() == '#') continue;
    const std::size_t indent = line.find_first_not_of(' ');
    const std::size_t colon = words.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trim(words.substr(0, colon)), value = trim(words.substr(colon + 1));
    if (indent == 0) {
      inside = key == "services";
      service = nullptr;
      service_indent = 0;
      continue;
    }
    if (!inside) continue;
    if (service_indent == 0) service_indent = indent;
    if (indent == service_indent) {
      service = &services[scalar(key)];
      field_indent = 0;
      continue;
    }
    if (service == nullptr) continue;
    if (field_indent == 0) field_indent = indent;
    if (indent != field_indent) continue;
    if (key == "image") service->image = scalar(value);
    if (key == "entrypoint") service->has_entrypoint = true;
    if (key != "command") continue;
    service->command = scalar(value);
    if (service->command.empty() || std::string_view("[>|&*!{").find(value.front()) != std::string_view::npos) {
      return invalid_input(fmt::format("line {}: the command of a service is no plain text", number));
    }
  }
  if (services.empty()) return invalid_input("no services");
  return services;
}

}  // namespace gs::tasks
