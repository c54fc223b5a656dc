# The field's own parts, all from Debian. Also installed, so that a program that uses libipabs finds
# the same ones. OpenBLAS brings the cblas that GSL asks for; the slow gslcblas is never linked.
find_package(PkgConfig REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(GSL REQUIRED gsl)
pkg_check_modules(OPENBLAS REQUIRED openblas)
find_library(IPABS_XLSXWRITER xlsxwriter REQUIRED)
find_library(IPABS_GSL gsl REQUIRED)
find_library(IPABS_OPENBLAS openblas REQUIRED)
find_library(IPABS_LAPACKE lapacke REQUIRED)
find_path(IPABS_XLSXWRITER_INCLUDE xlsxwriter.h REQUIRED)
find_path(IPABS_RANDOM123_INCLUDE Random123/philox.h REQUIRED)

add_library(ipabs_parts INTERFACE)
target_link_libraries(ipabs_parts INTERFACE PkgConfig::YAML PkgConfig::JANSSON ${IPABS_XLSXWRITER}
    ${IPABS_GSL} ${IPABS_LAPACKE} ${IPABS_OPENBLAS} Threads::Threads m)

# libxlsxwriter's .pc file says another version than its header; the header is right.
file(STRINGS ${IPABS_XLSXWRITER_INCLUDE}/xlsxwriter.h XLSXWRITER_VERSION
    REGEX "#define LXW_VERSION +\"")
string(REGEX REPLACE ".*\"([^\"]+)\".*" "\\1" XLSXWRITER_VERSION "${XLSXWRITER_VERSION}")
