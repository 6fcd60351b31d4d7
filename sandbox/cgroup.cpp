// Theory of operation: a CgroupParent makes one folder of its own in each hierarchy it needs (one with v2; memory, pids
// and, where there is one, cpuacct with v1) and holds a lock on it, which the kernel drops when the program dies; so
// the next program can tell folders of the dead from those of the living and remove them. A box's group is a folder in
// there. The box's first process is moved into it before any step starts; bubblewrap itself stays outside. Kernels have
// ignored limits in silence (a wrong order of writes was enough), so each is read back.
//
// With v2, a group that has processes cannot have children with limits. Where our own group's parent folder passes the
// controllers on and is ours to write, as for root and in systemd's user sessions, our folder lies beside our group.
// Else it lies below our group, which then must hold no process but us: we move into a leaf first. So it does too where
// systemd says that it has delegated the group to us: what limits that unit then limits the boxes. A unit that is not
// delegated is no place for boxes: systemd stops it when the kernel kills for memory anywhere in it (OOMPolicy=).
#include "sandbox/cgroup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <set>
#include <system_error>
#include <thread>

#include "base/text.hpp"
#include "sandbox/process.hpp"

namespace gs::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFolderPrefix = "gatesmith-";
constexpr const char* kLeaf = "gatesmith-self";  // where we move when we must leave our own group
constexpr int kOwnProcesses = 1;                 // our driver

/// "/a/b" in `text` with mountinfo's octal escapes undone.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool octal = text[i] == '\\' && i + 3 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '3';
    if (!octal) {
      out += text[i];
      continue;
    }
    out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
    i += 3;
  }
  return out;
}

struct CgroupMount {
  std::string root, point, type, super_options;
};

std::vector<CgroupMount> cgroup_mounts(std::string_view mountinfo) {
  std::vector<CgroupMount> mounts;
  for (const std::string_view line : split_lines(mountinfo)) {
    const std::vector<std::string_view> words = split(line, ' ');
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (words.size() < 6 || std::distance(dash, words.end()) < 4) continue;
    if (dash[1] == "cgroup" || dash[1] == "cgroup2") {
      mounts.push_back({unescape(words[3]), unescape(words[4]), std::string(dash[1]), std::string(dash[3])});
    }
  }
  return mounts;
}

bool has_word(std::string_view list, std::string_view word, char separator) {
  const std::vector<std::string_view> words = split(list, separator);
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Our path in the hierarchy that carries `controller`; in the v2 hierarchy when that is empty.
std::optional<std::string> own_path(std::string_view self, std::string_view controller) {
  for (const std::string_view line : split_lines(self)) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const bool matches = controller.empty() ? controllers.empty() : has_word(controllers, controller, ',');
    if (matches) return std::string(line.substr(second + 1));
  }
  return std::nullopt;
}

std::optional<CgroupHierarchy> locate(const CgroupMount& mount, const std::optional<std::string>& path) {
  if (!path || path->empty() || path->front() != '/' || path->find("/..") != std::string::npos) return std::nullopt;
  std::string_view below = *path;
  if (mount.root != "/") {  // only a part of the hierarchy is mounted
    if (below.rfind(mount.root, 0) != 0) return std::nullopt;
    below.remove_prefix(mount.root.size());
    if (!below.empty() && below.front() != '/') return std::nullopt;
  }
  while (!below.empty() && below.front() == '/') below.remove_prefix(1);
  CgroupHierarchy found;
  found.mount = mount.point;
  found.own = below.empty() ? found.mount : found.mount / below;
  return found;
}

Result<void> write_value(const fs::path& file, std::string_view value) {
  const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), value.data(), value.size()) != static_cast<ssize_t>(value.size())) {
    return errno_error(file.string(), errno);
  }
  return {};
}

std::string read_value(const fs::path& file) {
  const Result<std::string> text = read_file(file);
  return text ? std::string(trim(*text)) : std::string();
}

std::uint64_t read_number(const fs::path& file) {
  return std::strtoull(read_value(file).c_str(), nullptr, 10);
}

/// The number after `key` in lines of "key number".
std::uint64_t read_field(const fs::path& file, std::string_view key) {
  const std::string text = read_value(file);
  for (const std::string_view line : split_lines(text)) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 2 && words[0] == key) return std::strtoull(std::string(words[1]).c_str(), nullptr, 10);
  }
  return 0;
}

