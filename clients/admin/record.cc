#include "clients/admin/record.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "clients/admin/text_width.h"
#include "fmt/format.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::admin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kLabelColumns = 24;
constexpr size_t kIndent = 2;
constexpr size_t kNarrowestText = 20;

std::string LabelOf(const FieldDescriptor& field) {
  std::string label = field.name();
  std::replace(label.begin(), label.end(), '_', ' ');
  label.front() = static_cast<char>(std::toupper(label.front()));
  return label;
}

class RecordWriter {
 public:
  RecordWriter(size_t width, std::ostream& out) : width_(width), out_(out) {}

  void WriteFields(const Message& message, size_t indent) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) WriteField(message, *field, indent);
  }

 private:
  void WriteField(const Message& message, const FieldDescriptor& field, size_t indent) {
    const auto& reflection = *message.GetReflection();
    std::string label = LabelOf(field);
    const int count = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        WriteMessage(label,
                     field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, i)
                                         : reflection.GetMessage(message, &field),
                     indent);
      } else if (field.name() == "raw_text") {
        const size_t bytes = reflection.GetString(message, &field).size();
        WriteLine(label, fmt::format("{} bytes, left out here (--output json prints them)", bytes), indent);
      } else {
        WriteLine(label, ScalarText(message, field, i), indent);
      }
      label.clear();  // stands once, beside the first value
    }
  }

  std::string ScalarText(const Message& message, const FieldDescriptor& field, int i) {
    const auto& reflection = *message.GetReflection();
    const bool many = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return many ? reflection.GetRepeatedString(message, &field, i) : reflection.GetString(message, &field);
      case FieldDescriptor::CPPTYPE_ENUM:
        return EnumText(many ? *reflection.GetRepeatedEnum(message, &field, i) : *reflection.GetEnum(message, &field));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.GetBool(message, &field) ? "yes" : "no";
      case FieldDescriptor::CPPTYPE_INT64:
        return std::to_string(reflection.GetInt64(message, &field));
      case FieldDescriptor::CPPTYPE_INT32:
        return std::to_string(reflection.GetInt32(message, &field));
      case FieldDescriptor::CPPTYPE_FLOAT:
        return fmt::format("{:.2f}", reflection.GetFloat(message, &field));
      default:
        return field.cpp_type_name();  // the contract has no other kind of value
    }
  }

  void WriteMessage(const std::string& label, const Message& message, size_t indent) {
    if (const auto* passage = dynamic_cast<const v1::Passage*>(&message)) return WritePassage(label, *passage, indent);
    if (const auto* any = dynamic_cast<const google::protobuf::Any*>(&message)) {
      const auto held = Unpacked(*any);
      return held == nullptr ? WriteLine(label, any->type_url(), indent) : WriteMessage(label, *held, indent);
    }
    if (const std::string line = OneLine(message); !line.empty()) return WriteLine(label, line, indent);
    if (!label.empty()) out_ << std::string(indent, ' ') << label << '\n';
    WriteFields(message, indent + kIndent);
  }

  // The label and heading as the source prints them, then the words; what editors found out about them below.
  void WritePassage(const std::string& label, const v1::Passage& passage, size_t indent) {
    std::string text = passage.label();
    for (const std::string& part : {passage.heading(), passage.text()})
      if (!part.empty()) text += (text.empty() ? "" : "  ") + part;
    WriteLine(label, text, indent);
    v1::Passage rest = passage;
    rest.clear_label();
    rest.clear_heading();
    rest.clear_text();
    WriteFields(rest, indent + kLabelColumns);
  }

  // A value of several lines keeps them; each is wrapped beside the label.
  void WriteLine(const std::string& label, std::string_view value, size_t indent) {
    std::string margin = std::string(indent, ' ') + label;
    margin.append(kLabelColumns + indent - std::min(kLabelColumns + indent - 1, margin.size()), ' ');
    const std::string hanging(kLabelColumns + indent, ' ');
    const size_t columns = width_ == 0 ? 0 : std::max(kNarrowestText, width_ - std::min(width_, hanging.size()));
    while (true) {
      const size_t end = value.find('\n');
      for (const std::string& line : Wrap(Printable(value.substr(0, end)), columns)) {
        out_ << margin << line << '\n';
        margin = hanging;
      }
      if (end == std::string_view::npos) return;
      value.remove_prefix(end + 1);
    }
  }

  const size_t width_;
  std::ostream& out_;
};

}  // namespace

void WriteRecord(const Message& message, size_t width, std::ostream& out) {
  RecordWriter(width, out).WriteFields(message, 0);
}

}  // namespace lectern::admin
