#include "proto/reference/countries.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "proto/reference/country_data.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace lectern::reference {
namespace {

// No name in the tables is longer; a page's whole paragraph need not be folded to know that it is none.
constexpr std::size_t kMaxNameBytes = 256;

constexpr std::string_view kArticle = "the";

// Letters and digits of `name` without case and accents, "&" spelled out, all else and a leading "the" dropped. Spaces
// go too: that is what lets "BurkinaFaso" meet "Burkina Faso". Empty for text that is not UTF-8.
std::string FoldedName(std::string_view name) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return {};
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  if (text.indexOf(static_cast<UChar32>(0xFFFD)) >= 0) return {};  // what ICU puts for bytes that are not UTF-8
  const icu::UnicodeString letters = decompose->normalize(fold->normalize(text, error), error);
  if (U_FAILURE(error)) return {};
  icu::UnicodeString kept;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 c = letters.char32At(i);
    if (c == U'&') {
      kept.append(icu::UnicodeString("and"));
    } else if (u_isalnum(c) != 0) {
      kept.append(c);
    }
  }
  std::string key;
  kept.toUTF8String(key);
  if (key.starts_with(kArticle)) key.erase(0, kArticle.size());
  return key;
}

const std::unordered_map<std::string, const Country*>& CountriesByFoldedName() {
  // Never destroyed: callers on other threads may outlive main().
  static const auto& by_name = *[] {
    auto* map = new std::unordered_map<std::string, const Country*>;
    const auto countries = data::Countries();
    for (const data::NamedCountry& named : data::Names())
      map->emplace(FoldedName(named.name), &countries[named.country]);
    return map;
  }();
  return by_name;
}

char UpperAscii(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::span<const Country> AllCountries() { return data::Countries(); }

const Country* FindCountryByCode(std::string_view alpha2) {
  if (alpha2.size() != 2) return nullptr;
  const char upper[] = {UpperAscii(alpha2[0]), UpperAscii(alpha2[1])};
  const std::string_view code(upper, 2);
  const auto countries = data::Countries();
  const auto found = std::ranges::lower_bound(countries, code, {}, &Country::alpha2);
  return found != countries.end() && found->alpha2 == code ? &*found : nullptr;
}

const Country* FindCountryByName(std::string_view name) {
  if (name.size() > kMaxNameBytes) return nullptr;
  const std::string key = FoldedName(name);
  if (key.empty()) return nullptr;
  const auto& by_name = CountriesByFoldedName();
  const auto found = by_name.find(key);
  return found != by_name.end() ? found->second : nullptr;
}

}  // namespace lectern::reference
