#include "venue/binance/s3_listing.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::venue::binance::s3_listing_test {
namespace {

const std::string kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
const std::string kFolder = "data/spot/daily/klines/BTCUSDT/1d/";

std::string page(const std::string& inside) {
  return kHead + inside + "</ListBucketResult>";
}
std::string contents(const std::string& key) {
  return "<Contents><Key>" + key +
         "</Key><LastModified>2025-01-02T05:12:33.000Z</LastModified><ETag>&quot;d41d&quot;</ETag>"
         "<Size>1234</Size><StorageClass>STANDARD</StorageClass></Contents>";
}
std::string truncated(bool truncated) {
  return std::string("<IsTruncated>") + (truncated ? "true" : "false") + "</IsTruncated>";
}

base::Error error(const std::string& text) {
  const auto listing = parse_listing(text);
  if (listing) return {base::ErrorKind::kInvalid, "it was accepted"};
  return listing.error();
}
void expect_corrupt(const std::string& text, const std::string& words) {
  const base::Error wrong = error(text);
  EXPECT_EQ(wrong.kind, base::ErrorKind::kCorrupt) << text.substr(0, 300);
  EXPECT_NE(wrong.what.find(words), std::string::npos) << wrong.what;
}

TEST(S3Listing, ReadsAPageOfAFolder) {
  const std::string key = kFolder + "BTCUSDT-1d-2017-08-17.zip";
  const auto listing = parse_listing(
      page("<Name>data.binance.vision</Name><Prefix>" + kFolder + "</Prefix><Marker/><NextMarker>" +
           key + ".CHECKSUM</NextMarker><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter>" +
           truncated(true) + contents(key) + contents(key + ".CHECKSUM")));
  ASSERT_TRUE(listing) << listing.error().what;
  EXPECT_EQ(listing->keys, (std::vector<std::string>{key, key + ".CHECKSUM"}));
  EXPECT_TRUE(listing->folders.empty());
  EXPECT_TRUE(listing->truncated);
  EXPECT_EQ(listing->next_marker, key + ".CHECKSUM");
}

TEST(S3Listing, ReadsFoldersAndUnknownElements) {
  const auto listing =
      parse_listing(page("<New><Deep>er</Deep></New>" + truncated(false) +
                         "<CommonPrefixes><Prefix>a/1d/</Prefix></CommonPrefixes><!-- a remark -->"
                         "<CommonPrefixes><Prefix>a/1h/</Prefix></CommonPrefixes>\n"));
  ASSERT_TRUE(listing) << listing.error().what;
  EXPECT_EQ(listing->folders, (std::vector<std::string>{"a/1d/", "a/1h/"}));
  EXPECT_TRUE(listing->keys.empty());
  EXPECT_FALSE(listing->truncated);
  EXPECT_EQ(listing->next_marker, "");
}

TEST(S3Listing, AnEmptyPageIsAPage) {
  const auto listing = parse_listing(page("<Prefix>none/</Prefix>" + truncated(false)));
  ASSERT_TRUE(listing);
  EXPECT_TRUE(listing->keys.empty() && listing->folders.empty());
}

TEST(S3Listing, WithoutADelimiterTheLastKeyIsTheNextMarker) {
  const auto listing = parse_listing(page(truncated(true) + contents("a") + contents("b")));
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->next_marker, "b");
}

TEST(S3Listing, MarkersOfTheLastPageMeanNothing) {
  const auto listing = parse_listing(page("<NextMarker>x</NextMarker>" + truncated(false)));
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->next_marker, "");
}

TEST(S3Listing, PlainEntitiesAreRead) {
  const auto listing =
      parse_listing(page(truncated(false) + contents("a&amp;b&lt;&gt;&quot;&apos;")));
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->keys.front(), "a&b<>\"'");
}

