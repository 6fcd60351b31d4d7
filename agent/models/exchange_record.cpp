#include "agent/models/exchange_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "agent/models/exchange_json.hpp"
#include "agent/models/purse.hpp"
#include "agent/models/remote_model.hpp"
#include "base/diff.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace gs::agent::models {
namespace {

constexpr std::string_view kFormat = "gatesmith-exchanges";
constexpr int kVersion = 1;
constexpr std::size_t kRecordLimitBytes = std::size_t{4} << 30;
constexpr std::size_t kDifferenceLimitBytes = 2000;

Json head(const std::string& model) {
  return {{"format", kFormat}, {"version", kVersion}, {"model", model}};
}

Error no_record(const std::string& origin) {
  return corrupt(origin + ": is no record of exchanges with a model");
}

Result<std::string> read_head(const Json& line, const std::string& origin) {
  if (!line.is_object() || line.value("format", Json()) != kFormat) {
    return no_record(origin);
  }
  if (line.value("version", Json()) != kVersion) return corrupt(origin + ": /version: is of another version");
  const Json model = line.value("model", Json());
  if (!model.is_string()) return corrupt(origin + ": /model: expected a string");
  return model.get<std::string>();
}

struct Line {
  Json json;
  std::string origin;  // "runs/x/exchanges.jsonl:12"
};

// All whole lines. A last line without its end was torn by a kill.
Result<std::vector<Line>> lines_of(std::string_view text, const std::string& file) {
  std::vector<Line> lines;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) return lines;
    std::string origin = fmt::format("{}:{}", file, lines.size() + 1);
    auto json = parse_json(text.substr(begin, end - begin), origin);
    if (!json) return corrupt(json.error().to_line());
    lines.push_back({*std::move(json), std::move(origin)});
    begin = end + 1;
  }
}

// A file that is not ours stays as it is; of ours, a torn last line is cut off, so that what is appended begins a line.
Result<void> cut_torn_line(std::string_view text, const std::filesystem::path& file, const std::string& model, int fd) {
  const std::size_t end = text.rfind('\n');
  const std::size_t whole = end == std::string::npos ? 0 : end + 1;
  if (whole == 0 && !dump_json(head(model)).starts_with(text)) return no_record(file.string());
  if (whole != text.size() && ftruncate(fd, static_cast<off_t>(whole)) != 0) return errno_error(file.string(), errno);
  return {};
}

}  // namespace

