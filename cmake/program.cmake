# The program itself.
execute_process(COMMAND git describe --always --dirty WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  OUTPUT_VARIABLE WICK_BUILD OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT WICK_BUILD)
  set(WICK_BUILD release)
endif()
set_property(SOURCE src/cli/program.cpp src/cli/runtime.cpp src/cli/version_command.cpp APPEND PROPERTY
  COMPILE_DEFINITIONS WICK_VERSION="${WICK_VERSION}" WICK_BUILD="${WICK_BUILD}")
set_property(SOURCE src/cli/live_check.cpp src/cli/live_command.cpp APPEND PROPERTY
  COMPILE_DEFINITIONS WICK_VERSION="${WICK_VERSION}")

add_executable(wick src/cli/main.cpp)
target_link_libraries(wick PRIVATE cli)
install(TARGETS wick RUNTIME DESTINATION bin)

# Made of the program's own help, when it is installed.
install(CODE "execute_process(COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/man_page.py $<TARGET_FILE:wick>
  OUTPUT_FILE ${CMAKE_BINARY_DIR}/wick.1 COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${CMAKE_BINARY_DIR}/wick.1 DESTINATION share/man/man1)

function(install_completion shell folder name)
  install(CODE "execute_process(COMMAND $<TARGET_FILE:wick> completion ${shell}
    OUTPUT_FILE ${CMAKE_BINARY_DIR}/wick.${shell} COMMAND_ERROR_IS_FATAL ANY)")
  install(FILES ${CMAKE_BINARY_DIR}/wick.${shell} DESTINATION ${folder} RENAME ${name})
endfunction()
install_completion(bash share/bash-completion/completions wick)
install_completion(zsh share/zsh/site-functions _wick)
install_completion(fish share/fish/vendor_completions.d wick.fish)
