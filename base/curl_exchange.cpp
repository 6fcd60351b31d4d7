#include "base/curl_exchange.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"

namespace gs {
namespace {

using std::chrono::milliseconds;

/// Far more than any server sends; libcurl itself has no bound on the head as a whole.
// What a server has to end an answer that is not read any further.
constexpr milliseconds kLinger{500};
constexpr std::size_t kHeadLimitBytes = std::size_t{1} << 20;

/// What callers mean by a limit beyond it is "never"; libcurl and the clock cannot count much further.
constexpr milliseconds kLongestWait = std::chrono::hours(24 * 20);

using CurlUrl = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return result;
}

/// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f && std::strchr("\"(),/:;<=>?@[\\]{}", c) == nullptr;
  });
}

/// Without line ends and other control characters: nothing in it can end the header.
bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; });
}

bool add(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return false;
  static_cast<void>(list.release());
  list.reset(longer);
  return true;
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
  // No child process inherits it.
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// "HTTP/1.1 200 OK", "HTTP/2 200"; 0: no status line.
int status_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return 0;
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return 0;
  int status = 0;
  std::from_chars(line.data() + space + 1, line.data() + line.size(), status);
  return status;
}

milliseconds since(CurlExchange::Time start, CurlExchange::Time now) {
  return std::max(milliseconds(1), std::chrono::ceil<milliseconds>(now - start));
}

/// What curl_easy_setopt takes, all or nothing.
class Options {
 public:
  explicit Options(CURL* easy) : easy_(easy) {}
  template <typename T>
  void set(CURLoption option, T value) {
    if (all_taken_) all_taken_ = curl_easy_setopt(easy_, option, value) == CURLE_OK;
  }
  bool all_taken() const { return all_taken_; }

 private:
  CURL* easy_;
  bool all_taken_ = true;
};

}  // namespace

CurlExchange::CurlExchange(const HttpRequest& request, const BodySink& sink, const std::atomic<bool>* cancel)
    : request_(request), sink_(sink), cancel_(cancel), started_(std::chrono::steady_clock::now()) {}

