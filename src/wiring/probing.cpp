#include "wiring/probing.hpp"

#include <chrono>

#include "wiring/endpoints.hpp"

namespace wick::wiring {

std::unique_ptr<venue::binance::Probe> make_probe(const Config& config, const core::SeriesId& id,
                                                  const venue::Services& services,
                                                  port::Memory* memory) {
  return std::make_unique<venue::binance::Probe>(venue::binance::Probe::Task{
      .services = services,
      .memory = memory,
      .endpoints = binance_endpoints(config),
      .id = id,
      .archive_delay = std::chrono::hours{config.number(Key::kArchiveDelayHours)}});
}

}  // namespace wick::wiring
