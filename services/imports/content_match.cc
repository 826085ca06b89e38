#include "services/imports/content_match.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"
#include "storage/records/likeness.h"

namespace lectern::imports {
namespace {

constexpr size_t kMostCompared = 20'000;
constexpr size_t kRowsAtOnce = 1000;
constexpr size_t kMostDuplicates = 8;
// Bytes of passages that tell two entries apart.
constexpr size_t kTellingBytes = 512;

// What an entry could be recognised by, each empty where it lacks it. What is no more than a byline is no proof.
std::vector<std::string> Traits(const v1::Entry& entry) {
  const std::string page = absl::StrCat(entry.country(), "\n", entry.topic(), "\n");
  std::vector<std::string> traits;
  if (!entry.url().empty()) traits.push_back(absl::StrCat("url\n", page, entry.url()));
  std::string words;
  for (const v1::Passage& passage : entry.passages())
    if (words.size() < kTellingBytes) words.append(storage::LettersAndDigits(passage.text()));
  if (!words.empty())
    traits.push_back(absl::StrCat("words\n", page, storage::LettersAndDigits(entry.raw_byline()), "\n", words));
  if (const std::string title = storage::LikenessKey(entry); !title.empty())
    traits.push_back(absl::StrCat("title\n", page, title));
  return traits;
}

// "example.org" of "https://www.example.org/a"; empty for what has none.
std::string DomainOf(const std::string& url) {
  const size_t begin = url.find("://");
  if (begin == std::string::npos) return "";
  std::string host = url.substr(begin + 3);
  host.resize(std::min(host.find_first_of("/:?#"), host.size()));
  if (host.starts_with("www.")) host.erase(0, 4);
  std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) { return static_cast<char>(tolower(c)); });
  return host;
}

bool Alike(const std::string& a, const std::string& b) { return !a.empty() && a == b; }

bool MayBeSame(const v1::Entry& a, const v1::Entry& b) {
  return Alike(storage::LettersAndDigits(a.publisher()), storage::LettersAndDigits(b.publisher())) ||
         Alike(a.published().edtf(), b.published().edtf()) || Alike(DomainOf(a.url()), DomainOf(b.url()));
}

absl::Status AddAbsent(const storage::Snapshot& snapshot, const storage::RecordKind& kind, const std::string& source,
                       const operations::JobContext& context, const std::function<bool(const std::string&)>& touched,
                       std::set<std::string>& names) {
  storage::ListQuery query{.index = kind.FindIndex(storage::kByImportSource),
                           .scope = storage::Scope::kEditors,
                           .prefix = {source},
                           .after = {},
                           .limit = kRowsAtOnce};
  while (true) {
    RETURN_IF_ERROR(context.StillWanted());
    ASSIGN_OR_RETURN(const std::vector<storage::ListRow> rows, storage::ListRows(snapshot, query));
    for (const storage::ListRow& row : rows)
      if (!touched(row.record_key)) names.insert(kind.NameOf(row.record_key).value_or(""));
    if (rows.size() < kRowsAtOnce) return absl::OkStatus();
    query.after = rows.back().position;
  }
}

}  // namespace

absl::StatusOr<AbsentRecords> FindAbsent(const ImportRun& run, const std::set<std::string>& sources,
                                         const operations::JobContext& context,
                                         const std::function<bool(const std::string&)>& touched) {
  AbsentRecords absent;
  ASSIGN_OR_RETURN(const auto snapshot, run.backend.engine.OpenSnapshot());
  for (const editing::ResourceRules* rules : run.rules) {
    if (rules->kind->FindIndex(storage::kByImportSource) == nullptr) continue;
    const bool entries = rules->kind == &storage::EntryRecords();
    for (const std::string& source : sources)
      RETURN_IF_ERROR(
          AddAbsent(*snapshot, *rules->kind, source, context, touched, entries ? absent.entries : absent.others));
  }
  return absent;
}

void ContentIndex::Add(const std::string& name, const v1::Entry& entry) {
  for (const std::string& trait : Traits(entry))
    if (const auto [at, added] = names_.emplace(trait, name); !added) at->second.clear();
}

std::optional<std::string> ContentIndex::Find(const v1::Entry& entry) const {
  for (const std::string& trait : Traits(entry))
    if (const auto found = names_.find(trait); found != names_.end() && !found->second.empty()) return found->second;
  return std::nullopt;
}

absl::StatusOr<ContentIndex> IndexByContent(storage::Engine& engine, const AbsentRecords& absent) {
  ContentIndex index;
  if (absent.entries.size() > kMostCompared) return index;
  ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
  for (const std::string& name : absent.entries) {
    const storage::RecordKind& kind = storage::EntryRecords();
    ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(*snapshot, kind, kind.KeyOf(name).value()));
    if (record) index.Add(name, static_cast<const v1::Entry&>(*record->message));
  }
  return index;
}

absl::Status FindDuplicates(const storage::Snapshot& snapshot, const v1::Entry& entry,
                            internal::v1::StoredImportResult& result) {
  const std::string key = storage::LikenessKey(entry);
  if (key.empty()) return absl::OkStatus();
  const storage::RecordKind& kind = storage::EntryRecords();
  ASSIGN_OR_RETURN(const auto rows, storage::ListRows(snapshot, {.index = kind.FindIndex(storage::kByLikeness),
                                                                 .scope = storage::Scope::kEditors,
                                                                 .prefix = {key},
                                                                 .after = {},
                                                                 .limit = kMostDuplicates}));
  for (const storage::ListRow& row : rows) {
    ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, kind, row.record_key));
    if (record && MayBeSame(entry, static_cast<const v1::Entry&>(*record->message)))
      result.add_duplicates(kind.NameOf(row.record_key).value_or(""));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> NameOfSourceKey(const storage::Snapshot& snapshot,
                                                           const std::string& source_key) {
  const storage::RecordKind& kind = storage::EntryRecords();
  ASSIGN_OR_RETURN(const auto key, storage::FindUnique(snapshot, *kind.FindIndex(storage::kBySourceKey), source_key));
  return key ? kind.NameOf(*key) : std::nullopt;
}

}  // namespace lectern::imports
