// The report of an import as a page to look at.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "clients/admin/import/report.h"

namespace lectern::admin {

// One HTML file without scripts and without anything from elsewhere. Every text in it is escaped.
std::string HtmlReport(const ImportReport& report);
// UNAVAILABLE where it cannot be written.
absl::Status WriteHtmlReport(const ImportReport& report, const std::string& path);

}  // namespace lectern::admin
