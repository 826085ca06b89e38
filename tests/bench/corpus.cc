#include "tests/bench/corpus.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <string_view>

#include "proto/reference/countries.h"

namespace lectern::bench {
namespace {

constexpr std::array<std::string_view, 4> kTopics{"human-trafficking", "street-children",
                                                  "sexual-exploitation-of-children", "torture"};
constexpr std::array<v1::SourceType, 5> kTypes{v1::SOURCE_TYPE_REPORT, v1::SOURCE_TYPE_ARTICLE_NEWSPAPER,
                                               v1::SOURCE_TYPE_WEBPAGE, v1::SOURCE_TYPE_HEARING,
                                               v1::SOURCE_TYPE_ARTICLE_JOURNAL};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 4> kSections{"ARCHIVES", "COUNTRY REPORTS", "RESEARCH", "NEWS"};
// Words of the kind of text that a catalogue of reports holds; earlier ones come more often.
constexpr std::string_view kText =
    "the of and in to a for that with by from on report children government law country services ministry "
    "protection police education year support programme national organisation measures authorities number social "
    "public convention committee rights training victims school project cooperation officials work labour region "
    "city families centre shelter assistance according during between provided adopted court cases investigation "
    "prevention awareness campaign inspectors border agency international community health access progress period "
    "strategy plan implementation monitoring resources statistics survey research interview teachers curriculum "
    "village transport market income employment migration registration identity documents budget funding partners "
    "council parliament amendment article section chapter recommendation conclusion observation delegation "
    "secretary spokesperson newspaper interagency coordination referral mechanism guidelines legislation "
    "jurisdiction";

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t begin = 0, end = 0; end != std::string_view::npos; begin = end + 1)
    words.push_back(text.substr(begin, (end = text.find(' ', begin)) - begin));
  return words;
}

// The smaller of two draws: common words are common.
std::string_view Word(Numbers& numbers) {
  static const std::vector<std::string_view> words = Split(kText);
  const uint64_t one = numbers.Below(words.size()), other = numbers.Below(words.size());
  return words[std::min(one, other)];
}

std::string Capitalised(std::string_view word) {
  std::string text(word);
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string Words(Numbers& numbers, uint64_t count) {
  std::string text = Capitalised(Word(numbers));
  for (uint64_t i = 1; i < count; ++i) (text += ' ') += Word(numbers);
  return text;
}

// Sentences of together at least `bytes` bytes.
std::string Prose(Numbers& numbers, uint64_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    if (!text.empty()) text += ' ';
    text += Words(numbers, 6 + numbers.Below(18));
    if (numbers.Chance(20)) text += " in " + std::to_string(1990 + numbers.Below(35));
    text += '.';
  }
  return text;
}

std::string Digits(Numbers& numbers, std::string_view alphabet, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += alphabet[numbers.Below(alphabet.size())];
  return text;
}

struct Date {
  std::string printed, edtf;
};

Date MakeDate(Numbers& numbers, uint64_t first_year, uint64_t years) {
  const uint64_t year = first_year + numbers.Below(years), month = numbers.Below(12), day = 1 + numbers.Below(28);
  char edtf[32] = "";
  std::snprintf(edtf, sizeof edtf, "%04u-%02u-%02u", static_cast<unsigned>(year), static_cast<unsigned>(month + 1),
                static_cast<unsigned>(day));
  return {std::to_string(day) + " " + std::string(kMonths[month]) + " " + std::to_string(year), edtf};
}

std::string CountryName(Numbers& numbers) {
  const auto all = reference::AllCountries();
  std::string code(all[numbers.Below(all.size())].alpha2);
  for (char& letter : code) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return "countries/" + code;
}

