/// ModelDesk: the model that a command line names, with all that calls of it need, opened once.
#pragma once

#include <CLI/CLI.hpp>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "agent/chat/chat_proposer.hpp"
#include "agent/models/exchange_record.hpp"
#include "agent/models/gate.hpp"
#include "agent/models/prices.hpp"
#include "agent/models/purse.hpp"
#include "agent/pte/profiles.hpp"
#include "base/clock.hpp"
#include "base/curl_http.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace gs::cli {

/// The options of verbs that ask a model.
struct ModelOptions {
  std::string model, strategy = "default", evidence = "visible";
  int candidates = agent::chat::ChatOptions{}.candidates;
  std::optional<double> temperature, top_p;
  std::int64_t output_tokens = 8192;
  std::string reasoning, cache = "5m", prices, profiles, hardware, model_profile;
  std::optional<double> gamma;
  int requests_at_once = 20;
  agent::models::Allowance campaign, task;
  double campaign_seconds = 0;  ///< 0: no limit
};
/// `options.model`: the default; without one, --model is required.
void declare_model_options(CLI::App& app, ModelOptions& options);

/// Whether the name is of a model that is asked over a network or from a record, and not built in. invalid_input for a
/// name that is neither.
Result<bool> is_asked(const std::string& model);

class ModelDesk {
 public:
  /// Opens what `options.model` names: a key is looked up, an endpoint checked, a record read. A limit on money where
  /// no price is known is invalid_input. Nothing is sent.
  static Result<std::unique_ptr<ModelDesk>> open(const ModelOptions& options, const Clock& clock, Log& log);

  /// From here on every exchange goes into `file`. Gives what the exchanges that are there already have spent.
  Result<agent::models::Spending> record_into(const std::filesystem::path& file);
  /// Books what earlier runs of the campaign spent.
  void book(const agent::models::Spending& spent) { purse_.receive(std::nullopt, spent); }

  std::unique_ptr<agent::Proposer> proposer();
  agent::models::Purse& purse() { return purse_; }
  /// Why nothing more can be asked: quota, key, budget. Null while there is no such reason.
  std::optional<agent::models::ModelFailure> stopped() const;

  agent::chat::Strategy strategy() const { return chat_.strategy; }

  /// For the run's manifest: what decides results, and what only explains them.
  const std::map<std::string, std::string>& settings() const { return settings_; }
  const std::map<std::string, std::string>& notes() const { return notes_; }

 private:
  ModelDesk(const ModelOptions& options, const Clock& clock);
  Result<void> open_remote(const ModelOptions& options, Log& log);
  Result<void> open_replay(const ModelOptions& options);
  Result<void> choose_gamma(const ModelOptions& options);
  void describe(const ModelOptions& options);

  const Clock& clock_;
  std::string name_;  // with its provider; of a replay the recorded one
  agent::chat::ChatOptions chat_;
  agent::pte::Gamma gamma_;
  std::optional<agent::models::Prices> prices_;
  std::unique_ptr<CurlHttp> http_;
  agent::models::Gate gate_;
  agent::models::Purse purse_;
  std::unique_ptr<agent::models::ModelClient> model_;
  std::unique_ptr<agent::models::ExchangeRecord> record_;
  std::unique_ptr<agent::models::ModelClient> recording_;
  std::map<std::string, std::string> settings_, notes_;
};

}  // namespace gs::cli
