#!/bin/sh
# The Python package as one wheel in build/wheel, with the program in it.
set -u
cd "$(dirname "$0")/.." || exit 1
home=build/wheel-maker
[ -x "$home/bin/pip" ] || python3 -m venv "$home" || exit 1
rm -rf build/wheel
# The compiler by the name that the other builds call it, so that their objects serve again.
export CC="${CC:-cc}" CXX="${CXX:-c++}"
"$home/bin/pip" wheel --quiet --no-deps --wheel-dir build/wheel . || exit 1
ls build/wheel/*.whl