/// Writes a limit and reads it back. The kernel rounds memory down to pages.
Result<void> set_limit(const fs::path& file, std::uint64_t value) {
  GS_CHECK(write_value(file, std::to_string(value)));
  const std::string read = read_value(file);
  const std::uint64_t now = read == "max" ? UINT64_MAX : std::strtoull(read.c_str(), nullptr, 10);
  if (read.empty() || now > value || value - now >= 65536) {
    return external(file.string() + ": wrote " + std::to_string(value) + ", reads \"" + read + "\"");
  }
  return {};
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// Kills the members of a group.
void kill_members(const fs::path& folder) {
  const auto members = [&] {
    std::set<std::string> found;
    const std::string text = read_value(folder / "cgroup.procs");
    for (const std::string_view line : split_lines(text)) found.emplace(line);
    return found;
  };
  for (const std::string& member : members()) {
    kill_if(std::atoi(member.c_str()), [&] { return members().count(member) > 0; });
  }
}

/// Removes the group of a program that is gone, and first those below it. What a box of it has left is killed. A group
/// that is not empty a moment later stays.
void remove_groups(const fs::path& folder) {
  std::error_code code;
  std::vector<fs::path> inner;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    if (entry->is_directory(code)) inner.push_back(entry->path());
  }
  for (const fs::path& path : inner) remove_groups(path);
  constexpr int kTries = 50;
  for (int tries = 0; tries < kTries && ::rmdir(folder.c_str()) != 0 && errno == EBUSY; ++tries) {
    if (tries == 0) kill_members(folder);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

/// The folder, with a lock that lasts as long as its owner; invalid when somebody else has it.
UniqueFd lock_folder(const fs::path& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd && try_lock(fd.get())) return fd;
  return {};
}

struct LockedFolder {
  fs::path path;
  UniqueFd lock;
};

/// Removes the folders of programs that were killed.
void sweep(const fs::path& where) {
  std::error_code code;
  std::vector<LockedFolder> dead;
  for (fs::directory_iterator entry(where, code), end; !code && entry != end; entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (name.rfind(kFolderPrefix, 0) != 0 || name == kLeaf) continue;
    if (UniqueFd lock = lock_folder(entry->path())) dead.push_back({entry->path(), std::move(lock)});
  }
  // Still locked: a program that has just made its folder would else take it for its own.
  for (const LockedFolder& folder : dead) remove_groups(folder.path);
}

/// A locked folder of our own in `where`.
Result<LockedFolder> make_own_folder(const fs::path& where) {
  static std::atomic<unsigned> count{0};
  sweep(where);
  for (int tries = 0; tries < 100; ++tries) {
    const std::string name = std::string(kFolderPrefix) + std::to_string(::getpid()) + "-" + std::to_string(count++);
    LockedFolder own{where / name, {}};
    if (::mkdir(own.path.c_str(), 0755) != 0) {
      if (errno == EEXIST) continue;
      return errno_error(own.path.string(), errno);
    }
    own.lock = lock_folder(own.path);
    // Another program's sweep may have come between the two calls.
    if (own.lock && is_there(own.path)) return own;
  }
  return external(where.string() + ": no group could be made");
}

/// Nobody but this program is in the group.
bool is_alone(const fs::path& group) {
  return read_value(group / "cgroup.procs") == std::to_string(::getpid());
}

bool passes_on(const fs::path& group) {
  const std::string passed = read_value(group / "cgroup.subtree_control");
  return has_word(passed, "memory", ' ') && has_word(passed, "pids", ' ');
}

Result<void> pass_controllers_on(const fs::path& group) {
  if (passes_on(group)) return {};
  return write_value(group / "cgroup.subtree_control", "+memory +pids");
}

/// 0, or why we cannot make groups there and move into them.
int refusal_of(const fs::path& group) {
  for (const fs::path& needed : {group, group / "cgroup.procs"}) {
    if (::access(needed.c_str(), W_OK) != 0) return errno;
  }
  return 0;
}

/// Leaves our group, in which we are alone, for a leaf in it: only so can it have other children with limits.
bool move_into_leaf(const fs::path& group) {
  const fs::path leaf = group / kLeaf;
  if (::mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST) return false;
  if (write_value(leaf / "cgroup.procs", "0") && pass_controllers_on(group)) return true;
  (void)write_value(group / "cgroup.procs", "0");  // somebody else has come in between
  ::rmdir(leaf.c_str());
  return false;
}

/// systemd leaves what is below to us. Debian 12 says so for units of the system, not for those of a user.
bool is_delegated(const fs::path& group) {
  char value = 0;
  return ::getxattr(group.c_str(), "user.delegate", &value, sizeof value) == 1 && value == '1';
}

Error no_place(const fs::path& group, const std::string& why) {
  return unavailable("cgroup v2: " + group.string() + " " + why);
}

/// How to get a group of one's own from systemd, where that runs.
std::string advice() {
  if (!is_there("/run/systemd/system")) return "";
  const std::string whose = ::geteuid() == 0 ? "" : "--user ";
  return ": start under `systemd-run " + whose + "--scope -p Delegate=yes`";
}

/// The folder in which groups with limits can be made, made so where we may.
Result<fs::path> find_v2_place(const CgroupHierarchy& v2) {
  const std::string available = read_value(v2.own / "cgroup.controllers");
  if (!has_word(available, "memory", ' ') || !has_word(available, "pids", ' ')) {
    return no_place(v2.own, "has no memory and pids controllers");
  }
  const fs::path beside = v2.own.parent_path();
  const bool can_use_beside = v2.own != v2.mount && passes_on(beside) && refusal_of(beside) == 0;
  const bool in_leaf = v2.own.filename() == kLeaf;  // we, or the program that started us, moved there
  if (can_use_beside && (in_leaf || !is_delegated(v2.own))) return beside;

  const int refusal = refusal_of(v2.own);
  if (refusal == 0) {
    if (pass_controllers_on(v2.own)) return v2.own;  // the root of all groups may have both children and processes
    if (is_alone(v2.own) && move_into_leaf(v2.own)) return v2.own;
  }
  if (can_use_beside) return beside;
  if (refusal == EROFS) return no_place(v2.own, "is mounted read-only");
  if (refusal != 0) return no_place(v2.own, "belongs to another user" + advice());
  return no_place(v2.own, "has other processes" + advice());
}

}  // namespace

