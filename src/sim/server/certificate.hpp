// A throw-away authority and the one certificate it ever signs: for localhost, 127.0.0.1 and ::1.
//
// The authority's key is never stored. Trust ca.pem and the simulator's TLS ports are trusted, and
// nothing else is.
#pragma once

#include <string>

#include "base/result.hpp"

namespace wick::sim {

struct Certificate {
  std::string authority;  // all three are PEM
  std::string chain;      // the server's, and the authority's behind it
  std::string key;
};

[[nodiscard]] base::Result<Certificate> make_certificate();

// ca.pem and server.pem for everyone, server.key for the owner alone; the folder is created.
[[nodiscard]] base::Result<void> write_certificate(const Certificate& certificate,
                                                   const std::string& folder);

}  // namespace wick::sim