void AddSource(Numbers& numbers, v1::Entry& entry) {
  entry.add_title_lines(Words(numbers, 5 + numbers.Below(9)));
  if (numbers.Chance(30)) entry.add_title_lines(Words(numbers, 3 + numbers.Below(6)));
  // A few hundred publishers bring out everything.
  Numbers publisher(1'000'000 + numbers.Below(400));
  entry.set_publisher("Office of " + Words(publisher, 2 + publisher.Below(3)));
  const Date published = MakeDate(numbers, 1995, 25);
  entry.mutable_published()->set_raw(published.printed);
  entry.mutable_published()->set_edtf(published.edtf);
  entry.set_source_type(kTypes[numbers.Below(kTypes.size())]);
  if (numbers.Chance(30)) entry.add_media_marks("PDF");
  entry.set_url("https://www.example.org/" + Digits(numbers, "abcdefghijklmnopqrstuvwxyz", 8) + "/" +
                Digits(numbers, "0123456789", 6) + ".html");
  entry.set_link_state(v1::LINK_STATE_LIVE);
  entry.set_language("en");
  const uint64_t authors = numbers.Below(3);
  for (uint64_t i = 0; i < authors; ++i)
    entry.add_contributors()->set_literal("Working Group on " + Words(numbers, 1 + numbers.Below(2)));
  entry.set_place(Words(numbers, 1));
  if (numbers.Chance(40)) entry.set_series(Words(numbers, 4 + numbers.Below(4)));
  entry.set_raw_byline(entry.publisher() + ", " + entry.place() + ", " + published.printed);
}

void AddReadings(Numbers& numbers, v1::Entry& entry) {
  const uint64_t readings = 1 + numbers.Below(2);
  for (uint64_t i = 0; i < readings; ++i) {
    const Date date = MakeDate(numbers, 2009, 10);
    v1::Access& access = *entry.add_accesses();
    access.set_raw("[accessed " + date.printed + "]");
    access.set_edtf(date.edtf);
  }
}

void AddPassages(Numbers& numbers, v1::Entry& entry) {
  const uint64_t passages = 2 + numbers.Below(5);
  for (uint64_t i = 0; i < passages; ++i) {
    v1::Passage& passage = *entry.add_passages();
    if (numbers.Chance(50)) passage.set_label("[" + std::to_string(1 + numbers.Below(200)) + "]");
    if (numbers.Chance(30)) passage.set_heading("CHILDREN");
    passage.set_text(Prose(numbers, 100 + numbers.Below(600)));
  }
}

}  // namespace

uint64_t Numbers::Next() {
  uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

std::vector<v1::Country> Countries() {
  std::vector<v1::Country> countries;
  for (const reference::Country& facts : reference::AllCountries()) {
    std::string code(facts.alpha2);
    for (char& letter : code) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    countries.emplace_back().set_name("countries/" + code);
  }
  return countries;
}

std::string TopicName(uint64_t number) { return "topics/" + std::string(kTopics[number % kTopics.size()]); }

std::string EntryName(uint64_t number) {
  // SplitMix64 is a bijection and 60 bits of it are kept: among a million names a collision is a chance of 1 in 2
  // million, and since names depend on the number alone it would show at once, in every run.
  uint64_t bits = Numbers(number).Next();
  std::string name = "entries/";
  for (int i = 0; i < 12; ++i, bits >>= 5) name += "0123456789abcdefghjkmnpqrstvwxyz"[bits & 31];
  return name;
}

v1::Entry MakeEntry(uint64_t number) {
  Numbers numbers(~number);  // others than those of its name
  v1::Entry entry;
  entry.set_name(EntryName(number));
  entry.set_country(CountryName(numbers));
  entry.set_topic(TopicName(numbers.Below(kTopics.size())));
  if (numbers.Chance(60)) entry.set_section(std::string(kSections[numbers.Below(kSections.size())]));
  entry.set_rank(Digits(numbers, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 4) + "V");
  const uint64_t others = numbers.Below(3);
  for (uint64_t i = 0; i < others; ++i) entry.add_other_countries(CountryName(numbers));
  AddSource(numbers, entry);
  AddReadings(numbers, entry);
  AddPassages(numbers, entry);
  entry.set_source_key(Digits(numbers, "0123456789abcdef", 32));
  return entry;
}

std::string CorpusVersion() {
  uint32_t hash = 2166136261;  // FNV-1a
  for (uint64_t number = 0; number < 64; ++number)
    for (const char c : MakeEntry(number).SerializeAsString()) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619;
  char text[16] = "";
  std::snprintf(text, sizeof text, "%08x", hash);
  return text;
}

}  // namespace lectern::bench
