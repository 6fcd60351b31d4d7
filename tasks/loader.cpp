#include "tasks/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/line_pattern.hpp"
#include "base/text.hpp"
#include "base/verilog_lexer.hpp"

namespace gs::tasks {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostSeeds = 16;
constexpr std::size_t kMostSampledSignals = 16;  // of one group, masks included: the width of a harness's sample
constexpr std::int64_t kMostWallMs = 3'600'000;
constexpr std::int64_t kMostMemoryMb = 1 << 16;

/// Every file of the task folder. Links, devices and strange names are refused before anything is read.
Result<FileSet> read_folder(const fs::path& folder) {
  GS_TRY(const std::vector<FolderEntry> entries, walk_folder(folder));
  FileSet files;
  std::size_t total_bytes = 0;
  for (const FolderEntry& entry : entries) {
    const std::string where = clean_utf8((folder / entry.path).string());
    if (!is_safe_relative_path(entry.path)) return invalid_input(where + ": control characters in a file name");
    if (entry.kind == EntryKind::link) return invalid_input(where + ": symbolic links are not allowed in a task");
    if (entry.kind == EntryKind::other) return invalid_input(where + ": neither a file nor a folder");
    if (entry.kind != EntryKind::file) continue;
    GS_TRY(std::string content, read_file(folder / entry.path, kTaskFileBytes));
    total_bytes += content.size();
    if (total_bytes > kTaskBytes) {
      return Error(ErrorCode::limit_exceeded,
                   fmt::format("{}: files of more than {} bytes in all", folder.string(), kTaskBytes));
    }
    files.emplace(entry.path, std::move(content));
  }
  return files;
}

/// Moves each file to the part of the task that its folder stands for.
Result<void> sort_files(const fs::path& folder, const FileSet& files, Task& task) {
  std::map<std::string, FileSet> known_bad;
  for (const auto& [path, content] : files) {
    const std::size_t slash = path.find('/');
    const std::string place = slash == std::string::npos ? std::string() : path.substr(0, slash);
    const std::string inner = slash == std::string::npos ? path : path.substr(slash + 1);
    const std::size_t inner_slash = inner.find('/');
    if (place == "workspace") {
      task.workspace.emplace(inner, content);
    } else if (place == "tests") {
      task.hidden.emplace(inner, content);
    } else if (place == "solution") {
      task.solution.emplace(inner, content);
    } else if (place == "known_bad" && inner_slash != std::string::npos) {
      known_bad[inner.substr(0, inner_slash)].emplace(inner.substr(inner_slash + 1), content);
    } else if (path == "instruction.md") {
      task.instruction = content;
    } else if (path != "task.toml") {
      return invalid_input(
          fmt::format("{}: no place for this file; a task holds task.toml, instruction.md, "
                      "workspace/, tests/, solution/ and known_bad/<name>/",
                      (folder / path).string()));
    }
  }
  for (auto& [name, overlaid] : known_bad) task.known_bad.push_back({name, std::move(overlaid)});
  return {};
}

/// A word that can stand in a selector and a file name: letters, digits, '-', '_', '.'; a letter or digit first.
bool is_name(std::string_view word) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !word.empty() && is_plain(word.front()) &&
         std::all_of(word.begin(), word.end(), [&](char c) { return is_plain(c) || c == '-' || c == '_' || c == '.'; });
}

std::string read_identifier(FieldReader& reader, std::string_view key) {
  std::string word = reader.string(key);
  if (!rtl::is_plain_identifier(word))
    reader.fail(key, fmt::format("expected a plain Verilog identifier, got \"{}\"", word));
  return word;
}

/// Reports `path` unless it is a safe path of a file in `files`, which lie in the task's folder `place`.
void require_file(FieldReader& reader, const std::string& key, const std::string& path, const FileSet& files,
                  std::string_view place) {
  if (!is_safe_relative_path(path)) {
    reader.fail(key, fmt::format("expected a relative path without \"..\", got \"{}\"", path));
  } else if (files.count(path) == 0) {
    reader.fail(key, fmt::format("no file \"{}\" in {}/", path, place));
  }
}

std::vector<std::string> read_files(FieldReader& reader, std::string_view key, const FileSet& files,
                                    std::string_view place) {
  std::vector<std::string> paths = reader.strings(key);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string field = fmt::format("{}/{}", key, i);
    require_file(reader, field, paths[i], files, place);
    if (!seen.insert(paths[i]).second) reader.fail(field, fmt::format("\"{}\" is named twice", paths[i]));
  }
  return paths;
}

