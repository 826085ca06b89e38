#include "services/erasure/erase_text.h"

#include <algorithm>
#include <functional>
#include <memory>

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "lectern/v1/limits.pb.h"
#include "storage/records/record_value.h"

namespace lectern::erasure {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Gets each text with its field and path ("passages[2].text"), and answers what it is to be from now on.
using VisitText = std::function<void(const FieldDescriptor& field, const std::string& path, std::string& text)>;

bool IsName(const Message& message, const FieldDescriptor* field) {
  return field->options().HasExtension(google::api::resource_reference) ||
         (field->name() == "name" && message.GetDescriptor()->options().HasExtension(google::api::resource));
}

// Walks the texts of `message` in fields numbered below `end`, and of all messages within.
void Visit(Message& message, int end, const std::string& prefix, const VisitText& visit) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    // Redactions hold paths and what readers see; neither is a text of the resource.
    if (field->number() >= end || IsName(message, field) || field->name() == "redactions") continue;
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const std::string path =
          field->is_repeated() ? absl::StrCat(prefix, field->name(), "[", i, "]") : absl::StrCat(prefix, field->name());
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Message* nested = field->is_repeated() ? reflection->MutableRepeatedMessage(&message, field, i)
                                               : reflection->MutableMessage(&message, field);
        Visit(*nested, FieldDescriptor::kMaxNumber, path + ".", visit);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string before = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                        : reflection->GetString(message, field);
        std::string text = before;
        visit(*field, path, text);
        if (text == before) continue;
        if (field->is_repeated())
          reflection->SetRepeatedString(&message, field, i, std::move(text));
        else
          reflection->SetString(&message, field, std::move(text));
      }
    }
  }
}

std::vector<size_t> PlacesOf(std::string_view wanted, std::string_view text) {
  std::vector<size_t> places;
  for (size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + wanted.size()))
    places.push_back(at);
  return places;
}

std::vector<v1::Redaction> RedactionsOf(const Message& record) {
  std::vector<v1::Redaction> redactions;
  const auto* field = record.GetDescriptor()->FindFieldByName("redactions");
  for (int i = 0; field != nullptr && i < record.GetReflection()->FieldSize(record, field); ++i)
    redactions.push_back(
        static_cast<const v1::Redaction&>(record.GetReflection()->GetRepeatedMessage(record, field, i)));
  return redactions;
}

void SetRedactions(const std::vector<v1::Redaction>& redactions, Message& record) {
  const auto* field = record.GetDescriptor()->FindFieldByName("redactions");
  if (field == nullptr) return;
  record.GetReflection()->ClearField(&record, field);
  for (const v1::Redaction& redaction : redactions)
    record.GetReflection()->AddMessage(&record, field)->CopyFrom(redaction);
}

// Moves a redaction of a text in which `length` bytes at `place` were replaced by `replaced` ones.
void Move(size_t place, size_t length, size_t replaced, v1::Redaction& redaction) {
  const int64_t begin = static_cast<int64_t>(place);
  const int64_t end = begin + static_cast<int64_t>(length);
  const int64_t shift = static_cast<int64_t>(replaced) - static_cast<int64_t>(length);
  const auto moved = [&](int64_t at, int64_t inside) { return at <= begin ? at : at >= end ? at + shift : inside; };
  redaction.set_start_byte(static_cast<int32_t>(moved(redaction.start_byte(), begin)));
  redaction.set_end_byte(static_cast<int32_t>(moved(redaction.end_byte(), end + shift)));
}

void ClearRawText(Message& record) {
  const auto* field = record.GetDescriptor()->FindFieldByName("provenance");
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return;
  auto& provenance = static_cast<v1::Provenance&>(*record.GetReflection()->MutableMessage(&record, field));
  provenance.clear_raw_text();
  provenance.clear_unclaimed_lines();
}

// What the last import brought is forgotten rather than mended: every difference is a conflict then.
int ForgetImportedForm(Message& record, std::string_view text) {
  const auto* field = record.GetDescriptor()->FindFieldByName("provenance");
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return 0;
  auto& provenance = static_cast<v1::Provenance&>(*record.GetReflection()->MutableMessage(&record, field));
  const auto count = static_cast<int>(PlacesOf(text, provenance.imported_form()).size());
  if (count > 0) provenance.clear_imported_form();
  return count;
}

}  // namespace

std::vector<v1::Redaction> FindInPublicText(const Message& record, std::string_view text,
                                            std::string_view replacement) {
  const std::unique_ptr<Message> copy(record.New());  // only read, but walked as what could be changed
  copy->CopyFrom(record);
  const std::vector<v1::Redaction> there = RedactionsOf(record);
  std::vector<v1::Redaction> found;
  Visit(*copy, storage::kFirstEditorField, "", [&](const FieldDescriptor&, const std::string& path, std::string& in) {
    for (const size_t place : PlacesOf(text, in)) {
      const auto start = static_cast<int32_t>(place);
      const auto end = static_cast<int32_t>(place + text.size());
      const bool hidden = std::any_of(there.begin(), there.end(), [&](const v1::Redaction& redaction) {
        return redaction.field_path() == path && redaction.start_byte() <= start && end <= redaction.end_byte();
      });
      if (hidden) continue;
      v1::Redaction& redaction = found.emplace_back();
      redaction.set_field_path(path);
      redaction.set_start_byte(start);
      redaction.set_end_byte(end);
      redaction.set_replacement(std::string(replacement));
    }
  });
  return found;
}

std::vector<v1::Redaction> Merged(std::vector<v1::Redaction> redactions) {
  std::stable_sort(redactions.begin(), redactions.end(), [](const v1::Redaction& a, const v1::Redaction& b) {
    return a.field_path() != b.field_path() ? a.field_path() < b.field_path() : a.start_byte() < b.start_byte();
  });
  std::vector<v1::Redaction> merged;
  for (v1::Redaction& redaction : redactions) {
    if (!merged.empty() && merged.back().field_path() == redaction.field_path() &&
        redaction.start_byte() < merged.back().end_byte())
      merged.back().set_end_byte(std::max(merged.back().end_byte(), redaction.end_byte()));
    else
      merged.push_back(std::move(redaction));
  }
  return merged;
}

int EraseText(Message& record, std::string_view text, std::string_view replacement) {
  int count = ForgetImportedForm(record, text);
  std::vector<v1::Redaction> redactions = RedactionsOf(record);
  Visit(record, FieldDescriptor::kMaxNumber, "",
        [&](const FieldDescriptor& field, const std::string& path, std::string& in) {
          const std::vector<size_t> places = PlacesOf(text, in);
          count += static_cast<int>(places.size());
          if (!places.empty() && field.options().GetExtension(v1::limits).form() != v1::TEXT_FORM_UNSPECIFIED) {
            in.clear();
            return;
          }
          // From the last to the first, so that places before stay what they are.
          for (auto place = places.rbegin(); place != places.rend(); ++place) {
            in.replace(*place, text.size(), replacement);
            for (v1::Redaction& redaction : redactions)
              if (redaction.field_path() == path) Move(*place, text.size(), replacement.size(), redaction);
          }
        });
  for (v1::Redaction& redaction : redactions) {
    std::string shown = redaction.replacement();
    const std::vector<size_t> places = PlacesOf(text, shown);
    for (auto place = places.rbegin(); place != places.rend(); ++place) shown.replace(*place, text.size(), replacement);
    count += static_cast<int>(places.size());
    redaction.set_replacement(shown);
  }
  if (count > 0) {
    SetRedactions(Merged(std::move(redactions)), record);
    ClearRawText(record);
  }
  return count;
}

}  // namespace lectern::erasure
