# Tests that run the programs themselves: vouchd, vouch and vouch-practice as separate processes.

# --- end to end on the practice world, with its judge (tests/e2e)
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
enable_language(C)
add_library(vouch_kill_at MODULE e2e/kill_at.c)
set_target_properties(vouch_kill_at PROPERTIES PREFIX "" OUTPUT_NAME kill_at COMPILE_OPTIONS "-Wall;-Wextra;-Werror")
target_link_libraries(vouch_kill_at PRIVATE ${CMAKE_DL_LIBS} Threads::Threads)

set(VOUCH_E2E ${CMAKE_CURRENT_SOURCE_DIR}/e2e)
set(VOUCH_DRIVE ${Python3_EXECUTABLE} ${VOUCH_E2E}/drive.py --bin ${CMAKE_BINARY_DIR} --shim $<TARGET_FILE:vouch_kill_at>)
function(vouch_e2e name timeout)
  add_test(NAME e2e.${name} COMMAND ${ARGN})
  set_tests_properties(e2e.${name} PROPERTIES LABELS e2e TIMEOUT ${timeout})
endfunction()
vouch_e2e(judge 60 ${Python3_EXECUTABLE} ${VOUCH_E2E}/judge_test.py)
vouch_e2e(judge_robots 60 ${Python3_EXECUTABLE} ${VOUCH_E2E}/judge_robots_test.py)
vouch_e2e(single 120 ${VOUCH_DRIVE} run --script single)
vouch_e2e(single_false 120 ${VOUCH_DRIVE} run --script single-false)
vouch_e2e(kill_every_step 600 ${VOUCH_DRIVE} kill-every-step --script single single-false)
vouch_e2e(fortnight 600 ${VOUCH_DRIVE} run --script fortnight)
vouch_e2e(fortnight_ten_kills 900 ${VOUCH_DRIVE} run --script fortnight --kills 10)
vouch_e2e(mutations 1500 ${Python3_EXECUTABLE} ${VOUCH_E2E}/mutations.py --bin ${CMAKE_BINARY_DIR} --source ${CMAKE_SOURCE_DIR}
          --shim $<TARGET_FILE:vouch_kill_at>)
# The whole month twice, calm and with thirty kills: five minutes on two quiet processors.
vouch_e2e(month 2400 ${Python3_EXECUTABLE} ${VOUCH_E2E}/month.py prove --bin ${CMAKE_BINARY_DIR} --kills 30)
# The month of the five engines with and without its day of captchas: two minutes side by side.
vouch_e2e(engines_month 900 ${Python3_EXECUTABLE} ${VOUCH_E2E}/engines_month.py --bin ${CMAKE_BINARY_DIR})
vouch_e2e(engines_month_long 3600 ${Python3_EXECUTABLE} ${VOUCH_E2E}/engines_month.py --bin ${CMAKE_BINARY_DIR} --seed 2 3 4)
set_tests_properties(e2e.engines_month_long PROPERTIES LABELS "e2e;long")
set_tests_properties(e2e.engines_month e2e.engines_month_long PROPERTIES RUN_SERIAL TRUE)
# Three seeds, and a hundred kills in each: ./dev test --long.
vouch_e2e(month_long 7200 ${Python3_EXECUTABLE} ${VOUCH_E2E}/month.py prove --bin ${CMAKE_BINARY_DIR} --seed 1 2 3 --kills 100)
set_tests_properties(e2e.month_long PROPERTIES LABELS "e2e;long")
# Twenty people, trouble on every channel, a hundred kills.
vouch_e2e(people_long 5400 ${Python3_EXECUTABLE} ${VOUCH_E2E}/month.py prove --bin ${CMAKE_BINARY_DIR} --script people --kills 100)
set_tests_properties(e2e.people_long PROPERTIES LABELS "e2e;long" RUN_SERIAL TRUE)
set_tests_properties(e2e.month e2e.month_long PROPERTIES RUN_SERIAL TRUE)
# They fill both processors by themselves; pace of the clock is bounded by the slower of two processes.
set_tests_properties(e2e.kill_every_step e2e.mutations PROPERTIES RUN_SERIAL TRUE)
# Ten programs are built for it: five minutes. That each defect still fits the source is told at once.
set_tests_properties(e2e.mutations PROPERTIES LABELS "e2e;long")
vouch_e2e(mutations_fit 60 ${VOUCH_E2E}/mutations_fit.sh ${CMAKE_SOURCE_DIR})

