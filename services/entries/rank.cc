#include "services/entries/rank.h"

namespace lectern::entries {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
// Steps are taken in the fourth digit: 14 million entries fit on a page before ranks grow longer.
constexpr size_t kWidth = 4;

}  // namespace

std::string RankAfter(std::string_view last) {
  std::string head(last.substr(0, kWidth));
  head.resize(kWidth, kDigits.front());
  for (size_t i = kWidth; i-- > 0;) {
    const size_t digit = kDigits.find(head[i]);
    if (digit != std::string_view::npos && digit + 1 < kDigits.size()) {
      head[i] = kDigits[digit + 1];
      // The middle digit behind it leaves as much room before as after.
      return head + kDigits[kDigits.size() / 2];
    }
    head[i] = kDigits.front();
  }
  std::string longer(last);
  for (size_t i = longer.size(); i-- > kWidth;) {
    const size_t digit = kDigits.find(longer[i]);
    if (digit == std::string_view::npos || digit + 1 >= kDigits.size()) continue;
    longer[i] = kDigits[digit + 1];
    longer.resize(i + 1);
    return longer;
  }
  return longer + kDigits[kDigits.size() / 2];
}

}  // namespace lectern::entries
