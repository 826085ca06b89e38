#include "clients/admin/completion.h"

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "clients/admin/command_model.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using Names = std::vector<std::string>;

std::string Join(const Names& names, const std::string& between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
  return text;
}

// 'text', for bash and zsh.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The same for fish.
std::string FishQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += (c == '\'' || c == '\\') ? std::string("\\") + c : std::string(1, c);
  return out + "'";
}

// Matches "VERB OPTION": the program's options go with every verb.
std::string Pattern(const CommandModel& command, const std::string& option) {
  return command.path.empty() ? "*' " + option + "'" : "'" + command.path + " " + option + "'";
}

// For fish, whose patterns are quoted as a whole.
std::string FishPattern(const std::string& pattern) { return pattern[0] == '*' ? "'*" + pattern.substr(2) : pattern; }

// Patterns of the options for which `wanted` holds.
Names Patterns(const CommandModel& program, const std::function<bool(const OptionModel&)>& wanted) {
  Names patterns;
  for (const CommandModel* command : AllCommands(program))
    for (const OptionModel& option : command->options)
      if (wanted(option))
        for (const std::string& name : option.names) patterns.push_back(Pattern(*command, name));
  return patterns;
}

// Patterns of the options that take one of few values, by these values.
std::map<std::string, Names> ChoicePatterns(const CommandModel& program) {
  std::map<std::string, Names> patterns;
  for (const CommandModel* command : AllCommands(program))
    for (const OptionModel& option : command->options)
      if (!option.choices.empty())
        for (const std::string& name : option.names)
          patterns[Join(option.choices, " ")].push_back(Pattern(*command, name));
  return patterns;
}

// Matches "PARENT VERB" for every verb.
Names VerbPatterns(const CommandModel& program) {
  Names patterns;
  for (const CommandModel* command : AllCommands(program))
    if (!command->path.empty())
      patterns.push_back(command->path.find(' ') == std::string::npos ? "' " + command->path + "'"
                                                                      : "'" + command->path + "'");
  return patterns;
}

bool TakesFiles(const CommandModel& command) {
  return std::any_of(command.arguments.begin(), command.arguments.end(),
                     [](const ArgumentModel& argument) { return argument.file; });
}

bool HasValue(const OptionModel& option) { return !option.value.empty(); }
bool HasFile(const OptionModel& option) { return option.file; }

// The part that bash and zsh share: which verb the words before lead to, and the option whose value is next.
std::string Walk(const CommandModel& program, const std::string& first, const std::string& end,
                 const std::string& words) {
  std::string out;
  out += fmt::format("  for ((i = {}; i < {}; ++i)); do\n", first, end);
  out += fmt::format("    word=${{{}[i]}}\n", words);
  out += "    if [[ $word == '=' ]]; then continue; fi\n";
  out += "    if [[ -n $want ]]; then\n      want=\n      continue\n    fi\n";
  out += "    if [[ $word == -* ]]; then\n      case \"$verb $word\" in\n";
  out += fmt::format("        {}) want=$word ;;\n", Join(Patterns(program, HasValue), " | "));
  out += "      esac\n      continue\n    fi\n";
  out += "    case \"$verb $word\" in\n";
  out += fmt::format("      {}) verb=\"${{verb:+$verb }}$word\" ;;\n", Join(VerbPatterns(program), " | "));
  out += "    esac\n  done\n";
  return out;
}

