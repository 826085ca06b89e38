#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/edit_text.h"
#include "clients/admin/fields.h"
#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_editor.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "google/protobuf/field_mask.pb.h"

namespace lectern::admin {
namespace {

using google::protobuf::Message;

struct EditOptions {
  std::string name;
  std::optional<std::string> from;
};

class Editing {
 public:
  Editing(Session& session, const EditOptions& options, std::string command)
      : session_(session), name_(options.name), kind_(*KindOf(options.name)), command_(std::move(command)) {}

  ExitCode Run(const std::optional<std::string>& from) {
    if (const grpc::Status status = GetResource(session_.connection(), kind_, name_, v1::VIEW_FULL, 0, base_);
        !status.ok())
      return session_.Fail(status, name_);
    auto text = EditText(*base_);
    if (!text.ok()) return session_.Fail(ExitCode::kServerError, std::string(text.status().message()));
    if (from && !ReadFile(*from, *text)) return session_.Fail(ExitCode::kBadInput, *from + ": cannot be read");
    if (const absl::Status made = file_.Create(*text); !made.ok())
      return session_.Fail(ExitCode::kBadInput, std::string(made.message()));
    while (true) {
      const std::optional<ExitCode> ended = Round();
      if (ended) return *ended;
      if (!GoOn()) break;
    }
    if (file_.Read() == *text) return failed_;  // there is nothing to keep
    file_.Keep();
    session_.output().err << "Your text is kept in " << Printable(file_.path())
                          << (stale_ ? ". Run `lecternctl edit " + Printable(name_) +
                                           "` for the state of now, and take over from it what still holds.\n"
                                     : "; `lecternctl edit " + Printable(name_) + " --from " + Printable(file_.path()) +
                                           "` goes on with it.\n")
                          << "Delete the file when it is done with.\n";
    return failed_;
  }

 private:
  static bool ReadFile(const std::string& path, std::string& text) {
    std::ifstream in(path, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
    return !in.bad() && !text.empty();
  }

  // One run of the editor and what follows. Nothing where the text was not taken and can be worked on; failed_ then
  // says what that would mean for the shell.
  std::optional<ExitCode> Round() {
    if (const absl::Status ran = RunEditor(command_, file_.path()); !ran.ok())
      return Failed(ExitCode::kBadInput, std::string(ran.message()));
    const std::optional<std::string> text = file_.Read();
    if (!text) return session_.Fail(ExitCode::kBadInput, file_.path() + ": cannot be read");
    const std::unique_ptr<Message> edited(base_->New());
    if (const absl::Status read = ReadEditText(*text, *base_, *edited); !read.ok())
      return Failed(ExitCode::kBadInput, std::string(read.message()));
    const std::vector<std::string> changed = ChangedFields(*base_, *edited);
    if (changed.empty()) {
      session_.output().err << "Nothing was changed.\n";
      return session_.json() ? session_.PrintJson(*base_) : ExitCode::kOk;
    }
    return Send(*edited, changed);
  }

  std::optional<ExitCode> Failed(ExitCode code, const std::string& message) {
    failed_ = session_.Fail(code, message);
    return std::nullopt;
  }

  std::optional<ExitCode> Send(const Message& edited, const std::vector<std::string>& changed) {
    Method update = *MethodOf(kind_, Action::kUpdate);
    Message& resource = *FieldOfType(*update.request, *edited.GetDescriptor());
    resource.CopyFrom(edited);
    if (TextIn(resource, "etag").empty()) SetText(resource, "etag", TextIn(*base_, "etag"));
    auto& mask = dynamic_cast<google::protobuf::FieldMask&>(
        *FieldOfType(*update.request, *google::protobuf::FieldMask::descriptor()));
    for (const std::string& field : changed) mask.add_paths(field);
    SetText(*update.request, "request_id", RandomUuid());
    const grpc::Status status = Call(session_.connection(), update);
    if (status.ok()) {
      if (session_.json()) return session_.PrintJson(*update.answer);
      session_.output().out << fmt::format("changed {}: {} (revision {})\n", Printable(name_), fmt::join(changed, ", "),
                                           NumberIn(*update.answer, "revision"));
      return ExitCode::kOk;
    }
    const Failure failure = session_.connection().Explained(status);
    failed_ = session_.Fail(failure, name_);
    // The text is refused, not the command line.
    if (failed_ == ExitCode::kUsage) failed_ = ExitCode::kRefused;
    stale_ = failure.reason == "ETAG_MISMATCH";
    if (stale_) TellOthersChanges();
    return std::nullopt;
  }

  void TellOthersChanges() {
    std::unique_ptr<Message> now;
    if (!GetResource(session_.connection(), kind_, name_, v1::VIEW_FULL, 0, now).ok()) return;
    const std::vector<std::string> theirs = ChangedFields(*base_, *now);
    if (!theirs.empty())
      session_.output().err << fmt::format("Others changed, up to revision {}: {}\n", NumberIn(*now, "revision"),
                                           fmt::join(theirs, ", "));
  }

  // Another round makes sense where the text can be mended and somebody is there to do it.
  bool GoOn() {
    if (stale_ || !session_.input().is_terminal) return false;
    const auto answer = session_.Ask("Go on editing? [Y/n] ");
    return answer && (answer->empty() || answer->front() == 'y' || answer->front() == 'Y');
  }

  Session& session_;
  const std::string name_;
  const Kind kind_;
  const std::string command_;
  std::unique_ptr<Message> base_;
  EditedFile file_;
  ExitCode failed_ = ExitCode::kOk;
  bool stale_ = false;  // somebody else changed the resource meanwhile
};

ExitCode Edit(Session& session, const EditOptions& options) {
  if (!KindOf(options.name)) return FailName(session, options.name);
  if (options.name.find('@') != std::string::npos)
    return session.Fail(ExitCode::kUsage, "an earlier state cannot be edited; `lecternctl rollback` brings it back");
  const std::string command = EditorCommand(session.input().is_terminal);
  if (command.empty())
    return session.Fail(ExitCode::kUsage, "there is no text editor: set VISUAL or EDITOR to the command that runs one");
  return Editing(session, options, command).Run(options.from);
}

}  // namespace

void AddEditVerb(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<EditOptions>();
  CLI::App* verb = app.add_subcommand(
      "edit",
      "Change a resource in your text editor (VISUAL, EDITOR, or vi), as JSON; only what you change is written");
  verb->add_option("NAME", options->name, std::string(NameForms()))->required()->check(Utf8());
  verb->add_option("--from", options->from, "Begin with the text that an earlier edit kept, not with what is stored")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Edit(session, *options); }; });
}

}  // namespace lectern::admin
