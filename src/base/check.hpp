// For mistakes of ours. Never for input: what comes from outside is a Result.
#pragma once

namespace wick::base {

// Says where and what, then aborts. Always on: a wrong bar served is worse than none.
[[noreturn]] void fail(const char* condition, const char* file, int line);

}  // namespace wick::base

#define WICK_CHECK(condition) \
  ((condition) ? void() : ::wick::base::fail(#condition, __FILE__, __LINE__))
