// The verbs of the command line. Each Add... declares one, or a few that belong together, with its options and says
// what runs when it was chosen.
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
void AddSearchVerbs(CLI::App& app, Verb& chosen);
void AddHistoryVerbs(CLI::App& app, Verb& chosen);
void AddChangesVerb(CLI::App& app, Verb& chosen);
void AddImportVerb(CLI::App& app, Verb& chosen);
void AddExportVerb(CLI::App& app, Verb& chosen);
void AddEditVerb(CLI::App& app, Verb& chosen);
void AddPublishVerbs(CLI::App& app, Verb& chosen);
void AddDeleteVerbs(CLI::App& app, Verb& chosen);
void AddRedactVerb(CLI::App& app, Verb& chosen);
void AddOperationVerbs(CLI::App& app, Verb& chosen);
void AddIndexVerb(CLI::App& app, Verb& chosen);
void AddKeysVerb(CLI::App& app, Verb& chosen);

// A check for options whose text goes into a message: it must be UTF-8.
CLI::Validator Utf8();

// A check for options that take a revision: 1 and up.
CLI::Validator Revision();

// --etag, for verbs that change one resource.
void AddEtagOption(CLI::App& verb, std::string& etag);

// The API's name of a kind, of which this program's has hyphens: "countryPages" of "country-pages".
std::string CamelCase(const std::string& hyphenated);

// Says that `name` names no resource.
ExitCode FailName(Session& session, const std::string& name);

}  // namespace lectern::admin
