/// SuiteFolder: a suite being written. Nothing is at its place before commit().
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "tasks/import/importer.hpp"

namespace gs::tasks {

class SuiteFolder {
 public:
  enum class Existing { refuse, replace };

  /// Begins beside `destination`, which must not be there unless it may be replaced. A folder that is to be replaced
  /// must hold imported tasks only: invalid_input otherwise.
  static Result<SuiteFolder> open(const std::filesystem::path& destination, Existing existing);
  SuiteFolder(SuiteFolder&& other) noexcept;
  SuiteFolder& operator=(SuiteFolder&&) = delete;
  /// Removes what was written, unless committed.
  ~SuiteFolder();

  /// Writes the task directory and reads it back; an Error names the task. A task written twice is replaced.
  Result<Task> write(const ImportedTask& task);
  /// Moves everything to its place at once.
  Result<void> commit();

 private:
  SuiteFolder(std::filesystem::path destination, std::filesystem::path staging)
      : destination_(std::move(destination)), staging_(std::move(staging)) {}
  std::filesystem::path destination_, staging_;
};

}  // namespace gs::tasks
