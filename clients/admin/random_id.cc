#include "clients/admin/random_id.h"

#include <random>

namespace lectern::admin {

std::string RandomHex(size_t digits) {
  constexpr char kDigits[] = "0123456789abcdef";
  static std::random_device device;
  std::uniform_int_distribution<size_t> digit(0, 15);
  std::string hex(digits, '0');
  for (char& c : hex) c = kDigits[digit(device)];
  return hex;
}

std::string RandomUuid() {
  std::string hex = RandomHex(32);
  hex[12] = '4';                                                        // version: random
  hex[16] = "89ab"[std::string("0123456789abcdef").find(hex[16]) % 4];  // variant of RFC 4122
  for (const size_t dash : {8, 13, 18, 23}) hex.insert(dash, 1, '-');
  return hex;
}

}  // namespace lectern::admin
