/// UserTree: a folder of the user's files, read and replaced without ever leaving it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"

namespace gs::agent::session {

/// Names are safe relative paths with '/'. On the way to a file no symbolic link is followed, and the folder is held
/// open from the beginning, so that nothing that moves meanwhile leads elsewhere.
class UserTree {
 public:
  /// `root` may be or lead through links: they are followed once, now.
  static Result<UserTree> open(const std::filesystem::path& root);
  /// Without links.
  const std::filesystem::path& root() const { return root_; }

  /// not_found: no such file. invalid_input: a link, or on the way one, or no regular file.
  Result<std::string> read(std::string_view name) const;

  /// Replaces an existing file whose content is `expected` at once: who reads it sees the old or the new content. Keeps
  /// mode and owner, and fails where it cannot. invalid_input: it is not `expected` any more.
  Result<void> replace(std::string_view name, std::string_view expected, std::string_view content) const;

  /// Removes what a killed replace() of `names` has left beside them.
  void remove_leftovers(const std::vector<std::string>& names) const;

 private:
  UserTree(std::filesystem::path root, UniqueFd fd) : root_(std::move(root)), fd_(std::move(fd)) {}
  struct Place;
  Result<Place> place_of(std::string_view name) const;

  std::filesystem::path root_;
  UniqueFd fd_;
};

}  // namespace gs::agent::session
