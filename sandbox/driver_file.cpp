#include "sandbox/driver_file.hpp"

#include <unistd.h>

#include <system_error>
#include <vector>

namespace gs::sandbox {

namespace fs = std::filesystem;

Result<fs::path> find_driver_file(const fs::path& wanted) {
  std::error_code code;
  const fs::path self = fs::read_symlink("/proc/self/exe", code).parent_path();
  std::vector<fs::path> candidates{wanted};
  if (wanted.empty()) {
    candidates = {self / "gatesmith-box", self.parent_path() / "libexec/gatesmith/gatesmith-box", GS_BOX_DRIVER};
  }
  for (const fs::path& path : candidates) {
    if (fs::is_regular_file(path, code) && ::access(path.c_str(), X_OK) == 0) return path;
  }
  return unavailable("gatesmith-box, which runs inside of boxes, is not at " + candidates.front().string());
}

}  // namespace gs::sandbox
