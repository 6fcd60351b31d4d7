/// FakeServer: an HTTP/1.1 server that answers by a script, and misbehaves as the script says, byte by byte.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/files.hpp"
#include "base/http.hpp"

namespace gs::test {

/// A request as it came.
struct SeenRequest {
  std::string method, target;
  std::vector<HttpHeader> headers;  ///< names in lower case
  std::string body;
  std::size_t connection = 0;  ///< which connection brought it, in the order of their opening

  /// Value of the first header of that name (lower case); empty when there is none.
  std::string header(std::string_view name) const;
};

struct Reply {
  /// What follows the answer, or the part of it that is sent.
  enum class Then { keep_alive, close, reset, stall };

  int status = 200;
  std::vector<HttpHeader> headers;
  std::string body;                 ///< sent with its Content-Length, unless there are pieces
  std::vector<std::string> pieces;  ///< sent as chunks, each by itself
  std::chrono::milliseconds delay{0}, delay_between{0};
  std::chrono::milliseconds delay_body{0};              ///< between the head and the first piece
  std::function<void(std::size_t piece)> before_piece;  ///< called before each piece but the first
  std::optional<std::size_t> cut_after_bytes;           ///< of the framed body; ends the connection, as `then` says
  Then then = Then::keep_alive;
  std::string before;              ///< bytes sent ahead, "HTTP/1.1 100 Continue\r\n\r\n" for one
  std::optional<std::string> raw;  ///< sent instead of all that
};

Reply with_body(int status, std::string body);
/// 200 and an event stream.
Reply in_pieces(std::vector<std::string> pieces);
Reply with_raw(std::string bytes, Reply::Then then);

/// Listens on 127.0.0.1 from its making to its end, with a thread for each connection. Thread-safe.
class FakeServer {
 public:
  using Handler = std::function<Reply(const SeenRequest&)>;

  FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  /// Breaks what is still open.
  ~FakeServer();

  /// Replies to the next requests, in this order. After them the handler answers, else status 500.
  void script(std::vector<Reply> replies);
  void handle(Handler handler);

  /// "http://127.0.0.1:PORT" and `target`.
  std::string url(std::string_view target = "/") const;
  int port() const { return port_; }
  std::vector<SeenRequest> requests() const;
  std::size_t connections() const;
  /// Until that many requests have come whole. False: they did not within a minute.
  bool wait_for_requests(std::size_t count) const;

 private:
  struct Connection {
    std::size_t number = 0;
    UniqueFd socket;
    std::string unread;
    std::thread thread;
  };

  void accept_all();
  void serve(Connection& connection);
  std::optional<SeenRequest> read_request(Connection& connection);
  Reply next_reply(const SeenRequest& request);
  /// False: the connection is at its end.
  bool answer(Connection& connection, const SeenRequest& request);
  bool send_pieces(const Connection& connection, const Reply& reply);
  /// False: the server stops.
  bool pause(std::chrono::milliseconds duration) const;

  UniqueFd listener_;
  int port_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Reply> script_;
  Handler handler_;
  std::vector<SeenRequest> requests_;
  std::list<Connection> connections_;
  bool is_stopping_ = false;
  std::thread acceptor_;
};

}  // namespace gs::test
