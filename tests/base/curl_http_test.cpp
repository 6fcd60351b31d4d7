#include "base/curl_http.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/base/curl_requests.hpp"
#include "tests/support/fake_server.hpp"

namespace gs {
namespace {

using namespace std::chrono_literals;
using test::FakeServer;
using test::in_pieces;
using test::no_proxy;
using test::post;
using test::Reply;
using test::SeenRequest;
using test::with_body;
using test::with_raw;

/// Generous: what must not hang ends long before it.
constexpr auto kSoon = 30s;

/// A port of 127.0.0.1 where nobody listens.
int closed_port() {
  const FakeServer server;
  return server.port();
}

class CurlHttpTest : public testing::Test {
 protected:
  HttpResponse perform(const HttpRequest& request) { return client_.perform(request, {}, nullptr); }

  FakeServer server_;
  CurlHttp client_{no_proxy()};
};

TEST_F(CurlHttpTest, SendsMethodHeadersAndBodyAsGiven) {
  server_.script({with_body(200, "yes")});
  HttpRequest request = post(server_.url("/v1/chat?alt=sse"), "a body");
  request.headers = {{"X-Plain", "one"}, {"X-Empty", ""}, {"Content-Type", "application/json"}};
  request.secret_headers = {{"Authorization", "Bearer key"}};
  const HttpResponse response = perform(request);
  ASSERT_TRUE(response.complete()) << response.explanation;
  ASSERT_EQ(server_.requests().size(), 1u);
  const SeenRequest seen = server_.requests().front();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/chat?alt=sse");
  EXPECT_EQ(seen.body, "a body");
  EXPECT_EQ(seen.header("x-plain"), "one");
  EXPECT_EQ(seen.header("content-type"), "application/json");
  EXPECT_EQ(seen.header("authorization"), "Bearer key");
  const auto has = [&](const char* name) {
    for (const HttpHeader& header : seen.headers) {
      if (header.name == name) return true;
    }
    return false;
  };
  EXPECT_TRUE(has("x-empty"));
  EXPECT_FALSE(has("expect"));
  EXPECT_FALSE(has("accept-encoding"));
}

TEST_F(CurlHttpTest, GivesStatusHeadersAndBody) {
  Reply reply = with_body(201, "made");
  reply.headers = {{"X-Request-ID", "r1"}, {"x-twice", " a "}, {"X-Twice", "b"}};
  server_.script({reply});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_EQ(response.trouble, HttpTrouble::none);
  EXPECT_EQ(response.explanation, "");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, "made");
  EXPECT_EQ(response.header("x-request-id"), "r1");
  EXPECT_EQ(response.header("x-twice"), "a");
  EXPECT_EQ(response.header("content-length"), "4");
  EXPECT_TRUE(response.request_sent);
  EXPECT_GE(response.first_byte, 1ms);
  EXPECT_GE(response.total, response.first_byte);
}

// Some servers send the head at once, and think then.
TEST_F(CurlHttpTest, TheFirstByteIsThatOfTheBody) {
  Reply reply = in_pieces({"data: a\n\n", "data: b\n\n"});
  reply.delay_body = 150ms;
  server_.script({reply});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_GE(response.first_byte, 150ms);
}

TEST_F(CurlHttpTest, SendsABodyOfMegabytesWhole) {
  server_.script({with_body(200, "")});
  const std::string body(3'000'000, 'x');
  const HttpResponse response = perform(post(server_.url(), body));
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_TRUE(response.request_sent);
  EXPECT_EQ(server_.requests().at(0).body, body);
}

TEST_F(CurlHttpTest, GetsAndAsksForHeadersOnly) {
  server_.script({with_body(200, "whole"), with_body(200, "whole")});
  HttpRequest request = post(server_.url(), "");
  request.method = "GET";
  EXPECT_EQ(perform(request).body, "whole");
  request.method = "HEAD";
  const HttpResponse head = perform(request);
  EXPECT_TRUE(head.complete()) << head.explanation;
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.header("content-length"), "5");
  EXPECT_TRUE(head.request_sent);
  EXPECT_EQ(server_.requests().at(0).method, "GET");
  EXPECT_EQ(server_.requests().at(1).method, "HEAD");
}

