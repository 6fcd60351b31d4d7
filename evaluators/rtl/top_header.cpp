#include "evaluators/rtl/top_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/verilog_lexer.hpp"
#include "tasks/candidate.hpp"

namespace gs::rtl {
namespace {

// From the tokens of a file at `module`; without ports where there is no ANSI port list.
TopHeader read_header(std::string_view source, const std::vector<Token>& tokens, std::size_t module) {
  TopHeader header;
  std::size_t i = module + 2;
  while (i < tokens.size() && tokens[i].is("import")) {
    while (i < tokens.size() && !tokens[i].is(";")) ++i;
    ++i;
  }
  if (i + 1 < tokens.size() && tokens[i].is("#")) i = after_closing(tokens, i + 1);
  if (i >= tokens.size() || !tokens[i].is("(")) return header;
  const std::size_t close = after_closing(tokens, i);
  if (close >= tokens.size()) return header;
  std::vector<std::string>* list = nullptr;
  for (std::size_t k = i + 1; k + 1 < close; ++k) {
    if (tokens[k].is("input")) list = &header.inputs;
    if (tokens[k].is("inout")) list = nullptr;
    if (tokens[k].is("output")) list = &header.outputs;
    if (tokens[k].is("[")) {
      k = after_closing(tokens, k) - 1;
      continue;
    }
    const bool ends_port = tokens[k + 1].is(",") || k + 2 == close;
    if (list != nullptr && ends_port && tokens[k].kind == TokenKind::identifier) list->emplace_back(tokens[k].text);
  }
  header.text = std::string(source.substr(tokens[module].offset, tokens[close].end() - tokens[module].offset));
  return header;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<TopHeader> find_header(const tasks::Task& task, const tasks::FileSet& workspace) {
  for (const std::string& file : task.sources) {
    const auto content = workspace.find(file);
    if (content == workspace.end()) continue;
    const auto tokens = tokenize_code(content->second);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (!tokens[i].is("module") || tokens[i + 1].text != task.design_top) continue;
      TopHeader header = read_header(content->second, tokens, i);
      header.file = file;
      if (header.inputs.empty() && header.outputs.empty()) return std::nullopt;
      return header;
    }
  }
  return std::nullopt;
}

std::optional<TopHeader> golden_header(const tasks::Task& task) {
  const auto golden = overlay(task, golden_candidate(task));
  return golden ? find_header(task, *golden) : std::nullopt;
}

std::string contradicted_port(const TopHeader& golden, const TopHeader& candidate) {
  for (const std::string& name : candidate.outputs) {
    if (has(golden.inputs, name)) return fmt::format("port {} is an output, not an input", name);
  }
  for (const std::string& name : candidate.inputs) {
    if (has(golden.outputs, name)) return fmt::format("port {} is an input, not an output", name);
  }
  return {};
}

}  // namespace gs::rtl
