# Each tests/fuzz/NAME_fuzz.cpp is a program that looks for inputs, made with clang in the preset
# fuzz (`ninja -C build/fuzz fuzz_targets`, run by tools/fuzz.sh); and all of them together are one
# test over their corpora, for any compiler. What is underneath is instrumented by the preset.
file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)
set(fuzz_rooms wiring io sim codec PkgConfig::simdjson ZLIB::ZLIB)

if(WICK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "The fuzz targets need clang: cmake --preset fuzz")
  endif()
  add_custom_target(fuzz_targets)
  foreach(source IN LISTS fuzz_sources)
    get_filename_component(target ${source} NAME_WE)
    add_executable(${target} EXCLUDE_FROM_ALL ${source})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE ${fuzz_rooms})
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY fuzz)
    add_dependencies(fuzz_targets ${target})
  endforeach()
endif()

if(WICK_REPLAY)
  set(declared "")
  set(listed "")
  foreach(source IN LISTS fuzz_sources)
    get_filename_component(target ${source} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name ${target})
    # The fuzzer calls every target by the same name; in one program each needs its own.
    set_source_files_properties(${source} PROPERTIES
      COMPILE_DEFINITIONS LLVMFuzzerTestOneInput=wick_${target})
    string(APPEND declared
      "extern \"C\" int wick_${target}(const std::uint8_t* data, std::size_t size);\n")
    string(APPEND listed "    Replayed{\"${name}\", wick_${target}},\n")
  endforeach()
  configure_file(tests/fuzz/replayed.hpp.in ${CMAKE_BINARY_DIR}/replayed/tests/fuzz/replayed.hpp)
  add_executable(fuzz_replay_test tests/fuzz/replay_test.cpp ${fuzz_sources})
  target_include_directories(fuzz_replay_test PRIVATE ${CMAKE_SOURCE_DIR}
    ${CMAKE_BINARY_DIR}/replayed)
  target_compile_definitions(fuzz_replay_test PRIVATE WICK_SOURCE="${CMAKE_SOURCE_DIR}")
  target_link_libraries(fuzz_replay_test PRIVATE ${fuzz_rooms} GTest::gtest_main)
  precompiled_test(fuzz_replay_test)
  gtest_discover_tests(fuzz_replay_test TEST_PREFIX fuzz. DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS fuzz TIMEOUT 120)
endif()
