#include "clients/admin/import/import_options.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Nothing where the environment names no home.
std::optional<fs::path> NoteOf(const std::string& operation) {
  const std::string id = operation.substr(operation.rfind('/') + 1);
  if (id.empty() || id == "." || id == "..") return std::nullopt;
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (state != nullptr && *state == '/')
    folder = state;
  else if (home != nullptr && *home == '/')
    folder = fs::path(home) / ".local/state";
  else
    return std::nullopt;
  return folder / "lectern/imports" / (id + ".json");
}

std::string Absolute(const std::string& path) {
  std::error_code error;
  const fs::path absolute = path.empty() ? fs::path() : fs::absolute(path, error);
  return error ? path : absolute.string();
}

}  // namespace

std::optional<formats::Format> TableFormat(const std::string& name) {
  static const std::pair<const char*, formats::Format> kFormats[] = {
      {"csv", formats::Format::kCsv},       {"tsv", formats::Format::kTsv}, {"jsonl", formats::Format::kJsonLines},
      {"bibtex", formats::Format::kBibtex}, {"ris", formats::Format::kRis}, {"csl", formats::Format::kCslJson}};
  for (const auto& [known, format] : kFormats)
    if (name == known) return format;
  return std::nullopt;
}

absl::Status NoteImport(const std::string& operation, const ImportOptions& options) {
  const std::optional<fs::path> note = NoteOf(operation);
  if (!note) return absl::NotFoundError("the environment names no home directory");
  Json json = {{"format", options.format},
               {"source", options.source},
               {"country", options.defaults.country},
               {"topic", options.defaults.topic},
               {"section", options.defaults.section},
               {"language", options.defaults.language},
               {"map", Absolute(options.header_map)},
               {"dryRun", options.dry_run},
               {"review", options.review},
               {"keepGoing", options.keep_going},
               {"refusedTo", Absolute(options.refused_to)},
               {"html", Absolute(options.html)},
               {"merges", options.merges},
               {"paths", Json::array()}};
  for (const std::string& path : options.paths) json["paths"].push_back(Absolute(path));
  std::error_code error;
  fs::create_directories(note->parent_path(), error);
  // Beside it first: who is killed here leaves the old note, or the new one.
  const fs::path beside = note->string() + ".new";
  std::ofstream out(beside);
  // Paths need not be UTF-8.
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  out.close();
  if (out) fs::rename(beside, *note, error);
  if (!out || error) return absl::UnavailableError(fmt::format("{} cannot be written", note->string()));
  return absl::OkStatus();
}

absl::StatusOr<ImportOptions> NotedImport(const std::string& operation) {
  const std::optional<fs::path> note = NoteOf(operation);
  std::ifstream in(note.value_or(fs::path()));
  if (!note || !in) return absl::NotFoundError("nothing is noted here about this import");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const Json json = Json::parse(bytes, nullptr, false);
  ImportOptions options;
  try {
    options.format = json.at("format");
    options.source = json.at("source");
    options.defaults = {json.at("country"), json.at("topic"), json.at("section"), json.at("language")};
    options.header_map = json.at("map");
    options.dry_run = json.at("dryRun");
    options.review = json.at("review");
    options.keep_going = json.at("keepGoing");
    options.refused_to = json.at("refusedTo");
    options.html = json.at("html");
    options.merges = json.at("merges").get<decltype(options.merges)>();
    options.paths = json.at("paths").get<std::vector<std::string>>();
  } catch (const Json::exception&) {
    return absl::NotFoundError(fmt::format("{} is damaged", note->string()));
  }
  return options;
}

void ForgetImport(const std::string& operation) {
  std::error_code error;
  if (const std::optional<fs::path> note = NoteOf(operation)) fs::remove(*note, error);
}

}  // namespace lectern::admin
