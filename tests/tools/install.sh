#!/bin/sh
# Installs into an empty prefix and builds a stranger's program against it, by pkg-config and by CMake.
set -eu
cd "$(dirname "$0")/../.."
prefix=$PWD/build/check/prefix
consumer=$PWD/tests/tools/consumer
rm -rf "$prefix" build/check/consumer
mkdir -p build/check
passed=0
failed=0

# $1: what is shown; the rest: the command that shows it.
shows() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
    fi
}

by_pkg_config() {
    PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name ipabs.pc)")
    export PKG_CONFIG_PATH
    # shellcheck disable=SC2046 # words on purpose
    cc -o "$prefix/consumer" "$consumer/consumer.c" $(pkg-config --cflags --libs ipabs) &&
        [ "$("$prefix/consumer")" = "$(pkg-config --modversion ipabs)" ]
}

by_cmake() {
    cmake -G Ninja -S "$consumer" -B build/check/consumer -DCMAKE_PREFIX_PATH="$prefix" &&
        cmake --build build/check/consumer &&
        [ "$(build/check/consumer/consumer)" = "$("$prefix/consumer")" ]
}

every_header_alone() {
    for header in $(cd "$prefix/include/ipabs" && find . -name '*.h'); do
        echo "#include \"$header\"" |
            cc -std=c17 -Wall -Werror -fsyntax-only -I "$prefix/include/ipabs" -x c - || return 1
    done
}

shows "cmake --install" cmake --install build/release --prefix "$prefix"
shows "the installed program starts" "$prefix/bin/ipabs" --help
shows "a program finds the library by pkg-config" by_pkg_config
shows "a program finds the library by CMake" by_cmake
shows "every installed header stands alone" every_header_alone
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
