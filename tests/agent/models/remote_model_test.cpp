// A RemoteModel among others: places at the gate, budgets, cancelling, and whether the books of both sides agree.
#include "agent/models/remote_model.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "base/rng.hpp"
#include "tests/agent/models/remote_faults.hpp"

namespace gs::agent::models {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using test::Counts;
using test::RemoteBench;
using test::Reply;
using test::SeenRequest;
using test::Wire;

milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

/// Each call on a thread of its own.
std::vector<ModelOutcome> at_once(ModelClient& model, int calls, Purse* purse,
                                  const std::atomic<bool>* cancel = nullptr) {
  std::vector<ModelOutcome> outcomes(static_cast<std::size_t>(calls));
  std::vector<std::thread> threads;
  for (int i = 0; i < calls; ++i) {
    threads.emplace_back([&, i] {
      outcomes[static_cast<std::size_t>(i)] = model.complete(
          test::request_of(60), {.purse = purse, .cancel = cancel, .label = "task#" + std::to_string(i)});
    });
  }
  for (std::thread& thread : threads) thread.join();
  return outcomes;
}

std::size_t replies(const std::vector<ModelOutcome>& outcomes) {
  std::size_t count = 0;
  for (const ModelOutcome& outcome : outcomes) count += outcome.reply ? 1 : 0;
  return count;
}

std::size_t ended_as(const std::vector<ModelOutcome>& outcomes, FailureKind kind) {
  std::size_t count = 0;
  for (const ModelOutcome& outcome : outcomes) count += outcome.failure && outcome.failure->kind == kind ? 1 : 0;
  return count;
}

std::vector<WireAttempt> attempts_of(const std::vector<ModelOutcome>& outcomes) {
  std::vector<WireAttempt> all;
  for (const ModelOutcome& outcome : outcomes) {
    all.insert(all.end(), outcome.attempts.begin(), outcome.attempts.end());
  }
  return all;
}

/// But for the order of sums of floating point.
void expect_same(const Spending& spent, const Spending& sum) {
  EXPECT_EQ(spent.usage, sum.usage);
  EXPECT_EQ(spent.wasted, sum.wasted);
  EXPECT_NEAR(spent.usd, sum.usd, 1e-9);
  EXPECT_NEAR(spent.pte_observed, sum.pte_observed, 1e-3);
  EXPECT_EQ(spent.unpriced, sum.unpriced);
  EXPECT_EQ(spent.requests, sum.requests);
  EXPECT_EQ(spent.retries, sum.retries);
  EXPECT_EQ(spent.estimated, sum.estimated);
}

TEST(RemoteModelGateTest, FortyAtOnceAllEndWithRepliesWhereEveryThirdIsLimited) {
  constexpr int kLeast = 2, kStart = 10, kMost = 16;
  RemoteBench bench(Wire::chat, {.least = kLeast, .start = kStart, .most = kMost});
  std::atomic<int> count = 0, inside = 0, most_inside = 0, least_limit = kStart, most_limit = kStart;
  const auto note = [](std::atomic<int>& extreme, int value, auto is_beyond) {
    int known = extreme.load();
    while (is_beyond(value, known) && !extreme.compare_exchange_weak(known, value)) continue;
  };
  bench.server.handle([&](const SeenRequest&) {
    note(most_inside, ++inside, std::greater<>());
    note(least_limit, bench.gate.limit(), std::less<>());
    note(most_limit, bench.gate.limit(), std::greater<>());
    std::this_thread::sleep_for(3ms);
    const bool limited = ++count % 3 == 0;
    --inside;
    return limited ? test::with_body(429, "slow down") : test::good(Wire::chat);
  });
  const auto model = bench.model(bench.options());
  Purse purse({});
  const auto outcomes = at_once(*model, 40, &purse);
  EXPECT_EQ(replies(outcomes), 40u);
  EXPECT_LE(most_inside, kMost);
  EXPECT_GE(most_inside, 2);  // they did run side by side
  EXPECT_LT(least_limit, kStart);
  EXPECT_GE(least_limit, kLeast);
  EXPECT_LE(most_limit, kMost);
  EXPECT_EQ(bench.server.requests().size(), attempts_of(outcomes).size());
  expect_same(purse.spent(), spending_of(attempts_of(outcomes), 0.01));
  EXPECT_EQ(purse.spent().usage.output, 40 * 20);
}

TEST(RemoteModelGateTest, NothingIsSentAfterTheQuotaIsGone) {
  RemoteBench bench(Wire::chat, {.least = 1, .start = 2, .most = 2});
  bench.server.handle([](const SeenRequest&) {
    Reply reply = test::with_body(429, test::quota_body(Wire::chat));
    reply.delay = 50ms;
    return reply;
  });
  const auto model = bench.model(bench.options());
  const auto outcomes = at_once(*model, 10, nullptr);
  EXPECT_EQ(ended_as(outcomes, FailureKind::quota_exhausted), 10u);
  EXPECT_LE(bench.server.requests().size(), 2u);
  EXPECT_EQ(bench.server.requests().size(), attempts_of(outcomes).size());
  const std::size_t sent = bench.server.requests().size();
  EXPECT_EQ(ended_as(at_once(*model, 1, nullptr), FailureKind::quota_exhausted), 1u);
  EXPECT_EQ(bench.server.requests().size(), sent);
}

TEST(RemoteModelGateTest, AnExhaustedBudgetOfOursIsNoTroubleOfTheProvider) {
  RemoteBench bench(Wire::chat);
  bench.server.handle([](const SeenRequest&) { return test::good(Wire::chat); });
  const auto model = bench.model(bench.options());
  Purse campaign({.requests = 0}), attempt({}, &campaign);
  EXPECT_EQ(ended_as(at_once(*model, 1, &attempt), FailureKind::campaign_budget), 1u);
  EXPECT_FALSE(bench.gate.broken());
  EXPECT_EQ(replies(at_once(*model, 1, nullptr)), 1u);  // another campaign, with the same key
}

TEST(RemoteModelGateTest, WaitingForAPlaceIsTold) {
  RemoteBench bench(Wire::chat);
  bench.server.handle([](const SeenRequest&) { return test::good(Wire::chat); });
  const auto model = bench.model(bench.options());
  ASSERT_FALSE(bench.gate.enter(nullptr));
  std::thread holder([&bench] {
    std::this_thread::sleep_for(100ms);
    bench.clock.advance(7s);
    bench.gate.leave(nullptr);
  });
  const auto outcomes = at_once(*model, 1, nullptr);
  holder.join();
  ASSERT_EQ(replies(outcomes), 1u);
  EXPECT_EQ(outcomes[0].attempts[0].waited_before, 7s);
}

TEST(RemoteModelWatchTest, TellsWhatItWaitsForAndHowMuchCame) {
  RemoteBench bench(Wire::chat);
  Reply limited = test::with_body(429, "");
  limited.headers = {{"Retry-After", "12"}};
  bench.server.script({limited, test::good(Wire::chat)});
  const auto model = bench.model(bench.options());
  std::vector<std::string> seen;
  const auto outcome =
      model->complete(test::request_of(60), {.watch = [&](std::string_view doing) { seen.emplace_back(doing); }});
  ASSERT_TRUE(outcome.reply.has_value());
  ASSERT_GE(seen.size(), 2u);
  EXPECT_EQ(seen.front(), "rate_limited: asked again in 12 s");
  EXPECT_NE(seen.back().find(" kB received"), std::string::npos) << seen.back();
}

/// Whether there is a place, without waiting for one for long.
bool opens(Gate& gate) {
  std::atomic<bool> cancel = false;
  auto entered = std::async(std::launch::async, [&] { return !gate.enter(&cancel); });
  if (entered.wait_for(5s) == std::future_status::timeout) cancel = true;
  return entered.get();
}

TEST(GateTest, IsClosedNoLongerThanACallWaits) {
  test::AtomicClock clock;
  Gate gate({}, clock);
  for (const milliseconds asked :
       {milliseconds(121s), milliseconds(std::chrono::hours(1)), milliseconds(10'000'000'000'000)}) {
    const ModelFailure failure{.kind = FailureKind::rate_limited, .retry_after = asked};
    ASSERT_FALSE(gate.enter(nullptr));
    gate.leave(&failure);
    const std::atomic<bool> cancel = true;
    clock.advance(119s);
    EXPECT_TRUE(gate.enter(&cancel)) << "still closed, so the caller sees that it was cancelled";
    clock.advance(1s);
    ASSERT_TRUE(opens(gate)) << asked.count();
    gate.leave(nullptr);
  }
}

TEST(GateTest, CutsOnceForAnEpisodeAndGrowsAfterIt) {
  test::AtomicClock clock;
  Gate gate({.least = 4, .start = 10, .most = 11}, clock);
  const auto pass = [&gate](const ModelFailure* failure) {
    ASSERT_FALSE(gate.enter(nullptr));
    gate.leave(failure);
  };
  const ModelFailure limited{.kind = FailureKind::rate_limited}, overloaded{.kind = FailureKind::overloaded};
  for (int i = 0; i < 5; ++i) pass(&limited);
  EXPECT_EQ(gate.limit(), 8);
  clock.advance(15s);
  for (int i = 0; i < 7; ++i) pass(nullptr);
  EXPECT_EQ(gate.limit(), 8);
  pass(nullptr);
  EXPECT_EQ(gate.limit(), 9);
  pass(&overloaded);
  for (int i = 0; i < 50; ++i) pass(nullptr);
  EXPECT_EQ(gate.limit(), 9);
  clock.advance(15s);
  for (int i = 0; i < 50; ++i) pass(nullptr);
  EXPECT_EQ(gate.limit(), 11);
  for (int i = 0; i < 20; ++i) {
    pass(&limited);
    clock.advance(15s);
  }
  EXPECT_EQ(gate.limit(), 4);
}

TEST(RemoteModelCancelTest, EndsCallsOnTheWireAndAtTheGate) {
  RemoteBench bench(Wire::anthropic, {.least = 1, .start = 2, .most = 2});
  bench.server.handle([](const SeenRequest&) { return test::with_raw("", Reply::Then::stall); });
  const auto model = bench.model(bench.options());
  std::atomic<bool> cancel = false;
  std::thread canceller([&] {
    EXPECT_TRUE(bench.server.wait_for_requests(2));
    cancel = true;
  });
  Purse purse({.requests = 3});
  const auto start = std::chrono::steady_clock::now();
  const auto outcomes = at_once(*model, 6, &purse, &cancel);
  canceller.join();
  EXPECT_LT(since(start), 10s);
  EXPECT_EQ(ended_as(outcomes, FailureKind::cancelled), 6u);
  EXPECT_EQ(bench.server.requests().size(), 2u);
  const auto attempts = attempts_of(outcomes);
  ASSERT_EQ(attempts.size(), 2u);
  for (const WireAttempt& attempt : attempts) EXPECT_TRUE(attempt.charged && attempt.usage.estimated);
  expect_same(purse.spent(), spending_of(attempts, 0.01));
  EXPECT_FALSE(purse.hold({}));  // the two that were cancelled hold nothing
  EXPECT_EQ(at_once(*model, 1, nullptr, &cancel)[0].attempts.size(), 0u);
}

TEST(RemoteModelCancelTest, EndsWaitsBetweenAttempts) {
  RemoteBench bench(Wire::chat);
  Reply limited = test::with_body(429, "");
  limited.headers = {{"Retry-After", "100"}};
  bench.server.script({limited});
  RemoteOptions options = bench.options();
  options.pause = models::pause;
  const auto model = bench.model(options);
  std::atomic<bool> cancel = false;
  std::thread canceller([&] {
    EXPECT_TRUE(bench.server.wait_for_requests(1));
    std::this_thread::sleep_for(50ms);
    cancel = true;
  });
  const auto start = std::chrono::steady_clock::now();
  const auto outcomes = at_once(*model, 1, nullptr, &cancel);
  canceller.join();
  EXPECT_LT(since(start), 10s);
  EXPECT_EQ(ended_as(outcomes, FailureKind::cancelled), 1u);
  EXPECT_EQ(outcomes[0].attempts.size(), 1u);
}

struct BudgetCase {
  const char* name;
  Allowance allowance;
};

// One request may take 136 tokens of prompt and 1,000 of output: 0.002136 dollars, 1,496 PTE.
const BudgetCase kTooSmall[] = {{"no request", {.requests = 0}},
                                {"tokens", {.tokens = 1135}},
                                {"dollars", {.usd = 0.002135}},
                                {"PTE", {.pte = 1495}}};
const BudgetCase kJustEnough[] = {{"one request", {.requests = 1}},
                                  {"tokens", {.tokens = 1136}},
                                  {"dollars", {.usd = 0.0021361}},
                                  {"PTE", {.pte = 1496.1}}};

TEST(RemoteModelBudgetTest, WhatDoesNotFitIsNotSent) {
  for (const BudgetCase& each : kTooSmall) {
    for (const bool is_outer : {false, true}) {
      RemoteBench bench(Wire::gemini);
      const auto model = bench.model(bench.options());
      Purse campaign(is_outer ? each.allowance : Allowance{}),
          attempt(is_outer ? Allowance{} : each.allowance, &campaign);
      const auto outcomes = at_once(*model, 1, &attempt);
      ASSERT_TRUE(outcomes[0].failure) << each.name;
      EXPECT_EQ(outcomes[0].failure->kind, is_outer ? FailureKind::campaign_budget : FailureKind::budget) << each.name;
      EXPECT_NE(outcomes[0].failure->message.find("the budget of "), std::string::npos) << outcomes[0].failure->message;
      EXPECT_EQ(bench.server.requests().size(), 0u) << each.name;
      EXPECT_EQ(attempt.spent(), Spending{}) << each.name;
    }
  }
}

TEST(RemoteModelBudgetTest, WhatJustFitsIsSent) {
  for (const BudgetCase& each : kJustEnough) {
    RemoteBench bench(Wire::gemini);
    bench.server.script({test::good(Wire::gemini)});
    const auto model = bench.model(bench.options());
    Purse campaign(each.allowance), attempt(each.allowance, &campaign);
    EXPECT_EQ(replies(at_once(*model, 1, &attempt)), 1u) << each.name;
    EXPECT_EQ(attempt.spent(), campaign.spent()) << each.name;
  }
}

TEST(RemoteModelBudgetTest, ALimitOnMoneyNeedsAPrice) {
  RemoteBench bench(Wire::chat);
  RemoteOptions options = bench.options();
  options.name = "bench/unpriced";
  const auto model = bench.model(options);
  Purse purse({.usd = 1000});
  const auto outcomes = at_once(*model, 1, &purse);
  EXPECT_EQ(ended_as(outcomes, FailureKind::budget), 1u);
  EXPECT_EQ(bench.server.requests().size(), 0u);
  bench.server.script({test::good(Wire::chat)});
  Purse unlimited({.tokens = 10'000});
  const auto sent = at_once(*model, 1, &unlimited);
  ASSERT_EQ(replies(sent), 1u);
  EXPECT_FALSE(sent[0].attempts[0].cost_usd);
  EXPECT_EQ(unlimited.spent().unpriced, 1);
  EXPECT_FALSE(unlimited.spent().money());
}

TEST(RemoteModelBudgetTest, HoldsOfManyAtOnceDoNotOverrunALimit) {
  // Each kind allows 5 at once; what a reply really takes is less, so more follow until the next would not fit.
  const BudgetCase cases[] = {{"requests", {.requests = 7}},
                              {"tokens", {.tokens = 5 * 1136}},
                              {"dollars", {.usd = 5 * 0.002136}},
                              {"PTE", {.pte = 5 * 1496.0}}};
  for (const BudgetCase& each : cases) {
    RemoteBench bench(Wire::responses, {.least = 1, .start = 20, .most = 20});
    std::atomic<int> inside = 0, most_inside = 0;
    bench.server.handle([&](const SeenRequest&) {
      const int now = ++inside;
      int known = most_inside.load();
      while (now > known && !most_inside.compare_exchange_weak(known, now)) continue;
      std::this_thread::sleep_for(20ms);
      --inside;
      return test::good(Wire::responses);
    });
    const auto model = bench.model(bench.options());
    Purse purse(each.allowance);
    std::vector<ModelOutcome> outcomes;
    for (int round = 0; round < 3; ++round) {
      for (ModelOutcome& outcome : at_once(*model, 20, &purse)) outcomes.push_back(std::move(outcome));
    }
    const Spending spent = purse.spent();
    EXPECT_EQ(replies(outcomes) + ended_as(outcomes, FailureKind::budget), 60u) << each.name;
    EXPECT_EQ(bench.server.requests().size(), replies(outcomes)) << each.name;
    EXPECT_LE(most_inside, each.allowance.requests ? 7 : 5) << each.name;
    if (each.allowance.requests) {
      EXPECT_EQ(spent.requests, 7);
    }
    if (each.allowance.tokens) {
      EXPECT_LE(spent.usage.prompt() + spent.usage.output, *each.allowance.tokens);
    }
    if (each.allowance.usd) {
      EXPECT_LE(spent.usd, *each.allowance.usd);
    }
    if (each.allowance.pte) {
      EXPECT_LE(spent.pte_observed, *each.allowance.pte);
    }
    EXPECT_GE(spent.requests, 5) << each.name;
  }
}

TEST(PurseTest, HoldsNothingOnceAllIsGivenBack) {
  Purse purse({.usd = 1, .pte = 1});
  Rng rng(1);
  std::vector<Estimate> held;
  for (int i = 0; i < 10'000; ++i) {
    held.push_back({0, rng.unit() / 10, rng.unit() / 10});
    ASSERT_FALSE(purse.hold(held.back()));
    if (held.size() < 8) continue;
    rng.shuffle(held);
    purse.receive(held.back(), {});
    held.pop_back();
  }
  for (const Estimate& estimate : held) purse.receive(estimate, {});
  const auto refused = purse.hold({0, 1.0, 1.0});
  EXPECT_FALSE(refused) << refused->why;
}

TEST(PurseTest, HoldsNothingOfWhatThePurseAroundItRefuses) {
  Purse campaign({.tokens = 10}), attempt({.tokens = 10, .requests = 1}, &campaign);
  ASSERT_FALSE(campaign.hold({1, 0.0, 0}));
  for (int i = 0; i < 3; ++i) {
    const auto refused = attempt.hold({10, 0.0, 0});
    ASSERT_TRUE(refused);
    EXPECT_TRUE(refused->outer) << refused->why;
  }
  EXPECT_FALSE(attempt.hold({9, 0.0, 0}));
}

TEST(RemoteModelSecretTest, ForgetsAKeyOfAnyFormThatAServerTellsAgain) {
  RemoteBench bench(Wire::chat);
  Reply echo = test::with_body(500, "password hunter2hunter2 (hunter2hunter2) is wrong");
  echo.headers = {{"x-request-id", "id-hunter2hunter2"}, {"x-ratelimit-user", "hunter2hunter2"}};
  Reply id = test::good(Wire::chat);
  id.headers.push_back({"x-request-id", "id-hunter2hunter2"});
  bench.server.script({echo, id});
  Endpoint endpoint{bench.base_url, {}, {{"authorization", "Bearer hunter2hunter2"}}};
  RemoteModel model(test::protocol_of(Wire::chat), endpoint,
                    {bench.http, bench.gate, bench.prices, bench.clock, bench.log}, bench.options());
  const ModelOutcome outcome = model.complete(test::request_of(60), {});
  ASSERT_TRUE(outcome.reply);
  EXPECT_EQ(outcome.attempts[0].failure->message, "HTTP 500: password [key] ([key]) is wrong");
  EXPECT_EQ(outcome.attempts[0].request_id, "id-[key]");
  EXPECT_EQ(outcome.reply->request_id, "id-[key]");
  for (const std::string& line : bench.lines()) EXPECT_EQ(line.find("hunter2"), std::string::npos) << line;
}

/// What a server charges for, by its own count.
struct Ledger {
  std::mutex mutex;
  Rng rng;
  Usage charged;
  int answers = 0, faults = 0;

  explicit Ledger(std::uint64_t seed) : rng(seed) {}

  Reply answer(Wire wire, const std::vector<test::Fault>& faults_of_it) {
    const std::lock_guard lock(mutex);
    if (rng.below(100) < 40) {
      ++faults;
      return faults_of_it[rng.below(faults_of_it.size())].replies.front();
    }
    ++answers;
    const auto number = [this](std::uint64_t below) { return static_cast<std::int64_t>(1 + rng.below(below)); };
    const Usage usage{.input_uncached = number(90'000), .cache_read = number(9000), .output = number(4000)};
    charged += usage;
    const std::int64_t prompt = wire == Wire::anthropic ? usage.input_uncached : usage.prompt();
    return test::stream(test::good_events(wire, {.prompt = std::to_string(prompt),
                                                 .output = std::to_string(usage.output),
                                                 .cached = std::to_string(usage.cache_read)}));
  }
};

class RemoteModelBooksTest : public testing::TestWithParam<int> {};

TEST_P(RemoteModelBooksTest, AgreeWithTheServersWhateverFailsInBetween) {
  const Wire wire = test::kWires[GetParam() % 4];
  // What is tried again, costs nothing that the server tells, and takes no time.
  std::vector<test::Fault> faults;
  for (auto list : {test::status_faults(wire), test::broken_connections(wire), test::odd_answers(wire)}) {
    for (test::Fault& fault : list) {
      const bool is_quick = fault.idle_timeout >= 1s && fault.first_byte_timeout >= 1s && fault.name != "too_large";
      if (is_quick && !fault.ends && fault.steps.size() == 2) faults.push_back(std::move(fault));
    }
  }
  ASSERT_GE(faults.size(), 30u);
  RemoteBench bench(wire, {.least = 1, .start = 6, .most = 10});
  Ledger ledger(static_cast<std::uint64_t>(GetParam()));
  bench.server.handle([&](const SeenRequest&) { return ledger.answer(wire, faults); });
  RemoteOptions options = bench.options();
  options.retry.most_attempts = 1000;
  options.retry.patience = std::chrono::hours(1000);
  const auto model = bench.model(options);
  Purse campaign({});
  Purse attempt({}, &campaign);
  const auto outcomes = at_once(*model, 25, &attempt);

  EXPECT_EQ(replies(outcomes), 25u);
  EXPECT_EQ(ledger.answers, 25);
  EXPECT_GE(ledger.faults, 1);
  Usage told;
  const auto attempts = attempts_of(outcomes);
  for (const WireAttempt& each : attempts) {
    if (each.charged && !each.usage.estimated) told += each.usage;
  }
  EXPECT_EQ(told, ledger.charged);
  EXPECT_EQ(attempts.size(), bench.server.requests().size());
  EXPECT_EQ(attempts.size(), static_cast<std::size_t>(ledger.answers + ledger.faults));
  const Spending spent = campaign.spent();
  expect_same(spent, spending_of(attempts, 0.01));
  Usage useful = spent.usage;
  useful.input_uncached -= spent.wasted.input_uncached;
  useful.cache_read -= spent.wasted.cache_read;
  useful.output -= spent.wasted.output;
  EXPECT_EQ(useful.prompt(), ledger.charged.prompt());
  EXPECT_EQ(useful.output, ledger.charged.output);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RemoteModelBooksTest, testing::Range(1, 25));

}  // namespace
}  // namespace gs::agent::models
