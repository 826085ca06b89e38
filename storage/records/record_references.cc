// Which other resources a record names: read off the descriptors, so that no field can be forgotten.
#include <set>
#include <unordered_map>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "storage/records/kinds.h"

namespace lectern::storage {
namespace {

using google::protobuf::FieldDescriptor;

bool IsOutputOnly(const FieldDescriptor* field) {
  const auto& options = field->options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i)
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) return true;
  return false;
}

// The fields of a type that name others, or hold fields that may. Looked up once a thread: every write of every record
// asks for it.
const std::vector<const FieldDescriptor*>& NamingFields(const google::protobuf::Descriptor* type) {
  thread_local std::unordered_map<const google::protobuf::Descriptor*, std::vector<const FieldDescriptor*>> known;
  const auto [at, added] = known.try_emplace(type);
  for (int i = 0; added && i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool refers = field->options().HasExtension(google::api::resource_reference);
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if ((refers || nested) && !IsOutputOnly(field)) at->second.push_back(field);
  }
  return at->second;
}

void Collect(const Message& message, std::set<std::string>& names) {
  const auto* reflection = message.GetReflection();
  for (const FieldDescriptor* field : NamingFields(message.GetDescriptor())) {
    if (!field->is_repeated() && !reflection->HasField(message, field)) continue;
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Collect(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                     : reflection->GetMessage(message, field),
                names);
        continue;
      }
      const std::string name = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                    : reflection->GetString(message, field);
      names.insert(name.substr(0, name.find('@')));
    }
  }
}

}  // namespace

std::vector<IndexParts> ReferencedNames(const Message& record) {
  std::set<std::string> names;
  Collect(record, names);
  const auto* field = record.GetDescriptor()->FindFieldByName("name");
  const std::string name = record.GetReflection()->GetString(record, field);
  if (const std::string country = CountryOfName(name); country != name) names.insert(country);
  names.erase("");
  std::vector<IndexParts> rows;
  for (const std::string& referenced : names) rows.push_back({referenced});
  return rows;
}

}  // namespace lectern::storage
