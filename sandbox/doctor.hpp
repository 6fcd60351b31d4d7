/// What works on this machine, and what to install.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "sandbox/bubblewrap.hpp"
#include "sandbox/self_test.hpp"

namespace gs::sandbox {

/// A tool that was looked for.
struct ToolReport {
  std::string name, package, purpose;
  bool required = false;  ///< for a first run
  bool found = false;
  std::string path, version;  ///< when found
  std::string problem;        ///< when not: one line, with what to do
};

struct Doctor {
  std::vector<ToolReport> tools;  ///< in the order of known_tools
  std::vector<Check> checks;      ///< the first is "box": whether one starts at all; without it there are no others
  std::string sandbox;            ///< Sandbox::description(), empty without one
  std::string cgroups;            ///< "v2", "v1 (why not v2)", "none (why)"

  /// Every required tool is there and every mandatory check passed.
  bool ready() const;
};

/// Takes a few seconds: starts tools and boxes. Never fails; what is wrong is in the value.
Doctor examine(const BubblewrapOptions& options = {});

/// {"schema": 1, "ready", "sandbox", "cgroups", "tools": [{name, package, purpose, required, found, path, version,
/// problem}], "checks": [{name, "status": "pass"|"fail", detail, mandatory}]}.
Json to_json(const Doctor& doctor);

}  // namespace gs::sandbox
