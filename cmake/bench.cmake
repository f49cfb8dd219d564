# How fast, beside what. Built by `make bench` alone.
file(GLOB bench_sources CONFIGURE_DEPENDS bench/*.cpp)
list(FILTER bench_sources EXCLUDE REGEX "/empty\\.cpp$")
compile_together(compiled wick_bench ${CMAKE_SOURCE_DIR} ${bench_sources})
add_executable(wick_bench EXCLUDE_FROM_ALL ${compiled})
target_include_directories(wick_bench PRIVATE ${CMAKE_SOURCE_DIR} bench)
target_link_libraries(wick_bench PRIVATE cli venue codec sim OpenSSL::Crypto PkgConfig::deflate
  PkgConfig::simdjson Threads::Threads)
target_compile_definitions(wick_bench PRIVATE WICK_BENCH_BUILD="${CMAKE_BUILD_TYPE}"
  WICK_BENCH_COMPILER="${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")

# The floor of a start.
add_executable(wick_bench_empty EXCLUDE_FROM_ALL bench/empty.cpp)
add_dependencies(wick_bench wick_bench_empty wick)
