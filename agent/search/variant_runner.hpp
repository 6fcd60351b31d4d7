/// VariantRunner: examines many edits with few compilations.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/proposer.hpp"
#include "agent/search/edit.hpp"
#include "agent/search/source_model.hpp"
#include "evaluators/rtl/rtl_lab.hpp"

namespace gs::agent::search {

/// What became of one edit (or pair).
struct Trial {
  const Edit* first = nullptr;
  const Edit* second = nullptr;  ///< null for a single edit
  rtl::VariantResult result;
};

class VariantRunner {
 public:
  /// Borrows everything. `design` holds the sources that the edits refer to by index.
  VariantRunner(rtl::RtlLab& lab, Workbench& bench, const rtl::LabDesign& design,
                const std::vector<std::unique_ptr<SourceModel>>& sources);

  /// The unedited design's result; the yardstick. An Error when it does not even build.
  Result<rtl::VariantResult> baseline();

  /// Results of switchable edits, in their order; those that could not be built or run have result.completed false.
  std::vector<Trial> run(const std::vector<const Edit*>& edits);
  std::vector<Trial> run_pairs(const std::vector<std::pair<const Edit*, const Edit*>>& pairs);

 private:
  void run_group(const std::vector<const Edit*>& edits, const std::vector<rtl::Selection>& selections,
                 std::vector<rtl::VariantResult>& results);
  void run_part(const std::vector<const Edit*>& edits, const std::vector<rtl::Selection>& selections,
                const std::vector<std::size_t>& which, std::vector<rtl::VariantResult>& results);
  bool leave_out_blamed(const std::vector<const Edit*>& edits, const tasks::FileSet& combined,
                        const rtl::VariantBatch& batch, std::set<std::uint32_t>& dropped,
                        std::set<std::uint32_t>& suspects) const;
  std::chrono::milliseconds wall_left() const;
  std::chrono::milliseconds variant_wall() const;

  rtl::RtlLab& lab_;
  Workbench& bench_;
  const rtl::LabDesign& design_;
  const std::vector<std::unique_ptr<SourceModel>>& sources_;
  rtl::VariantResult baseline_;
};

}  // namespace gs::agent::search
