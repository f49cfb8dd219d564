#!/bin/sh
# Runs the fuzz targets of build/fuzz (`tools/build.sh fuzz fuzz_targets` makes them).
#   tools/fuzz.sh replay            every target over its corpus, once
#   tools/fuzz.sh SECONDS [NAME..]  looks for new inputs, that long for each target
set -u
cd "$(dirname "$0")/.." || exit 2
limits="-timeout=10 -rss_limit_mb=2048"
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"

usage() {
  sed -n '3,4s/^# *//p' "$0" >&2
  exit 2
}

# The names of all targets, or of those asked for.
targets() {
  if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
  else
    for source in tests/fuzz/*_fuzz.cpp; do basename "$source" _fuzz.cpp; done
  fi
}

built() {
  [ -x "build/fuzz/fuzz/$1_fuzz" ] && return 0
  echo "fuzz: $1 is not built; try: tools/build.sh fuzz fuzz_targets" >&2
  return 1
}

# What broke, and what to do about it.
tell_crash() {
  artifact=$(sed -n 's/.*Test unit written to //p' "$2" | tail -n 1)
  grep -E 'nothing to|does not hold|runtime error|ERROR: |SUMMARY: ' "$2" | head -n 5
  echo "fuzz: $1 broke; all of it is in $2"
  [ -n "$artifact" ] || return 0
  echo "  reproduce:        build/fuzz/fuzz/$1_fuzz $artifact"
  echo "  replay for ever:  cp $artifact tests/fuzz/corpus/$1/what-it-did"
}

replay() {
  passed=0
  failed=0
  mkdir -p build/fuzz/crashes
  for name in $(targets); do
    log=build/fuzz/$name-replay.log
    echo "nothing to replay in tests/fuzz/corpus/$name, or no such program" >"$log"
    if built "$name" && [ -n "$(ls "tests/fuzz/corpus/$name" 2>/dev/null)" ] &&
      "build/fuzz/fuzz/${name}_fuzz" $limits -runs=0 \
        -artifact_prefix="build/fuzz/crashes/$name-" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      tell_crash "$name" "$log"
    fi
  done
  echo "fuzz replay: $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# What was executed and how much of it was new, from libFuzzer's own account.
summary() {
  awk '/^#[0-9]+.* cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1) }
       /^stat::number_of_executed_units:/ { runs = $2 }
       /^stat::average_exec_per_sec:/ { speed = $2 }
       /^stat::new_units_added:/ { added = $2 }
       /^stat::slowest_unit_time_sec:/ { slowest = $2 }
       END { printf "%d runs, %d a second, cov %d, %d new inputs, slowest %d s\n",
             runs, speed, cov, added, slowest }' "$1"
}

fuzz() {
  name=$1
  built "$name" || exit 2
  scratch=build/fuzz/corpus/$name
  log=build/fuzz/$name-fuzz.log
  mkdir -p "$scratch" build/fuzz/crashes
  set -- "$scratch" "tests/fuzz/corpus/$name"
  [ -f "tests/fuzz/$name.dict" ] && set -- "-dict=tests/fuzz/$name.dict" "$@"
  if "build/fuzz/fuzz/${name}_fuzz" $limits -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="build/fuzz/crashes/$name-" "$@" >"$log" 2>&1; then
    echo "fuzz: $name: $(summary "$log")"
  else
    tell_crash "$name" "$log"
    exit 1
  fi
}

case "${1:-}" in
  replay) replay ;;
  '' | *[!0-9]*) usage ;;
  *)
    seconds=$1
    shift
    for name in $(targets "$@"); do fuzz "$name"; done
    ;;
esac
