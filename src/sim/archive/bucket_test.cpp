#include "sim/archive/bucket.hpp"

#include <gtest/gtest.h>

namespace wick::sim::bucket_test {
namespace {

std::optional<BucketRequest> parse(std::string_view target) {
  return parse_bucket_request(parse_target(target));
}

TEST(BucketRequest, ReadsBothDialects) {
  const auto v1 = parse("/b?delimiter=/&prefix=data%2Fspot/&marker=data/x&max-keys=7");
  ASSERT_TRUE(v1.has_value());
  EXPECT_EQ(v1->version, 1);
  EXPECT_EQ(v1->query.prefix, "data/spot/");
  EXPECT_EQ(v1->query.after, "data/x");
  EXPECT_TRUE(v1->query.by_folder);
  EXPECT_EQ(v1->query.max, 7U);

  const auto v2 = parse("/b?list-type=2&start-after=data/y&marker=ignored");
  ASSERT_TRUE(v2.has_value());
  EXPECT_EQ(v2->version, 2);
  EXPECT_EQ(v2->query.after, "data/y");
  EXPECT_FALSE(v2->query.by_folder);
  EXPECT_EQ(v2->query.max, 1000U);
}

TEST(BucketRequest, RefusesWhatIsInvalid) {
  for (const char* target :
       {"/b?delimiter=x", "/b?max-keys=", "/b?max-keys=-1", "/b?max-keys=1x",
        "/b?max-keys=99999999999", "/b?list-type=2&continuation-token=",
        "/b?list-type=2&continuation-token=1f", "/b?list-type=2&continuation-token=1xy"}) {
    EXPECT_FALSE(parse(target).has_value()) << target;
  }
  EXPECT_EQ(parse("/b?max-keys=100000")->query.max, kPageMax);
}

ListPage page_of_one() {
  ListPage page;
  page.keys.push_back({"data/a.zip", {}, false});
  page.folders = {"data/b/"};
  page.truncated = true;
  page.last = "data/b/";
  return page;
}

const std::vector<KeyFacts> kFacts{{"\"e1\"", 1'735'795'353 * kSecond, 42}};

TEST(BucketXml, OfVersion1) {
  const auto request = parse("/b?delimiter=/&prefix=data/&max-keys=2");
  EXPECT_EQ(bucket_xml(*request, page_of_one(), kFacts),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            "<Name>data.binance.vision</Name><Prefix>data/</Prefix><Marker/>"
            "<NextMarker>data/b/</NextMarker><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter>"
            "<IsTruncated>true</IsTruncated><Contents><Key>data/a.zip</Key>"
            "<LastModified>2025-01-02T05:22:33.000Z</LastModified><ETag>&quot;e1&quot;</ETag>"
            "<Size>42</Size><StorageClass>STANDARD</StorageClass></Contents>"
            "<CommonPrefixes><Prefix>data/b/</Prefix></CommonPrefixes></ListBucketResult>");
  const std::string flat = bucket_xml(*parse("/b?marker=m"), page_of_one(), kFacts);
  EXPECT_NE(flat.find("<Prefix/><Marker>m</Marker><MaxKeys>1000</MaxKeys><IsTruncated>true<"),
            std::string::npos);
  EXPECT_EQ(flat.find("NextMarker"), std::string::npos);
}

TEST(BucketXml, OfVersion2HandsOutATokenThatLeadsOn) {
  const std::string xml =
      bucket_xml(*parse("/b?list-type=2&start-after=data/%26"), page_of_one(), kFacts);
  EXPECT_NE(xml.find("<Prefix/><StartAfter>data/&amp;</StartAfter><NextContinuationToken>"),
            std::string::npos);
  EXPECT_NE(xml.find("</NextContinuationToken><KeyCount>2</KeyCount>"), std::string::npos);
  const std::string open = "<NextContinuationToken>";
  const std::size_t begin = xml.find(open) + open.size();
  const std::string token = xml.substr(begin, xml.find('<', begin) - begin);
  const auto next = parse("/b?list-type=2&start-after=zzz&continuation-token=" + token);
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->query.after, "data/b/");
  EXPECT_NE(bucket_xml(*next, {}, {}).find("<ContinuationToken>" + token + "</Cont"),
            std::string::npos);
}

}  // namespace
}  // namespace wick::sim::bucket_test
