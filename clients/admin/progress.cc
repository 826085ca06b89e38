#include "clients/admin/progress.h"

#include <algorithm>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr std::chrono::seconds kBetweenLines{10};
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

std::string ProgressLine(const std::string& phase, const std::string& unit, int64_t done, double fraction,
                         std::chrono::duration<double> passed) {
  std::string line =
      fmt::format("{}: {} {}, {:.0f}/s", phase, done, unit, static_cast<double>(done) / std::max(passed.count(), 1e-3));
  if (fraction > 0 && fraction < 1)
    line += fmt::format(", {:.0f} %, {:.0f} s left", 100 * fraction, passed.count() * (1 - fraction) / fraction);
  return line;
}

void Progress::Begin(const std::string& phase, const std::string& unit) {
  phase_ = phase;
  unit_ = unit;
  done_ = 0;
  fraction_ = -1;
  start_ = drawn_ = Clock::now();
}

void Progress::At(int64_t done, double fraction) {
  done_ = done;
  fraction_ = fraction;
  const auto now = Clock::now();
  if (now - drawn_ < (terminal_ ? Clock::duration(kBetweenDrawings) : Clock::duration(kBetweenLines))) return;
  drawn_ = now;
  if (!terminal_) {
    err_ << Line() << '\n';
    return;
  }
  err_ << kClearLine << Line() << std::flush;
  drawn_any_ = true;
}

void Progress::End() {
  Clear();
  err_ << Line() << '\n';
}

void Progress::Say(const std::string& line) {
  Clear();
  err_ << line << '\n';
}

void Progress::Clear() {
  if (drawn_any_) err_ << kClearLine << std::flush;
  drawn_any_ = false;
}

std::string Progress::Line() const { return ProgressLine(phase_, unit_, done_, fraction_, Clock::now() - start_); }

}  // namespace lectern::admin