bool CurlExchange::is_valid() {
  const CurlUrl url(curl_url(), &curl_url_cleanup);
  // A NUL would end the URL early.
  const bool parsed =
      url && request_.url.find('\0') == std::string::npos &&
      curl_url_set(url.get(), CURLUPART_URL, request_.url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  if (!parsed) return fail(HttpTrouble::bad_url, "not a URL"), false;
  const std::string scheme = url_part(url.get(), CURLUPART_SCHEME);
  is_secure_ = scheme == "https";
  if (scheme != "http" && !is_secure_) {
    return fail(HttpTrouble::bad_url, fmt::format("a URL of {}, not of http or https", clean_utf8(scheme))), false;
  }
  where_ = clean_utf8(fmt::format("{}:{}", url_part(url.get(), CURLUPART_HOST), url_part(url.get(), CURLUPART_PORT)));
  if (!is_token(request_.method)) return fail(HttpTrouble::bad_url, "not a method of HTTP"), false;
  for (const std::vector<HttpHeader>* headers : {&request_.headers, &request_.secret_headers}) {
    for (const HttpHeader& header : *headers) {
      if (!is_token(header.name)) return fail(HttpTrouble::bad_url, "a header whose name HTTP does not allow"), false;
      if (is_header_value(header.value)) continue;
      fail(HttpTrouble::bad_url, fmt::format("header {}: a line end or control character in its value", header.name));
      return false;
    }
  }
  return true;
}

bool CurlExchange::begin(CurlEasy easy, const CurlHttpOptions& options) {
  easy_ = std::move(easy);
  if (easy_ && set_options(options) && set_method() && add_headers()) return true;
  fail(HttpTrouble::bad_url, "libcurl does not take the request");
  return false;
}

bool CurlExchange::set_options(const CurlHttpOptions& options) {
  Options o(easy_.get());
  o.set(CURLOPT_URL, request_.url.c_str());
  o.set(CURLOPT_PROTOCOLS_STR, "http,https");
  o.set(CURLOPT_FOLLOWLOCATION, 0L);
  o.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // To wait for a connection that others open and share, rather than to open one more.
  o.set(CURLOPT_PIPEWAIT, is_secure_ ? 1L : 0L);
  o.set(CURLOPT_NOSIGNAL, 1L);
  // A name that is still looked up does not hold up the end of its exchange: the look-up is left to itself.
  o.set(CURLOPT_QUICK_EXIT, 1L);
  o.set(CURLOPT_TCP_KEEPALIVE, 1L);
  o.set(CURLOPT_TCP_KEEPIDLE, 60L);
  o.set(CURLOPT_TCP_KEEPINTVL, 60L);
  // libcurl shares it out between a host's addresses; without it, it would be 300 s.
  o.set(CURLOPT_CONNECTTIMEOUT_MS,
        static_cast<long>(std::clamp(request_.connect_timeout, milliseconds(1), kLongestWait).count()));
  if (!options.ca_bundle.empty()) o.set(CURLOPT_CAINFO, options.ca_bundle.c_str());
  if (options.proxy) o.set(CURLOPT_PROXY, options.proxy->c_str());
  o.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  o.set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  o.set(CURLOPT_ERRORBUFFER, error_);
  o.set(CURLOPT_PRIVATE, static_cast<void*>(this));
  o.set(CURLOPT_PREREQFUNCTION, &on_connected);
  o.set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  o.set(CURLOPT_NOPROGRESS, 0L);
  o.set(CURLOPT_XFERINFOFUNCTION, &on_progress);
  o.set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
  o.set(CURLOPT_HEADERFUNCTION, &on_header);
  o.set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  o.set(CURLOPT_WRITEFUNCTION, &on_body);
  o.set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  return o.all_taken();
}

bool CurlExchange::set_method() {
  Options o(easy_.get());
  if (request_.method == "HEAD") {
    o.set(CURLOPT_NOBODY, 1L);
  } else if (request_.method == "GET" && request_.body.empty()) {
    o.set(CURLOPT_HTTPGET, 1L);
  } else {
    o.set(CURLOPT_POST, 1L);
    o.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    o.set(CURLOPT_POSTFIELDS, request_.body.c_str());  // not copied
    if (request_.method != "POST") o.set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  return o.all_taken();
}

bool CurlExchange::add_headers() {
  // "Name:" keeps libcurl from adding that header by itself: it would wait for leave to send a long body, and call it a
  // form.
  bool all = add(headers_, "Expect:");
  bool typed = false;
  for (const std::vector<HttpHeader>* headers : {&request_.headers, &request_.secret_headers}) {
    for (const HttpHeader& header : *headers) {
      typed = typed || lower(header.name) == "content-type";
      // "Name;" is libcurl's way to send a header without a value.
      const bool blank = trim(header.value).empty();
      all = all && add(headers_, blank ? header.name + ";" : header.name + ": " + header.value);
    }
  }
  if (!typed) all = all && add(headers_, "Content-Type:");
  Options o(easy_.get());
  o.set(CURLOPT_HTTPHEADER, headers_.get());
  o.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // a proxy that only tunnels sees none of them
  return all && o.all_taken();
}

CurlExchange::Time CurlExchange::deadline() const {
  if (enough_) return *enough_ + kLinger;
  if (last_byte_) return *last_byte_ + std::min(request_.idle_timeout, kLongestWait);
  if (connected_) return *connected_ + std::min(request_.first_byte_timeout, kLongestWait);
  return started_ + std::min(request_.connect_timeout, kLongestWait);
}

int CurlExchange::on_connected(void* self, char*, char*, int, int) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  // The second time of an exchange: libcurl found the kept connection closed, and would send the request once more.
  if (exchange.connected_ && exchange.whole_request_left()) {
    exchange.fail(HttpTrouble::cut, fmt::format("{} closed the connection without an answer", exchange.where_));
    exchange.response_.request_sent = true;
    return CURL_PREREQFUNC_ABORT;
  }
  exchange.connected_ = std::chrono::steady_clock::now();
  return CURL_PREREQFUNC_OK;
}

int CurlExchange::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t uploaded) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  if (uploaded > 0 && uploaded >= static_cast<curl_off_t>(exchange.request_.body.size())) exchange.body_left_ = true;
  return 0;
}

std::size_t CurlExchange::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  const std::string_view line(bytes, size * count);
  return static_cast<CurlExchange*>(self)->take_header(line) ? line.size() : 0;
}

bool CurlExchange::take_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > kHeadLimitBytes) {
    fail(HttpTrouble::too_large, fmt::format("headers of more than {} bytes", kHeadLimitBytes));
    return false;
  }
  const auto now = std::chrono::steady_clock::now();
  if (head_ == Head::none || head_ == Head::interim) {
    if (const int status = status_of(line); status != 0) {
      // The first byte is that of the answer: after a 1xx the server still thinks.
      head_ = status >= 200 ? Head::final_one : Head::interim;
      if (head_ == Head::interim) return true;
      response_.status = status;
      first_byte_ = last_byte_ = now;
    }
    return true;
  }
  last_byte_ = now;
  if (head_ == Head::over) return true;  // a trailer
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const std::size_t colon = line.find(':');
  if (line.empty()) {
    head_ = Head::over;
  } else if ((line.front() == ' ' || line.front() == '\t') && !response_.headers.empty()) {
    response_.headers.back().value.append(" ").append(trim(line));
  } else if (colon != std::string_view::npos) {
    response_.headers.push_back({lower(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return true;
}

std::size_t CurlExchange::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  const std::string_view piece(bytes, size * count);
  return static_cast<CurlExchange*>(self)->take_body(piece) ? piece.size() : CURL_WRITEFUNC_ERROR;
}

bool CurlExchange::take_body(std::string_view bytes) {
  last_byte_ = std::chrono::steady_clock::now();
  if (bytes.size() > request_.answer_limit_bytes - std::min(body_bytes_, request_.answer_limit_bytes)) {
    fail(HttpTrouble::too_large, fmt::format("an answer of more than {} bytes", request_.answer_limit_bytes));
    return false;
  }
  if (body_bytes_ == 0) first_byte_ = last_byte_;
  body_bytes_ += bytes.size();
  if (!sink_ || response_.status < 200 || response_.status > 299) {
    response_.body.append(bytes);
    return true;
  }
  if (!enough_ && !sink_(bytes)) enough_ = last_byte_;
  return true;
}

bool CurlExchange::whole_request_left() const {
  if (body_left_) return true;
  // What left together with the head counts as head; and on_progress() keeps what libcurl forgets when it begins anew.
  long head = 0;
  curl_off_t body = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &head);
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &body);
  const auto size = static_cast<curl_off_t>(request_.body.size());
  return head > 0 && (head > size || body >= size);
}

