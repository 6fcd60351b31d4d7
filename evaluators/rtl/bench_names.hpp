/// BenchNames: what a testbench declares, as far as its tokens tell, so that the gate can keep a candidate off it.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/verilog_lexer.hpp"
#include "tasks/task.hpp"

namespace gs::rtl {

using NameSet = std::set<std::string, std::less<>>;

struct BenchNames {
  NameSet designs;  ///< modules, packages, interfaces, programs, primitives, checkers, configurations, outer classes
  NameSet scopes;   ///< what may stand before "." or "::", be called or be disabled from below in the hierarchy
  NameSet macros;   ///< defined, undefined or used; without their quote
};

/// Of those of `files` that `which` names. An escaped name is the same as the plain one. Linear, any bytes.
BenchNames bench_names(const tasks::FileSet& files, const std::vector<std::string>& which);

/// Modules, instances, named blocks, generate blocks, tasks, functions, packages, interfaces, programs, and whatever
/// looks like one: too many names are better than too few, since they matter only where a candidate uses one that its
/// own module does not declare.
NameSet scope_names(const tasks::FileSet& files, const std::vector<std::string>& which);

/// A name without the backslash of an escaped identifier.
std::string_view plain_name(std::string_view identifier);

/// The name that the word at `i` declares when it is "module", "package" or another of BenchNames::designs; null when
/// it declares nothing. `code`: tokens without comments.
const Token* declared_design(const std::vector<Token>& code, std::size_t i);

}  // namespace gs::rtl
