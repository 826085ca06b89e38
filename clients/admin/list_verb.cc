#include <memory>
#include <string>

#include "clients/admin/fields.h"
#include "clients/admin/listing.h"
#include "clients/admin/resources.h"
#include "clients/admin/rows.h"
#include "clients/admin/verbs.h"
#include "google/protobuf/message.h"

namespace lectern::admin {
namespace {

struct ListOptions {
  Paging paging;
  v1::View view = v1::VIEW_BASIC;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
  std::string parent = "countries/-";
};

// What the command line offers of a kind.
struct KindWords {
  Kind kind;
  const char* name;
  const char* what;
  const char* filter;
  const char* orders;
};

constexpr KindWords kKinds[] = {
    {Kind::kEntry, "entries", "Annotated sources, in page order",
     "Such as 'country = \"countries/be\" AND published.edtf >= \"2005\"'",
     "page (default), publish_time, publisher or title; \"publish_time desc\" the other way round"},
    {Kind::kCountry, "countries", "Countries of the catalogue", "Such as 'region = \"Europe\"'",
     "name (default) or display_name; \"name desc\" the other way round"},
    {Kind::kCountryPage, "country-pages", "What stands on a country's page for a topic, around its entries",
     "Such as 'topic = \"topics/street-children\"'", "name (default) or \"name desc\""},
    {Kind::kHotline, "hotlines", "Where children find help", "Such as 'languages:\"fr\"'",
     "name (default) or \"name desc\""},
    {Kind::kTeacherResource, "teacher-resources", "Lesson plans, debate topics and more",
     "Such as 'kind = LESSON_PLAN AND topic = \"topics/human-trafficking\"'",
     "name (default) or title; \"title desc\" the other way round"},
    {Kind::kTopic, "topics", "Fields that pages are kept for", "Such as 'labels.text:\"exploitation\"'",
     "name (default) or \"name desc\""},
    {Kind::kTheme, "themes", "Threads across topics", "Such as 'labels.text:\"prevention\"'",
     "name (default) or \"name desc\""},
};

ExitCode List(Session& session, Kind kind, const ListOptions& options) {
  Method method = *MethodOf(kind, Action::kList);
  google::protobuf::Message& request = *method.request;
  SetNumber(request, "view", options.view);
  SetText(request, "filter", options.filter);
  SetText(request, "order_by", options.order_by);
  SetNumber(request, "show_deleted", options.show_deleted);
  SetText(request, "parent", options.parent);  // of pages and hotlines alone
  const auto row = [kind](const google::protobuf::Message& resource) { return RowOf(kind, resource); };
  return PrintListing(session, std::move(method), {ColumnsOf(kind), row}, options.paging);
}

void AddKind(CLI::App& list, Verb& chosen, const KindWords& words) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* verb = list.add_subcommand(words.name, words.what);
  AddPagingOptions(*verb, options->paging);
  verb->add_option("--filter", options->filter, words.filter)->check(Utf8());
  verb->add_option("--order-by", options->order_by, words.orders)->check(Utf8());
  verb->add_flag("--show-deleted", options->show_deleted, "Also list what is deleted (editors)");
  verb->add_option_function<std::string>(
          "--view",
          [options](const std::string& view) { options->view = view == "full" ? v1::VIEW_FULL : v1::VIEW_BASIC; },
          "basic (default) or full")
      ->check(CLI::IsMember({"basic", "full"}));
  if (words.kind == Kind::kCountryPage || words.kind == Kind::kHotline)
    verb->add_option("--parent", options->parent,
                     "Those of one country, such as countries/be (default: countries/-, all)")
        ->check(Utf8());
  verb->callback([kind = words.kind, options, &chosen] {
    chosen = [=](Session& session) { return List(session, kind, *options); };
  });
}

}  // namespace

void AddListVerb(CLI::App& app, Verb& chosen) {
  CLI::App* list = app.add_subcommand("list", "List resources of a kind");
  for (const KindWords& words : kKinds) AddKind(*list, chosen, words);
}

}  // namespace lectern::admin
