// Declaration of the records of entries.
#include "lectern/v1/entry.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/likeness.h"
#include "storage/records/sort_text.h"

namespace lectern::storage {
namespace {

const v1::Entry& AsEntry(const Message& record) { return static_cast<const v1::Entry&>(record); }

std::vector<IndexParts> ByPage(const Message& record) {
  const v1::Entry& entry = AsEntry(record);
  return {{entry.country(), entry.topic(), entry.rank()}};
}

std::vector<IndexParts> ByTopic(const Message& record) {
  const v1::Entry& entry = AsEntry(record);
  return {{entry.topic(), entry.country(), entry.rank()}};
}

std::vector<IndexParts> ByPublisher(const Message& record) { return {{SortText(AsEntry(record).publisher())}}; }

// A title over several lines is one text.
std::vector<IndexParts> ByTitle(const Message& record) {
  std::string title;
  for (const std::string& line : AsEntry(record).title_lines()) title.append(title.empty() ? "" : " ").append(line);
  return {{SortText(title)}};
}

// EDTF level 0 sorts by its bytes: "2003" < "2003-04" < "2003-04-01". Undated entries come first.
std::vector<IndexParts> ByPublishTime(const Message& record) { return {{AsEntry(record).published().edtf()}}; }

std::vector<IndexParts> BySourceKey(const Message& record) {
  const v1::Entry& entry = AsEntry(record);
  std::vector<IndexParts> rows;
  if (!entry.source_key().empty()) rows.push_back({entry.source_key()});
  for (const std::string& merged : entry.merged_source_keys()) rows.push_back({merged});
  return rows;
}

std::vector<IndexParts> ByLikeness(const Message& record) {
  const std::string key = LikenessKey(AsEntry(record));
  return key.empty() ? std::vector<IndexParts>() : std::vector<IndexParts>{{key}};
}

// An address that leads to somebody else now, or is withheld on purpose, reaches nobody who reads.
bool HasUnsafeAddresses(const Message& record) {
  const v1::LinkState state = AsEntry(record).link_state();
  return state == v1::LINK_STATE_HIJACKED || state == v1::LINK_STATE_WITHHELD;
}

void StripUnsafeAddresses(Message& record, Audience) {
  auto& entry = static_cast<v1::Entry&>(record);
  if (!HasUnsafeAddresses(entry)) return;
  entry.clear_url();
  for (v1::Access& access : *entry.mutable_accesses()) access.clear_url();
}

}  // namespace

const RecordKind& EntryRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kEntry,
      .plural = "entries",
      .singular = "entry",
      .pattern = {"entries", ""},
      .prototype = &v1::Entry::default_instance(),
      .indexes =
          {{.number = 1, .name = "page", .part_count = 3, .counted = {0, 1, 2}, .rows = ByPage},
           {.number = 2, .name = kEntriesByTopic, .part_count = 3, .counted = {1}, .rows = ByTopic},
           {.number = 3, .name = kEntriesByPublisher, .part_count = 1, .counted = {}, .rows = ByPublisher},
           {.number = 4, .name = kEntriesByPublishTime, .part_count = 1, .counted = {}, .rows = ByPublishTime},
           {.number = 5, .name = kBySourceKey, .part_count = 1, .counted = {}, .unique = true, .rows = BySourceKey},
           {.number = 6, .name = kByTitle, .part_count = 1, .counted = {}, .rows = ByTitle},
           ImportSourceIndex(8),
           {.number = 9, .name = kByLikeness, .part_count = 1, .counted = {}, .editors_only = true, .rows = ByLikeness},
           {.number = 7,
            .name = kByReference,
            .part_count = 1,
            .counted = {1},
            .counters_only = true,
            .rows = ReferencedNames}},
      .strip = StripUnsafeAddresses,
      .strips = HasUnsafeAddresses};
  return kind;
}

}  // namespace lectern::storage
