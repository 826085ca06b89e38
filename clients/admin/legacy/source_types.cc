#include "clients/admin/legacy/source_types.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "clients/admin/legacy/white_space.h"
#include "proto/reference/countries.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

template <size_t N>
bool HasAny(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return HasWord(text, word); });
}

// A work about a treaty, a law or a judgment.
bool IsAbout(std::string_view title) {
  constexpr std::array<std::string_view, 28> kWords = {
      "report",       "reports",       "comment",    "comments", "commentary",   "observations", "guide",
      "guidelines",   "handbook",      "manual",     "toolkit",  "review",       "evaluation",   "implementation",
      "status",       "ratifications", "signatures", "summary",  "reservations", "analysis",     "overview",
      "introduction", "transposition", "impact",     "campaign", "brief",        "fact sheet",   "monitoring"};
  if (HasAny(title, kWords)) return true;
  return title.find(": ") != npos || title.find('?') != npos;
}

// "Title - something more".
bool HasDash(std::string_view title) {
  return title.find(" - ") != npos || title.find(" \xE2\x80\x93 ") != npos || title.find(" \xE2\x80\x94 ") != npos;
}

bool MakesTreaties(std::string_view publisher) {
  // A committee watches over a treaty; what it publishes under its name is about it.
  if (HasWord(publisher, "committee")) return false;
  constexpr std::array<std::string_view, 20> kBodies = {"united nations",
                                                        "un",
                                                        "u.n.",
                                                        "council of europe",
                                                        "european union",
                                                        "international labour organization",
                                                        "international labour organisation",
                                                        "international labor organization",
                                                        "international labour office",
                                                        "ilo",
                                                        "african union",
                                                        "organization of african unity",
                                                        "organisation of african unity",
                                                        "organization of american states",
                                                        "organisation of american states",
                                                        "hague conference on private international law",
                                                        "league of nations",
                                                        "saarc",
                                                        "asean",
                                                        "league of arab states"};
  return HasAny(publisher, kBodies);
}

bool MakesLaws(std::string_view publisher) {
  constexpr std::array<std::string_view, 13> kBodies = {"parliament",
                                                        "congress",
                                                        "senate",
                                                        "national assembly",
                                                        "legislature",
                                                        "legislative assembly",
                                                        "government",
                                                        "official gazette",
                                                        "government gazette",
                                                        "council of the european union",
                                                        "european commission",
                                                        "european communities",
                                                        "house of representatives"};
  return HasAny(publisher, kBodies) || reference::FindCountryByName(publisher) != nullptr;
}

bool IsJudgment(std::string_view title, std::string_view publisher) {
  const bool court = HasWord(publisher, "court") || HasWord(publisher, "tribunal");
  const bool parties = HasPhrase(title, " v. ") || HasPhrase(title, " v ") || HasPhrase(title, " vs. ");
  return court && parties && !IsAbout(title);
}

// "Convention on", "Optional Protocol to", "African Charter on": the word, what it must be followed by, and few words
// before it, all of them with capitals.
bool IsTreaty(std::string_view title) {
  constexpr std::array<std::string_view, 9> kFollowers = {"on",       "to",       "for", "against", "concerning",
                                                          "relating", "relative", "of",  "no."};
  const std::vector<std::string_view> words = Words(title);
  for (size_t i = 0; i + 1 < words.size() && i <= 4; ++i) {
    const bool named =
        words[i] == "Convention" || words[i] == "Protocol" || words[i] == "Charter" || words[i] == "Covenant";
    if (named) {
      const bool follows =
          std::find(kFollowers.begin(), kFollowers.end(), AsciiLower(words[i + 1])) != kFollowers.end();
      const bool of = words[i + 1] == "of";
      return follows && (!of || i > 0);
    }
    const bool opens = IsUpper(words[i].front()) || (i > 0 && (words[i] == "of" || words[i] == "and"));
    if (!opens || words[i].back() == ',' || words[i].back() == '.') return false;
  }
  return false;
}

