/// HttpClient: HTTP requests with streamed answers. Nothing else in Gatesmith opens a socket.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gs {

struct HttpHeader {
  std::string name, value;
};

struct HttpRequest {
  std::string method = "POST";
  std::string url;  ///< http:// or https://; carries no secret
  std::vector<HttpHeader> headers;
  std::vector<HttpHeader> secret_headers;  ///< sent like the others; appear in no log, error or explanation
  std::string body;
  std::chrono::milliseconds connect_timeout{10'000};      ///< name, TCP and TLS together
  std::chrono::milliseconds first_byte_timeout{600'000};  ///< from the connection to the first byte: models think
  std::chrono::milliseconds idle_timeout{120'000};        ///< without a byte, after the first one
  std::size_t answer_limit_bytes = std::size_t{64} << 20;
};

/// What kept an exchange from being complete. Redirects are not followed: a key would follow them.
enum class HttpTrouble {
  none,       ///< the whole answer came, whatever its status
  cancelled,  ///< by the caller's flag
  bad_url,    ///< malformed, or another protocol than http and https
  resolve,    ///< the host's or the proxy's name is not known
  connect,    ///< refused, unreachable, or connect_timeout
  tls,        ///< handshake or certificate
  idle,       ///< first_byte_timeout or idle_timeout
  cut,        ///< the connection ended before the answer did
  too_large,  ///< more than answer_limit_bytes
  protocol,   ///< not HTTP
};
std::string_view to_string(HttpTrouble trouble);

struct HttpResponse {
  int status = 0;                   ///< 0: no status line came
  std::vector<HttpHeader> headers;  ///< in the order of arrival, names in lower case
  std::string body;                 ///< what came and no sink took
  HttpTrouble trouble = HttpTrouble::none;
  std::string explanation;    ///< of trouble, one line, without secrets
  bool request_sent = false;  ///< the server has the whole request, so it may have begun to work, and to charge
  /// Since perform() was called. first_byte: of the body, or of the head where no body came; 0: nothing came.
  std::chrono::milliseconds first_byte{0}, total{0};

  bool complete() const { return trouble == HttpTrouble::none; }
  /// Value of the first header of that name (lower case).
  std::optional<std::string_view> header(std::string_view name) const;
};

/// Takes the body of an answer with a 2xx status as it arrives, in any pieces. False: nothing more is needed. The
/// exchange then ends well, with the answer's end or after half a second (a connection whose answer has ended can be
/// kept), and the sink is not called again. Called on the client's own thread: return soon. Bodies of other statuses go
/// to HttpResponse::body.
using BodySink = std::function<bool(std::string_view bytes)>;

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// Blocks until the exchange is over. `sink` may be empty: the body then goes to the response. `cancel` may be null;
  /// once it is true the exchange ends within about 0.2 s. Thread-safe; exchanges of many threads run side by side.
  virtual HttpResponse perform(const HttpRequest& request, const BodySink& sink, const std::atomic<bool>* cancel) = 0;
};

}  // namespace gs
