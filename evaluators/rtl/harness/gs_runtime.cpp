// main of every simulation, and the result channel.
//
// Theory of operation: the host writes a nonce to stdin and closes it; main reads it before the model exists, so before
// any code that came from the candidate runs. Results go to file descriptor 3 as binary records (host side:
// evaluators/rtl/channel.cpp); what the design prints goes to stdout and decides nothing. $error, $fatal and $stop
// reach the channel through vl_stop with the source file that raised them, $finish through vl_finish; the host accepts
// them from the testbench's files only. The last record repeats the nonce.
//
// With +gs_serve, one process runs many simulations, for searches: each message on stdin (a 32-bit count of bytes, a
// 32-bit token, the bytes) names a time limit, a nonce and plusargs, each ended by a NUL. A fork, made before any model
// exists, simulates; back on descriptor 3 go the token, its wall clock time in microseconds, how it ended, how many
// bytes of text follow, that text (the end of what it printed), and what it wrote to its channel. No run sees what
// another did.
#include "gs_runtime.hpp"

#include "gs_channel.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using gs_channel::buffer;
using gs_channel::flush;
using gs_channel::nonce;
using gs_channel::put;
using gs_channel::put_text;

int max_errors = 4096;  // +gs_stop_after=N

VerilatedContext* context = nullptr;
GsModel* traced = nullptr;  // with +gs_wave=FILE
std::string line;           // of the text printed last, for the message of $error
std::string last_line;
std::uint32_t group_bits[256] = {};
int errors = 0;
std::vector<std::string> fatal_places;  // +gs_fatal=FILE:LINE: $fatal looks like $error to vl_stop

// Simulation time in picoseconds, whatever precision the sources asked for.
std::uint64_t time_ps() {
  return gs_channel::to_ps(context->time(), context->timeprecision());
}

void put_place(char tag, const char* file, int source_line) {
  gs_channel::put_place(tag, time_ps(), file, source_line);
}

[[noreturn]] void end(int status) {
  if (traced) traced->close_wave();
  gs_channel::put_end();
  std::fflush(stdout);
  std::_Exit(status);
}

}  // namespace

extern "C" void gs_width(int group, int index, int bits) {
  put('W');
  put(static_cast<std::uint8_t>(group));
  put(static_cast<std::uint8_t>(index));
  put(static_cast<std::uint16_t>(bits));
  group_bits[group & 255] += static_cast<std::uint32_t>(bits);
}

extern "C" void gs_sample(int group, const svBitVecVal* data) {
  put('S');
  put(static_cast<std::uint8_t>(group));
  put(time_ps());
  const std::uint32_t words = (group_bits[group & 255] + 31) / 32;
  buffer.append(reinterpret_cast<const char*>(data), words * 4);
  if (buffer.size() >= gs_channel::kFlushBytes) flush();
}

// VL_PRINTF of the runtime objects.
extern "C" int gs_printf(const char* format, ...) {
  va_list args;
  va_start(args, format);
  char* text = nullptr;
  const int length = ::vasprintf(&text, format, args);
  va_end(args);
  if (length < 0) return length;
  std::fwrite(text, 1, static_cast<std::size_t>(length), stdout);
  for (int i = 0; i < length; ++i) {
    if (text[i] == '\n') {
      last_line.swap(line);
      line.clear();
    } else if (line.size() < 1000) {
      line += text[i];
    }
  }
  std::free(text);
  return length;
}

// $error goes on, as the standard says (1800-2017 20.10); $fatal and $stop end the run.
void vl_stop(const char* file, int source_line, const char*) {
  put_place('E', file, source_line);
  put_text(last_line.data(), last_line.size());
  const std::string place = std::string(file ? file : "") + ":" + std::to_string(source_line);
  const bool fatal = std::find(fatal_places.begin(), fatal_places.end(), place) != fatal_places.end();
  const bool goes_on = !fatal && last_line.find("%Error") != std::string::npos;
  last_line.clear();
  if (!goes_on || ++errors >= max_errors) context->gotFinish(true);
}

void vl_finish(const char* file, int source_line, const char*) {
  put_place('F', file, source_line);
  context->gotFinish(true);
}

void vl_fatal(const char* file, int source_line, const char*, const char* message) {
  put_place('X', file, source_line);
  put_text(message, std::strlen(message));
  end(0);
}

namespace {

[[noreturn]] void simulate(int argc, char** argv) {
  const char* wave = nullptr;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "+gs_stop_after=", 15) == 0) max_errors = std::atoi(argv[i] + 15);
    if (std::strncmp(argv[i], "+gs_wave=", 9) == 0) wave = argv[i] + 9;
    if (std::strncmp(argv[i], "+gs_fatal=", 10) == 0) fatal_places.emplace_back(argv[i] + 10);
  }
  auto owned = std::make_unique<VerilatedContext>();
  context = owned.get();
  context->fatalOnError(false);
  context->traceEverOn(wave != nullptr);
  context->commandArgs(argc, argv);
  std::unique_ptr<GsModel> model(gs_make_model(context));
  if (wave) {
    traced = model.get();
    traced->open_wave(wave);
  }
  buffer.append("GST1", 4);
  while (!context->gotFinish()) {
    model->eval();
    if (traced) traced->dump_wave(context->time());
    if (context->gotFinish()) break;
    if (!model->events_pending()) {
      put_place('D', "", 0);
      break;
    }
    context->time(model->next_time_slot());
  }
  model->final();
  end(0);
}

