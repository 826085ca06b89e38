#include "tests/bench/measured_server.h"

#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kFirst = -15;  // a nice value
constexpr char kServing[] = ": serving on ";

// Lets this thread run on `core` alone while it lives; a process made meanwhile stays there.
class OnCore {
 public:
  explicit OnCore(std::optional<int> core) {
    sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    if (core)
      CPU_SET(static_cast<size_t>(*core), &wanted);
    else
      for (long i = 0; i < sysconf(_SC_NPROCESSORS_CONF); ++i) CPU_SET(static_cast<size_t>(i), &wanted);
    sched_setaffinity(0, sizeof wanted, &wanted);
  }
  ~OnCore() { sched_setaffinity(0, sizeof before_, &before_); }
  OnCore(const OnCore&) = delete;
  OnCore& operator=(const OnCore&) = delete;

 private:
  cpu_set_t before_;
};

// Made in one expression, so that the member can be const-initialised while the core is set.
testing::Program Launch(const fs::path& program, const std::vector<std::string>& arguments, std::optional<int> core) {
  const OnCore on_core(core);
  return testing::Program(program, arguments);
}

// What stands between "serving on " and a comma or the line's end; empty while the whole line is not there.
std::string AddressIn(const std::string& out) {
  const size_t line = out.find(kServing);
  if (line == std::string::npos || out.find('\n', line) == std::string::npos) return "";
  const size_t begin = line + sizeof kServing - 1;
  return out.substr(begin, out.find_first_of(",\n", begin) - begin);
}

}  // namespace

void PinToCore(int core) {
  cpu_set_t wanted;
  CPU_ZERO(&wanted);
  CPU_SET(static_cast<size_t>(core), &wanted);
  sched_setaffinity(0, sizeof wanted, &wanted);
}

void GoFirst() {
  // Linux shares a core among sessions first (autogroup), so a session of its own is what the priority is given to.
  if (setsid() >= 0) std::ofstream("/proc/self/autogroup") << kFirst;
  setpriority(PRIO_PROCESS, 0, kFirst);
}

MeasuredServer::MeasuredServer(const fs::path& program, const std::vector<std::string>& arguments,
                               std::optional<int> core, std::chrono::seconds patience)
    : begin_(Clock::now()), program_(Launch(program, arguments, core)) {
  while (address_.empty()) {
    const bool running = program_.Running();
    address_ = AddressIn(program_.out());
    if (address_.empty() && (!running || Clock::now() - begin_ >= patience))
      throw std::runtime_error(program.filename().string() + " does not serve; it wrote:\n" + program_.out() +
                               program_.err());
    if (address_.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  seconds_to_serving_ = std::chrono::duration<double>(Clock::now() - begin_).count();
}

double MeasuredServer::CpuSeconds() const {
  std::ifstream in("/proc/" + std::to_string(program_.pid()) + "/stat");
  std::string line;
  std::getline(in, line);
  // Behind the name in parentheses, which may hold anything, utime and stime are the 12th and 13th field.
  std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  long user = 0, system = 0;
  if (!(fields >> user >> system)) throw std::runtime_error("a measured server has ended:\n" + program_.err());
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void MeasuredServer::WaitUntilIdle(std::chrono::seconds patience, std::chrono::seconds still) const {
  constexpr std::chrono::seconds kLook(2);
  const Clock::time_point end = Clock::now() + patience;
  std::chrono::seconds idle(0);
  for (double before = CpuSeconds(), now = 0; idle < still && Clock::now() < end; before = now) {
    std::this_thread::sleep_for(kLook);
    now = CpuSeconds();
    idle = now - before < 0.04 ? idle + kLook : std::chrono::seconds(0);
  }
}

void MeasuredServer::Stop() {
  program_.Signal(SIGTERM);
  if (!program_.Wait(std::chrono::seconds(60)))
    throw std::runtime_error("a server did not stop within a minute:\n" + program_.err());
}

long MeasuredServer::StatusKib(const std::string& field) const {
  std::ifstream in("/proc/" + std::to_string(program_.pid()) + "/status");
  std::string word;
  long kib = 0;
  while (in >> word)
    if (word == field && in >> kib) return kib;
  throw std::runtime_error("a measured server has ended:\n" + program_.err());
}

MeasuredServer StartLectern(const fs::path& programs, const fs::path& data, std::optional<int> core) {
  return MeasuredServer(programs / "lecternd", {"--listen", "127.0.0.1:0", "--metrics", "", "--data", data.string()},
                        core);
}

}  // namespace lectern::bench
