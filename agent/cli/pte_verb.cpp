#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ostream>

#include "agent/atif.hpp"
#include "agent/cli/arguments.hpp"
#include "agent/pte/explain.hpp"
#include "agent/pte/patterns.hpp"
#include "agent/pte/profiles.hpp"
#include "agent/pte/pte.hpp"
#include "base/text.hpp"
#include "benchmarks/report_words.hpp"

namespace gs::cli {
namespace {

using benchmarks::one_line;

struct PteOptions {
  std::vector<std::string> files;
  agent::pte::GammaChoice choice;
  std::string profiles, rule = "formula";
  std::optional<double> gamma;
  bool growing = false, json = false;
};

/// A transcript with all that is told of it.
struct Account {
  std::string file;
  agent::Trajectory trajectory;
  std::vector<std::string> notes;
  agent::pte::Measurement measurement;
  std::vector<agent::pte::PatternFinding> patterns;
  std::vector<agent::pte::Explanation> dearest;
};

Result<Account> account_for(const std::string& file, const agent::pte::Profiles& profiles, const PteOptions& o) {
  Account account;
  account.file = one_line(file);
  GS_TRY(const Json document, read_json_file(file));
  GS_TRY(account.trajectory, agent::from_atif(document, account.file, &account.notes));
  GS_TRY(const agent::pte::Gamma gamma,
         agent::pte::choose_gamma(profiles, account.trajectory.model, o.choice).with(account.file));
  const auto decode = o.growing ? agent::pte::DecodeModel::growing : agent::pte::DecodeModel::constant;
  GS_TRY(account.measurement, agent::pte::measure(account.trajectory, gamma, decode).with(account.file));
  account.patterns = agent::pte::find_patterns(account.trajectory);
  account.dearest = agent::pte::explain(account.trajectory, account.measurement);
  return account;
}

std::string tokens(double value) {
  return grouped(static_cast<std::uint64_t>(std::llround(value)));
}

std::string count(std::int64_t value) {
  return grouped(static_cast<std::uint64_t>(value));
}

std::string share(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f} %", 100 * part / whole) : "–";
}

constexpr std::string_view kRow = "{:>5} {:>5} {:>11} {:>11} {:>9} {:>13} {:>13}{:>9}\n";

void print_turns(std::ostream& out, const agent::pte::Measurement& m) {
  out << fmt::format(fmt::runtime(kRow), "turn", "step", "prompt", "cached", "output", "PTE evicted", "PTE observed",
                     "share");
  for (std::size_t i = 0; i < m.turns.size(); ++i) {
    const agent::pte::Turn& turn = m.turns[i];
    out << fmt::format(fmt::runtime(kRow), i + 1, turn.step + 1, count(turn.prompt), count(turn.cached),
                       count(turn.output), tokens(turn.cost.evicted()), tokens(turn.cost.observed()),
                       share(turn.cost.evicted(), m.total.evicted()));
  }
  out << fmt::format(fmt::runtime(kRow), "total", "", count(m.prompt), count(m.cached), count(m.output),
                     tokens(m.total.evicted()), tokens(m.total.observed()), "100.0 %");
}

void print_waste(std::ostream& out, const agent::pte::Measurement& m) {
  if (m.wasted().evicted() <= 0) {
    out << "wasted: nothing\n";
    return;
  }
  out << fmt::format(
      "wasted: {} evicted, {} observed: {} in lost requests, on top of the total; {} in replies that "
      "could not be used, part of it\n",
      tokens(m.wasted().evicted()), tokens(m.wasted().observed()), tokens(m.lost_requests.evicted()),
      tokens(m.unreadable_turns.evicted()));
}

void print_range(std::ostream& out, const agent::pte::Measurement& m) {
  if (m.gamma.range.empty()) return;
  out << "total evicted at other gammas:";
  for (const double gamma : m.gamma.range) {
    out << fmt::format(" {} at {:.5f}{}", tokens(agent::pte::total_at(m, gamma).evicted()), gamma,
                       gamma == m.gamma.range.back() ? "\n" : ",");
  }
}

void print_patterns(std::ostream& out, const std::vector<agent::pte::PatternFinding>& patterns) {
  const bool any = std::any_of(patterns.begin(), patterns.end(), [](const auto& each) { return each.found(); });
  out << (any ? "patterns of waste:\n" : "patterns of waste: none found\n");
  constexpr std::size_t kShownSteps = 8;
  for (const agent::pte::PatternFinding& each : patterns) {
    if (!each.found()) continue;
    std::string steps;
    for (std::size_t i = 0; i < std::min(each.steps.size(), kShownSteps); ++i) {
      steps += fmt::format("{}{}", i == 0 ? "" : ", ", each.steps[i] + 1);
    }
    if (each.steps.size() > kShownSteps) steps += ", ...";
    out << fmt::format("  {} ({} rule): {} of {}; {}; step {}\n", to_string(each.pattern), to_string(each.rule),
                       each.count, each.of, each.what, steps);
  }
}

void print(std::ostream& out, const Account& account) {
  const agent::pte::Measurement& m = account.measurement;
  out << fmt::format("{}: {}, model {}\n", account.file, m.session.empty() ? "no session" : one_line(m.session),
                     m.model.empty() ? "not named" : one_line(m.model));
  out << fmt::format("gamma {:.6f} ({}): {}\n", m.gamma.value, to_string(m.gamma.source), one_line(m.gamma.label));
  if (m.decode == agent::pte::DecodeModel::growing) out << "decoding reads a growing cache (not the paper's)\n";
  out << "\n";
  print_turns(out, m);
  out << "\n";
  if (m.unknown > 0) out << fmt::format("turns without token counts, in no sum: {}\n", m.unknown);
  if (m.estimated) out << "some token counts are estimates\n";
  for (const std::string& note : account.notes) out << "note: " << one_line(note) << "\n";
  print_waste(out, m);
  print_range(out, m);
  print_patterns(out, account.patterns);
  out << "what cost most:\n";
  for (const agent::pte::Explanation& each : account.dearest) {
    out << fmt::format("  step {}: {} PTE, {:.0f} % of all\n", each.turn.step + 1, tokens(each.turn.cost.evicted()),
                       100 * each.share);
    for (const std::string& line : each.why) out << "    " << one_line(line) << "\n";
  }
}

/// The gammas at which transcripts are compared: one, or three where a gamma is only declared. A model's own gamma
/// holds at all three.
std::vector<double> totals_of(const Account& account, std::size_t columns) {
  std::vector<double> totals;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto& range = account.measurement.gamma.range;
    const double gamma = range.size() == columns ? range[i] : account.measurement.gamma.value;
    totals.push_back(agent::pte::total_at(account.measurement, gamma).evicted());
  }
  return totals;
}

