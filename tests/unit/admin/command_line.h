// Runs a command line of lecternctl in this process.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "clients/admin/app.h"

namespace lectern::admin::testing {

struct Finished {
  int code = -1;
  std::string out;
  std::string err;
};

inline Finished RunCommand(const std::vector<std::string>& arguments, const Terminals& terminals = {}) {
  std::ostringstream out, err;
  Finished finished;
  finished.code = Run(arguments, out, err, terminals);
  finished.out = out.str();
  finished.err = err.str();
  return finished;
}

}  // namespace lectern::admin::testing
