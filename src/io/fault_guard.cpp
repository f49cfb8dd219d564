#include "io/fault_guard.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

#include "base/check.hpp"

namespace wick::io {
namespace {

// A mapping in one word, so that the handler can never see half of one: its first page's number
// above, how many pages it has below. Zero: free.
constexpr unsigned kCountBits = 28;  // a terabyte in one mapping
constexpr std::uint64_t kCountMask = (std::uint64_t{1} << kCountBits) - 1;

struct Slot {
  std::atomic<std::uint64_t> pages;
  std::atomic<bool> cut;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(std::atomic<bool>::is_always_lock_free);

// A signal handler is the process's, and is given nothing but what is global.
std::array<Slot, FaultGuard::kWatchedMax> slots;
std::atomic<std::size_t> next_slot;
std::uintptr_t page_size;
struct sigaction before_us;

// The rest of a watched mapping, from a page of it on.
struct Rest {
  Slot* slot;
  std::uint64_t pages;
};

std::optional<Rest> rest_from(std::uint64_t page) {
  for (Slot& slot : slots) {
    const std::uint64_t watched = slot.pages.load(std::memory_order_acquire);
    const std::uint64_t first = watched >> kCountBits;
    const std::uint64_t count = watched & kCountMask;
    if (page >= first && page - first < count) return Rest{&slot, count - (page - first)};
  }
  return std::nullopt;
}

// Only plain system calls and lock-free atomics: this runs inside the handler.
bool becomes_zeros(std::uintptr_t address) {
  const std::uintptr_t page = address / page_size;
  const auto rest = rest_from(page);
  if (!rest) return false;
  rest->slot->cut.store(true, std::memory_order_release);
  void* const from =
      reinterpret_cast<void*>(page * page_size);  // NOLINT: that is what a signal has
  constexpr int kHow = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS;
  return ::mmap(from, rest->pages * page_size, PROT_READ, kHow, -1, 0) == from;
}

void as_before(int signal, siginfo_t* info, void* context) {
  if ((static_cast<unsigned>(before_us.sa_flags) & SA_SIGINFO) != 0) {
    before_us.sa_sigaction(signal, info, context);
    return;
  }
  const bool sent_by_a_process = info->si_code <= 0;
  if (before_us.sa_handler == SIG_IGN && sent_by_a_process) return;
  if (before_us.sa_handler != SIG_DFL && before_us.sa_handler != SIG_IGN) {
    before_us.sa_handler(signal);
    return;
  }
  // Blocked until the handler returns; then it ends the program, as it would have.
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void on_bus_error(int signal, siginfo_t* info, void* context) {
  const int errno_before = errno;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  const bool a_fault = info->si_code > 0;
  if (!a_fault || !becomes_zeros(address)) as_before(signal, info, context);
  errno = errno_before;
}

void install() {
  page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction ours {};
  ours.sa_sigaction = on_bus_error;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
  ::sigemptyset(&ours.sa_mask);
  // Asked for first, since the handler may run before the second call has returned.
  WICK_CHECK(::sigaction(SIGBUS, nullptr, &before_us) == 0);
  WICK_CHECK(::sigaction(SIGBUS, &ours, nullptr) == 0);
}

// Zero where it does not fit into one word.
std::uint64_t pages_of(std::span<const std::byte> mapping) {
  const auto begin = reinterpret_cast<std::uintptr_t>(mapping.data());
  WICK_CHECK(begin % page_size == 0);
  const std::uint64_t first = begin / page_size;
  const std::uint64_t count = (mapping.size() + page_size - 1) / page_size;
  const bool fits = count <= kCountMask && first < (std::uint64_t{1} << (64U - kCountBits));
  return fits ? first << kCountBits | count : 0;
}

}  // namespace

std::optional<FaultGuard> FaultGuard::watch(std::span<const std::byte> mapping) {
  static std::once_flag installed;
  std::call_once(installed, install);
  const std::uint64_t pages = pages_of(mapping);
  if (pages == 0) return std::nullopt;
  for (std::size_t tried = 0; tried < kWatchedMax; ++tried) {
    const std::size_t at = next_slot.fetch_add(1, std::memory_order_relaxed) % kWatchedMax;
    std::uint64_t expected = 0;
    if (slots[at].pages.compare_exchange_strong(expected, pages)) return FaultGuard(at);
  }
  return std::nullopt;
}

FaultGuard::~FaultGuard() {
  if (slot_ == kNone) return;
  slots[slot_].cut.store(false);
  slots[slot_].pages.store(0);
}

bool FaultGuard::cut() const {
  return slots[slot_].cut.load(std::memory_order_acquire);
}

}  // namespace wick::io