// "Directive 2011/36/EU on ...", "Council Directive 2004/81/EC", "Regulation (EU) 2016/679", "Regulation (EC) No
// 1/2003".
bool IsUnionLaw(std::string_view title) {
  size_t pos = 0;
  if (const size_t council = MatchPhrase(title, 0, "council "); council != npos) pos = council;
  size_t end = MatchPhrase(title, pos, "directive ");
  if (end == npos) end = MatchPhrase(title, pos, "regulation ");
  if (end == npos) end = MatchPhrase(title, pos, "framework decision ");
  if (end == npos) return false;
  for (const std::string_view origin : {"(eu) ", "(ec) ", "(eec) ", "no ", "no. "}) {
    if (const size_t behind = MatchPhrase(title, end, origin); behind != npos) end = behind;
  }
  size_t digits = end;
  while (digits < title.size() && IsDigit(title[digits])) ++digits;
  return digits > end && digits + 1 < title.size() && title[digits] == '/' && IsDigit(title[digits + 1]);
}

// "Republic Act No. 7610 - Special Protection ...", "Act No. 29 of 2022".
bool IsNumberedAct(std::string_view title) {
  for (const std::string_view opener : {"republic act no. ", "republic act no ", "act no. ", "act no "}) {
    const size_t end = MatchPhrase(title, 0, opener);
    if (end != npos && end < title.size() && IsDigit(title[end])) return true;
  }
  return false;
}

// One past the year's words before it: the title without ", 2022", " (2022)", " of 2022" at its end; whole where none.
std::string_view WithoutYear(std::string_view title, bool* year) {
  *year = false;
  std::string_view rest = title;
  if (rest.ends_with(")")) rest.remove_suffix(1);
  size_t digits = rest.size();
  while (digits > 0 && IsDigit(rest[digits - 1])) --digits;
  if (rest.size() - digits != 4) return title;
  *year = true;
  rest = Trim(rest.substr(0, digits));
  if (rest.ends_with("(") || rest.ends_with(",")) rest = Trim(rest.substr(0, rest.size() - 1));
  if (rest.ends_with(" of")) rest = Trim(rest.substr(0, rest.size() - 3));
  return rest;
}

bool IsDatedAct(std::string_view title) {
  bool year = false;
  const std::string_view name = WithoutYear(title, &year);
  return year && name.ends_with(" Act") && IsUpper(name.front());
}

bool IsConstitution(std::string_view title) {
  size_t end = MatchPhrase(title, 0, "constitution of ");
  if (end == npos) end = MatchPhrase(title, 0, "the constitution of ");
  bool year = false;
  return end != npos && reference::FindCountryByName(WithoutYear(title.substr(end), &year)) != nullptr;
}

}  // namespace

TitledType TypeOfTitle(std::string_view title, std::string_view publisher) {
  title = Trim(title);
  if (title.empty()) return {};
  if (IsJudgment(title, publisher)) return {v1::SOURCE_TYPE_LEGAL_CASE, 0.9F};
  if (IsAbout(title)) return {};
  if (IsConstitution(title)) return {v1::SOURCE_TYPE_LEGISLATION, 0.9F};
  const bool numbered = IsNumberedAct(title);
  const bool law = numbered || (!HasDash(title) && (IsDatedAct(title) || IsUnionLaw(title)));
  if (law && MakesLaws(publisher)) return {v1::SOURCE_TYPE_LEGISLATION, 0.9F};
  // A number of its own makes sure, whoever printed the law; without it the publisher must not speak against it.
  if (law && (numbered || publisher.empty())) return {v1::SOURCE_TYPE_LEGISLATION, 0.7F};
  if (IsTreaty(title) && !HasDash(title) && MakesTreaties(publisher)) return {v1::SOURCE_TYPE_TREATY, 0.9F};
  return {};
}

}  // namespace lectern::legacy
