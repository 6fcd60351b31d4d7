/// DesignIndex: which of many Verilog files a design consists of, and in which order they compile.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

/// What belongs together.
struct DesignFiles {
  std::vector<std::string> sources;       ///< what a file uses stands before it
  std::vector<std::string> included;      ///< by `include, sorted
  std::vector<std::string> include_dirs;  ///< where these are found; "" is the root
};

/// Reads tokens, not the language: a file uses every other one that declares a module, interface, package, program or
/// primitive whose name stands in it anywhere, macros and branches that are not compiled included. That takes in a file
/// too many now and then, and none too few.
class DesignIndex {
 public:
  /// `files` must outlive it. `include_dirs`: where includes are looked for first, after the folder of who includes.
  DesignIndex(const tasks::FileSet& files, std::vector<std::string> include_dirs);

  /// What the module `top` consists of. invalid_input: it is not declared, or something that is used is declared in
  /// several files, of which none lies beside who uses it: names the files.
  Result<DesignFiles> design_of(const std::string& top) const;
  /// `start` themselves and what they use.
  Result<DesignFiles> closure_of(const std::vector<std::string>& start) const;

  /// The module of `files` that none of them uses. invalid_input when it is not exactly one: names them.
  Result<std::string> top_of(const std::vector<std::string>& files) const;
  bool declares_package(const std::string& file) const;

 private:
  struct Entry {
    std::vector<std::string> modules, packages, others;  ///< declared
    std::vector<std::string> words;                      ///< identifiers, each once, in their order
    std::vector<std::string> includes;
  };
  struct Walk;
  Result<void> visit(const std::string& file, Walk& walk) const;
  Result<std::string> declarer(const std::string& name, const std::string& user) const;
  std::string included_file(const std::string& name, const std::string& user) const;

  const tasks::FileSet& files_;
  std::vector<std::string> include_dirs_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, std::vector<std::string>> declared_;  ///< name -> files
};

}  // namespace gs::rtl
