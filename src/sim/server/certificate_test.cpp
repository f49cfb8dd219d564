#include "sim/server/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace wick::sim::certificate_test {
namespace {

namespace fs = std::filesystem;

using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

X509Ptr read_pem(const std::string& pem) {
  BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509Ptr certificate(PEM_read_bio_X509(memory, nullptr, nullptr, nullptr), X509_free);
  BIO_free(memory);
  return certificate;
}

TEST(Certificate, IsForThisMachineAndSignedByItsAuthority) {
  const auto made = make_certificate();
  ASSERT_TRUE(made);
  const auto authority = read_pem(made->authority);
  const auto server = read_pem(made->chain);
  ASSERT_TRUE(authority && server);
  EXPECT_EQ(X509_check_issued(authority.get(), server.get()), X509_V_OK);
  EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(authority.get())), 1);
  EXPECT_EQ(X509_check_host(server.get(), "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_host(server.get(), "example.com", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ca(authority.get()), 1);
  EXPECT_EQ(X509_check_ca(server.get()), 0);
}

TEST(Certificate, EveryOneIsNew) {
  const auto one = make_certificate();
  const auto other = make_certificate();
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->authority, other->authority);
  EXPECT_NE(one->key, other->key);
}

TEST(Certificate, FilesAreReadableByWhomTheyShould) {
  const fs::path folder = fs::path(testing::TempDir()) / "certificate_test" / "deep";
  fs::remove_all(folder);
  const auto made = make_certificate();
  ASSERT_TRUE(made);
  ASSERT_TRUE(write_certificate(*made, folder.string()));
  ASSERT_TRUE(write_certificate(*made, folder.string())) << "over the old ones";

  const auto mode = [&](const char* file) {
    return static_cast<int>(fs::status(folder / file).permissions());
  };
  EXPECT_EQ(mode("ca.pem"), 0644);
  EXPECT_EQ(mode("server.pem"), 0644);
  EXPECT_EQ(mode("server.key"), 0600);
  std::ifstream file(folder / "ca.pem");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), made->authority);
  fs::remove_all(folder.parent_path());
}

TEST(Certificate, SaysWhereItCannotWrite) {
  const auto made = make_certificate();
  ASSERT_TRUE(made);
  const auto written = write_certificate(*made, "/dev/null/nowhere");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().what.find("/dev/null/nowhere"), std::string::npos);
}

}  // namespace
}  // namespace wick::sim::certificate_test
