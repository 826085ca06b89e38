// The command line as a whole.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace lectern::admin {

// What is a terminal, and who types there.
struct Terminals {
  // Columns of the terminal that `out` is, 0 where it is none.
  size_t out_width = 0;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  // Standard input; an empty one where left out.
  std::istream* in = nullptr;
};

// Runs one command line (without the program's name) and answers the exit code. Reads LECTERN_SERVER and
// LECTERN_TOKEN, NO_COLOR and TERM; `edit` also VISUAL, EDITOR and TMPDIR.
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const Terminals& terminals);

}  // namespace lectern::admin
