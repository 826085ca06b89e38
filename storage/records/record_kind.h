// What the record layer must know of a kind of record. Each kind has one declaration (entry_records.cc and its like);
// everything else - keys, projections, index rows, counters, back-fill - follows from it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "storage/keys/keyspaces.h"

namespace lectern::storage {

using google::protobuf::Message;

// Who an answer is for. Each sees all that the ones before it see, published records or all. DO NOT CHANGE: on disk.
enum class Audience : uint8_t { kReader = 0, kEducator = 1, kEditor = 2 };

// Whose listing a row stands in: all that is not deleted, what is published, or what is deleted. DO NOT CHANGE: on
// disk.
enum class Scope : uint8_t { kEditors = 0, kReaders = 1, kDeleted = 2 };

// One row an index holds for a record: its parts, in sorting order.
using IndexParts = std::vector<std::string>;

// An index over the records of one kind. Rows of a listing index: (number, scope, parts, record); a unique index has
// (number, part) alone, so that a second record with the same part is refused. An index may keep its counters alone, or
// rows for editors alone.
struct IndexDefinition {
  uint16_t number = 0;          // over all kinds; DO NOT CHANGE: on disk
  std::string_view name;        // what order_by and messages call it
  uint32_t version = 1;         // raise it when `rows` answers otherwise than before: the index is then filled anew
  size_t part_count = 0;        // parts of every row
  std::vector<size_t> counted;  // lengths of the part prefixes whose records are counted
  bool unique = false;
  bool counters_only = false;
  bool editors_only = false;  // nobody else asks by it
  // The parts of each of the record's rows; pure.
  std::vector<IndexParts> (*rows)(const Message& record) = nullptr;

  // What rows on disk must agree with to be read.
  uint64_t Hash() const;
};

// Name of the index that counts who names a resource.
inline constexpr std::string_view kByReference = "references";

struct RecordKind {
  Keyspace keyspace = Keyspace::kEntry;
  std::string_view plural;    // "entries": the collection, and what status calls it
  std::string_view singular;  // "entry", for messages
  // Segments of the name; an empty one stands for an id. Example: {"countries", "", "pages", ""}.
  std::vector<std::string_view> pattern;
  const Message* prototype = nullptr;
  std::vector<IndexDefinition> indexes;  // the first lists every record, in the kind's standard order
  // Takes out what some of those who read published records may not see; null where there is no such thing.
  void (*strip)(Message& record, Audience audience) = nullptr;
  // False where `strip` would change nothing for any audience; null: it may always.
  bool (*strips)(const Message& record) = nullptr;

  const IndexDefinition& StandardIndex() const { return indexes.front(); }
  // Counts, for each name, the records that name it in a field; null for kinds that name no other.
  const IndexDefinition* ReferenceIndex() const { return FindIndex(kByReference); }
  // The index of that name; null where there is none.
  const IndexDefinition* FindIndex(std::string_view name) const;

  // The form of its names, for messages. Example: "countries/{id}/pages/{id}".
  std::string NamePattern() const;
  // The record key of a well-formed name; nullopt where `name` is none of this kind. Ids have 1 to 63 of a-z, 0-9, "-".
  std::optional<std::string> KeyOf(std::string_view name) const;
  // The name behind a record key of this kind; nullopt where the bytes are none.
  std::optional<std::string> NameOf(std::string_view key) const;
};

// All kinds, in the order of their keyspaces.
const std::vector<const RecordKind*>& AllRecordKinds();

// "countries/be" of "countries/be/pages/street-children".
std::string CountryOfName(const std::string& name);

// The kind a resource name belongs to; null where it has no kind's shape.
const RecordKind* FindKindByName(std::string_view name);

// True where readers see the record: published and not deleted. Kinds without a lifecycle are always visible.
bool VisibleToReaders(const Message& record);
// True where delete_time is set.
bool IsDeleted(const Message& record);
// True for the tombstone of what was erased for good: expunge_time is set.
bool IsExpunged(const Message& record);
// Names of the resources that the fields of `record` name, sorted, each once, without "@revision"; and of the country
// that it lies in. Rows of ReferenceIndex().
std::vector<IndexParts> ReferencedNames(const Message& record);

// Name of the index of what imports from a source have brought.
inline constexpr std::string_view kByImportSource = "import_source";
// It, for a kind with provenance: one part, the source that the last import of the record named.
IndexDefinition ImportSourceIndex(uint16_t number);

// Everything that is derived from one record. Rows: key to value; counters: key to how often the record counts.
struct DerivedRows {
  std::map<std::string, std::string> rows;
  std::map<std::string, int64_t> counters;
};

// Pure: used by every write, by back-fill and by verification.
DerivedRows Derive(const RecordKind& kind, const std::string& record_key, const Message& record);
// The same for one index.
void DeriveIndex(const IndexDefinition& index, const std::string& record_key, const Message& record, DerivedRows& out);

// Bytes of an index key before its parts. What is behind them is alike in every scope.
inline constexpr size_t kIndexHeadBytes = 4;
// Key prefix of the rows of `index` in `scope` that begin with `parts`.
std::string IndexPrefix(const IndexDefinition& index, Scope scope, const IndexParts& parts);
// Key of the one row of a unique index.
std::string UniqueKey(const IndexDefinition& index, std::string_view part);
// Key of the counter of the records in `scope` that begin with `parts`.
std::string CounterKey(const IndexDefinition& index, Scope scope, const IndexParts& parts);

}  // namespace lectern::storage
