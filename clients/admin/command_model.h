// The command line as the parser has it, for what is written about it: the man page and the completions.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace lectern::admin {

struct OptionModel {
  std::vector<std::string> names;  // Example: {"-h", "--help"}
  std::string value;               // what it takes, such as "FORMAT"; empty for a flag
  std::vector<std::string> choices;
  std::string description;
  std::string variable;  // of the environment, that sets it too; empty where there is none
  bool required = false;
  bool file = false;  // it takes the path of a file
};

struct ArgumentModel {
  std::string name;  // Example: "FILE"
  std::string description;
  bool required = false;
  bool many = false;  // may stand several times
  bool file = false;
};

struct CommandModel {
  std::string path;  // Example: "import csv"; empty for the program itself
  std::string name;
  std::string description;
  std::string footer;  // what stands behind all else in its help, of several lines
  std::vector<OptionModel> options;
  std::vector<ArgumentModel> arguments;
  std::vector<CommandModel> verbs;
};

// `app` with all its verbs. A verb's options are its own; the program's go with each verb.
CommandModel ModelOf(const CLI::App& app);

// All of them, `command` first, each before its verbs.
std::vector<const CommandModel*> AllCommands(const CommandModel& command);

}  // namespace lectern::admin
