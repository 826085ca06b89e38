// redact: hiding words from readers, or erasing them for good.
#include <memory>
#include <optional>
#include <string>

#include "clients/admin/operations.h"
#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "clients/admin/words.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct RedactOptions {
  std::string name;
  std::optional<std::string> text;
  std::optional<std::string> text_file;
  std::string replacement;
  bool expunge = false;
  bool yes = false;
  bool dry_run = false;
  bool no_wait = false;

  bool whole() const { return !text && !text_file; }
};

ExitCode Check(Session& session, const RedactOptions& options) {
  if (!KindOf(options.name)) return FailName(session, options.name);
  if (options.whole() && !options.expunge)
    return session.Fail(ExitCode::kUsage,
                        "give the words with --text or --text-file; --expunge alone erases all of it");
  if (options.whole() && !options.replacement.empty())
    return session.Fail(ExitCode::kUsage, "--replacement goes with --text or --text-file");
  if (options.text && options.text->empty()) return session.Fail(ExitCode::kUsage, "--text is empty");
  if (!options.yes && !options.dry_run && !session.input().is_terminal)
    return session.Fail(ExitCode::kUsage,
                        "this asks before it goes on, and nobody is there to answer: give --yes, or --dry-run to see "
                        "what it would do");
  return ExitCode::kOk;
}

// Asks for the name, so that nobody erases the wrong resource by a habit of saying yes.
bool Confirmed(Session& session, const RedactOptions& options) {
  if (options.yes) return true;
  const auto answer = session.Ask("Type the name to go on: ");
  if (answer == options.name) return true;
  session.Fail(ExitCode::kRefused, "not confirmed: nothing was done");
  return false;
}

