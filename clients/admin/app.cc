#include "clients/admin/app.h"

#include <chrono>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>

#include "CLI/CLI.hpp"
#include "clients/admin/completion.h"
#include "clients/admin/connection.h"
#include "clients/admin/credential.h"
#include "clients/admin/man_page.h"
#include "clients/admin/server_address.h"
#include "clients/admin/session.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr char kExitCodes[] =
    "Exit codes:\n"
    "  0  all was done\n"
    "  1  something was refused, conflicts with an editor's work, or was not confirmed\n"
    "  2  the command line is wrong\n"
    "  3  the server is not there, or went away\n"
    "  4  not allowed: the key is not known, or its role is too low\n"
    "  5  an input file cannot be used (all others were), or the text editor failed\n"
    "  6  there is no such resource, or none that you may see\n"
    "  7  any other error of the server, or of an operation that was waited for\n";

constexpr char kVersion[] = "lecternctl " LECTERN_VERSION;

constexpr double kLongestTimeout = 3'600;

struct GlobalOptions {
  std::string server{kDefaultServer};
  std::optional<std::string> token;
  std::optional<std::string> token_file;
  bool anonymous = false;
  std::string act_as;
  int64_t at_least = 0;
  std::string output = "table";
  double timeout_seconds = 30;
  bool man = false;
  std::string completion;
};

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  app.add_option("--server", options.server, fmt::format("Where lecternd listens (default: {})", kDefaultServer))
      ->type_name("ADDR:PORT")
      ->envname("LECTERN_SERVER")
      ->check([](const std::string& address) { return CheckServerAddress(address); });
  app.add_option(
         "--token", options.token,
         "The key to call with; LECTERN_TOKEN says the same without showing it to others in the list of processes")
      ->type_name("KEY");
  app.add_option(
         "--token-file", options.token_file,
         "File that holds the key (default, for a server on this machine: var/lectern/admin.key below the current "
         "directory or below the program's checkout); without any key, calls are anonymous")
      ->type_name("FILE");
  app.add_flag("--anonymous", options.anonymous, "Call without any key, as readers do, whatever key lies about");
  app.add_option("--act-as", options.act_as,
                 "Call as one of this role would: reader, educator or editor. It only lowers what the key may do")
      ->type_name("ROLE")
      ->check(CLI::IsMember({"reader", "educator", "editor"}));
  app.add_option("--at-least", options.at_least,
                 "Wait until the server has reached this revision, so that a write made elsewhere is seen")
      ->type_name("REVISION")
      ->check(Revision());
  app.add_option("--output", options.output, "table (default), for people; json, the API's own JSON form")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "json"}));
  app.add_option("--timeout", options.timeout_seconds, "How long one call may take (default: 30)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, kLongestTimeout));
  app.set_version_flag("--version", kVersion);
  app.add_flag("--man", options.man, "Print the man page: lecternctl --man | man -l -");
  app.add_option("--completion", options.completion, "Print the completion script of a shell, to be sourced by it")
      ->type_name("SHELL")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kShells), std::end(kShells))));
}

absl::StatusOr<Credential> CredentialOf(const GlobalOptions& options) {
  if (options.anonymous) {
    if (options.token || options.token_file)
      return absl::InvalidArgumentError("--anonymous goes with neither --token nor --token-file");
    return Credential{};
  }
  CredentialSources sources;
  sources.token = options.token;
  sources.file = options.token_file;
  if (const char* environment = std::getenv("LECTERN_TOKEN")) sources.environment = environment;
  // The key that lies on this machine is for the server of this machine; no other is to see it unasked.
  if (IsLoopback(options.server)) sources.default_files = DefaultKeyFiles();
  return FindCredential(sources);
}

// The verbs, or what the verb that was given goes on with; empty where it wants nothing more.
std::string Missing(const CLI::App& app) {
  const CLI::App* last = &app;
  while (!last->get_subcommands().empty()) last = last->get_subcommands().front();
  std::string names;
  for (const CLI::App* verb : last->get_subcommands([](const CLI::App*) { return true; }))
    names += (names.empty() ? "" : ", ") + verb->get_name();
  if (names.empty()) return "";
  return last == &app ? fmt::format("the verbs are {}", names) : fmt::format("{} takes {}", last->get_name(), names);
}

