// search, suggest and related. No message of theirs repeats a query.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/admin/listing.h"
#include "clients/admin/search/hit_text.h"
#include "clients/admin/search/search_pages.h"
#include "clients/admin/table.h"
#include "clients/admin/verbs.h"
#include "clients/admin/words.h"
#include "fmt/format.h"
#include "lectern/v1/search_service.pb.h"

namespace lectern::admin {
namespace {

using Texts = std::vector<std::string>;

constexpr bool kShrinks = true;
constexpr bool kRight = true;
constexpr int kLargestPage = 100;
constexpr int kUsualPage = 10;
constexpr int kMostFacetValues = 1'000;
constexpr int kMostSuggestions = 10;

constexpr char kFilterHelp[] =
    "Only of these, such as 'country = \"countries/be\" AND year >= 2005'; fields: kind, country, other_countries, "
    "topic, themes, year, publish_time, source_type, language, claim_status, lifecycle, content_notes, "
    "content_notes_assessed";

constexpr char kSearchHelp[] =
    "The query:\n"
    "  street children belgium       all of these words, in any order and in any of their forms\n"
    "  \"children of the street\"      exactly so\n"
    "  traffick*                     words that begin so\n"
    "  minors OR children            either\n"
    "  children -tourism             the one without the other\n"
    "  title:convention              in one field: title, contributor, publisher, text, notes, lesson, country\n"
    "  (a OR b) c                    parentheses group\n"
    "\n"
    "Several words on the command line are one query. The shell takes quotation marks, asterisks and parentheses for\n"
    "itself, so a query that has some stands in single quotes; and behind a -- where it begins with a minus:\n"
    "  lecternctl search street children belgium\n"
    "  lecternctl search '\"children of the street\" (belgium OR netherlands)' --kind entries\n"
    "  lecternctl search 'traffick* -tourism' --facet country --facet year\n"
    "  lecternctl search --order-by 'date desc' -- '-tourism children'\n"
    "\n"
    "Words that must not stand in the shell's history come from a file, or are typed:\n"
    "  lecternctl search --query-file -\n";

std::string Joined(const Texts& words) { return fmt::format("{}", fmt::join(words, " ")); }

void AddKindOption(CLI::App& verb, Texts& kinds, const std::string& what) {
  verb.add_option("--kind", kinds, what + "; again for each, or with commas between")
      ->type_name("KIND")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"entries", "countries", "country-pages", "topics", "themes", "teacher-resources"}));
}

template <typename Request>
void SetKinds(const Texts& kinds, Request& request) {
  for (const std::string& kind : kinds) request.add_kinds(CamelCase(kind));
}

struct SearchOptions {
  Texts words;
  std::string query_file;
  Texts kinds;
  std::string filter;
  std::string order_by;
  Texts facets;
  int facet_limit = 0;
  Paging paging;
  bool all = false;
};

ExitCode Search(Session& session, const SearchOptions& options) {
  auto request = std::make_unique<v1::SearchRequest>();
  request->set_query(Joined(options.words));
  if (!options.query_file.empty()) {
    const auto words = ReadWords(session, options.query_file);
    if (!words.ok()) return session.Fail(ExitCode::kUsage, std::string(words.status().message()));
    request->set_query(*words);
  }
  SetKinds(options.kinds, *request);
  request->set_filter(options.filter);
  request->set_order_by(options.order_by);
  for (const std::string& attribute : options.facets) {
    v1::FacetRequest& facet = *request->add_facets();
    facet.set_attribute(attribute);
    facet.set_limit(options.facet_limit);
  }
  Paging paging = options.paging;
  if (!options.all && !paging.page_size) paging.page_size = kUsualPage;
  const std::string query = request->query();
  Method method{"/lectern.v1.SearchService/Search", std::move(request), std::make_unique<v1::SearchResponse>()};
  if (session.json()) {
    JsonPages pages(session.output().out);
    return WritePages(session, std::move(method), paging, pages);
  }
  SearchPages pages(session.output(), query);
  return WritePages(session, std::move(method), paging, pages);
}

struct SuggestOptions {
  Texts words;
  Texts kinds;
  std::string country;
  int limit = 0;
};

ExitCode Suggest(Session& session, const SuggestOptions& options) {
  v1::SuggestRequest request;
  request.set_query(Joined(options.words));
  SetKinds(options.kinds, request);
  request.set_country(options.country);
  request.set_limit(options.limit);
  v1::SuggestResponse answer;
  const grpc::Status status = session.connection().Call(&SearchApi::Suggest, request, answer);
  if (!status.ok()) return session.Fail(status);
  if (session.json()) return session.PrintJson(answer);
  Table table({{"RESULTS", !kShrinks, kRight}, {"SUGGESTION", kShrinks}, {"NAME"}});
  for (const v1::Suggestion& suggestion : answer.suggestions())
    table.AddRow({std::to_string(suggestion.count()), suggestion.text(), suggestion.resource()});
  table.Print(session.output().out, session.output().width);
  return ExitCode::kOk;
}

