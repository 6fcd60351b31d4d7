#include "base/hash.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>

#include "base/assert.hpp"

namespace gs {

struct Sha256::State {
  struct Freer {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Freer> context{EVP_MD_CTX_new()};
};

// OpenSSL's digest calls fail only when memory is out or the library was built without SHA-256.
Sha256::Sha256() : state_(std::make_unique<State>()) {
  GS_ASSERT(state_->context != nullptr);
  GS_ASSERT(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view bytes) {
  GS_ASSERT(state_ != nullptr);
  GS_ASSERT(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
  return *this;
}

Sha256& Sha256::add_part(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<char>((std::uint64_t{bytes.size()} >> (8 * i)) & 0xff);
  }
  add({length.data(), length.size()});
  return add(bytes);
}

std::string Sha256::hex() {
  GS_ASSERT(state_ != nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  GS_ASSERT(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size) == 1);
  state_.reset();
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  return Sha256().add(bytes).hex();
}

}  // namespace gs
