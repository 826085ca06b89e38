#include "clients/admin/import/progress.h"

#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr std::chrono::milliseconds kBetweenDrawings{100};
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream& err, bool terminal, size_t files) : err_(err), terminal_(terminal), files_(files) {}

Progress::~Progress() { Clear(); }

void Progress::FileDone(const std::string& line, size_t entries) {
  ++files_done_;
  entries_done_ += entries;
  if (!terminal_) {
    err_ << Printable(line) << '\n';
  } else if (files_done_ == files_ || Clock::now() - drawn_ >= kBetweenDrawings) {
    Draw();
  }
}

void Progress::Say(const std::string& line) {
  Clear();
  err_ << line << '\n';
}

void Progress::Clear() {
  if (terminal_ && drawn_ != Clock::time_point()) err_ << kClearLine << std::flush;
}

void Progress::Draw() {
  drawn_ = Clock::now();
  const std::chrono::duration<double> passed = drawn_ - start_;
  err_ << kClearLine
       << fmt::format("{} of {} files, {} entries, {:.0f} entries/s", files_done_, files_, entries_done_,
                      static_cast<double>(entries_done_) / std::max(passed.count(), 1e-3))
       << std::flush;
}

}  // namespace lectern::admin
