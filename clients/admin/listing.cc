#include "clients/admin/listing.h"

#include <utility>

#include "clients/admin/fields.h"
#include "clients/admin/page_writer.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr int kLargestPage = 1'000;

// Prints page after page. Sets `token` to where the listing goes on: "" after its end, unchanged by a page that failed.
grpc::Status PrintPages(Session& session, Method& method, const Paging& paging, PageWriter& writer,
                        std::string& token) {
  SetNumber(*method.request, "page_size", paging.page_size.value_or(kLargestPage));
  while (true) {
    SetText(*method.request, "page_token", token);
    if (grpc::Status status = Call(session.connection(), method); !status.ok()) return status;
    const std::string next = TextIn(*method.answer, "next_page_token");
    if (!next.empty() && next == token)
      return {grpc::StatusCode::INTERNAL, "the server's listing does not go on: the same page token twice"};
    if (const absl::Status written = writer.Add(*method.answer); !written.ok())
      return {grpc::StatusCode::INTERNAL, std::string(written.message())};
    token = next;
    if (paging.page_size || token.empty() || !session.output().out) return grpc::Status::OK;
  }
}

}  // namespace

void AddPagingOptions(CLI::App& verb, Paging& paging) {
  verb.add_option("--page-size", paging.page_size, "Print one page of at most so many; without it, all pages")
      ->check(CLI::Range(1, kLargestPage));
  verb.add_option("--page-token", paging.page_token, "Go on where the page before ended")->check(Utf8());
}

ExitCode PrintListing(Session& session, Method method, const Rows& rows, const Paging& paging,
                      const std::string& subject) {
  if (session.json()) {
    JsonPages writer(session.output().out);
    return WritePages(session, std::move(method), paging, writer, subject);
  }
  TablePages writer(session.output(), rows);
  return WritePages(session, std::move(method), paging, writer, subject);
}

ExitCode WritePages(Session& session, Method method, const Paging& paging, PageWriter& writer,
                    const std::string& subject) {
  std::string token = paging.page_token;
  const grpc::Status status = PrintPages(session, method, paging, writer, token);
  if (status.ok()) {
    writer.End(token);
    return ExitCode::kOk;
  }
  // The token stands in the document, or in the line below.
  if (writer.begun()) writer.End(session.json() ? token : "");
  const ExitCode code = session.Fail(status, subject);
  if (writer.begun())
    session.output().err << "The listing is not whole; --page-token " << Printable(token)
                         << " goes on where it stopped.\n";
  return code;
}

}  // namespace lectern::admin
