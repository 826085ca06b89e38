// What is true of a hotline at the moment of an answer.
#pragma once

#include "absl/time/time.h"
#include "lectern/v1/country.pb.h"
#include "services/aip/read_methods.h"

namespace lectern::countries {

// Verifications hold this long where nothing else is said.
inline constexpr absl::Duration kReviewEvery = absl::Hours(24 * 180);

// Never verified, or its review is past due.
bool IsOverdue(const v1::Hotline& hotline, absl::Time now);

// Sets `overdue`, for every state but the current one in any case, and, where it is true, `fallbacks`: the country's
// other published hotlines that are not overdue, then what the site names. For one call: it remembers what it has
// looked up.
aip::Decorate HotlineDecorator(absl::Time now);

}  // namespace lectern::countries
