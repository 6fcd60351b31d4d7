#include "sandbox/box_arguments.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <system_error>

namespace gs::sandbox {
namespace {

constexpr std::size_t kTemporaryBytes = std::size_t{128} << 20;
constexpr std::size_t kSharedMemoryBytes = std::size_t{64} << 20;
constexpr std::size_t kHiddenBytes = 4096;

/// Where an installed Gatesmith keeps its task packs, solutions and hidden tests included. /usr shows in every box;
/// these do not.
constexpr const char* kHiddenFolders[] = {"/usr/share/gatesmith", "/usr/local/share/gatesmith"};

class Arguments {
 public:
  void add(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) words_.emplace_back(word);
  }
  /// --size holds for the next tmpfs only.
  void tmpfs(std::string_view path, std::size_t bytes) { add({"--size", std::to_string(bytes), "--tmpfs", path}); }
  std::vector<std::string> take() { return std::move(words_); }

 private:
  std::vector<std::string> words_;
};

/// The nodes that CUDA opens; not nvidia-modeset nor nvidia-caps, which control the device. A machine has up to 16
/// GPUs.
void add_gpu(Arguments& out) {
  const auto device = [&](const std::string& path) { out.add({"--dev-bind-try", path, path}); };
  for (int i = 0; i < 16; ++i) device("/dev/nvidia" + std::to_string(i));
  for (const char* path : {"/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools"}) device(path);
  // cuInit looks for the devices and the memory nodes there
  for (const char* path : {"/sys/devices", "/sys/bus/pci", "/sys/module/nvidia", "/sys/module/nvidia_uvm"}) {
    out.add({"--ro-bind-try", path, path});
  }
}

bool is_folder(const char* path) {
  std::error_code ignored;
  return std::filesystem::is_directory(std::filesystem::symlink_status(path, ignored));
}

}  // namespace

std::vector<std::string> box_arguments(const BoxLayout& layout) {
  const std::string user = std::to_string(kBoxUser);
  Arguments out;
  // Each namespace by name: --unshare-all goes on without those that the kernel refuses.
  out.add({"--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"});
  out.add({"--disable-userns", "--cap-drop", "ALL", "--uid", user, "--gid", user, "--hostname", "box"});
  // Process 1 is our driver and not bubblewrap, whose memory and arguments a step could read.
  out.add({"--die-with-parent", "--new-session", "--as-pid-1", "--info-fd", std::to_string(layout.info_fd)});

  out.add({"--ro-bind", "/usr", "/usr"});
  for (const char* folder : kHiddenFolders) {
    if (!is_folder(folder)) continue;
    out.tmpfs(folder, kHiddenBytes);
    out.add({"--remount-ro", folder});
  }
  out.add({"--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin"});
  out.add({"--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"});
  out.add({"--perms", "0755", "--dir", "/etc"});
  out.add({"--ro-bind-try", "/etc/alternatives", "/etc/alternatives"});  // cc, c++ and others are links through it
  out.add({"--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});

  out.add({"--proc", "/proc", "--dev", "/dev"});
  if (layout.gpu) add_gpu(out);
  out.tmpfs("/dev/shm", std::min(layout.work_bytes, kSharedMemoryBytes));
  out.tmpfs("/tmp", std::min(layout.work_bytes, kTemporaryBytes));
  out.tmpfs("/box/work", layout.work_bytes);

  out.add({"--ro-bind", layout.driver.native(), kBoxDriver});
  if (layout.inputs) {
    out.add({"--ro-bind", layout.inputs->native(), "/box/in"});
  } else {
    out.add({"--dir", "/box/in"});
  }
  for (const auto& [name, source] : layout.mounts) out.add({"--ro-bind", source.native(), "/box/" + name});

  for (const auto& [path, target] : layout.links) out.add({"--symlink", target, "/" + path});

  // The root and /dev are tmpfs without a size. Not recursive: the sized ones below stay writable.
  out.add({"--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/box/work"});
  return out.take();
}

}  // namespace gs::sandbox
