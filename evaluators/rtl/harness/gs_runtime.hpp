// The part of a simulation that does not depend on the design. Compiled once per toolchain; gatesmith embeds this text.
// Only what verilated code of any design needs lies here, so that the precompiled header serves all of them.
#pragma once

#include "verilated.h"
#include "verilated_dpi.h"
#include "verilated_timing.h"

#include <cstdint>

// What the generated model looks like to the harness's main.
struct GsModel {
  virtual ~GsModel() = default;
  virtual void eval() = 0;
  virtual bool events_pending() = 0;
  virtual std::uint64_t next_time_slot() = 0;
  virtual void final() = 0;
};

// Defined in the design's unit by GS_DEFINE_MODEL(Vgs_top).
GsModel* gs_make_model(VerilatedContext* context);

#define GS_DEFINE_MODEL(Model)                                                      \
  namespace {                                                                       \
  struct GsModelOf final : GsModel {                                                \
    explicit GsModelOf(VerilatedContext* context) : top(context) {}                 \
    void eval() override { top.eval(); }                                            \
    bool events_pending() override { return top.eventsPending(); }                  \
    std::uint64_t next_time_slot() override { return top.nextTimeSlot(); }          \
    void final() override { top.final(); }                                          \
    Model top;                                                                      \
  };                                                                                \
  }                                                                                 \
  GsModel* gs_make_model(VerilatedContext* context) { return new GsModelOf(context); }
