#include "io/curl_library.hpp"

#include <dlfcn.h>

#include <mutex>

#include "io/curl_functions.hpp"

namespace wick::io {
namespace {

// Looks up one function; the first that is missing is remembered.
class Symbols {
 public:
  explicit Symbols(void* library) : library_(library) {}

  template <typename Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library_, name));  // NOLINT: what dlsym is for
    if (function == nullptr && missing_ == nullptr) missing_ = name;
  }
  [[nodiscard]] const char* missing() const { return missing_; }

 private:
  void* library_;
  const char* missing_{nullptr};
};

}  // namespace

base::Result<std::shared_ptr<const CurlFunctions>> load_curl() {
  static std::mutex one_at_a_time;  // older ones must not be started twice at the same time
  const std::lock_guard lock(one_at_a_time);
  void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return base::Error{base::ErrorKind::kUnauthorized,
                       "libcurl.so.4 cannot be loaded; install the package libcurl4"};
  }
  auto curl = std::make_shared<CurlFunctions>();
  Symbols symbols(library);
  symbols.find(curl->global_init, "curl_global_init");
  symbols.find(curl->easy_init, "curl_easy_init");
  symbols.find(curl->easy_cleanup, "curl_easy_cleanup");
  symbols.find(curl->easy_setopt, "curl_easy_setopt");
  symbols.find(curl->easy_getinfo, "curl_easy_getinfo");
  symbols.find(curl->easy_reset, "curl_easy_reset");
  symbols.find(curl->easy_strerror, "curl_easy_strerror");
  symbols.find(curl->slist_append, "curl_slist_append");
  symbols.find(curl->slist_free_all, "curl_slist_free_all");
  symbols.find(curl->multi_init, "curl_multi_init");
  symbols.find(curl->multi_cleanup, "curl_multi_cleanup");
  symbols.find(curl->multi_setopt, "curl_multi_setopt");
  symbols.find(curl->multi_add_handle, "curl_multi_add_handle");
  symbols.find(curl->multi_remove_handle, "curl_multi_remove_handle");
  symbols.find(curl->multi_perform, "curl_multi_perform");
  symbols.find(curl->multi_poll, "curl_multi_poll");
  symbols.find(curl->multi_info_read, "curl_multi_info_read");
  if (symbols.missing() != nullptr) {
    return base::Error{base::ErrorKind::kUnauthorized,
                       std::string("libcurl.so.4 is too old: it has no ") + symbols.missing()};
  }
  if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return base::Error{base::ErrorKind::kUnavailable, "libcurl does not start"};
  }
  return std::shared_ptr<const CurlFunctions>(std::move(curl));
}

}  // namespace wick::io
