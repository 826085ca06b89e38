// The command line as a whole.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace lectern::admin {

// Runs one command line (without the program's name) and answers the exit code. Reads LECTERN_SERVER and
// LECTERN_TOKEN. `out` and `err` are what the terminals below say they are.
struct Terminals {
  // Columns of the terminal that `out` is, 0 where it is none.
  size_t out_width = 0;
  bool err_is_terminal = false;
};
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const Terminals& terminals);

}  // namespace lectern::admin
