#include "services/export/export_parts.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/aip/listing_pages.h"
#include "services/aip/listing_total.h"
#include "services/aip/page_token.h"
#include "services/aip/violations.h"
#include "services/export/named_records.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_value.h"

namespace lectern::exports {
namespace {

using google::protobuf::Message;
using internal::v1::PageTokenPayload;
using storage::RecordView;
using storage::Snapshot;
using storage::Value;

// Where an export goes on.
struct Position {
  size_t source = 0;  // number of the listing, or of the name
  bool any = false;   // a record was written
  std::string after;  // position of the last row that was dealt with
};

std::string Written(const Position& position) {
  return absl::StrCat(position.source, position.any ? "+" : "-", position.after);
}

absl::StatusOr<Position> ReadPosition(std::string_view text) {
  Position position;
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (!absl::SimpleAtoi(Absl(text.substr(0, digits)), &position.source) || digits == text.size())
    return Fault(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT, "a page token of ours cannot be read");
  position.any = text[digits] == '+';
  position.after = text.substr(digits + 1);
  return position;
}

absl::Status Corrupt() {
  return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
               "a stored record is damaged; restore it from a backup");
}

// Takes out of a provenance what is this store's own bookkeeping.
void ClearBookkeeping(Message& record) {
  const auto* field = record.GetDescriptor()->FindFieldByName("provenance");
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return;
  auto& provenance = static_cast<v1::Provenance&>(*record.GetReflection()->MutableMessage(&record, field));
  provenance.clear_operation();
  provenance.clear_source();
  provenance.clear_content_digest();
  provenance.clear_imported_form();
  if (provenance.ByteSizeLong() == 0) record.GetReflection()->ClearField(&record, field);
}

// One part, while it is put together.
class PartBuilder {
 public:
  PartBuilder(const aip::Backend& backend, const rpc::CallBase& call, const Plan& plan, const RecordWriter& writer,
              const PartLimits& limits)
      : backend_(backend), call_(call), plan_(plan), writer_(writer), limits_(limits) {}

  absl::StatusOr<v1::ExportResponse> Build(const std::string& token) {
    RETURN_IF_ERROR(Locate(token));
    if (token.empty()) part_.set_data(writer_.Head());
    ASSIGN_OR_RETURN(const bool more, plan_.names.empty() ? FromListings() : FromNames());
    if (more)
      SetToken();
    else
      part_.mutable_data()->append(writer_.Tail(position_.any));
    part_.set_revision(snapshot_->revision());
    part_.set_total_records(total_);
    part_.set_media_type(writer_.MediaType());
    return std::move(part_);
  }

 private:
  absl::Status Locate(const std::string& token) {
    if (token.empty()) {
      ASSIGN_OR_RETURN(snapshot_, backend_.engine.OpenSnapshot());
      return Count();
    }
    ASSIGN_OR_RETURN(const PageTokenPayload payload, aip::OpenPageToken(backend_.identity, token, plan_.hash));
    for (const Source& source : plan_.sources) {
      const storage::Revision ready = backend_.ready.at(source.listing.index->number);
      if (payload.revision() < ready) return aip::SnapshotExpired(ready);
    }
    ASSIGN_OR_RETURN(snapshot_, backend_.engine.OpenSnapshot(payload.revision()));
    ASSIGN_OR_RETURN(position_, ReadPosition(payload.last_key()));
    total_ = payload.total_size();
    return absl::OkStatus();
  }

  absl::Status Count() {
    for (size_t at = 0; at < plan_.names.size(); at += aip::ListingPages::kMostRows) {
      ASSIGN_OR_RETURN(const auto values, ReadNamed(backend_, plan_, *snapshot_, at, aip::ListingPages::kMostRows));
      total_ += static_cast<int32_t>(std::count_if(values.begin(), values.end(), [](const auto& v) { return !!v; }));
    }
    for (const Source& source : plan_.sources) {
      if (source.pass == Pass::kTranslations) continue;  // counted among all of the kind
      ASSIGN_OR_RETURN(const int32_t count, aip::TotalOf(backend_, call_, source.listing, *snapshot_));
      if (count < 0) {
        total_ = -1;
        return absl::OkStatus();
      }
      total_ += count;
    }
    return absl::OkStatus();
  }

  void SetToken() {
    PageTokenPayload payload;
    payload.set_request_hash(plan_.hash);
    payload.set_epoch(static_cast<uint64_t>(backend_.identity.epoch));
    payload.set_revision(snapshot_->revision());
    payload.set_last_key(Written(position_));
    payload.set_total_size(total_);
    part_.set_next_page_token(aip::SealPageToken(backend_.identity, payload));
  }

