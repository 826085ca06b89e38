#include "storage/engine/ordered_bytes.h"

namespace lectern::storage {

void AppendOrdered(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size() + 2);
  for (size_t zero; (zero = text.find('\0')) != std::string_view::npos; text.remove_prefix(zero + 1))
    out.append(text.substr(0, zero)).append("\0\xff", 2);
  out.append(text);
  out.append("\0\x01", 2);
}

bool ConsumeOrdered(std::string_view& in, std::string& text) {
  text.clear();
  for (size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '\0') {
      text.push_back(in[i]);
      continue;
    }
    if (++i >= in.size()) return false;
    if (in[i] == '\x01') {
      in.remove_prefix(i + 1);
      return true;
    }
    if (in[i] != '\xff') return false;
    text.push_back('\0');
  }
  return false;
}

}  // namespace lectern::storage
