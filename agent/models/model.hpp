/// ModelClient: a request of messages and tools in, a reply with its usage out, whatever the provider.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace gs::agent::models {

enum class Role { system, user, assistant, tool };

/// A call that the model asks for. Calls of one reply are independent of each other.
struct ToolCall {
  std::string id;  ///< the provider's; made up ("call_3") where it gives none
  std::string name;
  std::string arguments;  ///< JSON text as it came, so that it goes back byte for byte; may be broken
};

struct Message {
  Role role = Role::user;
  std::string text;
  std::vector<ToolCall> tool_calls;  ///< of role assistant
  std::string tool_call_id;          ///< of role tool: the call that this answers
  std::string tool_name;             ///< of role tool
  bool tool_failed = false;          ///< of role tool
  /// Of role assistant: what the same provider wants back unchanged (signed thinking blocks, reasoning items, thought
  /// signatures). An array that only the codec which made it reads; null otherwise.
  Json provider_state;
};

struct Tool {
  std::string name, description;
  Json schema;  ///< JSON Schema of the arguments, an object
};

enum class ToolChoice { automatic, none, required };

/// How long the provider is asked to keep the prompt's prefix; providers that cache by themselves ignore it.
enum class CacheKeep { none, five_minutes, one_hour };

struct Sampling {
  std::optional<double> temperature, top_p;
  std::optional<std::int64_t> seed;  ///< left out where the protocol has none
  std::vector<std::string> stop;
  std::int64_t output_tokens = 8192;  ///< at most; reasoning counts
  std::string reasoning;              ///< "", "low", "medium", "high": empty asks for none
};

/// Equal requests give equal bytes on the wire. System messages come first.
struct ModelRequest {
  std::string model;  ///< the provider's name of it, without "openai/"
  std::vector<Message> messages;
  std::vector<Tool> tools;
  ToolChoice tool_choice = ToolChoice::automatic;
  std::optional<Json> answer_schema;  ///< JSON Schema that the text must follow
  Sampling sampling;
  CacheKeep cache = CacheKeep::none;
};

/// Tokens of one reply, with the same meaning for every provider (reference: OpenAI and Gemini count cached tokens as
/// part of the prompt, Anthropic does not). All are disjoint but `reasoning`, which is a part of `output`.
struct Usage {
  std::int64_t input_uncached = 0;
  std::int64_t cache_read = 0;
  std::int64_t cache_write_5m = 0, cache_write_1h = 0;  ///< written to the provider's cache at an extra price
  std::int64_t output = 0;
  std::int64_t reasoning = 0;
  bool estimated = false;  ///< some of it is our own count: the stream was cut, or the server reports none

  /// The whole context that was read.
  std::int64_t prompt() const { return input_uncached + cache_read + cache_write_5m + cache_write_1h; }
  Usage& operator+=(const Usage& other);
  Usage& operator-=(const Usage& other);  ///< no count gets below 0; `estimated` stays
  bool operator==(const Usage& other) const = default;
};

enum class StopReason { end, length, stop_sequence, tool_calls, refusal, context_full, pause, unknown };
std::string_view to_string(StopReason reason);

struct ModelReply {
  Message message;        ///< role assistant
  std::string reasoning;  ///< readable thoughts, where the provider shows them
  StopReason stop = StopReason::unknown;
  std::string stop_text;  ///< the provider's own word
  Usage usage;
  std::string served_model;  ///< what the server says it ran
  std::string request_id;    ///< the provider's, for its support
};

/// Why there is no reply, by what is to be done.
enum class FailureKind {
  rate_limited,      ///< wait, then again; fewer at once
  overloaded,        ///< the provider's trouble (529, 503): wait, then again
  server_error,      ///< other 5xx and errors inside a stream: again
  timed_out,         ///< 408, no byte for too long: again
  network,           ///< no connection, TLS, or a cut stream: again
  malformed,         ///< an answer that is not of the protocol: again
  quota_exhausted,   ///< money or quota is gone: stop the campaign
  unauthorised,      ///< no key, or one that may not: stop the campaign
  unknown_model,     ///< stop the campaign
  bad_request,       ///< the request will not be accepted however often it is sent
  context_too_long,  ///< the request has more tokens than the model takes
  input_truncated,   ///< the server read less than was sent, silently (a context limit of a local server)
  budget,            ///< ours: the request would exceed the attempt's budget and was not sent
  campaign_budget,   ///< the same of the campaign's: stop it
  cancelled,
  unrecorded,       ///< the exchange could not be written to the record: stop the campaign
  replay_mismatch,  ///< the record has no such request
};
std::string_view to_string(FailureKind kind);
bool is_retryable(FailureKind kind);
/// No further request of this campaign can succeed.
bool stops_campaign(FailureKind kind);

struct ModelFailure {
  FailureKind kind = FailureKind::network;
  std::string message;                                   ///< one line, without secrets
  int status = 0;                                        ///< HTTP; 0: none
  std::optional<std::chrono::milliseconds> retry_after;  ///< as the server asks
  std::optional<bool> should_retry;                      ///< the server's x-should-retry, which wins over the kind
};

/// One exchange on the wire. Every one that may have been charged for has its usage, also when it failed.
struct WireAttempt {
  std::chrono::milliseconds started{0};  ///< since the epoch
  std::chrono::milliseconds first_byte{0}, wall{0}, waited_before{0};
  bool is_retry = false;  ///< not the call's first
  int status = 0;
  std::optional<ModelFailure> failure;
  Usage usage;
  std::optional<double> cost_usd;  ///< null: the price is not known
  bool charged = false;            ///< usage was reported, or the server may have begun to work
  std::string request_id;
};

/// How one call of a model ended: a reply or a failure, never both.
struct ModelOutcome {
  std::optional<ModelReply> reply;
  std::optional<ModelFailure> failure;
  std::vector<WireAttempt> attempts;  ///< in order; empty when nothing was sent
};

class Purse;

/// What a call is made under.
struct CallContext {
  Purse* purse = nullptr;  ///< asked before each attempt and told of each receipt; null: nothing is limited
  const std::atomic<bool>* cancel = nullptr;
  std::string label;  ///< "rtl-repair/fifo-full-flag-late#0/3": which call, for records and replays
  /// Told how far the call is, for who waits for it: bytes of the answer that are there, waits before it is sent again.
  /// From any thread, while the caller waits in complete(). May be empty.
  std::function<void(std::string_view)> watch = {};
};

class ModelClient {
 public:
  virtual ~ModelClient() = default;
  /// Blocks. Thread-safe. Retries, limits and bills as its class says.
  virtual ModelOutcome complete(const ModelRequest& request, const CallContext& context) = 0;
};

}  // namespace gs::agent::models
