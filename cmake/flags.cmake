# What every file is compiled with. No fast-math and no contraction: the same bits on every machine.
include(CheckCCompilerFlag)

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON) # 128-bit integers
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

option(IPABS_WERROR "Warnings are errors" OFF)
set(IPABS_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")
option(IPABS_COVERAGE "Count which lines the tests reach (gcc, gcovr)" OFF)
option(IPABS_FUZZ "Build tests/fuzz with libFuzzer (clang)" OFF)

add_compile_definitions(_GNU_SOURCE)
add_compile_options(-ffp-contract=off -fno-math-errno -fno-trapping-math -Wall -Wextra -Wpedantic
    -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Wwrite-strings
    -Wno-unused-parameter)
# gcc and clang each know some that the other does not.
foreach(flag -Wlogical-op -Wduplicated-cond -Wshift-overflow=2 -Wloop-analysis)
    string(MAKE_C_IDENTIFIER "ipabs_knows${flag}" known)
    check_c_compiler_flag("-Werror ${flag}" ${known})
    if(${known})
        add_compile_options(${flag})
    endif()
endforeach()

# A sanitizer's report is only as good as the frames it names.
set(CMAKE_C_FLAGS_DEBUG "-O0 -g3")
set(CMAKE_C_FLAGS_RELEASE "-O3 -g1")
if(IPABS_SANITIZE)
    set(CMAKE_C_FLAGS_RELEASE "-O1 -g1")
endif()

if(IPABS_WERROR)
    add_compile_options(-Werror)
endif()

if(IPABS_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
        message(FATAL_ERROR "libFuzzer comes with clang: use the preset `fuzz`")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(IPABS_SANITIZE)
    add_compile_options(-fsanitize=${IPABS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${IPABS_SANITIZE})
endif()
if(IPABS_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)
    add_link_options(--coverage)
endif()
