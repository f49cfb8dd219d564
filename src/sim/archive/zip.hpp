// A zip of one deflated member, as the archive publishes them.
//
// The same member gives the same bytes, always: the date inside is fixed and there is no name but
// the given one. No zip64: a member must stay below 4 GiB, far above the largest month.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wick::sim {

// Measured on candle rows: level 3 takes twice the time to save a tenth, level 6 four times.
constexpr int kZipLevel = 1;

// The content is taken over: it is freed before the zip is put together, which for a month of
// seconds is a fifth of the memory.
[[nodiscard]] std::string build_zip(std::string_view name, std::string content,
                                    int level = kZipLevel);

}  // namespace wick::sim
