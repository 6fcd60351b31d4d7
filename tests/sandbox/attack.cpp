#include "attack.hpp"

#include <algorithm>
#include <utility>

#include "base/files.hpp"
#include "base/json.hpp"

namespace gs::attacks {

namespace fs = std::filesystem;
using sandbox::Step;
using std::chrono::milliseconds;

namespace {

constexpr std::int64_t kMost = 1 << 20;
constexpr const char* kGroups[] = {"escape", "exhaustion", "compile-bomb", "simulation", "forgery", "harness"};

std::optional<std::int64_t> integer_if_present(FieldReader& reader, std::string_view key, std::int64_t most = kMost) {
  if (!reader.has(key)) return std::nullopt;
  return reader.integer(key, 0, most);
}

void check_words(FieldReader& reader, std::string_view key, const std::vector<std::string>& words,
                 std::initializer_list<std::string_view> allowed) {
  for (const std::string& word : words) {
    if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) reader.fail(key, "not known: " + word);
  }
}

void read_statuses(FieldReader& reader, Expectation& expect) {
  expect.status = reader.strings_or("status", {});
  check_words(
      reader, "status", expect.status,
      {"ok", "nonzero", "signal", "timeout_wall", "timeout_cpu", "out_of_memory", "process_limit", "output_limit"});
}

std::vector<std::string> read_verdicts(FieldReader& reader, std::string_view key, const Attack& attack) {
  std::vector<std::string> words = reader.strings_or(key, {});
  check_words(reader, key, words,
              {"passed", "failed", "refused", "compile_error", "timeout", "crashed", "tool_crash", "error"});
  const bool passes = std::find(words.begin(), words.end(), "passed") != words.end();
  if (passes && !attack.control) reader.fail(key, "an attack may never pass; honest work is marked control = true");
  return words;
}

Step read_step(FieldReader reader) {
  Step step;
  step.argv = reader.strings("argv");
  step.stdin_text = reader.string_or("stdin", "");
  step.wants_channel = reader.boolean_or("channel", false);
  step.stop_on_failure = reader.boolean_or("stop_on_failure", true);
  if (const auto wall = integer_if_present(reader, "wall_ms")) step.wall = milliseconds(*wall);
  return step;
}

std::vector<Step> read_steps(FieldReader& reader, std::string_view key) {
  std::vector<Step> steps;
  if (!reader.has(key)) return steps;
  for (FieldReader& step : reader.tables(key)) steps.push_back(read_step(step));
  return steps;
}

Step one_step(std::vector<std::string> argv) {
  Step step;
  step.argv = std::move(argv);
  return step;
}

/// Small enough to be harmless to the host wherever only rlimits hold.
sandbox::Limits read_limits(std::optional<FieldReader> reader) {
  sandbox::Limits limits;
  limits.wall = limits.cpu = milliseconds(8000);
  limits.memory_bytes = std::size_t{256} << 20;
  limits.work_bytes = limits.file_bytes = std::size_t{32} << 20;
  limits.output_bytes = std::size_t{256} << 10;
  limits.processes = 32;
  if (!reader) return limits;
  const auto read = [&](std::string_view key, auto& field, std::int64_t unit) {
    if (const auto value = integer_if_present(*reader, key)) {
      field = static_cast<std::remove_reference_t<decltype(field)>>(*value * unit);
    }
  };
  read("memory_mb", limits.memory_bytes, 1 << 20);
  read("work_mb", limits.work_bytes, 1 << 20);
  read("file_mb", limits.file_bytes, 1 << 20);
  read("output_kb", limits.output_bytes, 1 << 10);
  read("channel_kb", limits.channel_bytes, 1 << 10);
  read("processes", limits.processes, 1);
  read("open_files", limits.open_files, 1);
  if (const auto wall = integer_if_present(*reader, "wall_ms")) limits.wall = milliseconds(*wall);
  if (const auto cpu = integer_if_present(*reader, "cpu_ms")) limits.cpu = milliseconds(*cpu);
  return limits;
}

void read_box(FieldReader& reader, Attack& attack) {
  sandbox::Request& request = attack.request;
  request.label = attack.name;
  request.steps = read_steps(reader, "step");
  attack.before = read_steps(reader, "before");
  attack.beside = read_steps(reader, "beside");
  if (reader.has("script")) request.steps.push_back(one_step({"sh", "-c", reader.string("script")}));
  if (reader.has("run")) request.steps.push_back(one_step(reader.strings("run")));
  if (request.steps.empty() && !attack.source.empty()) request.steps.push_back(one_step({"../in/attack"}));
  if (request.steps.empty()) reader.fail("step", "neither run, script, [[step]] nor a C source");
  const std::string policy = reader.string_or("policy", attack.source.empty() ? "compile" : "run");
  if (policy != "compile" && policy != "run") reader.fail("policy", "expected \"compile\" or \"run\"");
  request.policy = policy == "run" ? sandbox::Policy::run() : sandbox::Policy::compile();
  request.collect = reader.strings_or("collect", {});
  request.limits = read_limits(reader.table_if_present("limits"));
  if (const auto bytes = integer_if_present(reader, "collect_kb")) {
    request.collect_bytes = static_cast<std::size_t>(*bytes) << 10;
  }
  attack.host_dies_after = integer_if_present(reader, "host_dies_after_ms");

  FieldReader table = reader.table("expect");
  Expectation& expect = attack.expect;
  expect.sandbox_error = table.boolean_or("sandbox_error", false);
  read_statuses(table, expect);
  if (table.has("stdout")) expect.stdout_exact = table.string_or("stdout", "");
  expect.stdout_has = table.strings_or("stdout_has", {});
  expect.stdout_lacks = table.strings_or("stdout_lacks", {});
  expect.stdout_lacks_under_landlock = table.strings_or("stdout_lacks_under_landlock", {});
  expect.stdout_lacks_under_cgroup = table.strings_or("stdout_lacks_under_cgroup", {});
  expect.output_lacks = table.strings_or("output_lacks", {});
  expect.refused = table.strings_or("refused", {});
  expect.exit_code = integer_if_present(table, "exit_code");
  expect.most_wall_ms = integer_if_present(table, "max_wall_ms");
  expect.most_output_bytes = integer_if_present(table, "max_output_bytes");
  if (table.has("collected")) {
    for (FieldReader& file : table.tables("collected")) {
      std::string name = file.string("file");
      if (file.boolean_or("optional", false)) expect.may_be_refused.push_back(name);
      expect.collected[std::move(name)] = file.string_or("content", "");
    }
  }
  if (expect.status.empty() && !expect.sandbox_error && !attack.host_dies_after) {
    table.fail("status", "an attack without an expected status proves nothing");
  }
}

void read_rtl(FieldReader& reader, Attack& attack) {
  attack.task = reader.string("task");
  const std::string phase = reader.string_or("phase", "judge");
  if (phase != "judge" && phase != "check") reader.fail("phase", "expected \"judge\" or \"check\"");
  attack.phase = phase == "check" ? evaluators::Phase::check : evaluators::Phase::judge;
  if (reader.has("place")) {  // paths that no fixture can have
    for (FieldReader& place : reader.tables("place")) {
      const std::string file = place.string("file");
      auto node = attack.files.extract(file);
      if (!node) {
        place.fail("file", "no file " + file);
        continue;
      }
      node.key() = place.string("path");
      attack.files.insert(std::move(node));
    }
  }
  if (auto limits = reader.table_if_present("limits")) {
    attack.compile_wall_ms = integer_if_present(*limits, "compile_wall_ms");
    attack.run_wall_ms = integer_if_present(*limits, "run_wall_ms");
    attack.memory_mb = integer_if_present(*limits, "memory_mb");
  }
  FieldReader table = reader.table("expect");
  Expectation& expect = attack.expect;
  expect.verdict = read_verdicts(table, "verdict", attack);
  expect.verdict_without_gate = read_verdicts(table, "verdict_without_gate", attack);
  expect.verdict_elsewhere = table.strings_or("verdict_elsewhere", {});
  check_words(table, "verdict_elsewhere", expect.verdict_elsewhere, {"passed", "error"});
  expect.feedback_has = table.strings_or("feedback_has", {});
  expect.feedback_lacks = table.strings_or("feedback_lacks", {});
  if (expect.verdict.empty()) table.fail("verdict", "an attack without an expected verdict proves nothing");
}

}  // namespace

