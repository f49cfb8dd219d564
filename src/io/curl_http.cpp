#include "io/curl_http.hpp"

#include <map>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "io/curl_library.hpp"
#include "io/curl_transfer.hpp"

namespace wick::io {

class CurlHttp::Engine {
 public:
  Engine(std::shared_ptr<const CurlFunctions> curl, const CurlOptions& options)
      : curl_(std::move(curl)), multi_(curl_->multi_init()) {
    WICK_CHECK(multi_ != nullptr);
    (void)curl_->multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS,
                              options.connections_per_host_max);
  }
  ~Engine() {
    for (const auto& [handle, transfer] : running_) {
      (void)curl_->multi_remove_handle(multi_, handle);
      curl_->easy_cleanup(handle);
    }
    for (CURL* handle : idle_) curl_->easy_cleanup(handle);
    (void)curl_->multi_cleanup(multi_);
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void start(port::HttpRequest request, port::Promise<port::HttpResult> promise,
             const CurlOptions& options) {
    auto transfer = std::make_unique<CurlTransfer>(*curl_, take_handle(), std::move(request),
                                                   std::move(promise));
    transfer->set_up(options);
    CURL* const handle = transfer->handle();
    running_.emplace(handle, std::move(transfer));
    WICK_CHECK(curl_->multi_add_handle(multi_, handle) == CURLM_OK);
  }

  [[nodiscard]] bool busy() const { return !running_.empty(); }

  void poll(core::Micros time_max, int descriptor, const base::Log& log) {
    drop_unwanted();
    if (advance(log)) return;
    curl_waitfd also{descriptor, CURL_WAIT_POLLIN, 0};
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time_max).count();
    (void)curl_->multi_poll(multi_, &also, 1, static_cast<int>(wait), nullptr);
    (void)advance(log);
  }

 private:
  // True when at least one transfer has come to its end.
  bool advance(const base::Log& log) {
    int running = 0;
    (void)curl_->multi_perform(multi_, &running);
    bool finished = false;
    int left = 0;
    while (const CURLMsg* message = curl_->multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;  // NOLINT(*-union-access): curl's
      running_.at(handle)->finish(code, log);
      release(handle);
      finished = true;
    }
    return finished;
  }

  void drop_unwanted() {
    std::vector<CURL*> unwanted;
    for (const auto& [handle, transfer] : running_) {
      if (!transfer->wanted()) unwanted.push_back(handle);
    }
    for (CURL* handle : unwanted) release(handle);
  }

  CURL* take_handle() {
    if (idle_.empty()) {
      CURL* const handle = curl_->easy_init();
      WICK_CHECK(handle != nullptr);
      return handle;
    }
    CURL* const handle = idle_.back();
    idle_.pop_back();
    return handle;
  }

  void release(CURL* handle) {
    (void)curl_->multi_remove_handle(multi_, handle);
    running_.erase(handle);
    curl_->easy_reset(handle);
    idle_.push_back(handle);
  }

  std::shared_ptr<const CurlFunctions> curl_;
  CURLM* multi_;
  std::map<CURL*, std::unique_ptr<CurlTransfer>> running_;
  std::vector<CURL*> idle_;
};

CurlHttp::CurlHttp(CurlOptions options, base::Log log)
    : options_(std::move(options)), log_(std::move(log)) {}
CurlHttp::~CurlHttp() = default;

port::Pending<port::HttpResult> CurlHttp::get(port::HttpRequest request) {
  auto [promise, pending] = port::Promise<port::HttpResult>::make();
  if (!engine_) {
    auto curl = load_curl();
    if (!curl) {
      promise.fulfil(curl.error());
      return std::move(pending);
    }
    engine_ = std::make_unique<Engine>(*std::move(curl), options_);
  }
  engine_->start(std::move(request), std::move(promise), options_);
  return std::move(pending);
}

bool CurlHttp::busy() const {
  return engine_ && engine_->busy();
}

void CurlHttp::poll(core::Micros time_max, int descriptor) {
  WICK_CHECK(busy());
  engine_->poll(time_max, descriptor, log_);
}

}  // namespace wick::io
