/// ObjectStore: immutable texts as files named by their SHA-256.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gs::benchmarks {

/// Equal contents are one file. Thread-safe, also against other processes.
class ObjectStore {
 public:
  explicit ObjectStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Writes `content` and returns its name. It is on disk when this returns.
  Result<std::string> put(std::string_view content) const;
  /// The content of that name. A file that is missing or was changed: corrupt, naming the file.
  Result<std::string> get(std::string_view name) const;
  bool is_empty() const;

  std::filesystem::path path_of(std::string_view name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

}  // namespace gs::benchmarks
