# What `cmake --install` puts where, and how another program finds the library afterwards.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS ipabs RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS libipabs EXPORT ipabsTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY engine scenarios reports DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ipabs
    FILES_MATCHING PATTERN "*.h")
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ipabs)
install(EXPORT ipabsTargets NAMESPACE ipabs:: DESTINATION ${package_dir})
configure_package_config_file(cmake/ipabsConfig.cmake.in ipabsConfig.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(ipabsConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/ipabsConfig.cmake ${CMAKE_BINARY_DIR}/ipabsConfigVersion.cmake
    cmake/parts.cmake DESTINATION ${package_dir})

# Relative, so that the tree may be installed under another prefix, or moved.
file(RELATIVE_PATH IPABS_PC_TO_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/ipabs.pc.in ipabs.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/ipabs.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
