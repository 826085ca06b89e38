# lectern_test(NAME SOURCES... LINK... [TIMEOUT seconds] [ENVIRONMENT VAR=value...]): a GoogleTest program, one ctest
# entry a program.
function(lectern_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE lectern_options ${ARG_LINK} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE LECTERN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LECTERN_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()
