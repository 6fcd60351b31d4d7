// Answers messages in a session, one deed a message: put into boxes by session_test.cpp.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

bool read_all(int fd, void* data, std::size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = read(fd, at, size);
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

struct Prefix {
  std::uint32_t size, token;
};

void answer(std::uint32_t token, const std::string& text) {
  const Prefix prefix{static_cast<std::uint32_t>(text.size()), token};
  std::string bytes(reinterpret_cast<const char*>(&prefix), sizeof prefix);
  bytes += text;
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = write(3, bytes.data() + sent, bytes.size() - sent);
    if (n <= 0) _exit(9);
    sent += static_cast<std::size_t>(n);
  }
}

}  // namespace

int main() {
  Prefix prefix{};
  for (int count = 1; read_all(0, &prefix, sizeof prefix); ++count) {
    std::string text(prefix.size, '\0');
    if (!read_all(0, text.data(), prefix.size)) return 8;
    if (text == "count") {
      answer(prefix.token, std::to_string(count));
    } else if (text == "die") {
      return 7;
    } else if (text == "sleep") {
      sleep(60);
    } else if (text == "twice") {
      answer(prefix.token, "one");
      answer(prefix.token, "two");
    } else if (text == "lie") {
      const Prefix huge{0xfffffff0, prefix.token};
      if (write(3, &huge, sizeof huge) != sizeof huge) return 9;
    } else if (text == "half") {
      if (write(3, &prefix, 6) != 6) return 9;
    } else if (text == "eat") {
      std::string memory;
      for (;;) memory.append(1 << 20, 'x');
    } else {
      answer(prefix.token, text);
    }
  }
  std::printf("bye\n");
  return 0;
}
