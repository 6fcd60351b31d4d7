#include "evaluators/rtl/xml_evaluate.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gs::rtl::xml {
namespace {

using Bits = std::optional<std::string>;

constexpr int kDepth = 200;

std::string of_number(std::uint64_t value, int width) {
  std::string bits(static_cast<std::size_t>(std::max(width, 1)), '0');
  for (std::size_t i = 0; i < bits.size() && i < 64; ++i) {
    if (((value >> i) & 1) != 0) bits[bits.size() - 1 - i] = '1';
  }
  return bits;
}

std::string of_truth(bool value) {
  return value ? "1" : "0";
}

std::string resized(std::string bits, int width, bool is_signed) {
  const auto size = static_cast<std::size_t>(std::max(width, 1));
  if (bits.size() > size) return bits.substr(bits.size() - size);
  const char fill = is_signed && !bits.empty() ? bits.front() : '0';
  bits.insert(0, size - bits.size(), fill);
  return bits;
}

std::int64_t as_signed(std::uint64_t value, std::size_t width) {
  if (width >= 64 || width == 0) return static_cast<std::int64_t>(value);
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  return static_cast<std::int64_t>((value ^ sign) - sign);
}

char bitwise(std::string_view op, char a, char b) {
  const bool known = (a == '0' || a == '1') && (b == '0' || b == '1');
  if (op == "and" && (a == '0' || b == '0')) return '0';
  if (op == "or" && (a == '1' || b == '1')) return '1';
  if (!known) return 'x';
  if (op == "and") return '1';
  if (op == "or") return '0';
  return a == b ? '0' : '1';
}

// Equal: certain when some known bits differ, or all are known.
Taken equal(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return Taken::unknown;
  bool certain = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool known = (a[i] == '0' || a[i] == '1') && (b[i] == '0' || b[i] == '1');
    if (known && a[i] != b[i]) return Taken::no;
    certain = certain && known;
  }
  return certain ? Taken::yes : Taken::unknown;
}

Bits of_taken(Taken taken, bool inverted = false) {
  if (taken == Taken::unknown) return std::nullopt;
  return of_truth((taken == Taken::yes) != inverted);
}

// Operators of two numbers; nothing when one of them has an x, or is too long.
Bits arithmetic(std::string_view op, const std::string& a, const std::string& b, int width) {
  const auto x = number(a), y = number(b);
  if (!x || !y || width > 64) return std::nullopt;
  const std::int64_t sx = as_signed(*x, a.size()), sy = as_signed(*y, b.size());
  if (op == "add") return of_number(*x + *y, width);
  if (op == "sub") return of_number(*x - *y, width);
  if (op == "mul" || op == "muls") return of_number(*x * *y, width);
  if (op == "div" && *y != 0) return of_number(*x / *y, width);
  if (op == "moddiv" && *y != 0) return of_number(*x % *y, width);
  if (op == "shiftl") return of_number(*y < 64 ? *x << *y : 0, width);
  if (op == "shiftr") return of_number(*y < 64 ? *x >> *y : 0, width);
  if (op == "lt") return of_truth(*x < *y);
  if (op == "lte") return of_truth(*x <= *y);
  if (op == "gt") return of_truth(*x > *y);
  if (op == "gte") return of_truth(*x >= *y);
  if (op == "lts") return of_truth(sx < sy);
  if (op == "ltes") return of_truth(sx <= sy);
  if (op == "gts") return of_truth(sx > sy);
  if (op == "gtes") return of_truth(sx >= sy);
  return std::nullopt;
}

Bits logical(std::string_view op, const Bits& a, const Bits& b) {
  const Taken x = truth(a), y = truth(b);
  const Taken decisive = op == "logand" ? Taken::no : Taken::yes;
  if (x == decisive || y == decisive) return of_truth(decisive == Taken::yes);
  if (x == Taken::unknown || y == Taken::unknown) return std::nullopt;
  return of_truth(decisive == Taken::no);
}

Bits reduction(std::string_view op, const std::string& bits) {
  const bool zero = bits.find('0') != std::string::npos, one = bits.find('1') != std::string::npos;
  const bool known = bits.find_first_not_of("01") == std::string::npos;
  if (op == "redand" && zero) return of_truth(false);
  if (op == "redor" && one) return of_truth(true);
  if (!known) return std::nullopt;
  if (op == "redxor") return of_truth(std::count(bits.begin(), bits.end(), '1') % 2 != 0);
  return of_truth(op == "redand");
}

Bits selected(const Bits& whole, const Bits& low, const Bits& width) {
  if (!whole || !low || !width) return std::nullopt;
  const auto l = number(*low), w = number(*width);
  if (!l || !w || *w == 0 || *w > whole->size() || *l > whole->size() - *w) return std::nullopt;
  return whole->substr(whole->size() - *l - *w, *w);
}