std::vector<std::uint32_t> read_seeds(FieldReader& reader) {
  // Testbenches read the seed into a 32-bit signed integer with %d.
  const std::vector<std::int64_t> numbers = reader.integers_or("seeds", {1}, 0, 0x7fff'ffff);
  if (numbers.empty() || numbers.size() > kMostSeeds) {
    reader.fail("seeds", fmt::format("expected 1 to {} seeds, got {}", kMostSeeds, numbers.size()));
  }
  std::vector<std::uint32_t> seeds;
  for (const std::int64_t number : numbers) {
    const auto seed = static_cast<std::uint32_t>(number);
    if (std::find(seeds.begin(), seeds.end(), seed) != seeds.end()) {
      reader.fail("seeds", fmt::format("{} is given twice", seed));
    }
    seeds.push_back(seed);
  }
  return seeds;
}

/// "rd_data" or "rd_data when rd_valid".
std::optional<SampleGroup::Signal> parse_signal(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  const bool has_mask = words.size() == 3 && words[1] == "when" && rtl::is_plain_identifier(words[2]);
  if ((words.size() != 1 && !has_mask) || !rtl::is_plain_identifier(words[0])) return std::nullopt;
  return SampleGroup::Signal{std::string(words[0]), has_mask ? std::string(words[2]) : std::string()};
}

SampleGroup read_sample_group(FieldReader& reader) {
  SampleGroup group;
  const std::string at = reader.string("at");
  const std::vector<std::string_view> words = split(at, ' ');
  if (words.size() == 2 && (words[0] == "posedge" || words[0] == "negedge") && rtl::is_plain_identifier(words[1])) {
    group.edge = words[0];
    group.clock = words[1];
  } else {
    reader.fail("at", fmt::format("expected \"posedge SIGNAL\" or \"negedge SIGNAL\", got \"{}\"", at));
  }
  std::set<std::string> lines, names;
  for (const std::string& line : reader.strings("signals")) {
    const std::string field = fmt::format("signals/{}", group.signals.size());
    const std::optional<SampleGroup::Signal> signal = parse_signal(line);
    if (!signal) reader.fail(field, fmt::format("expected \"NAME\" or \"NAME when NAME\", got \"{}\"", line));
    if (!lines.insert(line).second) reader.fail(field, fmt::format("\"{}\" is named twice", line));
    group.signals.push_back(signal.value_or(SampleGroup::Signal{}));
    names.insert(group.signals.back().name);
    if (!group.signals.back().when.empty()) names.insert(group.signals.back().when);
  }
  if (names.size() > kMostSampledSignals) {
    reader.fail("signals", fmt::format("expected at most {} signals, the ones after \"when\" included, got {}",
                                       kMostSampledSignals, names.size()));
  }
  return group;
}

std::string read_pattern(FieldReader& reader, std::string_view key) {
  std::string pattern = reader.string_or(key, "");
  if (const auto compiled = LinePattern::compile(pattern); !compiled) reader.fail(key, compiled.error().message());
  return pattern;
}

void read_printed_verdict(FieldReader& reader, EvaluatorSettings& settings) {
  settings.pass_line = read_pattern(reader, "pass_line");
  settings.fail_line = read_pattern(reader, "fail_line");
  settings.silence = reader.boolean_or("silence", !settings.pass_line.empty());
  if (settings.pass_line.empty() && !settings.fail_line.empty())
    reader.fail("fail_line", "needs a pass_line beside it");
  if (!settings.pass_line.empty() && !settings.silence) {
    reader.fail("silence", "a candidate that may print could print the pass_line");
  }
}

/// The settings of [check] or [judge]; `files` are those of `place`.
EvaluatorSettings read_evaluator(FieldReader reader, std::initializer_list<std::string_view> allowed,
                                 const FileSet& files, std::string_view place) {
  EvaluatorSettings settings;
  settings.evaluator = reader.choice("evaluator", allowed);
  if (reader.has("simulator")) {
    settings.simulator = reader.choice("simulator", {"verilator", "icarus", "both", "auto"});
  }
  if (settings.evaluator == "rtl-replay") {
    settings.trace = reader.string("trace");
    require_file(reader, "trace", settings.trace, files, place);
    settings.clock = read_identifier(reader, "clock");
    settings.seeds = {1};
    return settings;
  }
  if (settings.evaluator == "external") return settings;
  if (settings.evaluator == "rtl-cocotb") {
    settings.commands = reader.strings("commands");
    settings.environment = reader.string("environment");
    require_file(reader, "environment", settings.environment, files, place);
    settings.seeds = read_seeds(reader);
    if (settings.simulator != "icarus" && settings.simulator != "verilator") {
      reader.fail("simulator", "expected icarus or verilator, as the harness has it");
    }
    return settings;
  }
  if (settings.evaluator == "text-line") {
    settings.expected = reader.string("expected");
    require_file(reader, "expected", settings.expected, files, place);
    return settings;
  }
  settings.testbench = read_files(reader, "testbench", files, place);
  if (reader.has("data")) settings.data = read_files(reader, "data", files, place);
  settings.top = read_identifier(reader, "top");
  settings.seeds = read_seeds(reader);
  if (settings.evaluator == "rtl-testbench") read_printed_verdict(reader, settings);
  if (settings.evaluator == "rtl-trace") {
    for (FieldReader& sample : reader.tables("sample")) settings.samples.push_back(read_sample_group(sample));
  }
  return settings;
}

void read_design(FieldReader reader, Task& task) {
  if (task.kind != "rtl-line") task.design_top = read_identifier(reader, "top");
  task.sources = read_files(reader, "sources", task.workspace, "workspace");
  task.include_dirs = reader.strings_or("include_dirs", {});
  for (std::size_t i = 0; i < task.include_dirs.size(); ++i) {
    const std::string& folder = task.include_dirs[i];
    const std::string field = fmt::format("include_dirs/{}", i);
    const auto first_inside = task.workspace.lower_bound(folder + "/");
    if (!is_safe_relative_path(folder)) {
      reader.fail(field, fmt::format("expected a relative path without \"..\", got \"{}\"", folder));
    } else if (first_inside == task.workspace.end() || !first_inside->first.starts_with(folder + "/")) {
      reader.fail(field, fmt::format("no folder \"{}\" in workspace/", folder));
    }
  }
}

void read_repair(FieldReader reader, Task& task) {
  task.bug_class = reader.choice(
      "bug_class", {"operator", "constant", "off-by-one", "reset", "assignment-kind", "sensitivity", "latch", "width",
                    "sign", "fsm", "handshake", "hazard", "cdc", "port-swap", "parameter"});
  task.changes = static_cast<int>(reader.integer("changes", 1, 100));
  task.reported_file = reader.string("reported_file");
  require_file(reader, "reported_file", task.reported_file, task.workspace, "workspace");
}

void read_limits(FieldReader reader, TaskLimits& limits) {
  const auto read_wall = [&](std::string_view key, std::chrono::milliseconds fallback) {
    return std::chrono::milliseconds(reader.integer_or(key, fallback.count(), 1, kMostWallMs));
  };
  limits.compile_wall = read_wall("compile_wall_ms", limits.compile_wall);
  limits.run_wall = read_wall("run_wall_ms", limits.run_wall);
  const std::int64_t fallback_mb = static_cast<std::int64_t>(limits.memory_bytes >> 20);
  limits.memory_bytes = static_cast<std::size_t>(reader.integer_or("memory_mb", fallback_mb, 1, kMostMemoryMb)) << 20;
}

/// [import] and, only with it, [admission].
void read_origin(FieldReader& reader, Task& task) {
  if (auto from = reader.table_if_present("import")) {
    ImportedFrom imported;
    imported.format = from->string("format");
    if (!is_name(imported.format)) from->fail("format", "expected letters, digits, '-', '_' and '.' only");
    imported.official_id = from->string("official_id");
    task.imported = std::move(imported);
  }
  auto admission = reader.table_if_present("admission");
  if (!admission) return;
  task.not_admitted = admission->string("fault");
  if (!task.imported) reader.fail("admission", "only for imported tasks: others are admitted or changed");
}

void read_identity(FieldReader& reader, const std::string& folder_name, Task& task) {
  task.id = reader.string("id");
  if (task.id != folder_name) {
    reader.fail("id", fmt::format("is \"{}\", but the folder is named \"{}\"", task.id, folder_name));
  }
  if (!is_name(task.id)) reader.fail("id", "expected letters, digits, '-', '_' and '.' only");
  task.kind = reader.choice("kind", {"rtl-repair", "rtl-completion", "rtl-line", "cuda-kernel", "timing", "external"});
  task.title = reader.string("title");
  read_origin(reader, task);
  if (task.imported) {
    task.difficulty = reader.choice("difficulty", {"easy", "medium", "hard", "unrated"});
  } else {
    task.difficulty = reader.choice("difficulty", {"easy", "medium", "hard"});
  }
  task.tags = reader.strings_or("tags", {});
  for (std::size_t i = 0; i < task.tags.size(); ++i) {
    if (!is_name(task.tags[i])) {
      reader.fail(fmt::format("tags/{}", i), "expected letters, digits, '-', '_' and '.' only");
    }
  }
  task.origin = reader.string("origin");
  task.licence = reader.string("licence");
}

Result<void> read_task_file(const std::string& text, const std::string& origin, const std::string& folder_name,
                            Task& task) {
  GS_TRY(const Json tree, parse_toml(text, origin));
  FieldReader reader(tree, origin);
  const std::int64_t schema = reader.integer("schema", 0, 1'000'000);
  // Another schema has other fields: nothing after this could be understood.
  if (reader.has("schema") && schema != 1) {
    reader.fail("schema", fmt::format("schema {} is not known to this version", schema));
    return reader.finish();
  }
  read_identity(reader, folder_name, task);
  if (task.kind != "external") read_design(reader.table("design"), task);
  if (task.kind == "rtl-repair" && (!task.imported || reader.has("repair"))) {
    read_repair(reader.table("repair"), task);
  }
  if (auto check = reader.table_if_present("check")) {
    task.check = read_evaluator(*check, {"rtl-testbench", "rtl-replay"}, task.workspace, "workspace");
  }
  task.judge = read_evaluator(reader.table("judge"),
                              {"rtl-trace", "rtl-testbench", "rtl-replay", "rtl-cocotb", "text-line", "external"},
                              task.hidden, "tests");
  if ((task.judge.evaluator == "text-line") != (task.kind == "rtl-line")) {
    reader.fail("judge/evaluator", "text-line is for tasks of kind rtl-line, and they have no other");
  }
  if ((task.judge.evaluator == "external") != (task.kind == "external")) {
    reader.fail("judge/evaluator", "external is for tasks of kind external, and they have no other");
  }
  if (task.judge.evaluator == "external" && (!task.imported || task.not_admitted.empty())) {
    reader.fail("judge/evaluator", "external is for imported tasks whose [admission] says why they cannot be judged");
  }
  if (task.judge.evaluator == "rtl-trace" && task.solution.empty()) {
    reader.fail("judge/evaluator", "rtl-trace compares with the golden answer, but solution/ is empty");
  }
  if (auto limits = reader.table_if_present("limits")) read_limits(*limits, task.limits);
  return reader.finish();
}

/// An answer replaces existing files, and only those that a candidate may change.
Result<void> check_answer(const fs::path& answer_folder, const FileSet& answer, const Task& task) {
  const std::vector<std::string> editable = task.editable_files();
  for (const auto& [path, content] : answer) {
    const std::string where = (answer_folder / path).string();
    if (task.workspace.count(path) == 0) return invalid_input(where + ": no such file in workspace/");
    if (std::find(editable.begin(), editable.end(), path) == editable.end()) {
      return invalid_input(where + ": neither in /design/sources nor in /design/include_dirs, so not to be changed");
    }
  }
  return {};
}

}  // namespace

