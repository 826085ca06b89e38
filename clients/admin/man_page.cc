#include "clients/admin/man_page.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "clients/admin/command_model.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct Described {
  const char* name;
  const char* what;
};

// What is read beside the variables that options state.
constexpr Described kVariables[] = {
    {"LECTERN_TOKEN", "The key to call with, where neither --token nor --token-file is given."},
    {"VISUAL", "The text editor of lecternctl edit; EDITOR where it is not set."},
    {"XDG_STATE_HOME",
     "Imports that have not ended are noted below its lectern/imports, so that they can be resumed; ~/.local/state "
     "where "
     "it is not set."}};
constexpr Described kFiles[] = {{"var/lectern/admin.key",
                                 "Below the current directory or the program's checkout: the key of a server on this "
                                 "machine, taken where no other is "
                                 "named."}};

// The code points of UTF-8; what is none becomes U+FFFD.
char32_t Next(const std::string& text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : -1;
  if (more < 0 || at + static_cast<size_t>(more) > text.size()) return 0xFFFD;
  char32_t code = first & (0x3F >> more);
  for (int i = 0; i < more; ++i) code = code << 6 | (byte(at++) & 0x3F);
  return code;
}

// `text` so that roff sets it as it is.
std::string Roff(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t code = Next(text, at);
    if (code == '\\')
      out += "\\e";
    else if (code == '-')
      out += "\\-";  // the sign that can be copied into a shell
    else if (code == '\'')
      out += "\\(aq";
    else if (code == '`')
      out += "\\(ga";
    else if (code == '^')
      out += "\\(ha";
    else if (code == '~')
      out += "\\(ti";
    else if (code == '\n')
      out += ' ';
    else if (code >= 0x80)
      out += fmt::format("\\[u{:04X}]", static_cast<uint32_t>(code));
    else
      out += static_cast<char>(code);
  }
  if (!out.empty() && out.front() == '.') out.insert(0, "\\&");
  return out;
}

std::string Bold(const std::string& text) { return "\\fB" + Roff(text) + "\\fR"; }
std::string Italic(const std::string& text) { return "\\fI" + Roff(text) + "\\fR"; }

// Help texts are sentences without their full stop.
std::string Sentence(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return Roff(text);
}

std::string UpperCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void Option(const OptionModel& option, std::ostream& out) {
  std::string names;
  for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + Bold(name);
  out << ".TP\n" << names;
  if (!option.value.empty()) out << ' ' << Italic(option.value);
  out << '\n' << Sentence(option.description);
  std::string choices;
  for (const std::string& choice : option.choices) choices += (choices.empty() ? " One of " : ", ") + Bold(choice);
  if (!choices.empty()) out << choices << '.';
  if (option.required) out << " It must be given.";
  out << '\n';
}

std::string Synopsis(const std::string& program, const CommandModel& verb) {
  std::string line = Bold(program + " " + verb.path);
  for (const OptionModel& option : verb.options)
    if (option.required) line += " " + Bold(option.names.back()) + " " + Italic(option.value);
  const bool others =
      std::any_of(verb.options.begin(), verb.options.end(), [](const OptionModel& option) { return !option.required; });
  if (others) line += " [" + Italic("options") + "]";
  for (const ArgumentModel& argument : verb.arguments) {
    const std::string name = Italic(argument.name) + (argument.many ? " ..." : "");
    line += argument.required ? " " + name : " [" + name + "]";
  }
  return line;
}

// Line by line, as it was written.
void Footer(const std::string& footer, std::ostream& out) {
  if (footer.empty()) return;
  std::istringstream lines(footer);
  out << ".PP\n.nf\n";
  for (std::string line; std::getline(lines, line);) out << (line.empty() ? ".sp" : Roff(line)) << '\n';
  out << ".fi\n";
}

void Verb(const std::string& program, const CommandModel& verb, std::ostream& out) {
  if (!verb.verbs.empty()) return;  // its verbs have a part each
  out << ".SS " << Roff(verb.path) << '\n'
      << Synopsis(program, verb) << "\n.PP\n"
      << Sentence(verb.description) << '\n';
  for (const ArgumentModel& argument : verb.arguments)
    out << ".TP\n" << Italic(argument.name) << '\n' << Sentence(argument.description) << '\n';
  for (const OptionModel& option : verb.options) Option(option, out);
  Footer(verb.footer, out);
}

// "  1  something was refused" of the footer.
void ExitStatus(const std::string& footer, std::ostream& out) {
  std::istringstream lines(footer);
  bool any = false;
  for (std::string line; std::getline(lines, line);) {
    const size_t number = line.find_first_not_of(' ');
    if (number == std::string::npos || std::isdigit(static_cast<unsigned char>(line[number])) == 0) continue;
    const size_t end = line.find(' ', number), text = line.find_first_not_of(' ', end);
    if (text == std::string::npos) continue;
    if (!any) out << ".SH EXIT STATUS\n";
    any = true;
    out << ".TP\n" << Bold(line.substr(number, end - number)) << '\n' << Sentence(line.substr(text)) << '\n';
  }
}

void Environment(const CommandModel& program, std::ostream& out) {
  out << ".SH ENVIRONMENT\n";
  for (const CommandModel* command : AllCommands(program))
    for (const OptionModel& option : command->options)
      if (!option.variable.empty())
        out << ".TP\n"
            << Bold(option.variable) << "\nAs " << Bold(option.names.back()) << ", where that is not given.\n";
  for (const auto& [name, what] : kVariables) out << ".TP\n" << Bold(name) << '\n' << Roff(what) << '\n';
}

}  // namespace

std::string ManPage(const CLI::App& app, const std::string& version) {
  const CommandModel program = ModelOf(app);
  std::ostringstream out;
  out << ".\\\" Written by " << program.name << " --man.\n"
      << ".TH " << UpperCase(Roff(program.name)) << " 1 \"\" \"" << Roff(version) << "\" \"Lectern\"\n"
      << ".SH NAME\n"
      << Roff(program.name) << " \\- work on the catalogue of a lecternd server\n"
      << ".SH SYNOPSIS\n"
      << Bold(program.name) << " [" << Italic("options") << "] " << Italic("verb") << " ...\n"
      << ".SH DESCRIPTION\n"
      << Sentence(program.description) << '\n'
      << ".SH OPTIONS\nThese go with every verb, before or behind it.\n";
  for (const OptionModel& option : program.options) Option(option, out);
  out << ".SH VERBS\n";
  for (const CommandModel* command : AllCommands(program))
    if (!command->path.empty()) Verb(program.name, *command, out);
  ExitStatus(app.get_footer(), out);
  Environment(program, out);
  out << ".SH FILES\n";
  for (const auto& [name, what] : kFiles) out << ".TP\n" << Italic(name) << '\n' << Roff(what) << '\n';
  return out.str();
}

}  // namespace lectern::admin
