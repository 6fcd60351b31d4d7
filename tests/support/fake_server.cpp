#include "tests/support/fake_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace gs::test {
namespace {

using std::chrono::milliseconds;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_more(int socket, std::string& to) {
  char buffer[16384];
  const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  to.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

SeenRequest read_head(std::string_view head) {
  SeenRequest request;
  for (const std::string_view line : split_lines(head)) {
    if (request.method.empty()) {
      const std::vector<std::string_view> words = split(line, ' ');
      request.method = words.front();
      if (words.size() > 1) request.target = words[1];
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      request.headers.push_back({lower(line.substr(0, colon)), std::string(trim(line.substr(colon + 1)))});
    }
  }
  return request;
}

std::string head_of(const Reply& reply) {
  std::string head = fmt::format("HTTP/1.1 {} Scripted\r\n", reply.status);
  bool framed = false;
  for (const HttpHeader& header : reply.headers) {
    framed = framed || lower(header.name) == "content-length";
    head += header.name + ": " + header.value + "\r\n";
  }
  if (!reply.pieces.empty()) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (!framed) {
    head += fmt::format("Content-Length: {}\r\n", reply.body.size());
  }
  return head + "\r\n";
}

/// Makes close() send RST.
void arm_reset(int socket) {
  const linger none{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

}  // namespace

std::string SeenRequest::header(std::string_view name) const {
  for (const HttpHeader& one : headers) {
    if (one.name == name) return one.value;
  }
  return "";
}

Reply with_body(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

Reply in_pieces(std::vector<std::string> pieces) {
  Reply reply;
  reply.headers = {{"Content-Type", "text/event-stream"}};
  reply.pieces = std::move(pieces);
  return reply;
}

Reply with_raw(std::string bytes, Reply::Then then) {
  Reply reply;
  reply.raw = std::move(bytes);
  reply.then = then;
  return reply;
}

FakeServer::FakeServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  GS_ASSERT(::bind(listener_.get(), generic, size) == 0);
  GS_ASSERT(::listen(listener_.get(), 512) == 0);
  GS_ASSERT(::getsockname(listener_.get(), generic, &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FakeServer::~FakeServer() {
  {
    const std::lock_guard guard(mutex_);
    is_stopping_ = true;
    for (const Connection& connection : connections_) ::shutdown(connection.socket.get(), SHUT_RDWR);
  }
  changed_.notify_all();
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  for (Connection& connection : connections_) connection.thread.join();
}

void FakeServer::script(std::vector<Reply> replies) {
  const std::lock_guard guard(mutex_);
  for (Reply& reply : replies) script_.push_back(std::move(reply));
}

void FakeServer::handle(Handler handler) {
  const std::lock_guard guard(mutex_);
  handler_ = std::move(handler);
}

std::string FakeServer::url(std::string_view target) const {
  return fmt::format("http://127.0.0.1:{}{}", port_, target);
}

std::vector<SeenRequest> FakeServer::requests() const {
  const std::lock_guard guard(mutex_);
  return requests_;
}

std::size_t FakeServer::connections() const {
  const std::lock_guard guard(mutex_);
  return connections_.size();
}

bool FakeServer::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::minutes(1), [&] { return requests_.size() >= count; });
}

void FakeServer::accept_all() {
  while (true) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const std::lock_guard guard(mutex_);
    if (!socket || is_stopping_) return;
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection& connection = connections_.emplace_back();
    connection.number = connections_.size() - 1;
    connection.socket = std::move(socket);
    connection.thread = std::thread([this, &connection] { serve(connection); });
  }
}

void FakeServer::serve(Connection& connection) {
  while (const std::optional<SeenRequest> request = read_request(connection)) {
    if (!answer(connection, *request)) break;
  }
  const std::lock_guard guard(mutex_);  // the server's end shuts open sockets down
  connection.socket.reset();
}

std::optional<SeenRequest> FakeServer::read_request(Connection& connection) {
  constexpr std::string_view kHeadEnd = "\r\n\r\n";
  std::string& unread = connection.unread;
  std::size_t end = 0;
  while ((end = unread.find(kHeadEnd)) == std::string::npos) {
    if (!receive_more(connection.socket.get(), unread)) return std::nullopt;
  }
  SeenRequest request = read_head(std::string_view(unread).substr(0, end));
  request.connection = connection.number;
  unread.erase(0, end + kHeadEnd.size());
  const std::string length = request.header("content-length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (unread.size() < size) {
    if (!receive_more(connection.socket.get(), unread)) return std::nullopt;
  }
  request.body = unread.substr(0, size);
  unread.erase(0, size);
  {
    const std::lock_guard guard(mutex_);
    requests_.push_back(request);
  }
  changed_.notify_all();
  return request;
}

Reply FakeServer::next_reply(const SeenRequest& request) {
  Handler handler;
  {
    const std::lock_guard guard(mutex_);
    if (!script_.empty()) {
      Reply reply = std::move(script_.front());
      script_.pop_front();
      return reply;
    }
    handler = handler_;
  }
  return handler ? handler(request) : with_body(500, "nothing is scripted");
}

bool FakeServer::answer(Connection& connection, const SeenRequest& request) {
  const Reply reply = next_reply(request);
  if (reply.delay > milliseconds(0) && !pause(reply.delay)) return false;
  const int socket = connection.socket.get();
  bool sent = false;
  if (reply.raw) {
    sent = send_all(socket, *reply.raw);
  } else if (reply.cut_after_bytes || reply.pieces.empty() || request.method == "HEAD") {
    std::string body = reply.body;
    for (const std::string& piece : reply.pieces) body += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    if (!reply.pieces.empty()) body += "0\r\n\r\n";
    if (request.method == "HEAD") body.clear();
    sent =
        send_all(socket, reply.before + head_of(reply) + body.substr(0, reply.cut_after_bytes.value_or(body.size())));
  } else {
    sent = send_all(socket, reply.before + head_of(reply)) && send_pieces(connection, reply);
  }
  if (!sent) return false;
  switch (reply.then) {
    case Reply::Then::keep_alive:
      return !reply.cut_after_bytes;
    case Reply::Then::close:
      return false;
    case Reply::Then::reset:
      arm_reset(socket);
      return false;
    case Reply::Then::stall:
      pause(std::chrono::hours(1));
      return false;
  }
  return false;
}

bool FakeServer::send_pieces(const Connection& connection, const Reply& reply) {
  if (reply.delay_body > milliseconds(0) && !pause(reply.delay_body)) return false;
  for (std::size_t i = 0; i < reply.pieces.size(); ++i) {
    if (i > 0 && reply.before_piece) reply.before_piece(i);
    if (i > 0 && reply.delay_between > milliseconds(0) && !pause(reply.delay_between)) return false;
    const std::string& piece = reply.pieces[i];
    if (!send_all(connection.socket.get(), fmt::format("{:x}\r\n{}\r\n", piece.size(), piece))) return false;
  }
  return send_all(connection.socket.get(), "0\r\n\r\n");
}

bool FakeServer::pause(milliseconds duration) const {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, duration, [this] { return is_stopping_; });
}

}  // namespace gs::test
