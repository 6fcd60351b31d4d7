#include "tasks/verdict.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/text.hpp"

namespace gs::tasks {

namespace {

constexpr std::array<std::pair<VerdictStatus, std::string_view>, 8> kStatusNames{{
    {VerdictStatus::passed, "passed"},
    {VerdictStatus::failed, "failed"},
    {VerdictStatus::refused, "refused"},
    {VerdictStatus::compile_error, "compile_error"},
    {VerdictStatus::timeout, "timeout"},
    {VerdictStatus::crashed, "crashed"},
    {VerdictStatus::tool_crash, "tool_crash"},
    {VerdictStatus::sandbox_error, "sandbox_error"},
}};

constexpr std::int64_t kMostInteger = std::numeric_limits<std::int64_t>::max();
constexpr double kMostNumber = std::numeric_limits<double>::max();

Mismatch read_mismatch(FieldReader reader) {
  Mismatch mismatch;
  mismatch.signal = reader.string("signal");
  mismatch.count = static_cast<std::uint64_t>(reader.integer("count", 0, kMostInteger));
  mismatch.compared = static_cast<std::uint64_t>(reader.integer("compared", 0, kMostInteger));
  mismatch.first_time_ps = static_cast<std::uint64_t>(reader.integer("first_time_ps", 0, kMostInteger));
  mismatch.seed = static_cast<std::uint32_t>(reader.integer("seed", 0, std::numeric_limits<std::uint32_t>::max()));
  mismatch.expected = reader.string_or("expected", "");
  mismatch.got = reader.string_or("got", "");
  return mismatch;
}

/// The elements of an array that may be absent or empty.
std::vector<FieldReader> read_array(FieldReader& reader, const Json& json, const char* key) {
  if (json.is_object() && json.contains(key) && json[key].is_array() && json[key].empty()) {
    reader.strings_or(key, {});  // marks the field as read
    return {};
  }
  return reader.has(key) ? reader.tables(key) : std::vector<FieldReader>();
}

}  // namespace

std::string_view to_string(VerdictStatus status) {
  for (const auto& [value, name] : kStatusNames) {
    if (value == status) return name;
  }
  GS_ASSERT(!"every status has a name");
  return {};
}

Result<VerdictStatus> verdict_status_from(std::string_view word) {
  std::vector<std::string> names;
  for (const auto& [value, name] : kStatusNames) {
    if (name == word) return value;
    names.emplace_back(name);
  }
  return invalid_input(fmt::format("\"{}\" is no verdict status; those are {}", clean_utf8(word), join(names, ", ")));
}

bool is_infrastructure(VerdictStatus status) {
  return status == VerdictStatus::tool_crash || status == VerdictStatus::sandbox_error;
}

std::uint64_t Verdict::mismatch_count() const {
  std::uint64_t count = 0;
  for (const Mismatch& mismatch : mismatches) count += mismatch.count;
  return count;
}

double Verdict::measurement(std::string_view name, double fallback) const {
  for (const Measurement& candidate : measurements) {
    if (candidate.name == name) return candidate.value;
  }
  return fallback;
}

Json to_json(const Verdict& verdict) {
  Json mismatches = Json::array();
  for (const Mismatch& mismatch : verdict.mismatches) {
    mismatches.push_back({{"signal", mismatch.signal},
                          {"count", mismatch.count},
                          {"compared", mismatch.compared},
                          {"first_time_ps", mismatch.first_time_ps},
                          {"seed", mismatch.seed},
                          {"expected", mismatch.expected},
                          {"got", mismatch.got}});
  }
  Json measurements = Json::array();
  for (const Measurement& measurement : verdict.measurements) {
    if (!std::isfinite(measurement.value)) continue;  // JSON cannot hold it
    measurements.push_back({{"name", measurement.name}, {"value", measurement.value}, {"unit", measurement.unit}});
  }
  Json json = {
      {"status", to_string(verdict.status)}, {"summary", verdict.summary},       {"mismatches", mismatches},
      {"measurements", measurements},        {"feedback", verdict.feedback},     {"evaluator", verdict.evaluator},
      {"tools", Json(verdict.tools)},        {"decided_by", verdict.decided_by}, {"findings", verdict.findings},
      {"enforced_by", verdict.enforced_by}};
  if (verdict.cached) json["cached"] = true;
  if (const auto& official = verdict.official) {
    json["official"] = {{"rules", official->rules},
                        {"outcome", official->outcome},
                        {"passed", official->passed},
                        {"difference", official->difference}};
  }
  return json;
}

Result<Verdict> verdict_from_json(const Json& json) {
  FieldReader reader(json, "verdict");
  Verdict verdict;
  const std::string status = reader.string("status");
  if (const auto known = verdict_status_from(status); known) {
    verdict.status = *known;
  } else {
    reader.fail("status", known.error().message());
  }
  verdict.summary = reader.string_or("summary", "");
  for (FieldReader& mismatch : read_array(reader, json, "mismatches")) {
    verdict.mismatches.push_back(read_mismatch(std::move(mismatch)));
  }
  for (FieldReader& item : read_array(reader, json, "measurements")) {
    Measurement measurement;
    measurement.name = item.string("name");
    if (!item.has("value")) item.fail("value", "missing");
    measurement.value = item.number_or("value", 0, -kMostNumber, kMostNumber);
    measurement.unit = item.string_or("unit", "");
    verdict.measurements.push_back(std::move(measurement));
  }
  verdict.feedback = reader.string_or("feedback", "");
  verdict.evaluator = reader.string_or("evaluator", "");
  if (auto tools = reader.table_if_present("tools"); tools && json["tools"].is_object()) {
    for (const auto& [tool, version] : json["tools"].items()) verdict.tools[tool] = tools->string_or(tool, "");
  }
  verdict.decided_by = reader.string_or("decided_by", "");
  verdict.findings = reader.strings_or("findings", {});
  verdict.enforced_by = reader.string_or("enforced_by", "");
  verdict.cached = reader.boolean_or("cached", false);
  if (auto official = reader.table_if_present("official")) {
    verdict.official = OfficialVerdict{official->string("rules"), official->string("outcome"),
                                       official->boolean_or("passed", false), official->string_or("difference", "")};
  }
  GS_CHECK(reader.finish());
  return verdict;
}

}  // namespace gs::tasks
