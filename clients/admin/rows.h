// What a listing shows of each resource: the columns of its kind, and a row.
#pragma once

#include <string>
#include <vector>

#include "clients/admin/resources.h"
#include "clients/admin/table.h"
#include "google/protobuf/message.h"
#include "lectern/v1/admin_service.pb.h"

namespace lectern::admin {

using Cells = std::vector<std::string>;

// The columns of `kind`, any but the site.
std::vector<Column> ColumnsOf(Kind kind);

// As many cells as `kind` has columns. `resource` is of that kind.
Cells RowOf(Kind kind, const google::protobuf::Message& resource);

std::vector<Column> KeyColumns();
Cells KeyRow(const v1::ApiKey& key);

// A history's columns, and the row of one state, a resource of any kind.
std::vector<Column> RevisionColumns();
Cells RevisionRow(const google::protobuf::Message& state);

// "draft", "published", "withdrawn", "deleted" or "erased"; "" where the resource's kind has no lifecycle and it is
// not deleted.
std::string StateOf(const google::protobuf::Message& resource);

// What the resource is called in one line: its title, name or term; "" where it has none.
std::string TitleOf(const google::protobuf::Message& resource);

// The part of `time` that a table has room for. Example: "2026-01-31 14:05:09", in UTC.
std::string Moment(const google::protobuf::Timestamp& time);

}  // namespace lectern::admin
