// main of every simulation, and the result channel.
//
// Theory of operation: the host writes a nonce to stdin and closes it; main reads it before the model exists, so before
// any code that came from the candidate runs. Results go to file descriptor 3 as binary records (host side:
// evaluators/rtl/channel.cpp); what the design prints goes to stdout and decides nothing. $error, $fatal and $stop reach
// the channel through vl_stop with the source file that raised them, $finish through vl_finish; the host accepts them
// from the testbench's files only. The last record repeats the nonce.
#include "gs_runtime.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr int kChannel = 3;
constexpr std::size_t kFlushBytes = 1 << 16;
int max_errors = 4096;   // +gs_stop_after=N

VerilatedContext* context = nullptr;
std::string buffer;
std::string nonce;
std::string line;        // of the text printed last, for the message of $error
std::string last_line;
std::uint32_t group_bits[256] = {};
int errors = 0;
std::vector<std::string> fatal_places;   // +gs_fatal=FILE:LINE: $fatal looks like $error to vl_stop

void flush() {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n = ::write(kChannel, buffer.data() + done, buffer.size() - done);
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  buffer.clear();
}

template <typename T>
void put(T value) { buffer.append(reinterpret_cast<const char*>(&value), sizeof value); }

void put_text(const char* text, std::size_t length) {
  if (length > 1000) length = 1000;
  put(static_cast<std::uint16_t>(length));
  buffer.append(text, length);
}

// Simulation time in picoseconds, whatever precision the sources asked for.
std::uint64_t time_ps() {
  std::uint64_t t = context->time();
  for (int p = context->timeprecision(); p > -12; --p) t *= 10;
  for (int p = context->timeprecision(); p < -12; ++p) t /= 10;
  return t;
}

void put_place(char tag, const char* file, int source_line) {
  put(tag);
  put(time_ps());
  put(static_cast<std::uint32_t>(source_line));
  put_text(file ? file : "", file ? std::strlen(file) : 0);
}

[[noreturn]] void end(int status) {
  put('N');
  put_text(nonce.data(), nonce.size());
  flush();
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
  if (buffer.size() >= kFlushBytes) flush();
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

int main(int argc, char** argv) {
  char byte[64];
  for (ssize_t n; (n = ::read(0, byte, sizeof byte)) > 0 && nonce.size() < 256;) nonce.append(byte, static_cast<std::size_t>(n));
  ::close(0);
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "+gs_stop_after=", 15) == 0) max_errors = std::atoi(argv[i] + 15);
    if (std::strncmp(argv[i], "+gs_fatal=", 10) == 0) fatal_places.emplace_back(argv[i] + 10);
  }
  auto owned = std::make_unique<VerilatedContext>();
  context = owned.get();
  context->fatalOnError(false);
  context->commandArgs(argc, argv);
  std::unique_ptr<GsModel> model(gs_make_model(context));
  buffer.append("GST1", 4);
  while (!context->gotFinish()) {
    model->eval();
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
