#include "io/tls_trust.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <utility>

#include "base/check.hpp"
#include "io/connection.hpp"

namespace wick::io {
namespace {

namespace ssl = boost::asio::ssl;

}  // namespace

base::Result<ssl::context*> TlsTrust::context() {
  if (context_) return &*context_;
  ssl::context made(ssl::context::tls_client);
  WICK_CHECK(SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION) == 1);
  error_code error;
  made.set_verify_mode(ssl::verify_peer, error);
  WICK_CHECK(!error);
  if (ca_file_.empty()) {
    made.set_default_verify_paths(error);
  } else {
    made.load_verify_file(ca_file_, error);
  }
  if (error) {
    return base::Error{base::ErrorKind::kUnauthorized,
                       "reading the authorities of " +
                           (ca_file_.empty() ? "the system" : ca_file_ + " (WICK_CA_FILE)") + ": " +
                           error.message()};
  }
  context_.emplace(std::move(made));
  return &*context_;
}

void expect_peer(SSL* tls, const std::string& host) {
  error_code not_address;
  const auto address = boost::asio::ip::make_address(host, not_address);
  if (not_address) {
    WICK_CHECK(SSL_set1_host(tls, host.c_str()) == 1);
    WICK_CHECK(SSL_set_tlsext_host_name(tls, host.c_str()) == 1);  // NOLINT: OpenSSL's cast
  } else {
    const std::string text = address.to_string();
    WICK_CHECK(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), text.c_str()) == 1);
  }
}

base::Error tls_failure(const std::string& place, SSL* tls, const error_code& error) {
  const long verdict = SSL_get_verify_result(tls);
  if (verdict == X509_V_OK) {
    return {base::ErrorKind::kUnavailable, place + ": no agreement on TLS: " + error.message()};
  }
  return {base::ErrorKind::kUnauthorized,
          place + ": the certificate is not believed: " + X509_verify_cert_error_string(verdict) +
              "; a private authority is named by WICK_CA_FILE"};
}

}  // namespace wick::io
