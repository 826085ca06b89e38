// Scripts that let a shell complete command lines of the program.
#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace lectern::admin {

// The shells that there is a script for.
inline constexpr const char* kShells[] = {"bash", "fish", "zsh"};

// The script for `shell`, one of kShells, written from the parser itself: verbs, options, values that are a choice of
// few, and files. To be sourced by the shell, or put where it looks for such scripts.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace lectern::admin
