# Half of a small source's compilation is reading the standard library, and gtest in a test. What
# nearly all of them include is therefore parsed once for a preset, and then only loaded. The preset
# clang parses all of it for each source, which shows that it includes what it uses.
option(WICK_PRECOMPILED "Parse once what nearly all sources include" ON)

set(often_included <algorithm> <array> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex>
  <optional> <random> <set> <span> <string> <string_view> <thread> <utility> <variant> <vector>)
file(WRITE ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp.new "int main() {}\n")
file(COPY_FILE ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp.new
  ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp ONLY_IF_DIFFERENT)

# Tests are compiled for their answers and not for speed; what they test is what is used. A
# sanitizer names the functions of a test, without their lines.
set(options_of_tests $<$<CXX_COMPILER_ID:GNU>:-Og> $<$<CXX_COMPILER_ID:Clang>:-g0>)

# Walks of many steps through these rooms, and through this folder of one, take minutes where nothing is
# optimised, so in dev they are.
set(walked_through core policy codec live)
set(walked_through_folder sim/market)
if(CMAKE_CXX_FLAGS MATCHES "sanitize=address" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(options_of_walked_through -O1)
  set(options_of_walked_folder -O2)
endif()
# The slow and obvious aggregator beside which bars are tried a million times is part of these tests.
set(optimized_tests live_test)

# What only talks to people and plugs parts together has no time to lose; rows of bars have.
set(only_talking cli wiring)
set(but_for_rows /src/cli/bar_)
set(options_of_talking $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-O1>)
set(options_of_rows $<$<CONFIG:Release>:-O3>)

# A program's and a library's differ in their code's position, and so in what can be loaded.
function(precompile kind options)
  target_precompile_headers(${kind} PRIVATE ${often_included} ${ARGN})
  target_compile_options(${kind} PRIVATE ${options})
endfunction()
if(WICK_PRECOMPILED)
  set(nothing ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp)
  add_library(precompiled_for_rooms STATIC EXCLUDE_FROM_ALL ${nothing})
  add_library(precompiled_for_walked_through STATIC EXCLUDE_FROM_ALL ${nothing})
  add_executable(precompiled_for_tests EXCLUDE_FROM_ALL ${nothing})
  # This vendor's header alone is read by so many, and takes clang 1.6 seconds.
  get_target_property(options_of_simdjson PkgConfig::simdjson INTERFACE_COMPILE_OPTIONS)
  precompile(precompiled_for_rooms "${options_of_simdjson}" <simdjson.h>)
  precompile(precompiled_for_walked_through "${options_of_walked_through}")
  precompile(precompiled_for_tests "${options_of_tests}" <gtest/gtest.h>)
  target_link_libraries(precompiled_for_tests PRIVATE GTest::gtest)
endif()

# ccache sees what was loaded. The warnings are wrong about std::string in g++ 12, which forgets here
# that it is the system's.
function(load_precompiled target origin)
  if(WICK_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM ${origin})
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess
      -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds>)
  endif()
endfunction()

function(precompiled_room target)
  if(target IN_LIST walked_through)
    target_compile_options(${target} PRIVATE ${options_of_walked_through})
    load_precompiled(${target} precompiled_for_walked_through)
    return()
  endif()
  if(target IN_LIST only_talking)
    target_compile_options(${target} PRIVATE ${options_of_talking})
  endif()
  target_compile_options(${target} PRIVATE ${options_of_simdjson})
  load_precompiled(${target} precompiled_for_rooms)
endfunction()

function(precompiled_test target)
  target_compile_options(${target} PRIVATE ${options_of_tests})
  if(target IN_LIST optimized_tests)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-O1>)
  endif()
  load_precompiled(${target} precompiled_for_tests)
endfunction()

# Sources of that folder; what their room loads was parsed for another level.
function(optimize_walked_through)
  if(options_of_walked_folder)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS ${options_of_walked_folder}
      SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()
