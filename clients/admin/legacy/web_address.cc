#include "clients/admin/legacy/web_address.h"

#include <algorithm>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongest = 2048;

// Bytes of the scheme with its slashes, 0 where `text` begins with neither http:// nor https://.
size_t SchemeSize(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (MatchPhrase(text, 0, scheme) != npos) return scheme.size();
  }
  return 0;
}

std::string Bare(std::string_view address) {
  address.remove_prefix(SchemeSize(address));
  while (address.ends_with("/")) address.remove_suffix(1);
  const size_t host = std::min(address.find_first_of("/?#"), address.size());
  return AsciiLower(address.substr(0, host)) + std::string(address.substr(host));
}

}  // namespace

std::string WebAddress(std::string_view href) {
  href = Trim(href);
  const size_t scheme = SchemeSize(href);
  if (scheme == 0 || href.size() > kLongest || scheme == href.size() || href[scheme] == '/') return {};
  std::string address = AsciiLower(href.substr(0, scheme));
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : href.substr(scheme)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != 0x7F && c != '"' && c != '<' && c != '>' && c != '\\') {
      address.push_back(c);
    } else {
      address += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return address.size() > kLongest ? std::string() : address;
}

std::string ArchivedAddress(std::string_view address) {
  const size_t scheme = SchemeSize(address);
  const size_t path = MatchPhrase(address, scheme, "web.archive.org/web/");
  if (scheme == 0 || path == npos) return {};
  size_t pos = path;
  while (pos < address.size() && IsDigit(address[pos])) ++pos;
  if (pos == path) return {};
  const size_t slash = address.find('/', pos);
  // Letters behind the date say how the archive shows the page: "id_".
  return slash == npos || slash - pos > 4 ? std::string() : WebAddress(address.substr(slash + 1));
}

bool SameAddress(std::string_view a, std::string_view b) { return Bare(a) == Bare(b); }

}  // namespace lectern::legacy