  // The rest of the listings, or as much of it as there is room for: then true.
  absl::StatusOr<bool> FromListings() {
    for (; position_.source < plan_.sources.size(); ++position_.source, position_.after.clear()) {
      const Source& source = plan_.sources[position_.source];
      aip::ListingPages pages(backend_, call_, source.listing, *snapshot_, position_.after);
      while (true) {
        RETURN_IF_ERROR(call_.StillWanted());
        if (read_ >= aip::kScanBudget) return true;
        ASSIGN_OR_RETURN(std::vector<aip::ListingPages::Item> chunk, pages.NextChunk(Room() + 1));
        if (chunk.empty()) break;
        read_ += chunk.size();
        for (aip::ListingPages::Item& item : chunk) {
          if (item.value) {
            ASSIGN_OR_RETURN(const bool full, Take(*source.kind, source.pass, *item.value));
            if (full) return true;
          }
          position_.after = std::move(item.position);
        }
      }
    }
    return false;
  }

  absl::StatusOr<bool> FromNames() {
    while (position_.source < plan_.names.size()) {
      RETURN_IF_ERROR(call_.StillWanted());
      const size_t most = std::min(Room() + 1, aip::ListingPages::kMostRows);
      ASSIGN_OR_RETURN(auto values, ReadNamed(backend_, plan_, *snapshot_, position_.source, most));
      for (std::optional<Value>& value : values) {
        if (value) {
          ASSIGN_OR_RETURN(const bool full, Take(*plan_.names[position_.source].kind, Pass::kAll, *value));
          if (full) return true;
        }
        ++position_.source;
      }
    }
    return false;
  }

  size_t Room() const { return limits_.records - static_cast<size_t>(part_.records()); }

  // Writes the record; true where there is no room for it.
  absl::StatusOr<bool> Take(const ExportKind& kind, Pass pass, const Value& value) {
    ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(value.bytes()));
    Message& record = Scratch(kind);
    if (!record.ParseFromString(BytesOf(kind, value, view))) return Corrupt();
    if (pass != Pass::kAll) {
      std::string scratch;
      const bool translation = !record.GetReflection()->GetStringReference(record, kind.translation, &scratch).empty();
      if (translation != (pass == Pass::kTranslations)) return false;
    }
    if (Room() == 0) return true;
    if (view.deleted())
      KeepName(record);
    else
      RETURN_IF_ERROR(Prepare(kind, record));
    text_.clear();
    writer_.Append({kind, record, view.deleted()}, !position_.any, text_);
    if (part_.records() > 0 && part_.data().size() + text_.size() + writer_.Tail(true).size() > limits_.bytes)
      return true;
    part_.mutable_data()->append(text_);
    part_.set_records(part_.records() + 1);
    position_.any = true;
    return false;
  }

  std::string BytesOf(const ExportKind& kind, const Value& value, const RecordView& view) const {
    std::string bytes(view.Bytes(plan_.audience, storage::Extent::kFull));
    if (kind.decorator) bytes += storage::EncodeStamps(backend_.identity, value.revision(), value.time());
    return bytes;
  }

  Message& Scratch(const ExportKind& kind) {
    std::unique_ptr<Message>& scratch = scratch_[kind.kind];
    if (scratch == nullptr) scratch.reset(kind.kind->prototype->New());
    return *scratch;
  }

  static void KeepName(Message& record) {
    const auto* field = record.GetDescriptor()->FindFieldByName("name");
    const std::string name = record.GetReflection()->GetString(record, field);
    record.Clear();
    record.GetReflection()->SetString(&record, field, name);
  }

  absl::Status Prepare(const ExportKind& kind, Message& record) {
    if (kind.decorator && plan_.audience != storage::Audience::kEditor) {
      // What depends on the moment looks at this moment, whatever the export's snapshot.
      if (now_ == nullptr) {
        ASSIGN_OR_RETURN(now_, backend_.engine.OpenSnapshot());
      }
      aip::Decorate& decorate = decorators_[kind.kind];
      if (decorate == nullptr) decorate = kind.decorator();
      RETURN_IF_ERROR(decorate(*now_, plan_.audience, record));
    }
    for (const auto* field : plan_.fields.at(kind.kind).left_out) record.GetReflection()->ClearField(&record, field);
    ClearBookkeeping(record);
    return absl::OkStatus();
  }

  const aip::Backend& backend_;
  const rpc::CallBase& call_;
  const Plan& plan_;
  const RecordWriter& writer_;
  const PartLimits& limits_;
  std::shared_ptr<const Snapshot> snapshot_, now_;
  Position position_;
  int32_t total_ = 0;
  size_t read_ = 0;
  v1::ExportResponse part_;
  std::string text_;
  std::map<const storage::RecordKind*, std::unique_ptr<Message>> scratch_;
  std::map<const storage::RecordKind*, aip::Decorate> decorators_;
};

}  // namespace

absl::StatusOr<v1::ExportResponse> NextPart(const aip::Backend& backend, const rpc::CallBase& call, const Plan& plan,
                                            const RecordWriter& writer, const std::string& token,
                                            const PartLimits& limits) {
  return PartBuilder(backend, call, plan, writer, limits).Build(token);
}

}  // namespace lectern::exports
