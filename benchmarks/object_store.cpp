#include "benchmarks/object_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <system_error>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace gs::benchmarks {

namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

bool is_object_name(std::string_view name) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return name.size() == 64 && std::all_of(name.begin(), name.end(), is_hex);
}

}  // namespace

Result<std::string> ObjectStore::put(std::string_view content) const {
  std::string name = sha256_hex(content);
  // Written again when damaged, so that running on repairs what can be repaired.
  if (const auto there = read_file(path_of(name), kNoLimit); there && *there == content) return name;
  GS_CHECK(write_file_atomic(path_of(name), content));
  return name;
}

Result<std::string> ObjectStore::get(std::string_view name) const {
  if (!is_object_name(name)) {
    return corrupt(fmt::format("{}: \"{}\" is no name of an object", folder_.string(), clean_utf8(name)));
  }
  auto content = read_file(path_of(name), kNoLimit);
  if (!content && content.error().code() == ErrorCode::not_found) {
    return corrupt(fmt::format("{}: is missing, and a recorded attempt needs it", path_of(name).string()));
  }
  if (!content) return std::move(content).error();
  if (sha256_hex(*content) != name) {
    return corrupt(fmt::format("{}: was changed after it was recorded", path_of(name).string()));
  }
  return content;
}

bool ObjectStore::is_empty() const {
  std::error_code code;
  const std::filesystem::directory_iterator first(folder_, code);
  return code || first == std::filesystem::directory_iterator();
}

}  // namespace gs::benchmarks
