#include "wiring/probing.hpp"

#include <chrono>

#include "wiring/binance_endpoints.hpp"

namespace wick::wiring {

std::unique_ptr<venue::binance::Probe> make_probe(const Config& config, const core::SeriesId& id,
                                                  port::Http& http, port::Memory* memory) {
  return std::make_unique<venue::binance::Probe>(venue::binance::Probe::Task{
      .http = &http,
      .memory = memory,
      .endpoints = binance_endpoints(config),
      .id = id,
      .archive_delay = std::chrono::hours{config.number(Key::kArchiveDelayHours)}});
}

}  // namespace wick::wiring