std::string Count(int number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

ExitCode Redact(Session& session, const RedactOptions& options, const std::string& text) {
  v1::RedactRequest request;
  request.set_name(options.name);
  request.set_text(text);
  request.set_replacement(options.replacement);
  request.set_validate_only(true);
  v1::RedactResponse answer;
  grpc::Status status = session.connection().Call(&ErasureApi::Redact, request, answer);
  if (!status.ok()) return session.Fail(status, options.name);
  const std::string name = Printable(options.name);
  session.output().err << fmt::format(
      "{}: {} would be hidden from readers, and no earlier state shown to them. Editors still see the words; --expunge "
      "erases them.\n",
      name, Count(answer.redactions(), "span", "spans"));
  if (options.dry_run) return session.json() ? session.PrintJson(answer) : ExitCode::kOk;
  if (!Confirmed(session, options)) return ExitCode::kRefused;
  request.set_validate_only(false);
  request.set_request_id(RandomUuid());
  status = session.connection().Call(&ErasureApi::Redact, request, answer);
  if (!status.ok()) return session.Fail(status, options.name);
  if (session.json()) return session.PrintJson(answer);
  session.output().out << fmt::format("{}: {} hidden from readers{}\n", name,
                                      Count(answer.redactions(), "span is", "spans are"),
                                      answer.result().outcome() == v1::UPSERT_OUTCOME_UNCHANGED ? ", as before" : "");
  return ExitCode::kOk;
}

// The words are gone from the catalogue; now their bytes go from the disk.
ExitCode WaitForTheDisk(Session& session, const std::string& name, bool wait) {
  std::ostream& err = session.output().err;
  const std::string later =
      fmt::format("The bytes leave the disk with {}; `lecternctl operations wait {}` waits for it.\n", Printable(name),
                  Printable(name));
  if (name.empty()) return ExitCode::kOk;
  if (!wait) {
    err << later;
    return ExitCode::kOk;
  }
  google::longrunning::Operation operation;
  const grpc::Status status = WaitFor(session, name, operation);
  if (!status.ok()) {
    const ExitCode code = session.Fail(status, name);
    err << "What was asked for is erased from the catalogue, but whether from the disk is not known. " << later;
    return code;
  }
  if (const ExitCode code = EndOf(session, operation); code != ExitCode::kOk) {
    err << "What was asked for is erased from the catalogue, but files of the store still hold its bytes: run "
           "`lecternctl compact`.\n";
    return code;
  }
  err << "No file of the store holds the bytes any more. Copies made elsewhere, such as backups and exports, are not "
         "reached from here.\n";
  return ExitCode::kOk;
}

ExitCode Expunge(Session& session, const RedactOptions& options, const std::string& text) {
  v1::ExpungeRequest request;
  request.set_name(options.name);
  request.set_text(text);
  request.set_replacement(options.replacement);
  request.set_validate_only(true);
  v1::ExpungeResponse answer;
  grpc::Status status = session.connection().Call(&ErasureApi::Expunge, request, answer);
  if (!status.ok()) return session.Fail(status, options.name);
  const std::string name = Printable(options.name);
  const std::string states = Count(answer.states(), "state", "states");
  session.output().err
      << (options.whole()
              ? fmt::format("{}: all of it would be erased, in {}; a tombstone with its name stays.", name, states)
              : fmt::format("{}: the words would be erased from {} of it, the present and earlier ones.", name, states))
      << " This cannot be undone.\n";
  if (options.dry_run) return session.json() ? session.PrintJson(answer) : ExitCode::kOk;
  if (!Confirmed(session, options)) return ExitCode::kRefused;
  request.set_validate_only(false);
  request.set_request_id(RandomUuid());
  status = session.connection().Call(&ErasureApi::Expunge, request, answer);
  if (!status.ok()) return session.Fail(status, options.name);
  if (session.json()) {
    session.PrintJson(answer);
  } else {
    session.output().out << fmt::format("{}: erased {}{}\n", name, options.whole() ? "whole, in " : "from ",
                                        Count(answer.states(), "state", "states"));
  }
  session.output().out.flush();
  return WaitForTheDisk(session, answer.operation(), !options.no_wait);
}

ExitCode Run(Session& session, const RedactOptions& options) {
  if (const ExitCode wrong = Check(session, options); wrong != ExitCode::kOk) return wrong;
  std::string text = options.text.value_or("");
  if (options.text_file) {
    auto words = ReadWords(session, *options.text_file);
    if (!words.ok()) return session.Fail(ExitCode::kBadInput, std::string(words.status().message()));
    text = *std::move(words);
  }
  return options.expunge ? Expunge(session, options, text) : Redact(session, options, text);
}

}  // namespace

void AddRedactVerb(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<RedactOptions>();
  CLI::App* verb = app.add_subcommand(
      "redact", "Hide words of a resource from readers; with --expunge erase them, or all of it, for good");
  verb->add_option("NAME", options->name, std::string(NameForms()))->required()->check(Utf8());
  CLI::Option* text =
      verb->add_option("--text", options->text,
                       "The words, letter by letter as they stand there. They stay in the shell's history and show in "
                       "the list of processes: a person's name is better given with --text-file")
          ->check(Utf8());
  verb->add_option("--text-file", options->text_file,
                   "File that holds the words; - is standard input, where nothing keeps them. What another program "
                   "pipes there needs --yes; on a terminal the words are asked for")
      ->type_name("FILE")
      ->excludes(text);
  verb->add_option("--replacement", options->replacement,
                   "What stands in their place (default: \"[name withheld]\", or \"[erased]\" with --expunge)")
      ->type_name("TEXT")
      ->check(Utf8());
  CLI::Option* expunge =
      verb->add_flag("--expunge", options->expunge,
                     "Erase them from the present, all history and the disk. Without --text or --text-file: erase the "
                     "whole resource, but for its name. Cannot be undone");
  verb->add_flag("--yes", options->yes, "Do not ask before it is done");
  verb->add_flag("--dry-run", options->dry_run, "Say what would be done, and do nothing");
  verb->add_flag("--no-wait", options->no_wait, "Do not wait until the bytes have left the disk")->needs(expunge);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Run(session, *options); }; });
}

}  // namespace lectern::admin
