// One page of text that changes, for whoever asks by HTTP: what Prometheus scrapes.
//
// Serves from a thread of its own. GET and HEAD of its path alone; a few guests at a time, each
// with little patience and nothing to say beyond the question.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "core/time.hpp"

namespace wick::io {

class PageServer {
 public:
  struct Options {
    std::string host{"127.0.0.1"};  // a numeric address; 0.0.0.0 and :: are all there are
    std::uint16_t port{};           // 0: any that is free
    std::string path{"/metrics"};
    std::string type{"text/plain; version=0.0.4; charset=utf-8"};
    std::size_t guests_max{16};
    core::Micros patience{std::chrono::seconds{10}};
  };
  [[nodiscard]] static base::Result<std::unique_ptr<PageServer>> open(const Options& options);
  ~PageServer();  // guests are cut off
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  void show(std::string text);  // from now on
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Desk;
  class Guest;
  explicit PageServer(std::unique_ptr<Desk> desk);

  std::unique_ptr<Desk> desk_;
};

}  // namespace wick::io
