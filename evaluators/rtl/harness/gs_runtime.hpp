// The part of a simulation that does not depend on the design. Compiled once per toolchain; gatesmith embeds this text.
// Only what verilated code of any design needs lies here, so that the precompiled header serves all of them.
#pragma once

#include "verilated.h"
#include "verilated_dpi.h"
#include "verilated_timing.h"

#if VM_TRACE
#include "verilated_fst_c.h"
#endif

#include <cstdint>

// What the generated model looks like to the harness's main.
struct GsModel {
  virtual ~GsModel() = default;
  virtual void eval() = 0;
  virtual bool events_pending() = 0;
  virtual std::uint64_t next_time_slot() = 0;
  virtual void final() = 0;
  // Of a model compiled with VM_TRACE; else nothing is written.
  virtual void open_wave(const char*) {}
  virtual void dump_wave(std::uint64_t) {}
  virtual void close_wave() {}
};

// Defined in the design's unit by GS_DEFINE_MODEL(Vgs_top).
GsModel* gs_make_model(VerilatedContext* context);

#if VM_TRACE
#define GS_WAVE_MEMBERS                                                             \
  void open_wave(const char* file) override {                                       \
    top.trace(&fst, 99);                                                            \
    fst.open(file);                                                                 \
  }                                                                                 \
  void dump_wave(std::uint64_t time) override { if (fst.isOpen()) fst.dump(time); } \
  void close_wave() override { if (fst.isOpen()) fst.close(); }                     \
  VerilatedFstC fst;
#else
#define GS_WAVE_MEMBERS
#endif

#define GS_DEFINE_MODEL(Model)                                                      \
  namespace {                                                                       \
  struct GsModelOf final : GsModel {                                                \
    explicit GsModelOf(VerilatedContext* context) : top(context) {}                 \
    void eval() override { top.eval(); }                                            \
    bool events_pending() override { return top.eventsPending(); }                  \
    std::uint64_t next_time_slot() override { return top.nextTimeSlot(); }          \
    void final() override { top.final(); }                                          \
    Model top;                                                                      \
    GS_WAVE_MEMBERS                                                                 \
  };                                                                                \
  }                                                                                 \
  GsModel* gs_make_model(VerilatedContext* context) { return new GsModelOf(context); }
