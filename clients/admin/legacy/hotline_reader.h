#pragma once
// Entries that tell where to call for help become proposed hotlines. They are drafts, and never verified: a number that
// was right when the page was made may be somebody else's today.

#include <optional>

#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// The hotline that `entry` tells of, named "countries/{code}/hotlines/-"; nothing where it tells of none.
// `region_code` is the country's alpha-2 code in capitals.
std::optional<v1::Hotline> ProposeHotline(const v1::Entry& entry, const std::string& region_code);

}  // namespace lectern::legacy
