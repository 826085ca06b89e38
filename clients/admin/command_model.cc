#include "clients/admin/command_model.h"

#include <algorithm>
#include <iterator>

namespace lectern::admin {
namespace {

// "FORMAT" and {"table", "json"} of "FORMAT:{table,json}", the form in which the parser names what an option takes.
void TakeType(const std::string& type, std::string& value, std::vector<std::string>& choices) {
  value = type.substr(0, type.find(':'));
  const size_t open = type.find(":{"), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return;
  for (size_t begin = open + 2; begin <= close;) {
    const size_t end = std::min(type.find(',', begin), close);
    choices.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
}

bool IsFile(const std::string& value) { return value == "FILE" || value == "PATH"; }

OptionModel OptionOf(const CLI::Option& option) {
  OptionModel model;
  for (const std::string& name : option.get_snames()) model.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) model.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) TakeType(option.get_type_name(), model.value, model.choices);
  model.description = option.get_description();
  model.variable = option.get_envname();
  model.required = option.get_required();
  model.file = IsFile(model.value);
  return model;
}

CommandModel Model(const CLI::App& app, const std::string& path) {
  CommandModel model;
  model.path = path;
  model.name = app.get_name();
  model.description = app.get_description();
  // The parser hands an app's footer down to its verbs.
  if (app.get_parent() == nullptr || app.get_footer() != app.get_parent()->get_footer())
    model.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) {
      // Every verb has its help; the program's stands for all.
      if (path.empty() || option != app.get_help_ptr()) model.options.push_back(OptionOf(*option));
      continue;
    }
    const std::string name = option->get_name(true);
    model.arguments.push_back(
        {name, option->get_description(), option->get_required(), option->get_items_expected_max() > 1, IsFile(name)});
  }
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    model.verbs.push_back(Model(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name()));
  return model;
}

}  // namespace

CommandModel ModelOf(const CLI::App& app) { return Model(app, ""); }

std::vector<const CommandModel*> AllCommands(const CommandModel& command) {
  std::vector<const CommandModel*> all{&command};
  for (const CommandModel& verb : command.verbs) {
    const std::vector<const CommandModel*> below = AllCommands(verb);
    std::copy(below.begin(), below.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace lectern::admin