std::string Attack::test_name() const {
  std::string text = group + "_" + name;
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return text;
}

Result<Attack> load_attack(const fs::path& folder) {
  const std::string origin = (folder / "attack.toml").string();
  GS_TRY(const Json tree, read_toml_file(folder / "attack.toml"));
  GS_TRY(const std::vector<std::string> names, list_files(folder));
  Attack attack;
  attack.group = folder.parent_path().filename().string();
  attack.name = folder.filename().string();
  if (std::find(std::begin(kGroups), std::end(kGroups), attack.group) == std::end(kGroups)) {
    return invalid_input(origin + ": no group is named " + attack.group);
  }
  for (const std::string& name : names) {
    if (name == "attack.toml") continue;
    GS_TRY(std::string content, read_file(folder / name));
    if (name == "attack.c") {
      attack.source = std::move(content);
    } else {
      attack.files[name] = std::move(content);
    }
  }
  FieldReader reader(tree, origin);
  attack.title = reader.string("title");
  attack.control = reader.boolean_or("control", false);
  attack.kind = reader.choice("kind", {"box", "rtl"}) == "rtl" ? Attack::Kind::rtl : Attack::Kind::box;
  attack.kind == Attack::Kind::rtl ? read_rtl(reader, attack) : read_box(reader, attack);
  GS_CHECK(reader.finish());
  return attack;
}

Result<std::vector<fs::path>> find_attacks(const fs::path& root) {
  GS_TRY(const std::vector<std::string> groups, list_folders(root));
  std::vector<fs::path> found;
  for (const std::string& group : groups) {
    if (group == "tasks") continue;
    GS_TRY(const std::vector<std::string> names, list_folders(root / group));
    for (const std::string& name : names) found.push_back(root / group / name);
  }
  return found;
}

std::string fill_in(std::string text, const std::map<std::string, std::string>& places) {
  for (const auto& [name, value] : places) {
    const std::string word = "@" + name + "@";
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size()) {
      text.replace(at, word.size(), value);
    }
  }
  return text;
}

}  // namespace gs::attacks
