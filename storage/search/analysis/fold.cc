#include "storage/search/analysis/fold.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "storage/engine/text.h"
#include "storage/records/stable_hash.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"
#include "unicode/uscript.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

constexpr size_t kKeptBytes = 47;  // and "~" and 16 digits make kMaxFormBytes

const icu::Normalizer2& Normalizer(const icu::Normalizer2* (*instance)(UErrorCode&)) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = instance(error);
  if (U_FAILURE(error)) std::abort();  // ICU without its data
  return *normalizer;
}

icu::UnicodeString Normalized(const icu::Normalizer2& normalizer, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString result = normalizer.normalize(text, error);
  if (U_FAILURE(error)) std::abort();  // out of memory
  return result;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

bool IsApostrophe(UChar32 c) { return c == u'\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc; }

// A mark that only modifies its letter, in scripts where readers leave such marks out.
bool IsAccent(UChar32 c) {
  if (u_charType(c) != U_NON_SPACING_MARK || c == 0x3099 || c == 0x309a) return false;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_INHERITED || script == USCRIPT_ARABIC || script == USCRIPT_HEBREW ||
         script == USCRIPT_SYRIAC || script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

// Letters with a stroke and the like, which Unicode does not decompose; case folded ones are enough.
const char16_t* PlainLetters(UChar32 c) {
  switch (c) {
    case 0x00e6:
      return u"ae";  // æ
    case 0x00f0:
    case 0x0111:
      return u"d";  // ð đ
    case 0x00f8:
      return u"o";  // ø
    case 0x00fe:
      return u"th";  // þ
    case 0x0127:
      return u"h";  // ħ
    case 0x0131:
      return u"i";  // ı
    case 0x0142:
      return u"l";  // ł
    case 0x014b:
      return u"n";  // ŋ
    case 0x0153:
      return u"oe";  // œ
    case 0x0167:
      return u"t";  // ŧ
    default:
      return nullptr;
  }
}

bool IsLeftOut(UChar32 c) {
  return c == 0x0640 || c == 0x00b7 || c == 0x2027 || u_isUWhiteSpace(c);  // tatweel, dots inside a word
}

void AppendPlain(UChar32 c, icu::UnicodeString& plain) {
  if (IsAccent(c) || IsLeftOut(c)) return;
  if (const int32_t digit = u_charDigitValue(c); digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
    plain.append(static_cast<char16_t>(u'0' + digit));
  else if (const char16_t* letters = PlainLetters(c))
    plain.append(letters, 0, u_strlen(letters));
  else
    plain.append(IsApostrophe(c) ? UChar32{u'\''} : c);
}

void DropDots(std::string& text) { text.erase(std::remove(text.begin(), text.end(), '.'), text.end()); }

std::string_view CutBetweenCharacters(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<uint8_t>(text[bytes]) & 0xc0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

void FoldAll(std::string_view raw, FoldedWord& folded) {
  folded.accented.clear();
  if (IsAscii(raw)) {
    for (const char c : raw) folded.accented.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    folded.form = folded.accented;
    return;
  }
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({raw.data(), static_cast<int32_t>(raw.size())});
  text = Normalized(Normalizer(icu::Normalizer2::getNFKCCasefoldInstance), text);
  for (int32_t i = 0; i < text.length(); ++i)
    if (IsApostrophe(text[i])) text.setCharAt(i, u'\'');
  text.toUTF8String(folded.accented);
  folded.form = WithoutAccents(folded.accented);
}

}  // namespace

bool IsAcronym(std::string_view word) {
  if (word.find('.') == std::string_view::npos) return false;
  bool letter_next = true;
  for (int32_t at = 0, size = static_cast<int32_t>(word.size()); at < size;) {
    UChar32 c = 0;
    U8_NEXT(word.data(), at, size, c);
    if (!letter_next && u_charType(c) == U_NON_SPACING_MARK) continue;
    if (letter_next ? !u_isalpha(c) : c != '.') return false;
    letter_next = !letter_next;
  }
  return !letter_next;
}

std::string WithoutAccents(std::string_view accented) {
  if (IsAscii(accented)) return std::string(accented);
  const icu::UnicodeString apart =
      Normalized(Normalizer(icu::Normalizer2::getNFDInstance),
                 icu::UnicodeString::fromUTF8({accented.data(), static_cast<int32_t>(accented.size())}));
  icu::UnicodeString plain;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) AppendPlain(apart.char32At(i), plain);
  std::string bytes;
  Normalized(Normalizer(icu::Normalizer2::getNFCInstance), plain).toUTF8String(bytes);
  return bytes;
}

void FoldWord(std::string_view raw, FoldedWord& folded) {
  FoldAll(CutBetweenCharacters(raw, kMaxRawBytes), folded);
  if (IsAcronym(folded.form)) {
    DropDots(folded.form);
    DropDots(folded.accented);
  }
  folded.hashed = !folded.form.empty() && (raw.size() > kMaxRawBytes || folded.form.size() > kMaxFormBytes);
  if (!folded.hashed) return;
  const uint64_t hash = storage::StableHash(raw.size() > kMaxRawBytes ? raw : std::string_view(folded.form));
  folded.form =
      absl::StrCat(Absl(CutBetweenCharacters(folded.form, kKeptBytes)), "~", absl::Hex(hash, absl::kZeroPad16));
}

size_t WellFormedPrefix(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c < 0) return static_cast<size_t>(start);
  }
  return text.size();
}

}  // namespace lectern::search
