#include "evaluators/rtl/design_index.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/verilog_lexer.hpp"

namespace gs::rtl {
namespace {

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
}

std::string in_folder(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

// The name that a declaration gives, at its keyword; empty when it is none.
std::string_view declared_name(const std::vector<Token>& tokens, std::size_t at) {
  if (at > 0 && tokens[at - 1].is("virtual")) return {};  // a variable of an interface's type
  std::size_t next = at + 1;
  while (next < tokens.size() && tokens[next].is_one_of({"automatic", "static"})) ++next;
  if (next >= tokens.size() || tokens[next].kind != TokenKind::identifier || is_keyword(tokens[next].text)) return {};
  return tokens[next].text;
}

// "name.svh" -> name.svh, <name> too.
std::string included_name(const std::vector<Token>& tokens, std::size_t at) {
  if (at + 1 >= tokens.size() || tokens[at + 1].kind != TokenKind::string) return {};
  const std::string_view text = tokens[at + 1].text;
  return text.size() < 3 ? std::string() : std::string(text.substr(1, text.size() - 2));
}

}  // namespace

/// What was visited so far.
struct DesignIndex::Walk {
  DesignFiles found;
  std::set<std::string> seen;
  std::set<std::string> included, include_dirs;
};

DesignIndex::DesignIndex(const tasks::FileSet& files, std::vector<std::string> include_dirs)
    : files_(files), include_dirs_(std::move(include_dirs)) {
  for (const auto& [path, content] : files_) {
    Entry& entry = entries_[path];
    const std::vector<Token> tokens = tokenize_code(content);
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (token.is("`include")) {
        if (std::string name = included_name(tokens, i); !name.empty()) entry.includes.push_back(std::move(name));
      }
      if (token.kind != TokenKind::identifier) continue;
      if (!is_keyword(token.text)) {
        if (seen.insert(token.text).second) entry.words.emplace_back(token.text);
        continue;
      }
      const bool is_module = token.is_one_of({"module", "macromodule"});
      const bool is_package = token.is("package");
      if (!is_module && !is_package && !token.is_one_of({"interface", "program", "primitive"})) continue;
      const std::string name(declared_name(tokens, i));
      if (name.empty()) continue;
      (is_module ? entry.modules : is_package ? entry.packages : entry.others).push_back(name);
      std::vector<std::string>& where = declared_[name];
      if (where.empty() || where.back() != path) where.push_back(path);
    }
  }
}

Result<std::string> DesignIndex::declarer(const std::string& name, const std::string& user) const {
  const auto found = declared_.find(name);
  if (found == declared_.end()) return std::string();
  const std::vector<std::string>& where = found->second;
  if (where.size() == 1 || std::find(where.begin(), where.end(), user) != where.end()) {
    return where.size() == 1 ? where.front() : user;
  }
  std::vector<std::string> beside;
  std::copy_if(where.begin(), where.end(), std::back_inserter(beside),
               [&](const std::string& file) { return folder_of(file) == folder_of(user); });
  if (beside.size() == 1) return beside.front();
  return invalid_input(fmt::format("{} is declared in {}: name the files that belong to the design", clean_utf8(name),
                                   join(where, " and in ")));
}

std::string DesignIndex::included_file(const std::string& name, const std::string& user) const {
  if (const std::string beside = in_folder(folder_of(user), name); files_.count(beside) > 0) return beside;
  for (const std::string& folder : include_dirs_) {
    if (const std::string there = in_folder(folder, name); files_.count(there) > 0) return there;
  }
  for (const auto& [path, content] : files_) {
    if (path == name || path.ends_with("/" + name)) return path;
  }
  return {};
}

// Depth first, so that what is used comes before who uses it. Circles are cut where they close.
Result<void> DesignIndex::visit(const std::string& file, Walk& walk) const {
  if (!walk.seen.insert(file).second) return {};
  const auto found = entries_.find(file);
  if (found == entries_.end()) return not_found(file + ": not among the files");
  for (const std::string& name : found->second.includes) {
    const std::string included = included_file(name, file);
    if (included.empty()) continue;  // the compiler will say so
    walk.included.insert(included);
    walk.include_dirs.insert(included.size() > name.size() ? included.substr(0, included.size() - name.size() - 1)
                                                           : "");
    if (walk.seen.count(included) == 0) {
      GS_CHECK(visit(included, walk));
      std::erase(walk.found.sources, included);
    }
  }
  for (const std::string& word : found->second.words) {
    GS_TRY(const std::string used, declarer(word, file));
    if (!used.empty() && used != file) GS_CHECK(visit(used, walk));
  }
  walk.found.sources.push_back(file);
  return {};
}

Result<DesignFiles> DesignIndex::closure_of(const std::vector<std::string>& start) const {
  Walk walk;
  for (const std::string& file : start) GS_CHECK(visit(file, walk));
  std::erase_if(walk.found.sources, [&](const std::string& file) { return walk.included.count(file) > 0; });
  walk.found.included.assign(walk.included.begin(), walk.included.end());
  walk.found.include_dirs.assign(walk.include_dirs.begin(), walk.include_dirs.end());
  return std::move(walk.found);
}

Result<DesignFiles> DesignIndex::design_of(const std::string& top) const {
  GS_TRY(const std::string file, declarer(top, ""));
  if (file.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, where] : declared_) names.push_back(name);
    const std::string near = nearest(top, names);
    return invalid_input(fmt::format("module {} is declared in none of the {} files{}", clean_utf8(top), files_.size(),
                                     near.empty() ? "" : fmt::format(" (did you mean {}?)", near)));
  }
  return closure_of({file});
}

Result<std::string> DesignIndex::top_of(const std::vector<std::string>& files) const {
  std::set<std::string> modules, used;
  for (const std::string& file : files) {
    const auto entry = entries_.find(file);
    if (entry == entries_.end()) continue;
    modules.insert(entry->second.modules.begin(), entry->second.modules.end());
    // A name that stands in its own file more than once need not be a use; one of another file is.
    for (const std::string& other : files) {
      if (other == file) continue;
      const auto words = entries_.find(other);
      if (words == entries_.end()) continue;
      for (const std::string& word : words->second.words) {
        const std::vector<std::string>& mine = entry->second.modules;
        if (std::find(mine.begin(), mine.end(), word) != mine.end()) used.insert(word);
      }
    }
  }
  std::vector<std::string> tops;
  std::set_difference(modules.begin(), modules.end(), used.begin(), used.end(), std::back_inserter(tops));
  if (tops.size() == 1) return tops.front();
  return invalid_input(tops.empty() ? "no module in " + join(files, ", ")
                                    : fmt::format("which of {} is the testbench's top?", join(tops, ", ")));
}

bool DesignIndex::declares_package(const std::string& file) const {
  const auto entry = entries_.find(file);
  return entry != entries_.end() && !entry->second.packages.empty();
}

}  // namespace gs::rtl
