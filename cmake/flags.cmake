# What every file is compiled with. No fast-math and no contraction: the same bits on every machine.
add_library(ipabs_flags INTERFACE)
target_compile_options(ipabs_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes
    -Wmissing-prototypes -Wvla -Wformat=2 -Wno-unused-parameter -ffp-contract=off -fno-math-errno
    -fno-trapping-math)
target_compile_definitions(ipabs_flags INTERFACE _GNU_SOURCE)