TEST_F(CurlHttpTest, SendsOtherMethodsWithTheirBody) {
  server_.script({with_body(200, "")});
  HttpRequest request = post(server_.url(), "new");
  request.method = "PUT";
  EXPECT_TRUE(perform(request).complete());
  EXPECT_EQ(server_.requests().at(0).method, "PUT");
  EXPECT_EQ(server_.requests().at(0).body, "new");
}

TEST_F(CurlHttpTest, GivesEachPieceToTheSinkBeforeTheNextIsSent) {
  // The server sends a piece only after the sink had the one before: a client that buffers would come to a stop.
  std::mutex mutex;
  std::condition_variable came;
  std::string got;
  Reply reply = in_pieces({"data: 1\n\n", "data: 2\n\n", "data: 3\n\n"});
  std::size_t late = 0;
  reply.before_piece = [&](std::size_t piece) {
    std::unique_lock lock(mutex);
    if (!came.wait_for(lock, kSoon, [&] { return got.size() == piece * 9; })) ++late;
  };
  server_.script({reply});
  const BodySink sink = [&](std::string_view bytes) {
    const std::lock_guard guard(mutex);
    got.append(bytes);
    came.notify_all();
    return true;
  };
  const HttpResponse response = client_.perform(post(server_.url()), sink, nullptr);
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(late, 0u);
  EXPECT_EQ(got, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
  EXPECT_EQ(response.body, "");
}

TEST_F(CurlHttpTest, KeepsTheBodyOfARefusalFromTheSink) {
  Reply reply = with_body(429, "slow down");
  reply.headers = {{"Retry-After", "7"}};
  server_.script({reply});
  std::string got;
  const BodySink sink = [&](std::string_view bytes) { return got.append(bytes), true; };
  const HttpResponse response = client_.perform(post(server_.url()), sink, nullptr);
  EXPECT_TRUE(response.complete());
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.body, "slow down");
  EXPECT_EQ(response.header("retry-after"), "7");
  EXPECT_EQ(got, "");
}

TEST_F(CurlHttpTest, DoesNotFollowRedirects) {
  Reply reply = with_body(307, "there");
  reply.headers = {{"Location", server_.url("/elsewhere")}};
  server_.script({reply});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_TRUE(response.complete());
  EXPECT_EQ(response.status, 307);
  EXPECT_EQ(response.body, "there");
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(CurlHttpTest, PassesBytesThatAreNoTextUnchanged) {
  std::string bytes("\0\xff\xfe\r\n\xc3\x28", 7);
  server_.script({with_body(200, bytes), in_pieces({bytes, bytes})});
  EXPECT_EQ(perform(post(server_.url(), bytes)).body, bytes);
  EXPECT_EQ(perform(post(server_.url())).body, bytes + bytes);
  EXPECT_EQ(server_.requests().at(0).body, bytes);
}

TEST_F(CurlHttpTest, ShowsNothingOfInterimAnswers) {
  Reply reply = with_body(200, "final");
  reply.before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n";
  reply.headers = {{"x-final", "1"}};
  server_.script({reply});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "final");
  EXPECT_FALSE(response.header("x-early").has_value());
  EXPECT_EQ(response.header("x-final"), "1");
}

TEST_F(CurlHttpTest, ShowsNothingOfTrailers) {
  server_.script({with_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-late: 1\r\n\r\n",
                           Reply::Then::keep_alive)});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(response.body, "ok");
  EXPECT_FALSE(response.header("x-late").has_value());
}

