/// Scratch: the folder for a sandbox's files, which does not outlive us for long even when we are killed.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/files.hpp"
#include "base/result.hpp"

namespace gs::sandbox {

/// A TempDir whose owner is known to live: while it does, a file in the folder is locked. Move-only.
class Scratch {
 public:
  /// Named as TempDir::create(prefix) does. First removes such folders of this user whose owner is dead; folders
  /// without our lock file are left alone.
  static Result<Scratch> create(std::string_view prefix);

  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  Scratch(UniqueFd lock, TempDir folder) : lock_(std::move(lock)), folder_(std::move(folder)) {}
  UniqueFd lock_;  // outlives the folder: nobody else may begin to remove it
  TempDir folder_;
};

}  // namespace gs::sandbox
