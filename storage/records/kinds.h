// The kinds of records, by name. Each is declared in the file of its name.
#pragma once

#include "storage/records/record_kind.h"

namespace lectern::storage {

const RecordKind& EntryRecords();
const RecordKind& CountryRecords();
const RecordKind& CountryPageRecords();
const RecordKind& HotlineRecords();
const RecordKind& TopicRecords();
const RecordKind& ThemeRecords();
const RecordKind& TeacherResourceRecords();
const RecordKind& SiteRecords();

// Names of the indexes that callers ask for.
inline constexpr std::string_view kBySourceKey = "source_key";
inline constexpr std::string_view kByTitle = "title";
inline constexpr std::string_view kByLikeness = "likeness";
inline constexpr std::string_view kByDisplayName = "display_name";
inline constexpr std::string_view kEntriesByTopic = "topic";
inline constexpr std::string_view kEntriesByPublisher = "publisher";
inline constexpr std::string_view kEntriesByPublishTime = "publish_time";

}  // namespace lectern::storage
