// The harness of Icarus Verilog: a VPI module that vvp loads before the design exists.
//
// Theory of operation: as in gs_runtime.cpp, the nonce is read from stdin when the module is loaded, results go to file
// descriptor 3 as binary records, and what the design prints decides nothing. The module replaces $error, $fatal, $stop
// and $finish (vvp takes the last definition of a system task), so that they reach the channel with the source file that
// called them. $gs_width and $gs_sample are heard from the generated top alone. A sample is what the signals are when
// everything that happens at that time has happened. It holds four states: the words of the values, then those of the
// unknown bits (1800-2017 38.14: x is 1/1, z is 0/1).
//
// With +gs_unknown_at=PS, the names of the design's variables that hold an unknown bit at that time are written too.
#include <vpi_user.h>

#include "gs_channel.hpp"

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

namespace {

using gs_channel::buffer;
using gs_channel::put;
using gs_channel::put_text;

constexpr int kMaxErrors = 4096;
constexpr int kMaxUnknown = 64;

int errors = 0;
int unknown_names = 0;
bool finished = false;

std::uint64_t time_ps() {
  s_vpi_time now{};
  now.type = vpiSimTime;
  vpi_get_time(nullptr, &now);
  const std::uint64_t ticks = (static_cast<std::uint64_t>(now.high) << 32) | now.low;
  return gs_channel::to_ps(ticks, vpi_get(vpiTimePrecision, nullptr));
}

std::string text_of(PLI_INT32 property, vpiHandle object) {
  const char* text = vpi_get_str(property, object);
  return text ? text : "";
}

vpiHandle this_call() { return vpi_handle(vpiSysTfCall, nullptr); }

std::vector<vpiHandle> arguments_of(vpiHandle call) {
  std::vector<vpiHandle> found;
  if (vpiHandle each = vpi_iterate(vpiArgument, call)) {
    while (vpiHandle argument = vpi_scan(each)) found.push_back(argument);
  }
  return found;
}

std::string value_of(vpiHandle argument, PLI_INT32 format) {
  s_vpi_value value{};
  value.format = format;
  vpi_get_value(argument, &value);
  return value.value.str ? value.value.str : "";
}

int integer_of(vpiHandle argument) {
  s_vpi_value value{};
  value.format = vpiIntVal;
  vpi_get_value(argument, &value);
  return value.value.integer;
}

bool is_string(vpiHandle argument) {
  return vpi_get(vpiType, argument) == vpiConstant && vpi_get(vpiConstType, argument) == vpiStringConst;
}

// One conversion of a format string: its letter and the value. Widths are not padded to; a message is read, not aligned.
std::string converted(char letter, vpiHandle argument) {
  switch (letter) {
    case 'h':
    case 'x':
      return value_of(argument, vpiHexStrVal);
    case 'b':
      return value_of(argument, vpiBinStrVal);
    case 'o':
      return value_of(argument, vpiOctStrVal);
    case 's':
    case 'c':
      return value_of(argument, vpiStringVal);
    case 'e':
    case 'f':
    case 'g': {
      s_vpi_value value{};
      value.format = vpiRealVal;
      vpi_get_value(argument, &value);
      char text[64];
      std::snprintf(text, sizeof text, "%g", value.value.real);
      return text;
    }
    default:
      return value_of(argument, vpiDecStrVal);
  }
}

// The message of $error and its like: 1800-2017 21.2.1, without alignment.
std::string message_of(vpiHandle call, std::size_t first) {
  const std::vector<vpiHandle> arguments = arguments_of(call);
  std::string text;
  for (std::size_t i = first; i < arguments.size(); ++i) {
    if (!is_string(arguments[i])) {
      text += value_of(arguments[i], vpiDecStrVal);
      continue;
    }
    const std::string format = value_of(arguments[i], vpiStringVal);
    for (std::size_t k = 0; k < format.size(); ++k) {
      if (format[k] != '%') {
        text += format[k];
        continue;
      }
      while (++k < format.size() && (std::isdigit(static_cast<unsigned char>(format[k])) || format[k] == '.' ||
                                     format[k] == '-')) {
      }
      if (k >= format.size()) break;
      const char letter = static_cast<char>(std::tolower(static_cast<unsigned char>(format[k])));
      if (letter == '%') {
        text += '%';
      } else if (letter == 'm') {
        text += text_of(vpiFullName, vpi_handle(vpiScope, call));
      } else if (i + 1 < arguments.size()) {
        text += converted(letter, arguments[++i]);
      }
    }
  }
  return text;
}

void finish(vpiHandle call) {
  if (finished) return;
  finished = true;
  gs_channel::put_place('F', time_ps(), text_of(vpiFile, call).c_str(), vpi_get(vpiLineNo, call));
  vpi_control(vpiFinish, 0);
}

PLI_INT32 on_error(PLI_BYTE8* name) {
  if (finished) return 0;
  const vpiHandle call = this_call();
  const std::string task = name;
  const std::string message = message_of(call, task == "$fatal" ? 1 : 0);
  gs_channel::put_place('E', time_ps(), text_of(vpiFile, call).c_str(), vpi_get(vpiLineNo, call));
  put_text(message.data(), message.size());
  if (task != "$error" || ++errors >= kMaxErrors) finish(call);
  return 0;
}

PLI_INT32 on_finish(PLI_BYTE8*) {
  finish(this_call());
  return 0;
}

bool from_the_top(vpiHandle call) { return text_of(vpiFullName, vpi_handle(vpiScope, call)) == "gs_top"; }

// $gs_width(group, index, expression)
PLI_INT32 on_width(PLI_BYTE8*) {
  const vpiHandle call = this_call();
  const std::vector<vpiHandle> arguments = arguments_of(call);
  if (arguments.size() != 3 || !from_the_top(call)) return 0;
  put('W');
  put(static_cast<std::uint8_t>(integer_of(arguments[0])));
  put(static_cast<std::uint8_t>(integer_of(arguments[1])));
  put(static_cast<std::uint16_t>(vpi_get(vpiSize, arguments[2])));
  return 0;
}

// Adds the bits of a signal below those already there.
void append_bits(vpiHandle signal, std::vector<bool>& values, std::vector<bool>& unknown) {
  s_vpi_value value{};
  value.format = vpiVectorVal;
  vpi_get_value(signal, &value);
  for (int bit = vpi_get(vpiSize, signal); bit-- > 0;) {
    values.push_back((value.value.vector[bit / 32].aval >> (bit % 32)) & 1);
    unknown.push_back((value.value.vector[bit / 32].bval >> (bit % 32)) & 1);
  }
}

// `bits`: most significant first.
void put_bits(const std::vector<bool>& bits) {
  std::vector<std::uint32_t> words((bits.size() + 31) / 32);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const std::size_t place = bits.size() - 1 - i;
    words[place / 32] |= static_cast<std::uint32_t>(bits[i]) << (place % 32);
  }
  for (const std::uint32_t word : words) put(word);
}

