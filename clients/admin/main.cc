#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "clients/admin/app.h"

int main(int argc, char** argv) {
  lectern::admin::Terminals terminals;
  winsize size{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) terminals.out_width = size.ws_col;
  terminals.err_is_terminal = isatty(STDERR_FILENO) != 0;
  terminals.in_is_terminal = isatty(STDIN_FILENO) != 0;
  terminals.in = &std::cin;
  return lectern::admin::Run(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr, terminals);
}
