// Theory of operation: a subreaper inherits every orphan of its descendants, so a process that outlives its box is
// still a descendant of ours and is found by walking parents in /proc. A second look, for the marker in the
// environment, finds what was started by somebody else on a box's behalf. Other programs may run at the same time:
// nothing here counts what is not ours.
#include "host_witness.hpp"

#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <random>
#include <thread>

#include "base/text.hpp"
#include "cgroup_folders.hpp"

namespace gs::attacks {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

namespace {

constexpr const char* kSecretVariable = "GS_HOST_SECRET";
constexpr int kCgroupPatienceMs = 1000;

std::string random_word() {
  std::random_device device;
  static constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz";
  std::string word;
  for (int i = 0; i < 24; ++i) word += kLetters[device() % 26];
  return word;
}

/// What a file of /proc says; empty when its process ended before it was read.
std::string read_proc(const fs::path& path) {
  const Result<std::string> text = read_file(path);
  return text ? *text : std::string();
}

bool is_number(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

/// pid -> parent, of everything that is alive.
std::map<int, int> living_processes() {
  std::map<int, int> parents;
  std::error_code code;
  for (fs::directory_iterator entry("/proc", code), end; !code && entry != end; entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (!is_number(name)) continue;
    const std::string stat = read_proc(entry->path() / "stat");
    const std::size_t after_command = stat.rfind(')');
    if (after_command == std::string::npos || after_command + 4 > stat.size()) continue;
    const char state = stat[after_command + 2];
    if (state != 'Z' && state != 'X') parents[std::stoi(name)] = std::atoi(stat.c_str() + after_command + 4);
  }
  return parents;
}

void reap_orphans() {
  while (::waitpid(-1, nullptr, WNOHANG) > 0) continue;
}

/// The process that a folder "…/gatesmith-PID-…/…" is of; 0 when it does not tell.
int owner_of(const std::string& folder) {
  constexpr std::string_view kName = "gatesmith-";
  const std::size_t name = folder.find(kName);
  return name == std::string::npos ? 0 : std::atoi(folder.c_str() + name + kName.size());
}

/// Those of `owners` that were not there before and do not go away. Programs that run beside this one, and tests that
/// kill such programs, have and leave some of their own.
std::vector<std::string> new_cgroups(const std::set<std::string>& before, const std::set<int>& owners) {
  std::set<std::string> left = sandbox::cgroup_folders("gatesmith");
  for (int waited = 0; waited < kCgroupPatienceMs; waited += 100) {
    const std::set<std::string> now = sandbox::cgroup_folders("gatesmith");
    std::erase_if(left, [&](const std::string& folder) {
      return now.count(folder) == 0 || before.count(folder) > 0 || owners.count(owner_of(folder)) == 0;
    });
    if (left.empty()) break;
    std::this_thread::sleep_for(milliseconds(100));
  }
  return {left.begin(), left.end()};
}

std::vector<std::string> names_below(const fs::path& root) {
  std::vector<std::string> names;
  const auto entries = walk_folder(root);
  if (!entries) return {"unreadable: " + entries.error().to_line()};
  for (const FolderEntry& entry : *entries) names.push_back(entry.path);
  return names;
}

std::size_t count_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

bool was_reached(const UniqueFd& server) {
  const UniqueFd visitor(::accept4(server.get(), nullptr, nullptr, SOCK_CLOEXEC));
  return static_cast<bool>(visitor);
}

}  // namespace

Result<std::unique_ptr<HostWitness>> HostWitness::create() {
  GS_TRY(TempDir folder, TempDir::create("witness"));
  std::unique_ptr<HostWitness> witness(new HostWitness(std::move(folder)));
  witness->add_host(::getpid());
  if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return errno_error("PR_SET_CHILD_SUBREAPER", errno);
  GS_CHECK(witness->plant());
  GS_CHECK(witness->listen());
  return witness;
}

HostWitness::~HostWitness() {
  ::unsetenv(kSecretVariable);
}

fs::path HostWitness::scratch() const {
  return folder_.path() / "boxes";
}

Result<void> HostWitness::plant() {
  marker_ = "marker-" + random_word();
  const fs::path file = folder_.path() / "secret";
  const fs::path beside = folder_.path() / "beside-the-boxes";
  secrets_ = {{"environment", random_word()}, {"file", random_word()}, {"file beside the boxes", random_word()}};
  if (::setenv(kSecretVariable, secrets_["environment"].c_str(), 1) != 0) return errno_error("setenv", errno);
  GS_CHECK(write_file_atomic(file, secrets_["file"] + "\n"));
  GS_CHECK(write_file_atomic(beside, secrets_["file beside the boxes"] + "\n"));
  GS_CHECK(gs::create_directories(scratch()));
  // Open to everybody: nothing but the walls of the box keeps an attacker from reading.
  for (const fs::path& path : {folder_.path(), scratch(), file, beside}) {
    if (::chmod(path.c_str(), 0755) != 0) return errno_error(path.string(), errno);
  }
  places_["HOST_FILE"] = file;
  places_["BESIDE_FILE"] = beside;
  places_["HOST_FOLDER"] = folder_.path();
  places_["SCRATCH"] = scratch();
  places_["HOST_PID"] = std::to_string(::getpid());
  places_["SOURCE_FOLDER"] = GS_SOURCE_FOLDER;
  return {};
}

Result<void> HostWitness::listen() {
  tcp_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(tcp_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(tcp_.get(), 16) != 0 ||
      ::getsockname(tcp_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return errno_error("a listening socket", errno);
  }
  places_["TCP_PORT"] = std::to_string(ntohs(address.sin_port));

  local_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const std::string name = "gatesmith-" + random_word();
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  std::memcpy(local.sun_path + 1, name.data(), name.size());  // the first byte stays 0: an abstract name
  const auto local_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::bind(local_.get(), reinterpret_cast<sockaddr*>(&local), local_size) != 0 || ::listen(local_.get(), 16) != 0) {
    return errno_error("a listening local socket", errno);
  }
  places_["UNIX_NAME"] = name;
  return {};
}

std::vector<std::string> HostWitness::secrets_in(std::string_view bytes) const {
  std::vector<std::string> found;
  for (const auto& [name, content] : secrets_) {
    if (bytes.find(content) != std::string_view::npos) found.push_back(name);
  }
  return found;
}

std::vector<int> HostWitness::strangers() const {
  const std::map<int, int> parents = living_processes();
  std::vector<int> found;
  for (const auto& [pid, parent] : parents) {
    if (pid == ::getpid()) continue;
    int ancestor = parent;
    for (int depth = 0; depth < 1000 && ancestor > 1 && ancestor != ::getpid(); ++depth) {
      const auto up = parents.find(ancestor);
      ancestor = up == parents.end() ? 0 : up->second;
    }
    const std::string variables = read_proc("/proc/" + std::to_string(pid) + "/environ");
    if (ancestor == ::getpid() || variables.find(marker_) != std::string::npos) found.push_back(pid);
  }
  return found;
}

HostState HostWitness::look() {
  reap_orphans();
  return {read_proc("/proc/self/mountinfo"), sandbox::cgroup_folders("gatesmith"), count_descriptors(),
          names_below(folder_.path())};
}

std::vector<std::string> HostWitness::harm(const HostState& before, int patience_ms) {
  std::vector<std::string> harms;
  std::vector<int> left = strangers();
  for (int waited = 0; !left.empty() && waited < patience_ms; waited += 20) {
    std::this_thread::sleep_for(milliseconds(20));
    reap_orphans();
    left = strangers();
  }
  for (const int pid : left) {
    harms.push_back("process " + std::to_string(pid) +
                    " is left: " + clean_utf8(read_proc("/proc/" + std::to_string(pid) + "/cmdline")));
  }
  const HostState now = look();
  for (const std::string& folder : new_cgroups(before.cgroups, hosts_)) harms.push_back("cgroup is left: " + folder);
  if (now.mounts != before.mounts) harms.push_back("mounts differ:\n" + now.mounts);
  if (now.descriptors != before.descriptors) {
    harms.push_back(std::to_string(before.descriptors) + " descriptors became " + std::to_string(now.descriptors));
  }
  if (now.folder != before.folder) harms.push_back("files of the host differ: " + join(now.folder, ", "));
  if (!fs::is_empty(scratch())) harms.push_back("the inputs of a box are left in " + scratch().string());
  for (const auto& [place, secret] : {std::pair{"HOST_FILE", "file"}, {"BESIDE_FILE", "file beside the boxes"}}) {
    const auto content = read_file(places_[place]);
    if (!content || *content != secrets_[secret] + "\n") harms.push_back(std::string(secret) + " was changed");
  }
  if (environment(kSecretVariable) != secrets_["environment"]) harms.emplace_back("the environment was changed");
  if (was_reached(tcp_)) harms.emplace_back("the listening port was reached");
  if (was_reached(local_)) harms.emplace_back("the listening local socket was reached");
  return harms;
}

}  // namespace gs::attacks
