#include "evaluators/rtl/bench_names.hpp"

#include <algorithm>
#include <array>

#include "evaluators/rtl/verilog_directives.hpp"

namespace gs::rtl {
namespace {

bool is_name(const Token& token) {
  return token.kind == TokenKind::identifier && !is_keyword(token.text);
}

// Names that stand where the name of a scope may stand.
void add_scopes(const std::vector<Token>& code, NameSet& names) {
  std::vector<const Token*> bases;  // before each open bracket
  const Token* base = nullptr;      // of the bracket that closed just now
  bool in_head = false;             // of a task or function: the last name before "(" or ";" is its own
  for (std::size_t i = 0; i < code.size(); ++i) {
    const Token& t = code[i];
    const Token* before = i > 0 ? &code[i - 1] : nullptr;
    const Token* after = i + 1 < code.size() ? &code[i + 1] : nullptr;
    if (t.is("[")) {
      bases.push_back(before && is_name(*before) ? before : before && before->is("]") ? base : nullptr);
    } else if (t.is("]")) {
      base = bases.empty() ? nullptr : bases.back();
      if (!bases.empty()) bases.pop_back();
      if (base && after && after->is_one_of({".", "("})) names.emplace(plain_name(base->text));
    }
    if (t.is("task") || t.is("function")) in_head = true;
    if (!is_name(t)) {
      if (t.is(";") || t.is("(")) in_head = false;
      continue;
    }
    const bool member = before && (before->is(".") || before->is("::"));
    const bool opens = after && after->is_one_of({"(", ".", "::", ":"});
    const bool named = before && (declared_design(code, i - 1) == &t ||
                                  before->is_one_of({":", "clocking", "covergroup", "property", "sequence", "let"}));
    if ((opens && !member) || named || (in_head && after && after->is(";"))) names.emplace(plain_name(t.text));
  }
}

void add_macros(const std::vector<Token>& code, NameSet& names) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i].kind != TokenKind::directive) continue;
    if (reach_of(code[i].text) == DirectiveReach::macro) names.emplace(code[i].text.substr(1));
    if (code[i].is_one_of({"`define", "`undef", "`ifdef", "`ifndef", "`elsif"}) && i + 1 < code.size()) {
      names.emplace(plain_name(code[i + 1].text));
    }
  }
}

void add_designs(const std::vector<Token>& code, NameSet& names) {
  int depth = 0;  // a class inside a design is its own affair
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i].kind != TokenKind::identifier) continue;
    const Token* name = declared_design(code, i);
    if (name && (!code[i].is("class") || depth == 0)) names.emplace(plain_name(name->text));
    if (name && !code[i].is("class")) ++depth;
    if (code[i].is_one_of(
            {"endmodule", "endpackage", "endinterface", "endprogram", "endprimitive", "endchecker", "endconfig"})) {
      depth = std::max(0, depth - 1);
    }
  }
}

template <typename Look>
void each_file(const tasks::FileSet& files, const std::vector<std::string>& which, Look look) {
  for (const std::string& file : which) {
    const auto found = files.find(file);
    if (found != files.end()) look(tokenize_code(found->second), std::string_view(found->second));
  }
}

}  // namespace

BenchNames bench_names(const tasks::FileSet& files, const std::vector<std::string>& which) {
  BenchNames names;
  names.scopes = scope_names(files, which);
  each_file(files, which, [&](const std::vector<Token>& code, std::string_view) {
    add_macros(code, names.macros);
    add_designs(code, names.designs);
  });
  return names;
}

NameSet scope_names(const tasks::FileSet& files, const std::vector<std::string>& which) {
  NameSet names;
  each_file(files, which, [&](const std::vector<Token>& code, std::string_view source) {
    add_scopes(without_directives(code, source), names);
  });
  return names;
}

std::string_view plain_name(std::string_view identifier) {
  return identifier.starts_with('\\') ? identifier.substr(1) : identifier;
}

const Token* declared_design(const std::vector<Token>& code, std::size_t i) {
  if (!code[i].is_one_of(
          {"module", "macromodule", "package", "interface", "program", "primitive", "checker", "config", "class"})) {
    return nullptr;
  }
  // "virtual interface bus_if x", "typedef class c", "(interface bus)" name what is declared elsewhere, or nothing.
  if (i > 0 && code[i - 1].is_one_of({"typedef", "(", ","})) return nullptr;
  if (i > 0 && code[i - 1].is("virtual") && code[i].is("interface")) return nullptr;
  ++i;
  if (i < code.size() && code[i].is_one_of({"automatic", "static", "class"})) ++i;
  return i < code.size() && code[i].kind == TokenKind::identifier ? &code[i] : nullptr;
}

}  // namespace gs::rtl
