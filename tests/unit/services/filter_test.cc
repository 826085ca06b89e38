#include "services/aip/filter.h"

#include "gtest/gtest.h"
#include "lectern/v1/error_reason.pb.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

absl::StatusOr<EqualityFilter> Parse(std::string_view filter) { return ParseFilter(filter, {"country", "topic"}); }

TEST(Filter, Accepts) {
  EXPECT_EQ(Parse("").value(), EqualityFilter());
  EXPECT_EQ(Parse("  \n").value(), EqualityFilter());
  EXPECT_EQ(Parse("country=\"countries/be\"").value(), (EqualityFilter{{"country", "countries/be"}}));
  EXPECT_EQ(Parse(" country = countries/be  AND\ttopic = \"a \\\"b\\\\\" ").value(),
            (EqualityFilter{{"country", "countries/be"}, {"topic", "a \"b\\"}}));
}

TEST(Filter, RefusesWithThePlace) {
  for (const auto& [filter, place] :
       std::vector<std::pair<std::string, std::string>>{{"publisher = \"x\"", "character 1 "},
                                                        {"country", "character 8 "},
                                                        {"country != \"x\"", "character 9 "},
                                                        {"country = ", "character 11 "},
                                                        {"country = \"x", "character 11 "},
                                                        {"country = \"a\" OR topic = \"b\"", "character 15 "},
                                                        {"country = \"a\" AND", "character 18 "},
                                                        {"country = \"a\" AND country = \"b\"", "character 19 "},
                                                        {"NOT country = \"a\"", "character 1 "},
                                                        {"(country = \"a\")", "character 1 "}}) {
    const absl::Status status = Parse(filter).status();
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FILTER_UNSUPPORTED) << filter;
    EXPECT_NE(std::string(status.message()).find(place), std::string::npos) << status;
  }
  EXPECT_FALSE(Parse(std::string(2049, ' ')).ok());
}

}  // namespace
}  // namespace lectern::aip
