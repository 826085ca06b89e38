#include "clients/admin/export/export_progress.h"

#include <algorithm>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

std::string ExportLine(int64_t done, int64_t total, std::chrono::duration<double> passed) {
  const double rate = static_cast<double>(done) / std::max(passed.count(), 1e-3);
  if (total < 0) return fmt::format("{} records, {:.0f} records/s", done, rate);
  // What was withdrawn meanwhile is left out, and what it counts for in the total with it.
  const double left = static_cast<double>(std::max<int64_t>(total - done, 0));
  if (done == 0) return fmt::format("0 of {} records", total);
  return fmt::format("{} of {} records, {:.0f} records/s, {:.0f} s left", done, total, rate, left / rate);
}

ExportProgress::~ExportProgress() { Clear(); }

void ExportProgress::Say(const std::string& line) {
  Clear();
  err_ << line << std::endl;
}

void ExportProgress::Clear() {
  if (drawn_ != Clock::time_point()) err_ << kClearLine << std::flush;
}

void ExportProgress::Set(int64_t done, int64_t total) {
  const Clock::time_point now = Clock::now();
  if (!terminal_ || now - drawn_ < kBetweenDrawings) return;
  drawn_ = now;
  err_ << kClearLine << ExportLine(done, total, now - start_) << std::flush;
}

}  // namespace lectern::admin