// What $gs_sample was called with.
struct SampleCall {
  int group;
  std::vector<vpiHandle> signals;
};

PLI_INT32 on_settled(p_cb_data data) {
  const SampleCall& call = *reinterpret_cast<SampleCall*>(data->user_data);
  if (finished) return 0;
  std::vector<bool> values, unknown;
  for (const vpiHandle signal : call.signals) append_bits(signal, values, unknown);
  put('Q');
  put(static_cast<std::uint8_t>(call.group));
  put(time_ps());
  put_bits(values);
  put_bits(unknown);
  if (buffer.size() >= gs_channel::kFlushBytes) gs_channel::flush();
  return 0;
}

// $gs_sample(group, signal, ...)
PLI_INT32 on_sample(PLI_BYTE8*) {
  static std::map<vpiHandle, SampleCall> calls;
  const vpiHandle call = this_call();
  if (finished || !from_the_top(call)) return 0;
  const auto [known, is_new] = calls.try_emplace(call);
  if (is_new) {
    std::vector<vpiHandle> arguments = arguments_of(call);
    known->second.group = arguments.empty() ? 0 : integer_of(arguments.front());
    if (!arguments.empty()) arguments.erase(arguments.begin());
    known->second.signals = std::move(arguments);
  }
  static s_vpi_time now;
  now.type = vpiSimTime;
  now.high = now.low = 0;
  s_cb_data data{};
  data.reason = cbReadOnlySynch;
  data.cb_rtn = on_settled;
  data.time = &now;
  data.user_data = reinterpret_cast<PLI_BYTE8*>(&known->second);
  vpi_register_cb(&data);
  return 0;
}