TEST_F(CurlHttpTest, JoinsAFoldedHeader) {
  server_.script(
      {with_raw("HTTP/1.1 200 OK\r\nx-long: a\r\n  b\r\nContent-Length: 0\r\n\r\n", Reply::Then::keep_alive)});
  EXPECT_EQ(perform(post(server_.url())).header("x-long"), "a b");
}

TEST_F(CurlHttpTest, TakesABodyThatEndsWithTheConnection) {
  server_.script({with_raw("HTTP/1.1 200 OK\r\n\r\nall of it", Reply::Then::close)});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(response.body, "all of it");
}

TEST_F(CurlHttpTest, UsesAConnectionAgain) {
  server_.handle([](const SeenRequest&) { return with_body(200, "ok"); });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(perform(post(server_.url())).body, "ok");
  EXPECT_EQ(server_.requests().size(), 5u);
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(CurlHttpTest, CarriesManyExchangesSideBySide) {
  // No answer begins before all requests are there.
  constexpr int kExchanges = 50;
  std::latch all(kExchanges);
  server_.handle([&](const SeenRequest& request) {
    all.arrive_and_wait();
    return in_pieces({request.body, request.body});
  });
  std::vector<std::future<std::string>> bodies;
  for (int i = 0; i < kExchanges; ++i) {
    bodies.push_back(
        std::async(std::launch::async, [&, i] { return perform(post(server_.url(), std::to_string(i))).body; }));
  }
  for (int i = 0; i < kExchanges; ++i) EXPECT_EQ(bodies[i].get(), std::to_string(i) + std::to_string(i));
}

// --- answers that are not whole

TEST_F(CurlHttpTest, CallsAChunkedBodyThatStopsCut) {
  for (const std::size_t bytes : {0u, 2u, 7u, 12u}) {  // in a chunk and between two
    Reply reply = in_pieces({"one", "two"});
    reply.cut_after_bytes = bytes;
    server_.script({reply});
    const HttpResponse response = perform(post(server_.url()));
    EXPECT_EQ(response.trouble, HttpTrouble::cut) << bytes;
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.explanation, "");
    EXPECT_TRUE(response.request_sent);
  }
}

TEST_F(CurlHttpTest, KeepsWhatCameBeforeTheCut) {
  Reply reply = in_pieces({"one", "two"});
  reply.cut_after_bytes = 8;  // "3\r\none\r\n"
  server_.script({reply});
  EXPECT_EQ(perform(post(server_.url())).body, "one");
}

TEST_F(CurlHttpTest, CallsABodyShorterThanItsLengthCut) {
  Reply reply = with_body(200, "short");
  reply.headers = {{"Content-Length", "100"}};
  reply.then = Reply::Then::close;
  server_.script({reply});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_EQ(response.trouble, HttpTrouble::cut);
  EXPECT_EQ(response.body, "short");
}

TEST_F(CurlHttpTest, CallsAResetCut) {
  Reply early = with_raw("", Reply::Then::reset);
  Reply late = in_pieces({"one", "two"});
  late.cut_after_bytes = 5;
  late.then = Reply::Then::reset;
  server_.script({early, late});
  const HttpResponse before = perform(post(server_.url()));
  EXPECT_EQ(before.trouble, HttpTrouble::cut);
  EXPECT_EQ(before.status, 0);
  EXPECT_TRUE(before.request_sent);
  EXPECT_EQ(perform(post(server_.url())).trouble, HttpTrouble::cut);
}

TEST_F(CurlHttpTest, CallsAConnectionClosedWithoutAnAnswerCut) {
  server_.script({with_raw("", Reply::Then::close)});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_EQ(response.trouble, HttpTrouble::cut);
  EXPECT_EQ(response.status, 0);
  EXPECT_EQ(response.first_byte, 0ms);
  EXPECT_TRUE(response.request_sent);
}

TEST_F(CurlHttpTest, CallsAHeadThatStopsCut) {
  server_.script({with_raw("HTTP/1.1 200 OK\r\nx-half", Reply::Then::close)});
  EXPECT_EQ(perform(post(server_.url())).trouble, HttpTrouble::cut);
}

