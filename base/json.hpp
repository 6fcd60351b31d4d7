/// JSON and TOML as one tree, read through a FieldReader whose errors name file and field.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs {

using Json = nlohmann::json;

/// Parses JSON text; `origin` (a file name) is named in the error with line and column.
Result<Json> parse_json(std::string_view text, std::string_view origin);

/// Parses TOML text into the same tree. Dates become ISO 8601 strings. Errors as parse_json.
Result<Json> parse_toml(std::string_view text, std::string_view origin);

/// read_file + parse; missing file is not_found.
Result<Json> read_json_file(const std::filesystem::path& path);
Result<Json> read_toml_file(const std::filesystem::path& path);

/// The tree as TOML text, which parse_toml gives back as the same tree. `value`: an object without nulls, with valid
/// UTF-8 and with arrays whose elements all are or all are no objects.
std::string dump_toml(const Json& value);

/// Serialises with invalid UTF-8 replaced by U+FFFD (never throws). indent < 0: one line.
std::string dump_json(const Json& value, int indent = -1);

/// Reads the fields of one table. Every getter records the first error and returns a default, so that a loader reads
/// straight down and asks once at the end:
///
///     FieldReader r(tree, "tasks/x/task.toml");
///     task.title = r.string("title");
///     task.seeds = r.integers_or("seeds", {1}, 0, 1 << 30);
///     GS_CHECK(r.finish());          // first error, else an unknown field is an error
///
/// Error text: "tasks/x/task.toml: /limits/wall_ms: expected an integer from 1 to 100, got string "ten"".
/// The tree must outlive the reader. Not thread-safe.
class FieldReader {
 public:
  FieldReader(const Json& table, std::string origin);

  /// Whether the field is there; does not count as asking for it.
  bool has(std::string_view key) const;

  std::string string(std::string_view key);                           ///< required, not empty
  std::string string_or(std::string_view key, std::string fallback);  ///< may be absent
  std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::int64_t integer_or(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
  double number_or(std::string_view key, double fallback, double least, double most);
  bool boolean_or(std::string_view key, bool fallback);
  /// Required; one of the given words. The error lists them.
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed);
  std::vector<std::string> strings(std::string_view key);  ///< required, at least one
  std::vector<std::string> strings_or(std::string_view key, std::vector<std::string> fallback);
  std::vector<std::int64_t> integers_or(std::string_view key, std::vector<std::int64_t> fallback, std::int64_t least,
                                        std::int64_t most);

  /// A required sub-table, or (tables) array of tables with at least one element. The children report into this
  /// reader's first error; they must not outlive it.
  FieldReader table(std::string_view key);
  std::optional<FieldReader> table_if_present(std::string_view key);
  std::vector<FieldReader> tables(std::string_view key);

  /// Records an error of the caller's own at a field ("/judge/sample/0/at: ..."). `key` may be a path below this table
  /// ("signals/2") or empty for the table itself.
  void fail(std::string_view key, std::string message);

  /// First recorded error; otherwise, fields never asked for (here and in sub-readers) are an error.
  Result<void> finish();
  /// First recorded error; other fields are not ours to judge: for formats of others, which may have more.
  Result<void> finish_known() const;

 private:
  struct Shared;
  FieldReader(const Json& table, std::string pointer, std::shared_ptr<Shared> shared);
  const Json* find(std::string_view key);
  const Json* require(std::string_view key);

  const Json* table_;
  std::string pointer_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace gs
