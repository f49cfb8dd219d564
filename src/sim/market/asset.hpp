// What is traded here and what it is worth, roughly: the seedless facts behind all symbols.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wick::sim {

struct Asset {
  std::string_view name;
  std::int64_t nano_dollars{};  // the middle of its life
  int tier{};                   // 1 trades all the time, 7 a handful of times an hour
  int nerve{};                  // how far it moves in a minute, in millionths of a doubling
};

[[nodiscard]] std::int64_t usual_trade(const Asset& asset);  // what a trade is worth; nano-dollars

[[nodiscard]] std::span<const Asset> coins();                  // those with pairs of their own
[[nodiscard]] std::span<const Asset> thousands();              // 1000SHIB and the like
[[nodiscard]] const Asset* find_asset(std::string_view name);  // any of these, or money; or null

}  // namespace wick::sim
