/// What a box consists of, as bubblewrap's arguments.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gs::sandbox {

/// User and group inside of every box; outside too when we are root.
inline constexpr uid_t kBoxUser = 60001;

/// Process 1 of every box, and where it lies in there.
inline constexpr const char* kBoxDriver = "/box/driver";

/// The parts of a box that differ from one to the next.
struct BoxLayout {
  std::optional<std::filesystem::path> inputs;          ///< host folder at /box/in; none: an empty folder
  std::map<std::string, std::filesystem::path> mounts;  ///< name -> host path at /box/<name>
  std::map<std::string, std::string> links;             ///< path below / -> target inside the box
  std::filesystem::path driver;                         ///< host path of the program at kBoxDriver
  std::size_t work_bytes = 0;
  bool gpu = false;  ///< with the devices of an NVIDIA GPU
  int info_fd = -1;  ///< where bubblewrap tells the host pid of the box's first process
};

/// bubblewrap's options for a box whose process 1 is kBoxDriver; the command itself is not among them.
std::vector<std::string> box_arguments(const BoxLayout& layout);

}  // namespace gs::sandbox
