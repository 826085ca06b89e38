#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/change_feed.h"
#include "clients/admin/json.h"
#include "clients/admin/record.h"
#include "clients/admin/rows.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct ChangesOptions {
  FeedOptions feed;
  bool follow = false;
  std::optional<v1::View> view;
};

// The state that a change carries, nullptr where it carries none.
const google::protobuf::Message* StateIn(const v1::Change& change) {
  const auto* field =
      change.GetReflection()->GetOneofFieldDescriptor(change, change.GetDescriptor()->FindOneofByName("resource"));
  return field == nullptr ? nullptr : &change.GetReflection()->GetMessage(change, field);
}

// One line. Example: "      57  2026-01-31 14:05:09  written    entries/01j8x4zq2m  A title".
std::string Line(const v1::Transaction& transaction, const v1::Change& change) {
  const auto* type = v1::ChangeType_descriptor()->FindValueByNumber(change.type());
  const auto* state = StateIn(change);
  const std::string title = state == nullptr ? "" : Printable(TitleOf(*state));
  return fmt::format("{:>8}  {}  {:<9}  {}{}{}", transaction.revision(), Moment(transaction.commit_time()),
                     type == nullptr ? std::to_string(change.type()) : EnumText(*type), Printable(change.name()),
                     title.empty() ? "" : "  ", title);
}

// False where nothing takes the output any more.
bool Print(Session& session, const v1::Transaction& transaction) {
  Output& output = session.output();
  if (session.json()) {
    const auto json = ToJsonLine(transaction);
    if (json.ok()) {
      output.out << *json << '\n';
    } else {
      session.Fail(ExitCode::kServerError,
                   fmt::format("revision {}: {}", transaction.revision(), std::string(json.status().message())));
    }
  } else {
    for (const v1::Change& change : transaction.changes()) {
      const std::string line = Line(transaction, change);
      output.out << (output.width == 0 ? line : Fit(line, output.width)) << '\n';
    }
  }
  return static_cast<bool>(output.out.flush());
}

// The API's names of kinds are those of its collections; the listings of this program write them with hyphens.
std::string KindName(const std::string& given) {
  const std::string name = CamelCase(given);
  return name == "site" ? "sites" : name;
}

ExitCode Changes(Session& session, const ChangesOptions& options) {
  FeedOptions feed = options.feed;
  for (std::string& kind : feed.kinds) kind = KindName(kind);
  // A line shows no more than BASIC holds.
  feed.view = session.json() ? options.view.value_or(v1::VIEW_FULL) : v1::VIEW_BASIC;
  const TakeTransaction take = [&](const v1::Transaction& transaction) { return Print(session, transaction); };
  int64_t position = feed.after.value_or(0);
  const grpc::Status status =
      options.follow ? Follow(session, feed, take, position) : ReadAll(session, feed, take, position);
  const ExitCode code = status.ok() ? ExitCode::kOk : session.Fail(status);
  if (status.ok() || position > feed.after.value_or(0))
    session.output().err << fmt::format("up to revision {}; --after {} goes on from there\n", position, position);
  return code;
}

}  // namespace

void AddChangesVerb(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<ChangesOptions>();
  CLI::App* verb =
      app.add_subcommand("changes", "What changed in the catalogue, in order; JSON is one line a transaction");
  verb->add_option("--after", options->feed.after,
                   "Begin after this revision; 0 is the beginning of all (the default, but with --follow: from now on)")
      ->type_name("REVISION")
      ->check(CLI::NonNegativeNumber);
  verb->add_option("--kinds", options->feed.kinds,
                   "Of these kinds alone: entries, countries, country-pages, hotlines, topics, themes, "
                   "teacher-resources, site, with commas between")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(Utf8());
  verb->add_flag("--follow", options->follow, "Go on with what is committed from now on, until you end it");
  verb->add_option_function<std::string>(
          "--view",
          [options](const std::string& view) { options->view = view == "full" ? v1::VIEW_FULL : v1::VIEW_BASIC; },
          "How much of each resource JSON holds: basic, or full (default)")
      ->check(CLI::IsMember({"basic", "full"}));
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Changes(session, *options); }; });
}

}  // namespace lectern::admin
