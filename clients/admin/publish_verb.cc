// publish and withdraw.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clients/admin/batches.h"
#include "clients/admin/publication.h"
#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using Names = std::vector<std::string>;

// Wrong names are found before anything is written.
ExitCode Check(Session& session, const Names& names, const char* what) {
  for (const std::string& name : names) {
    const auto kind = KindOf(name);
    if (!kind) return FailName(session, name);
    if (!HasLifecycle(*kind))
      return session.Fail(ExitCode::kUsage, fmt::format("{}: always visible, there is nothing to {}", name, what));
  }
  return ExitCode::kOk;
}

// Sends `names` in as few commits as the contract allows; one that is refused does not hold up the others. `done` is
// printed before each name that was changed. The first failure decides the exit code.
ExitCode Send(Session& session, const Names& names, const std::string& done, const SendRange& send) {
  v1::BatchUpsertResponse whole;
  const SendRange send_and_keep = [&](Range range, v1::BatchUpsertResponse& answer) {
    grpc::Status status = send(range, answer);
    if (status.ok()) whole.MergeFrom(answer);
    return status;
  };
  ExitCode code = ExitCode::kOk;
  for (const Range batch : CutIntoBatches(std::vector<size_t>(names.size(), 1), kMostItems, kMostBytes)) {
    std::vector<ItemResult> results;
    const grpc::Status status = SendBisecting(batch, send_and_keep, session.connection().caller(), results);
    for (size_t i = 0; i < results.size(); ++i) {
      if (!results[i].refusal) continue;
      const ExitCode refused = session.Fail(*results[i].refusal, names[batch.begin + i]);
      if (code == ExitCode::kOk) code = refused;
    }
    if (status.ok()) continue;
    // The next would fare no better.
    const ExitCode failed = session.Fail(status, names[batch.begin + results.size()]);
    if (code == ExitCode::kOk) code = failed;
    break;
  }
  if (session.json()) {
    session.PrintJson(whole);
  } else {
    for (const v1::UpsertResult& result : whole.results())
      session.output().out << done << (result.outcome() == v1::UPSERT_OUTCOME_UNCHANGED ? " already " : " ")
                           << Printable(result.name()) << '\n';
  }
  return code;
}

ExitCode Publish(Session& session, const Names& names, const PublicationOptions& options) {
  if (const ExitCode wrong = Check(session, names, "publish"); wrong != ExitCode::kOk) return wrong;
  for (const std::string& name : names)
    if (*KindOf(name) != Kind::kHotline && options.identity_risk == v1::IDENTITY_RISK_UNSPECIFIED)
      return session.Fail(ExitCode::kUsage, fmt::format("--identity-risk is required to publish {}", name));
  return Send(session, names, "published", [&](Range range, v1::BatchUpsertResponse& answer) {
    v1::PublishRequest request;
    for (size_t i = range.begin; i < range.end; ++i) request.add_names(names[i]);
    *request.mutable_publication() = options.ToProto();
    request.set_request_id(RandomUuid());
    v1::PublishResponse published;
    grpc::Status status = session.connection().Call(&PublicationApi::Publish, request, published);
    answer.mutable_results()->Swap(published.mutable_results());
    return status;
  });
}

struct WithdrawOptions {
  Names names;
  std::string reviewer;
  std::string note;
};

ExitCode Withdraw(Session& session, const WithdrawOptions& options) {
  if (const ExitCode wrong = Check(session, options.names, "withdraw"); wrong != ExitCode::kOk) return wrong;
  return Send(session, options.names, "withdrawn", [&](Range range, v1::BatchUpsertResponse& answer) {
    v1::WithdrawRequest request;
    for (size_t i = range.begin; i < range.end; ++i) request.add_names(options.names[i]);
    request.set_reviewer(options.reviewer);
    request.set_note(options.note);
    request.set_request_id(RandomUuid());
    v1::WithdrawResponse withdrawn;
    grpc::Status status = session.connection().Call(&PublicationApi::Withdraw, request, withdrawn);
    answer.mutable_results()->Swap(withdrawn.mutable_results());
    return status;
  });
}

constexpr char kNames[] = "Entries, country pages, hotlines, teacher resources";

}  // namespace

void AddPublishVerbs(CLI::App& app, Verb& chosen) {
  auto names = std::make_shared<Names>();
  auto options = std::make_shared<PublicationOptions>();
  CLI::App* publish = app.add_subcommand("publish", "Show resources to everyone, after a review");
  publish->add_option("NAME", *names, kNames)->required()->check(Utf8());
  AddPublicationFlags(*publish, options).reviewed_by->required();
  publish->callback([=, &chosen] { chosen = [=](Session& session) { return Publish(session, *names, *options); }; });

  auto withdraw = std::make_shared<WithdrawOptions>();
  CLI::App* verb =
      app.add_subcommand("withdraw", "Take published resources, and all their earlier states, from readers");
  verb->add_option("NAME", withdraw->names, kNames)->required()->check(Utf8());
  verb->add_option("--reviewed-by", withdraw->reviewer, "Who decided it, as you name your staff")
      ->type_name("WHO")
      ->required()
      ->check(Utf8());
  verb->add_option("--note", withdraw->note, "Why, for editors")->type_name("TEXT")->check(Utf8());
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Withdraw(session, *withdraw); }; });
}

}  // namespace lectern::admin