void write_unknown(vpiHandle scope) {
  for (const PLI_INT32 kind : {vpiReg, vpiIntegerVar}) {
    vpiHandle each = vpi_iterate(kind, scope);
    while (each) {
      const vpiHandle variable = vpi_scan(each);
      if (!variable) break;
      if (unknown_names >= kMaxUnknown) continue;
      if (value_of(variable, vpiBinStrVal).find_first_of("xXzZ") == std::string::npos) continue;
      ++unknown_names;
      const std::string name = text_of(vpiFullName, variable);
      put('U');
      put_text(name.data(), name.size());
    }
  }
  for (const PLI_INT32 kind : {vpiModule, vpiInternalScope}) {
    vpiHandle each = vpi_iterate(kind, scope);
    while (each) {
      const vpiHandle inner = vpi_scan(each);
      if (!inner) break;
      // vvp lists a module under vpiInternalScope too
      if (kind == vpiInternalScope && vpi_get(vpiType, inner) == vpiModule) continue;
      write_unknown(inner);
    }
  }
}

PLI_INT32 on_inspection(p_cb_data) {
  write_unknown(nullptr);
  return 0;
}

PLI_INT32 on_start(p_cb_data) {
  s_vpi_vlog_info info{};
  if (!vpi_get_vlog_info(&info)) return 0;
  for (int i = 0; i < info.argc; ++i) {
    if (std::strncmp(info.argv[i], "+gs_unknown_at=", 15) != 0) continue;
    std::uint64_t t = std::strtoull(info.argv[i] + 15, nullptr, 10);
    for (int p = vpi_get(vpiTimePrecision, nullptr); p > -12; --p) t /= 10;
    for (int p = vpi_get(vpiTimePrecision, nullptr); p < -12; ++p) t *= 10;
    static s_vpi_time when;
    when.type = vpiSimTime;
    when.high = static_cast<PLI_UINT32>(t >> 32);
    when.low = static_cast<PLI_UINT32>(t);
    s_cb_data data{};
    data.reason = cbReadOnlySynch;
    data.cb_rtn = on_inspection;
    data.time = &when;
    vpi_register_cb(&data);
  }
  return 0;
}

PLI_INT32 on_end(p_cb_data) {
  if (!finished) gs_channel::put_place('D', time_ps(), "", 0);
  gs_channel::put_end();
  return 0;
}

void register_task(const char* name, PLI_INT32 (*call)(PLI_BYTE8*)) {
  s_vpi_systf_data data{};
  data.type = vpiSysTask;
  data.tfname = const_cast<PLI_BYTE8*>(name);
  data.calltf = call;
  data.user_data = const_cast<PLI_BYTE8*>(name);
  vpi_register_systf(&data);
}

void register_callback(PLI_INT32 reason, PLI_INT32 (*call)(p_cb_data)) {
  s_cb_data data{};
  data.reason = reason;
  data.cb_rtn = call;
  vpi_register_cb(&data);
}

void start_up() {
  gs_channel::read_nonce();
  buffer.append("GST1", 4);
  for (const char* task : {"$error", "$fatal", "$stop"}) register_task(task, on_error);
  for (const char* task : {"$finish", "$finish_and_return"}) register_task(task, on_finish);
  register_task("$gs_width", on_width);
  register_task("$gs_sample", on_sample);
  register_callback(cbStartOfSimulation, on_start);
  register_callback(cbEndOfSimulation, on_end);
}

}  // namespace

extern "C" {
void (*vlog_startup_routines[])(void) = {start_up, nullptr};
}
