# The program itself.
add_executable(wick src/cli/main.cpp)
target_link_libraries(wick PRIVATE cli)
install(TARGETS wick RUNTIME DESTINATION bin)
