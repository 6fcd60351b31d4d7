// Modes are set explicitly everywhere: the program's umask may be 077, and when we are root, the box's user is another.
#include "sandbox/box_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/files.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kOpenFolder = 0755;
constexpr mode_t kInputFile = 0555;  // executable: a compiled simulator is an input of the box that runs it

Result<void> make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), kOpenFolder) != 0 && errno != EEXIST) return errno_error(path.string(), errno);
  if (::chmod(path.c_str(), kOpenFolder) != 0) return errno_error(path.string(), errno);
  return {};
}

/// Makes the folders between `root` and the file `relative`.
Result<void> make_parents(const fs::path& root, std::string_view relative) {
  for (std::size_t slash = relative.find('/'); slash != std::string_view::npos; slash = relative.find('/', slash + 1)) {
    const fs::path folder = root / relative.substr(0, slash);
    if (!fs::is_directory(fs::symlink_status(folder))) GS_CHECK(make_folder(folder));
  }
  return {};
}

Result<void> write_input(const fs::path& path, std::string_view content) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return errno_error(path.string(), errno);
  while (!content.empty()) {
    const ssize_t n = ::write(fd.get(), content.data(), content.size());
    if (n < 0 && errno != EINTR) return errno_error(path.string(), errno);
    if (n > 0) content.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fchmod(fd.get(), kInputFile) != 0) return errno_error(path.string(), errno);
  return {};
}

bool has_mode(const fs::path& path, mode_t wanted) {
  struct stat state {};
  return ::stat(path.c_str(), &state) == 0 && (state.st_mode & wanted) == wanted;
}

/// Any user may pass through the folders that lead to `path`.
bool is_reachable(const fs::path& path) {
  for (fs::path folder = path.parent_path(); folder != folder.root_path(); folder = folder.parent_path()) {
    if (!has_mode(folder, S_IXOTH)) return false;
  }
  return true;
}

/// Any user who reaches `path` may read all of it.
bool is_readable(const fs::path& path) {
  constexpr mode_t open_folder = S_IROTH | S_IXOTH;
  if (!fs::is_directory(path)) return has_mode(path, S_IROTH);
  const Result<std::vector<FolderEntry>> entries = walk_folder(path);
  return has_mode(path, open_folder) && entries &&
         std::all_of(entries->begin(), entries->end(), [&](const FolderEntry& entry) {
           if (entry.kind == EntryKind::folder) return has_mode(path / entry.path, open_folder);
           return entry.kind != EntryKind::file || has_mode(path / entry.path, S_IROTH);
         });
}

Result<void> copy_file(const fs::path& from, const fs::path& to, std::size_t& left) {
  std::error_code code;
  const auto size = fs::file_size(from, code);
  if (code) return external(from.string() + ": " + code.message());
  if (size > left) {
    return Error(ErrorCode::limit_exceeded, "more than " + std::to_string(kMountCopyLimitBytes) +
                                                " bytes to copy: move it to a folder that every user may read");
  }
  left -= size;
  fs::copy_file(from, to, code);
  if (code) return external(from.string() + ": " + code.message());
  if (::chmod(to.c_str(), has_mode(from, S_IXUSR) ? 0555 : 0444) != 0) return errno_error(to.string(), errno);
  return {};
}

/// Regular files, folders and links (as they are: they point inside the box); anything else is left out.
Result<void> copy_tree(const fs::path& from, const fs::path& to) {
  std::size_t left = kMountCopyLimitBytes;
  if (!fs::is_directory(from)) return copy_file(from, to, left);
  GS_CHECK(make_folder(to));
  GS_TRY(const std::vector<FolderEntry> entries, walk_folder(from));
  for (const FolderEntry& entry : entries) {
    const fs::path target = to / entry.path;
    std::error_code code;
    switch (entry.kind) {
      case EntryKind::folder:
        GS_CHECK(make_folder(target));
        break;
      case EntryKind::file:
        GS_CHECK(copy_file(from / entry.path, target, left));
        break;
      case EntryKind::link:
        fs::copy_symlink(from / entry.path, target, code);
        break;
      case EntryKind::other:
        break;
    }
    if (code) return external(target.string() + ": " + code.message());
  }
  return {};
}

}  // namespace

BoxFolder::BoxFolder(BoxFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), reader_(other.reader_), binds_(std::move(other.binds_)) {}

BoxFolder& BoxFolder::operator=(BoxFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(reader_, other.reader_);
  std::swap(binds_, other.binds_);
  return *this;
}

BoxFolder::~BoxFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<BoxFolder> BoxFolder::create(const fs::path& scratch, std::optional<BoxReader> reader) {
  std::string name = (scratch / "box-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return errno_error("cannot create " + name, errno);
  BoxFolder folder(name, reader);
  if (reader && ::chown(name.c_str(), reader->user, reader->user) != 0) return errno_error("chown " + name, errno);
  return folder;
}

Result<fs::path> BoxFolder::write_files(const std::map<std::string, std::string>& files) {
  const fs::path root = path_ / "in";
  GS_CHECK(make_folder(root));
  for (const auto& [name, content] : files) {
    auto written = make_parents(root, name);
    if (written) written = write_input(root / name, content);
    if (!written) return invalid_input("input file " + name + ": " + written.error().to_line());
  }
  return root;
}

Result<fs::path> BoxFolder::readable_mount(const std::string& name, const fs::path& source) {
  std::error_code code;
  const fs::path real = fs::canonical(source, code);
  if (code) return not_found("mount " + name + ": " + source.string() + ": " + code.message());
  if (!reader_) return real;
  const bool readable = is_readable(real);
  if (readable && is_reachable(real)) return real;
  GS_CHECK(make_folder(path_ / "mounts"));
  const fs::path shown = path_ / "mounts" / name;
  if (readable && reader_->can_bind) {
    auto made = fs::is_directory(real) ? make_folder(shown) : write_input(shown, "");
    if (!made) return std::move(made).error().with("mount " + name);
    binds_.push_back({real, shown});
  } else if (auto copied = copy_tree(real, shown); !copied) {
    return std::move(copied).error().with("mount " + name);
  }
  return shown;
}

}  // namespace gs::sandbox
