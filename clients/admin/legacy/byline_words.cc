#include "clients/admin/legacy/byline_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

template <size_t N>
bool HasAnyWord(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return HasWord(text, word); });
}

constexpr std::array<std::string_view, 70> kBodyWords = {
    "international", "department",    "dept",         "bureau",         "ministry",
    "university",    "institute",     "centre",       "center",         "council",
    "committee",     "commission",    "organization", "organisation",   "foundation",
    "association",   "agency",        "network",      "project",        "fund",
    "office",        "society",       "government",   "embassy",        "unicef",
    "ecpat",         "unesco",        "unodc",        "unhcr",          "ilo",
    "iom",           "ngo",           "united",       "u.n.",           "u.s.",
    "watch",         "coalition",     "alliance",     "convention",     "school",
    "college",       "library",       "parliament",   "union",          "house",
    "amnesty",       "consultants",   "programme",    "program",        "services",
    "service",       "secretariat",   "assembly",     "federation",     "forum",
    "group",         "world",         "interpol",     "europol",        "osce",
    "publications",  "academy",       "press",        "review",         "journal",
    "tribunal",      "supreme court", "high court",   "district court", "constitutional court"};

constexpr std::array<std::string_view, 29> kNewsWords = {
    "news",          "times",     "observer", "herald",           "gazette",     "post",     "telegraph", "tribune",
    "guardian",      "reuters",   "daily",    "associated press", "afp",         "xinhua",   "bbc",       "cnn",
    "mirror",        "chronicle", "star",     "standard",         "independent", "examiner", "express",   "mail",
    "agence france", "itar",      "irin",     "courier",          "sunday"};

constexpr std::array<std::string_view, 5> kMagazineWords = {"newsletter", "newsletters", "magazine", "bulletin",
                                                            "digest"};

// More of them; see IsBodyName.
constexpr std::array<std::string_view, 43> kMoreBodyWords = {
    "initiative",       "campaign", "partnership", "trust",       "charity",  "charities",     "ombudsman",
    "movement",         "mission",  "authority",   "directorate", "police",   "court",         "church",
    "hospital",         "clinic",   "consortium",  "league",      "radio",    "television",    "online",
    "monitor",          "weekly",   "globe",       "inquirer",    "dispatch", "confederation", "laboratory",
    "museum",           "archive",  "archives",    "helpline",    "hotline",  "task force",    "publishers",
    "publishing",       "wire",     "inc.",        "ltd.",        "company",  "bank",          "observatory",
    "secretary-general"};

// Articles that open names of newspapers and societies elsewhere.
constexpr std::array<std::string_view, 12> kArticles = {"Le", "La",  "Les", "El",  "Los", "Las",
                                                        "Il", "Der", "Die", "Das", "Het", "O"};

constexpr std::array<std::string_view, 20> kFillers = {
    "monday",        "tuesday",       "wednesday",     "thursday",   "friday",
    "saturday",      "sunday",        "staff writer",  "staff",      "staff reporter",
    "correspondent", "reporter",      "staff writers", "ngo report", "special correspondent",
    "annual report", "press release", "final report",  "report",     "full report"};

// What opens a person's office or says what kind of paper it is.
constexpr std::array<std::string_view, 5> kFillerOpeners = {"professor of ", "lecturer in ", "paper presented ",
                                                            "assistant professor", "associate professor"};

// Words that open names of bodies and campaigns and are nobody's name.
constexpr std::array<std::string_view, 22> kNobody = {
    "child",   "children", "human",    "rights", "free",        "save", "global", "street",
    "women",   "girls",    "freedom",  "stop",   "end",         "anti", "the",    "report",
    "country", "slavery",  "national", "law",    "trafficking", "press"};

// Parts of family names that are written small.
constexpr std::array<std::string_view, 16> kParticles = {"de",  "da",  "dos", "del", "della", "van", "der", "den",
                                                         "von", "bin", "al",  "el",  "la",    "le",  "di",  "ten"};

// Small words that names of bodies hold and names of persons do not.
constexpr std::array<std::string_view, 7> kLinks = {"of", "on", "for", "against", "to", "and", "with"};

