#include "proto/reference/countries.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lectern::reference {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// Alpha-2 code of what `name` finds; "-" for nothing.
std::string CodeOf(std::string_view name) {
  const Country* country = FindCountryByName(name);
  return country != nullptr ? std::string(country->alpha2) : "-";
}

const Country& Get(std::string_view alpha2) {
  const Country* country = FindCountryByCode(alpha2);
  EXPECT_NE(country, nullptr) << alpha2;
  static const Country none;
  return country != nullptr ? *country : none;
}

// (code, name) of every line of aliases.tsv.
std::vector<std::pair<std::string, std::string>> Aliases() {
  std::vector<std::pair<std::string, std::string>> aliases;
  std::ifstream file(LECTERN_SOURCE_DIR "/proto/reference/aliases.tsv");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    aliases.emplace_back(line.substr(0, tab), line.substr(tab + 1));
  }
  return aliases;
}

TEST(Countries, ListHoldsTheWholeStandardSortedByCode) {
  const auto countries = AllCountries();
  // ISO 3166-1 has had 249 entries since South Sudan joined in 2011.
  EXPECT_EQ(countries.size(), 249u);
  EXPECT_TRUE(std::ranges::is_sorted(countries, {}, &Country::alpha2));
  std::set<std::string_view> alpha3, numeric, names;
  const std::set<std::string_view> regions = {"Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"};
  for (const Country& country : countries) {
    EXPECT_EQ(country.alpha2.size(), 2u);
    EXPECT_EQ(country.alpha3.size(), 3u);
    EXPECT_EQ(country.numeric.size(), 3u);
    EXPECT_FALSE(country.name.empty());
    EXPECT_NE(country.official_name, country.name);
    EXPECT_TRUE(regions.contains(country.region)) << country.alpha2 << ": " << country.region;
    EXPECT_EQ(country.subregion.empty(), country.region == "Antarctica") << country.alpha2;
    alpha3.insert(country.alpha3);
    numeric.insert(country.numeric);
    names.insert(country.name);
  }
  EXPECT_EQ(alpha3.size(), countries.size());
  EXPECT_EQ(numeric.size(), countries.size());
  EXPECT_EQ(names.size(), countries.size());
}

TEST(Countries, BelgiumIsAsTheContractShowsIt) {
  const Country& belgium = Get("BE");
  EXPECT_EQ(belgium.alpha2, "BE");
  EXPECT_EQ(belgium.alpha3, "BEL");
  EXPECT_EQ(belgium.numeric, "056");
  EXPECT_EQ(belgium.name, "Belgium");
  EXPECT_EQ(belgium.official_name, "Kingdom of Belgium");
  EXPECT_EQ(belgium.region, "Europe");
  EXPECT_EQ(belgium.subregion, "Western Europe");
  EXPECT_THAT(belgium.neighbours, ElementsAre("DE", "FR", "LU", "NL"));
}

TEST(Countries, DisplayNamesAreTheCommonOnesAndNotInverted) {
  EXPECT_EQ(Get("BO").name, "Bolivia");
  EXPECT_EQ(Get("TZ").name, "Tanzania");
  EXPECT_EQ(Get("CD").name, "Democratic Republic of the Congo");
  EXPECT_EQ(Get("ER").official_name, "State of Eritrea");
  EXPECT_EQ(Get("HU").official_name, "");  // iso-codes repeats "Hungary"
  for (const Country& country : AllCountries()) EXPECT_THAT(std::string(country.name), Not(testing::EndsWith(" of")));
}

TEST(Countries, CodeIsFoundInAnyCase) {
  EXPECT_EQ(FindCountryByCode("be"), FindCountryByCode("BE"));
  EXPECT_EQ(FindCountryByCode("bE"), FindCountryByCode("BE"));
  for (const Country& country : AllCountries()) EXPECT_EQ(FindCountryByCode(country.alpha2), &country);
  for (const char* no_code : {"", "B", "BEL", "XK", "zz", "b\xc3", "@@", "ZZZ", "--"}) {
    EXPECT_EQ(FindCountryByCode(no_code), nullptr) << no_code;
  }
}

TEST(Countries, EveryNameAndAliasFindsItsCountry) {
  for (const Country& country : AllCountries()) {
    EXPECT_EQ(FindCountryByName(country.name), &country);
    if (!country.official_name.empty()) {
      EXPECT_EQ(FindCountryByName(country.official_name), &country);
    }
  }
  const auto aliases = Aliases();
  ASSERT_GT(aliases.size(), 100u);
  for (const auto& [code, name] : aliases) EXPECT_EQ(CodeOf(name), code) << name;
}

TEST(Countries, FileNamesOfTheOldSiteAreFound) {
  EXPECT_EQ(CodeOf("BurkinaFaso"), "BF");
  EXPECT_EQ(CodeOf("Trinidad&Tobago"), "TT");
  EXPECT_EQ(CodeOf("CoteD'Ivoire"), "CI");
  EXPECT_EQ(CodeOf("C\u00f4te d\u2019Ivoire"), "CI");
  EXPECT_EQ(CodeOf("Guinea-Bissau"), "GW");
  EXPECT_EQ(CodeOf("PapuaNewGuinea"), "PG");
  EXPECT_EQ(CodeOf("UnitedArabEmirates"), "AE");
  EXPECT_EQ(CodeOf("SaoTome&Principe"), "ST");
  EXPECT_EQ(CodeOf("Congo (DRC)"), "CD");
  EXPECT_EQ(CodeOf("Swaziland"), "SZ");
  EXPECT_EQ(CodeOf("Burma"), "MM");
  EXPECT_EQ(CodeOf("EastTimor"), "TL");
  EXPECT_EQ(CodeOf("NorthKorea"), "KP");
}

