#include <map>
#include <memory>
#include <optional>
#include <string>

#include "clients/admin/rows.h"
#include "clients/admin/table.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::admin {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int kMostDays = 366;
constexpr int64_t kHoursADay = 24;

const std::map<std::string, v1::Role>& Roles() {
  static const std::map<std::string, v1::Role> roles = {{"reader", v1::ROLE_READER},
                                                        {"educator", v1::ROLE_EDUCATOR},
                                                        {"editor", v1::ROLE_EDITOR},
                                                        {"admin", v1::ROLE_ADMIN}};
  return roles;
}

struct CreateOptions {
  std::string display_name;
  v1::Role role = v1::ROLE_READER;
  std::optional<int> days;
};

ExitCode Create(Session& session, const CreateOptions& options) {
  v1::CreateApiKeyRequest request;
  v1::ApiKey& key = *request.mutable_api_key();
  key.set_display_name(options.display_name);
  key.set_role(options.role);
  if (options.days)
    *key.mutable_expire_time() = TimeUtil::GetCurrentTime() + TimeUtil::HoursToDuration(*options.days * kHoursADay);
  v1::CreateApiKeyResponse answer;
  const grpc::Status status = session.connection().Call(&AdminApi::CreateApiKey, request, answer, Repeat::kNever);
  if (!status.ok()) {
    const ExitCode code = session.Fail(status);
    if (code == ExitCode::kUnreachable)
      session.output().err
          << "If the server went away only after it had made the key, `lecternctl keys list` shows it; "
             "revoke that one, its secret is lost.\n";
    return code;
  }
  if (session.json()) return session.PrintJson(answer);
  session.PrintRecord(answer.api_key());
  session.output().out << "Secret                  " << answer.secret() << '\n';
  session.output().err << "This is the only time that the secret is shown.\n";
  return ExitCode::kOk;
}

ExitCode List(Session& session) {
  v1::ListApiKeysResponse answer;
  const grpc::Status status = session.connection().Call(&AdminApi::ListApiKeys, v1::ListApiKeysRequest(), answer);
  if (!status.ok()) return session.Fail(status);
  if (session.json()) return session.PrintJson(answer);
  Table table(KeyColumns());
  for (const v1::ApiKey& key : answer.api_keys()) table.AddRow(KeyRow(key));
  table.Print(session.output().out, session.output().width);
  return ExitCode::kOk;
}

ExitCode Revoke(Session& session, const std::string& name) {
  v1::RevokeApiKeyRequest request;
  request.set_name(name.find('/') == std::string::npos ? "apiKeys/" + name : name);
  v1::ApiKey answer;
  const grpc::Status status = session.connection().Call(&AdminApi::RevokeApiKey, request, answer);
  if (!status.ok()) return session.Fail(status, request.name());
  return session.PrintRecord(answer);
}

void AddCreate(CLI::App& keys, Verb& chosen) {
  auto options = std::make_shared<CreateOptions>();
  CLI::App* verb = keys.add_subcommand("create", "Make a key; its secret is printed this once");
  verb->add_option("--name", options->display_name, "Whom it is for")->required()->check(Utf8());
  verb->add_option_function<std::string>(
          "--role", [options](const std::string& role) { options->role = Roles().at(role); },
          "What its holder may do: reader, educator, editor or admin")
      ->required()
      ->check(CLI::IsMember({"reader", "educator", "editor", "admin"}));
  verb->add_option("--days", options->days,
                   fmt::format("For how long, 1 to {} (the server's default is 90)", kMostDays))
      ->check(CLI::Range(1, kMostDays));
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Create(session, *options); }; });
}

}  // namespace

void AddKeysVerb(CLI::App& app, Verb& chosen) {
  CLI::App* keys = app.add_subcommand("keys", "Hand out and revoke the keys that callers hold");
  AddCreate(*keys, chosen);
  CLI::App* list = keys->add_subcommand("list", "All keys, revoked and expired ones included");
  list->callback([&chosen] { chosen = List; });
  auto name = std::make_shared<std::string>();
  CLI::App* revoke = keys->add_subcommand("revoke", "End a key at once");
  revoke->add_option("NAME", *name, "apiKeys/ID, or the ID alone")->required()->check(Utf8());
  revoke->callback([=, &chosen] { chosen = [=](Session& session) { return Revoke(session, *name); }; });
}

}  // namespace lectern::admin
