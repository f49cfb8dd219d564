#include "feed/fix/message_reader.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "fake/world.hpp"
#include "feed/fix/message_writer.hpp"
#include "feed/fix/samples_test.hpp"

namespace wick::feed::fix::message_reader_test {
namespace {

// The fields as they would be written.
std::string text_of(const Message& message) {
  std::string text;
  for (const Field& field : message.fields()) {
    text += std::to_string(field.tag) + '=' + std::string(field.value) + '|';
  }
  return text;
}

std::vector<std::string> take_all(MessageReader& reader) {
  std::vector<std::string> all;
  while (const Message* message = reader.next()) all.push_back(text_of(*message));
  return all;
}

std::vector<std::string> read_all(std::string_view bytes) {
  MessageReader reader;
  reader.feed(bytes);
  return take_all(reader);
}

// What stands between the length and the trailer, found by search alone.
std::string body_of(std::string_view sample) {
  const std::size_t begin = sample.find("|35=") + 1;
  return std::string(sample.substr(begin, sample.rfind("10=") - begin));
}

TEST(MessageReader, PublishedMessagesAreRead) {
  for (const std::string_view sample : kSamples) {
    EXPECT_EQ(read_all(with_soh(sample)), std::vector{body_of(sample)});
  }
}

TEST(MessageReader, CutAnywhereTheyAreTheSame) {
  for (const std::string_view sample : kSamples) {
    const std::string bytes = with_soh(sample);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      MessageReader reader;
      reader.feed(std::string_view(bytes).substr(0, cut));
      auto told = take_all(reader);
      EXPECT_EQ(told.size(), cut == bytes.size() ? 1U : 0U) << cut;
      reader.feed(std::string_view(bytes).substr(cut));
      for (auto& more : take_all(reader)) told.push_back(std::move(more));
      ASSERT_EQ(told, std::vector{body_of(sample)}) << cut;
      EXPECT_EQ(reader.odd().bytes_skipped, 0U);
      EXPECT_EQ(reader.bytes_held(), 0U);
    }
  }
}

TEST(MessageReader, ByteByByteAllOfThemInARow) {
  MessageReader reader;
  std::vector<std::string> told;
  for (const std::string_view sample : kSamples) {
    for (const char byte : with_soh(sample)) {
      reader.feed({&byte, 1});
      for (auto& one : take_all(reader)) told.push_back(std::move(one));
    }
  }
  EXPECT_EQ(told, (std::vector{body_of(kLogonSample), body_of(kLogonReplySample),
                               body_of(kRequestSample), body_of(kSnapshotSample)}));
}

TEST(MessageReader, EveryFlippedByteIsNoticedAndTheNextMessageIsRead) {
  const std::string next = framed(with_soh("35=0|112=what follows|"));
  for (const std::string_view sample : kSamples) {
    const std::string good = with_soh(sample);
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (const int flip : {0x01, 0x04, 0x40, 0xff}) {
        std::string bytes = good;
        bytes[at] = static_cast<char>(bytes[at] ^ flip);
        MessageReader reader;
        reader.feed(bytes + next);
        const auto told = take_all(reader);
        if (told.empty()) {  // a length that grew has to wait for more than is here
          ASSERT_GT(reader.bytes_held(), good.size()) << at << ' ' << flip;
        } else {
          ASSERT_EQ(told, std::vector<std::string>{"35=0|112=what follows|"}) << at << ' ' << flip;
          ASSERT_EQ(reader.odd().bytes_skipped, bytes.size());
        }
      }
    }
  }
}

TEST(MessageReader, GarbageIsPassedOverAndCounted) {
  const std::string message = with_soh(kLogonReplySample);
  const std::string noise = with_soh("HTTP/1.1 400|8=FIX|58=FIX.4.4|8=FIX.4.49=1|");
  MessageReader reader;
  reader.feed(noise + message + noise + message);
  EXPECT_EQ(take_all(reader).size(), 2U);
  EXPECT_EQ(reader.odd().bytes_skipped, 2 * noise.size());
}

TEST(MessageReader, WhatLooksLikeABeginWithinAValueIsNone) {
  const std::string message = framed(with_soh("35=B|58=8=FIX.4.4|148=8=FIX.4.4|9=5|"));
  EXPECT_EQ(read_all(message), std::vector<std::string>{"35=B|58=8=FIX.4.4|148=8=FIX.4.4|9=5|"});
  // Broken, the same message must not hide what follows.
  EXPECT_EQ(read_all(message.substr(0, 30) + with_soh(kLogonReplySample)),
            std::vector{body_of(kLogonReplySample)});
}

