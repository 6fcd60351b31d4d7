#include "agent/models/remote_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "agent/models/token_estimate.hpp"
#include "base/rng.hpp"

// Theory of operation
//
// A call is made by the thread that wants its reply, and stays in complete() until there is one or there can be none.
// For each attempt it takes a place at the provider's gate, has the purse hold what the attempt may cost, sends, reads
// the stream as it comes (on the HTTP client's thread, while this one waits), books what it did cost, and gives the
// place back. It waits between attempts without a place. Whoever cancels is heard at the gate, on the wire and in
// waits.

namespace gs::agent::models {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

double seconds(milliseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

// Of one attempt. The prompt before decoding is the length that each decoded token reads (reference: PTE, section 3.2).
double pte(std::int64_t prefill, const Usage& usage, double gamma) {
  return static_cast<double>(prefill) + gamma * static_cast<double>(usage.prompt()) * static_cast<double>(usage.output);
}

std::string limits_left(const HttpResponse& response) {
  std::string found;
  for (const HttpHeader& header : response.headers) {
    if (header.name.find("ratelimit") != std::string::npos) found += fmt::format(" {}={}", header.name, header.value);
  }
  return found;
}

std::string request_id(const HttpResponse& response) {
  for (const std::string_view name : {"x-request-id", "request-id", "x-goog-request-id"}) {
    if (const auto id = response.header(name)) return std::string(id->substr(0, 200));
  }
  return {};
}

// All that the model wrote.
std::string generated(const WireAnswer& answer) {
  if (!answer.reply) return answer.partial_text;
  const Message& message = answer.reply->message;
  std::string text = answer.reply->reasoning + message.text;
  for (const ToolCall& call : message.tool_calls) text += call.name + call.arguments;
  return text;
}

// Puts our own counts where the server told none, or some that cannot be. A failure's usage may be a lower bound: a
// stream that was cut told its prompt and not yet its output.
void fill_in(const ModelRequest& request, const WireAnswer& answer, Usage& usage) {
  const bool told = answer.usage_reported && !usage.estimated && usage.prompt() > 0;
  if (told && usage.output > 0) return;
  const std::int64_t written = likely_tokens(generated(answer));
  if (told && written == 0) return;
  if (usage.prompt() == 0) usage.input_uncached = likely_tokens(request);
  usage.output = std::max(usage.output, written);
  usage.estimated = true;
}

}  // namespace

// One call's state between its attempts.
struct RemoteModel::Call {
  const ModelRequest& request;
  const CallContext& context;
  HttpRequest wire;
  Estimate estimate;
  Rng jitter;
  std::optional<Estimate> held;
  int counted = 0;                                   // attempts that count against RetryPolicy::most_attempts
  milliseconds waited{0}, next_wait{0}, in_line{0};  // in_line: for a place
  int waits = 0;
  std::optional<ModelReply> reply;
};

bool pause(milliseconds wait, const std::atomic<bool>* cancel) {
  constexpr milliseconds kStep{50};
  const auto end = std::chrono::steady_clock::now() + wait;
  while (true) {
    if (cancel != nullptr && cancel->load()) return false;
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= left.zero()) return true;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, kStep));
  }
}

RemoteModel::RemoteModel(std::unique_ptr<Protocol> protocol, Endpoint endpoint, RemoteParts parts,
                         RemoteOptions options)
    : protocol_(std::move(protocol)), endpoint_(std::move(endpoint)), parts_(parts), options_(std::move(options)) {}

void RemoteModel::bill(Call& call, WireAttempt& attempt) const {
  if (attempt.charged) attempt.cost_usd = parts_.prices.cost(options_.name, attempt.usage);
  if (call.context.purse == nullptr) return;
  call.context.purse->receive(call.held, spending_of({attempt}, options_.gamma));
  call.held.reset();
}

WireAttempt RemoteModel::attempt_once(Call& call) {
  WireAttempt attempt;
  attempt.started = parts_.clock.wall();
  attempt.waited_before = call.next_wait + call.in_line;
  const std::unique_ptr<AnswerReader> reader = protocol_->reader();
  std::size_t received = 0;
  const BodySink sink = [&](std::string_view bytes) {
    received += bytes.size();
    if (call.context.watch) call.context.watch(fmt::format("{:.1f} kB received", static_cast<double>(received) / 1000));
    return reader->feed(bytes);
  };
  const HttpResponse response = parts_.http.perform(call.wire, sink, call.context.cancel);
  WireAnswer answer = reader->finish(response);

  attempt.status = response.status;
  attempt.first_byte = response.first_byte;
  attempt.wall = response.total;
  attempt.request_id = without_secrets(request_id(response));
  attempt.usage = answer.usage;
  const bool answered = response.status >= 200 && response.status < 300;
  attempt.charged = answered || (response.status == 0 && response.request_sent);
  if (attempt.charged) {
    fill_in(call.request, answer, attempt.usage);
  } else {
    attempt.usage = {};
  }

  const bool cancelled = call.context.cancel != nullptr && call.context.cancel->load();
  if (answer.reply) {
    answer.reply->usage = attempt.usage;
    std::string& id = answer.reply->request_id;
    id = id.empty() ? attempt.request_id : without_secrets(std::move(id));
    const std::string cut = attempt.usage.estimated ? "" : truncation(call.request, attempt.usage.prompt());
    if (cut.empty()) {
      call.reply = std::move(answer.reply);
    } else {
      attempt.failure = ModelFailure{FailureKind::input_truncated, cut, response.status};
    }
  } else if (cancelled) {
    attempt.failure = ModelFailure{FailureKind::cancelled, "cancelled", response.status};
  } else {
    attempt.failure = std::move(answer.failure);
    attempt.failure->message = without_secrets(std::move(attempt.failure->message));
  }
  parts_.log.debug(
      without_secrets(fmt::format("{} {}: status {}, {} ms, {} in, {} out{}{}{}", options_.name, call.context.label,
                                  attempt.status, attempt.wall.count(), attempt.usage.prompt(), attempt.usage.output,
                                  attempt.request_id.empty() ? "" : " id " + attempt.request_id, limits_left(response),
                                  attempt.failure ? ": " + attempt.failure->message : "")));
  return attempt;
}

