#include "tests/fuzz/import_check.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {

// The bytes as a task's description; the other files are always there.
std::string check_import_harbor(std::string_view bytes) {
  const std::filesystem::path folder = import_folder() / "greeting";
  std::error_code ignored;
  if (std::filesystem::create_directories(folder / "tests", ignored)) {
    write_plainly(folder / "instruction.md", "Write a greeting.\n");
    write_plainly(folder / "tests/test.sh", "true\n");
  }
  write_plainly(folder / "task.toml", bytes);
  return check_import(tasks::import_harbor(folder));
}

}  // namespace gs::fuzz
