#include "agent/tools/toolbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "agent/tools/text_edit.hpp"
#include "base/text.hpp"

namespace gs::agent::tools {
namespace {

// A file's lines at once, hits of a search, and bytes of what the examinations say.
constexpr std::size_t kLines = 250, kReadBytes = 14'000, kHits = 40, kHitBytes = 160;
constexpr std::size_t kFeedbackBytes = 6'200, kTraceBytes = 3'500;
constexpr std::size_t kAround = 2;  // lines shown around an edit

Json field(const char* type, const char* description) {
  return Json{{"type", type}, {"description", description}};
}

Json object(Json properties, std::vector<std::string> required) {
  return Json{{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

}  // namespace

// Arguments of one call, with the errors that a model can act on.
struct Toolbox::Call {
  std::string tool;
  Json arguments;

  Result<std::string> text(const char* name) const {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return invalid_input(fmt::format("{}: the argument \"{}\" is missing", tool, name));
    if (!found->is_string()) return invalid_input(fmt::format("{}: \"{}\" must be a string", tool, name));
    return found->get<std::string>();
  }
  // Also from a string of digits, as models write them.
  Result<std::optional<double>> number(const char* name) const {
    const auto found = arguments.find(name);
    if (found == arguments.end() || found->is_null()) return std::optional<double>();
    double value = std::numeric_limits<double>::quiet_NaN();
    if (found->is_number()) value = found->get<double>();
    if (found->is_string()) {
      const std::string& digits = found->get_ref<const std::string&>();
      char* end = nullptr;
      value = std::strtod(digits.c_str(), &end);
      if (digits.empty() || !trim(end).empty()) value = std::numeric_limits<double>::quiet_NaN();
    }
    if (!(value >= 0 && value <= 1e12))
      return invalid_input(fmt::format("{}: \"{}\" must be a number that is not negative", tool, name));
    return std::optional<double>(value);
  }
  Result<std::optional<std::size_t>> line(const char* name) const {
    GS_TRY(const std::optional<double> value, number(name));
    return value ? std::optional<std::size_t>(static_cast<std::size_t>(*value)) : std::nullopt;
  }
};

void Toolbox::begin(const PublicTask& task) {
  original_ = files_ = task.workspace;
  editable_ = task.editable_files;
}

void Toolbox::take(const tasks::Candidate& candidate) {
  files_ = original_;
  for (const auto& [path, content] : candidate.files) files_[path] = content;
}

tasks::Candidate Toolbox::candidate() const {
  tasks::Candidate candidate;
  for (const std::string& path : editable_) {
    const auto now = files_.find(path), before = original_.find(path);
    if (now != files_.end() && (before == original_.end() || before->second != now->second))
      candidate.files[path] = now->second;
  }
  return candidate;
}

std::vector<models::Tool> Toolbox::offered(const Workbench& bench) const {
  const Json path = field("string", "path of a file, as list_files gives it");
  std::vector<models::Tool> tools{
      {"list_files", "Lists all files with their sizes and whether they may be changed.", object(Json::object(), {})},
      {"read_file", "Shows lines of a file with their numbers.",
       object({{"path", path},
               {"first_line", field("integer", "first line that is shown; 1 if left out")},
               {"last_line", field("integer", "last line that is shown")}},
              {"path"})},
      {"search", "Finds a text in the lines of all files (plain text; without capitals it finds both cases).",
       object({{"text", field("string", "what to find")}, {"path", field("string", "only in this file")}}, {"text"})},
      {"edit_file",
       "Replaces one place in a file: `search` is what stands there now, `replace` what shall stand there.",
       object({{"path", path},
               {"search", field("string", "whole lines as they stand in the file, enough to be found once")},
               {"replace", field("string", "the lines that replace them")},
               {"line", field("integer", "where it is meant, if it stands in several places")}},
              {"path", "search", "replace"})},
      {"write_file", "Gives a file a whole new content.",
       object({{"path", path}, {"content", field("string", "all of the file")}}, {"path", "content"})}};
  if (bench.can_compile())
    tools.push_back({"compile", "Compiles the design alone; shows errors and warnings.", object(Json::object(), {})});
  const bool simulates = bench.has_check() && bench.evidence() != Evidence::compile;
  if (simulates)
    tools.push_back({"simulate", "Runs the visible test on the files as they are now.", object(Json::object(), {})});
  if (bench.can_trace()) {
    tools.push_back(
        {"trace",
         "Shows how a signal got its value in the visible test: the statements that drove it, with values, back "
         "through registers and instances.",
         object({{"signal", field("string", "a signal: \"u_fifo.count\" below the top module, or just its name")},
                 {"time_ns", field("number", "at this time; left out: where the test first saw a wrong value")}},
                {"signal"})});
  }
  tools.push_back({"submit", "Hands in the files as they are now. The last thing to do.", object(Json::object(), {})});
  return tools;
}

Result<ToolResult> Toolbox::use(const models::ToolCall& made, Workbench& bench) {
  ToolResult result;
  result.use.call = made;
  result.use.tree = tree();
  const std::vector<models::Tool> tools = offered(bench);
  if (std::none_of(tools.begin(), tools.end(), [&](const models::Tool& tool) { return tool.name == made.name; })) {
    std::vector<std::string> names;
    for (const models::Tool& tool : tools) names.push_back(tool.name);
    result.use.malformed = true;
    result.use.result = fmt::format("There is no tool \"{}\"; there are: {}", clean_utf8(made.name), join(names, ", "));
    return result;
  }
  Call call{made.name, Json::object()};
  if (!trim(made.arguments).empty()) {
    auto parsed = parse_json(made.arguments, "the arguments");
    if (!parsed || !parsed->is_object()) {
      result.use.malformed = true;
      result.use.result = parsed ? "The arguments are no JSON object" : parsed.error().message();
      return result;
    }
    call.arguments = *std::move(parsed);
  }
  Result<std::string> said = [&]() -> Result<std::string> {
    if (made.name == "list_files") return list_files();
    if (made.name == "read_file") return read_file(call);
    if (made.name == "search") return search(call);
    if (made.name == "edit_file") return edit_file(call);
    if (made.name == "write_file") return write_file(call);
    if (made.name == "compile") return compile(bench);
    if (made.name == "simulate") return simulate(bench, result);
    if (made.name == "trace") return trace(call, bench);
    result.submitted = true;
    return std::string("Handed in.");
  }();
  if (said) {
    result.use.result = clean_utf8(*said);
  } else if (said.error().code() == ErrorCode::invalid_input || said.error().code() == ErrorCode::not_found) {
    result.use.failed = true;
    result.use.result = clean_utf8(said.error().message());
  } else {
    return std::move(said).error();
  }
  return result;
}

std::string Toolbox::list_files() const {
  std::string out;
  for (const auto& [path, content] : files_) {
    const bool editable = std::find(editable_.begin(), editable_.end(), path) != editable_.end();
    const auto before = original_.find(path);
    const bool changed = before == original_.end() || before->second != content;
    out += fmt::format("{}  {} lines{}{}{}\n", path, split_lines(content).size(), editable ? ", editable" : "",
                       changed ? ", changed" : "", is_text(content) ? "" : ", no text");
  }
  return out;
}

Result<std::string> Toolbox::file_named(const std::string& path) const {
  std::string plain = path;
  while (plain.starts_with("./")) plain.erase(0, 2);
  if (files_.count(plain) > 0) return plain;
  std::vector<std::string> names, same;
  for (const auto& [name, content] : files_) {
    names.push_back(name);
    if (name.ends_with("/" + plain)) same.push_back(name);
  }
  if (same.size() == 1) return same.front();
  const std::string near = nearest(plain, names);
  return not_found(fmt::format("no file {}{}", clean_utf8(path), near.empty() ? "" : "; is " + near + " meant?"));
}

Result<std::string> Toolbox::editable_named(const std::string& path) const {
  GS_TRY(const std::string name, file_named(path));
  if (std::find(editable_.begin(), editable_.end(), name) != editable_.end()) return name;
  return invalid_input(fmt::format("{} may not be changed; those that may be: {}", name, join(editable_, ", ")));
}

Result<std::string> Toolbox::read_file(const Call& call) const {
  GS_TRY(const std::string asked, call.text("path"));
  GS_TRY(const std::string path, file_named(asked));
  const std::string& content = files_.at(path);
  if (!is_text(content)) return invalid_input(path + " is no text");
  GS_TRY(const std::optional<std::size_t> first_line, call.line("first_line"));
  GS_TRY(const std::optional<std::size_t> last_line, call.line("last_line"));
  const std::size_t lines = split_lines(content).size();
  const std::size_t first = std::max<std::size_t>(1, first_line.value_or(1));
  if (first > lines) return invalid_input(fmt::format("{} has {} lines", path, lines));
  const std::size_t last = std::min({lines, std::max(first, last_line.value_or(lines)), first + kLines - 1});
  std::string text = numbered_lines(content, first, last - first + 1);
  if (text.size() > kReadBytes) text = bound_text(text, kReadBytes);
  if (last < lines) text += fmt::format("(lines {} to {} of {}; read on from line {})\n", first, last, lines, last + 1);
  return text;
}

Result<std::string> Toolbox::search(const Call& call) const {
  GS_TRY(const std::string wanted, call.text("text"));
  if (trim(wanted).empty()) return invalid_input("search: \"text\" is empty");
  std::string only;
  if (call.arguments.contains("path") && call.arguments["path"] != "") {
    GS_TRY(const std::string path, call.text("path"));
    GS_TRY(only, file_named(path));
  }
  std::string out;
  std::size_t hits = 0;
  for (const auto& [path, content] : files_) {
    if ((!only.empty() && path != only) || !is_text(content)) continue;
    std::size_t number = 0;
    for (const std::string_view line : split_lines(content)) {
      ++number;
      if (!line_has(line, wanted) || ++hits > kHits) continue;
      out += fmt::format("{}:{}: {}\n", path, number, bound_text(clean_utf8(trim(line)), kHitBytes));
    }
  }
  if (hits == 0) return fmt::format("\"{}\" stands nowhere", clean_utf8(wanted));
  if (hits > kHits) out += fmt::format("({} more)\n", hits - kHits);
  return out;
}

Result<std::string> Toolbox::edit_file(const Call& call) {
  GS_TRY(const std::string asked, call.text("path"));
  GS_TRY(const std::string path, editable_named(asked));
  TextEdit edit;
  GS_TRY(edit.search, call.text("search"));
  GS_TRY(edit.replace, call.text("replace"));
  GS_TRY(edit.line, call.line("line"));
  auto edited = edit_text(files_.at(path), edit);
  if (!edited) return std::move(edited).error().with(path);
  files_[path] = edited->text;
  const std::size_t first = edited->first_line > kAround ? edited->first_line - kAround : 1;
  return fmt::format("{} now{}:\n{}", path, edited->by_words ? " (found by its words; white space differed)" : "",
                     numbered_lines(edited->text, first, std::min(kLines, edited->lines + 2 * kAround)));
}

Result<std::string> Toolbox::write_file(const Call& call) {
  GS_TRY(const std::string asked, call.text("path"));
  GS_TRY(const std::string path, editable_named(asked));
  GS_TRY(std::string content, call.text("content"));
  if (trim(content).empty()) return invalid_input("write_file: \"content\" is empty");
  if (content.back() != '\n') content += '\n';
  files_[path] = std::move(content);
  return fmt::format("{} has {} lines now", path, split_lines(files_[path]).size());
}

Result<std::string> Toolbox::compile(Workbench& bench) const {
  GS_TRY(const tasks::Verdict verdict, bench.compile(candidate()));
  if (is_infrastructure(verdict.status)) return unavailable(verdict.summary);
  return fmt::format("{}\n{}", verdict.summary, bound_text(verdict.feedback, kFeedbackBytes));
}

Result<std::string> Toolbox::simulate(Workbench& bench, ToolResult& result) const {
  GS_TRY(const tasks::Verdict verdict, bench.check(candidate()));
  if (is_infrastructure(verdict.status)) return unavailable(verdict.summary);
  result.check = verdict;
  if (verdict.passed()) return fmt::format("passed: {}", verdict.summary);
  return fmt::format("{}: {}\n{}", to_string(verdict.status), verdict.summary,
                     bound_text(verdict.feedback, kFeedbackBytes));
}

Result<std::string> Toolbox::trace(const Call& call, Workbench& bench) const {
  evaluators::SignalAt where;
  GS_TRY(where.signal, call.text("signal"));
  GS_TRY(const std::optional<double> ns, call.number("time_ns"));
  if (ns) where.ps = static_cast<std::uint64_t>(std::llround(*ns * 1000));
  return bench.trace(candidate(), where, kTraceBytes);
}

std::vector<models::ToolCall> calls_in_text(std::string_view text, const std::vector<models::Tool>& known) {
  std::vector<models::ToolCall> calls;
  const auto add = [&](std::string_view json) {
    const auto parsed = parse_json(json, "call");
    if (!parsed || !parsed->is_object() || !parsed->contains("name") || !(*parsed)["name"].is_string()) return;
    const std::string name = (*parsed)["name"];
    if (std::none_of(known.begin(), known.end(), [&](const models::Tool& tool) { return tool.name == name; })) return;
    Json arguments = Json::object();
    for (const char* word : {"arguments", "parameters"}) {
      if (parsed->contains(word)) arguments = (*parsed)[word];
    }
    const std::string as_text = arguments.is_string() ? arguments.get<std::string>() : dump_json(arguments);
    calls.push_back({fmt::format("said_{}", calls.size() + 1), name, as_text});
  };
  constexpr std::string_view kOpen = "<tool_call>", kClose = "</tool_call>";
  for (std::size_t at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen, at + 1)) {
    const std::size_t begin = at + kOpen.size();
    const std::size_t end = std::min(text.find(kClose, begin), text.size());
    add(trim(text.substr(begin, end - begin)));
  }
  if (!calls.empty()) return calls;
  constexpr std::string_view kFence = "```";
  for (std::size_t at = text.find(kFence); at != std::string_view::npos;) {
    const std::size_t begin = text.find('\n', at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find(kFence, begin);
    add(trim(text.substr(begin, std::min(end, text.size()) - begin)));
    at = end == std::string_view::npos ? end : text.find(kFence, end + kFence.size());
  }
  if (calls.empty()) add(trim(text));
  return calls;
}

}  // namespace gs::agent::tools
