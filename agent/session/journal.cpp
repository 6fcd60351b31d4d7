#include "agent/session/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace gs::agent::session {

namespace fs = std::filesystem;

namespace {

constexpr int kVersion = 1;
constexpr const char* kFile = "journal.jsonl";
constexpr const char* kObjects = "objects";

Result<UniqueFd> open_locked(const fs::path& folder, int more_flags) {
  const fs::path file = folder / kFile;
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | more_flags, 0600));
  if (!fd && errno == ENOENT) return not_found(file.string() + ": no such session");
  if (!fd) return errno_error(file.string(), errno);
  if (!try_lock(fd.get())) return unavailable(folder.filename().string() + ": another process has this session open");
  return fd;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

}  // namespace

Result<Journal> Journal::create(const fs::path& folder, JournalHead head) {
  GS_CHECK(gs::create_directories(folder));
  if (::chmod(folder.c_str(), 0700) != 0) return errno_error(folder.string(), errno);
  GS_TRY(UniqueFd fd, open_locked(folder, O_CREAT | O_EXCL));
  Journal journal(folder, std::move(fd));
  Json start = Json::object();
  for (const auto& [path, content] : head.start) {
    GS_TRY(start[path], journal.keep(content));
  }
  GS_CHECK(journal.append({{"gatesmith-session", kVersion},
                           {"id", head.id},
                           {"root", head.root},
                           {"created", head.created.count()},
                           {"request", head.request},
                           {"start", std::move(start)}}));
  journal.state_.head = std::move(head);
  return journal;
}

Result<Journal> Journal::open(const fs::path& folder) {
  GS_TRY(UniqueFd fd, open_locked(folder, 0));
  GS_TRY(const std::string text, read_file(folder / kFile, std::size_t{1} << 30));
  Journal journal(folder, std::move(fd));
  GS_CHECK(journal.read(text).with((folder / kFile).string()));
  return journal;
}

Result<void> Journal::read(std::string_view text) {
  const std::size_t end = text.rfind('\n');
  const std::size_t whole = end == std::string_view::npos ? 0 : end + 1;
  // A line without its end was hit by a kill. It is cut off, or the next one would be appended to it.
  if (whole < text.size() && ::ftruncate(fd_.get(), static_cast<off_t>(whole)) != 0) return errno_error("cut", errno);
  int number = 0;
  for (const std::string_view line : split_lines(text.substr(0, whole))) {
    GS_TRY(const Json json, parse_json(line, fmt::format("line {}", ++number)));
    if (!json.is_object()) return corrupt(fmt::format("line {}: expected an object", number));
    GS_CHECK((number == 1 ? read_head(json) : read_event(json)).with(fmt::format("line {}", number)));
  }
  if (number == 0) return corrupt("holds no session");
  return {};
}

Result<void> Journal::read_head(const Json& json) {
  if (number_of(json, "gatesmith-session") != kVersion) return corrupt("is no session of this version");
  state_.head.id = text_of(json, "id");
  state_.head.root = text_of(json, "root");
  state_.head.created = std::chrono::milliseconds(number_of(json, "created"));
  state_.head.request = json.value("request", Json());
  const auto start = json.find("start");
  if (start == json.end() || !start->is_object()) return corrupt("/start: expected an object");
  for (const auto& [path, hash] : start->items()) {
    if (!hash.is_string()) return corrupt("/start: expected hashes");
    GS_TRY(state_.head.start[path], content_of(hash.get<std::string>()));
  }
  return {};
}

Result<void> Journal::read_event(const Json& json) {
  const std::string kind = text_of(json, "event");
  if (kind == "change" || kind == "undo") {
    GS_TRY(Change change, change_from(json));
    if (kind == "change") state_.changes = std::max(state_.changes, change.id);
    state_.pending = Pending{kind == "undo", std::move(change)};
  } else if (kind == "done" || kind == "abandoned") {
    if (!state_.pending) return corrupt("ends a change that was not begun");
    conclude(kind == "done");
  } else if (kind == "said") {
    state_.said.push_back(
        {std::chrono::milliseconds(number_of(json, "at")), text_of(json, "who"), text_of(json, "text")});
  } else if (kind == "spent") {
    GS_TRY(state_.spent, models::spending_from_json(json.value("total", Json()), "/total"));
  } else if (kind == "set") {
    state_.settings[text_of(json, "name")] = text_of(json, "value");
  } else {
    return corrupt(fmt::format("/event: \"{}\" is not known", clean_utf8(kind)));
  }
  return {};
}

void Journal::conclude(bool done) {
  if (done && !state_.pending->is_undo) state_.applied.push_back(std::move(state_.pending->change));
  if (done && state_.pending && state_.pending->is_undo && !state_.applied.empty()) state_.applied.pop_back();
  state_.pending.reset();
}

