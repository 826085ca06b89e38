// The program's man page.
#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace lectern::admin {

// Written from the parser itself, so that it never lags behind; in roff, with the macros of man(7), in ASCII. The lines
// of the footer "  NUMBER  meaning" become EXIT STATUS.
std::string ManPage(const CLI::App& app, const std::string& version);

}  // namespace lectern::admin
