# The web application (web/ui): built by npm once below build/ui, which all build trees share, and linked into vouch_web as bytes.
# VOUCH_UI=none needs no Node: such a build says in a page that it has no application.

set(VOUCH_UI "build" CACHE STRING "the web application: build (needs node and npm) or none")
set_property(CACHE VOUCH_UI PROPERTY STRINGS build none)

function(vouch_ui target)
  if(VOUCH_UI STREQUAL "none")
    set(table ${CMAKE_BINARY_DIR}/no_ui/ui_table.cpp)
    file(CONFIGURE OUTPUT ${table} CONTENT [[#include "web/ui_files.h"

std::span<const vouch::web::UiFile> vouch::web::ui_files() {
  return {};
}
]] @ONLY)
    target_sources(${target} PRIVATE ${table})
    return()
  endif()
  if(NOT VOUCH_UI STREQUAL "build")
    message(FATAL_ERROR "VOUCH_UI is ${VOUCH_UI}: it is build or none")
  endif()
  find_program(VOUCH_NODE node)
  find_program(VOUCH_NPM npm)
  if(NOT VOUCH_NODE OR NOT VOUCH_NPM)
    message(FATAL_ERROR "the web application needs node and npm (Debian: nodejs, npm); -DVOUCH_UI=none builds without it")
  endif()

  set(ui ${CMAKE_SOURCE_DIR}/web/ui)
  set(out ${CMAKE_SOURCE_DIR}/build/ui)
  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${ui}/src/* ${ui}/mock/* ${ui}/tools/*)
  list(FILTER inputs EXCLUDE REGEX "/src/api/schema\\.d\\.ts$")
  list(APPEND inputs ${ui}/index.html ${ui}/vite.config.ts ${ui}/tsconfig.json ${ui}/package.json ${ui}/package-lock.json
       ${CMAKE_SOURCE_DIR}/docs/openapi.yaml ${CMAKE_SOURCE_DIR}/cmake/build_ui.cmake)
  # The stamp is this tree's; the files are everybody's and keep their times where their bytes stay the same.
  add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/ui.stamp
    BYPRODUCTS ${out}/ui_table.cpp ${out}/ui_bytes.bin
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DNODE=${VOUCH_NODE} -DNPM=${VOUCH_NPM} -P ${CMAKE_SOURCE_DIR}/cmake/build_ui.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_BINARY_DIR}/ui.stamp
    DEPENDS ${inputs}
    COMMENT "Building the web application"
    VERBATIM)
  add_custom_target(vouch_ui DEPENDS ${CMAKE_BINARY_DIR}/ui.stamp)
  set_source_files_properties(${out}/ui_table.cpp PROPERTIES GENERATED TRUE OBJECT_DEPENDS ${out}/ui_bytes.bin)
  target_sources(${target} PRIVATE ${out}/ui_table.cpp)
  add_dependencies(${target} vouch_ui)
endfunction()