// Some servers tell a key again, in an error or in a header. Keys are looked for as they are: they have no common form.
std::string RemoteModel::without_secrets(std::string text) const {
  constexpr std::size_t kLeastBytes = 6;  // what is shorter may be a word
  for (const HttpHeader& header : endpoint_.secret_headers) {
    const std::string_view secret = std::string_view(header.value).substr(header.value.rfind(' ') + 1);
    if (secret.size() < kLeastBytes) continue;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;)
      text.replace(at, secret.size(), "[key]");
  }
  return text;
}

// The failure that ends the call, or nothing once the wait is over.
std::optional<ModelFailure> RemoteModel::wait_before_next(Call& call, const ModelFailure& failure) {
  if (!failure.should_retry.value_or(is_retryable(failure.kind)) || stops_campaign(failure.kind)) return failure;
  const RetryPolicy& policy = options_.retry;
  const bool is_patient = failure.kind == FailureKind::rate_limited || failure.kind == FailureKind::overloaded;
  if (!is_patient && ++call.counted >= policy.most_attempts) return failure;

  const double doubled = static_cast<double>(policy.first_wait.count()) * std::exp2(std::min(call.waits, 20));
  const double capped = std::min(doubled, static_cast<double>(policy.most_wait.count()));
  const milliseconds own(static_cast<std::int64_t>(capped * (1 - 0.25 * call.jitter.unit())));
  call.next_wait = failure.retry_after.value_or(own);
  ++call.waits;
  call.waited += call.next_wait;
  if (call.waited > policy.patience) return failure;
  if (call.context.watch) {
    call.context.watch(fmt::format("{}: asked again in {}", to_string(failure.kind), to_human(call.next_wait)));
  }
  if (!options_.pause(call.next_wait, call.context.cancel)) return ModelFailure{FailureKind::cancelled, "cancelled"};
  return std::nullopt;
}

ModelOutcome RemoteModel::complete(const ModelRequest& request, const CallContext& context) {
  Call call{
      request, context, protocol_->encode(request, endpoint_), {}, Rng::named(1, context.label), {}, 0, {}, {}, {},
      0,       {}};
  call.wire.first_byte_timeout = options_.first_byte_timeout;
  call.wire.idle_timeout = options_.idle_timeout;
  call.wire.answer_limit_bytes = options_.answer_limit_bytes;
  Usage likely;
  likely.input_uncached = likely_tokens(request);
  likely.output = request.sampling.output_tokens;
  call.estimate = {likely.prompt() + likely.output, parts_.prices.cost(options_.name, likely),
                   pte(likely.prompt(), likely, options_.gamma)};

  ModelOutcome outcome;
  while (true) {
    const std::chrono::nanoseconds came = parts_.clock.monotonic();
    if (auto failure = parts_.gate.enter(context.cancel)) {
      outcome.failure = std::move(failure);
      return outcome;
    }
    call.in_line = duration_cast<milliseconds>(parts_.clock.monotonic() - came);
    if (context.purse != nullptr) {
      if (auto refused = context.purse->hold(call.estimate)) {
        const FailureKind kind = refused->outer ? FailureKind::campaign_budget : FailureKind::budget;
        outcome.failure = ModelFailure{kind, std::move(refused->why)};
        parts_.gate.leave(&*outcome.failure);
        return outcome;
      }
      call.held = call.estimate;
    }
    WireAttempt attempt = attempt_once(call);
    attempt.is_retry = !outcome.attempts.empty();
    parts_.gate.leave(attempt.failure ? &*attempt.failure : nullptr);
    bill(call, attempt);
    const std::optional<ModelFailure> failure = attempt.failure;
    outcome.attempts.push_back(std::move(attempt));
    if (!failure) {
      outcome.reply = std::move(call.reply);
      return outcome;
    }
    outcome.failure = wait_before_next(call, *failure);
    if (outcome.failure) return outcome;
  }
}

Spending spending_of(const std::vector<WireAttempt>& attempts, double gamma) {
  Spending sum;
  for (const WireAttempt& attempt : attempts) {
    ++sum.requests;
    sum.retries += static_cast<std::int64_t>(attempt.is_retry);
    sum.model_seconds += seconds(attempt.wall);
    sum.waited_seconds += seconds(attempt.waited_before);
    if (!attempt.charged) continue;
    const double observed = pte(attempt.usage.prompt() - attempt.usage.cache_read, attempt.usage, gamma);
    sum.usage += attempt.usage;
    sum.usd += attempt.cost_usd.value_or(0);
    sum.unpriced += static_cast<std::int64_t>(!attempt.cost_usd);
    sum.estimated += static_cast<std::int64_t>(attempt.usage.estimated);
    sum.pte_evicted += pte(attempt.usage.prompt(), attempt.usage, gamma);
    sum.pte_observed += observed;
    if (attempt.failure) {
      sum.wasted += attempt.usage;
      sum.pte_wasted += observed;
    }
  }
  return sum;
}

}  // namespace gs::agent::models
