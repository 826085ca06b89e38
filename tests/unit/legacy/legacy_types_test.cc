// The kind of work that a title tells.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "clients/admin/legacy/source_types.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

constexpr v1::SourceType kNone = v1::SOURCE_TYPE_UNSPECIFIED;
constexpr v1::SourceType kTreaty = v1::SOURCE_TYPE_TREATY;
constexpr v1::SourceType kLaw = v1::SOURCE_TYPE_LEGISLATION;
constexpr v1::SourceType kCase = v1::SOURCE_TYPE_LEGAL_CASE;

struct Case {
  const char* title;
  const char* publisher;
  v1::SourceType type;
};

const Case kCases[] = {
    {"Convention on the Rights of the Child", "United Nations", kTreaty},
    {"Convention concerning Minimum Age (C138)", "International Labour Organization", kTreaty},
    {"UN Convention against Torture", "United Nations", kTreaty},
    {"Protocol to Prevent, Suppress and Punish Trafficking in Persons", "United Nations", kTreaty},
    {"Optional Protocol to the Convention on the Rights of the Child", "United Nations", kTreaty},
    {"African Charter on the Rights and Welfare of the Child", "Organization of African Unity", kTreaty},
    {"International Covenant on Civil and Political Rights", "United Nations", kTreaty},
    {"Directive 2011/36/EU on preventing trafficking", "European Parliament and Council of the European Union", kLaw},
    {"Directive 2011/36/EU on preventing trafficking", "", kLaw},
    {"Council Directive 2004/81/EC", "Council of the European Union", kLaw},
    {"Regulation (EU) 2016/679", "European Parliament", kLaw},
    {"Republic Act No. 7610 - Special Protection of Children Act", "Congress of the Philippines", kLaw},
    {"Republic Act No. 7610", "Example Library", kLaw},
    {"The Children Act, 2022", "Parliament of Kenya", kLaw},
    {"Child Care Act (1983)", "Republic of Malawi", kLaw},
    {"Anti-Trafficking in Persons Act of 2003", "", kLaw},
    {"Constitution of Kenya, 2010", "Republic of Kenya", kLaw},
    {"The Constitution of the Republic of Malawi", "", kLaw},
    {"Case of Muster v. Utopia", "European Court of Human Rights", kCase},
    {"Muster v. Utopia", "Example Tribunal", kCase},
    // Works about such works, and titles that only open like one.
    {"Convention on the Rights of the Child: Initial report", "United Nations", kNone},
    {"Convention on the Rights of the Child - Malawi", "United Nations", kNone},
    {"Convention on the Rights of the Child", "UN Committee on the Rights of the Child", kNone},
    {"Convention on the Rights of the Child", "Example Foundation", kNone},
    {"Convention on the Rights of the Child", "", kNone},
    {"Status of the Convention on Trafficking", "United Nations", kNone},
    {"Handbook on the Optional Protocol to the Convention", "United Nations", kNone},
    {"Convention brings hope to children", "United Nations", kNone},
    {"Children ask for a Charter on play", "United Nations", kNone},
    {"Protocol to curb trafficking signed", "BBC News", kNone},
    {"Directive 2011/36/EU: five years on", "European Commission", kNone},
    {"Directive on trafficking", "European Commission", kNone},
    {"Time to act, 2022", "Parliament of Kenya", kNone},
    {"The Children Act, 2022", "BBC News", kNone},
    {"How they Act", "Parliament of Kenya", kNone},
    {"Constitution of a family", "", kNone},
    {"Case of Muster v. Utopia", "Example News", kNone},
    {"Case of a lost child", "European Court of Human Rights", kNone},
    {"", "", kNone},
};

TEST(SourceType, IsToldByTheTitleWhereSure) {
  for (const Case& c : kCases) {
    const TitledType found = TypeOfTitle(c.title, c.publisher);
    EXPECT_EQ(found.type, c.type) << c.title << " / " << c.publisher;
    EXPECT_EQ(found.confidence > 0, c.type != kNone) << c.title;
    EXPECT_LE(found.confidence, 1) << c.title;
  }
}

// As an entry on a page, with its confidence beside it.
TEST(SourceType, StandsInTheEntry) {
  for (const Case& c : kCases) {
    if (*c.title == '\0' || *c.publisher == '\0') continue;
    const ParsedPage page =
        Parse("x.txt", std::string("Street Children\n\nRepublic of Malawi\n\n*** ARCHIVES ***\n\n") + c.title + "\n\n" +
                           c.publisher + ", May 2001\n\n[accessed 1 May 2001]\n\nText.\n");
    ASSERT_EQ(page.entries.size(), 1U) << c.title;
    const v1::Entry& entry = page.entries[0];
    if (c.type != kNone) {
      EXPECT_EQ(entry.source_type(), c.type) << c.title;
    }
    const auto& confidences = entry.provenance().confidences();
    const bool sure = std::any_of(confidences.begin(), confidences.end(), [](const v1::FieldConfidence& field) {
      return field.field_path() == "source_type" && field.confidence() > 0;
    });
    EXPECT_EQ(sure, entry.source_type() != kNone) << c.title;
  }
}

}  // namespace
}  // namespace lectern::legacy