Result<std::unique_ptr<ExchangeRecord>> ExchangeRecord::open(const std::filesystem::path& file,
                                                             const std::string& model) {
  UniqueFd fd(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return errno_error(file.string(), errno);
  GS_TRY(const std::string text, read_file(file, kRecordLimitBytes));
  GS_TRY(const std::vector<Line> lines, lines_of(text, file.string()));
  if (!lines.empty()) {
    GS_TRY(const std::string recorded, read_head(lines.front().json, lines.front().origin));
    if (recorded != model) {
      return invalid_input(
          fmt::format("{}: /model: the record has \"{}\", not \"{}\"", file.string(), recorded, model));
    }
  }
  GS_CHECK(cut_torn_line(text, file, model, fd.get()));
  std::unique_ptr<ExchangeRecord> record(new ExchangeRecord(file, std::move(fd)));
  if (lines.empty()) GS_CHECK(record->write_line(head(model)));
  for (const Line& line : lines) {
    if (!line.json.is_object()) return corrupt(line.origin + ": expected an object");
    if (const auto id = line.json.find("id"); id != line.json.end() && id->is_string()) {
      record->written_.insert(id->get<std::string>());
    }
    if (const auto outcome = line.json.find("outcome"); outcome != line.json.end()) {
      GS_TRY(const ModelOutcome read, outcome_from_json(*outcome, line.origin + ": /outcome"));
      record->earlier_.insert(record->earlier_.end(), read.attempts.begin(), read.attempts.end());
    }
  }
  return record;
}

Result<void> ExchangeRecord::write_line(const Json& line) {
  const off_t begin = lseek(fd_.get(), 0, SEEK_END);
  if (begin < 0) return errno_error(file_.string(), errno);
  auto written = write_all(fd_.get(), dump_json(line) + "\n", file_.string());
  // What the next line would be appended to is no line. Where this fails too, readers will say so.
  if (!written && ftruncate(fd_.get(), begin) != 0) return written;
  return written;
}

// Writes the part unless it is there; gives its name.
Result<std::string> ExchangeRecord::write_part(std::string_view kind, const Json& part) {
  std::string id = sha256_hex(dump_json(part));
  if (written_.count(id) > 0) return id;
  GS_CHECK(write_line({{"id", id}, {std::string(kind), part}}));
  written_.insert(id);
  return id;
}

Result<void> ExchangeRecord::append(const std::string& label, const ModelRequest& request,
                                    const ModelOutcome& outcome) {
  Json body = to_json(request);
  const std::lock_guard lock(mutex_);
  for (const char* kind : {"messages", "tools"}) {
    if (!body.contains(kind)) continue;
    for (Json& part : body[kind]) {
      GS_TRY(part, write_part("part", part));
    }
  }
  GS_CHECK(write_line(
      {{"label", label}, {"key", request_key(request)}, {"request", std::move(body)}, {"outcome", to_json(outcome)}}));
  if (fdatasync(fd_.get()) != 0) return errno_error(file_.string(), errno);
  return {};
}

ModelOutcome RecordingModel::complete(const ModelRequest& request, const CallContext& context) {
  ModelOutcome outcome = model_.complete(request, context);
  const auto recorded = record_.append(context.label, request, outcome);
  if (!recorded) {
    outcome.reply.reset();
    outcome.failure = ModelFailure{FailureKind::unrecorded, recorded.error().to_line()};
  }
  return outcome;
}

namespace {

// The request of an exchange with its parts in the place of their names.
Result<ModelRequest> whole_request(Json body, const std::map<std::string, Json>& parts, const std::string& origin) {
  if (!body.is_object()) return corrupt(origin + ": /request: expected an object");
  for (const char* kind : {"messages", "tools"}) {
    if (!body.contains(kind)) continue;
    for (Json& part : body[kind]) {
      const auto found = part.is_string() ? parts.find(part.get<std::string>()) : parts.end();
      if (found == parts.end())
        return corrupt(fmt::format("{}: /request/{}: names a part that is not there", origin, kind));
      part = found->second;
    }
  }
  return request_from_json(body, origin + ": /request");
}

std::string text_of(const Json& json, std::string_view key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<std::unique_ptr<ReplayModel>> ReplayModel::load(const std::filesystem::path& file) {
  GS_TRY(const std::string text, read_file(file, kRecordLimitBytes));
  return parse(text, file.string());
}

Result<std::unique_ptr<ReplayModel>> ReplayModel::parse(std::string_view text, const std::string& file) {
  GS_TRY(const std::vector<Line> lines, lines_of(text, file));
  std::unique_ptr<ReplayModel> model(new ReplayModel);
  model->file_ = file;
  if (lines.empty()) return no_record(file);
  GS_TRY(model->model_, read_head(lines.front().json, lines.front().origin));
  std::map<std::string, Json> parts;
  for (const Line& line : lines) {
    const Json& json = line.json;
    if (!json.is_object()) return corrupt(line.origin + ": expected an object");
    if (json.contains("part")) parts[text_of(json, "id")] = json["part"];
    if (!json.contains("outcome")) continue;
    Exchange exchange;
    exchange.label = text_of(json, "label");
    exchange.key = text_of(json, "key");
    GS_TRY(exchange.request, whole_request(json.value("request", Json()), parts, line.origin));
    GS_TRY(exchange.outcome, outcome_from_json(json["outcome"], line.origin + ": /outcome"));
    if (exchange.key != request_key(exchange.request))
      return corrupt(line.origin + ": /key: is not that of the request");

    const std::size_t index = model->exchanges_.size();
    model->last_of_label_[exchange.label] = index;
    // An attempt that failed and was tried again has several; a reply is what its result came from.
    const auto keep = [&](auto& map, const auto& key) {
      const auto found = map.find(key);
      if (found == map.end() || exchange.outcome.reply || !model->exchanges_[found->second].outcome.reply)
        map[key] = index;
    };
    keep(model->by_label_, std::pair(exchange.label, exchange.key));
    keep(model->by_key_, exchange.key);
    model->exchanges_.push_back(std::move(exchange));
  }
  return model;
}

ModelOutcome ReplayModel::complete(const ModelRequest& request, const CallContext& context) {
  const std::string key = request_key(request);
  const Exchange* found = nullptr;
  if (const auto exact = by_label_.find({context.label, key}); exact != by_label_.end()) {
    found = &exchanges_[exact->second];
  } else if (const auto same = by_key_.find(key); same != by_key_.end()) {
    found = &exchanges_[same->second];
  }
  if (found != nullptr) {
    if (context.purse != nullptr) {
      if (auto refused = context.purse->check()) {
        const FailureKind kind = refused->outer ? FailureKind::campaign_budget : FailureKind::budget;
        return {std::nullopt, ModelFailure{kind, std::move(refused->why)}, {}};
      }
      context.purse->receive(std::nullopt, spending_of(found->outcome.attempts, gamma_));
    }
    return found->outcome;
  }
  ModelOutcome outcome;
  std::string why = "nothing is recorded under this label";
  if (const auto last = last_of_label_.find(context.label); last != last_of_label_.end()) {
    why = request_difference(exchanges_[last->second].request, request);
  }
  outcome.failure = ModelFailure{FailureKind::replay_mismatch,
                                 fmt::format("{}: {}: not the recorded request: {}", file_, context.label, why)};
  return outcome;
}

std::string request_difference(const ModelRequest& recorded, const ModelRequest& now) {
  const Json before = to_json(recorded), after = to_json(now);
  for (const auto& [key, value] : after.items()) {
    if (key == "messages") continue;
    if (!before.contains(key)) return fmt::format("{}: not recorded, now {}", key, bound_text(dump_json(value), 200));
    if (before[key] != value) {
      return fmt::format("{}: recorded {}, now {}", key, bound_text(dump_json(before[key]), 200),
                         bound_text(dump_json(value), 200));
    }
  }
  for (const auto& [key, value] : before.items()) {
    if (!after.contains(key)) return fmt::format("{}: recorded {}, now none", key, bound_text(dump_json(value), 200));
  }
  const std::size_t both = std::min(recorded.messages.size(), now.messages.size());
  for (std::size_t i = 0; i < both; ++i) {
    const Json a = to_json(recorded.messages[i]), b = to_json(now.messages[i]);
    if (a == b) continue;
    const std::string where = fmt::format("message {} ({})", i, a.value("role", ""));
    if (recorded.messages[i].text == now.messages[i].text) {
      return fmt::format("{}: recorded {}, now {}", where, bound_text(dump_json(a), 400),
                         bound_text(dump_json(b), 400));
    }
    return fmt::format(
        "{}:\n{}", where,
        bound_text(unified_diff(recorded.messages[i].text, now.messages[i].text, "prompt"), kDifferenceLimitBytes));
  }
  if (recorded.messages.size() != now.messages.size()) {
    return fmt::format("{} messages are recorded, {} are asked", recorded.messages.size(), now.messages.size());
  }
  return {};
}

}  // namespace gs::agent::models