Result<int> Journal::begin(Change change) {
  change.id = state_.changes + 1;
  GS_TRY(Json json, to_json(change));
  json["event"] = "change";
  GS_CHECK(append(json));
  state_.changes = change.id;
  state_.pending = Pending{false, std::move(change)};
  return state_.changes;
}

Result<void> Journal::begin_undo(Change change) {
  GS_TRY(Json json, to_json(change));
  json["event"] = "undo";
  GS_CHECK(append(json));
  state_.pending = Pending{true, std::move(change)};
  return {};
}

Result<void> Journal::finish() {
  GS_ASSERT(state_.pending.has_value());
  GS_CHECK(append({{"event", "done"}, {"id", state_.pending->change.id}}));
  conclude(true);
  return {};
}

Result<void> Journal::abandon() {
  GS_ASSERT(state_.pending.has_value());
  GS_CHECK(append({{"event", "abandoned"}, {"id", state_.pending->change.id}}));
  conclude(false);
  return {};
}

Result<void> Journal::say(std::chrono::milliseconds at, std::string who, std::string text) {
  GS_CHECK(append({{"event", "said"}, {"at", at.count()}, {"who", who}, {"text", clean_utf8(text)}}));
  state_.said.push_back({at, std::move(who), clean_utf8(text)});
  return {};
}

Result<void> Journal::spend(const models::Spending& total) {
  GS_CHECK(append({{"event", "spent"}, {"total", models::to_json(total)}}));
  state_.spent = total;
  return {};
}

Result<void> Journal::set(const std::string& name, const std::string& value) {
  GS_CHECK(append({{"event", "set"}, {"name", name}, {"value", value}}));
  state_.settings[name] = value;
  return {};
}

Result<void> Journal::append(const Json& line) {
  GS_CHECK(write_all(fd_.get(), dump_json(line) + "\n", (folder_ / kFile).string()));
  if (::fdatasync(fd_.get()) != 0) return errno_error((folder_ / kFile).string(), errno);
  return {};
}

Result<std::string> Journal::keep(std::string_view content) {
  std::string hash = sha256_hex(content);
  const fs::path file = folder_ / kObjects / hash;
  std::error_code code;
  if (!fs::exists(file, code)) GS_CHECK(write_file_atomic(file, content));
  return hash;
}

Result<std::string> Journal::content_of(const std::string& hash) const {
  if (!is_safe_relative_path(hash) || hash.find('/') != std::string::npos)
    return corrupt("no hash: " + clean_utf8(hash));
  GS_TRY(std::string content, read_file(folder_ / kObjects / hash));
  if (sha256_hex(content) != hash) return corrupt(hash + ": its content is another");
  return content;
}

Result<Json> Journal::to_json(const Change& change) {
  Json files = Json::array();
  for (const FileChange& file : change.files) {
    GS_TRY(const std::string before, keep(file.before));
    GS_TRY(const std::string after, keep(file.after));
    files.push_back({{"path", file.path}, {"before", before}, {"after", after}});
  }
  return Json{{"id", change.id}, {"why", change.why}, {"files", std::move(files)}};
}

Result<Change> Journal::change_from(const Json& json) const {
  Change change;
  change.id = static_cast<int>(number_of(json, "id"));
  change.why = text_of(json, "why");
  const auto files = json.find("files");
  if (files == json.end() || !files->is_array()) return corrupt("/files: expected an array");
  for (const Json& file : *files) {
    if (!file.is_object()) return corrupt("/files: expected objects");
    FileChange one;
    one.path = text_of(file, "path");
    GS_TRY(one.before, content_of(text_of(file, "before")));
    GS_TRY(one.after, content_of(text_of(file, "after")));
    change.files.push_back(std::move(one));
  }
  return change;
}

std::vector<SessionSummary> list_sessions(const fs::path& folder) {
  std::vector<SessionSummary> sessions;
  const auto names = list_folders(folder);
  if (!names) return sessions;
  for (const std::string& name : *names) {
    const auto text = read_file(folder / name / kFile, std::size_t{1} << 30);
    if (!text) continue;
    const auto head = parse_json(std::string_view(*text).substr(0, text->find('\n')), name);
    if (!head || !head->is_object() || number_of(*head, "gatesmith-session") != kVersion) continue;
    sessions.push_back({name, text_of(*head, "root"), std::chrono::milliseconds(number_of(*head, "created"))});
  }
  std::sort(sessions.begin(), sessions.end(), [](const SessionSummary& a, const SessionSummary& b) {
    return a.created != b.created ? a.created > b.created : a.id > b.id;
  });
  return sessions;
}

}  // namespace gs::agent::session
