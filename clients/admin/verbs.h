// The verbs of the command line. Each Add... declares one with its options and says what runs when it was chosen.
#pragma once

#include <functional>
#include <string>

#include "CLI/CLI.hpp"
#include "clients/admin/exit_code.h"
#include "clients/admin/session.h"

namespace lectern::admin {

// What a command line asks for.
using Verb = std::function<ExitCode(Session&)>;

// `chosen` outlives the parsing and is set by it.
void AddStatusVerb(CLI::App& app, Verb& chosen);
void AddListVerb(CLI::App& app, Verb& chosen);
void AddGetVerb(CLI::App& app, Verb& chosen);
void AddImportVerb(CLI::App& app, Verb& chosen);
void AddPublishVerb(CLI::App& app, Verb& chosen);
void AddDeleteVerb(CLI::App& app, Verb& chosen);
void AddKeysVerb(CLI::App& app, Verb& chosen);

// A check for options whose text goes into a message: it must be UTF-8.
CLI::Validator Utf8();

}  // namespace lectern::admin
