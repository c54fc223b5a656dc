# Data files inside the library, so that the program alone has its tables and sample deals.
#
#   ipabs_embed(<variable> <glob>…)   sets <variable> to the generated source
#
# Run as a script it writes that source: cmake -D OUTPUT=… -D LIST=… -P embed.cmake
if(NOT CMAKE_SCRIPT_MODE_FILE)
    set(IPABS_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
    function(ipabs_embed variable)
        file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${ARGN})
        list(SORT files COMPARE STRING) # engine/base/embedded.c looks names up by halving
        set(list ${CMAKE_BINARY_DIR}/generated/embedded.list)
        set(output ${CMAKE_BINARY_DIR}/generated/embedded_data.c)
        string(REPLACE ";" "\n" lines "${files}")
        file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)
        list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE inputs)
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -D ROOT=${CMAKE_SOURCE_DIR} -D LIST=${list} -D OUTPUT=${output}
                    -P ${IPABS_EMBED_SCRIPT}
            DEPENDS ${inputs} ${list} ${IPABS_EMBED_SCRIPT}
            COMMENT "Embedding data files" VERBATIM)
        set(${variable} ${output} PARENT_SCOPE)
    endfunction()
    return()
endif()

file(STRINGS ${LIST} files ENCODING UTF-8)
set(arrays "")
set(rows "")
set(n 0)
foreach(file ${files})
    file(READ ${ROOT}/${file} hex HEX)
    string(LENGTH "${hex}" digits)
    math(EXPR size "${digits} / 2")
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)"
        "\\1\n" bytes "${bytes}")
    # The NUL behind the last byte makes every file a C string too.
    string(APPEND arrays "static const unsigned char file_${n}[] = {\n${bytes}0x00};\n")
    string(APPEND rows "    {\"${file}\", (const char *)file_${n}, ${size}},\n")
    math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${OUTPUT}.new "/* Written by cmake/embed.cmake. */
#include \"engine/base/embedded.h\"

${arrays}
const ipa_embedded ipa_embedded_table[] = {\n${rows}};
const size_t ipa_embedded_table_size = ${n};
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT})
file(REMOVE ${OUTPUT}.new)
