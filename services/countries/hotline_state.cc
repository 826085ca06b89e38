#include "services/countries/hotline_state.h"

#include <map>
#include <memory>
#include <vector>

#include "lectern/v1/site.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/kinds.h"
#include "storage/records/record_reader.h"

namespace lectern::countries {
namespace {

constexpr size_t kMaxHotlinesOfCountry = 256;

absl::StatusOr<std::vector<v1::Fallback>> FindFallbacks(const storage::Snapshot& snapshot, const std::string& country,
                                                        absl::Time now) {
  std::vector<v1::Fallback> fallbacks;
  ASSIGN_OR_RETURN(const auto rows, storage::ListRows(snapshot, {.index = &storage::HotlineRecords().StandardIndex(),
                                                                 .scope = storage::Scope::kReaders,
                                                                 .prefix = {country},
                                                                 .direction = storage::Direction::kForward,
                                                                 .after = {},
                                                                 .limit = kMaxHotlinesOfCountry}));
  for (const storage::ListRow& row : rows) {
    ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, storage::HotlineRecords(), row.record_key));
    if (!record) continue;
    const auto& hotline = static_cast<const v1::Hotline&>(*record->message);
    if (IsOverdue(hotline, now)) continue;
    v1::Fallback& fallback = fallbacks.emplace_back();
    fallback.set_label(hotline.display_name());
    fallback.set_hotline(hotline.name());
    if (!hotline.numbers().empty()) fallback.set_dial(hotline.numbers(0).dial());
    fallback.set_url(hotline.chat_url());
  }
  ASSIGN_OR_RETURN(const auto site,
                   storage::ReadRecord(snapshot, storage::SiteRecords(), storage::SiteRecords().KeyOf("site").value()));
  if (site)
    for (const v1::Fallback& fallback : static_cast<const v1::Site&>(*site->message).fallbacks())
      fallbacks.push_back(fallback);
  return fallbacks;
}

// Whether another state of it has been written since.
absl::StatusOr<bool> IsPast(const storage::Snapshot& snapshot, const v1::Hotline& hotline) {
  ASSIGN_OR_RETURN(const auto current, snapshot.Get(storage::HotlineRecords().KeyOf(hotline.name()).value()));
  return current && current->revision() > hotline.revision();
}

}  // namespace

bool IsOverdue(const v1::Hotline& hotline, absl::Time now) {
  if (!hotline.has_verify_time()) return true;
  const absl::Time due = hotline.has_review_due_time() ? FromTimestamp(hotline.review_due_time())
                                                       : FromTimestamp(hotline.verify_time()) + kReviewEvery;
  return due <= now;
}

aip::Decorate HotlineDecorator(absl::Time now) {
  const auto known = std::make_shared<std::map<std::string, std::vector<v1::Fallback>>>();
  return [now, known](const storage::Snapshot& snapshot, storage::Audience,
                      google::protobuf::Message& record) -> absl::Status {
    auto& hotline = static_cast<v1::Hotline&>(record);
    ASSIGN_OR_RETURN(const bool past, IsPast(snapshot, hotline));
    // Whoever verified an earlier number did not verify that it still answers.
    hotline.set_overdue(past || IsOverdue(hotline, now));
    hotline.clear_fallbacks();
    if (!hotline.overdue()) return absl::OkStatus();
    const std::string country = storage::CountryOfName(hotline.name());
    auto found = known->find(country);
    if (found == known->end()) {
      ASSIGN_OR_RETURN(std::vector<v1::Fallback> fallbacks, FindFallbacks(snapshot, country, now));
      found = known->emplace(country, std::move(fallbacks)).first;
    }
    hotline.mutable_fallbacks()->Assign(found->second.begin(), found->second.end());
    return absl::OkStatus();
  };
}

}  // namespace lectern::countries
