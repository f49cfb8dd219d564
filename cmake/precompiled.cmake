# Half of a small source's compilation is reading the standard library, and gtest in a test. What
# nearly all of them include is therefore parsed once for a preset, and then only loaded. The preset
# clang parses all of it for each source, which shows that it includes what it uses.
option(WICK_PRECOMPILED "Parse once what nearly all sources include" ON)

set(often_included <algorithm> <array> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex>
  <optional> <random> <set> <span> <string> <string_view> <thread> <utility> <variant> <vector>)
file(WRITE ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp.new "int main() {}\n")
file(COPY_FILE ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp.new
  ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp ONLY_IF_DIFFERENT)

# Tests are compiled for their answers and not for speed; what they test is what is used. The collector
# of g++ has less to do where it may have half a gigabyte.
set(options_of_tests $<$<CXX_COMPILER_ID:GNU>:-Og> "$<$<CXX_COMPILER_ID:GNU>:SHELL:--param ggc-min-heapsize=524288>")

# A program's and a library's differ in their code's position.
if(WICK_PRECOMPILED)
  add_library(precompiled_for_rooms STATIC EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp)
  target_precompile_headers(precompiled_for_rooms PRIVATE ${often_included})
  add_executable(precompiled_for_tests EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled/nothing.cpp)
  target_precompile_headers(precompiled_for_tests PRIVATE ${often_included} <gtest/gtest.h>)
  target_link_libraries(precompiled_for_tests PRIVATE GTest::gtest)
  target_compile_options(precompiled_for_tests PRIVATE ${options_of_tests})
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

# Walks of a million steps through these rooms take minutes where nothing is optimised, so in dev they
# are, tests and all, and so is the simulation; clang loads no header that was parsed for another level.
set(walked_through core policy codec live sim simulation)

function(optimize_what_is_walked_through target result)
  set(${result} OFF PARENT_SCOPE)
  string(REGEX REPLACE "_test$" "" room ${target})
  if(room IN_LIST walked_through AND CMAKE_CXX_FLAGS MATCHES "sanitize=address"
      AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${target} PRIVATE -O1)
    set(${result} ON PARENT_SCOPE)
  endif()
endfunction()

function(precompiled_room target)
  optimize_what_is_walked_through(${target} optimized)
  if(optimized)
    return()
  endif()
  load_precompiled(${target} precompiled_for_rooms)
endfunction()

function(precompiled_test target)
  optimize_what_is_walked_through(${target} optimized)
  if(optimized)
    return()
  endif()
  target_compile_options(${target} PRIVATE ${options_of_tests})
  load_precompiled(${target} precompiled_for_tests)
endfunction()
