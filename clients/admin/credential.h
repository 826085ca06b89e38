// The key that calls carry, and where it was taken from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::admin {

// A key. Without a secret, calls are anonymous.
struct Credential {
  std::string secret;
  // For messages. Example: "--token", "LECTERN_TOKEN", "var/lectern/admin.key"; empty without a secret.
  std::string origin;
};

// What the command line and the environment say about the key.
struct CredentialSources {
  // --token.
  std::optional<std::string> token;
  // LECTERN_TOKEN.
  std::optional<std::string> environment;
  // --token-file.
  std::optional<std::string> file;
  // Where the admin key of a server's default data directory may lie, the likeliest first.
  std::vector<std::filesystem::path> default_files;
};

// The first of: --token, --token-file, LECTERN_TOKEN, the first default file that exists; else none. A default file
// that cannot be read (it is its owner's alone) counts as none.
// INVALID_ARGUMENT: a named file cannot be read, or what it or the option holds cannot be a key.
absl::StatusOr<Credential> FindCredential(const CredentialSources& sources);

// admin.key in var/lectern below the current directory, then below the checkout that the running program was built in.
std::vector<std::filesystem::path> DefaultKeyFiles();

}  // namespace lectern::admin
