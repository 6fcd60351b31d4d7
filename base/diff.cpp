#include "base/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

// Lines become numbers (equal lines, equal numbers), the shortest edit script is found by the linear-space refinement
// of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), section 4b, and hunks are cut from it.
// dtl, the library at hand, numbers hunks at an empty side wrongly, has a fixed context, and breaks on large
// differences.

namespace gs {

namespace {

using Numbers = std::vector<int>;

/// Half-open ranges of lines on both sides.
struct Box {
  std::ptrdiff_t left, top, right, bottom;
};

struct Point {
  std::ptrdiff_t x, y;
};

/// Beyond this many edits from either end the search settles for a longer script: a difference of that size is a
/// rewrite, and the time grows with the square.
constexpr std::ptrdiff_t kMostEdits = 1000;

/// Marks the lines of `before` that go and those of `after` that come.
class EditScript {
 public:
  EditScript(const Numbers& before, const Numbers& after)
      : before_(before), after_(after), removed_(before.size()), added_(after.size()) {
    mark({0, 0, std::ssize(before), std::ssize(after)});
  }

  const std::vector<bool>& removed() const { return removed_; }
  const std::vector<bool>& added() const { return added_; }

 private:
  bool equal(std::ptrdiff_t x, std::ptrdiff_t y) const {
    return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)];
  }

  void mark(Box box) {
    while (box.left < box.right && box.top < box.bottom && equal(box.left, box.top)) ++box.left, ++box.top;
    while (box.left < box.right && box.top < box.bottom && equal(box.right - 1, box.bottom - 1)) {
      --box.right, --box.bottom;
    }
    if (box.left == box.right || box.top == box.bottom) {
      std::fill(removed_.begin() + box.left, removed_.begin() + box.right, true);
      std::fill(added_.begin() + box.top, added_.begin() + box.bottom, true);
      return;
    }
    const Point split = middle(box);
    mark({box.left, box.top, split.x, split.y});
    mark({split.x, split.y, box.right, box.bottom});
  }

