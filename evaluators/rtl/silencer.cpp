#include "evaluators/rtl/silencer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/verilog_lexer.hpp"
#include "evaluators/rtl/verilog_directives.hpp"

namespace gs::rtl {
namespace {

constexpr std::array<std::string_view, 54> kTasks = {"$assertcontrol",
                                                     "$assertfailoff",
                                                     "$assertfailon",
                                                     "$assertkill",
                                                     "$assertnonvacuouson",
                                                     "$assertoff",
                                                     "$asserton",
                                                     "$assertpassoff",
                                                     "$assertpasson",
                                                     "$assertvacuousoff",
                                                     "$display",
                                                     "$dumpall",
                                                     "$dumpfile",
                                                     "$dumpflush",
                                                     "$dumplimit",
                                                     "$dumpoff",
                                                     "$dumpon",
                                                     "$dumpports",
                                                     "$dumpportsall",
                                                     "$dumpportsflush",
                                                     "$dumpportslimit",
                                                     "$dumpportsoff",
                                                     "$dumpportson",
                                                     "$dumpvars",
                                                     "$error",
                                                     "$exit",
                                                     "$fatal",
                                                     "$fclose",
                                                     "$fdisplay",
                                                     "$fflush",
                                                     "$finish",
                                                     "$finish_and_return",
                                                     "$fmonitor",
                                                     "$fstrobe",
                                                     "$fwrite",
                                                     "$info",
                                                     "$log",
                                                     "$monitor",
                                                     "$monitoroff",
                                                     "$monitoron",
                                                     "$nolog",
                                                     "$printtimescale",
                                                     "$showscopes",
                                                     "$showvars",
                                                     "$stacktrace",
                                                     "$stop",
                                                     "$strobe",
                                                     "$system",
                                                     "$timeformat",
                                                     "$warning",
                                                     "$write",
                                                     "$writememb",
                                                     "$writememh",
                                                     "$list"};
constexpr std::array<std::string_view, 8> kWithRadix = {"$display",  "$write",  "$strobe",  "$monitor",
                                                        "$fdisplay", "$fwrite", "$fstrobe", "$fmonitor"};

bool glues(char c) {
  return std::isgraph(static_cast<unsigned char>(c)) && c != ')' && c != ';' && c != ':';
}

// What the tokens before a call say about its place.
enum class Place : std::uint8_t {
  none,    // inside an expression, a declaration, a list
  open,    // a null statement may stand here
  strict,  // a statement must stand here
  branch,  // behind ")" or "else": a null statement in a procedure, a strict one outside
};

bool starts_statement(const Token& t) {
  constexpr std::array<std::string_view, 6> kWords = {"begin", "do", "fork", "forever", "generate", "always"};
  return t.is(";") || t.text.starts_with("end") || t.text.starts_with("join") ||
         std::find(kWords.begin(), kWords.end(), t.text) != kWords.end();
}
bool demands_statement(const Token& t) {
  return t.is("initial") || t.is("final") || t.is("always_comb") || t.is("always_ff") || t.is("always_latch");
}
bool starts_procedure(const Token& t) {
  return demands_statement(t) || t.is("always") || t.is("task") || t.is("function");
}
bool opens(const Token& t) {
  return t.is("(") || t.is("[") || t.is("{") || t.is("'{") || t.is("(*");
}
bool closes(const Token& t) {
  return t.is(")") || t.is("]") || t.is("}") || t.is("*)");
}
// Words that stand in no parentheses: behind them a parenthesis left open by a mistake is forgotten.
bool resets(const Token& t) {
  return t.is("begin") || t.is("end") || t.is("module") || t.is("endmodule") || t.is("initial") || t.is("endtask") ||
         t.is("endfunction");
}

class FileSilencer {
 public:
  FileSilencer(const std::string& file, std::string& text, std::vector<SilencedCall>& calls)
      : file_(file), source_(text), text_(text), calls_(calls), tokens_(tokenize_code(source_)) {}

  void run() {
    for (std::size_t i = 0; i < tokens_.size();) {
      const Token& t = tokens_[i];
      if (t.kind == TokenKind::directive) {
        i = behind(i);
      } else if (const std::size_t next = try_call(i)) {
        i = next;
      } else {
        step(i++);
      }
    }
  }

 private:
  struct Level {
    std::size_t opener_owner;   // index + 1 of the token before the opening parenthesis, 0: none
    std::size_t questions = 0;  // "?" still without its ":"
  };

  const Token* at(std::size_t i) const { return i < tokens_.size() ? &tokens_[i] : nullptr; }
  bool is(std::size_t i, std::string_view text) const { return i < tokens_.size() && tokens_[i].is(text); }

  std::size_t behind(std::size_t directive) const {
    const std::size_t next = behind_directive(tokens_, source_, directive);
    if (reach_of(tokens_[directive].text) == DirectiveReach::macro && is(next, "(")) {
      if (const std::size_t close = closing(next)) return close + 1;
    }
    return next;
  }

