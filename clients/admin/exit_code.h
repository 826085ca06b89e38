// What lecternctl answers the shell. The values are documented in --help and relied on by scripts: DO NOT CHANGE.
#pragma once

namespace lectern::admin {

enum class ExitCode : int {
  kOk = 0,           // all that was asked for was done
  kRefused = 1,      // some items were refused, or conflict with an editor's work
  kUsage = 2,        // the command line is wrong
  kUnreachable = 3,  // the server is not there, or went away
  kNotAllowed = 4,   // the key is not known, or its role is too low
  kBadInput = 5,     // an input file cannot be used
  kNotFound = 6,     // no such resource, or none that the caller may see
  kServerError = 7,  // any other error of the server
};

}  // namespace lectern::admin
