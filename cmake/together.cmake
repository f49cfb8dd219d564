# Neighbouring sources are compiled as one; tools/together.py decides which, and says why. In the
# preset clang each is parsed alone, which shows that it includes what it uses.
option(WICK_TOGETHER "Compile neighbouring sources together" ON)

# Sources are paths below ROOT, or absolute ones below it.
function(compile_together result name root)
  if(NOT WICK_TOGETHER)
    set(${result} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(listed)
  foreach(source IN LISTS ARGN)
    file(RELATIVE_PATH path ${root} ${source})
    string(APPEND listed "${path}\n")
  endforeach()
  set(folder ${CMAKE_BINARY_DIR}/together)
  file(WRITE ${folder}/${name}.txt "${listed}")
  execute_process(COMMAND ${PYTHON} -S ${CMAKE_SOURCE_DIR}/tools/together.py ${root} ${folder} ${name}
    INPUT_FILE ${folder}/${name}.txt OUTPUT_VARIABLE compiled OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" compiled "${compiled}")
  # What a source says decides who its neighbours may be.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN} tools/together.py)
  # What is private to one source is not private to its neighbours; g++ remarks on it.
  set_property(SOURCE ${compiled} APPEND PROPERTY COMPILE_OPTIONS
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  set(${result} ${compiled} PARENT_SCOPE)
endfunction()
