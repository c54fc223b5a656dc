# The field's own parts, all from Debian. OpenBLAS stands before gslcblas, or the slow one is bound.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
find_library(XLSXWRITER xlsxwriter REQUIRED)
find_library(GSL gsl REQUIRED)
find_library(OPENBLAS openblas REQUIRED)
find_library(LAPACKE lapacke REQUIRED)
add_library(ipabs_parts INTERFACE)
target_link_libraries(ipabs_parts INTERFACE PkgConfig::YAML PkgConfig::JANSSON ${XLSXWRITER} ${GSL}
    ${LAPACKE} ${OPENBLAS} Threads::Threads m)
