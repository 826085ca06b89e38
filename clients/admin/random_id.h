// Random names.
#pragma once

#include <string>

namespace lectern::admin {

// `digits` random lower-case hexadecimal digits.
std::string RandomHex(size_t digits);

// A random UUID (version 4). Example: "0b6f9a5e-6a0c-4c1e-9b1f-3f6a2f0c9d11".
std::string RandomUuid();

}  // namespace lectern::admin
