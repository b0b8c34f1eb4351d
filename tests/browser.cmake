# Tests of the application in Chromium against the real programs (tests/browser/*.test.mjs), one test
# a file; the packages are those that the build of the application installed.
file(GLOB browser_tests CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/browser ${CMAKE_CURRENT_SOURCE_DIR}/browser/*.test.mjs)
set(browser_environment "VOUCH_BUILD=${CMAKE_BINARY_DIR};VOUCH_UI_MODULES=${CMAKE_SOURCE_DIR}/build/ui/tree/web/ui/node_modules;VOUCH_SHOTS=${CMAKE_SOURCE_DIR}/build/browser")
foreach(file IN LISTS browser_tests)
  string(REPLACE ".test.mjs" "" name ${file})
  add_test(NAME browser.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/browser/run.sh ${file})
  set_tests_properties(browser.${name} PROPERTIES ENVIRONMENT "${browser_environment}" LABELS browser TIMEOUT 900 SKIP_RETURN_CODE 77 RUN_SERIAL TRUE)
endforeach()
# Hundreds of screens with pictures: ten minutes and more on two busy processors.
set_tests_properties(browser.roles PROPERTIES LABELS "browser;long" TIMEOUT 3600)
# Every screen in both languages, each light and dark: ./dev test --long.
add_test(NAME browser.roles_every_look COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/browser/run.sh roles.test.mjs)
set_tests_properties(browser.roles_every_look PROPERTIES ENVIRONMENT "${browser_environment};VOUCH_EVERY_LOOK=1" LABELS "browser;long"
                     TIMEOUT 7200 SKIP_RETURN_CODE 77)
set_tests_properties(browser.roles_every_look PROPERTIES RUN_SERIAL TRUE)
