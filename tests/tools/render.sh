#!/bin/sh
# Pictures of a workbook's pages, to look at: render.sh FILE.xlsx FOLDER
# Needs libreoffice-calc-nogui, poppler-utils and a font with Chinese (fonts-noto-cjk).
set -eu
[ $# -eq 2 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
mkdir -p "$2"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
soffice "-env:UserInstallation=file://$profile" --headless --convert-to pdf --outdir "$2" "$1" >/dev/null 2>&1
pdf=$2/$(basename "${1%.*}").pdf
pdftoppm -r 70 -png "$pdf" "$2/page"
echo "$2: $(find "$2" -name 'page*.png' | wc -l) pages"
