#include "clients/admin/server_address.h"

#include <charconv>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr int kHighestPort = 65535;

bool IsPort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= kHighestPort;
}

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool IsBracketed(std::string_view host) { return host.size() > 2 && host.front() == '[' && host.back() == ']'; }

bool IsHost(std::string_view host) {
  if (IsBracketed(host)) return host.find_first_not_of("0123456789abcdefABCDEF:.%", 1) == host.size() - 1;
  for (const char c : host)
    if (!IsHostCharacter(c)) return false;
  return !host.empty();
}

}  // namespace

std::string CheckServerAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || !IsPort(std::string_view(address).substr(colon + 1)) ||
      !IsHost(std::string_view(address).substr(0, colon)))
    return fmt::format("'{}' is no ADDR:PORT, such as {} or [::1]:50051", address, kDefaultServer);
  return "";
}

bool IsLoopback(std::string_view address) {
  const std::string_view host = address.substr(0, address.rfind(':'));
  if (host == "localhost" || host == "[::1]") return true;
  // A name such as 127.example.org is not an address of this machine: digits and dots alone are.
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace lectern::admin
