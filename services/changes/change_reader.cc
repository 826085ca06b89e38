#include "services/changes/change_reader.h"

#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/aip/past_states.h"
#include "storage/engine/fault.h"

namespace lectern::changes {
namespace {

using google::protobuf::internal::WireFormatLite;
using storage::Audience;
using storage::Extent;
using storage::LogRow;
using storage::RecordView;
using storage::Revision;
using storage::Snapshot;
using storage::Value;

bool IsWithdrawn(const ChangeKind& kind, const RecordView& view) {
  const std::string_view bytes = view.Bytes(Audience::kEditor, Extent::kBasic);
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  const uint32_t wanted = WireFormatLite::MakeTag(kind.lifecycle, WireFormatLite::WIRETYPE_VARINT);
  for (uint32_t tag = in.ReadTag(); tag != 0; tag = in.ReadTag()) {
    uint32_t lifecycle = 0;
    if (tag == wanted) return in.ReadVarint32(&lifecycle) && lifecycle == v1::LIFECYCLE_WITHDRAWN;
    if (!WireFormatLite::SkipField(&in, tag)) return false;
  }
  return false;
}

// What an editor is told of a state.
v1::ChangeType TypeOf(const ChangeKind& kind, const RecordView& view) {
  if (view.deleted()) return v1::CHANGE_TYPE_DELETED;
  if (!view.visible() && kind.lifecycle != 0 && IsWithdrawn(kind, view)) return v1::CHANGE_TYPE_WITHDRAWN;
  return v1::CHANGE_TYPE_WRITTEN;
}

absl::StatusOr<bool> IsVisible(const std::optional<Value>& state) {
  if (!state) return false;
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(state->bytes()));
  return view.visible();
}

}  // namespace

size_t PreparedChange::size() const {
  return head.size() + (resource ? rpc::ByteChain::FieldSize(field, resource->size()) : 0);
}

void PreparedChange::AppendTo(rpc::ByteChain& chain) && {
  chain.Append(head);
  if (!resource) return;
  chain.AppendFieldHeader(field, resource->size());
  // A message of many small parts of large records would keep all of these in memory.
  constexpr size_t kWasteful = 4;
  if (resource->decorated.empty() && kWasteful * resource->bytes.size() < resource->value->bytes().size()) {
    chain.Append(resource->bytes);
    chain.Append(resource->stamps);
    return;
  }
  std::move(*resource).AppendTo(chain);
}

absl::StatusOr<std::optional<PreparedChange>> ChangeReader::Read(const ChangeKind& kind, const LogRow& row,
                                                                 bool expunging, const Snapshot& now) const {
  return audience_ == Audience::kEditor ? ReadForEditor(kind, row, expunging, now)
                                        : ReadForReader(kind, row, expunging, now);
}

absl::StatusOr<ChangeReader::State> ChangeReader::StateAt(const std::string& key, Revision revision) const {
  return backend_.engine.GetAt(key, revision);
}

absl::StatusOr<std::optional<PreparedChange>> ChangeReader::ReadForEditor(const ChangeKind& kind, const LogRow& row,
                                                                          bool expunging, const Snapshot& now) const {
  ASSIGN_OR_RETURN(State state, StateAt(row.key, row.revision));
  if (!state || state->revision() != row.revision) {
    // A row that was put and has no state any more has lost it for good since.
    const bool erased = expunging || row.kind != storage::Change::Kind::kDelete;
    return Prepare(kind, row.key, erased ? v1::CHANGE_TYPE_EXPUNGED : v1::CHANGE_TYPE_DELETED, nullptr, now);
  }
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(state->bytes()));
  return Prepare(kind, row.key, expunging ? v1::CHANGE_TYPE_EXPUNGED : TypeOf(kind, view), &*state, now);
}

absl::StatusOr<std::optional<PreparedChange>> ChangeReader::ReadForReader(const ChangeKind& kind, const LogRow& row,
                                                                          bool expunging, const Snapshot& now) const {
  ASSIGN_OR_RETURN(State current, now.Get(row.key));
  State past;
  const bool is_current = current && current->revision() == row.revision;
  if (!is_current) {
    ASSIGN_OR_RETURN(past, StateAt(row.key, row.revision));
    if (past && past->revision() != row.revision) past.reset();
  }
  State& state = is_current ? current : past;
  if (current && state) {
    ASSIGN_OR_RETURN(const bool shown, aip::ReadersMaySee(*kind.kind, *current, *state));
    if (shown)
      return Prepare(kind, row.key, expunging ? v1::CHANGE_TYPE_EXPUNGED : v1::CHANGE_TYPE_WRITTEN, &*state, now);
  }
  ASSIGN_OR_RETURN(const v1::ChangeType type, TakenAway(kind, row, expunging, state));
  if (type == v1::CHANGE_TYPE_UNSPECIFIED) return std::optional<PreparedChange>();
  return Prepare(kind, row.key, type, nullptr, now);
}

absl::StatusOr<v1::ChangeType> ChangeReader::TakenAway(const ChangeKind& kind, const LogRow& row, bool expunging,
                                                       const State& after) const {
  ASSIGN_OR_RETURN(const bool shown_then, IsVisible(after));
  // What was shown then and no longer is was taken away by a later change, which says so itself.
  if (shown_then && !expunging) return v1::CHANGE_TYPE_UNSPECIFIED;
  ASSIGN_OR_RETURN(const State before, StateAt(row.key, row.revision - 1));
  ASSIGN_OR_RETURN(const bool shown_before, IsVisible(before));
  if (expunging) {
    bool known = shown_then || shown_before || (!before && !after);
    for (const State* state : {&before, &after}) {
      if (known || !*state) continue;
      // Something was hidden from readers once, so they had seen it.
      ASSIGN_OR_RETURN(const Revision hidden, aip::HiddenThrough(*kind.kind, (*state)->bytes()));
      known = hidden > 0;
    }
    return known ? v1::CHANGE_TYPE_EXPUNGED : v1::CHANGE_TYPE_UNSPECIFIED;
  }
  if (!shown_before) return v1::CHANGE_TYPE_UNSPECIFIED;
  if (!after)
    // Put, and erased since: the commit that erased it tells.
    return row.kind == storage::Change::Kind::kDelete ? v1::CHANGE_TYPE_DELETED : v1::CHANGE_TYPE_UNSPECIFIED;
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(after->bytes()));
  return view.deleted() ? v1::CHANGE_TYPE_DELETED : v1::CHANGE_TYPE_WITHDRAWN;
}

absl::StatusOr<std::optional<PreparedChange>> ChangeReader::Prepare(const ChangeKind& kind, const std::string& key,
                                                                    v1::ChangeType type, Value* state,
                                                                    const Snapshot& now) const {
  PreparedChange prepared;
  prepared.field = kind.field;
  v1::Change head;
  head.set_name(kind.kind->NameOf(key).value_or(""));
  head.set_type(type);
  prepared.head = head.SerializeAsString();
  if (state != nullptr) {
    ASSIGN_OR_RETURN(prepared.resource, aip::Project(backend_.identity, *state, audience_, extent_));
    if (const auto decorator = decorators_->find(kind.kind); prepared.resource && decorator != decorators_->end())
      RETURN_IF_ERROR(aip::DecorateProjected(*kind.kind, now, audience_, decorator->second(), *prepared.resource));
  }
  return std::optional<PreparedChange>(std::move(prepared));
}

}  // namespace lectern::changes
