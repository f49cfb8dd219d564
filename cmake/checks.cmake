# What is tested beyond the rooms: the house itself, whole-system simulation, contracts, fuzzing.
find_program(PYTHON NAMES /usr/bin/python3 python3 REQUIRED)

add_test(NAME house.layers COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/check_layers.py
  ${CMAKE_SOURCE_DIR}/src)
set_tests_properties(house.layers PROPERTIES LABELS house)