bool IsParticle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

}  // namespace

bool IsNewspaper(std::string_view segment) { return HasAnyWord(segment, kNewsWords); }

bool IsMagazine(std::string_view segment) { return HasAnyWord(segment, kMagazineWords); }

bool IsBody(std::string_view segment) {
  if (HasAnyWord(segment, kBodyWords) || IsNewspaper(segment) || IsMagazine(segment)) return true;
  const std::vector<std::string_view> words = Words(segment);
  if (words.empty()) return false;
  if (words.size() > 1 && words.front() == "The") return true;
  const bool linked = std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return std::find(kLinks.begin(), kLinks.end(), word) != kLinks.end();
  });
  return linked && words.size() > 2;
}

bool IsBodyName(std::string_view segment) {
  if (IsBody(segment) || HasAnyWord(segment, kMoreBodyWords)) return true;
  const std::vector<std::string_view> words = Words(segment);
  return words.size() >= 2 && words.size() <= 4 && IsWrittenAsName(segment) &&
         std::find(kArticles.begin(), kArticles.end(), words.front()) != kArticles.end();
}

bool IsWrittenAsName(std::string_view segment) {
  constexpr std::array<std::string_view, 11> kSmall = {"the", "a",  "in", "at",  "do", "du",
                                                       "des", "et", "y",  "und", "&"};
  const std::vector<std::string_view> words = Words(segment);
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](std::string_view word) {
    while (!word.empty() && (word.front() == '(' || word.front() == '"')) word.remove_prefix(1);
    if (word.empty()) return true;
    const bool small = IsParticle(word) || std::find(kLinks.begin(), kLinks.end(), word) != kLinks.end() ||
                       std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
    return small || IsUpper(word.front()) || IsDigit(word.front()) || static_cast<unsigned char>(word.front()) >= 0xC3;
  });
}

bool IsFiller(std::string_view segment) {
  const std::string lower = AsciiLower(Collapse(segment));
  return std::find(kFillers.begin(), kFillers.end(), lower) != kFillers.end() ||
         std::any_of(kFillerOpeners.begin(), kFillerOpeners.end(),
                     [&](std::string_view opener) { return lower.starts_with(opener); });
}

std::optional<v1::Contributor> ReadPerson(std::string_view name) {
  // A title is no part of the name.
  for (const std::string_view title : {"dr. ", "prof. ", "mr. ", "mrs. ", "ms. ", "rev. ", "fr. ", "sr. "}) {
    if (const size_t end = MatchPhrase(name, 0, title); end != std::string_view::npos) name.remove_prefix(end);
  }
  const std::vector<std::string_view> words = Words(name);
  if (words.size() < 2 || words.size() > 6) return std::nullopt;
  size_t family = words.size() - 1;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool particle = i > 0 && i + 1 < words.size() && IsParticle(word);
    const bool capital = IsUpper(word.front()) || static_cast<unsigned char>(word.front()) >= 0xC3;
    if (!particle && !capital) return std::nullopt;
    for (const char c : word) {
      const bool fits = IsLetter(c) || static_cast<unsigned char>(c) >= 0x80 || c == '.' || c == '-' || c == '\'';
      if (!fits) return std::nullopt;
    }
    // In capitals: a dateline or an abbreviation, unless it is initials.
    const bool small = std::any_of(word.begin(), word.end(), IsLower);
    if (!small && word.find('.') == std::string_view::npos && word.size() > 1) return std::nullopt;
    if (std::find(kNobody.begin(), kNobody.end(), AsciiLower(word)) != kNobody.end()) return std::nullopt;
    if (particle) family = std::min(family, i);
  }
  if (IsBodyName(name) || words.back().ends_with(".")) return std::nullopt;
  v1::Contributor person;
  const std::string_view given = Trim(name.substr(0, static_cast<size_t>(words[family].data() - name.data())));
  person.set_given(std::string(given));
  person.set_family(std::string(Trim(name.substr(static_cast<size_t>(words[family].data() - name.data())))));
  return person;
}

}  // namespace lectern::legacy
