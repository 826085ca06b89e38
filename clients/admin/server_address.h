// The address of a server as people give it.
#pragma once

#include <string>
#include <string_view>

namespace lectern::admin {

// Where a server listens unless told otherwise.
inline constexpr std::string_view kDefaultServer = "127.0.0.1:50051";

// "" where `address` is ADDR:PORT (a name, an IPv4 address, or an IPv6 address in brackets); otherwise what is wrong.
std::string CheckServerAddress(const std::string& address);

// True for "localhost", 127.0.0.0/8 and [::1]: what is sent there does not leave this machine.
bool IsLoopback(std::string_view address);

}  // namespace lectern::admin
