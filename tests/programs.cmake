# Tests that drive whole programs, or let other programs look at what ours wrote.

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