  // Index of the parenthesis that closes the one at `open`; 0 when the call is cut off or is none. Each token is looked
  // at once: what is not closed here is not closed for a later one before the same place either.
  std::size_t closing(std::size_t open) const {
    if (open < no_close_from_ && open >= no_close_after_) return 0;
    std::size_t depth = 0;
    std::size_t i = open;
    for (; i < tokens_.size(); ++i) {
      const Token& t = tokens_[i];
      if (t.is(";") || resets(t)) break;
      if (t.kind == TokenKind::directive && reach_of(t.text) != DirectiveReach::macro) break;
      if (t.kind == TokenKind::string && (t.text.size() < 2 || t.text.back() != '"')) break;
      if (t.is("(")) ++depth;
      if (t.is(")") && --depth == 0) return i;
    }
    no_close_after_ = open;
    no_close_from_ = i;
    return 0;
  }

  // The token that decides the place of what follows, directives and macros left aside.
  void step(std::size_t i) {
    const Token& t = tokens_[i];
    if (resets(t)) levels_.clear();
    if (opens(t)) {
      levels_.push_back({last_ ? static_cast<std::size_t>(last_ - tokens_.data()) + 1 : 0});
    } else if (closes(t)) {
      closed_owner_ = levels_.empty() ? 0 : levels_.back().opener_owner;
      if (!levels_.empty()) levels_.pop_back();
    }
    std::size_t& questions = levels_.empty() ? questions_ : levels_.back().questions;
    colon_is_label_ = false;
    if (t.is("?")) ++questions;
    if (t.is(":")) {
      colon_is_label_ = questions == 0;
      if (questions > 0) --questions;
    }
    if (t.is(";") || resets(t)) questions = 0;
    if (t.is(";") || t.is(":") || resets(t)) assigning_ = assigning_ && t.is(":") && !colon_is_label_;
    if (levels_.empty() && (t.is("<=") || (t.kind == TokenKind::op && t.text.ends_with('=')))) assigning_ = true;
    follow_procedure(i);
    follow_control(t);
    waits_ = t.is("wait") || t.is("disable");
    last_ = &t;
  }

  // Whether a statement here belongs to a procedure or to the module.
  void follow_procedure(std::size_t i) {
    const Token& t = tokens_[i];
    if (t.is("module") || t.is("endmodule") || t.is("endtask") || t.is("endfunction")) {
      procedural_ = routine_ = false;
      depth_ = 0;
    } else if (starts_procedure(t)) {
      routine_ = routine_ || t.is("task") || t.is("function");
      procedural_ = true;
    } else if (!procedural_) {
      return;
    } else if (t.is("begin") || (t.is("fork") && !waits_) || t.is("case") || t.is("casex") || t.is("casez")) {
      ++depth_;
    } else if (t.is("end") || t.is("endcase") || t.text.starts_with("join")) {
      if (depth_ > 0) --depth_;
      end_procedure(i);
    } else if (t.is(";") && levels_.empty()) {
      end_procedure(i);
    }
  }
  void end_procedure(std::size_t i) {
    if (depth_ == 0 && !routine_ && !is(i + 1, "else")) procedural_ = false;
  }

  // "#5", "#a.b", "@clk", "@*", "begin : name", "end : name" (or "; : name", the same once silenced): what may stand
  // before a statement and ends with a plain word.
  void follow_control(const Token& t) {
    if (t.is("#") || t.is("##") || t.is("@")) {
      control_ = Control::operand;
    } else if (control_ == Control::operand &&
               (t.is("*") || t.kind == TokenKind::identifier || t.kind == TokenKind::number)) {
      control_ = Control::done;
    } else if (control_ == Control::done && (t.is(".") || t.is("::"))) {
      control_ = Control::operand;
    } else if (t.is(":") && colon_is_label_ && last_ &&
               (last_->is("begin") || last_->is("fork") || last_->is(";") || last_->text.starts_with("end") ||
                last_->text.starts_with("join"))) {
      control_ = Control::operand;
    } else {
      control_ = Control::none;
    }
  }

  Place place() const {
    if (!levels_.empty() || assigning_) return Place::none;
    if (!last_) return Place::open;
    const Token& t = *last_;
    if (t.kind == TokenKind::string) return Place::none;
    if (demands_statement(t)) return Place::strict;
    if (t.is("*)")) return Place::strict;
    if (t.is(":")) return colon_is_label_ && control_ == Control::none ? Place::strict : Place::none;
    if (control_ == Control::done) return Place::open;
    if (t.is("else")) return Place::branch;
    if (t.is(")")) {
      // "if (x)", "@(x)", "#(x)", not "f(x)".
      const Token* owner = closed_owner_ > 0 ? &tokens_[closed_owner_ - 1] : nullptr;
      const bool deferred = closed_owner_ > 1 && tokens_[closed_owner_ - 2].is("#");  // "assert #0 (x)"
      if (!owner || !(is_keyword(owner->text) || owner->is("@") || owner->is("#") || deferred)) return Place::none;
      return owner->is("property") ? Place::strict : Place::branch;
    }
    return starts_statement(t) ? Place::open : Place::none;
  }