struct Ranking {
  std::vector<std::string> columns;            ///< "PTE", or "low", "middle", "high"
  std::vector<std::vector<double>> totals;     ///< by account, then column
  std::vector<std::vector<std::size_t>> rank;  ///< 1: the least; equal ones share a rank
};

Ranking rank(const std::vector<Account>& accounts) {
  Ranking ranking;
  const bool declared = std::any_of(accounts.begin(), accounts.end(),
                                    [](const Account& each) { return !each.measurement.gamma.range.empty(); });
  ranking.columns = declared ? std::vector<std::string>{"low", "middle", "high"} : std::vector<std::string>{"PTE"};
  for (const Account& each : accounts) ranking.totals.push_back(totals_of(each, ranking.columns.size()));
  for (const auto& mine : ranking.totals) {
    std::vector<std::size_t> ranks;
    for (std::size_t i = 0; i < mine.size(); ++i) {
      const auto less = [&](const auto& other) { return other[i] < mine[i]; };
      ranks.push_back(1 + static_cast<std::size_t>(std::count_if(ranking.totals.begin(), ranking.totals.end(), less)));
    }
    ranking.rank.push_back(std::move(ranks));
  }
  return ranking;
}

void print_ranking(std::ostream& out, const std::vector<Account>& accounts) {
  const Ranking ranking = rank(accounts);
  out << "\nranking by PTE evicted, least first"
      << (ranking.columns.size() == 3 ? ", at the low, middle and high reference gamma" : "") << "\n";
  std::vector<std::size_t> order(accounts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t middle = ranking.columns.size() / 2;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranking.totals[a][middle] < ranking.totals[b][middle]; });
  for (const std::size_t i : order) {
    out << " ";
    for (std::size_t k = 0; k < ranking.columns.size(); ++k) {
      out << fmt::format(" {:>3}. {:>13}", ranking.rank[i][k], tokens(ranking.totals[i][k]));
    }
    out << fmt::format("  {} ({})\n", accounts[i].file, to_string(accounts[i].measurement.gamma.source));
  }
}

