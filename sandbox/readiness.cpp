#include "sandbox/readiness.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/driver_file.hpp"
#include "sandbox/self_test.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr const char* kStoreName = "containment.json";
constexpr std::size_t kStoreBytes = std::size_t{16} << 10;
constexpr int kSchema = 1;
constexpr const char* kAdvice = "; `gatesmith doctor` says more, --unsafe-no-sandbox judges without a sandbox";

/// "/usr/bin/bwrap 72160 1673520000.0": a file that is replaced or changed is another.
Result<std::string> identity(const fs::path& path) {
  struct stat state {};
  if (::stat(path.c_str(), &state) != 0) return errno_error(path.string(), errno);
  return path.string() + " " + std::to_string(state.st_size) + " " + std::to_string(state.st_mtim.tv_sec) + "." +
         std::to_string(state.st_mtim.tv_nsec);
}

Result<std::string> link_target(const char* path) {
  std::error_code code;
  const fs::path target = fs::read_symlink(path, code);
  if (code) return external(std::string(path) + ": " + code.message());
  return target.string();
}

Json to_json(const Surroundings& now) {
  return {{"schema", kSchema},
          {"boot", now.boot},
          {"kernel", now.kernel},
          {"namespaces", now.namespaces},
          {"user", now.user},
          {"program", now.program},
          {"bubblewrap", now.bubblewrap},
          {"driver", now.driver},
          {"description", now.description}};
}

/// Owned by us, and nobody else may write it: else anyone could store a pass.
bool is_trusted(const fs::path& path) {
  struct stat state {};
  return ::lstat(path.c_str(), &state) == 0 && S_ISREG(state.st_mode) && state.st_uid == ::geteuid() &&
         (state.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool has_stored_pass(const fs::path& path, const Surroundings& now) {
  if (!is_trusted(path)) return false;
  const Result<std::string> text = read_file(path, kStoreBytes);
  if (!text) return false;
  const Result<Json> stored = parse_json(*text, path.string());
  return stored && *stored == to_json(now);
}

/// Not write_file_atomic: the mode is ours from the start, and not that of a file that is replaced.
void store_pass(const fs::path& path, const Surroundings& now) {
  if (!gs::create_directories(path.parent_path())) return;
  const std::string text = dump_json(to_json(now), 2) + "\n";
  std::string temporary = path.string() + ".XXXXXX";
  const UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
  if (!fd) return;
  const bool written = ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) ::unlink(temporary.c_str());
}

}  // namespace

Result<Surroundings> surroundings_of(const Sandbox& sandbox, const BubblewrapOptions& options) {
  Surroundings now;
  utsname system{};
  if (::uname(&system) != 0) return errno_error("uname", errno);
  now.kernel = std::string(system.release) + " " + system.version;
  GS_TRY(const std::string boot, read_file("/proc/sys/kernel/random/boot_id", kStoreBytes));
  now.boot = trim(boot);
  GS_TRY(const std::string users, link_target("/proc/self/ns/user"));
  GS_TRY(const std::string mounts, link_target("/proc/self/ns/mnt"));
  now.namespaces = users + " " + mounts;
  now.user = ::geteuid();
  GS_TRY(const std::string self, link_target("/proc/self/exe"));
  GS_TRY(now.program, identity(self));
  GS_TRY(now.bubblewrap, identity(options.bwrap));
  GS_TRY(const fs::path driver, find_driver_file(options.driver));
  GS_TRY(const std::string driver_bytes, read_file(driver));
  now.driver = sha256_hex(driver_bytes);
  now.description = sandbox.description();
  return now;
}

Result<void> ensure_contained(Sandbox& sandbox, const Surroundings& now, const fs::path& cache_folder) {
  const fs::path store = cache_folder / kStoreName;
  if (has_stored_pass(store, now)) return {};
  const std::vector<Check> checks = run_self_test(sandbox);
  std::vector<std::string> failed;
  for (const Check& check : checks) {
    if (check.mandatory && check.status == CheckStatus::fail) failed.push_back(check.name);
  }
  if (!failed.empty()) {
    return unavailable("the sandbox does not hold here: " + join(failed, ", ") + kAdvice);
  }
  store_pass(store, now);
  return {};
}

Result<std::unique_ptr<Sandbox>> open_contained(const BubblewrapOptions& options, const fs::path& cache_folder) {
  auto sandbox = make_bubblewrap(options);
  if (!sandbox) return Error(sandbox.error().code(), sandbox.error().to_line() + kAdvice);
  GS_TRY(const Surroundings now, surroundings_of(**sandbox, options));
  GS_CHECK(ensure_contained(**sandbox, now, cache_folder));
  return sandbox;
}

}  // namespace gs::sandbox