  // Index behind the blanked call that begins at `i`; 0 when there is none.
  std::size_t try_call(std::size_t i) {
    std::size_t task = i;
    const bool cast = is(i, "void") && is(i + 1, "'") && is(i + 2, "(");
    if (cast) task = i + 3;
    if (task >= tokens_.size() || tokens_[task].kind != TokenKind::system || !is_silenced_task(tokens_[task].text)) {
      return 0;
    }
    const Place here = place();
    if (here == Place::none) return 0;
    std::size_t end = task + 1;
    if (is(end, "(")) {
      end = closing(end);
      if (end == 0) return 0;
      ++end;
    }
    if (cast && !is(end++, ")")) return 0;
    if (!is(end, ";")) return 0;
    if (!blank(tokens_[i].offset, end, here)) return 0;
    calls_.push_back({file_, tokens_[task].line, std::string(tokens_[task].text)});
    step(end);
    return end + 1;
  }

  // Replaces [from, the semicolon at index `semicolon`] by the statement that the place admits.
  bool blank(std::size_t from, std::size_t semicolon, Place here) {
    const std::size_t last = tokens_[semicolon].offset;
    const Token* next = at(semicolon + 1);
    const bool alone = !next || !(next->is("else") || next->kind == TokenKind::directive);
    const bool strict = here == Place::strict || (here == Place::branch && !procedural_);
    const std::size_t first = from > 0 && glues(source_[from - 1]) ? from + 1 : from;
    if (strict) {
      // The semicolon's place stays empty, so that "end" does not run into the next word.
      const auto begin = room(first, last, 5);
      const auto end = begin ? room(*begin + 6, last, 3) : std::nullopt;
      if (end) return fill(from, last + 1, {{*begin, "begin"}, {*end, "end"}});
    }
    if ((strict || !procedural_) && alone) {
      if (const auto place = room(first, last, 5)) return fill(from, last, {{*place, "if(0)"}});
    }
    if (here == Place::strict) return false;
    return fill(from, last, {});
  }
  // Where `length` bytes without a line end begin in [from, to).
  std::optional<std::size_t> room(std::size_t from, std::size_t to, std::size_t length) const {
    for (std::size_t start = from, i = from; i < to; ++i) {
      if (source_[i] == '\n' || source_[i] == '\r') start = i + 1;
      if (i + 1 - start == length) return start;
    }
    return std::nullopt;
  }
  bool fill(std::size_t from, std::size_t to, std::initializer_list<std::pair<std::size_t, std::string_view>> words) {
    for (std::size_t i = from; i < to; ++i) {
      if (text_[i] != '\n' && text_[i] != '\r') text_[i] = ' ';
    }
    for (const auto& [offset, word] : words) text_.replace(offset, word.size(), word);
    return true;
  }

  enum class Control : std::uint8_t { none, operand, done };

  const std::string& file_;
  const std::string source_;
  std::string& text_;
  std::vector<SilencedCall>& calls_;
  const std::vector<Token> tokens_;
  std::vector<Level> levels_;
  const Token* last_ = nullptr;
  std::size_t closed_owner_ = 0, questions_ = 0, depth_ = 0;
  mutable std::size_t no_close_after_ = 0, no_close_from_ = 0;
  bool colon_is_label_ = false, assigning_ = false, waits_ = false, procedural_ = false, routine_ = false;
  Control control_ = Control::none;
};

}  // namespace

Silenced silence(const tasks::FileSet& files) {
  Silenced silenced{files, {}};
  for (auto& [name, text] : silenced.files) FileSilencer(name, text, silenced.calls).run();
  return silenced;
}

void note_silenced(const std::vector<SilencedCall>& calls, std::vector<std::string>& findings) {
  if (calls.empty()) return;
  const SilencedCall& first = calls.front();
  findings.push_back(fmt::format("{} printing or control call{} of the design taken out, first {}:{}: {}", calls.size(),
                                 calls.size() == 1 ? "" : "s", first.file, first.line, first.token));
}

bool is_silenced_task(std::string_view task) {
  if (std::find(kTasks.begin(), kTasks.end(), task) != kTasks.end()) return true;
  if (task.empty() || std::string_view("boh").find(task.back()) == std::string_view::npos) return false;
  return std::find(kWithRadix.begin(), kWithRadix.end(), task.substr(0, task.size() - 1)) != kWithRadix.end();
}

}  // namespace gs::rtl
