#include "services/editing/field_facts.h"

#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "services/editing/field_behavior.h"

namespace lectern::editing {

const std::vector<FieldFacts>& FactsOf(const google::protobuf::Descriptor* message) {
  thread_local std::unordered_map<const google::protobuf::Descriptor*, std::vector<FieldFacts>> known;
  const auto [at, added] = known.try_emplace(message);
  for (int i = 0; added && i < message->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = message->field(i);
    const google::protobuf::FieldOptions& options = field->options();
    FieldFacts& facts = at->second.emplace_back();
    facts.field = field;
    facts.required = HasBehavior(field, google::api::REQUIRED);
    facts.output_only = HasBehavior(field, google::api::OUTPUT_ONLY);
    facts.limits = &options.GetExtension(v1::limits);
    if (options.HasExtension(google::api::resource_reference))
      facts.reference = &options.GetExtension(google::api::resource_reference).type();
  }
  return at->second;
}

std::string FieldStep::Path() const {
  std::string path = outer == nullptr ? field->name() : absl::StrCat(outer->Path(), ".", field->name());
  if (item >= 0) absl::StrAppend(&path, "[", item, "]");
  return path;
}

}  // namespace lectern::editing
