# gs_library(<name> SOURCES ... HEADERS ... [PUBLIC libs...] [PRIVATE libs...]): one layer as a static library gs_<name>,
# alias gs::<name>, with our warnings, and a check that each header compiles on its own (GS_DEVELOPER).
include(GNUInstallDirs)
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(GS_CCACHE ccache)
if(GS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GS_CCACHE})
endif()
find_program(GS_MOLD mold)
if(GS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# -Wno-restrict: GCC 12 warns wrongly of "literal" + std::string (GCC bug 105651).
add_library(gs_warnings INTERFACE)
target_compile_options(gs_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<BOOL:${GS_DEVELOPER}>:-Werror>)

if(GS_SANITIZE)
  add_compile_options(-fsanitize=${GS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GS_SANITIZE})
endif()

if(GS_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "GS_FUZZ needs libFuzzer: configure with -DCMAKE_CXX_COMPILER=clang++")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

function(gs_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  add_library(gs_${name} STATIC ${ARG_SOURCES})
  add_library(gs::${name} ALIAS gs_${name})
  target_sources(gs_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  set_target_properties(gs_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ${GS_DEVELOPER})
  target_include_directories(gs_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_link_libraries(gs_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} gs_warnings)
endfunction()

# gs_test(<name> SOURCES ... LIBS ... [LABEL fast|tool]): one GoogleTest program; every TEST becomes a ctest case.
function(gs_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL fast)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} GTest::gtest GTest::gtest_main gs_warnings)
  gtest_discover_tests(${name} WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 300)
endfunction()
