#!/bin/sh
# Layout, second compiler, clang-tidy, cppcheck. Usage: tools/lint.sh [--changed]
# With --changed, clang-tidy looks only at sources that differ from the last commit.
set -u
cd "$(dirname "$0")/.." || exit 1
failed=0

echo "lint: layout"
find src tests bench -name '.venv' -prune -o -name '*.?pp' -print0 | xargs -0 clang-format-14 --dry-run -Werror || failed=1

echo "lint: floor plan"
/usr/bin/python3 tools/check_layers.py src || failed=1

echo "lint: clang"
tools/build.sh clang arrow_metadata || failed=1
/usr/bin/python3 tools/clang_checks.py alone build/clang || failed=1

echo "lint: clang-tidy"
if [ "${1:-}" = "--changed" ]; then
  sources=$(git diff --name-only HEAD -- src | grep '\.cpp$' | grep -v '_test\.cpp$')
else
  sources=$(find src -name '*.cpp' ! -name '*_test.cpp')
fi
[ -z "$sources" ] || /usr/bin/python3 tools/clang_checks.py tidy build/clang $sources || failed=1

# A structured binding is not moved out of by itself; options are handed over by value, once; two
# reads of a stream look the same and read different things.
echo "lint: cppcheck"
cppcheck --quiet -j 2 --std=c++20 --enable=warning,performance,portability --inline-suppr \
  --suppress=missingIncludeSystem --suppress=returnStdMoveLocal --suppress=passedByValue \
  --suppress=duplicateAssignExpression \
  --error-exitcode=1 -I src \
  $(find src -name '*.cpp' ! -name '*_test.cpp') || failed=1

[ "$failed" -eq 0 ] && echo "lint: clean"
exit "$failed"
