#include "storage/records/sort_text.h"

#include "unicode/normalizer2.h"
#include "unicode/unistr.h"

namespace lectern::storage {
namespace {

constexpr size_t kMaxBytes = 256;

}  // namespace

std::string SortText(std::string_view text) {
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
