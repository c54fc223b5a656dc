# shellcheck shell=sh
# Sourced by ./demo and ./check: installs the Debian packages that are missing, and says which.

# Names of the packages of these kinds (see scripts/packages), without those that are installed.
missing_packages() {
    for kind in "$@"; do
        awk -v kind="$kind" '$1 == kind {print $2}' scripts/packages
    done | sort -u | while read -r package; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=none
        [ "$state" = installed ] || echo "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "This is not a Debian system. Install what scripts/packages lists by your own means; going on." >&2
        return 0
    fi
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing: $missing" >&2
            echo "Become root and run: apt-get install --no-install-recommends $missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    mkdir -p build
    echo "Installing with apt-get (log: build/install.log): $missing"
    # A lock held by another apt (unattended upgrades on a fresh machine) is waited for.
    # shellcheck disable=SC2086 # a list of words
    { $as_root apt-get -qq -o DPkg::Lock::Timeout=300 update &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
            -o Dpkg::Use-Pty=0 install -y --no-install-recommends $missing; } >build/install.log 2>&1 || {
        tail -n 15 build/install.log >&2
        echo "apt-get could not install them" >&2
        return 1
    }
}
