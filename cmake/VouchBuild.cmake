# Compiler settings and the functions that turn a folder into a library (a "room") or a program.

find_program(VOUCH_CCACHE ccache)
if(VOUCH_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VOUCH_CCACHE})
endif()

# A quarter of GNU ld's time for each of a dozen test programs.
find_program(VOUCH_LLD ld.lld)
if(VOUCH_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(VOUCH_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False positives of g++ 12 inside libstdc++ and Asio's coroutine frames at -O2. Debug builds feed clang's tools, which do not know them.
  add_compile_options($<$<NOT:$<CONFIG:Debug>>:-Wno-restrict> $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>
                      $<$<NOT:$<CONFIG:Debug>>:-Wno-mismatched-new-delete>)
endif()
if(VOUCH_SANITIZE)
  add_compile_options(-fsanitize=${VOUCH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${VOUCH_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang 14 cannot place the type signatures of some functions ("difference across sections").
    add_compile_options(-fno-sanitize=function)
  endif()
endif()
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)

# vouch_room(NAME [ROOMS ...] [LIBS PUBLIC ... PRIVATE ...]): static library vouch_NAME of every .cpp below NAME/,
# programs' *_main.cpp excepted.
function(vouch_room name)
  cmake_parse_arguments(room "" "" "ROOMS;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "_main\\.cpp$|/node_modules/")
  if(sources)
    add_library(vouch_${name} STATIC ${sources})
    target_include_directories(vouch_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    if(room_LIBS)
      target_link_libraries(vouch_${name} ${room_LIBS})
    endif()
    foreach(lower IN LISTS room_ROOMS)
      target_link_libraries(vouch_${name} PUBLIC vouch_${lower})
    endforeach()
  else()
    add_library(vouch_${name} INTERFACE)
    foreach(lower IN LISTS room_ROOMS)
      target_link_libraries(vouch_${name} INTERFACE vouch_${lower})
    endforeach()
  endif()
endfunction()

# vouch_program(NAME SOURCE ROOM [LIBS...])
function(vouch_program name source room)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${source})
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE vouch_${room} ${ARGN})
  endif()
endfunction()
