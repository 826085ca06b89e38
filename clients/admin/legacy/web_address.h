#pragma once
// Addresses as links hold them.

#include <string>
#include <string_view>

namespace lectern::legacy {

// The http or https address that `href` is, fit for a field: scheme in lower case, characters that no address holds
// escaped. Empty where it is relative, of another scheme, without a host, or longer than 2,048 bytes.
std::string WebAddress(std::string_view href);

// The address inside one of the web archive ("http://web.archive.org/web/20120102030405/http://www.example.org/"), as
// WebAddress gives it; empty where `address` is no such one.
std::string ArchivedAddress(std::string_view address);

// True where both lead to the same place for all that can be told: scheme, a final slash and the letter case of the
// host aside.
bool SameAddress(std::string_view a, std::string_view b);

}  // namespace lectern::legacy
