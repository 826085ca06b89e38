// The kinds of resources that are exported.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "services/aip/listing_plan.h"

namespace lectern::exports {

struct ExportKind {
  const storage::RecordKind* kind = nullptr;
  std::string_view name;                                           // what selections call it: "entries"
  const google::protobuf::FieldDescriptor* item = nullptr;         // of v1::ImportItem
  const google::protobuf::FieldDescriptor* translation = nullptr;  // names a resource of the same kind; may be null
  const aip::ListingRules* listing = nullptr;
  std::function<aip::Decorate()> decorator = nullptr;  // makes what fills in its fields of the moment; may be null
};

// How a kind is listed, and what fills in its fields of the moment; from the server's wiring, since one service does
// not know another.
struct ListedKind {
  const aip::ListingRules* listing = nullptr;
  std::function<aip::Decorate()> decorator = nullptr;
};

// `listed`, and the site, which no service lists; such that what is referred to comes before what refers to it.
std::vector<ExportKind> OrderedKinds(const std::vector<ListedKind>& listed);

}  // namespace lectern::exports
