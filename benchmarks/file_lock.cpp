#include "benchmarks/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.hpp"

namespace gs::benchmarks {

namespace {

/// "process 4711", or "another process" when the holder has not written its number yet.
std::string holder_of(const std::filesystem::path& path) {
  constexpr std::size_t kLongestNumber = 20;
  const auto text = read_file(path, kLongestNumber);
  const std::string number(text ? trim(*text) : "");
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) return "another process";
  return "process " + number;
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::filesystem::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!fd) return errno_error("cannot lock " + path.string(), errno);
  if (!try_lock(fd.get())) {
    if (errno != EWOULDBLOCK) return errno_error("cannot lock " + path.string(), errno);
    return unavailable(fmt::format("{}: is in use by {}", path.string(), holder_of(path)));
  }
  // For the message of the next one only, so a failure to write it is no failure to lock.
  const std::string number = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(fd.get(), number.data(), number.size(), 0);
  }
  return FileLock(std::move(fd));
}

}  // namespace gs::benchmarks
