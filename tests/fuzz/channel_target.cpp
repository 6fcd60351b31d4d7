#include "evaluators/rtl/channel.hpp"
#include "evaluators/rtl/trace_compare.hpp"
#include "tests/fuzz/targets.hpp"

namespace gs::fuzz {
namespace {

// What an honest simulation recorded: two samples of q (8 bits) and valid.
rtl::SimulationLog honest_log() {
  rtl::SimulationLog log;
  log.widths = {{8, 1}};
  log.words = {0x155, 0x0aa};
  log.samples = {{0, 10'000, 0}, {0, 20'000, 1}};
  log.end = rtl::EndKind::finish;
  log.nonce_returned = true;
  return log;
}

}  // namespace

// Whatever was decoded can be read and compared; an end is believed only with the nonce.
std::string check_channel(std::string_view bytes) {
  const rtl::SimulationLog log = rtl::decode_channel(bytes, "nonce");
  if (log.end != rtl::EndKind::cut && !log.nonce_returned) return "an end without the nonce";
  if (log.words.size() * 4 > bytes.size()) return "more samples than bytes";
  for (const rtl::Sample& sample : log.samples) {
    if (sample.group >= log.widths.size()) return "a sample of no group";
    if (sample.first_word + log.words_of(sample.group) > log.words.size()) return "a sample beyond the words";
    for (std::size_t i = 0; i < log.widths[sample.group].size(); ++i) {
      if (!log.equal(sample, log, sample, i)) return "a value differs from itself";
      if (log.value(sample, i).size() > (log.widths[sample.group][i] + 3u) / 4) return "a value has too many digits";
      if (log.widths[sample.group][i] > 0) log.is_one(sample, i);
    }
  }
  const rtl::SimulationLog golden = honest_log();
  const auto difference =
      rtl::compare_with_golden(golden, golden, log, {{"negedge", "clk", {{"q", "valid"}, {"valid", ""}}}}, 1);
  if (!difference.ok()) return "a candidate's log makes the task at fault";
  if (difference->equal() && (log.samples.size() != 2 || difference->compared == 0)) return "equal to another run";
  return "";
}

}  // namespace gs::fuzz