Names OptionNames(const CommandModel& command) {
  Names names;
  for (const OptionModel& option : command.options) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::string Bash(const CommandModel& program) {
  std::string out = fmt::format("# Completion of {0} for bash, written by `{0} --completion bash`.\n", program.name);
  out += fmt::format("_{}() {{\n", program.name);
  out += "  local current=${COMP_WORDS[COMP_CWORD]} verb= want= word offered= files= i\n";
  out += Walk(program, "1", "COMP_CWORD", "COMP_WORDS");
  out += "  if [[ $current == '=' ]]; then current=; fi\n";
  out += "  if [[ -n $want ]]; then\n    case \"$verb $want\" in\n";
  for (const auto& [choices, patterns] : ChoicePatterns(program))
    out += fmt::format("      {}) offered={} ;;\n", Join(patterns, " | "), Quoted(choices));
  if (const Names files = Patterns(program, HasFile); !files.empty())
    out += fmt::format("      {}) files=yes ;;\n", Join(files, " | "));
  out += "    esac\n  elif [[ $current == -* ]]; then\n";
  out += fmt::format("    offered={}\n    case $verb in\n", Quoted(Join(OptionNames(program), " ")));
  for (const CommandModel* command : AllCommands(program))
    if (!command->path.empty() && !command->options.empty())
      out += fmt::format("      {}) offered+={} ;;\n", Quoted(command->path),
                         Quoted(" " + Join(OptionNames(*command), " ")));
  out += "    esac\n  else\n    case $verb in\n";
  for (const CommandModel* command : AllCommands(program)) {
    Names verbs;
    for (const CommandModel& verb : command->verbs) verbs.push_back(verb.name);
    if (!verbs.empty())
      out += fmt::format("      {}) offered={} ;;\n", Quoted(command->path), Quoted(Join(verbs, " ")));
    if (TakesFiles(*command)) out += fmt::format("      {}) files=yes ;;\n", Quoted(command->path));
  }
  out += "    esac\n  fi\n";
  out += "  if [[ -n $files ]]; then\n    compopt -o filenames 2>/dev/null\n";
  out += "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n";
  out += "  else\n    mapfile -t COMPREPLY < <(compgen -W \"$offered\" -- \"$current\")\n  fi\n}\n";
  out += fmt::format("complete -F _{0} {0}\n", program.name);
  return out;
}

// ('--output:table (default) ...' ...), for _describe.
std::string ZshOptions(const CommandModel& command) {
  Names items;
  for (const OptionModel& option : command.options)
    for (const std::string& name : option.names) items.push_back(Quoted(name + ":" + option.description));
  return Join(items, " ");
}

std::string Zsh(const CommandModel& program) {
  std::string out =
      fmt::format("#compdef {0}\n# Completion of {0} for zsh, written by `{0} --completion zsh`.\n", program.name);
  out += fmt::format("_{}() {{\n", program.name);
  out += "  local verb= want= word\n  local -i i\n  local -a offered\n";
  out += Walk(program, "2", "CURRENT", "words");
  out += "  if [[ -z $want && $PREFIX == --*=* ]]; then\n    want=${PREFIX%%=*}\n    compset -P '*='\n  fi\n";
  out += "  if [[ -n $want ]]; then\n    case \"$verb $want\" in\n";
  for (const auto& [choices, patterns] : ChoicePatterns(program))
    out += fmt::format("      {}) compadd -- {} ;;\n", Join(patterns, " | "), choices);
  if (const Names files = Patterns(program, HasFile); !files.empty())
    out += fmt::format("      {}) _files ;;\n", Join(files, " | "));
  out += "    esac\n    return\n  fi\n";
  out += "  if [[ ${words[CURRENT]} == -* ]]; then\n";
  out += fmt::format("    offered=({})\n    case $verb in\n", ZshOptions(program));
  for (const CommandModel* command : AllCommands(program))
    if (!command->path.empty() && !command->options.empty())
      out += fmt::format("      {}) offered+=({}) ;;\n", Quoted(command->path), ZshOptions(*command));
  out += "    esac\n    _describe -o -t options option offered\n    return\n  fi\n  case $verb in\n";
  for (const CommandModel* command : AllCommands(program)) {
    Names verbs;
    for (const CommandModel& verb : command->verbs) verbs.push_back(Quoted(verb.name + ":" + verb.description));
    if (!verbs.empty())
      out += fmt::format("    {})\n      offered=({})\n      _describe -t verbs verb offered ;;\n",
                         Quoted(command->path), Join(verbs, " "));
    if (TakesFiles(*command)) out += fmt::format("    {}) _files ;;\n", Quoted(command->path));
  }
  out += "  esac\n}\n";
  // Found by its name on the fpath, this is the function's own body; sourced, it has to be made known.
  out += fmt::format("if [[ ${{funcstack[1]}} == _{0} ]]; then _{0} \"$@\"; else compdef _{0} {0}; fi\n", program.name);
  return out;
}

std::string FishOption(const std::string& program, const CommandModel& command, const OptionModel& option) {
  std::string out = "complete -c " + program;
  if (!command.path.empty()) out += " -n " + FishQuoted("__" + program + "_at " + command.path);
  for (const std::string& name : option.names)
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.choices.empty())
    out += " -x -a " + FishQuoted(Join(option.choices, " "));
  else if (HasValue(option))
    out += option.file ? " -r -F" : " -x";
  return out + " -d " + FishQuoted(option.description) + "\n";
}

std::string Fish(const CommandModel& program) {
  const std::string& name = program.name;
  std::string out = fmt::format("# Completion of {0} for fish, written by `{0} --completion fish`.\n", name);
  out += fmt::format("function __{}_at -d 'Whether the words so far lead to this verb'\n", name);
  out += "  set -l verb ''\n  set -l want ''\n  for word in (commandline -opc)[2..-1]\n";
  out += "    if test -n \"$want\"\n      set want ''\n      continue\n    end\n";
  out += "    if string match -q -- '-*' $word\n      switch \"$verb $word\"\n";
  Names valued = Patterns(program, HasValue);
  std::transform(valued.begin(), valued.end(), valued.begin(), FishPattern);
  out +=
      fmt::format("        case {}\n          set want $word\n      end\n      continue\n    end\n", Join(valued, " "));
  out += "    switch \"$verb $word\"\n";
  out += fmt::format("      case {}\n        set verb (string trim \"$verb $word\")\n    end\n  end\n",
                     Join(VerbPatterns(program), " "));
  out += "  test \"$verb\" = \"$argv\"\nend\n";
  out += fmt::format("complete -c {} -f\n", name);
  for (const CommandModel* command : AllCommands(program)) {
    const std::string at = FishQuoted("__" + name + "_at " + command->path);
    for (const OptionModel& option : command->options) out += FishOption(name, *command, option);
    for (const CommandModel& verb : command->verbs)
      out += fmt::format("complete -c {} -n {} -a {} -d {}\n", name, at, verb.name, FishQuoted(verb.description));
    if (TakesFiles(*command)) out += fmt::format("complete -c {} -n {} -F\n", name, at);
  }
  return out;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, const std::string& shell) {
  const CommandModel program = ModelOf(app);
  if (shell == "bash") return Bash(program);
  return shell == "zsh" ? Zsh(program) : Fish(program);
}

}  // namespace lectern::admin
