#!/usr/bin/env bash
# layers_test.sh: the repository keeps its layers, and check_layers.sh notices each way of not keeping them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

"$here/check_layers.sh" "$here/../.." || fail "the repository does not keep its layers"

# fresh_tree: a small tree in which all is well
fresh_tree() {
  rm -rf "$work/tree"
  mkdir -p "$work"/tree/{base,tasks/packs/p,sandbox,retrieval,evaluators/rtl,agent/cli,benchmarks,tests/base,tests/cli}
  cd "$work/tree"
  echo '// fork() would be wrong here, and "execve(" too' >base/text.hpp
  printf '#include "base/text.hpp"\n#include <string>\nconst char* kName = "printf(";\n' >tasks/task.hpp
  printf '#include "tasks/task.hpp"\nint start() { return fork(); }\n' >sandbox/process.cpp
  printf '#include "sandbox/process.hpp"\nint n = std::snprintf(buffer, 9, "");\n' >evaluators/rtl/judge.cpp
  printf '#include "evaluators/rtl/judge.hpp"\nvoid f(Context& c) { c.bind(1); snapshot.fork(); }\n' >agent/loop.cpp
  printf '#include "agent/loop.hpp"\n' >benchmarks/run.cpp
  printf '#include "benchmarks/run.hpp"\nint main() { std::cout << 1; }\n' >agent/cli/main.cpp
  echo 'gs_library(base SOURCES text.cpp)' >base/CMakeLists.txt
  echo 'gs_library(tasks PUBLIC gs::base PRIVATE fmt::fmt)  # not gs::agent' >tasks/CMakeLists.txt
  echo 'target_link_libraries(gatesmith PRIVATE gs::benchmarks gs::agent gs_warnings)' >agent/cli/CMakeLists.txt
  echo 'gs_test(base_test LIBS gs::base)' >tests/base/CMakeLists.txt
  echo 'gs_test(cli_test LIBS gs::benchmarks)' >tests/cli/CMakeLists.txt
}

# rejected FILE LINE EXPECTED: with this line more, exactly this is reported
rejected() {
  fresh_tree
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >>"$1"
  local told code=0
  told=$("$here/check_layers.sh" "$work/tree") || code=$?
  [ "$code" -eq 1 ] || fail "exit code $code for $1 with: $2"
  [[ "$told" == "$1:"*"$3" && "$told" != *$'\n'* ]] || fail "$1 with: $2: reported \"$told\", not \"$3\""
}

fresh_tree
"$here/check_layers.sh" "$work/tree" || fail "a tree in which all is well is rejected"

rejected base/files.cpp '#include "tasks/task.hpp"' 'base includes tasks/task.hpp'
rejected base/files.cpp '# include <agent/loop.hpp>' 'base includes agent/loop.hpp'
rejected tasks/task.hpp '#include "sandbox/process.hpp"' 'tasks includes sandbox/process.hpp'
rejected sandbox/process.cpp '#include "retrieval/index.hpp"' 'sandbox includes retrieval/index.hpp'
rejected retrieval/index.cpp '#include "sandbox/process.hpp"' 'retrieval includes sandbox/process.hpp'
rejected evaluators/rtl/judge.cpp '#include "agent/loop.hpp"' 'evaluators includes agent/loop.hpp'
rejected agent/loop.cpp '#include "benchmarks/run.hpp"' 'agent includes benchmarks/run.hpp'
rejected agent/loop.cpp '#include "agent/cli/verbs.hpp"' 'agent includes agent/cli/verbs.hpp'
rejected benchmarks/run.cpp '#include "agent/cli/verbs.hpp"' 'benchmarks includes agent/cli/verbs.hpp'
rejected base/files.cpp '#include "tests/support/fake.hpp"' 'base includes tests/support/fake.hpp'
rejected tasks/task.hpp '#include "../agent/loop.hpp"' 'includes "../agent/loop.hpp", not rooted at the repository'
rejected agent/loop.cpp 'int f() { return ::fork(); }' 'starts a process outside of sandbox/'
rejected evaluators/run.cpp '  execvp(argv[0], argv);' 'starts a process outside of sandbox/'
rejected base/files.cpp 'posix_spawn(&pid, path, 0, 0, argv, env);' 'starts a process outside of sandbox/'
rejected agent/cli/main.cpp 'std::system(command);' 'starts a process outside of sandbox/'
rejected agent/loop.cpp 'void f() { std::cout << 1; }' 'writes to standard output outside of agent/cli/'
rejected base/log.cpp 'printf("x");' 'writes to standard output outside of agent/cli/'
rejected base/log.cpp 'fprintf(stdout, "x");' 'writes to standard output outside of agent/cli/'
rejected agent/loop.cpp 'int s = socket(AF_INET, SOCK_STREAM, 0);' 'opens a socket outside of base/'
rejected base/CMakeLists.txt 'target_link_libraries(gs_base PUBLIC gs::tasks)' 'base links gs::tasks'
rejected sandbox/CMakeLists.txt 'gs_library(sandbox PUBLIC gs::base gs::retrieval)' 'sandbox links gs::retrieval'
rejected agent/CMakeLists.txt 'target_link_libraries(gs_agent PRIVATE gs_benchmarks)' 'agent links gs_benchmarks'
rejected tests/base/CMakeLists.txt 'gs_test(more_test LIBS gs::sandbox)' 'base links gs::sandbox'

[ "$failures" -eq 0 ]