int WrongUsage(std::ostream& err, const std::string& what, const std::string& hint) {
  err << "lecternctl: " << Printable(what) << (what.empty() || hint.empty() ? "" : "; ") << hint
      << "\nRun with --help for more information.\n";
  return static_cast<int>(ExitCode::kUsage);
}

// CLI11's exit codes are not ours: help and version are a success, all else is wrong usage.
int EndParsing(const CLI::App& app, const CLI::ParseError& error, std::ostream& out, std::ostream& err) {
  if (error.get_exit_code() == 0) return app.exit(error, out, err);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return WrongUsage(err, error.what(), "");
  const std::string what = error.what();
  const size_t minus = what.find(" -");
  const bool word = minus != std::string::npos && what.compare(minus, 3, " --") != 0;
  return WrongUsage(err, what, word ? "a word that begins with a minus stands behind a --" : Missing(app));
}

// As no-color.org has it, for anything but plain text.
bool MayStyle(const Terminals& terminals) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool plain = term != nullptr && std::string_view(term) == "dumb";
  return terminals.out_width > 0 && !refused && !plain;
}

// What is written about the command line itself; no server is asked.
int PrintText(const std::string& text, std::ostream& out, std::ostream& err) {
  if (out << text << std::flush) return static_cast<int>(ExitCode::kOk);
  err << "lecternctl: the result could not be written\n";
  return static_cast<int>(ExitCode::kServerError);
}

ExitCode Execute(const GlobalOptions& options, const Verb& verb, Output& output, Input& input) {
  const auto credential = CredentialOf(options);
  if (!credential.ok()) {
    output.err << "lecternctl: " << Printable(std::string(credential.status().message())) << '\n';
    return ExitCode::kUsage;
  }
  if (!credential->secret.empty() && !IsLoopback(options.server))
    output.err << "lecternctl: the key goes to " << options.server << " without encryption\n";
  const auto timeout = std::chrono::milliseconds(static_cast<int64_t>(options.timeout_seconds * 1'000));
  Connection connection({.server = options.server,
                         .credential = *credential,
                         .act_as = options.act_as,
                         .at_least = options.at_least,
                         .timeout = timeout});
  Session session(connection, output, input);
  return verb(session);
}

}  // namespace

int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const Terminals& terminals) {
  CLI::App app("lecternctl works on the catalogue of a lecternd server.", "lecternctl");
  app.footer(kExitCodes);
  app.fallthrough();             // the options below may stand behind the verb as well
  app.require_subcommand(0, 1);  // a word behind the verb that another verb is called by, such as "status", is none
  GlobalOptions options;
  AddGlobalOptions(app, options);
  Verb chosen;
  AddStatusVerb(app, chosen);
  AddImportVerb(app, chosen);
  AddExportVerb(app, chosen);
  AddListVerb(app, chosen);
  AddGetVerb(app, chosen);
  AddSearchVerbs(app, chosen);
  AddHistoryVerbs(app, chosen);
  AddChangesVerb(app, chosen);
  AddEditVerb(app, chosen);
  AddPublishVerbs(app, chosen);
  AddDeleteVerbs(app, chosen);
  AddRedactVerb(app, chosen);
  AddOperationVerbs(app, chosen);
  AddIndexVerb(app, chosen);
  AddKeysVerb(app, chosen);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // the order that CLI11 takes a vector in
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return EndParsing(app, error, out, err);
  }
  if (options.man) return PrintText(ManPage(app, kVersion), out, err);
  if (!options.completion.empty()) return PrintText(CompletionScript(app, options.completion), out, err);
  if (!chosen) return WrongUsage(err, "", Missing(app));
  Output output{.format = options.output == "json" ? OutputFormat::kJson : OutputFormat::kTable,
                .out = out,
                .err = err,
                .width = terminals.out_width,
                .styled = MayStyle(terminals),
                .err_is_terminal = terminals.err_is_terminal};
  std::istringstream nothing;
  Input input{.in = terminals.in == nullptr ? nothing : *terminals.in, .is_terminal = terminals.in_is_terminal};
  const ExitCode code = Execute(options, chosen, output, input);
  if (!out.flush()) {
    err << "lecternctl: the result could not be written\n";
    return static_cast<int>(code == ExitCode::kOk ? ExitCode::kServerError : code);
  }
  return static_cast<int>(code);
}

}  // namespace lectern::admin
