// Changes of rows, the same for an archive file and for a klines answer.
#pragma once

#include <cstdint>

#include "sim/fault/rule.hpp"
#include "sim/fault/table.hpp"

namespace wick::sim {

// Where both ask for it, rows are dropped before they are repeated, and shuffled last. The rows of
// another symbol or period are the caller's affair, as are members and bombs.
void edit(Table& table, const Content& content, std::uint64_t dice);

}  // namespace wick::sim
