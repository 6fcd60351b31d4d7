#include "evaluators/rtl/system_tasks.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace gs::rtl {
namespace {

using Names = std::set<std::string_view>;

// Functions of their arguments, of time, of an assertion's clock, of a random stream; conversions; timing checks;
// memories from files, whose names the gate reads; strings. A random stream may be the testbench's too: a design that
// draws from it changes its own stimulus, and fails against a golden that does not.
bool is_harmless(std::string_view task) {
  static const Names kHarmless = {"$abs",
                                  "$abstime",
                                  "$acos",
                                  "$acosh",
                                  "$asin",
                                  "$asinh",
                                  "$async$and$array",
                                  "$async$and$plane",
                                  "$async$nand$array",
                                  "$async$nand$plane",
                                  "$async$nor$array",
                                  "$async$nor$plane",
                                  "$async$or$array",
                                  "$async$or$plane",
                                  "$atan",
                                  "$atan2",
                                  "$atanh",
                                  "$bits",
                                  "$bitstoreal",
                                  "$bitstoshortreal",
                                  "$cast",
                                  "$ceil",
                                  "$changed",
                                  "$changed_gclk",
                                  "$changing_gclk",
                                  "$clog2",
                                  "$cos",
                                  "$cosh",
                                  "$countbits",
                                  "$countdrivers",
                                  "$countones",
                                  "$dimensions",
                                  "$dist_chi_square",
                                  "$dist_erlang",
                                  "$dist_exponential",
                                  "$dist_normal",
                                  "$dist_poisson",
                                  "$dist_t",
                                  "$dist_uniform",
                                  "$exp",
                                  "$falling_gclk",
                                  "$fell",
                                  "$fell_gclk",
                                  "$floor",
                                  "$fullskew",
                                  "$future_gclk",
                                  "$global_clock",
                                  "$high",
                                  "$hold",
                                  "$hypot",
                                  "$increment",
                                  "$inferred_clock",
                                  "$inferred_disable",
                                  "$isunbounded",
                                  "$isunknown",
                                  "$itor",
                                  "$left",
                                  "$ln",
                                  "$log10",
                                  "$low",
                                  "$max",
                                  "$min",
                                  "$mti_dist_uniform",
                                  "$mti_random",
                                  "$nochange",
                                  "$onehot",
                                  "$onehot0",
                                  "$past",
                                  "$past_gclk",
                                  "$period",
                                  "$pow",
                                  "$random",
                                  "$readmemb",
                                  "$readmemh",
                                  "$realtime",
                                  "$realtobits",
                                  "$recovery",
                                  "$recrem",
                                  "$removal",
                                  "$right",
                                  "$rising_gclk",
                                  "$rose",
                                  "$rose_gclk",
                                  "$rtoi",
                                  "$sampled",
                                  "$scale",
                                  "$setup",
                                  "$setuphold",
                                  "$sformat",
                                  "$sformatf",
                                  "$shortrealtobits",
                                  "$signed",
                                  "$simtime",
                                  "$sin",
                                  "$sinh",
                                  "$size",
                                  "$skew",
                                  "$sqrt",
                                  "$sscanf",
                                  "$stable",
                                  "$stable_gclk",
                                  "$steady_gclk",
                                  "$stime",
                                  "$swrite",
                                  "$swriteb",
                                  "$swriteh",
                                  "$swriteo",
                                  "$sync$and$array",
                                  "$sync$and$plane",
                                  "$sync$nand$array",
                                  "$sync$nand$plane",
                                  "$sync$nor$array",
                                  "$sync$nor$plane",
                                  "$sync$or$array",
                                  "$sync$or$plane",
                                  "$tan",
                                  "$tanh",
                                  "$time",
                                  "$timeskew",
                                  "$typename",
                                  "$unpacked_dimensions",
                                  "$unsigned",
                                  "$urandom",
                                  "$urandom_range",
                                  "$width"};
  return kHarmless.count(task) > 0;
}

bool prints(std::string_view task) {
  static const Names kPrinting = {"$display",  "$displayb", "$displayh", "$displayo",   "$info",      "$monitor",
                                  "$monitorb", "$monitorh", "$monitoro", "$monitoroff", "$monitoron", "$printtimescale",
                                  "$strobe",   "$strobeb",  "$strobeh",  "$strobeo",    "$warning",   "$write",
                                  "$writeb",   "$writeh",   "$writeo"};
  return kPrinting.count(task) > 0;
}

constexpr const char* kEnds = "only the testbench may end the simulation";
constexpr const char* kReports = "only the testbench may report errors";
constexpr const char* kWrites = "a design may not write files";
constexpr const char* kReads = "a design may not read files";
constexpr const char* kOpens = "a design may not open files";
constexpr const char* kWaves = "waves are the judge's business";
constexpr const char* kArguments = "a design may not read the test's arguments";
constexpr const char* kAssertions = "only the testbench may switch assertions";
constexpr const char* kTestbench = "a design may not refer to the testbench";
constexpr const char* kCode = "C code has no place in a design";
constexpr const char* kSimulator = "a design may not command or question the simulator";
constexpr const char* kShared = "a design may not change what it shares with the testbench";

const char* known_reason(std::string_view task) {
  static const std::map<std::string_view, const char*> kRefused = {
      {"$system", "a design may not run host commands"},
      {"$c", kCode},
      {"$finish", kEnds},
      {"$finish_and_return", kEnds},
      {"$stop", kEnds},
      {"$exit", kEnds},
      {"$fatal", kEnds},
      {"$error", kReports},
      {"$fopen", kOpens},
      {"$fopena", kOpens},
      {"$fopenr", kOpens},
      {"$fopenw", kOpens},
      {"$fclose", kOpens},
      {"$fwrite", kWrites},
      {"$fdisplay", kWrites},
      {"$fstrobe", kWrites},
      {"$fmonitor", kWrites},
      {"$fflush", kWrites},
      {"$fputc", kWrites},
      {"$writememh", kWrites},
      {"$writememb", kWrites},
      {"$log", kWrites},
      {"$nolog", kWrites},
      {"$key", kWrites},
      {"$nokey", kWrites},
      {"$fgetc", kReads},
      {"$fgets", kReads},
      {"$fread", kReads},
      {"$fscanf", kReads},
      {"$fseek", kReads},
      {"$ftell", kReads},
      {"$feof", kReads},
      {"$ferror", kReads},
      {"$ungetc", kReads},
      {"$rewind", kReads},
      {"$input", kReads},
      {"$getpattern", kReads},
      {"$sreadmemb", kReads},
      {"$sreadmemh", kReads},
      {"$readmempath", kReads},
      {"$table_model", kReads},
      {"$sdf_annotate", kReads},
      {"$load_coverage_db", kReads},
      {"$set_coverage_db_name", kWrites},
      {"$value$plusargs", kArguments},
      {"$test$plusargs", kArguments},
      {"$root", kTestbench},
      {"$unit", kTestbench},
      {"$deposit", "a design may not force other signals"},
      {"$timeformat", kShared},
      {"$q_initialize", kShared},
      {"$q_add", kShared},
      {"$q_remove", kShared},
      {"$q_full", kShared},
      {"$q_exam", kShared},
      {"$save", kSimulator},
      {"$incsave", kSimulator},
      {"$restart", kSimulator},
      {"$reset", kSimulator},
      {"$reset_count", kSimulator},
      {"$reset_value", kSimulator},
      {"$scope", kSimulator},
      {"$showscopes", kSimulator},
      {"$showvars", kSimulator},
      {"$showvariables", kSimulator},
      {"$list", kSimulator},
      {"$stacktrace", kSimulator},
      {"$simparam", kSimulator},
      {"$simparam$str", kSimulator},
      {"$version", kSimulator},
      {"$coverage_control", kSimulator},
      {"$vpi_tree", kSimulator},
  };
  const auto found = kRefused.find(task);
  return found != kRefused.end() ? found->second : nullptr;
}

// Families of tasks: radix, fst, lxt and other forms of dumps, "$c32", "$ivl_…".
const char* family_reason(std::string_view task) {
  if (task.size() > 2 && task.starts_with("$c") && std::isdigit(static_cast<unsigned char>(task[2]))) return kCode;
  for (const std::string_view base : {"$fwrite", "$fdisplay", "$fstrobe", "$fmonitor"}) {
    if (task.starts_with(base)) return kWrites;
  }
  for (const std::string_view base : {"$dump", "$fst", "$lxt", "$fsdb", "$shm_", "$recordvars", "$vcdplus"}) {
    if (task.starts_with(base)) return kWaves;
  }
  if (task.starts_with("$assert")) return kAssertions;
  if (task.starts_with("$ivl")) return kSimulator;
  if (task.starts_with("$gs_")) return "names that begin with gs_ belong to the harness";
  return nullptr;
}

}  // namespace

const char* system_task_refusal(std::string_view task, Printing printing) {
  if (is_harmless(task)) return nullptr;
  if (prints(task)) return printing == Printing::allowed ? nullptr : "here the testbench judges by what is printed";
  if (const char* reason = known_reason(task)) return reason;
  if (const char* reason = family_reason(task)) return reason;
  return "no system task or function that a design may use";
}

}  // namespace gs::rtl
