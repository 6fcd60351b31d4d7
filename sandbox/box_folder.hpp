/// The inputs of one box as they lie on the host.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {

/// Whom a box runs as when that is not the caller, and whether the caller can show it what is closed to it.
struct BoxReader {
  uid_t user;
  bool can_bind;  ///< launch() can make binds here
};

/// Most bytes that a mount may have when it must be copied (see readable_mount).
inline constexpr std::size_t kMountCopyLimitBytes = std::size_t{256} << 20;

/// A folder of its own for each box, removed with everything in it. Move-only. The box reads it through a read-only
/// bind mount, so nothing in here is ever written by a box.
class BoxFolder {
 public:
  /// Below `scratch`, which must exist.
  static Result<BoxFolder> create(const std::filesystem::path& scratch, std::optional<BoxReader> reader);
  BoxFolder(BoxFolder&& other) noexcept;
  BoxFolder& operator=(BoxFolder&& other) noexcept;
  BoxFolder(const BoxFolder&) = delete;
  BoxFolder& operator=(const BoxFolder&) = delete;
  ~BoxFolder();

  const std::filesystem::path& path() const { return path_; }

  /// Writes the files, readable and executable by all, below a folder "in" and returns that. Keys are safe relative
  /// paths. invalid_input: one path is a folder of another.
  Result<std::filesystem::path> write_files(const std::map<std::string, std::string>& files);

  /// A path from which bubblewrap can bind `source` into the box: itself when the box's user may read it. What lies in
  /// a folder closed to that user (root's home) needs a bind, and what is itself closed (a TempDir of root) is copied
  /// to here. Looks at the mode of everything in `source`. not_found; limit_exceeded for copies above
  /// kMountCopyLimitBytes.
  Result<std::filesystem::path> readable_mount(const std::string& name, const std::filesystem::path& source);

  /// What readable_mount needs from launch().
  const std::vector<Bind>& binds() const { return binds_; }

 private:
  BoxFolder(std::filesystem::path path, std::optional<BoxReader> reader) : path_(std::move(path)), reader_(reader) {}
  std::filesystem::path path_;
  std::optional<BoxReader> reader_;
  std::vector<Bind> binds_;
};

}  // namespace gs::sandbox