struct RelatedOptions {
  std::string name;
  Texts kinds;
  std::string filter;
  int limit = 0;
};

ExitCode Related(Session& session, const RelatedOptions& options) {
  v1::RelatedRequest request;
  request.set_name(options.name);
  SetKinds(options.kinds, request);
  request.set_filter(options.filter);
  request.set_limit(options.limit);
  v1::RelatedResponse answer;
  const grpc::Status status = session.connection().Call(&SearchApi::Related, request, answer);
  if (!status.ok()) return session.Fail(status, options.name);
  if (session.json()) return session.PrintJson(answer);
  if (answer.hits().empty()) session.output().out << "Nothing is like it.\n";
  for (int i = 0; i < answer.hits_size(); ++i) {
    if (i > 0) session.output().out << '\n';
    PrintHit(answer.hits(i), session.output());
  }
  return ExitCode::kOk;
}

void AddSearch(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* verb =
      app.add_subcommand("search", "Find entries, country pages, teacher resources and more by their words");
  verb->footer(kSearchHelp);
  CLI::Option* words =
      verb->add_option("QUERY", options->words, "What to look for; without it, everything is found, the newest first")
          ->check(Utf8());
  verb->add_option("--query-file", options->query_file,
                   "Take the query from this file; -, from standard input, where it is typed on a terminal")
      ->type_name("FILE")
      ->excludes(words);
  AddKindOption(*verb, options->kinds, "Of these kinds alone");
  verb->add_option("--filter", options->filter, kFilterHelp)->check(Utf8());
  verb->add_option("--order-by", options->order_by,
                   "relevance (default), date, title or rank; \"date desc\" the other way round, the newest first")
      ->check(Utf8());
  verb->add_option("--facet", options->facets,
                   "Count the values of this attribute over all results: kind, country, other_countries, topic, "
                   "themes, source_type, language, claim_status, lifecycle, content_notes or year; again for each, or "
                   "with commas between")
      ->type_name("ATTRIBUTE")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(Utf8());
  verb->add_option("--facet-limit", options->facet_limit, "At most so many values of each (default: 20)")
      ->check(CLI::Range(1, kMostFacetValues));
  CLI::Option* page_size =
      verb->add_option("--page-size", options->paging.page_size, "At most so many results (default: 10)")
          ->check(CLI::Range(1, kLargestPage));
  verb->add_option("--page-token", options->paging.page_token,
                   "Go on where the page before ended; within five minutes, and with the same options")
      ->check(Utf8());
  verb->add_flag("--all", options->all, "All results, not one page of them")->excludes(page_size);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Search(session, *options); }; });
}

void AddSuggest(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<SuggestOptions>();
  CLI::App* verb = app.add_subcommand("suggest", "Complete the beginning of a query, as a search box would");
  verb->add_option("PREFIX", options->words, "What was typed so far; its last word is completed")
      ->required()
      ->check(Utf8());
  AddKindOption(*verb, options->kinds, "Only what finds something of these kinds");
  verb->add_option("--country", options->country, "Only what finds something of this country, such as countries/be")
      ->check(Utf8());
  verb->add_option("--limit", options->limit, "At most so many (default: 10)")->check(CLI::Range(1, kMostSuggestions));
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Suggest(session, *options); }; });
}

void AddRelated(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<RelatedOptions>();
  CLI::App* verb = app.add_subcommand("related", "Find what says the most like one resource, the likest first");
  verb->add_option("NAME", options->name,
                   "entries/ID, countries/CC, countries/CC/pages/TOPIC, topics/TOPIC, themes/THEME or "
                   "teacherResources/ID")
      ->required()
      ->check(Utf8());
  AddKindOption(*verb, options->kinds, "Of these kinds (default: that of the resource)");
  verb->add_option("--filter", options->filter, kFilterHelp)->check(Utf8());
  verb->add_option("--limit", options->limit, "At most so many (default: 10)")->check(CLI::Range(1, kLargestPage));
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Related(session, *options); }; });
}

}  // namespace

void AddSearchVerbs(CLI::App& app, Verb& chosen) {
  AddSearch(app, chosen);
  AddSuggest(app, chosen);
  AddRelated(app, chosen);
}

}  // namespace lectern::admin
