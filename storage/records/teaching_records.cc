// Declarations of the records of teacher resources, topics, themes and the site.
#include "lectern/v1/site.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/sort_text.h"

namespace lectern::storage {
namespace {

std::vector<IndexParts> OneRow(const Message&) { return {{}}; }

std::vector<IndexParts> BySourceKey(const Message& record) {
  const auto& resource = static_cast<const v1::TeacherResource&>(record);
  if (resource.source_key().empty()) return {};
  return {{resource.source_key()}};
}

std::vector<IndexParts> ByTitle(const Message& record) {
  return {{SortText(static_cast<const v1::TeacherResource&>(record).title())}};
}

// Model answers and marking schemes are for educators: pupils read what readers read.
void StripPartsForEducators(Message& record, Audience audience) {
  if (audience != Audience::kReader) return;
  auto& resource = static_cast<v1::TeacherResource&>(record);
  auto& parts = *resource.mutable_parts();
  for (int i = parts.size() - 1; i >= 0; --i)
    if (parts[i].audience() == v1::AUDIENCE_EDUCATORS) parts.DeleteSubrange(i, 1);
}

}  // namespace

const RecordKind& TeacherResourceRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kTeacherResource,
      .plural = "teacherResources",
      .singular = "teacher resource",
      .pattern = {"teacherResources", ""},
      .prototype = &v1::TeacherResource::default_instance(),
      .indexes =
          {{.number = 40, .name = "name", .counted = {0}, .rows = OneRow},
           {.number = 41, .name = kBySourceKey, .part_count = 1, .counted = {}, .unique = true, .rows = BySourceKey},
           {.number = 42, .name = kByTitle, .part_count = 1, .counted = {}, .rows = ByTitle},
           {.number = 43,
            .name = kByReference,
            .part_count = 1,
            .counted = {1},
            .counters_only = true,
            .rows = ReferencedNames},
           ImportSourceIndex(44)},
      .strip = StripPartsForEducators};
  return kind;
}

const RecordKind& TopicRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kTopic,
      .plural = "topics",
      .singular = "topic",
      .pattern = {"topics", ""},
      .prototype = &v1::Topic::default_instance(),
      .indexes = {{.number = 50, .name = "name", .counted = {0}, .rows = OneRow}, ImportSourceIndex(51)}};
  return kind;
}

const RecordKind& ThemeRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kTheme,
      .plural = "themes",
      .singular = "theme",
      .pattern = {"themes", ""},
      .prototype = &v1::Theme::default_instance(),
      .indexes = {{.number = 60, .name = "name", .counted = {0}, .rows = OneRow}, ImportSourceIndex(61)}};
  return kind;
}

const RecordKind& SiteRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kSite,
      .plural = "sites",
      .singular = "site",
      .pattern = {"site"},
      .prototype = &v1::Site::default_instance(),
      .indexes = {{.number = 70, .name = "name", .counted = {0}, .rows = OneRow}, ImportSourceIndex(71)}};
  return kind;
}

const std::vector<const RecordKind*>& AllRecordKinds() {
  static const std::vector<const RecordKind*> kinds{&EntryRecords(),           &CountryRecords(), &CountryPageRecords(),
                                                    &HotlineRecords(),         &TopicRecords(),   &ThemeRecords(),
                                                    &TeacherResourceRecords(), &SiteRecords()};
  return kinds;
}

}  // namespace lectern::storage
