#include "clients/admin/edit_text.h"

#include <algorithm>

#include "clients/admin/fields.h"
#include "clients/admin/json.h"
#include "fmt/format.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "lectern/v1/types.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// No field inside another is output-only; where a resource was imported from is no matter for an editor.
bool Editable(const FieldDescriptor& field) {
  if (field.message_type() == v1::Provenance::descriptor()) return false;
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i)
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) return false;
  return true;
}

bool HasUnknownFields(const Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i)
      if (HasUnknownFields(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                : reflection.GetMessage(message, field)))
        return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::string> EditText(const Message& resource) {
  if (HasUnknownFields(resource))
    return absl::FailedPreconditionError(
        "the server keeps more of it than this lecternctl knows, and editing would lose that: use the version that "
        "`lecternctl status` shows");
  const auto json = ToJson(resource);
  if (!json.ok()) return json.status();
  auto text = nlohmann::ordered_json::parse(*json);
  for (int i = 0; i < resource.GetDescriptor()->field_count(); ++i)
    if (const FieldDescriptor& field = *resource.GetDescriptor()->field(i); !Editable(field))
      text.erase(field.json_name());
  return text.dump(2) + '\n';
}

absl::Status ReadEditText(const std::string& text, const Message& base, Message& edited) {
  try {
    // Its errors say the line and the column; protobuf's do not.
    if (!nlohmann::json::parse(text).is_object()) return absl::InvalidArgumentError("the text is no JSON object");
  } catch (const nlohmann::json::parse_error& error) {
    const std::string what = error.what();  // "[json.exception.parse_error.101] parse error at line 1, ..."
    return absl::InvalidArgumentError("the text is no JSON: " +
                                      what.substr(std::min(what.size(), what.find("] ") + 2)));
  }
  const auto status = google::protobuf::util::JsonStringToMessage(text, &edited);
  if (!status.ok()) return absl::InvalidArgumentError(std::string(status.message()));
  std::vector<const FieldDescriptor*> set;
  edited.GetReflection()->ListFields(edited, &set);
  for (const FieldDescriptor* field : set)
    if (!Editable(*field))
      return absl::InvalidArgumentError(fmt::format("{} cannot be edited: take it out", field->json_name()));
  if (TextIn(edited, "name") != TextIn(base, "name"))
    return absl::InvalidArgumentError(fmt::format("name must stay {}", TextIn(base, "name")));
  return absl::OkStatus();
}

std::vector<std::string> ChangedFields(const Message& a, const Message& b) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < a.GetDescriptor()->field_count(); ++i) fields.push_back(a.GetDescriptor()->field(i));
  std::sort(fields.begin(), fields.end(), [](const auto* x, const auto* y) { return x->number() < y->number(); });
  std::vector<std::string> changed;
  google::protobuf::util::MessageDifferencer differencer;
  for (const FieldDescriptor* field : fields)
    if (Editable(*field) && field->name() != "etag" && !differencer.CompareWithFields(a, b, {field}, {field}))
      changed.push_back(field->name());
  return changed;
}

}  // namespace lectern::admin
