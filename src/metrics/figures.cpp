#include "metrics/figures.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <memory>

namespace wick::metrics {

struct Figures::Registry {
  prometheus::Registry whole;
  std::map<std::string, prometheus::Family<prometheus::Counter>*> counts;
  std::map<std::string, prometheus::Family<prometheus::Gauge>*> levels;
};

Figures::Figures() : registry_(std::make_unique<Registry>()) {}
Figures::~Figures() = default;

void Figures::set(const Family& family, const Labels& labels, double value) {
  if (family.kind == Family::Kind::kLevel) {
    auto& level = registry_->levels[family.name];
    if (level == nullptr) {
      level =
          &prometheus::BuildGauge().Name(family.name).Help(family.about).Register(registry_->whole);
    }
    level->Add(labels).Set(value);
    return;
  }
  auto& count = registry_->counts[family.name];
  if (count == nullptr) {
    count =
        &prometheus::BuildCounter().Name(family.name).Help(family.about).Register(registry_->whole);
  }
  prometheus::Counter& member = count->Add(labels);
  member.Increment(std::max(0.0, value - member.Value()));
}

std::string Figures::text() const {
  auto families = registry_->whole.Collect();
  std::ranges::sort(families, {}, &prometheus::MetricFamily::name);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace wick::metrics