CurlEasy CurlExchange::end(CURLcode code) {
  if (enough_ && code != CURLE_WRITE_ERROR) return finish();
  if (code == CURLE_OK && response_.status == 0) code = CURLE_WEIRD_SERVER_REPLY;
  if (code == CURLE_OK && head_ != Head::over) code = CURLE_PARTIAL_FILE;  // libcurl calls such an answer whole
  if (code != CURLE_OK && response_.trouble == HttpTrouble::none) explain(code);
  return finish();
}

CurlEasy CurlExchange::end_cancelled() {
  fail(HttpTrouble::cancelled, "cancelled");
  return finish();
}

CurlEasy CurlExchange::end_late() {
  if (enough_) return finish();
  if (last_byte_) {
    fail(HttpTrouble::idle, fmt::format("{} sent nothing for {}", where_, to_human(request_.idle_timeout)));
  } else if (connected_) {
    fail(HttpTrouble::idle, fmt::format("{} did not answer for {}", where_, to_human(request_.first_byte_timeout)));
  } else {
    explain(CURLE_OPERATION_TIMEDOUT);
  }
  return finish();
}

HttpResponse CurlExchange::take_response() {
  const auto now = std::chrono::steady_clock::now();
  response_.total = since(started_, now);
  if (first_byte_) response_.first_byte = since(started_, *first_byte_);
  return std::move(response_);
}

/// The first reason stays.
void CurlExchange::fail(HttpTrouble trouble, std::string explanation) {
  if (response_.trouble != HttpTrouble::none) return;
  response_.trouble = trouble;
  response_.explanation = std::move(explanation);
}

/// libcurl's own words are used only where they cannot hold a URL or a proxy's password.
void CurlExchange::explain(CURLcode code) {
  const std::string detail = clean_utf8(trim(split_lines(error_).empty() ? "" : split_lines(error_).front()));
  long proxy_status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return fail(HttpTrouble::bad_url, "not a URL");
    case CURLE_COULDNT_RESOLVE_HOST:
      return fail(HttpTrouble::resolve, fmt::format("the name of {} is not known", where_));
    case CURLE_COULDNT_RESOLVE_PROXY:
      return fail(HttpTrouble::resolve, fmt::format("the name of the proxy for {} is not known", where_));
    case CURLE_COULDNT_CONNECT:
      return fail(HttpTrouble::connect,
                  fmt::format("no connection to {}: {}", where_,
                              detail.starts_with("Failed to connect to ") ? detail : curl_easy_strerror(code)));
    case CURLE_OPERATION_TIMEDOUT:
      return fail(HttpTrouble::connect,
                  fmt::format("no connection to {} within {}", where_, to_human(request_.connect_timeout)));
    case CURLE_PROXY:
      return fail(HttpTrouble::connect, fmt::format("the proxy for {} refused", where_));
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return fail(HttpTrouble::tls, fmt::format("no secure connection to {}: {}", where_, detail));
    case CURLE_UNSUPPORTED_PROTOCOL:  // of the answer; the URL's was looked at
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
      return fail(HttpTrouble::protocol, fmt::format("the answer of {} is not of HTTP", where_));
    case CURLE_OUT_OF_MEMORY:
      return fail(HttpTrouble::cut, "no memory for the exchange");
    default:
      break;
  }
  if (!connected_ && proxy_status != 0) {
    return fail(HttpTrouble::connect, fmt::format("the proxy for {} answered {}", where_, proxy_status));
  }
  if (!connected_) {
    return fail(HttpTrouble::connect, fmt::format("no connection to {}: {}", where_, curl_easy_strerror(code)));
  }
  if (detail.find("chunked-encoding") != std::string::npos) {
    return fail(HttpTrouble::protocol, fmt::format("the answer of {} is not of HTTP: broken chunks", where_));
  }
  fail(HttpTrouble::cut, code == CURLE_GOT_NOTHING ? fmt::format("{} closed the connection without an answer", where_)
                                                   : fmt::format("the connection to {} ended before the answer did: {}",
                                                                 where_, curl_easy_strerror(code)));
}

CurlEasy CurlExchange::finish() {
  if (connected_ && (response_.status != 0 || whole_request_left())) response_.request_sent = true;
  return std::exchange(easy_, CurlEasy(nullptr, &curl_easy_cleanup));
}

}  // namespace gs
