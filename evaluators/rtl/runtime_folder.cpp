#include "evaluators/rtl/runtime_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"

namespace gs::rtl {
namespace {

namespace fs = std::filesystem;

Result<void> store(const fs::path& folder, const std::map<std::string, std::string>& files) {
  const fs::path fresh = folder.string() + fmt::format(".{}", ::getpid());
  std::error_code error;
  for (const auto& [name, content] : files) {
    GS_CHECK(write_file_atomic(fresh / name, content));
    fs::permissions(fresh / name, fs::perms(0755), error);
    if (error) return external(fmt::format("{}: {}", (fresh / name).string(), error.message()));
  }
  fs::rename(fresh, folder, error);
  if (error) {  // another process was first: its folder has the same content
    std::error_code ignored;
    fs::remove_all(fresh, ignored);
    if (!fs::exists(folder, ignored)) return external(fmt::format("{}: {}", folder.string(), error.message()));
  }
  return {};
}

}  // namespace

Result<sandbox::Tool> find_compiler() {
  if (auto clang = sandbox::find_tool("clang++")) return clang;
  return sandbox::find_tool("g++");
}

Result<void> build_once(sandbox::Sandbox& box, const RuntimePart& part, Log& log) {
  std::error_code ignored;
  if (fs::exists(part.folder / part.request.collect.back(), ignored)) return {};
  log.info(part.announcement);
  sandbox::Outcome outcome = box.run(part.request);
  if (outcome.status == sandbox::Outcome::Status::sandbox_error) return unavailable("sandbox: " + outcome.error);
  if (const sandbox::StepOutcome* failed = outcome.first_failure()) {
    return external(fmt::format("building {}: {}: {}", part.name, to_string(failed->status),
                                bound_text(clean_utf8(failed->stderr_text), 2000)));
  }
  if (outcome.files.size() != part.request.collect.size()) {
    return external(fmt::format("building {}: files are missing", part.name));
  }
  outcome.files.insert(part.more_files.begin(), part.more_files.end());
  return store(part.folder, outcome.files);
}

}  // namespace gs::rtl
