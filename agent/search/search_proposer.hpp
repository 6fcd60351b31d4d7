/// The `search` model: proposes repairs from templates, guided by the visible reproducer. No network, deterministic.
#pragma once

#include <memory>

#include "agent/proposer.hpp"
#include "base/result.hpp"

namespace gs::agent::search {

/// Borrows the lab.
Result<std::unique_ptr<Proposer>> make_search_proposer(rtl::RtlLab& lab);

}  // namespace gs::agent::search
