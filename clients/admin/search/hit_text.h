// What people see of something that was found.
#pragma once

#include "clients/admin/session.h"
#include "google/protobuf/message.h"
#include "lectern/v1/search.pb.h"

namespace lectern::admin {

// The resource that `hit` holds; nullptr where it is of a kind that this program does not know.
const google::protobuf::Message* ResourceOf(const v1::SearchHit& hit);

// Prints its title, what it is, the passage that was found, and the name to get it by.
void PrintHit(const v1::SearchHit& hit, Output& output);

}  // namespace lectern::admin
