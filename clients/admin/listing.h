// Answers that come in pages, printed as they come: never more than a page is in memory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "clients/admin/resources.h"
#include "clients/admin/rows.h"
#include "clients/admin/session.h"

namespace lectern::admin {

// Which part of a listing is asked for.
struct Paging {
  // One page of at most so many; all pages where left out.
  std::optional<int> page_size;
  // Where to begin; "" at the beginning.
  std::string page_token;
};

// --page-size and --page-token.
void AddPagingOptions(CLI::App& verb, Paging& paging);

// How people see the items.
struct Rows {
  std::vector<Column> columns;
  std::function<Cells(const google::protobuf::Message& item)> row;
};

class PageWriter;

// Calls `method`, a listing whose request is filled but for the paging, and hands its answers to `writer`, page by
// page. A failure after the first page leaves what was printed a whole; its end says where to go on. `subject` is what
// a failure is told of, or "".
ExitCode WritePages(Session& session, Method method, const Paging& paging, PageWriter& writer,
                    const std::string& subject = "");

// Calls `method`, a listing whose request is filled but for the paging, and prints what it answers: a table whose
// column widths the first rows decide, or one JSON document, the API's own form of an answer that holds all items. A
// failure after the first page leaves a whole document, whose nextPageToken says where to go on. `subject` is what a
// failure is told of, or "".
ExitCode PrintListing(Session& session, Method method, const Rows& rows, const Paging& paging,
                      const std::string& subject = "");

}  // namespace lectern::admin
