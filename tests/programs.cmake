# The programs as people use them (Python's unittest, tests/programs/*_test.py), one test a file.
file(GLOB program_tests CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/programs ${CMAKE_CURRENT_SOURCE_DIR}/programs/*_test.py)
foreach(file IN LISTS program_tests)
  string(REPLACE "_test.py" "" name ${file})
  add_test(NAME programs.${name} COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/programs/${file})
  set_tests_properties(programs.${name} PROPERTIES ENVIRONMENT "VOUCH_BUILD=${CMAKE_BINARY_DIR}"
                       LABELS programs TIMEOUT 60 SKIP_RETURN_CODE 77)
endforeach()
