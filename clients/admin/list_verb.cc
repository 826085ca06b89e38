#include <memory>
#include <optional>
#include <string>

#include "clients/admin/rows.h"
#include "clients/admin/table.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr int kLargestPage = 1'000;

// The options of every listing, and those of some.
struct ListOptions {
  std::optional<int> page_size;
  std::string page_token;
  v1::View view = v1::VIEW_BASIC;
  std::string filter;
  std::string order_by;
  std::string parent = "countries/-";
};

// Gets one page where a size was asked for, otherwise all of them, as one answer.
template <typename Api, typename Request, typename Response>
grpc::Status Fetch(Connection& connection, grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, Response*),
                   Request request, const ListOptions& options, Response& whole) {
  request.set_view(options.view);
  request.set_page_size(options.page_size.value_or(kLargestPage));
  request.set_page_token(options.page_token);
  while (true) {
    Response page;
    if (grpc::Status status = connection.Call(method, request, page); !status.ok()) return status;
    whole.MergeFrom(page);
    whole.set_next_page_token(page.next_page_token());
    if (options.page_size || page.next_page_token().empty()) return grpc::Status::OK;
    if (page.next_page_token() == request.page_token())
      return {grpc::StatusCode::INTERNAL, "the server's listing does not go on: the same page token twice"};
    request.set_page_token(page.next_page_token());
  }
}

template <typename Items>
void PrintTable(Session& session, const Items& items, int total, const std::string& next_page_token) {
  Table table(ColumnsOf(typename Items::value_type()));
  for (const auto& item : items) table.AddRow(RowOf(item));
  Output& output = session.output();
  table.Print(output.out, output.width);
  output.err << items.size() << " of " << total << '\n';
  if (!next_page_token.empty()) output.err << "next page: --page-token " << next_page_token << '\n';
}

// Declares one kind of listing. `fill` puts what the kind alone has into the request; `items` picks them from the
// answer.
template <typename Api, typename Request, typename Response, typename Item, typename Fill>
CLI::App* AddKind(CLI::App& list, Verb& chosen, const std::string& kind, const std::string& what,
                  std::shared_ptr<ListOptions> options,
                  grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, Response*), Fill fill,
                  const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const) {
  CLI::App* verb = list.add_subcommand(kind, what);
  verb->add_option("--page-size", options->page_size, "Print one page of at most so many; without it, all pages")
      ->check(CLI::Range(1, kLargestPage));
  verb->add_option("--page-token", options->page_token, "Go on where the page before ended")->check(Utf8());
  verb->add_option_function<std::string>(
          "--view",
          [options](const std::string& view) { options->view = view == "full" ? v1::VIEW_FULL : v1::VIEW_BASIC; },
          "basic (default) or full")
      ->check(CLI::IsMember({"basic", "full"}));
  verb->callback([=, &chosen] {
    chosen = [=](Session& session) {
      Request request;
      fill(request);
      Response whole;
      const grpc::Status status = Fetch(session.connection(), method, std::move(request), *options, whole);
      if (!status.ok()) return session.Fail(status);
      if (session.json()) return session.PrintJson(whole);
      PrintTable(session, (whole.*items)(), whole.total_size(), whole.next_page_token());
      return ExitCode::kOk;
    };
  });
  return verb;
}

void AddParent(CLI::App* verb, const std::shared_ptr<ListOptions>& options) {
  verb->add_option("--parent", options->parent,
                   "Those of one country, such as countries/be (default: countries/-, all)")
      ->check(Utf8());
}

constexpr auto kFillNothing = [](const auto&) {};

void AddEntries(CLI::App& list, Verb& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* verb = AddKind(
      list, chosen, "entries", "Annotated sources, in page order", options, &EntryApi::ListEntries,
      [options](v1::ListEntriesRequest& request) {
        request.set_filter(options->filter);
        request.set_order_by(options->order_by);
      },
      &v1::ListEntriesResponse::entries);
  verb->add_option("--filter", options->filter,
                   "Such as 'country = \"countries/be\" AND topic = \"topics/street-children\"'")
      ->check(Utf8());
  verb->add_option("--order-by", options->order_by,
                   "publish_time, \"publish_time desc\" or publisher; without a filter")
      ->check(Utf8());
}

void AddOfCountries(CLI::App& list, Verb& chosen) {
  auto pages = std::make_shared<ListOptions>();
  AddParent(AddKind(
                list, chosen, "country-pages", "What stands on a country's page for a topic, around its entries", pages,
                &CountryApi::ListCountryPages,
                [pages](v1::ListCountryPagesRequest& request) { request.set_parent(pages->parent); },
                &v1::ListCountryPagesResponse::country_pages),
            pages);
  auto hotlines = std::make_shared<ListOptions>();
  AddParent(AddKind(
                list, chosen, "hotlines", "Where children find help", hotlines, &CountryApi::ListHotlines,
                [hotlines](v1::ListHotlinesRequest& request) { request.set_parent(hotlines->parent); },
                &v1::ListHotlinesResponse::hotlines),
            hotlines);
}

}  // namespace

void AddListVerb(CLI::App& app, Verb& chosen) {
  CLI::App* list = app.add_subcommand("list", "List resources of a kind");
  AddEntries(*list, chosen);
  AddKind(*list, chosen, "countries", "Countries of the catalogue", std::make_shared<ListOptions>(),
          &CountryApi::ListCountries, kFillNothing, &v1::ListCountriesResponse::countries);
  AddOfCountries(*list, chosen);
  AddKind(*list, chosen, "teacher-resources", "Lesson plans, debate topics and more", std::make_shared<ListOptions>(),
          &TeacherResourceApi::ListTeacherResources, kFillNothing,
          &v1::ListTeacherResourcesResponse::teacher_resources);
  AddKind(*list, chosen, "topics", "Fields that pages are kept for", std::make_shared<ListOptions>(),
          &TaxonomyApi::ListTopics, kFillNothing, &v1::ListTopicsResponse::topics);
  AddKind(*list, chosen, "themes", "Threads across topics", std::make_shared<ListOptions>(), &TaxonomyApi::ListThemes,
          kFillNothing, &v1::ListThemesResponse::themes);
}

}  // namespace lectern::admin
