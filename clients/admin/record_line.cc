// Small messages of the contract, each on one line.
#include <algorithm>
#include <cctype>

#include "clients/admin/record.h"
#include "fmt/format.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/admin_service.pb.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "lectern/v1/types.pb.h"

namespace lectern::admin {
namespace {

using google::protobuf::Message;
using google::protobuf::Timestamp;

std::string TimeText(const Timestamp& time) { return google::protobuf::util::TimeUtil::ToString(time); }

// "head (a, b)", without what is empty.
std::string WithNotes(std::string head, std::initializer_list<std::string> notes) {
  std::string inside;
  for (const std::string& note : notes) {
    if (note.empty()) continue;
    inside += (inside.empty() ? "" : ", ") + note;
  }
  if (inside.empty()) return head;
  return head.empty() ? inside : fmt::format("{} ({})", head, inside);
}

std::string Line(const Timestamp& time) { return TimeText(time); }
std::string Line(const v1::PartialDate& date) { return WithNotes(date.raw(), {date.edtf()}); }
std::string Line(const v1::LocalizedText& text) { return WithNotes(text.text(), {text.language()}); }
std::string Line(const v1::Access& access) {
  return WithNotes(access.raw(), {access.edtf(), access.url(), access.snapshot()});
}
std::string Line(const v1::Contributor& contributor) {
  const std::string person = contributor.given().empty()
                                 ? contributor.family()
                                 : fmt::format("{}, {}", contributor.family(), contributor.given());
  return WithNotes(contributor.literal().empty() ? person : contributor.literal(), {contributor.role()});
}
std::string Line(const v1::Review& review) {
  return WithNotes(review.reviewer(), {review.has_review_time() ? TimeText(review.review_time()) : ""});
}
std::string Line(const v1::ByteSpan& span) { return fmt::format("bytes {}-{}", span.start_byte(), span.end_byte()); }
std::string Line(const v1::FieldConfidence& sure) {
  return fmt::format("{} {:.2f}", sure.field_path(), sure.confidence());
}
std::string Line(const v1::Redaction& redaction) {
  return fmt::format("{} bytes {}-{}: {}", redaction.field_path(), redaction.start_byte(), redaction.end_byte(),
                     redaction.replacement());
}
std::string Line(const v1::PhoneNumber& number) {
  return WithNotes(number.dial().empty() ? number.printed() : number.dial(), {number.region_code(), number.e164()});
}
std::string Line(const v1::Fallback& fallback) { return WithNotes(fallback.label(), {fallback.hotline()}); }
std::string Line(const v1::KindCount& count) { return fmt::format("{} {}", count.kind(), count.count()); }
std::string Line(const v1::EntryReference& reference) { return WithNotes(reference.entry(), {reference.note()}); }

template <typename Type>
bool Try(const Message& message, std::string& line) {
  const auto* typed = dynamic_cast<const Type*>(&message);
  if (typed != nullptr) line = Line(*typed);
  return typed != nullptr;
}

template <typename... Types>
std::string FirstOf(const Message& message) {
  std::string line;
  (Try<Types>(message, line) || ...);
  return line;
}

}  // namespace

std::unique_ptr<Message> Unpacked(const google::protobuf::Any& any) {
  const std::string& url = any.type_url();
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr) return nullptr;
  std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  return any.UnpackTo(message.get()) ? std::move(message) : nullptr;
}

std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  // Every value begins with its type's name in capitals (buf lint sees to that): Lifecycle, LIFECYCLE_DRAFT.
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (std::isupper(c) && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(std::toupper(c));
  }
  std::string text = value.name();
  if (text.starts_with(prefix + '_')) text.erase(0, prefix.size() + 1);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c == '_' ? ' ' : static_cast<char>(std::tolower(c)); });
  return text;
}

std::string OneLine(const Message& message) {
  return FirstOf<Timestamp, v1::PartialDate, v1::LocalizedText, v1::Access, v1::Contributor, v1::Review, v1::ByteSpan,
                 v1::FieldConfidence, v1::Redaction, v1::PhoneNumber, v1::Fallback, v1::KindCount, v1::EntryReference>(
      message);
}

}  // namespace lectern::admin
