/// Content hashes (SHA-256 of OpenSSL): names of artifacts, identity of tasks and candidates.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gs {

/// Incremental SHA-256. Parts are length-prefixed by add_part, so that ("ab","c") and ("a","bc") differ.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& add(std::string_view bytes);
  Sha256& add_part(std::string_view bytes);
  /// 64 lower-case hex digits. The object must not be used afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);

}  // namespace gs
