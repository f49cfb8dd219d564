#!/bin/sh
# Configures and builds one preset; quiet when all is well. Usage: tools/build.sh release [target]
set -u
cd "$(dirname "$0")/.." || exit 1
preset=$1
shift
mkdir -p build
log=build/$preset.log
if [ ! -f "build/$preset/build.ninja" ]; then
  echo "build: configuring $preset"
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
echo "build: $preset"
if [ -t 1 ]; then  # somebody watches: let ninja count
  exec ninja -C "build/$preset" "$@"
fi
ninja -C "build/$preset" "$@" >"$log" 2>&1 || { grep -v '^\[' "$log" | tail -n 80 >&2; exit 1; }
