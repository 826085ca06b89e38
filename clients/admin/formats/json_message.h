// Messages from protobuf's JSON form, with the place of every fault.
//
// protobuf's own parser names neither line nor column, and takes five times as long; the mapping is the same (a test
// compares both), but that a field may not stand twice.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "clients/admin/formats/json_scanner.h"
#include "google/protobuf/message.h"

namespace lectern::formats {

class JsonMessageReader {
 public:
  // Reads `text`, UTF-8, which must be one object, into `message`, which must be empty. Fields of resources that only
  // answers carry (OUTPUT_ONLY, and etags) are taken for read and dropped. Unknown fields are faults, named by their
  // path.
  std::optional<JsonFault> Read(std::string_view text, google::protobuf::Message* message);

 private:
  struct Field {
    const google::protobuf::FieldDescriptor* field = nullptr;
    bool dropped = false;
  };
  using Fields = std::map<std::string, Field, std::less<>>;

  const Fields& FieldsOf(const google::protobuf::Descriptor* type);
  bool ReadObject(JsonScanner& json, google::protobuf::Message* message);
  bool ReadField(JsonScanner& json, const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message);
  bool ReadValue(JsonScanner& json, const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message);
  bool ReadMessage(JsonScanner& json, google::protobuf::Message* message);
  bool ReadInteger(JsonScanner& json, const google::protobuf::FieldDescriptor* field,
                   google::protobuf::Message* message);
  bool ReadFloat(JsonScanner& json, const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message);
  bool ReadText(JsonScanner& json, const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message);
  bool ReadEnum(JsonScanner& json, const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message);
  bool Fail(JsonScanner& json, size_t offset, std::string_view what) const;

  std::map<const google::protobuf::Descriptor*, Fields> types_;
  std::string path_;
  std::string text_;
};

}  // namespace lectern::formats
