#include "agent/cli/workshop.hpp"

#include "base/files.hpp"
#include "sandbox/bubblewrap.hpp"

namespace gs::cli {

Result<std::unique_ptr<Workshop>> Workshop::open(Log& log) {
  std::unique_ptr<Workshop> shop(new Workshop);
  GS_TRY(shop->box_, sandbox::make_bubblewrap());
  GS_TRY(shop->runtime_, rtl::prepare_verilator_runtime(*shop->box_, cache_folder(), log));
  shop->judge_ = std::make_unique<rtl::RtlJudge>(*shop->box_, shop->runtime_);
  shop->lab_ = std::make_unique<rtl::RtlLab>(*shop->box_, shop->runtime_);
  return shop;
}

}  // namespace gs::cli
