#include "tasks/import/importer.hpp"

namespace gs::tasks {

const std::vector<Importer>& importers() {
  static const std::vector<Importer> table = {
      {"verilog-eval", "a checkout of NVlabs/verilog-eval (v1 or v2), one of its dataset folders or jsonl files",
       import_verilog_eval},
      {"rtllm", "a checkout of hkust-zhiyao/RTLLM (v1.1 or v2)", import_rtllm},
      {"cvdp", "CVDP's rows as JSON lines: code generation and repair with an open simulator", import_cvdp},
      {"harbor", "a Harbor task directory or a folder of them; kept, not judged", import_harbor},
      {"hwe-bench", "HWE-Bench's records as JSON lines; kept, not judged", import_hwe_bench},
      {"rtl-repo", "RTL-Repo's samples as JSON lines or one JSON array", import_rtl_repo},
  };
  return table;
}

}  // namespace gs::tasks
