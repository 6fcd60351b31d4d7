#include "evaluators/rtl/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/foreign_names.hpp"
#include "evaluators/rtl/system_tasks.hpp"

namespace gs::rtl {
namespace {

using Findings = std::vector<GateFinding>;

const char* directive_reason(std::string_view directive) {
  if (directive.starts_with("`systemc_")) return "C++ code has no place in a design";
  if (directive == "`verilator_config") return "a design may not configure the simulator";
  if (directive == "`line") return "a design may not rename its source";
  if (directive == "`undefineall") return "a design may not take the testbench's macros away";
  // Protected envelopes hide text from everyone but the compiler.
  if (directive == "`pragma" || directive.starts_with("`protect")) return "a design must be readable";
  return nullptr;
}

const char* keyword_reason(std::string_view word) {
  if (word == "force" || word == "release" || word == "deassign") return "a design may not force signals";
  if (word == "bind") return "a design may not bind into other modules";
  if (word == "program") return "a program block is testbench code";
  if (word == "config") return "a design may not choose what is compiled";
  return nullptr;
}

// "verilator lint_off X" and the like are harmless; public*, sc_*, and whatever else changes the generated code are
// not.
const char* comment_reason(std::string_view comment) {
  std::string_view body =
      trim(comment.substr(2, comment.size() - (comment.starts_with("/*") && comment.size() >= 4 ? 4 : 2)));
  if (!body.starts_with("verilator")) return nullptr;
  body.remove_prefix(9);
  if (body.empty() || (body[0] != ' ' && body[0] != '\t' && body[0] != '_')) return nullptr;
  body = trim(body);
  for (const std::string_view harmless : {"lint_off", "lint_on", "lint_save", "lint_restore", "coverage_off",
                                          "coverage_on", "tracing_off", "tracing_on", "parallel_case", "full_case"}) {
    if (body.starts_with(harmless)) return nullptr;
  }
  return "a design may not instruct the simulator";
}

// The beginning of a token, as one line that may be printed.
std::string shown(std::string_view text) {
  std::string line = clean_utf8(text.substr(0, 60));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

class Inspector {
 public:
  Inspector(std::string_view file, std::string_view source, const GatePolicy& policy, const OwnNames& own,
            Findings& out)
      : file_(file), source_(source), tokens_(tokenize(source)), policy_(policy), own_(own), out_(out) {}

  void run() {
    const auto first = static_cast<std::ptrdiff_t>(out_.size());
    for (std::size_t i = 0; i < tokens_.size(); ++i) look_at(i);
    look_at_bytes();
    look_at_names();
    std::stable_sort(out_.begin() + first, out_.end(), [](const GateFinding& a, const GateFinding& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    // What two rules refuse is said once.
    out_.erase(std::unique(out_.begin() + first, out_.end(),
                           [](const GateFinding& a, const GateFinding& b) {
                             return a.line == b.line && a.column == b.column && a.text == b.text;
                           }),
               out_.end());
  }

 private:
  const Token* next(std::size_t i) const {
    while (++i < tokens_.size()) {
      if (tokens_[i].kind != TokenKind::comment) return &tokens_[i];
    }
    return nullptr;
  }
  void refuse(const Token& token, std::string reason) {
    out_.push_back({std::string(file_), token.line, token.column, shown(token.text), std::move(reason)});
  }

  void look_at(std::size_t i) {
    const Token& token = tokens_[i];
    const Token* after = token.kind == TokenKind::comment ? nullptr : next(i);
    switch (token.kind) {
      case TokenKind::system:
        if (const char* reason =
                system_task_refusal(token.text, policy_.silenced ? Printing::refused : Printing::allowed)) {
          refuse(token, reason);
        } else if (token.text.starts_with("$readmem")) {
          look_at_memory_file(i);
        }
        break;
      case TokenKind::directive:
        if (const char* reason = directive_reason(token.text)) refuse(token, reason);
        if (token.text == "`include") look_at_include(token, after);
        if ((token.text == "`define" || token.text == "`undef") && after &&
            policy_.bench.macros.count(plain_name(after->text)) > 0) {
          refuse(*after, "this macro belongs to the testbench");
        }
        break;
      case TokenKind::identifier:
        look_at_identifier(token, after);
        break;
      case TokenKind::number:
        if (after && after->kind == TokenKind::identifier && after->offset == token.end()) {
          refuse(token, "a number may not run into a name");
        }
        break;
      case TokenKind::comment:
        if (const char* reason = comment_reason(token.text)) refuse(token, reason);
        break;
      case TokenKind::unknown:
        if (token.text == "$" && after && after->offset == token.end() && after->text.starts_with("`")) {
          refuse(token, "a system task's name may not be put together by a macro");
        }
        break;
      default:
        break;
    }
  }

  // Simulators differ in what they take a control character for: white space, the end of a comment or of the file, a
  // part of a name. A carriage return is one unless it ends a line.
  void look_at_bytes() {
    std::uint32_t line = 1;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < source_.size(); ++i) {
      const unsigned char c = static_cast<unsigned char>(source_[i]);
      if (c == '\n') {
        ++line;
        line_start = i + 1;
      }
      const bool ends_line = c == '\r' && i + 1 < source_.size() && source_[i + 1] == '\n';
      if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t' || c == '\f' || ends_line) continue;
      out_.push_back({std::string(file_), line, static_cast<std::uint32_t>(i - line_start + 1),
                      fmt::format("\\x{:02x}", c), "control characters have no place in a design"});
    }
  }

  void look_at_identifier(const Token& token, const Token* after) {
    if (const char* reason = keyword_reason(token.text)) return refuse(token, reason);
    if ((token.text == "import" || token.text == "export") && after && after->kind == TokenKind::string) {
      return refuse(token, "foreign functions (DPI) have no place in a design");
    }
    const std::string_view name = plain_name(token.text);
    if (name.starts_with("gs_")) {
      return refuse(token, "names that begin with gs_ belong to the harness");
    }
    const bool dotted = after && after->is(".");
    if (dotted && (name == "tb" || (!policy_.testbench_top.empty() && name == policy_.testbench_top))) {
      refuse(token, "a design may not refer to the testbench");
    }
  }

  void look_at_include(const Token& token, const Token* name) {
    if (!name || name->kind != TokenKind::string || name->text.size() < 2) {
      return refuse(token, "the included file must be named by a plain string");
    }
    if (!is_safe_relative_path(name->text.substr(1, name->text.size() - 2))) {
      refuse(*name, "only files of the workspace may be included");
    }
  }

  // A simulator that does not find the file prints its name, so the name must be a plain one.
  void look_at_memory_file(std::size_t i) {
    const Token& task = tokens_[i];
    if (policy_.silenced) {
      return refuse(task, "here the testbench judges by what is printed, and a missing file is told");
    }
    std::vector<const Token*> next;
    for (std::size_t k = i + 1; k < tokens_.size() && next.size() < 3; ++k) {
      if (tokens_[k].kind != TokenKind::comment) next.push_back(&tokens_[k]);
    }
    if (next.size() < 3 || !next[0]->is("(") || next[1]->kind != TokenKind::string || !next[2]->is(",")) {
      return refuse(task, "the file must be named by a plain string");
    }
    const std::string_view text = next[1]->text;
    const std::string_view name = text.substr(1, text.size() - 2);
    const bool plain = text.size() > 2 && std::all_of(name.begin(), name.end(), [](char c) {
                         return std::isalnum(static_cast<unsigned char>(c)) ||
                                std::string_view("_-+./").find(c) != std::string_view::npos;
                       });
    if (!plain || !is_safe_relative_path(name)) refuse(*next[1], "only files of the workspace may be read");
  }

  void look_at_names() {
    if (policy_.bench.designs.empty() && policy_.bench.scopes.empty()) return;
    std::vector<Token> code;
    std::copy_if(tokens_.begin(), tokens_.end(), std::back_inserter(code),
                 [](const Token& t) { return t.kind != TokenKind::comment; });
    for (std::size_t i = 0; i < code.size(); ++i) {
      const Token* name = code[i].kind == TokenKind::identifier ? declared_design(code, i) : nullptr;
      if (name && policy_.bench.designs.count(plain_name(name->text)) > 0) {
        refuse(*name, "this name belongs to the testbench");
      }
    }
    for (const ForeignUse& use : foreign_uses(source_, policy_.bench, own_)) {
      out_.push_back({std::string(file_), use.line, use.column, shown(use.name),
                      "the testbench declares this, and the design may not reach for it"});
    }
  }

  std::string_view file_, source_;
  std::vector<Token> tokens_;
  const GatePolicy& policy_;
  const OwnNames& own_;
  Findings& out_;
};

Findings inspect_all(const tasks::FileSet& files, const GatePolicy& policy, const OwnNames& own) {
  Findings findings;
  for (const auto& [name, content] : files) Inspector(name, content, policy, own, findings).run();
  return findings;
}

}  // namespace

std::string GateFinding::to_line() const {
  return fmt::format("{}:{}:{}: {}: {}", file, line, column, text, reason);
}

tasks::Verdict refusal(const std::vector<GateFinding>& refused) {
  tasks::Verdict verdict;
  verdict.status = tasks::VerdictStatus::refused;
  verdict.summary = refused.front().to_line();
  for (const GateFinding& finding : refused) verdict.feedback += finding.to_line() + "\n";
  return verdict;
}

bool uses_macros(const tasks::FileSet& files) {
  constexpr std::array<std::string_view, 11> kPlain = {"`timescale", "`default_nettype", "`resetall",     "`include",
                                                       "`ifdef",     "`ifndef",          "`elsif",        "`else",
                                                       "`endif",     "`celldefine",      "`endcelldefine"};
  for (const auto& [name, content] : files) {
    for (const Token& token : tokenize_code(content)) {
      const bool stray_quote = token.kind == TokenKind::unknown && token.text == "`";
      const bool plain = std::find(kPlain.begin(), kPlain.end(), token.text) != kPlain.end();
      if (stray_quote || (token.kind == TokenKind::directive && !plain)) return true;
    }
  }
  return false;
}

std::vector<GateFinding> inspect(const tasks::FileSet& files, const tasks::FileSet& baseline,
                                 const GatePolicy& policy) {
  tasks::FileSet original;
  for (const auto& [name, content] : files) {
    if (const auto found = baseline.find(name); found != baseline.end()) original.insert(*found);
  }
  tasks::FileSet design = files;
  design.insert(baseline.begin(), baseline.end());
  const OwnNames own = own_names(design);
  std::map<std::pair<std::string, std::string>, int> allowed;
  for (const GateFinding& finding : inspect_all(original, policy, own)) ++allowed[{finding.file, finding.text}];
  Findings refused;
  for (GateFinding& finding : inspect_all(files, policy, own)) {
    int& left = allowed[{finding.file, finding.text}];
    if (left > 0) {
      --left;
    } else {
      refused.push_back(std::move(finding));
    }
  }
  return refused;
}

}  // namespace gs::rtl
