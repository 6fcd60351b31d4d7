#include "evaluators/rtl/foreign_names.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/verilog_directives.hpp"

namespace gs::rtl {
namespace {

bool is_name(const Token& token) {
  return token.kind == TokenKind::identifier && !is_keyword(token.text);
}
bool is_word(const Token& token) {
  return token.kind == TokenKind::identifier;
}

// Keywords that begin a declaration of names, or stand in one before the name.
bool declares(const Token& token) {
  static constexpr std::array<std::string_view, 60> kWords = {
      "automatic", "bit",     "byte",      "chandle",   "const",        "enum",      "event",      "genvar",
      "inout",     "input",   "int",       "integer",   "interconnect", "local",     "localparam", "logic",
      "longint",   "output",  "packed",    "parameter", "protected",    "rand",      "randc",      "real",
      "realtime",  "ref",     "reg",       "scalared",  "shortint",     "shortreal", "signed",     "specparam",
      "static",    "string",  "struct",    "supply0",   "supply1",      "tagged",    "time",       "tri",
      "tri0",      "tri1",    "triand",    "trior",     "trireg",       "type",      "typedef",    "union",
      "unsigned",  "uwire",   "var",       "vectored",  "virtual",      "void",      "wand",       "wire",
      "wor",       "nettype", "interface", "untyped"};
  return token.kind == TokenKind::identifier && std::find(kWords.begin(), kWords.end(), token.text) != kWords.end();
}

using Names = std::set<std::string_view>;

struct Scope {
  enum class Kind : std::uint8_t { file, design, package, routine, block };
  Kind kind = Kind::file;
  std::size_t parent = 0;
  std::string_view own_name;
  Names declared;
  std::vector<std::string_view> imported;  // packages, whole
};

// The scopes of one file, and which of them each token is in.
class ScopeReader {
 public:
  explicit ScopeReader(std::string_view source) : source_(source), all_(tokenize_code(source)) { read(); }

  const std::vector<Token>& code() const { return code_; }
  const std::vector<Scope>& scopes() const { return scopes_; }
  std::size_t scope_of(std::size_t token) const { return scope_of_[token]; }

 private:
  void read() {
    scopes_.push_back({});
    // Tokens without directives, and how many conditions each stands under.
    std::vector<bool> conditional;
    std::size_t conditions = 0;
    for (std::size_t i = 0; i < all_.size();) {
      if (all_[i].kind == TokenKind::directive) {
        if (all_[i].is_one_of({"`ifdef", "`ifndef"})) ++conditions;
        if (all_[i].is("`endif") && conditions > 0) --conditions;
        i = behind_directive(all_, source_, i);
        continue;
      }
      code_.push_back(all_[i++]);
      conditional.push_back(conditions > 0);
    }
    scope_of_.resize(code_.size());
    for (std::size_t i = 0; i < code_.size(); ++i) {
      conditional_ = conditional[i];
      scope_of_[i] = current_;
      look_at(i);
    }
  }

  const Token* at(std::size_t i) const { return i < code_.size() ? &code_[i] : nullptr; }
  void declare(std::size_t scope, const Token& name) {
    if (!conditional_) scopes_[scope].declared.insert(plain_name(name.text));
  }
  void open(Scope::Kind kind, std::string_view own_name = {}) {
    scopes_.push_back({kind, current_, own_name, {}, {}});
    current_ = scopes_.size() - 1;
  }
  // Leaves the innermost scope of the kind and all in it; stays when there is none of it up to the next larger one.
  void close(Scope::Kind kind) {
    std::size_t scope = current_;
    while (scope != 0 && scopes_[scope].kind != kind) {
      if (scopes_[scope].kind < kind) return;
      scope = scopes_[scope].parent;
    }
    if (scope != 0) current_ = scopes_[scope].parent;
  }

  void look_at(std::size_t i) {
    const Token& t = code_[i];
    if (follow_brackets(t)) return;
    if (t.is(";")) {
      if (depth_ == 0 || head_ == Head::ports) end_statement(i);
      return;
    }
    if (depth_ == 0 && t.is_one_of({"=", "<=", ","})) assigning_ = !t.is(",");
    if (!is_word(t)) return;
    if (!is_keyword(t.text)) return look_at_name(i);
    if (open_or_close(i)) return;
    if (t.is_one_of({"extern", "pure", "import", "export", "typedef"}) && depth_ == 0) prototype_ = true;
    if (t.is_one_of({"clocking", "covergroup", "property", "sequence", "let", "modport"})) {
      if (const Token* name = at(i + 1); name && is_name(*name)) declare(current_, *name);
    }
    if (t.is("import")) look_at_import(i);
    // Simulators look past these for the front of a path.
    const bool invisible = t.is_one_of({"genvar", "specparam"});
    if (depth_ == 0 && i == statement_) declaring_ = declares(t) && !invisible;
    if (depth_ == 0 && i == statement_ &&
        t.is_one_of({"initial", "final", "always", "always_comb", "always_ff", "always_latch", "generate"})) {
      statement_ = i + 1;
    }
  }