TEST(MessageReader, WrongLengthsAreRefused) {
  for (const char* const length : {"0", "91", "93", "-92", "092x", "", "99999999", "1048577"}) {
    std::string text(kLogonReplySample);
    text.replace(text.find("9=92"), 4, std::string("9=") + length);
    MessageReader reader;
    reader.feed(with_soh(text) + with_soh(kRequestSample));
    EXPECT_EQ(take_all(reader), std::vector{body_of(kRequestSample)}) << length;
    EXPECT_EQ(reader.odd().garbled, 1U) << length;
  }
}

TEST(MessageReader, AMessageThatIsTooLongIsNotWaitedFor) {
  MessageReader reader(100);
  reader.feed(with_soh("8=FIX.4.4|9=101|"));
  EXPECT_EQ(reader.next(), nullptr);
  EXPECT_EQ(reader.bytes_held(), 0U);
  reader.feed(with_soh("8=FIX.4.4|9=100|"));
  EXPECT_EQ(reader.next(), nullptr);
  EXPECT_GT(reader.bytes_held(), 0U);
}

TEST(MessageReader, FieldsThatAreNoneSpoilTheMessage) {
  for (const char* const body : {"34=1|35=0|", "35=|", "35=0|x=1|", "35=0|=1|", "35=0|0=1|",
                                 "35=0|12|", "35=0|1234567890=1|", "35=0|58=open", "|", ""}) {
    EXPECT_TRUE(read_all(framed(with_soh(body))).empty()) << body;
  }
  EXPECT_EQ(read_all(framed(with_soh("35=0|58=|"))).size(), 1U) << "empty, but harmless";
}

TEST(MessageReader, ARestartForgetsWhatWasBegun) {
  MessageReader reader;
  reader.feed(with_soh(kLogonSample).substr(0, 50));
  EXPECT_EQ(reader.next(), nullptr);
  reader.restart();
  reader.feed(with_soh(kLogonReplySample));
  EXPECT_EQ(take_all(reader), std::vector{body_of(kLogonReplySample)});
}

TEST(MessageReader, FieldsAreFound) {
  MessageReader reader;
  reader.feed(with_soh(kSnapshotSample));
  const Message& message = *reader.next();
  EXPECT_EQ(message.type(), "W");
  EXPECT_EQ(message.text(55), "EUR/JPY");
  EXPECT_EQ(message.number(34), 4);
  EXPECT_EQ(message.number(9002), std::nullopt) << "0.01 is no whole number";
  EXPECT_EQ(message.number(262), std::nullopt);
  EXPECT_EQ(message.find(262), nullptr);
  EXPECT_EQ(message.find(9096)->value, "O");
}

std::vector<std::string> entries_of(std::string_view body, int count_tag) {
  MessageReader reader;
  reader.feed(framed(with_soh(body)));
  std::vector<std::string> entries;
  Groups groups(*reader.next(), count_tag);
  for (auto entry = groups.next(); !entry.empty(); entry = groups.next()) {
    std::string& text = entries.emplace_back();
    for (const Field& field : entry) {
      text += std::to_string(field.tag) + '=' + std::string(field.value) + ' ';
    }
  }
  return entries;
}

TEST(Groups, AreToldApartWhateverTheirOrder) {
  using Entries = std::vector<std::string>;
  EXPECT_EQ(entries_of("35=W|268=2|269=0|270=1.5|269=1|270=1.6|", 268),
            (Entries{"269=0 270=1.5 ", "269=1 270=1.6 "}));
  EXPECT_EQ(entries_of("35=W|268=3|270=1.5|269=0|270=1.6|269=1|269=7|270=2|", 268),
            (Entries{"270=1.5 269=0 ", "270=1.6 269=1 ", "269=7 270=2 "}));
  EXPECT_EQ(entries_of("35=W|268=1|269=0|270=1|55=EUR/USD|269=1|270=2|", 268),
            (Entries{"269=0 270=1 55=EUR/USD "}));
  EXPECT_EQ(entries_of("35=W|268=9|269=0|", 268), (Entries{"269=0 "}));
  EXPECT_EQ(entries_of("35=W|268=0|269=0|", 268), Entries{});
  EXPECT_EQ(entries_of("35=W|268=x|269=0|", 268), Entries{});
  EXPECT_EQ(entries_of("35=W|269=0|", 268), Entries{});
}

TEST(MessageReader, BytesOfAnyKindNeverMakeAMessageOfTheirOwn) {
  fake::SeededRandom random(7);
  MessageReader reader(4096);
  std::uint64_t fed = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = with_soh(kSamples[random.below(4)]);
    if (random.one_in(2))
      bytes = bytes.substr(random.below(bytes.size()), random.below(bytes.size()));
    fed += bytes.size();
    reader.feed(bytes);
    while (const Message* message = reader.next()) {
      fed -= framed(with_soh(text_of(*message))).size();
    }
    ASSERT_EQ(fed, reader.odd().bytes_skipped + reader.bytes_held()) << round;
    ASSERT_LE(reader.bytes_held(), 5'000U);
  }
}

}  // namespace
}  // namespace wick::feed::fix::message_reader_test
