#include "clients/admin/legacy/hotline_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
// As many as a hotline holds.
constexpr size_t kMostNumbers = 16;

template <size_t N>
bool HasAny(std::string_view text, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return HasPhrase(text, phrase); });
}

bool InNumber(char c) {
  return IsDigit(c) || c == ' ' || c == '/' || c == '-' || c == '.' || c == '(' || c == ')' || c == '+';
}

size_t DigitsIn(std::string_view text) { return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit)); }

// What is dialled: digits and a leading plus, groups parted by one space.
std::string Dial(std::string_view printed) {
  std::string dial;
  for (const char c : printed) {
    if (IsDigit(c) || (c == '+' && dial.empty())) {
      dial.push_back(c);
    } else if (!dial.empty() && dial.back() != ' ') {
      dial.push_back(' ');
    }
  }
  return std::string(Trim(dial));
}

// The printed number that begins within a few words behind `pos`; empty where none does.
std::string_view NumberBehind(std::string_view text, size_t pos) {
  const size_t far = std::min(text.size(), pos + 60);
  for (size_t at = pos; at < far; ++at) {
    // Another sentence speaks of something else.
    if (text[at] == '.' && at + 1 < far && SpaceAt(text, at + 1) != 0) return {};
    if (!IsDigit(text[at]) && text[at] != '+' && text[at] != '(') continue;
    size_t end = at;
    while (end < text.size() && InNumber(text[end])) ++end;
    std::string_view number = text.substr(at, end - at);
    while (!number.empty() && !IsDigit(number.back())) number.remove_suffix(1);
    const size_t digits = DigitsIn(number);
    // A year, an hour or "24/7" is no number to call; the shortest numbers of emergency services have three digits.
    const bool year = digits == 4 && number.size() == 4 && (number.starts_with("19") || number.starts_with("20"));
    if (digits >= 3 && digits <= 15 && number.size() <= 64 && !year && number != "24/7") return number;
    at = std::max(at, end - 1);
  }
  return {};
}

std::vector<std::string_view> NumbersToCall(std::string_view text) {
  constexpr std::array<std::string_view, 9> kOpeners = {"call",    "dial",     "phone",     "telephone", "tel",
                                                        "hotline", "helpline", "help line", "toll-free"};
  std::vector<std::string_view> numbers;
  for (size_t pos = 0; pos < text.size() && numbers.size() < kMostNumbers; ++pos) {
    if (pos > 0 && IsLetter(text[pos - 1])) continue;
    for (const std::string_view opener : kOpeners) {
      const size_t end = MatchPhrase(text, pos, opener);
      if (end == npos || (end < text.size() && IsLetter(text[end]))) continue;
      const std::string_view number = NumberBehind(text, end);
      const bool known = std::any_of(numbers.begin(), numbers.end(),
                                     [&](std::string_view other) { return other.data() == number.data(); });
      if (!number.empty() && !known && numbers.size() < kMostNumbers) numbers.push_back(number);
    }
  }
  return numbers;
}

// The words that say when somebody answers, as printed.
std::string Hours(std::string_view text) {
  for (const std::string_view phrase :
       {"24 hours a day", "24 hours", "24-hour", "24/7", "around the clock", "round the clock"}) {
    const size_t pos = FindPhrase(text, phrase);
    if (pos != npos) return OneLine(text.substr(pos, MatchPhrase(text, pos, phrase) - pos));
  }
  return {};
}

}  // namespace

std::optional<v1::Hotline> ProposeHotline(const v1::Entry& entry, const std::string& region_code) {
  constexpr std::array<std::string_view, 7> kHelpTitles = {"hotline",  "helpline",         "help line",    "for help",
                                                           "get help", "emergency number", "where to call"};
  constexpr std::array<std::string_view, 6> kHelpWords = {"numbers to call", "call us",      "you can call",
                                                          "call free",       "confidential", "call this number"};
  std::string title;
  for (const std::string& line : entry.title_lines()) title += line + " ";
  std::string text;
  for (const v1::Passage& passage : entry.passages()) text += passage.text() + "\n";
  // A report that mentions a hotline is no hotline: the title has to offer help, or the words speak to the caller.
  if (!HasAny(title, kHelpTitles) && !HasAny(text, kHelpWords)) return std::nullopt;
  if (!HasAny(title + text, kHelpTitles) && !HasPhrase(text, "numbers to call")) return std::nullopt;
  const std::vector<std::string_view> numbers = NumbersToCall(text);
  if (numbers.empty()) return std::nullopt;

  v1::Hotline hotline;
  hotline.set_name(entry.country() + "/hotlines/-");
  hotline.set_display_name(std::string(Shorten(Trim(title), 256)));
  for (const std::string_view printed : numbers) {
    v1::PhoneNumber* number = hotline.add_numbers();
    number->set_dial(Dial(printed));
    number->set_region_code(region_code);
    number->set_printed(std::string(printed));
    // Only a number printed in the international form is sure to have one.
    if (printed.starts_with("+") && DigitsIn(printed) >= 8) {
      std::string e164 = number->dial();
      std::erase(e164, ' ');
      number->set_e164(e164);
    }
  }
  hotline.set_hours(Hours(text));
  if (HasWord(text, "confidential") && !HasPhrase(text, "not confidential")) {
    hotline.set_confidentiality(v1::CONFIDENTIALITY_CONFIDENTIAL);
  }
  hotline.set_lifecycle(v1::LIFECYCLE_DRAFT);
  hotline.set_source(entry.url());
  hotline.set_source_key(KeyOf({"hotline", entry.source_key()}));
  v1::Provenance* provenance = hotline.mutable_provenance();
  provenance->set_file(entry.provenance().file());
  *provenance->mutable_spans() = entry.provenance().spans();
  provenance->set_raw_text(entry.provenance().raw_text());
  provenance->add_warnings("Proposed from an entry of the page and never verified: call before it is published.");
  return hotline;
}

}  // namespace lectern::legacy
