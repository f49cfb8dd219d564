#include "base/shown_url.hpp"

#include <gtest/gtest.h>

namespace wick::base::shown_url_test {
namespace {

TEST(ShownUrl, HasNoLoginAndNoQuery) {
  EXPECT_EQ(shown_url("https://api.binance.com"), "https://api.binance.com");
  EXPECT_EQ(shown_url("http://me:pass@proxy:3128/x?key=1"), "http://***@proxy:3128/x");
  EXPECT_EQ(shown_url("me:p@ss@proxy:3128"), "***@proxy:3128");
  EXPECT_EQ(shown_url("https://host/path@v2?token=secret"), "https://host/path@v2");
  EXPECT_EQ(shown_url("https://me:pass@host?token=a@b"), "https://***@host");
}

TEST(ShownUrl, OfAListEveryLoginIsHidden) {
  EXPECT_EQ(urls_without_logins("https://a:80/x@y,https://u:pw@b, v:pw@c:1"),
            "https://a:80/x@y,https://***@b, ***@c:1");
  EXPECT_EQ(urls_without_logins(""), "");
  EXPECT_EQ(urls_without_logins("https://h/x?a=1"), "https://h/x?a=1");
}

TEST(ShownUrl, SignsInsideOfAPasswordHideNothingLess) {
  EXPECT_EQ(urls_without_logins("fix://u:p/w@h:1"), "fix://***@h:1");
  EXPECT_EQ(urls_without_logins("fix://u:p,w@h:1"), "fix://***@h:1");
  EXPECT_EQ(urls_without_logins("fix://u:p@w@h:1"), "fix://***@h:1");
  EXPECT_EQ(urls_without_logins("fix://[::1]:5001"), "fix://[::1]:5001");
}

TEST(ShownUrl, InAnyTextOnlyAddressesAreLookedAt) {
  EXPECT_EQ(text_without_logins("node b.js --mail a@b --at http://u:pw@h:1/ x"),
            "node b.js --mail a@b --at http://***@h:1/ x");
  EXPECT_EQ(text_without_logins("XAU/USD=metals"), "XAU/USD=metals");
}

}  // namespace
}  // namespace wick::base::shown_url_test
