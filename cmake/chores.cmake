# Targets that keep the house: format format-check tidy cppcheck house coverage-report golden-update.
find_program(CLANG_FORMAT NAMES clang-format-14 clang-format)
find_program(CLANG_TIDY NAMES clang-tidy-14 clang-tidy)
find_program(RUN_CLANG_TIDY NAMES run-clang-tidy-14 run-clang-tidy)
find_program(CPPCHECK cppcheck)
find_program(GCOVR gcovr)

# A chore whose tool is missing says so when it is asked for, not when the project is configured.
function(ipabs_chore name tool)
    if(tool)
        add_custom_target(${name} ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM USES_TERMINAL)
    else()
        add_custom_target(${name} VERBATIM
            COMMAND ${CMAKE_COMMAND} -E echo "${name}: the tool is not installed; ./check installs it"
            COMMAND ${CMAKE_COMMAND} -E false)
    endif()
endfunction()

set(code_globs "")
foreach(wing engine scenarios reports book cli tests bench)
    list(APPEND code_globs ${wing}/*.c ${wing}/*.h)
endforeach()
file(GLOB_RECURSE code_files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${code_globs})
list(FILTER code_files EXCLUDE REGEX "^tests/house/trees/")

ipabs_chore(format "${CLANG_FORMAT}" COMMAND ${CLANG_FORMAT} -i ${code_files})
ipabs_chore(format-check "${CLANG_FORMAT}" COMMAND ${CLANG_FORMAT} --dry-run --Werror ${code_files})
ipabs_chore(tidy "${RUN_CLANG_TIDY}"
    COMMAND ${RUN_CLANG_TIDY} -quiet -p ${CMAKE_BINARY_DIR} -clang-tidy-binary ${CLANG_TIDY}
            -extra-arg=-Wno-unknown-warning-option
            "^${CMAKE_SOURCE_DIR}/(engine|scenarios|reports|book|cli)/.*\\.c$")
ipabs_chore(cppcheck "${CPPCHECK}"
    COMMAND ${CPPCHECK} --quiet --std=c11 --enable=warning,performance,portability --inline-suppr
            --error-exitcode=1 --suppress=missingIncludeSystem --library=posix --library=gnu
            --cppcheck-build-dir=${CMAKE_BINARY_DIR}/cppcheck -D__linux__ -I ${CMAKE_SOURCE_DIR}
            -I ${CMAKE_BINARY_DIR}/generated engine scenarios reports cli)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/cppcheck)

ipabs_chore(house "${PYTHON3}"
    COMMAND ${PYTHON3} tests/house/house.py --library $<TARGET_FILE:libipabs> .)
add_dependencies(house libipabs)
ipabs_chore(coverage-report "${GCOVR}"
    COMMAND ${GCOVR} --root . --filter engine/ --filter scenarios/ --filter reports/ --filter cli/
            --print-summary --html-details ${CMAKE_BINARY_DIR}/coverage.html ${CMAKE_BINARY_DIR})

# Golden tests write what they got instead of comparing when this variable is set; read the diff.
add_custom_target(golden-update USES_TERMINAL
    COMMAND ${CMAKE_COMMAND} -E env IPABS_GOLDEN_UPDATE=1 ${CMAKE_CTEST_COMMAND} -L golden
    COMMAND git -C ${CMAKE_SOURCE_DIR} status --short tests/golden)
if(BUILD_TESTING)
    get_property(golden_programs GLOBAL PROPERTY IPABS_GOLDEN_PROGRAMS)
    add_dependencies(golden-update ipabs ${golden_programs})
endif()
