#pragma once
// How well a page was read: what was expected beside what came out, field by field.

#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace lectern::bench {

// Values of one field over all pages.
struct FieldTally {
  // Expected and read.
  int right = 0;
  // Read and not expected.
  int wrong = 0;
  // Expected and not read.
  int missed = 0;

  // 1 where nothing was read, or nothing expected.
  double precision() const { return right + wrong == 0 ? 1 : static_cast<double>(right) / (right + wrong); }
  double recall() const { return right + missed == 0 ? 1 : static_cast<double>(right) / (right + missed); }
};

// A value that did not come out as expected.
struct FieldMiss {
  // Path of the fixture.
  std::string file;
  // Line of the entry, from 1; 0 where it is not known.
  int line = 0;
  std::string field;
  // Empty where nothing was expected or nothing was read.
  std::string expected;
  std::string read;
};

struct Comparison {
  std::map<std::string, FieldTally> fields;
  std::vector<FieldMiss> misses;
};

// Adds what `actual` (see Describe) has of `expected` to `comparison`. Both are in the form of a fixture. White space
// counts as one space. Keys that `expected` leaves out are expected to be empty; "source_type", "comment" and
// "file_name" are not compared. Each of the expected warnings has to be part of one that was given; others may be given
// as well.
void Compare(const std::string& file, const nlohmann::json& expected, const nlohmann::json& actual,
             Comparison* comparison);

}  // namespace lectern::bench
