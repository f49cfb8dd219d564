# The reader and writer of Arrow's own metadata, made from src/arrow/arrow.fbs for that room alone.
set(arrow_made ${CMAKE_BINARY_DIR}/made)
set(arrow_header ${arrow_made}/arrow/arrow_generated.h)
add_custom_command(OUTPUT ${arrow_header}
  COMMAND ${FLATC} --cpp --scoped-enums -o ${arrow_made}/arrow ${CMAKE_SOURCE_DIR}/src/arrow/arrow.fbs
  DEPENDS src/arrow/arrow.fbs
  COMMENT "Arrow metadata")
add_custom_target(arrow_metadata DEPENDS ${arrow_header})

foreach(target arrow arrow_test)
  add_dependencies(${target} arrow_metadata)
  # As a system's, for its warnings are not ours to mend.
  target_include_directories(${target} SYSTEM PRIVATE ${arrow_made} ${FLATBUFFERS_INCLUDE})
endforeach()
