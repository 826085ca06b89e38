// What a listing shows of each resource: the columns of its kind, and a row.
#pragma once

#include <string>
#include <vector>

#include "clients/admin/table.h"
#include "lectern/v1/admin_service.pb.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"

namespace lectern::admin {

using Cells = std::vector<std::string>;

// The columns of the kind that the argument is of; its value does not matter.
std::vector<Column> ColumnsOf(const v1::Country&);
std::vector<Column> ColumnsOf(const v1::CountryPage&);
std::vector<Column> ColumnsOf(const v1::Entry&);
std::vector<Column> ColumnsOf(const v1::Hotline&);
std::vector<Column> ColumnsOf(const v1::TeacherResource&);
std::vector<Column> ColumnsOf(const v1::Theme&);
std::vector<Column> ColumnsOf(const v1::Topic&);
std::vector<Column> ColumnsOf(const v1::ApiKey&);

// As many cells as the kind has columns.
Cells RowOf(const v1::Country& country);
Cells RowOf(const v1::CountryPage& page);
Cells RowOf(const v1::Entry& entry);
Cells RowOf(const v1::Hotline& hotline);
Cells RowOf(const v1::TeacherResource& resource);
Cells RowOf(const v1::Theme& theme);
Cells RowOf(const v1::Topic& topic);
Cells RowOf(const v1::ApiKey& key);

}  // namespace lectern::admin
