// Whether sanitizers are compiled in. Each step is then many times as slow, for it is not optimised
// either: a test that walks through everything takes a part of it, and in release all.
#pragma once

namespace wick::base {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WICK_ADDRESSES_ARE_CHECKED true
#elif __has_feature(thread_sanitizer)
#define WICK_THREADS_ARE_CHECKED true
#endif
#endif

#if defined(WICK_ADDRESSES_ARE_CHECKED) || defined(__SANITIZE_ADDRESS__)
constexpr bool kAddressesChecked = true;
#else
constexpr bool kAddressesChecked = false;
#endif

#if defined(WICK_THREADS_ARE_CHECKED) || defined(__SANITIZE_THREAD__)
constexpr bool kThreadsChecked = true;
#else
constexpr bool kThreadsChecked = false;
#endif

#undef WICK_ADDRESSES_ARE_CHECKED
#undef WICK_THREADS_ARE_CHECKED

constexpr bool kSanitized = kAddressesChecked || kThreadsChecked;

}  // namespace wick::base
