#include "evaluators/rtl/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "evaluators/rtl/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

using Findings = std::vector<GateFinding>;

const char* system_task_reason(std::string_view task) {
  static const std::map<std::string_view, const char*> kRefused = {
      {"$system", "a design may not run host commands"},
      {"$c", "C code has no place in a design"},
      {"$finish", "only the testbench may end the simulation"},
      {"$stop", "only the testbench may end the simulation"},
      {"$exit", "only the testbench may end the simulation"},
      {"$fatal", "only the testbench may end the simulation"},
      {"$error", "only the testbench may report errors"},
      {"$fopen", "a design may not open files"},
      {"$fclose", "a design may not open files"},
      {"$fwrite", "a design may not write files"},
      {"$fdisplay", "a design may not write files"},
      {"$fstrobe", "a design may not write files"},
      {"$fmonitor", "a design may not write files"},
      {"$fflush", "a design may not write files"},
      {"$fgetc", "a design may not read files"},
      {"$fgets", "a design may not read files"},
      {"$fread", "a design may not read files"},
      {"$fscanf", "a design may not read files"},
      {"$fseek", "a design may not read files"},
      {"$rewind", "a design may not read files"},
      {"$writememh", "a design may not write files"},
      {"$writememb", "a design may not write files"},
      {"$dumpfile", "waves are the judge's business"},
      {"$dumpvars", "waves are the judge's business"},
      {"$dumpon", "waves are the judge's business"},
      {"$dumpoff", "waves are the judge's business"},
      {"$dumpports", "waves are the judge's business"},
      {"$value$plusargs", "a design may not read the test's arguments"},
      {"$test$plusargs", "a design may not read the test's arguments"},
      {"$root", "a design may not refer to the testbench"},
      {"$deposit", "a design may not force other signals"},
      {"$assertoff", "only the testbench may switch assertions"},
      {"$assertkill", "only the testbench may switch assertions"},
      {"$assertcontrol", "only the testbench may switch assertions"},
  };
  const auto found = kRefused.find(task);
  if (found != kRefused.end()) return found->second;
  if (task.size() > 2 && task.starts_with("$c") && std::isdigit(static_cast<unsigned char>(task[2]))) {
    return "C code has no place in a design";
  }
  for (const std::string_view base : {"$fwrite", "$fdisplay", "$fstrobe", "$fmonitor"}) {
    if (task.size() == base.size() + 1 && task.starts_with(base)) return "a design may not write files";
  }
  return nullptr;
}

const char* directive_reason(std::string_view directive) {
  if (directive.starts_with("`systemc_")) return "C++ code has no place in a design";
  if (directive == "`verilator_config") return "a design may not configure the simulator";
  if (directive == "`line") return "a design may not rename its source";
  return nullptr;
}

const char* keyword_reason(std::string_view word) {
  if (word == "force" || word == "release" || word == "deassign") return "a design may not force signals";
  if (word == "bind") return "a design may not bind into other modules";
  if (word == "program") return "a program block is testbench code";
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

// An escaped identifier is the same name as the plain one.
std::string_view plain_name(std::string_view identifier) {
  return identifier.starts_with('\\') ? identifier.substr(1) : identifier;
}

// The beginning of a token, as one line that may be printed.
std::string shown(std::string_view text) {
  std::string line = clean_utf8(text.substr(0, 60));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

class Inspector {
 public:
  Inspector(std::string_view file, std::string_view source, const GatePolicy& policy, Findings& out)
      : file_(file), tokens_(tokenize(source)), policy_(policy), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) look_at(i);
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
    const Token* after = next(i);
    switch (token.kind) {
      case TokenKind::system:
        if (const char* reason = system_task_reason(token.text)) refuse(token, reason);
        if (token.text.starts_with("$readmem")) look_at_memory_file(i);
        break;
      case TokenKind::directive:
        if (const char* reason = directive_reason(token.text)) refuse(token, reason);
        if (token.text == "`include") look_at_include(token, after);
        break;
      case TokenKind::identifier:
        look_at_identifier(token, after);
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

  void look_at_memory_file(std::size_t i) {
    for (std::size_t k = i + 1; k < tokens_.size() && !tokens_[k].is(";") && !tokens_[k].is(","); ++k) {
      const std::string_view text = tokens_[k].text;
      if (tokens_[k].kind != TokenKind::string || text.size() < 2) continue;
      if (!is_safe_relative_path(text.substr(1, text.size() - 2))) {
        refuse(tokens_[k], "only files of the workspace may be read");
      }
    }
  }

  std::string_view file_;
  std::vector<Token> tokens_;
  const GatePolicy& policy_;
  Findings& out_;
};

Findings inspect_all(const tasks::FileSet& files, const GatePolicy& policy) {
  Findings findings;
  for (const auto& [name, content] : files) Inspector(name, content, policy, findings).run();
  return findings;
}

}  // namespace

std::string GateFinding::to_line() const {
  return fmt::format("{}:{}:{}: {}: {}", file, line, column, text, reason);
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
  std::map<std::pair<std::string, std::string>, int> allowed;
  for (const GateFinding& finding : inspect_all(original, policy)) ++allowed[{finding.file, finding.text}];
  Findings refused;
  for (GateFinding& finding : inspect_all(files, policy)) {
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