constexpr std::size_t kAnswerBytes = std::size_t{4} << 20;  // kept of one run's channel
constexpr std::size_t kTextBytes = std::size_t{256} << 10;  // kept of what it prints: the end

struct Prefix {
  std::uint32_t size, token;
};
struct RunEnd {
  std::uint32_t wall_us;
  std::uint32_t kind;  // 0: by itself, 1: at its time limit, 2: it wrote too much
  std::uint32_t text_bytes;
};

bool read_all(int fd, void* data, std::size_t size) {
  for (char* at = static_cast<char*>(data); size > 0;) {
    const ssize_t n = ::read(fd, at, size);
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

// Appends a piece of what can be read, and keeps the end of the whole. False when there is nothing more.
bool take_text(int fd, std::string& text) {
  char piece[1 << 16];
  const ssize_t n = ::read(fd, piece, sizeof piece);
  if (n <= 0) return false;
  text.append(piece, static_cast<std::size_t>(n));
  if (text.size() > 2 * kTextBytes) text.erase(0, text.size() - kTextBytes);
  return true;
}

// Reads what a run writes until it ends, is late, or writes too much. It has printed all when it closes its channel.
RunEnd collect(int channel, int print, int wall_ms, std::string& bytes, std::string& text) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  RunEnd result{0, 0, 0};
  char piece[1 << 16];
  ::fcntl(print, F_SETFL, O_NONBLOCK);
  pollfd polled[2] = {{channel, POLLIN, 0}, {print, POLLIN, 0}};
  for (;;) {
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
    const int ready = spent >= wall_ms ? 0 : ::poll(polled, 2, static_cast<int>(wall_ms - spent));
    if (ready == 0) result.kind = 1;
    if (ready <= 0) break;
    if (polled[1].revents != 0 && !take_text(print, text)) polled[1].fd = -1;  // it closed it
    if (polled[0].revents == 0) continue;
    const ssize_t n = ::read(channel, piece, sizeof piece);
    if (n <= 0) break;
    bytes.append(piece, static_cast<std::size_t>(n));
    if (bytes.size() > kAnswerBytes) result.kind = 2;
    if (result.kind != 0) break;
  }
  // What stands in the pipe, and no more: it may print on.
  for (int i = 0; i < 2 && take_text(print, text); ++i) {
  }
  if (text.size() > kTextBytes) text.erase(0, text.size() - kTextBytes);
  if (result.kind == 2) bytes.clear();
  result.text_bytes = static_cast<std::uint32_t>(text.size());
  result.wall_us =
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
  return result;
}

[[noreturn]] void serve() {
  Prefix prefix;
  std::string message, bytes, text;
  while (read_all(0, &prefix, sizeof prefix)) {
    message.resize(prefix.size);
    if (!read_all(0, message.data(), message.size())) break;
    std::vector<char*> words;
    for (std::size_t at = 0; at < message.size(); at = message.find('\0', at) + 1) words.push_back(message.data() + at);
    int channel[2], print[2];
    if (words.size() < 2 || ::pipe(channel) != 0 || ::pipe(print) != 0) break;
    const pid_t pid = ::fork();
    if (pid < 0) break;
    if (pid == 0) {
      ::setpgid(0, 0);
      ::close(0);
      ::dup2(channel[1], gs_channel::kDescriptor);
      ::dup2(print[1], 1);
      for (const int end : {channel[0], channel[1], print[0], print[1]}) ::close(end);
      nonce = words[1];
      words[1] = const_cast<char*>("simulation");
      simulate(static_cast<int>(words.size()) - 1, words.data() + 1);
    }
    ::close(channel[1]);
    ::close(print[1]);
    bytes.clear();
    text.clear();
    const RunEnd run = collect(channel[0], print[0], std::atoi(words[0]), bytes, text);
    ::close(channel[0]);
    ::close(print[0]);
    ::kill(pid, SIGKILL);
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    prefix.size = static_cast<std::uint32_t>(sizeof run + text.size() + bytes.size());
    buffer.assign(reinterpret_cast<const char*>(&prefix), sizeof prefix);
    buffer.append(reinterpret_cast<const char*>(&run), sizeof run);
    buffer += text;
    buffer += bytes;
    flush();
  }
  std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "+gs_serve") == 0) serve();
  gs_channel::read_nonce();
  simulate(argc, argv);
}
