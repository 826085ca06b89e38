#include "clients/admin/legacy/source_key.h"

#include <openssl/evp.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {

std::string NormaliseForKey(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error) != 0 || nfkc == nullptr) return AsciiLower(Collapse(text));
  const icu::UnicodeString in =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string out;
  nfkc->normalize(in, error).toUTF8String(out);
  return Collapse(out);
}

std::string KeyOf(const std::vector<std::string>& parts) {
  std::string bytes;
  for (const std::string& part : parts) bytes += std::to_string(part.size()) + ":" + part + ";";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest = {};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string key;
  for (size_t i = 0; i < 16; ++i) {
    key.push_back(kHex[digest[i] >> 4]);
    key.push_back(kHex[digest[i] & 15]);
  }
  return key;
}

std::string EntrySourceKey(const v1::Entry& entry, size_t ordinal) {
  std::vector<std::string> parts = {"entry", entry.country(), entry.topic(), std::to_string(entry.title_lines_size())};
  for (const std::string& line : entry.title_lines()) parts.push_back(NormaliseForKey(line));
  parts.push_back(entry.raw_byline());
  parts.push_back(std::to_string(ordinal));
  return KeyOf(parts);
}

std::string LectureEntryKey(const v1::Entry& entry, size_t ordinal) {
  return KeyOf(
      {"lecture-entry", entry.themes_size() > 0 ? entry.themes(0) : std::string(), EntrySourceKey(entry, ordinal)});
}

std::string RankOf(size_t index) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string rank = "0000V";
  for (size_t value = index + 1, at = 4; at-- > 0; value /= 62) rank[at] = kDigits[value % 62];
  return rank;
}

}  // namespace lectern::legacy
