#include "services/entries/entry_rules.h"

#include "absl/strings/str_cat.h"
#include "lectern/v1/entry.pb.h"
#include "services/entries/rank.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"

namespace lectern::entries {
namespace {

void CheckContributors(const v1::Entry& entry, aip::Violations& violations) {
  for (int i = 0; i < entry.contributors_size(); ++i) {
    const v1::Contributor& contributor = entry.contributors(i);
    if (contributor.literal().empty() == contributor.family().empty())
      violations.Add(absl::StrCat("contributors[", i, "]"), "needs a family name or a literal one, and not both");
    else if (!contributor.given().empty() && contributor.family().empty())
      violations.Add(absl::StrCat("contributors[", i, "].given"), "stands without a family name");
  }
}

// The rank behind the last entry of the page, entries of this very write included.
absl::StatusOr<std::string> NextRank(editing::EditSession& session, const v1::Entry& entry) {
  std::string& last = session.last_ranks()[absl::StrCat(entry.country(), "\n", entry.topic())];
  if (last.empty()) {
    ASSIGN_OR_RETURN(const auto rows,
                     storage::ListRows(session.snapshot(), {.index = &storage::EntryRecords().StandardIndex(),
                                                            .scope = storage::Scope::kEditors,
                                                            .prefix = {entry.country(), entry.topic()},
                                                            .direction = storage::Direction::kBackward,
                                                            .after = {},
                                                            .limit = 1}));
    if (!rows.empty()) {
      ASSIGN_OR_RETURN(const auto record,
                       storage::ReadRecord(session.snapshot(), storage::EntryRecords(), rows.front().record_key));
      if (record) last = static_cast<const v1::Entry&>(*record->message).rank();
    }
  }
  last = RankAfter(last);
  return last;
}

absl::Status Complete(editing::EditSession& session, google::protobuf::Message& record,
                      const google::protobuf::Message*, aip::Violations& violations) {
  auto& entry = static_cast<v1::Entry&>(record);
  CheckContributors(entry, violations);
  if (entry.rank().empty()) {
    ASSIGN_OR_RETURN(*entry.mutable_rank(), NextRank(session, entry));
  }
  return absl::OkStatus();
}

}  // namespace

const editing::ResourceRules& EntryRules() {
  static const editing::ResourceRules rules{.kind = &storage::EntryRecords(), .server_ids = true, .complete = Complete};
  return rules;
}

}  // namespace lectern::entries