CgroupView CgroupView::here() {
  return {read_value("/proc/self/mountinfo"), read_value("/proc/self/cgroup")};
}

std::optional<CgroupHierarchy> find_cgroup_v2(const CgroupView& view) {
  for (const CgroupMount& mount : cgroup_mounts(view.mountinfo)) {
    if (mount.type != "cgroup2") continue;
    if (auto found = locate(mount, own_path(view.self, ""))) return found;
  }
  return std::nullopt;
}

std::optional<CgroupHierarchy> find_cgroup_v1(const CgroupView& view, std::string_view controller) {
  for (const CgroupMount& mount : cgroup_mounts(view.mountinfo)) {
    if (mount.type != "cgroup" || !has_word(mount.super_options, controller, ',')) continue;
    if (auto found = locate(mount, own_path(view.self, controller))) return found;
  }
  return std::nullopt;
}

// ---- Cgroup

Cgroup::~Cgroup() {
  if (!folders_.empty()) (void)remove();
}

Result<void> Cgroup::add(pid_t pid) const {
  for (const fs::path& folder : folders_) GS_CHECK(write_value(folder / "cgroup.procs", std::to_string(pid)));
  return {};
}

CgroupEvents Cgroup::events() const {
  CgroupEvents events;
  events.oom_kills = read_field(memory_ / (unified_ ? "memory.events" : "memory.oom_control"), "oom_kill");
  if (!processes_.empty()) events.refused_processes = read_field(processes_ / "pids.events", "max");
  return events;
}

BoxUsage Cgroup::usage() const {
  BoxUsage usage;
  usage.peak_memory_bytes = read_number(memory_ / (unified_ ? "memory.peak" : "memory.max_usage_in_bytes"));
  if (!processes_.empty()) usage.peak_processes = read_number(processes_ / "pids.peak");
  if (unified_) {
    usage.cpu = std::chrono::microseconds(read_field(cpu_ / "cpu.stat", "usage_usec"));
  } else if (!cpu_.empty()) {
    usage.cpu = std::chrono::microseconds(read_number(cpu_ / "cpuacct.usage") / 1000);
  }
  return usage;
}

void Cgroup::kill() const {
  if (unified_) (void)write_value(memory_ / "cgroup.kill", "1");  // Linux 5.14; the pid namespace dies anyway
}

