#include "feed/fix/message_writer.hpp"

#include <gtest/gtest.h>

#include "feed/fix/samples_test.hpp"

namespace wick::feed::fix::message_writer_test {
namespace {

TEST(MessageWriter, PublishedMessagesAreWrittenByteByByte) {
  Body request("V");
  request.add(34, 5).add(49, "d101970033_client2").add(52, "20180822-19:20:49.137");
  request.add(56, "FXCM").add(57, "U100D1").add(262, 4).add(263, 1).add(264, 3).add(265, 0);
  request.add(146, 1).add(55, "EUR/USD").add(267, 2).add(269, 0).add(269, 1);
  EXPECT_EQ(with_bars(framed(request.bytes())), kRequestSample);

  Body reply("A");
  reply.add(34, 1).add(49, "FXCM").add(50, "U100D1").add(52, "20120927-13:15:34.810");
  reply.add(56, "fx1294946_client1").append("98=0\x01");
  reply.append(with_soh("108=30|141=Y|"));
  EXPECT_EQ(with_bars(framed(reply.bytes())), kLogonReplySample);
}

TEST(MessageWriter, NobodyWritesFieldsOfHisOwn) {
  EXPECT_EQ(with_bars(Body("V").add(55, with_soh("EUR/USD|554=x")).bytes()), "35=V|55=EUR/USD|");
}

TEST(MessageWriter, ChecksumsHaveThreeDigits) {
  EXPECT_EQ(with_bars(framed("")), "8=FIX.4.4|9=0|10=200|");
  for (int i = 0; i < 256; ++i) {
    const std::string bytes = framed(std::string(1, static_cast<char>(i)));
    unsigned sum = 0;
    for (std::size_t at = 0; at + 7 < bytes.size(); ++at) {
      sum += static_cast<unsigned char>(bytes[at]);
    }
    EXPECT_EQ(std::stoul(bytes.substr(bytes.size() - 4, 3)), sum % 256);
  }
}

}  // namespace
}  // namespace wick::feed::fix::message_writer_test
