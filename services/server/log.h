// The server's log: JSON lines on standard error. No query, no resource, no address and no secret goes into it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::server {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Once, before the first line. `level`: "debug", "info", "warning" or "error". Lines are written by a thread of their
// own.
void StartLog(const std::string& level);
// Writes what is queued.
void StopLog();

// True where lines of that level are written.
bool Logs(LogLevel level);

// One line: {"time": ..., "level": ..., "event": ..., more fields}.
void Log(LogLevel level, std::string_view event,
         const std::vector<std::pair<std::string_view, std::string>>& fields = {});

}  // namespace lectern::server
