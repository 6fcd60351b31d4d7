#include "base/result.hpp"

#include <system_error>

namespace gs {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return "invalid_input";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::limit_exceeded:
      return "limit_exceeded";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::external:
      return "external";
  }
  GS_ASSERT(!"every error code has a name");
  return {};
}

Error&& Error::with(std::string context) && {
  contexts_.push_back(std::move(context));
  return std::move(*this);
}

Error Error::with(std::string context) const& {
  Error copy = *this;
  copy.contexts_.push_back(std::move(context));
  return copy;
}

std::string Error::to_line() const {
  std::string line;
  for (auto context = contexts_.rbegin(); context != contexts_.rend(); ++context) line += *context + ": ";
  return line + message_;
}

Error errno_error(std::string what, int errno_value) {
  return external(std::move(what) + ": " + std::generic_category().message(errno_value));
}

}  // namespace gs
