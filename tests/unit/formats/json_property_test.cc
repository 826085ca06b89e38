// Our reader of JSON against protobuf's: what that writes is read back, and both read alike.
#include "any_entry.h"
#include "clients/admin/formats/json_message.h"
#include "clients/admin/formats/json_scanner.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "lectern/v1/import.pb.h"
#include "nlohmann/json.hpp"
#include "rapidcheck/gtest.h"
#include "reading.h"

namespace lectern::formats {
namespace {

// Clears what the reader drops.
void ClearStamps(google::protobuf::Message* message) {
  const auto& reflection = *message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const auto* field : fields) {
    bool stamp = field->name() == "etag";
    for (int i = 0; i < field->options().ExtensionSize(google::api::field_behavior); ++i)
      stamp |= field->options().GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY;
    if (stamp) {
      reflection.ClearField(message, field);
    } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) ClearStamps(reflection.MutableMessage(message, field));
      for (int i = 0; field->is_repeated() && i < reflection.FieldSize(*message, field); ++i)
        ClearStamps(reflection.MutableRepeatedMessage(message, field, i));
    }
  }
}

RC_GTEST_PROP(JsonProperty, ReadsBackWhatProtobufWrites, ()) {
  v1::ImportItem item;
  FillSome(&item);
  item.clear_fields();
  if (*rc::gen::arbitrary<bool>()) item.mutable_fields()->add_paths("title_lines");
  google::protobuf::util::JsonPrintOptions print;
  print.add_whitespace = *rc::gen::arbitrary<bool>();
  print.always_print_primitive_fields = *rc::gen::arbitrary<bool>();
  print.preserve_proto_field_names = *rc::gen::arbitrary<bool>();
  std::string json;
  RC_ASSERT(google::protobuf::util::MessageToJsonString(item, &json, print).ok());

  v1::ImportItem ours;
  JsonMessageReader reader;
  const auto fault = reader.Read(json, &ours);
  RC_ASSERT(!fault.has_value());
  v1::ImportItem theirs;
  RC_ASSERT(google::protobuf::util::JsonStringToMessage(json, &theirs).ok());
  ClearStamps(&theirs);
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  if (!differencer.Compare(theirs, ours)) RC_FAIL(difference + json);
}

RC_GTEST_PROP(JsonProperty, TakesASyntaxExactlyWhenNlohmannDoes, ()) {
  static const std::vector<std::string> kParts = {"{",       "}",    "[",  "]",   ",",      ":",  "\"a\"",
                                                  "\"\\n\"", "1",    "-0", "01",  "1.5e-3", "1.", "true",
                                                  "false",   "null", " ",  "nul", "\"",     "\\", "\"\\u00e9\""};
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kParts));
  std::string text;
  for (const std::string& part : parts) text += part;
  JsonScanner scanner(text);
  RC_ASSERT((scanner.SkipValue() && scanner.AtEnd()) == nlohmann::json::accept(text));
}

TEST(JsonScanner, StopsAtDeepNesting) {
  for (const char* open : {"[", "{\"a\":"}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += open;
    JsonScanner scanner(text);
    EXPECT_FALSE(scanner.SkipValue());
    EXPECT_EQ(scanner.fault()->what, "values are nested too deeply");
  }
}

}  // namespace
}  // namespace lectern::formats
