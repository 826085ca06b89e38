// Facets as a caller asks for them, and as it gets them.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lectern/v1/search.pb.h"
#include "services/aip/violations.h"
#include "storage/engine/snapshot.h"
#include "storage/search/index/query.h"

namespace lectern::searching {

// Notes what is wrong with the facets of a request.
void CheckFacets(const google::protobuf::RepeatedPtrField<v1::FacetRequest>& facets, aip::Violations& violations);

// What to ask the index for.
search::FacetRequest IndexFacet(const v1::FacetRequest& facet);

// `counts`, which the index gave for IndexFacet(request), with the names that their values have for people. Errors of
// reading.
absl::StatusOr<v1::Facet> FacetAnswer(const v1::FacetRequest& request, std::vector<search::FacetCount> counts,
                                      const storage::Snapshot& snapshot);

}  // namespace lectern::searching
