#include "storage/search/analysis/language.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace lectern::search {
namespace {

struct Row {
  Language language;
  const char* stemmer;
  std::string_view tags;  // each between spaces
};

constexpr std::array<Row, kLanguageCount> kRows = {{
    {Language::kNone, nullptr, ""},
    {Language::kArabic, "arabic", " ar ara arb "},
    {Language::kArmenian, "armenian", " hy hye arm "},
    {Language::kBasque, "basque", " eu eus baq "},
    {Language::kCatalan, "catalan", " ca cat "},
    {Language::kDanish, "danish", " da dan "},
    {Language::kDutch, "dutch", " nl nld dut "},
    {Language::kEnglish, "english", " en eng "},
    {Language::kFinnish, "finnish", " fi fin "},
    {Language::kFrench, "french", " fr fra fre "},
    {Language::kGerman, "german", " de deu ger "},
    {Language::kGreek, "greek", " el ell gre "},
    {Language::kHindi, "hindi", " hi hin "},
    {Language::kHungarian, "hungarian", " hu hun "},
    {Language::kIndonesian, "indonesian", " id ind in "},
    {Language::kIrish, "irish", " ga gle "},
    {Language::kItalian, "italian", " it ita "},
    {Language::kLithuanian, "lithuanian", " lt lit "},
    {Language::kNepali, "nepali", " ne nep npi "},
    {Language::kNorwegian, "norwegian", " no nor nb nob nn nno "},
    {Language::kPortuguese, "portuguese", " pt por "},
    {Language::kRomanian, "romanian", " ro ron rum mo mol "},
    {Language::kRussian, "russian", " ru rus "},
    {Language::kSerbian, "serbian", " sr srp sh hbs hr hrv bs bos cnr "},
    {Language::kSpanish, "spanish", " es spa "},
    {Language::kSwedish, "swedish", " sv swe "},
    {Language::kTamil, "tamil", " ta tam "},
    {Language::kTurkish, "turkish", " tr tur "},
    {Language::kYiddish, "yiddish", " yi yid ji "},
}};

constexpr bool RowsStandInOrder() {
  for (size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].language != static_cast<Language>(i)) return false;
  return true;
}
static_assert(RowsStandInOrder(), "StemmerName looks rows up by number");

}  // namespace

Language LanguageOf(std::string_view tag) {
  const size_t length = std::min(tag.find_first_of("-_"), tag.size());
  if (length > 3) return Language::kNone;
  char subtag[6] = " ";
  for (size_t i = 0; i < length; ++i) {
    const char c = tag[i];
    subtag[i + 1] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (subtag[i + 1] < 'a' || subtag[i + 1] > 'z') return Language::kNone;
  }
  subtag[length + 1] = ' ';
  const std::string_view wanted(subtag, length + 2);
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [wanted](const Row& r) { return r.tags.find(wanted) != std::string_view::npos; });
  return row == kRows.end() ? Language::kNone : row->language;
}

const char* StemmerName(Language language) { return kRows[static_cast<size_t>(language)].stemmer; }

}  // namespace lectern::search
