// What is taken from readers stays taken: earlier states that still show it are hidden from then on.
#pragma once

#include "google/protobuf/message.h"
#include "storage/engine/batch.h"

namespace lectern::editing {

// True where `old` shows readers something that `updated` keeps from them on purpose: it was withdrawn, redacted, found
// to name somebody, given to educators alone, or its address leads elsewhere.
bool TakesFromReaders(const google::protobuf::Message& old, const google::protobuf::Message& updated);

// Readers get no state at or below `revision` any more. Nothing for kinds without hidden_through_revision.
void HideThrough(storage::Revision revision, google::protobuf::Message& record);

// The newest revision that is hidden so; 0 where there is none.
storage::Revision HiddenThrough(const google::protobuf::Message& record);

}  // namespace lectern::editing