  bool follow_brackets(const Token& t) {
    if (t.is("(") || t.is("[") || t.is("{") || t.is("'{") || t.is("(*")) {
      ++depth_;
      return true;
    }
    if (t.is(")") || t.is("]") || t.is("}") || t.is("*)")) {
      if (depth_ > 0) --depth_;
      return true;
    }
    return false;
  }
  void end_statement(std::size_t i) {
    depth_ = 0;
    statement_ = i + 1;
    declaring_ = prototype_ = assigning_ = false;
    head_ = Head::none;
  }

  bool open_or_close(std::size_t i) {
    const Token& t = code_[i];
    if (const Token* name = prototype_ ? nullptr : declared_design(code_, i); name && depth_ == 0) {
      if (!t.is("interface") || i == statement_) {
        declare(current_, *name);
        open(t.is("package") ? Scope::Kind::package : Scope::Kind::design, plain_name(name->text));
        end_statement(i);
        head_ = Head::ports;
        return true;
      }
    }
    if (t.text.starts_with("end") && t.text.size() > 3) {
      if (t.is_one_of({"endtask", "endfunction"})) {
        close(Scope::Kind::routine);
      } else if (t.is("endpackage")) {
        close(Scope::Kind::package);
      } else if (t.is_one_of({"endmodule", "endinterface", "endprogram", "endclass", "endprimitive", "endchecker",
                              "endconfig"})) {
        close(Scope::Kind::design);
      }
      end_statement(i);
      return true;
    }
    const bool waits = i > 0 && code_[i - 1].is_one_of({"wait", "disable"});
    if (t.is("begin") || (t.is("fork") && !waits)) {
      // Its name counts inside only: a generated block that does not come to be leaves the name to the testbench.
      const Token* name = at(i + 1) && at(i + 1)->is(":") ? at(i + 2)
                          : i > 1 && code_[i - 1].is(":") ? at(i - 2)
                                                          : nullptr;
      open(Scope::Kind::block, name && is_name(*name) ? plain_name(name->text) : std::string_view());
      end_statement(i);
      return true;
    }
    if (t.is("end") || t.is("join") || t.is("join_any") || t.is("join_none")) {
      close(Scope::Kind::block);
      end_statement(i);
      return true;
    }
    if ((t.is("task") || t.is("function")) && depth_ == 0) {
      if (const Token* name = routine_name(i)) declare(current_, *name);
      if (!prototype_) open(Scope::Kind::routine);
      head_ = Head::ports;
      return true;
    }
    return false;
  }
  // The last name before the parenthesis or semicolon.
  const Token* routine_name(std::size_t i) const {
    const Token* name = nullptr;
    for (++i; i < code_.size() && !code_[i].is_one_of({"(", ";"}); ++i) {
      if (is_name(code_[i])) name = &code_[i];
      if (code_[i].is_one_of({"function", "task", "begin", "end"})) break;
    }
    return name;
  }

  void look_at_import(std::size_t i) {
    for (++i; i + 2 < code_.size() && is_name(code_[i]) && code_[i + 1].is("::"); i += 4) {
      if (code_[i + 2].is("*")) {
        if (!conditional_) scopes_[current_].imported.push_back(plain_name(code_[i].text));
      } else {
        declare(current_, code_[i + 2]);
      }
      if (i + 3 >= code_.size() || !code_[i + 3].is(",")) break;
    }
  }

  void look_at_name(std::size_t i) {
    const Token* before = i > 0 ? &code_[i - 1] : nullptr;
    const Token* after = at(i + 1);
    // "type name", "type #(...) name", "type [3:0] name", "package::type name": an instance or a variable.
    if (depth_ == 0 && i == statement_ && after && (is_name(*after) || after->is_one_of({"#", "::", "["}))) {
      declaring_ = true;
      return;
    }
    if (!before || !after || !after->is_one_of({";", ",", "=", "(", "[", ")", ":"})) return;
    const bool typed = before->is_one_of({"]", ")", "}", ","}) || is_name(*before) || declares(*before);
    if (depth_ == 0 && declaring_ && !assigning_ && typed && !after->is(")")) declare(current_, code_[i]);
    if (depth_ == 1 && head_ == Head::ports && (typed || before->is("(")) && !after->is("("))
      declare(current_, code_[i]);
  }

  enum class Head : std::uint8_t { none, ports };

