# cmake --install: programs, data files, unit, sysusers, tmpfiles and a commented configuration.
include(GNUInstallDirs)

set(VOUCHD ${CMAKE_INSTALL_FULL_SBINDIR}/vouchd)
configure_file(${CMAKE_SOURCE_DIR}/systemd/vouchd.service.in ${CMAKE_BINARY_DIR}/vouchd.service @ONLY)

install(TARGETS vouchd RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(TARGETS vouch vouch-practice RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/config/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch/data FILES_MATCHING PATTERN "*.toml")
install(FILES ${CMAKE_BINARY_DIR}/vouchd.service DESTINATION lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.sysusers.conf DESTINATION lib/sysusers.d RENAME vouch.conf)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME vouch.conf)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/vouch RENAME vouch.toml.example)
