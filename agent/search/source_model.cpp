#include "agent/search/source_model.hpp"

#include <algorithm>
#include <utility>

namespace gs::agent::search {

std::string_view SourceModel::slice(const Range& range) const {
  if (range.empty()) return {};
  const std::uint32_t begin = begin_offset(range);
  return std::string_view(text).substr(begin, end_offset(range) - begin);
}

int SourceModel::module_at(std::uint32_t token) const {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (modules[i].whole.begin <= token && token < modules[i].whole.end) return static_cast<int>(i);
  }
  return kNoNode;
}

bool SourceModel::is_clocked(const Process& process) const {
  const Range& list = process.sensitivity;
  return std::any_of(tokens.begin() + list.begin, tokens.begin() + list.end, [](const rtl::Token& token) {
    return token.is_one_of({"posedge", "negedge"});
  });
}

std::vector<std::string> SourceModel::names_in(int node) const {
  std::vector<std::string> names;
  std::vector<int> stack = {node};
  while (!stack.empty()) {
    const int current = stack.back();
    stack.pop_back();
    if (current == kNoNode) continue;
    const Expr& e = exprs[static_cast<std::size_t>(current)];
    if (e.kind == ExprKind::name) {
      std::string name(tokens[e.range.begin].text);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    for (auto child = e.children.rbegin(); child != e.children.rend(); ++child) stack.push_back(*child);
  }
  return names;
}

bool is_reset_name(std::string_view name) {
  return name.find("rst") != std::string_view::npos || name.find("reset") != std::string_view::npos;
}

}  // namespace gs::agent::search
