# One library and one test program per line of the floor plan, linked exactly as it says.
function(add_rooms plan)
  file(STRINGS ${plan} lines REGEX "^[a-z]")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${plan})
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z_]+) *:([^|]*)" _ "${line}")
    set(room ${CMAKE_MATCH_1})
    separate_arguments(rooms UNIX_COMMAND "${CMAKE_MATCH_2}")

    file(GLOB_RECURSE headers CONFIGURE_DEPENDS src/${room}/*.hpp)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/${room}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    set(tests ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")

    if(sources)
      set(scope PUBLIC)
      add_library(${room} STATIC ${sources})
      target_link_libraries(${room} PRIVATE ${vendors_of_${room}})
    else()
      set(scope INTERFACE)
      add_library(${room} INTERFACE)
    endif()
    # A header that no source of its name includes first has to show that it compiles alone: build
    # target all_verify_interface_header_sets. Of the others the compilation of that source shows it.
    set(unproven)
    foreach(header IN LISTS headers)
      string(REGEX REPLACE "hpp$" "cpp" source ${header})
      if(NOT EXISTS ${source})
        list(APPEND unproven ${header})
      endif()
    endforeach()
    target_sources(${room} ${scope} FILE_SET HEADERS BASE_DIRS src FILES ${unproven})
    target_include_directories(${room} ${scope} ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${room} ${scope} ${rooms})
    set_target_properties(${room} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)

    if(tests)
      add_executable(${room}_test ${tests})
      # A vendor's own definitions change its types, so tests must be compiled with them too. The
      # fakes of the ports are there for the tests of any room.
      target_link_libraries(${room}_test PRIVATE ${room} fake ${vendors_of_${room}}
        GTest::gtest_main)
      gtest_discover_tests(${room}_test PROPERTIES LABELS unit DISCOVERY_TIMEOUT 60)
    endif()
  endforeach()
endfunction()
