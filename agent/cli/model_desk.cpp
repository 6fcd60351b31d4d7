#include "agent/cli/model_desk.hpp"

#include <fmt/format.h>

#include "agent/cli/arguments.hpp"
#include "agent/models/provider.hpp"
#include "agent/models/remote_model.hpp"
#include "base/files.hpp"

namespace gs::cli {

namespace models = agent::models;
namespace pte = agent::pte;

namespace {

constexpr std::string_view kReplay = "replay:";

std::string from_environment(const char* name) {
  return environment(name);
}

const std::map<std::string, models::CacheKeep>& cache_words() {
  static const std::map<std::string, models::CacheKeep> words = {
      {"none", models::CacheKeep::none}, {"5m", models::CacheKeep::five_minutes}, {"1h", models::CacheKeep::one_hour}};
  return words;
}

// "usd" -> the fields of both purses' limits.
void declare_limits(CLI::App& app, const std::string& prefix, const std::string& whose, models::Allowance& limits) {
  const auto add = [&](const std::string& name, auto& field, const std::string& what) {
    app.add_option("--" + prefix + "-" + name, field, fmt::format("{} that {} may take", what, whose))
        ->check(CLI::NonNegativeNumber)
        ->check(is_number);
  };
  add("usd", limits.usd, "US dollars");
  add("tokens", limits.tokens, "tokens, read and written, cached ones too,");
  add("pte", limits.pte, "prefill-token equivalents (observed)");
  add("requests", limits.requests, "requests, retries too,");
  add("judge-seconds", limits.judge_seconds, "seconds in the sandbox");
  add("gpu-seconds", limits.gpu_seconds, "seconds on the GPU");
}

}  // namespace

void declare_model_options(CLI::App& app, ModelOptions& o) {
  CLI::Option* model =
      app.add_option("--model,-m", o.model,
                     "search, golden, null; openai/NAME, openai-responses/NAME, anthropic/NAME, gemini/NAME, "
                     "compatible/NAME (any server of OpenAI's protocol); replay:FILE");
  if (o.model.empty()) {
    model->required();
  } else {
    model->capture_default_str();
  }
  app.add_option("--strategy", o.strategy,
                 "how a model is asked: single (one answer), feedback (default), sample (several answers, the best is "
                 "refined), tools (it reads, edits and simulates), two-stage (structure, then code)");
  app.add_option("--evidence", o.evidence,
                 "what it is shown of its candidates: none, compile, visible (the task's visible test), judge (the "
                 "hidden verdict; every report says so)")
      ->check(CLI::IsMember(agent::evidence_names()))
      ->capture_default_str();
  app.add_option("--candidates", o.candidates, "answers of strategy sample before the best is refined")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--temperature", o.temperature, "of sampling; without it the server's own")
      ->check(CLI::Range(0.0, 2.0))
      ->check(is_number);
  app.add_option("--top-p", o.top_p, "of sampling")->check(CLI::Range(0.0, 1.0))->check(is_number);
  app.add_option("--output-tokens", o.output_tokens, "most of one answer, thinking included")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  app.add_option("--reasoning", o.reasoning, "how much to think")->check(CLI::IsMember({"low", "medium", "high"}));
  app.add_option("--cache", o.cache, "how long the provider is asked to keep the prompt: none, 5m, 1h")
      ->check(CLI::IsMember({"none", "5m", "1h"}))
      ->capture_default_str();
  app.add_option("--at-once", o.requests_at_once, "requests to the provider at once, to begin with")
      ->check(CLI::Range(1, 200))
      ->capture_default_str();
  app.add_option("--prices", o.prices, "file with prices over the built-in ones (TOML, or LiteLLM's JSON)");
  app.add_option("--profiles", o.profiles, "file with profiles of models and hardware, for PTE");
  app.add_option("--model-profile", o.model_profile, "profile of the model, for PTE");
  app.add_option("--hardware", o.hardware, "hardware that PTE are given for");
  app.add_option("--gamma", o.gamma, "of PTE, instead of a profile's")->check(CLI::Range(0.0, 1.0))->check(is_number);
  declare_limits(app, "budget", "the campaign", o.campaign);
  app.add_option("--budget-seconds", o.campaign_seconds, "wall clock of the campaign; those under way are finished")
      ->check(CLI::NonNegativeNumber)
      ->check(is_number);
  declare_limits(app, "task", "each attempt", o.task);
}

Result<bool> is_asked(const std::string& model) {
  if (model.starts_with(kReplay)) return true;
  GS_TRY(const auto remote, models::parse_remote_name(model));
  if (remote) return true;
  GS_CHECK(agent::check_model_name(model));
  return false;
}

ModelDesk::ModelDesk(const ModelOptions& options, const Clock& clock)
    : clock_(clock), gate_({1, options.requests_at_once, 200}, clock), purse_(options.campaign) {}

Result<std::unique_ptr<ModelDesk>> ModelDesk::open(const ModelOptions& options, const Clock& clock, Log& log) {
  std::unique_ptr<ModelDesk> desk(new ModelDesk(options, clock));
  GS_TRY(desk->chat_.strategy, agent::chat::strategy_from(options.strategy));
  desk->chat_.candidates = options.candidates;
  desk->chat_.sampling.temperature = options.temperature;
  desk->chat_.sampling.top_p = options.top_p;
  desk->chat_.sampling.output_tokens = options.output_tokens;
  desk->chat_.sampling.reasoning = options.reasoning;
  desk->chat_.cache = cache_words().at(options.cache);
  GS_TRY(desk->prices_,
         models::Prices::load(options.prices.empty() ? std::nullopt
                                                     : std::optional<std::filesystem::path>(options.prices)));
  if (options.model.starts_with(kReplay)) {
    GS_CHECK(desk->open_replay(options));
  } else {
    GS_CHECK(desk->open_remote(options, log));
  }
  desk->describe(options);
  return desk;
}

Result<void> ModelDesk::choose_gamma(const ModelOptions& options) {
  GS_TRY(const pte::Profiles profiles,
         pte::load_profiles(options.profiles.empty() ? std::nullopt
                                                     : std::optional<std::filesystem::path>(options.profiles)));
  pte::GammaChoice choice;
  choice.model = options.model_profile;
  choice.hardware = options.hardware;
  choice.gamma = options.gamma;
  GS_TRY(gamma_, pte::choose_gamma(profiles, name_, choice));
  return {};
}

Result<void> ModelDesk::open_remote(const ModelOptions& options, Log& log) {
  GS_TRY(const auto remote, models::parse_remote_name(options.model));
  name_ = options.model;
  chat_.model = remote->model;
  GS_CHECK(choose_gamma(options));
  if ((options.campaign.usd || options.task.usd) && prices_->find(name_) == nullptr) {
    return invalid_input(
        fmt::format("a limit on money needs a price, and {} has none in the prices of {}: give it in a file (--prices)",
                    name_, prices_->version()));
  }
  GS_TRY(models::Endpoint endpoint,
         models::endpoint_of(remote->provider, models::config_file(from_environment), from_environment));
  for (const std::string& warning : models::endpoint_warnings(remote->provider, from_environment)) log.warning(warning);
  notes_["endpoint"] = endpoint.base_url;
  CurlHttpOptions http;
  http.ca_bundle = ca_bundle_of_environment();
  http_ = std::make_unique<CurlHttp>(std::move(http));
  models::RemoteOptions remote_options;
  remote_options.name = name_;
  remote_options.gamma = gamma_.value;
  model_ = std::make_unique<models::RemoteModel>(models::protocol_of(remote->provider), std::move(endpoint),
                                                 models::RemoteParts{*http_, gate_, *prices_, clock_, log},
                                                 std::move(remote_options));
  return {};
}

Result<void> ModelDesk::open_replay(const ModelOptions& options) {
  const std::string file = options.model.substr(kReplay.size());
  GS_TRY(std::unique_ptr<models::ReplayModel> replay, models::ReplayModel::load(file));
  name_ = replay->recorded_model();
  const std::size_t slash = name_.find('/');
  chat_.model = slash == std::string::npos ? name_ : name_.substr(slash + 1);
  GS_CHECK(choose_gamma(options));
  replay->set_gamma(gamma_.value);
  notes_["replayed"] = fmt::format("{} of {}, {} exchanges", file, name_, replay->exchanges());
  model_ = std::move(replay);
  return {};
}

void ModelDesk::describe(const ModelOptions& o) {
  const auto number = [](double value) { return fmt::format("{:g}", value); };
  const auto set = [this](const std::string& name, const std::string& value) {
    if (!value.empty()) settings_[name] = value;
  };
  set("temperature", o.temperature ? number(*o.temperature) : "");
  set("top_p", o.top_p ? number(*o.top_p) : "");
  set("output_tokens", std::to_string(o.output_tokens));
  set("reasoning", o.reasoning);
  set("cache", o.cache);
  set("evidence", o.evidence);
  if (chat_.strategy == agent::chat::Strategy::sample) set("candidates", std::to_string(o.candidates));
  set("task_usd", o.task.usd ? number(*o.task.usd) : "");
  set("task_tokens", o.task.tokens ? std::to_string(*o.task.tokens) : "");
  set("task_pte", o.task.pte ? number(*o.task.pte) : "");
  set("task_requests", o.task.requests ? std::to_string(*o.task.requests) : "");
  set("task_judge_seconds", o.task.judge_seconds ? number(*o.task.judge_seconds) : "");
  set("task_gpu_seconds", o.task.gpu_seconds ? number(*o.task.gpu_seconds) : "");
  notes_["prices"] = prices_->version();
  notes_["gamma"] = gamma_.label;
}

Result<models::Spending> ModelDesk::record_into(const std::filesystem::path& file) {
  GS_TRY(record_, models::ExchangeRecord::open(file, name_));
  recording_ = std::make_unique<models::RecordingModel>(*model_, *record_);
  return models::spending_of(record_->earlier(), gamma_.value);
}

std::unique_ptr<agent::Proposer> ModelDesk::proposer() {
  return agent::chat::make_chat_proposer(recording_ ? *recording_ : *model_, chat_);
}

std::optional<models::ModelFailure> ModelDesk::stopped() const {
  if (auto broken = gate_.broken()) return broken;
  if (auto refused = purse_.check()) {
    return models::ModelFailure{models::FailureKind::campaign_budget, std::move(refused->why)};
  }
  // A smaller request might still fit; but which tasks are tried must not depend on the size of their prompts.
  if (auto why = purse_.first_refusal()) {
    return models::ModelFailure{models::FailureKind::campaign_budget, *std::move(why)};
  }
  return std::nullopt;
}

}  // namespace gs::cli
