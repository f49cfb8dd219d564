# The Python module candlewick._core, and the program beside it. Built by pip, see pyproject.toml.
find_package(Python 3.10 REQUIRED COMPONENTS Interpreter Development.Module)
find_package(nanobind CONFIG REQUIRED)

file(GLOB module_sources CONFIGURE_DEPENDS python/src/*.cpp)
nanobind_add_module(_core NB_STATIC ${module_sources})
target_link_libraries(_core PRIVATE api)
# As a system's, for its warnings are not ours to mend.
get_target_property(nanobind_folders nanobind-static INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(_core SYSTEM PRIVATE ${nanobind_folders})
foreach(target nanobind-static)
  target_compile_options(${target} PRIVATE -w)
endforeach()

install(TARGETS _core LIBRARY DESTINATION candlewick COMPONENT python)
install(TARGETS wick RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR} COMPONENT python)