TEST(Countries, OfficialNamesOfPagesAreFound) {
  EXPECT_EQ(CodeOf("Kingdom of Belgium"), "BE");
  EXPECT_EQ(CodeOf("  THE KINGDOM OF BELGIUM \u00a0"), "BE");
  EXPECT_EQ(CodeOf("Republic of the Philippines"), "PH");
  EXPECT_EQ(CodeOf("Democratic Republic of the Congo (DRC)"), "CD");
  EXPECT_EQ(CodeOf("Republic of the Congo"), "CG");
  EXPECT_EQ(CodeOf("Bolivia, Plurinational State of"), "BO");
  EXPECT_EQ(CodeOf("The Gambia"), "GM");
  EXPECT_EQ(CodeOf("Republic of Turkey"), "TR");
  EXPECT_EQ(CodeOf("T\u00fcrkiye"), "TR");
  EXPECT_EQ(CodeOf("St. Vincent & the Grenadines"), "VC");
}

TEST(Countries, NothingIsGuessed) {
  // Kosovo has no ISO 3166-1 code; "Korea", "Virgin Islands" mean two countries each; the rest are parts or are longer.
  for (const char* name :
       {"Kosovo", "Republic of Kosovo", "Korea", "Virgin Islands", "", " ", "The", "&", "Belgium 2009", "Kingdom of",
        "Yugoslavia", "Bel", "\xff\xfe", "Bel\xffgium", "Belgium\xc3"}) {
    EXPECT_EQ(CodeOf(name), "-") << name;
  }
  EXPECT_EQ(CodeOf(std::string(100'000, 'a')), "-");
}

// Property: what folding is to ignore may be changed at random without losing the country.
TEST(Countries, CaseSpacesAndPunctuationNeverMatter) {
  std::mt19937 random(20010624);
  const std::vector<std::string> noise = {" ", "-", "'", "\u2019", ".", ",", "\u00a0", "(", ")", "\u0301", "\u0327"};
  for (const Country& country : AllCountries()) {
    for (int round = 0; round < 8; ++round) {
      std::string name;
      for (char c : country.name) {
        const bool ascii_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        name += ascii_letter && random() % 2 == 0 ? static_cast<char>(c ^ 0x20) : c;
        // Only behind ASCII, so that no character is torn.
        if (ascii_letter && random() % 4 == 0) name += noise[random() % noise.size()];
      }
      EXPECT_EQ(FindCountryByName(name), &country) << name;
    }
  }
}

TEST(Countries, BordersAreKnownCodesSortedAndSymmetric) {
  std::size_t ends = 0;
  for (const Country& country : AllCountries()) {
    EXPECT_TRUE(std::ranges::is_sorted(country.neighbours)) << country.alpha2;
    EXPECT_EQ(std::ranges::adjacent_find(country.neighbours), country.neighbours.end()) << country.alpha2;
    for (std::string_view code : country.neighbours) {
      EXPECT_NE(code, country.alpha2);
      EXPECT_THAT(Get(code).neighbours, Contains(country.alpha2)) << country.alpha2 << " - " << code;
      ++ends;
    }
  }
  EXPECT_GT(ends, 600u);
  EXPECT_EQ(ends % 2, 0u);
}

TEST(Countries, SomeBordersOfTheAtlas) {
  EXPECT_THAT(Get("NL").neighbours, ElementsAre("BE", "DE"));
  EXPECT_THAT(Get("KE").neighbours, ElementsAre("ET", "SO", "SS", "TZ", "UG"));
  EXPECT_THAT(Get("LS").neighbours, ElementsAre("ZA"));
  EXPECT_THAT(Get("PT").neighbours, ElementsAre("ES"));
  EXPECT_THAT(Get("US").neighbours, ElementsAre("CA", "MX"));
  for (const char* island : {"PH", "JP", "IS", "MG", "NZ", "LK", "CU", "MT", "CY"}) {
    EXPECT_THAT(Get(island).neighbours, IsEmpty()) << island;
  }
  EXPECT_EQ(Get("CN").neighbours.size(), 16u);  // fourteen states, Hong Kong and Macao
  EXPECT_EQ(Get("RU").neighbours.size(), 14u);
  EXPECT_EQ(Get("BR").neighbours.size(), 10u);
  EXPECT_EQ(Get("DE").neighbours.size(), 9u);
}

TEST(Countries, RegionsOfTheUnitedNations) {
  EXPECT_EQ(Get("KE").subregion, "Eastern Africa");
  EXPECT_EQ(Get("PH").subregion, "South-eastern Asia");
  EXPECT_EQ(Get("CY").region, "Asia");
  EXPECT_EQ(Get("MX").subregion, "Central America");
  EXPECT_EQ(Get("FJ").region, "Oceania");
  EXPECT_EQ(std::ranges::count(AllCountries(), "Africa", &Country::region), 60);
  EXPECT_EQ(std::ranges::count(AllCountries(), "Europe", &Country::region), 51);
}

}  // namespace
}  // namespace lectern::reference
