# What is true of the repository itself: format, arrows, coroutine rule, clang-tidy on what changed, unit.
foreach(check format layering coroutines tidy)
  add_test(NAME lint.${check} COMMAND ${CMAKE_SOURCE_DIR}/tools/lint.sh ${check})
  set_tests_properties(lint.${check} PROPERTIES ENVIRONMENT "VOUCH_BUILD=${CMAKE_SOURCE_DIR}/build/dev" LABELS lint TIMEOUT 1500)
endforeach()
set_tests_properties(lint.coroutines lint.tidy PROPERTIES RUN_SERIAL TRUE)

add_test(NAME systemd.unit COMMAND ${CMAKE_SOURCE_DIR}/tests/systemd/unit_test.sh ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
set_tests_properties(systemd.unit PROPERTIES LABELS systemd SKIP_RETURN_CODE 77)

if(VOUCH_UI STREQUAL "build")
  add_test(NAME ui.unit COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DNPM=${VOUCH_NPM} -P ${CMAKE_SOURCE_DIR}/cmake/test_ui.cmake)
  set_tests_properties(ui.unit PROPERTIES LABELS ui TIMEOUT 900)
endif()
