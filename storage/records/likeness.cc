#include "storage/records/likeness.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_format.h"
#include "storage/records/stable_hash.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace lectern::storage {

std::string LettersAndDigits(const std::string& text) {
  // Of ASCII, letters alone are folded: most texts need no Unicode.
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; })) {
    std::string plain;
    plain.reserve(text.size());
    for (const char c : text) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain.push_back(c);
      if (c >= 'A' && c <= 'Z') plain.push_back(static_cast<char>(c - 'A' + 'a'));
    }
    return plain;
  }
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(code);
  const icu::UnicodeString folded = fold->normalize(icu::UnicodeString::fromUTF8(text), code);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    if (const UChar32 c = folded.char32At(i); u_isalnum(c)) kept.append(c);
  std::string bytes;
  return kept.toUTF8String(bytes);
}

std::string LikenessKey(const v1::Entry& entry) {
  std::string title;
  for (const std::string& line : entry.title_lines()) title.append(line).append(" ");
  const std::string letters = LettersAndDigits(title);
  return letters.empty() ? "" : absl::StrFormat("%016x", StableHash(letters));
}

}  // namespace lectern::storage