TEST_F(CurlHttpTest, NeverSendsTwiceWhatTheServerMayHaveBegun) {
  // A kept connection ends with the second request read: libcurl alone would send it again, unseen.
  for (const auto then : {Reply::Then::close, Reply::Then::reset}) {
    for (const std::size_t size : {0u, 100u, 1'000'000u}) {
      const std::size_t before = server_.requests().size();
      server_.script({with_body(200, "ok"), with_raw("", then), with_body(200, "again")});
      EXPECT_EQ(perform(post(server_.url())).body, "ok");
      const HttpResponse response = perform(post(server_.url(), std::string(size, 'x')));
      EXPECT_EQ(response.trouble, HttpTrouble::cut) << size;
      EXPECT_TRUE(response.request_sent) << size;
      EXPECT_EQ(server_.requests().size() - before, 2u) << size;
      EXPECT_EQ(perform(post(server_.url())).body, "again");
    }
  }
}

TEST_F(CurlHttpTest, CallsAnswersThatAreNotHttpSo) {
  server_.script({with_raw("SSH-2.0-OpenSSH_9.2\r\n\r\n", Reply::Then::close),
                  with_raw("HTTP/1.1 what\r\n\r\n", Reply::Then::close),
                  with_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n", Reply::Then::close)});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(perform(post(server_.url())).trouble, HttpTrouble::protocol) << i;
}

TEST_F(CurlHttpTest, EndsAnAnswerThatIsTooLarge) {
  server_.handle([](const SeenRequest&) { return with_body(200, std::string(100'000, 'x')); });
  HttpRequest request = post(server_.url());
  request.answer_limit_bytes = 100'000;
  EXPECT_TRUE(perform(request).complete());
  request.answer_limit_bytes = 99'999;
  EXPECT_EQ(perform(request).trouble, HttpTrouble::too_large);
  std::size_t got = 0;
  const BodySink sink = [&](std::string_view bytes) { return got += bytes.size(), true; };
  EXPECT_EQ(client_.perform(request, sink, nullptr).trouble, HttpTrouble::too_large);
  EXPECT_LE(got, 99'999u);
}

TEST_F(CurlHttpTest, EndsHeadersWithoutEnd) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 40; ++i) head += "x-long: " + std::string(50'000, 'x') + "\r\n";
  server_.script({with_raw(head + "\r\n", Reply::Then::close)});
  const HttpResponse response = perform(post(server_.url()));
  EXPECT_FALSE(response.complete());
}

// --- no connection

TEST_F(CurlHttpTest, TellsARefusedConnection) {
  const std::string url = "http://127.0.0.1:" + std::to_string(closed_port());
  const HttpResponse response = perform(post(url));
  EXPECT_EQ(response.trouble, HttpTrouble::connect);
  EXPECT_EQ(response.status, 0);
  EXPECT_FALSE(response.request_sent);
  EXPECT_NE(response.explanation.find("127.0.0.1"), std::string::npos) << response.explanation;
}

TEST_F(CurlHttpTest, TellsAnUnknownName) {
  HttpRequest request = post("http://name.invalid/");
  request.connect_timeout = 120s;  // a machine without network may ask for long
  const HttpResponse response = perform(request);
  EXPECT_EQ(response.trouble, HttpTrouble::resolve) << response.explanation;
  EXPECT_FALSE(response.request_sent);
}

TEST_F(CurlHttpTest, EndsAConnectionThatDoesNotComeAbout) {
  // The server is silent in the handshake of TLS.
  HttpRequest request = post("https://127.0.0.1:" + std::to_string(server_.port()));
  request.connect_timeout = 100ms;
  const HttpResponse response = perform(request);
  EXPECT_EQ(response.trouble, HttpTrouble::connect) << response.explanation;
  EXPECT_FALSE(response.request_sent);
}

TEST_F(CurlHttpTest, RefusesWhatIsNoUrlOfHttp) {
  using namespace std::string_literals;
  for (const std::string& url :
       {""s, "ftp://127.0.0.1/x"s, "file:///etc/passwd"s, "127.0.0.1"s, "http://"s, "http://a b/"s,
        "http://127.0.0.1:99999/"s, "http://127.0.0.1/\0x"s, "http://127.0.0.1/\r\nX: y"s, "gopher://x"s, "HTTP"s}) {
    const HttpResponse response = perform(post(url));
    EXPECT_EQ(response.trouble, HttpTrouble::bad_url) << url;
    EXPECT_NE(response.explanation, "") << url;
    EXPECT_FALSE(response.request_sent);
  }
}

TEST_F(CurlHttpTest, RefusesHeadersThatWouldBecomeSeveral) {
  using namespace std::string_literals;
  const std::vector<HttpHeader> bad = {{"X-A", "hidden\r\nX-B: 1"}, {"X-A", "hidden\n"}, {"X-A", "hidden\0"s},
                                       {"X-A\r\nX-B", "hidden"},    {"", "hidden"},      {"X A", "hidden"},
                                       {"X-A:", "hidden"}};
  for (const HttpHeader& header : bad) {
    for (const bool is_secret : {false, true}) {
      HttpRequest request = post(server_.url());
      (is_secret ? request.secret_headers : request.headers).push_back(header);
      const HttpResponse response = perform(request);
      EXPECT_EQ(response.trouble, HttpTrouble::bad_url) << header.name;
      EXPECT_EQ(response.explanation.find("hidden"), std::string::npos) << response.explanation;
    }
  }
  HttpRequest request = post(server_.url());
  request.method = "GET / HTTP/1.1\r\nX-B: 1\r\n";
  EXPECT_EQ(perform(request).trouble, HttpTrouble::bad_url);
  EXPECT_TRUE(server_.requests().empty());
}

// --- silence and cancellation

TEST_F(CurlHttpTest, EndsAnExchangeWithoutAFirstByte) {
  Reply reply;
  reply.delay = 1h;
  server_.script({reply});
  HttpRequest request = post(server_.url());
  request.first_byte_timeout = 150ms;
  const HttpResponse response = perform(request);
  EXPECT_EQ(response.trouble, HttpTrouble::idle) << response.explanation;
  EXPECT_EQ(response.status, 0);
  EXPECT_EQ(response.first_byte, 0ms);
  EXPECT_GE(response.total, 150ms);
  EXPECT_TRUE(response.request_sent);
}

TEST_F(CurlHttpTest, CountsAnInterimAnswerAsNoFirstByte) {
  server_.script({with_raw("HTTP/1.1 102 Processing\r\n\r\n", Reply::Then::stall)});
  HttpRequest request = post(server_.url());
  request.first_byte_timeout = 150ms;
  request.idle_timeout = 1h;
  const HttpResponse response = perform(request);
  EXPECT_EQ(response.trouble, HttpTrouble::idle);
  EXPECT_EQ(response.status, 0);
}

TEST_F(CurlHttpTest, EndsAStreamThatFallsSilent) {
  Reply reply = in_pieces({"one", "two"});
  reply.cut_after_bytes = 8;
  reply.then = Reply::Then::stall;
  server_.script({reply});
  HttpRequest request = post(server_.url());
  request.idle_timeout = 150ms;
  const HttpResponse response = perform(request);
  EXPECT_EQ(response.trouble, HttpTrouble::idle) << response.explanation;
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "one");
  EXPECT_TRUE(response.request_sent);
}

TEST_F(CurlHttpTest, LetsAStreamThatDripsGoOn) {
  Reply reply = in_pieces({"a", "b", "c", "d", "e", "f"});
  reply.delay_between = 100ms;
  server_.script({reply});
  HttpRequest request = post(server_.url());
  request.connect_timeout = 400ms;
  request.idle_timeout = 5s;
  const HttpResponse response = perform(request);  // as a whole longer than connect_timeout
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(response.body, "abcdef");
}

TEST_F(CurlHttpTest, TakesLimitsBeyondAllTimeAsNever) {
  server_.script({with_body(200, "ok")});
  HttpRequest request = post(server_.url());
  request.connect_timeout = request.first_byte_timeout = request.idle_timeout = std::chrono::milliseconds::max();
  EXPECT_EQ(perform(request).body, "ok");
}

TEST_F(CurlHttpTest, EndsOnceTheFlagIsRaised) {
  Reply reply;
  reply.delay = 1h;
  server_.script({reply});
  std::atomic<bool> cancel = false;
  auto response = std::async(std::launch::async, [&] { return client_.perform(post(server_.url()), {}, &cancel); });
  ASSERT_TRUE(server_.wait_for_requests(1));
  cancel = true;
  ASSERT_EQ(response.wait_for(kSoon), std::future_status::ready);
  const HttpResponse over = response.get();
  EXPECT_EQ(over.trouble, HttpTrouble::cancelled);
  EXPECT_TRUE(over.request_sent);
}

TEST_F(CurlHttpTest, SendsNothingWhenTheFlagIsAlreadyRaised) {
  const std::atomic<bool> cancel = true;
  const HttpResponse response = client_.perform(post(server_.url()), {}, &cancel);
  EXPECT_EQ(response.trouble, HttpTrouble::cancelled);
  EXPECT_FALSE(response.request_sent);
  EXPECT_EQ(server_.connections(), 0u);
}

// A server that does not end its answer is left after a while; one that does keeps its connection.
TEST_F(CurlHttpTest, EndsWellWhenTheSinkHasEnough) {
  Reply reply = in_pieces({"one", "two"});
  reply.delay_between = 1h;
  server_.script({reply});
  const HttpResponse response = client_.perform(
      post(server_.url()), [](std::string_view) { return false; }, nullptr);
  EXPECT_EQ(response.trouble, HttpTrouble::none) << response.explanation;
  EXPECT_EQ(response.status, 200);
}

TEST_F(CurlHttpTest, KeepsTheConnectionWhoseAnswerEndsAfterEnough) {
  int calls = 0;
  server_.script({in_pieces({"one", "two", "three"}), with_body(200, "ok")});
  const HttpResponse response = client_.perform(
      post(server_.url()), [&calls](std::string_view) { return ++calls, false; }, nullptr);
  EXPECT_TRUE(response.complete()) << response.explanation;
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(perform(post(server_.url())).body, "ok");
  EXPECT_EQ(server_.connections(), 1u);
}

TEST_F(CurlHttpTest, GoesOnAfterEveryTrouble) {
  Reply stalled = in_pieces({"one", "two"});
  stalled.cut_after_bytes = 4;
  stalled.then = Reply::Then::stall;
  server_.script({stalled, with_body(200, "ok")});
  HttpRequest request = post(server_.url());
  request.idle_timeout = 50ms;
  EXPECT_EQ(perform(request).trouble, HttpTrouble::idle);
  EXPECT_EQ(perform(post(server_.url())).body, "ok");
}

TEST(CurlHttpEndTest, CancelsWhatStillRuns) {
  FakeServer server;
  server.handle([](const SeenRequest&) {
    Reply reply;
    reply.delay = 1h;
    return reply;
  });
  auto client = std::make_unique<CurlHttp>(no_proxy());
  CurlHttp& borrowed = *client;
  std::vector<std::future<HttpResponse>> responses;
  for (int i = 0; i < 8; ++i) {
    responses.push_back(
        std::async(std::launch::async, [&] { return borrowed.perform(post(server.url()), {}, nullptr); }));
  }
  ASSERT_TRUE(server.wait_for_requests(8));
  client.reset();
  for (auto& response : responses) EXPECT_EQ(response.get().trouble, HttpTrouble::cancelled);
}

}  // namespace
}  // namespace gs
