/// The harness sources as text, embedded at build time from evaluators/rtl/harness/.
#pragma once

#include <string_view>

namespace gs::rtl {

std::string_view harness_channel();     ///< gs_channel.hpp
std::string_view harness_header();      ///< gs_runtime.hpp
std::string_view harness_source();      ///< gs_runtime.cpp
std::string_view harness_vpi_source();  ///< gs_vpi.cpp
std::string_view wave_reader_source();  ///< wave_reader.c
std::string_view harness_cocotb();      ///< gs_cocotb.py

}  // namespace gs::rtl
