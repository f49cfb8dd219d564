#include "io/byte_streams.hpp"

#include <utility>

#include "io/byte_stream_connection.hpp"
#include "io/wire.hpp"

namespace wick::io {
namespace {

struct ByteStreamKind {
  using Port = port::ByteStream;
  using Inbox = ByteStreamInbox;
  using Connection = ByteStreamConnection;
  using Plan = ByteStreamPlan;
  static constexpr const char* kNoun = "connection";
  static constexpr auto kConnect = make_byte_stream_connection;
};
using OpenStream = Wire<ByteStreamKind>;

}  // namespace

class ByteStreams::Engine : public WireEngine<ByteStreamKind> {
 public:
  using WireEngine::WireEngine;
};

ByteStreams::ByteStreams(ByteStreamOptions options, const Bell& bell, base::Log log)
    : options_(std::move(options)), bell_(bell), log_(std::move(log)) {}
ByteStreams::~ByteStreams() = default;

std::unique_ptr<port::ByteStream> ByteStreams::open(const port::Address& address) {
  const std::string place = address.host + ':' + std::to_string(address.port);
  const base::Log log = log_.with({"host", place});
  auto inbox =
      std::make_shared<ByteStreamInbox>(InboxLimits{.bytes_max = options_.inbox_bytes_max}, bell_);
  if (address.host.empty() || address.port < 1 || address.port > 65'535) {
    (void)inbox->put(port::Lost{{base::ErrorKind::kInvalid, place + ": no such address"}});
    return std::make_unique<OpenStream>(OpenStream::Parts{std::move(inbox)}, log);
  }
  if (!engine_) {
    engine_ = std::make_unique<Engine>(
        std::make_shared<WebSocketLoop>(WebSocketOptions{.ca_file = options_.ca_file}));
  }
  return std::make_unique<OpenStream>(engine_->connect(std::move(inbox), {address, options_}), log);
}

}  // namespace wick::io
