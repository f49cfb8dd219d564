# What we stand on, and which room it may enter. Every package is named in packages.txt.
find_program(PYTHON NAMES /usr/bin/python3 python3 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
find_package(ZLIB REQUIRED)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
find_package(date REQUIRED)  # says USE_OS_TZDB=1 itself
find_path(FLATBUFFERS_INCLUDE flatbuffers/flatbuffers.h REQUIRED)
find_program(FLATC flatc REQUIRED)
include(GoogleTest)

# Boost's headers only. Their own warnings are not ours to mend.
find_path(BOOST_INCLUDE boost/beast.hpp REQUIRED)

set(vendors_of_base spdlog::spdlog fmt::fmt Threads::Threads)
set(vendors_of_codec OpenSSL::Crypto PkgConfig::deflate)
set(vendors_of_io OpenSSL::SSL OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS})
set(vendors_of_venue PkgConfig::simdjson PkgConfig::pugixml)
set(vendors_of_store PkgConfig::simdjson)
set(vendors_of_feed PkgConfig::simdjson)
set(vendors_of_wiring PkgConfig::simdjson)
set(vendors_of_zone date::date-tz)
set(vendors_of_metrics PkgConfig::prometheus)
set(vendors_of_sim OpenSSL::SSL OpenSSL::Crypto PkgConfig::deflate PkgConfig::simdjson ZLIB::ZLIB
  Threads::Threads)
set(vendors_of_cli fmt::fmt)
