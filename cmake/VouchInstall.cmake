# cmake --install: programs, data files, unit, sysusers, tmpfiles and a commented configuration.
include(GNUInstallDirs)

# The prefix may be named as late as at cmake --install, and the unit must name where vouchd lies then.
install(CODE "set(VOUCHD \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_SBINDIR}/vouchd\")
set(VOUCH \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/vouch\")
configure_file(\"${CMAKE_SOURCE_DIR}/systemd/vouchd.service.in\" \"${CMAKE_BINARY_DIR}/vouchd.service\" @ONLY)")

foreach(program vouchd vouch vouch-practice)
  if(TARGET ${program})
    set(folder ${CMAKE_INSTALL_BINDIR})
    if(program STREQUAL "vouchd")
      set(folder ${CMAKE_INSTALL_SBINDIR})
    endif()
    install(TARGETS ${program} RUNTIME DESTINATION ${folder})
  endif()
endforeach()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/config/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch/data FILES_MATCHING PATTERN "*.toml")
install(FILES ${CMAKE_BINARY_DIR}/vouchd.service DESTINATION lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.sysusers.conf DESTINATION lib/sysusers.d RENAME vouch.conf)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME vouch.conf)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch RENAME vouch.toml.example)
