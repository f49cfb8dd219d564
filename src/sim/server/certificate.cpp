#include "sim/server/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>

namespace wick::sim {
namespace {

namespace fs = std::filesystem;

constexpr long kDaySeconds = 24L * 60 * 60;
constexpr long kValidDays = 825;  // some clients refuse certificates that live longer

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

struct Pair {
  Key key;
  X509Ptr certificate;
};

struct Purpose {
  const char* name{};
  const char* constraints{};
  const char* usage{};
  const char* names{};  // subjectAltName
};
constexpr Purpose kAuthority{"Candlewick simulator authority", "critical,CA:TRUE,pathlen:0",
                             "critical,keyCertSign,cRLSign", nullptr};
constexpr Purpose kServer{"localhost", "critical,CA:FALSE", "critical,digitalSignature",
                          "DNS:localhost,IP:127.0.0.1,IP:::1"};

bool extend(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool number(X509* certificate) {
  std::uint64_t serial{};
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U | 1U) == 1;
}

bool describe(X509* certificate, X509* issuer, const Purpose& purpose) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>(purpose.name);
  return X509_set_version(certificate, 2) == 1 && number(certificate) &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -kDaySeconds) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), kValidDays * kDaySeconds) != nullptr &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
         extend(certificate, issuer, NID_basic_constraints, purpose.constraints) &&
         extend(certificate, issuer, NID_key_usage, purpose.usage) &&
         extend(certificate, issuer, NID_subject_key_identifier, "hash") &&
         extend(certificate, issuer, NID_authority_key_identifier, "keyid:always") &&
         (purpose.names == nullptr ||
          (extend(certificate, issuer, NID_subject_alt_name, purpose.names) &&
           extend(certificate, issuer, NID_ext_key_usage, "serverAuth")));
}

// Signed by the issuer, or by itself where there is none.
Pair make_pair_of(const Purpose& purpose, const Pair* issuer) {
  Pair pair{Key(EVP_EC_gen("P-256")), X509Ptr(X509_new())};
  if (!pair.key || !pair.certificate) return {};
  const Pair& signer = issuer == nullptr ? pair : *issuer;
  const bool good = X509_set_pubkey(pair.certificate.get(), pair.key.get()) == 1 &&
                    describe(pair.certificate.get(), signer.certificate.get(), purpose) &&
                    X509_sign(pair.certificate.get(), signer.key.get(), EVP_sha256()) > 0;
  if (!good) return {};
  return pair;
}

std::string text_of(const Bio& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Bio memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  return text_of(memory);
}

std::string pem_of(EVP_PKEY* key) {
  const Bio memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(memory);
}

base::Result<void> write_file(const fs::path& path, const std::string& text, fs::perms mode) {
  // The mode comes before the secret: nobody may read the key while it is being written.
  std::error_code ignored;
  fs::remove(path, ignored);
  std::ofstream file(path, std::ios::binary);
  std::error_code error;
  fs::permissions(path, mode, error);
  if (!error) file << text << std::flush;
  if (error || !file) {
    return base::Error{base::ErrorKind::kUnavailable, "cannot write " + path.string()};
  }
  return {};
}

}  // namespace

base::Result<Certificate> make_certificate() {
  const Pair authority = make_pair_of(kAuthority, nullptr);
  const Pair server = authority.key ? make_pair_of(kServer, &authority) : Pair{};
  if (!server.key) {
    const unsigned long code = ERR_get_error();
    return base::Error{base::ErrorKind::kUnavailable,
                       std::string("making a certificate: ") + ERR_error_string(code, nullptr)};
  }
  Certificate made;
  made.authority = pem_of(authority.certificate.get());
  made.chain = pem_of(server.certificate.get()) + made.authority;
  made.key = pem_of(server.key.get());
  return made;
}

base::Result<void> write_certificate(const Certificate& certificate, const std::string& folder) {
  using fs::perms;
  constexpr perms kOwner = perms::owner_read | perms::owner_write;
  constexpr perms kEveryone = kOwner | perms::group_read | perms::others_read;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return base::Error{base::ErrorKind::kUnavailable, folder + ": " + error.message()};
  }
  const fs::path home(folder);
  auto written = write_file(home / "ca.pem", certificate.authority, kEveryone);
  if (written) written = write_file(home / "server.pem", certificate.chain, kEveryone);
  if (written) written = write_file(home / "server.key", certificate.key, kOwner);
  return written;
}

}  // namespace wick::sim