bool matches_label(const std::string& value, const std::string& label, Taken& result) {
  // In casez and casex, '?' arrives as z.
  if (value.size() != label.size()) {
    result = Taken::unknown;
    return true;
  }
  std::string masked = value, wanted = label;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (label[i] == 'z' || label[i] == 'x') masked[i] = wanted[i] = '0';
  }
  result = equal(masked, wanted);
  return result != Taken::no;
}

}  // namespace

Taken truth(const std::optional<std::string>& bits) {
  if (!bits) return Taken::unknown;
  if (bits->find('1') != std::string::npos) return Taken::yes;
  return bits->find_first_not_of('0') == std::string::npos ? Taken::no : Taken::unknown;
}

std::optional<std::string> evaluate(const pugi::xml_node& expression, const Types& types, const ReferenceValue& values,
                                    int depth) {
  if (!expression || depth > kDepth) return std::nullopt;
  const std::string_view op = expression.name();
  const auto operand = [&](int i) {
    pugi::xml_node child = expression.first_child();
    while (i-- > 0) child = child.next_sibling();
    return evaluate(child, types, values, depth + 1);
  };
  if (op == "const") {
    std::string bits = constant_bits(expression.attribute("name").value());
    return bits.empty() ? Bits() : Bits(std::move(bits));
  }
  const int width = types.width(expression.attribute("dtype_id").value());
  if (op == "varref" || op == "varxref" || op == "arraysel") {
    const auto reference = as_reference(expression);
    return reference && reference->selects.empty() ? values(*reference) : std::nullopt;
  }
  if (op == "sel") return selected(operand(0), operand(1), operand(2));
  if (op == "cond") {
    const Taken taken = truth(operand(0));
    return taken == Taken::unknown ? std::nullopt : operand(taken == Taken::yes ? 1 : 2);
  }
  if (op == "logand" || op == "logor") return logical(op, operand(0), operand(1));
  const Bits a = operand(0);
  if (!a) return std::nullopt;
  if (op == "lognot") return of_taken(truth(a), true);
  if (op == "not") {
    std::string bits = *a;
    for (char& c : bits) c = c == '0' ? '1' : c == '1' ? '0' : 'x';
    return bits;
  }
  if (op == "redand" || op == "redor" || op == "redxor") return reduction(op, *a);
  if (op == "extend" || op == "extends") return resized(*a, width, op == "extends");
  if (op == "negate") return arithmetic("sub", std::string(a->size(), '0'), *a, width);
  const Bits b = operand(1);
  if (!b) return std::nullopt;
  if (op == "replicate") {
    const auto times = number(*b);
    if (!times || *times == 0 || *times * a->size() > 65536) return std::nullopt;
    std::string bits;
    for (std::uint64_t i = 0; i < *times; ++i) bits += *a;
    return bits;
  }
  if (op == "concat") return *a + *b;
  if (op == "eq" || op == "neq" || op == "eqcase" || op == "neqcase") {
    return of_taken(equal(*a, *b), op.starts_with("neq"));
  }
  if (op == "and" || op == "or" || op == "xor") {
    if (a->size() != b->size()) return std::nullopt;
    std::string bits;
    for (std::size_t i = 0; i < a->size(); ++i) bits += bitwise(op, (*a)[i], (*b)[i]);
    return bits;
  }
  return arithmetic(op, *a, *b, width);
}

Taken evaluate(const Guard& guard, const Types& types, const ReferenceValue& values) {
  const Bits value = evaluate(guard.node.first_child(), types, values);
  if (!guard.item) {
    const Taken taken = truth(value);
    if (taken == Taken::unknown) return taken;
    return (taken == Taken::yes) == guard.taken_branch ? Taken::yes : Taken::no;
  }
  if (!value) return Taken::unknown;
  bool unsure = false, default_only = false;
  for (const pugi::xml_node& item : guard.node.children("caseitem")) {
    // Labels come first, then statements; an item without labels is the default, which counts when no other does.
    bool labelled = false;
    for (const pugi::xml_node& label : item.children()) {
      const std::string_view kind = label.name();
      if (kind == "begin" || kind == "if" || kind == "case" || kind.starts_with("assign") || kind == "while" ||
          kind == "stmtexpr" || kind == "taskref" || kind == "display") {
        break;
      }
      labelled = true;
      const Bits wanted = evaluate(label, types, values);
      Taken match = Taken::unknown;
      if (wanted && !matches_label(*value, *wanted, match)) continue;
      if (match == Taken::unknown) {
        if (item == guard.item) return Taken::unknown;
        unsure = true;
        continue;
      }
      if (unsure) return Taken::unknown;
      return item == guard.item ? Taken::yes : Taken::no;
    }
    if (!labelled) default_only = item == guard.item;
  }
  if (unsure) return default_only ? Taken::unknown : Taken::no;
  return default_only ? Taken::yes : Taken::no;
}

}  // namespace gs::rtl::xml