  /// A point of a shortest path through the box, other than its corners. Both sides are non-empty and differ at both
  /// ends, so that the path has at least two edits and the furthest reaching paths from the two ends meet between them.
  Point middle(const Box& box) {
    const std::ptrdiff_t width = box.right - box.left, height = box.bottom - box.top;
    const std::ptrdiff_t delta = width - height;
    const std::ptrdiff_t most = std::min((width + height + 1) / 2, kMostEdits);
    // Furthest x by diagonal x - y, counted from the box's top left (forward) and bottom right (backward).
    Numbers& forward = forward_;
    Numbers& backward = backward_;
    const std::ptrdiff_t origin = most + 1;
    forward.assign(static_cast<std::size_t>(2 * most + 3), 0);
    backward.assign(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [origin](Numbers& row, std::ptrdiff_t diagonal) -> int& {
      return row[static_cast<std::size_t>(origin + diagonal)];
    };

    Point furthest{0, 0};
    for (std::ptrdiff_t edits = 0; edits <= most; ++edits) {
      for (std::ptrdiff_t k = -edits; k <= edits; k += 2) {
        std::ptrdiff_t x = k == -edits || (k != edits && at(forward, k - 1) < at(forward, k + 1))
                               ? at(forward, k + 1)
                               : at(forward, k - 1) + 1;
        x = follow_forward(box, x, k);
        at(forward, k) = static_cast<int>(x);
        const std::ptrdiff_t mirrored = delta - k;
        if (delta % 2 != 0 && std::abs(mirrored) < edits && x + at(backward, mirrored) >= width) {
          return {box.left + x, box.top + x - k};
        }
        if (x <= width && x - k <= height && 2 * x - k > furthest.x + furthest.y) furthest = {x, x - k};
      }
      for (std::ptrdiff_t k = -edits; k <= edits; k += 2) {
        std::ptrdiff_t x = k == -edits || (k != edits && at(backward, k - 1) < at(backward, k + 1))
                               ? at(backward, k + 1)
                               : at(backward, k - 1) + 1;
        x = follow_backward(box, x, k);
        at(backward, k) = static_cast<int>(x);
        const std::ptrdiff_t mirrored = delta - k;
        if (delta % 2 == 0 && std::abs(mirrored) <= edits && x + at(forward, mirrored) >= width) {
          return {box.right - x, box.bottom - (x - k)};
        }
      }
    }
    return {box.left + furthest.x, box.top + furthest.y};
  }

  std::ptrdiff_t follow_forward(const Box& box, std::ptrdiff_t x, std::ptrdiff_t diagonal) const {
    while (box.left + x < box.right && box.top + x - diagonal < box.bottom && x - diagonal >= 0 &&
           equal(box.left + x, box.top + x - diagonal)) {
      ++x;
    }
    return x;
  }

  std::ptrdiff_t follow_backward(const Box& box, std::ptrdiff_t x, std::ptrdiff_t diagonal) const {
    while (box.right - x > box.left && box.bottom - (x - diagonal) > box.top && x - diagonal >= 0 &&
           equal(box.right - x - 1, box.bottom - (x - diagonal) - 1)) {
      ++x;
    }
    return x;
  }

  const Numbers& before_;
  const Numbers& after_;
  std::vector<bool> removed_, added_;
  Numbers forward_, backward_;
};

/// Lines with their terminators: a last line without one differs from the same line with one.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

Numbers number(const std::vector<std::string_view>& lines, std::unordered_map<std::string_view, int>& known) {
  Numbers numbers;
  numbers.reserve(lines.size());
  for (const std::string_view line : lines) {
    numbers.push_back(known.try_emplace(line, static_cast<int>(known.size())).first->second);
  }
  return numbers;
}

/// Lines of both sides that a run of changes replaces.
struct Change {
  std::size_t before_start, before_end, after_start, after_end;
};

std::vector<Change> changes_of(const EditScript& script) {
  std::vector<Change> changes;
  const std::vector<bool>& removed = script.removed();
  const std::vector<bool>& added = script.added();
  std::size_t x = 0, y = 0;
  while (x < removed.size() || y < added.size()) {
    Change change{x, x, y, y};
    while (change.before_end < removed.size() && removed[change.before_end]) ++change.before_end;
    while (change.after_end < added.size() && added[change.after_end]) ++change.after_end;
    x = change.before_end;
    y = change.after_end;
    if (change.before_end > change.before_start || change.after_end > change.after_start) {
      changes.push_back(change);
    } else {
      ++x, ++y;
    }
  }
  return changes;
}

/// "12,3", "12" for one line, "11,0" for none: the line before the place (POSIX diff, "Diff -u Output Format").
std::string range_of(std::size_t start, std::size_t count) {
  if (count == 1) return std::to_string(start + 1);
  return fmt::format("{},{}", count == 0 ? start : start + 1, count);
}

void write_line(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (line.empty() || line.back() != '\n') out += "\n\\ No newline at end of file\n";
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name, int context) {
  if (before == after) return {};
  const std::vector<std::string_view> old_lines = lines_of(before), new_lines = lines_of(after);
  std::unordered_map<std::string_view, int> known;
  const Numbers old_numbers = number(old_lines, known), new_numbers = number(new_lines, known);
  const std::vector<Change> changes = changes_of(EditScript(old_numbers, new_numbers));
  const std::size_t around = static_cast<std::size_t>(std::max(context, 0));

  std::string out = fmt::format("--- a/{}\n+++ b/{}\n", name, name);
  for (std::size_t first = 0; first < changes.size();) {
    // Changes whose contexts touch or overlap share a hunk.
    std::size_t last = first;
    while (last + 1 < changes.size() && changes[last + 1].before_start - changes[last].before_end <= 2 * around) ++last;
    const std::size_t lead = std::min(around, changes[first].before_start);
    const std::size_t trail = std::min(around, old_lines.size() - changes[last].before_end);
    const std::size_t old_start = changes[first].before_start - lead, new_start = changes[first].after_start - lead;
    out += fmt::format("@@ -{} +{} @@\n", range_of(old_start, changes[last].before_end + trail - old_start),
                       range_of(new_start, changes[last].after_end + trail - new_start));
    std::size_t shown = old_start;
    for (std::size_t i = first; i <= last; ++i) {
      for (; shown < changes[i].before_start; ++shown) write_line(out, ' ', old_lines[shown]);
      for (; shown < changes[i].before_end; ++shown) write_line(out, '-', old_lines[shown]);
      for (std::size_t y = changes[i].after_start; y < changes[i].after_end; ++y) write_line(out, '+', new_lines[y]);
    }
    for (const std::size_t end = shown + trail; shown < end; ++shown) write_line(out, ' ', old_lines[shown]);
    first = last + 1;
  }
  return out;
}

}  // namespace gs