Json to_json(const std::vector<Account>& accounts) {
  Json transcripts = Json::array(), ranking_json = Json::array();
  const Ranking ranking = rank(accounts);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const Account& account = accounts[i];
    Json json = agent::pte::to_json(account.measurement);
    json["file"] = account.file;
    json["notes"] = account.notes;
    json["patterns"] = Json::array();
    json["most_expensive"] = Json::array();
    for (const auto& each : account.patterns) json["patterns"].push_back(agent::pte::to_json(each));
    for (const auto& each : account.dearest) json["most_expensive"].push_back(agent::pte::to_json(each));
    transcripts.push_back(std::move(json));
    Json at = Json::object();
    for (std::size_t k = 0; k < ranking.columns.size(); ++k) {
      at[ranking.columns[k]] = {{"pte_evicted", ranking.totals[i][k]}, {"rank", ranking.rank[i][k]}};
    }
    ranking_json.push_back(
        {{"file", account.file}, {"gamma_source", to_string(account.measurement.gamma.source)}, {"at", std::move(at)}});
  }
  return {{"transcripts", std::move(transcripts)}, {"ranking", std::move(ranking_json)}};
}

void add_options(CLI::App& app, PteOptions& o) {
  app.add_option("transcript", o.files, "ATIF JSON, version 1.5 to 1.8")->required();
  app.add_option("--model-profile", o.choice.model, "take this model's gamma, whatever the transcript names");
  app.add_option("--hardware", o.choice.hardware, "hardware profile; the paper's h100-pcie when not given");
  app.add_option("--gamma", o.gamma, "price of decoding against prefill, from 0 to 1; wins over all profiles");
  app.add_option("--rule", o.rule, "how gamma is made from a profile: formula, paper (rounded), true-cache")
      ->check(CLI::IsMember({"formula", "paper", "true-cache"}));
  app.add_option("--profiles", o.profiles, "TOML or JSON with more profiles, or others of the same names");
  app.add_flag("--growing-cache", o.growing, "decoding reads a cache that grows; not the paper's definition");
  app.add_flag("--json", o.json, "one JSON object");
}

}  // namespace

Result<ExitCode> pte_verb(Invocation& invocation) {
  PteOptions o;
  Arguments arguments("pte", "What the turns of a transcript cost, in prefill-token equivalents, and why.");
  add_options(arguments.app(), o);
  GS_TRY(const auto early, arguments.parse(invocation));
  if (early) return *early;

  o.choice.gamma = o.gamma;
  if (o.rule == "paper") o.choice.rule = agent::pte::GammaChoice::Rule::paper;
  if (o.rule == "true-cache") o.choice.rule = agent::pte::GammaChoice::Rule::true_cache;
  std::optional<std::filesystem::path> user_file;
  if (!o.profiles.empty()) user_file = o.profiles;
  GS_TRY(const agent::pte::Profiles profiles, agent::pte::load_profiles(user_file));
  std::vector<Account> accounts;
  for (const std::string& file : o.files) {
    GS_TRY(Account account, account_for(file, profiles, o));
    accounts.push_back(std::move(account));
  }
  if (o.json) {
    invocation.out << dump_json(to_json(accounts)) << "\n";
    return ExitCode::done;
  }
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (i > 0) invocation.out << "\n";
    print(invocation.out, accounts[i]);
  }
  if (accounts.size() > 1) print_ranking(invocation.out, accounts);
  return ExitCode::done;
}

}  // namespace gs::cli
