// The result channel as the simulated side writes it: binary records on file descriptor 3, little-endian, one tag byte
// each; evaluators/rtl/channel.cpp reads them. Shared by both simulators' harnesses; gatesmith embeds this text.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace gs_channel {

constexpr int kDescriptor = 3;
constexpr std::size_t kFlushBytes = 1 << 16;

inline std::string buffer;
inline std::string nonce;

inline void flush() {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n = ::write(kDescriptor, buffer.data() + done, buffer.size() - done);
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  buffer.clear();
}

template <typename T>
void put(T value) {
  buffer.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline void put_text(const char* text, std::size_t length) {
  if (length > 1000) length = 1000;
  put(static_cast<std::uint16_t>(length));
  buffer.append(text, length);
}

// Ticks of 10^precision seconds as picoseconds.
inline std::uint64_t to_ps(std::uint64_t ticks, int precision) {
  for (int p = precision; p > -12; --p) ticks *= 10;
  for (int p = precision; p < -12; ++p) ticks /= 10;
  return ticks;
}

// How every record about a place in the sources begins: E (report), F (finish), X (runtime error), D (dry).
inline void put_place(char tag, std::uint64_t time_ps, const char* file, int source_line) {
  put(tag);
  put(time_ps);
  put(static_cast<std::uint32_t>(source_line));
  put_text(file ? file : "", file ? std::strlen(file) : 0);
}

// The last record.
inline void put_end() {
  put('N');
  put_text(nonce.data(), nonce.size());
  flush();
}

// Reads the nonce from standard input, to its end, before any code of the design's exists; nobody can read it again.
inline void read_nonce() {
  char bytes[64];
  for (ssize_t n; (n = ::read(0, bytes, sizeof bytes)) > 0 && nonce.size() < 256;) {
    nonce.append(bytes, static_cast<std::size_t>(n));
  }
  ::close(0);
}

}  // namespace gs_channel