  std::string_view source_;
  std::vector<Token> all_, code_;
  std::vector<Scope> scopes_;
  std::vector<std::size_t> scope_of_;
  std::size_t current_ = 0, depth_ = 0, statement_ = 0;
  bool declaring_ = false, prototype_ = false, assigning_ = false, conditional_ = false;
  Head head_ = Head::none;
};

// Looks for uses of the testbench's names in one file.
class UseFinder {
 public:
  UseFinder(std::string_view source, const BenchNames& bench, const OwnNames& own)
      : reader_(source), code_(reader_.code()), bench_(bench), own_(own) {}

  std::vector<ForeignUse> run() {
    for (std::size_t i = 0; i < code_.size(); ++i) {
      if (code_[i].is("[")) {
        const bool indexed = i > 0 && is_name(code_[i - 1]) && !is_member(i - 1);
        bases_.push_back(indexed ? i - 1 : i > 0 && code_[i - 1].is("]") ? base_ : kNone);
      } else if (code_[i].is("]")) {
        base_ = bases_.empty() ? kNone : bases_.back();
        if (!bases_.empty()) bases_.pop_back();
        if (base_ != kNone && is(i + 1, ".")) check(base_, Manner::hierarchy);
      } else if (is_name(code_[i]) && !is_member(i)) {
        look_at(i);
      }
    }
    std::sort(uses_.begin(), uses_.end(), [](const ForeignUse& a, const ForeignUse& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(uses_);
  }

 private:
  enum class Manner { hierarchy, name };
  static constexpr std::size_t kDeepestScope = 500;  // deeper ones are no design's
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  bool is(std::size_t i, std::string_view text) const { return i < code_.size() && code_[i].is(text); }
  bool is_member(std::size_t i) const { return i > 0 && (code_[i - 1].is(".") || code_[i - 1].is("::")); }

  void look_at(std::size_t i) {
    const bool disabled = i > 0 && code_[i - 1].is("disable");
    const bool starts = i == 0 || code_[i - 1].is_one_of({";", ")", ":", "begin", "end", "else", "do", "fork", "join",
                                                          "join_any", "join_none", "initial", "final", "forever",
                                                          "always", "always_comb", "always_ff", "always_latch"});
    if (is(i + 1, ".")) {
      // "bus_if.master port" names a type, which no path does.
      const bool port = i + 3 < code_.size() && is_name(code_[i + 2]) && is_name(code_[i + 3]);
      return check(i, port ? Manner::name : Manner::hierarchy);
    }
    // "golden u(...)": the testbench may hold the answer.
    const bool type = i > 0 && code_[i - 1].is_one_of({"virtual", "interface"});
    const bool instance = !type && i + 1 < code_.size() && (is_name(code_[i + 1]) || code_[i + 1].is("#"));
    if (instance && bench_.designs.count(plain_name(code_[i].text)) > 0) return report(i);
    if (disabled || is(i + 1, "::") || is(i + 1, "(") || (starts && is(i + 1, ";"))) check(i, Manner::name);
  }

  void check(std::size_t i, Manner manner) {
    const std::string_view name = plain_name(code_[i].text);
    if (bench_.scopes.count(name) == 0 || is_known(name, reader_.scope_of(i), manner)) return;
    report(i);
  }
  void report(std::size_t i) { uses_.push_back({code_[i].line, code_[i].column, std::string(code_[i].text)}); }
  bool is_known(std::string_view name, std::size_t at, Manner manner) const {
    std::size_t steps = 0;
    for (std::size_t scope = at;; scope = reader_.scopes()[scope].parent) {
      if (++steps > kDeepestScope) return false;
      const Scope& s = reader_.scopes()[scope];
      for (const std::string_view package : s.imported) {
        const auto found = own_.packages.find(package);
        if (found != own_.packages.end() && found->second.count(name) > 0) return true;
      }
      // Outside of all designs, modules are declared, and a path through one is a path from the top.
      if (scope == 0) return manner == Manner::name && own_.outer.count(name) > 0 && bench_.designs.count(name) == 0;
      if (s.declared.count(name) > 0 || s.own_name == name) return true;
    }
  }

  const ScopeReader reader_;
  const std::vector<Token>& code_;
  const BenchNames& bench_;
  const OwnNames& own_;
  std::vector<std::size_t> bases_;
  std::size_t base_ = kNone;
  std::vector<ForeignUse> uses_;
};

}  // namespace

OwnNames own_names(const tasks::FileSet& files) {
  OwnNames names;
  for (const auto& [file, content] : files) {
    const ScopeReader reader(content);
    for (const Scope& scope : reader.scopes()) {
      if (scope.kind == Scope::Kind::package) {
        names.packages[std::string(scope.own_name)].insert(scope.declared.begin(), scope.declared.end());
      }
    }
    names.outer.insert(reader.scopes()[0].declared.begin(), reader.scopes()[0].declared.end());
  }
  return names;
}

std::vector<ForeignUse> foreign_uses(std::string_view source, const BenchNames& bench, const OwnNames& own) {
  return UseFinder(source, bench, own).run();
}

}  // namespace gs::rtl
