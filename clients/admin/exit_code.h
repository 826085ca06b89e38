// What lecternctl answers the shell. The values are documented in --help and relied on by scripts: DO NOT CHANGE.
#pragma once

namespace lectern::admin {

enum class ExitCode : int {
  kOk = 0,           // all that was asked for was done
  kRefused = 1,      // something was refused, conflicts with an editor's work, or was not confirmed
  kUsage = 2,        // the command line is wrong
  kUnreachable = 3,  // the server is not there, or went away
  kNotAllowed = 4,   // the key is not known, or its role is too low
  kBadInput = 5,     // an input file cannot be used, or the text editor failed
  kNotFound = 6,     // no such resource, or none that the caller may see
  kServerError = 7,  // any other error of the server, or of an operation that was waited for
};

}  // namespace lectern::admin