# The programs as people use them (Python's unittest, tests/programs/*_test.py), one test a file.
file(GLOB program_tests CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/programs ${CMAKE_CURRENT_SOURCE_DIR}/programs/*_test.py)
foreach(file IN LISTS program_tests)
  string(REPLACE "_test.py" "" name ${file})
  add_test(NAME programs.${name} COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/programs/${file})
  set_tests_properties(programs.${name} PROPERTIES ENVIRONMENT "VOUCH_BUILD=${CMAKE_BINARY_DIR}"
                       LABELS programs TIMEOUT 180 SKIP_RETURN_CODE 77)
endforeach()


# store: WARC files read by two readers that share no code with us.
add_test(NAME npm.install COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/npm/install.sh ${CMAKE_SOURCE_DIR}/build/npm)
set_tests_properties(npm.install PROPERTIES FIXTURES_SETUP npm LABELS npm SKIP_RETURN_CODE 77 TIMEOUT 300)
foreach(reader python warcio)
  add_test(NAME store.warc_${reader}
           COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/store/warc_readers.sh ${reader} $<TARGET_FILE:store_test>
                   ${CMAKE_BINARY_DIR}/warc_readers ${CMAKE_SOURCE_DIR}/build/npm)
  set_tests_properties(store.warc_${reader} PROPERTIES LABELS store SKIP_RETURN_CODE 77 TIMEOUT 120)
endforeach()
set_tests_properties(store.warc_warcio PROPERTIES FIXTURES_REQUIRED npm)

# --- faults of disk and database (tests/fault, tests/programs/disk_test.py)
add_library(vouch_fault_at MODULE e2e/fault_at.c)
set_target_properties(vouch_fault_at PROPERTIES PREFIX "" OUTPUT_NAME fault_at COMPILE_OPTIONS "-Wall;-Wextra;-Werror")
target_link_libraries(vouch_fault_at PRIVATE ${CMAKE_DL_LIBS} Threads::Threads)

# The package in a booted Debian 12, through the life of the service: ./dev test --long.
add_test(NAME service.boot COMMAND ${CMAKE_SOURCE_DIR}/dev boot)
set_tests_properties(service.boot PROPERTIES LABELS "service;long" TIMEOUT 5400 RUN_SERIAL TRUE)
# The ordinary run takes a part of the operations at which the disk may fail; this one all of them.
add_test(NAME fault.every_operation COMMAND fault_test --gtest_filter=Disk/EveryOperation.*)
set_tests_properties(fault.every_operation PROPERTIES ENVIRONMENT "VOUCH_FAULT_STRIDE=1" LABELS "fault;long" TIMEOUT 1800)
set_tests_properties(programs.disk PROPERTIES ENVIRONMENT "VOUCH_BUILD=${CMAKE_BINARY_DIR};VOUCH_FAULT_SHIM=$<TARGET_FILE:vouch_fault_at>")
add_test(NAME programs.disk_every_operation COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/programs/disk_test.py Sweep)
set_tests_properties(programs.disk_every_operation PROPERTIES LABELS "programs;long" TIMEOUT 3600 SKIP_RETURN_CODE 77 ENVIRONMENT
                     "VOUCH_BUILD=${CMAKE_BINARY_DIR};VOUCH_FAULT_SHIM=$<TARGET_FILE:vouch_fault_at>;VOUCH_FAULT_STRIDE=5")
vouch_e2e(machine_week 300 ${Python3_EXECUTABLE} ${VOUCH_E2E}/machine_week.py --bin ${CMAKE_BINARY_DIR} --shim $<TARGET_FILE:vouch_fault_at>)
vouch_e2e(machine_fortnight 1200 ${Python3_EXECUTABLE} ${VOUCH_E2E}/machine_week.py --bin ${CMAKE_BINARY_DIR} --shim $<TARGET_FILE:vouch_fault_at>
          --script fortnight --rounds 3)
set_tests_properties(e2e.machine_fortnight PROPERTIES LABELS "e2e;long")
# --- the practice world under sanitizers: ./dev test --long builds the programs of these presets.
# A report of either ends vouchd with a code of its own, which fails the run.
foreach(preset asan tsan)
  add_test(NAME e2e.first_${preset}
           COMMAND ${VOUCH_E2E}/sanitized.sh ${CMAKE_SOURCE_DIR}/build/${preset} ${Python3_EXECUTABLE}
                   ${VOUCH_E2E}/drive.py --bin ${CMAKE_SOURCE_DIR}/build/${preset} run --script first)
  set_tests_properties(e2e.first_${preset} PROPERTIES LABELS "e2e;long" TIMEOUT 1800 SKIP_RETURN_CODE 77)
endforeach()
