# The Debian package (./dev deb), by CPack. What only the package has is of the component `debian`: cmake --install leaves it out.
set(VOUCH_PACKAGING ${CMAKE_SOURCE_DIR}/packaging)

# vouch_install_gz(FILE FOLDER NAME [install's words]): compressed the way Debian wants it, without name and time.
function(vouch_install_gz file folder name)
  set(packed ${CMAKE_BINARY_DIR}/packaging/${name}.gz)
  add_custom_command(OUTPUT ${packed} DEPENDS ${file} VERBATIM
                     COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/packaging
                     COMMAND sh -c "gzip -9nc \"$1\" > \"$2\"" gzip ${file} ${packed})
  add_custom_target(packed_${name} ALL DEPENDS ${packed})
  install(FILES ${packed} DESTINATION ${folder} ${ARGN})
endfunction()

foreach(page vouchd.8 vouch.1 vouch-practice.1 vouch.toml.5)
  string(REGEX MATCH "[0-9]$" section ${page})
  vouch_install_gz(${VOUCH_PACKAGING}/man/${page} ${CMAKE_INSTALL_DATADIR}/man/man${section} ${page})
endforeach()
set(completions ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${VOUCH_PACKAGING}/completions/vouch.bash DESTINATION ${completions} RENAME vouch)
foreach(program vouchd vouch-practice)
  install(CODE "file(CREATE_LINK vouch \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${completions}/${program}\" SYMBOLIC)")
endforeach()

set(only_package COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${CMAKE_SOURCE_DIR}/systemd/vouch.toml DESTINATION /etc/vouch ${only_package})
install(FILES ${VOUCH_PACKAGING}/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/vouch ${only_package})
install(FILES ${VOUCH_PACKAGING}/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME vouch ${only_package})
vouch_install_gz(${VOUCH_PACKAGING}/debian/changelog ${CMAKE_INSTALL_DATADIR}/doc/vouch changelog.Debian ${only_package})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_SOURCE_DIR}/build)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};vouch;Unspecified;/;${CMAKE_BINARY_DIR};vouch;debian;/")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "Vouch maintainers <maintainers@vouch.invalid>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "proof that promotion work really happened")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Staff of a promotion department report what they published, where, and for
which keyword. Vouch (核验) fetches the pages, checks keywords and links, asks
the search engines that are connected, keeps the evidence, and tells the
employee first and the supervisor after a fair delay.
.
This package holds the daemon vouchd with its systemd unit, the command line
vouch, and vouch-practice, a small world on loopback to try it on.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, publicsuffix, systemd | systemd-standalone-sysusers, tzdata")
set(CPACK_DEBIAN_PACKAGE_PREDEPENDS "init-system-helpers (>= 1.54~)")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "searx, sqlite3")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    "${VOUCH_PACKAGING}/debian/conffiles;${VOUCH_PACKAGING}/debian/postinst;${VOUCH_PACKAGING}/debian/prerm;${VOUCH_PACKAGING}/debian/postrm")
include(CPack)