Result<void> Cgroup::remove() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  for (auto pause = std::chrono::microseconds(100); !folders_.empty();) {
    if (::rmdir(folders_.back().c_str()) == 0 || errno == ENOENT) {
      folders_.pop_back();
      continue;
    }
    if (errno != EBUSY || std::chrono::steady_clock::now() > deadline) {
      return errno_error("removing " + folders_.back().string(), errno);
    }
    std::this_thread::sleep_for(pause);  // a process that has ended may still be counted for a moment
    pause = std::min(pause * 2, std::chrono::microseconds(10'000));
  }
  return {};
}

// ---- CgroupParent

Result<CgroupParent> CgroupParent::open(CgroupChoice choice) {
  const CgroupView view = CgroupView::here();
  if (choice == CgroupChoice::v1) return open_v1(view);
  if (choice == CgroupChoice::v2) return open_v2(view);
  CgroupParent none;
  none.reason_ = "not asked for";
  if (choice == CgroupChoice::none) return none;
  auto v2 = open_v2(view);
  if (v2) return v2;
  auto v1 = open_v1(view);
  if (v1) {
    v1->reason_ = v2.error().to_line();
    return v1;
  }
  none.reason_ = v2.error().to_line() + "; " + v1.error().to_line();
  return none;
}

Result<CgroupParent> CgroupParent::open_v1(const CgroupView& view) {
  const auto memory = find_cgroup_v1(view, "memory");
  const auto pids = find_cgroup_v1(view, "pids");
  const auto cpu = find_cgroup_v1(view, "cpuacct");
  if (!memory || !pids) return unavailable("cgroup v1: the memory and pids controllers are not mounted");
  CgroupParent parent;
  parent.version_ = CgroupChoice::v1;
  const auto own = [&](const CgroupHierarchy& hierarchy, fs::path& folder) -> Result<void> {
    auto made = make_own_folder(hierarchy.own);
    if (!made) return unavailable("cgroup v1: " + made.error().to_line());
    folder = made->path;
    parent.folders_.push_back(made->path);
    parent.locks_.push_back(std::move(made->lock));
    return {};
  };
  GS_CHECK(own(*memory, parent.memory_));
  GS_CHECK(own(*pids, parent.processes_));
  if (cpu) GS_CHECK(own(*cpu, parent.cpu_));
  return parent;
}

Result<CgroupParent> CgroupParent::open_v2(const CgroupView& view) {
  const auto v2 = find_cgroup_v2(view);
  if (!v2) return unavailable("cgroup v2: not mounted, or not where this program's group can be seen");
  GS_TRY(const fs::path place, find_v2_place(*v2));
  auto made = make_own_folder(place);
  if (!made) return unavailable("cgroup v2: " + made.error().to_line());
  CgroupParent parent;
  parent.version_ = CgroupChoice::v2;
  parent.memory_ = parent.processes_ = parent.cpu_ = made->path;
  parent.folders_.push_back(made->path);
  parent.locks_.push_back(std::move(made->lock));
  if (auto passed = pass_controllers_on(made->path); !passed) {
    return unavailable("cgroup v2: " + passed.error().to_line());
  }
  return parent;
}

CgroupParent::~CgroupParent() {
  for (const fs::path& folder : folders_) remove_groups(folder);
}

std::string CgroupParent::description() const {
  if (version_ == CgroupChoice::v2) return "cgroup v2 (memory, pids)";
  if (version_ == CgroupChoice::v1)
    return cpu_.empty() ? "cgroup v1 (memory, pids)" : "cgroup v1 (memory, pids, cpuacct)";
  return {};
}

Result<Cgroup> CgroupParent::create(const std::string& name, const Limits& limits) const {
  GS_ASSERT(version_ != CgroupChoice::none);
  Cgroup group;
  group.unified_ = version_ == CgroupChoice::v2;
  const auto make = [&](const fs::path& parent, fs::path& folder) -> Result<void> {
    if (parent.empty()) return {};
    folder = parent / name;
    if (group.unified_ && !group.folders_.empty()) return {};
    if (::mkdir(folder.c_str(), 0755) != 0) return errno_error(folder.string(), errno);
    group.folders_.push_back(folder);
    return {};
  };
  GS_CHECK(make(memory_, group.memory_));
  GS_CHECK(make(processes_, group.processes_));
  GS_CHECK(make(cpu_, group.cpu_));

  const fs::path& memory = group.memory_;
  GS_CHECK(set_limit(memory / (group.unified_ ? "memory.max" : "memory.limit_in_bytes"), limits.memory_bytes));
  // No swap: v1 counts memory and swap together, and takes this limit only after the one above.
  const fs::path swap = memory / (group.unified_ ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
  if (is_there(swap)) GS_CHECK(set_limit(swap, group.unified_ ? 0 : limits.memory_bytes));
  GS_CHECK(set_limit(group.processes_ / "pids.max", static_cast<std::uint64_t>(limits.processes) + kOwnProcesses));
  return group;
}

}  // namespace gs::sandbox
