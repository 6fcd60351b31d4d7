/// DriverGraph: what drives each signal of an elaborated design, and what that reads. From Verilator's --xml-only dump.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gs::rtl {

/// A signal by its hierarchical name, named as in a Wave, or some of its bits.
struct SignalRef {
  std::string name;  ///< "gs_top.tb.dut.sums[2]"
  int lsb = 0;       ///< counted from the least significant bit, whatever the declared range
  int width = 0;     ///< 0: all bits
  bool operator==(const SignalRef&) const = default;
};

/// Bits of a signal, most significant first, '0', '1', 'x' or 'z'; nothing when not known.
using ValueOf = std::function<std::optional<std::string>(std::string_view name)>;

enum class DriverKind {
  combinational,
  register_,   ///< changes with a clock edge
  latch,       ///< a combinational process that does not always assign
  port,        ///< a connection, of an instance's output or to an instance's input
  input,       ///< a port of the elaborated top
  procedural,  ///< initial, or a process with delays: a testbench's
};

/// Whether a statement assigns at given values.
enum class Taken { no, yes, unknown };

struct Driver {
  DriverKind kind = DriverKind::combinational;
  std::string file;  ///< workspace path, or "tests/…"; empty for an input
  int line = 0;
  std::vector<SignalRef> data;        ///< read by the value
  std::vector<SignalRef> conditions;  ///< read by the conditions it stands under
  std::optional<SignalRef> clock;     ///< of a register
  bool rising = true;                 ///< edge of `clock`
  Taken taken = Taken::unknown;
};

/// A port of an instance.
struct InstancePort {
  std::string name;
  bool is_input = false;
};

/// Owns the parsed dump. Const functions are thread-safe. Instances of one module share its statements.
class DriverGraph {
 public:
  /// external: no XML, or no netlist. File names lose the box's "../in/" and "ws/".
  static Result<DriverGraph> parse(std::string_view xml);
  DriverGraph(DriverGraph&&) noexcept;
  DriverGraph& operator=(DriverGraph&&) noexcept;
  ~DriverGraph();

  /// Drivers in the order of the source. With `values` (for a register: those just before its edge) they know whether
  /// they are taken, read only what their conditional operators choose, and name array elements by their index;
  /// statements that a later one surely replaces are `no`. Empty: the signal is not in the design, or nothing drives
  /// it.
  std::vector<Driver> drivers(const SignalRef& signal, const ValueOf& values = {}) const;

  bool has(std::string_view signal) const;
  /// Width in bits of a signal or array element; 0 when it is not in the design.
  int width(std::string_view signal) const;
  /// Elements of an array, or of the outermost packed dimension when there are several; else nothing.
  std::vector<SignalRef> parts(const SignalRef& signal) const;
  /// "RUN" for a value of a signal of an enumerated type, else empty.
  std::string enumerator(std::string_view signal, std::string_view bits) const;
  /// Paths of the instances of a module by its source name, sorted.
  std::vector<std::string> instances_of(std::string_view module) const;
  std::vector<InstancePort> ports(std::string_view instance) const;
  /// The instance (or top) in which a signal is declared; empty when there is none.
  std::string instance_of(std::string_view signal) const;

 private:
  struct Netlist;
  explicit DriverGraph(std::unique_ptr<Netlist> netlist);
  std::unique_ptr<Netlist> netlist_;
};

}  // namespace gs::rtl
