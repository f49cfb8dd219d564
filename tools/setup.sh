#!/bin/sh
# Installs what packages.txt names under the headings given, and nothing that is there already.
# Usage: tools/setup.sh build test
set -u
cd "$(dirname "$0")/.." || exit 1

wanted() {  # the package names of a heading, less those whose command is there already
  awk -v heading="[$1]" '
    /^\[/ { inside = ($0 == heading) }
    inside && /^[a-z]/ {
      command = ""
      if (match($0, /\[command: [^]]*\]/)) command = substr($0, RSTART + 10, RLENGTH - 11)
      print $1, command
    }' packages.txt | while read -r package command; do
      if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then continue; fi
      echo "$package"
    done
}

missing=""
for heading in "$@"; do
  for package in $(wanted "$heading"); do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
  done
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "setup: these packages are missing:$missing" >&2
    echo "setup: run this as root, or install sudo: apt-get install$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: no apt-get here; install what serves as:$missing" >&2
  exit 1
fi

install() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "setup: installing$missing"
if install $missing >"$log" 2>&1; then exit 0; fi
echo "setup: refreshing the package lists"
$as_root apt-get update >"$log" 2>&1 || {
  cat "$log" >&2
  echo "setup: the package lists cannot be refreshed; look at the network and at /etc/apt" >&2
  exit 1
}
if install $missing >"$log" 2>&1; then exit 0; fi

failed=0
for package in $missing; do  # one by one, so that the culprit can be named
  if ! install "$package" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "setup: '$package' cannot be installed; try: ${as_root:+sudo }apt-get install $package" >&2
    failed=1
  fi
done
exit "$failed"
