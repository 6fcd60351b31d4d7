#include "evaluators/rtl/runtime_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "base/files.hpp"

namespace gs::rtl {

Result<void> store_runtime_folder(const std::filesystem::path& folder,
                                  const std::map<std::string, std::string>& files) {
  const std::filesystem::path fresh = folder.string() + fmt::format(".{}", ::getpid());
  GS_CHECK(gs::create_directories(fresh));
  for (const auto& [name, content] : files) GS_CHECK(write_file_atomic(fresh / name, content));
  std::error_code error;
  std::filesystem::rename(fresh, folder, error);
  if (error) {  // another process was first: its folder has the same content
    std::error_code ignored;
    std::filesystem::remove_all(fresh, ignored);
    if (!std::filesystem::exists(folder, ignored))
      return external(fmt::format("{}: {}", folder.string(), error.message()));
  }
  return {};
}

}  // namespace gs::rtl
