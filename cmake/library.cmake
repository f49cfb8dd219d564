# The public face: include/wick, and libwick, the rooms under it in one shared library.
#   find_package(wick)  target_link_libraries(mine PRIVATE wick::wick)
target_include_directories(api PUBLIC ${CMAKE_SOURCE_DIR}/include)
set_property(SOURCE src/api/world.cpp src/api/text.cpp APPEND PROPERTY
  COMPILE_DEFINITIONS WICK_VERSION="${WICK_VERSION}")

file(GLOB public_headers CONFIGURE_DEPENDS include/wick/*.hpp)
add_library(libwick SHARED $<TARGET_OBJECTS:api>)
target_link_libraries(libwick PRIVATE wiring zone store venue io live history policy core base)
target_compile_features(libwick PUBLIC cxx_std_20)
target_sources(libwick PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${public_headers})
set_target_properties(libwick PROPERTIES OUTPUT_NAME wick EXPORT_NAME wick
  VERSION ${WICK_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} VERIFY_INTERFACE_HEADER_SETS ON)

# cmake --install BUILD --component library installs it without the program.
include(CMakePackageConfigHelpers)
set(package_folder lib/cmake/wick)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/wickConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(TARGETS libwick EXPORT wick COMPONENT library
  LIBRARY DESTINATION lib COMPONENT library NAMELINK_COMPONENT library
  FILE_SET HEADERS DESTINATION include COMPONENT library)
install(EXPORT wick NAMESPACE wick:: FILE wickConfig.cmake DESTINATION ${package_folder}
  COMPONENT library)
install(FILES ${CMAKE_BINARY_DIR}/wickConfigVersion.cmake DESTINATION ${package_folder}
  COMPONENT library)
