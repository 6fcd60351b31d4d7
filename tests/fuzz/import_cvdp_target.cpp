#include "tasks/import/compose_file.hpp"
#include "tasks/import/hunks.hpp"
#include "tests/fuzz/import_check.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as rows, as a compose file, and as a patch of themselves.
std::string check_import_cvdp(std::string_view bytes) {
  static_cast<void>(tasks::parse_compose_file(bytes));
  static_cast<void>(tasks::apply_hunks(bytes.substr(0, bytes.size() / 2), bytes.substr(bytes.size() / 2)));
  const std::filesystem::path file = import_folder() / "rows.jsonl";
  write_plainly(file, bytes);
  return check_import(tasks::import_cvdp(file));
}

}  // namespace gs::fuzz