Result<Task> load_task(const fs::path& folder) {
  // "packs/rtl-repair/x/" and "." name their task and suite too.
  std::error_code code;
  fs::path full = fs::absolute(folder, code).lexically_normal();
  if (code) return external(fmt::format("{}: {}", folder.string(), code.message()));
  if (!full.has_filename()) full = full.parent_path();

  GS_TRY(const FileSet files, read_folder(folder));
  const auto description = files.find("task.toml");
  if (description == files.end()) return not_found((folder / "task.toml").string() + ": no such file");
  Task task;
  task.suite = full.parent_path().filename().string();
  task.folder = full;
  GS_CHECK(sort_files(folder, files, task));
  GS_CHECK(read_task_file(description->second, (folder / "task.toml").string(), full.filename().string(), task));
  if (trim(task.instruction).empty()) {
    return invalid_input((folder / "instruction.md").string() + ": missing or empty");
  }
  if (clean_utf8(task.instruction) != task.instruction) {
    return invalid_input((folder / "instruction.md").string() + ": not plain UTF-8 text with \\n line ends");
  }
  GS_CHECK(check_answer(folder / "solution", task.solution, task));
  for (const KnownBad& bad : task.known_bad) {
    GS_CHECK(check_answer(folder / "known_bad" / bad.name, bad.files, task));
  }
  task.hash = hash_of(files);
  return task;
}

}  // namespace gs::tasks