TEST(S3Listing, AnErrorDocumentIsAnErrorInItsOwnWords) {
  const auto refused = [](const std::string& code, const std::string& message) {
    return error("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message +
                 "</Message><RequestId>1</RequestId></Error>");
  };
  const base::Error denied = refused("AccessDenied", "Access Denied");
  EXPECT_EQ(denied.kind, base::ErrorKind::kUnauthorized);
  EXPECT_EQ(denied.what, "the listing is refused: AccessDenied: Access Denied");
  EXPECT_EQ(refused("NoSuchBucket", "").kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(refused("SlowDown", "Please").kind, base::ErrorKind::kUnavailable);
  EXPECT_EQ(refused("SlowDown", "\x1b[31m\xff").what, "the listing is refused: SlowDown:  [31m ");
  EXPECT_LT(refused(std::string(5000, 'a'), std::string(5000, 'b')).what.size(), 400U);
}

TEST(S3Listing, WhatIsNoListingIsRefused) {
  for (const std::string& text :
       {std::string(), std::string(" "), std::string("hello"), std::string("{\"a\":1}"),
        std::string("<html><body>x</body></html>"), page(truncated(false)) + "tail",
        page(truncated(false)) + "<a/>", "head" + page(truncated(false)),
        page(truncated(false)) + page(truncated(false)),
        std::string("<Other>") + truncated(false) + "</Other>"}) {
    EXPECT_EQ(error(text).kind, base::ErrorKind::kCorrupt) << text;
  }
}

TEST(S3Listing, EveryCutPageIsRefused) {
  const std::string whole = page(truncated(false) + contents("a.zip"));
  ASSERT_TRUE(parse_listing(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(error(whole.substr(0, size)).kind, base::ErrorKind::kCorrupt) << size;
  }
}

TEST(S3Listing, MissingPartsAreRefused) {
  expect_corrupt(page(contents("a")), "does not say whether");
  expect_corrupt(page("<IsTruncated>maybe</IsTruncated>"), "does not say whether");
  expect_corrupt(page("<IsTruncated/>"), "does not say whether");
  expect_corrupt(page(truncated(false) + truncated(true)), "does not say whether");
  expect_corrupt(page(truncated(true)), "does not say where");
  expect_corrupt(page(truncated(false) + "<Contents><Size>1</Size></Contents>"), "without a Key");
  expect_corrupt(page(truncated(false) + "<Contents><Key/></Contents>"), "without a Key");
  expect_corrupt(page(truncated(false) + "<Contents><Key><b>a</b></Key></Contents>"),
                 "without a Key");
  expect_corrupt(page(truncated(false) + "<Contents><Key>a</Key><Key>b</Key></Contents>"),
                 "without a Key");
  expect_corrupt(page(truncated(false) + "<CommonPrefixes/>"), "without a Prefix");
}

TEST(S3Listing, EntitiesAndDocumentTypesAreRefused) {
  const std::string bomb = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]>";
  expect_corrupt(bomb + page(truncated(false) + contents("&b;")), "entities");
  expect_corrupt("<!DOCTYPE html>" + page(truncated(false)), "ListBucketResult");
  expect_corrupt("<!DOCTYPE l SYSTEM \"file:///etc/passwd\">" + page(truncated(false)),
                 "ListBucketResult");
  expect_corrupt(page(truncated(false) + contents("a&#0;b")), "entities");
  expect_corrupt(page(truncated(false) + contents("a&x;b")), "entities");
  expect_corrupt(page(truncated(false) + contents("a & b")), "entities");
}

TEST(S3Listing, NamesThatCannotBePrintedAreRefused) {
  expect_corrupt(page(truncated(false) + contents("a\x1b[2J")), "printed");
  expect_corrupt(page(truncated(false) + contents("caf\xc3\xa9")), "printed");
  expect_corrupt(page("<NextMarker>a\nb</NextMarker>" + truncated(true)), "printed");
  expect_corrupt(page(truncated(false) + contents(std::string("a\0b", 3))), "zero byte");
}

TEST(S3Listing, FoldersMayHaveNamesOutsideOfAscii) {
  const auto folder = [](const std::string& name) {
    return "<CommonPrefixes><Prefix>" + name + "</Prefix></CommonPrefixes>";
  };
  const std::string coin = "\xe5\xb8\x81USDT/";
  const auto read = parse_listing(page("<NextMarker>" + coin + "</NextMarker>" + truncated(true) +
                                       folder("A/") + folder(coin)));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->folders, (std::vector<std::string>{"A/", coin}));
  EXPECT_EQ(read->next_marker, coin);
  expect_corrupt(page(truncated(false) + folder("a\x1b[2J/")), "printed");
  expect_corrupt(page(truncated(false) + folder("a\x7f/")), "printed");
}

TEST(S3Listing, APageHasAThousandEntriesAtMost) {
  const auto many = [](int keys, int folders) {
    std::string inside = truncated(false);
    for (int i = 0; i < keys; ++i) inside += contents("k" + std::to_string(i));
    for (int i = 0; i < folders; ++i) {
      inside += "<CommonPrefixes><Prefix>f" + std::to_string(i) + "/</Prefix></CommonPrefixes>";
    }
    return page(inside);
  };
  const auto full = parse_listing(many(600, 400));
  ASSERT_TRUE(full);
  EXPECT_EQ(full->keys.size() + full->folders.size(), 1000U);
  expect_corrupt(many(1001, 0), "more entries");
  expect_corrupt(many(600, 401), "more entries");
}

TEST(S3Listing, DepthIsLimited) {
  const auto nested = [](std::size_t depth) {
    std::string text = truncated(false);
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return page(text);
  };
  EXPECT_TRUE(parse_listing(nested(5)));
  expect_corrupt(nested(20), "too deeply");
  expect_corrupt(nested(200'000), "too deeply");
  std::string open = kHead;
  for (int i = 0; i < 200'000; ++i) open += "<a>";
  expect_corrupt(open, "not XML");
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// What a simple writer wrote is read back, whatever the names and the order of the elements.
TEST(S3Listing, ReadsWhatWasWritten) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto name = [&] {
      std::string text(1, static_cast<char>('a' + random() % 26));
      for (auto left = random() % 30; left > 0; --left) {
        text += static_cast<char>('!' + random() % ('~' - '!' + 1));
      }
      return text;
    };
    Listing wrote;
    std::string inside;
    for (auto left = random() % 20; left > 0; --left) {
      if (random() % 3 > 0) {
        wrote.keys.push_back(name());
        inside += contents(escaped(wrote.keys.back()));
      } else {
        wrote.folders.push_back(name());
        inside += "<CommonPrefixes>\n <Prefix>" + escaped(wrote.folders.back()) +
                  "</Prefix></CommonPrefixes>\n";
      }
    }
    wrote.truncated = random() % 2 == 0;
    if (wrote.truncated) {
      wrote.next_marker = name();
      inside += "<NextMarker>" + escaped(wrote.next_marker) + "</NextMarker>";
    }
    const std::string flag = truncated(wrote.truncated);
    inside = random() % 2 == 0 ? flag + inside : inside + flag;
    const auto read = parse_listing(page(inside));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->keys, wrote.keys);
    EXPECT_EQ(read->folders, wrote.folders);
    EXPECT_EQ(read->truncated, wrote.truncated);
    EXPECT_EQ(read->next_marker, wrote.next_marker);
  }
}

}  // namespace
}  // namespace wick::venue::binance::s3_listing_test
