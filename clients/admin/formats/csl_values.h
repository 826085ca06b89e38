// Names, dates and texts of CSL-JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lectern/v1/entry.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::formats {

// Nothing where the value is no name.
std::optional<v1::Contributor> ReadCslName(const nlohmann::json& name);

struct CslDate {
  std::string raw;
  // As precise as it is given; of a span, what both ends share; empty where that is not even a year.
  std::string edtf;
};

// Nothing where the value is no date.
std::optional<CslDate> ReadCslDate(const nlohmann::json& date);

// Without the HTML that CSL allows in texts: i, b, sub, sup, span, and the character references &amp; &lt; &gt;.
std::string WithoutMarkup(std::string_view text);

}  // namespace lectern::formats
