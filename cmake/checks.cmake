# What is tested beyond the rooms: whole-system simulation, contracts, fuzzing.

# Whole-system simulation: the real history over a simulated exchange, network and clock.
file(GLOB simulation_sources CONFIGURE_DEPENDS tests/sim/*.cpp)
compile_together(compiled simulation_test ${CMAKE_SOURCE_DIR} ${simulation_sources})
add_executable(simulation_test ${compiled})
target_include_directories(simulation_test PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(simulation_test PRIVATE cli wiring store fake sim GTest::gtest_main)
precompiled_test(simulation_test)
add_test(NAME simulation COMMAND simulation_test --gtest_filter=-StreamSimulation.*)
add_test(NAME simulation.streams COMMAND simulation_test --gtest_filter=StreamSimulation.*)
set_tests_properties(simulation simulation.streams PROPERTIES LABELS simulation)

# One contract for each port, kept by the fake and by the real adapter.
file(GLOB contract_tests CONFIGURE_DEPENDS tests/contract/*_test.cpp)
compile_together(compiled contract_test ${CMAKE_SOURCE_DIR} ${contract_tests})
add_executable(contract_test ${compiled})
target_include_directories(contract_test PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(contract_test PRIVATE fake io venue feed sim GTest::gtest_main)
precompiled_test(contract_test)
# Where the bridges are that it starts.
target_compile_definitions(contract_test PRIVATE WICK_SOURCE="${CMAKE_SOURCE_DIR}")
gtest_discover_tests(contract_test PROPERTIES LABELS contract DISCOVERY_TIMEOUT 60)

# Says what frames of streams mean to us, for tests/system/test_stream_frames.py.
add_executable(told_frames tests/clients/told_frames.cpp)
target_link_libraries(told_frames PRIVATE venue)

# Says what the feed fxcm-fix tells, for tests/system/test_fix_feed.py, and a broker that is not ours.
add_executable(told_feed tests/clients/told_feed.cpp)
target_link_libraries(told_feed PRIVATE wiring io)
find_path(QUICKFIX_INCLUDE quickfix/ThreadedSocketAcceptor.h)
find_library(QUICKFIX_LIBRARY quickfix)
if(QUICKFIX_INCLUDE AND QUICKFIX_LIBRARY)
  add_executable(fix_acceptor tests/clients/fix_acceptor/fix_acceptor.cpp)
  target_link_libraries(fix_acceptor PRIVATE ${QUICKFIX_LIBRARY} Threads::Threads)
  # Its headers say throw(), which later standards refuse.
  set_target_properties(fix_acceptor PROPERTIES CXX_STANDARD 14)
  target_compile_options(fix_acceptor PRIVATE -w)
endif()
