/// Record format: how a run's manifest and the larger parts of an attempt are written as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/attempt.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "benchmarks/run_store.hpp"
#include "tasks/candidate.hpp"

namespace gs::benchmarks {

/// The readers take what the writers gave and return it unchanged, bytes that are not UTF-8 included. Anything else is
/// corrupt, and `origin` (a file's name) is named.
Json to_json(const Manifest& manifest);
Result<Manifest> manifest_from_json(const Json& json, std::string_view origin);

Json to_json(const tasks::Candidate& candidate);
Result<tasks::Candidate> candidate_from_json(const Json& json, std::string_view origin);

Json to_json(const std::vector<agent::Event>& transcript);
Result<std::vector<agent::Event>> transcript_from_json(const Json& json, std::string_view origin);

/// Where a command's manifest differs from the run's: "/seed: the run has 1, the command says 2". Empty when it is the
/// same run. created_ms is not compared.
std::string first_difference(const Manifest& run, const Manifest& command);

}  // namespace gs::benchmarks
