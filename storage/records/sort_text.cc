#include "storage/records/sort_text.h"

#include <algorithm>
#include <cstdint>

#include "unicode/normalizer2.h"
#include "unicode/unistr.h"

namespace lectern::storage {
namespace {

constexpr size_t kMaxBytes = 256;

}  // namespace

std::string SortText(std::string_view text) {
  // Of ASCII, letters alone are folded: most texts need no Unicode.
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; })) {
    std::string lower(text.substr(0, kMaxBytes));
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return std::string(text.substr(0, kMaxBytes));
  const icu::UnicodeString source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string folded;
  fold->normalize(source, error).toUTF8String(folded);
  if (folded.size() > kMaxBytes) {
    size_t end = kMaxBytes;
    while (end > 0 && (static_cast<uint8_t>(folded[end]) & 0xc0) == 0x80) --end;
    folded.resize(end);
  }
  return folded;
}

}  // namespace lectern::storage
