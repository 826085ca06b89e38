#include "clients/admin/formats/enum_words.h"

#include <charconv>

#include "clients/admin/legacy/white_space.h"
#include "lectern/v1/bibliography.pb.h"

namespace lectern::formats {
namespace {

// For comparing.
std::string Folded(std::string_view word) {
  std::string out = legacy::AsciiLower(word);
  for (char& c : out) {
    if (c == '-' || c == ' ') c = '_';
  }
  return out;
}

// "SOURCE_TYPE_" of SourceType: what all values share, read off the value for zero.
std::string_view PrefixOf(const google::protobuf::EnumDescriptor& type) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::string& zero = type.value(0)->name();
  return zero.ends_with(kZero) ? std::string_view(zero).substr(0, zero.size() - kZero.size()) : std::string_view();
}

std::string WordOf(const google::protobuf::EnumValueDescriptor& value) {
  const std::string& csl = value.options().GetExtension(v1::type_names).csl();
  if (!csl.empty()) return csl;
  std::string_view name = value.name();
  name.remove_prefix(PrefixOf(*value.type()).size());
  return legacy::AsciiLower(name);
}

v1::SourceType SourceTypeOf(std::string_view name, const std::string& (v1::TypeNames::*names)() const) {
  const google::protobuf::EnumDescriptor& type = *v1::SourceType_descriptor();
  const std::string wanted = Folded(name);
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& known = (type.value(i)->options().GetExtension(v1::type_names).*names)();
    if (!known.empty() && Folded(known) == wanted) return static_cast<v1::SourceType>(type.value(i)->number());
  }
  return v1::SOURCE_TYPE_UNSPECIFIED;
}

}  // namespace

std::optional<int> EnumOfWord(const google::protobuf::EnumDescriptor& type, std::string_view word) {
  word = legacy::Trim(word);
  if (word.empty()) return 0;
  int number = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (fault == std::errc() && end == word.data() + word.size()) return number;
  const std::string wanted = Folded(word);
  const std::string prefix(PrefixOf(type));
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string name = Folded(type.value(i)->name());
    if (Folded(WordOf(*type.value(i))) == wanted || name == Folded(prefix) + wanted || name == wanted)
      return type.value(i)->number();
  }
  return std::nullopt;
}

std::string WordsOf(const google::protobuf::EnumDescriptor& type) {
  std::string words;
  for (int i = 1; i < type.value_count(); ++i) {
    if (!words.empty()) words += ", ";
    words += WordOf(*type.value(i));
  }
  return words;
}

v1::SourceType SourceTypeOfCsl(std::string_view name) { return SourceTypeOf(name, &v1::TypeNames::csl); }
v1::SourceType SourceTypeOfBiblatex(std::string_view name) { return SourceTypeOf(name, &v1::TypeNames::biblatex); }
v1::SourceType SourceTypeOfRis(std::string_view name) { return SourceTypeOf(name, &v1::TypeNames::ris); }

}  // namespace lectern::formats
