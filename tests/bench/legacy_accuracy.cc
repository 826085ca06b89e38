// How well the pages of the old site are read: reads all fixtures, compares with what they expect, and prints precision
// and recall field by field.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"
#include "tests/bench/legacy_compare.h"
#include "tests/bench/legacy_fixture.h"

namespace lectern::bench {
namespace {

using nlohmann::json;

// What the project promises; each is the least precision and recall.
const std::map<std::string, double>& Goals() {
  static const auto& goals =
      *new std::map<std::string, double>{{"entries", 1.0},    {"dates", 0.99},        {"accesses", 0.99},
                                         {"publisher", 0.95}, {"contributors", 0.95}, {"resources", 1.0}};
  return goals;
}

struct Result {
  Comparison comparison;
  size_t files = 0;
  int64_t bytes = 0;
  int64_t lost = 0;
};

// The file is refused as expected, or a miss is noted.
void CompareRefusal(const LegacyFixture& fixture, const std::string& message, Comparison* comparison) {
  FieldTally& tally = comparison->fields["refusals"];
  const std::string expected = fixture.expected.value("refused", "");
  if (!expected.empty() && message.find(expected) != std::string_view::npos) {
    ++tally.right;
    return;
  }
  ++(expected.empty() ? tally.wrong : tally.missed);
  comparison->misses.push_back({fixture.name, 0, "refusals", expected, message});
  if (expected.empty()) Compare(fixture.name, fixture.expected, json::object(), comparison);
}

void Measure(const LegacyFixture& fixture, Result* result) {
  ++result->files;
  const auto source = legacy::SourceText::Decode(fixture.bytes);
  if (!source.ok()) return CompareRefusal(fixture, std::string(source.status().message()), &result->comparison);
  const auto file = legacy::ParseLegacyFile(fixture.file_name, *source);
  if (!file.ok()) return CompareRefusal(fixture, std::string(file.status().message()), &result->comparison);
  if (fixture.expected.contains("refused")) return CompareRefusal(fixture, "", &result->comparison);
  Compare(fixture.name, fixture.expected, Describe(*file), &result->comparison);
  const std::vector<size_t> lost = LostBytes(*file, *source);
  for (const size_t offset : lost) {
    const bool opens = offset == lost.front() || source->LineOf(offset) != source->LineOf(offset - 1);
    if (!opens) continue;
    result->comparison.misses.push_back({fixture.name, source->LineOf(offset), "bytes", "",
                                         std::string(legacy::Shorten(source->text().substr(offset), 60))});
  }
  for (size_t i = 0; i < source->text().size(); ++i) {
    const bool inside = (static_cast<unsigned char>(source->text()[i]) & 0xC0) == 0x80;
    if (!inside && legacy::SpaceAt(source->text(), i) == 0) ++result->bytes;
  }
  result->lost += static_cast<int64_t>(lost.size());
}

bool Reached(const std::string& field, const FieldTally& tally) {
  const auto goal = Goals().find(field);
  return goal == Goals().end() || (tally.precision() >= goal->second && tally.recall() >= goal->second);
}

bool AllReached(const Result& result) {
  bool reached = result.lost == 0;
  for (const auto& [field, goal] : Goals()) {
    const auto tally = result.comparison.fields.find(field);
    // A field that no fixture has proves nothing.
    reached =
        reached && tally != result.comparison.fields.end() && tally->second.right > 0 && Reached(field, tally->second);
  }
  return reached;
}

void PrintTable(const Result& result, std::ostream& out) {
  out << fmt::format("{:<32}{:>8}{:>8}{:>8}{:>11}{:>9}{:>8}\n", "field", "right", "wrong", "missed", "precision",
                     "recall", "goal");
  for (const auto& [field, tally] : result.comparison.fields) {
    const auto goal = Goals().find(field);
    out << fmt::format("{:<32}{:>8}{:>8}{:>8}{:>10.1f}%{:>8.1f}%{:>8}\n", field, tally.right, tally.wrong, tally.missed,
                       100 * tally.precision(), 100 * tally.recall(),
                       goal == Goals().end()   ? ""
                       : Reached(field, tally) ? "met"
                                               : fmt::format("{:.0f}%", 100 * goal->second));
  }
  out << fmt::format("{} files; bytes accounted for: {} of {} characters that are not white space{}\n", result.files,
                     result.bytes - result.lost, result.bytes, result.lost == 0 ? ", nothing is lost" : "");
}

json ToJson(const Result& result, const std::string& commit) {
  json out = {{"benchmark", "import accuracy"},
              {"files", result.files},
              {"characters", result.bytes},
              {"characters_lost", result.lost},
              {"goals_reached", AllReached(result)}};
  if (!commit.empty()) out["commit"] = commit;
  for (const auto& [field, tally] : result.comparison.fields) {
    json& of = out["fields"][field];
    of = {{"right", tally.right},
          {"wrong", tally.wrong},
          {"missed", tally.missed},
          {"precision", tally.precision()},
          {"recall", tally.recall()}};
    if (const auto goal = Goals().find(field); goal != Goals().end()) of["goal"] = goal->second;
  }
  out["misses"] = json::array();
  for (const FieldMiss& miss : result.comparison.misses) {
    out["misses"].push_back({{"file", miss.file},
                             {"line", miss.line},
                             {"field", miss.field},
                             {"expected", miss.expected},
                             {"read", miss.read}});
  }
  return out;
}

int Run(int argc, char** argv) {
  CLI::App app("Reads the fixtures of the old site's pages and prints how much of them came out right.");
  std::string fixtures = "tests/fixtures/legacy";
  std::string out_path;
  std::string commit;
  bool misses = false;
  app.add_option("--fixtures", fixtures, "Folder with the pages and their expectations");
  app.add_option("--out", out_path, "File to write the result to, as JSON");
  app.add_option("--commit", commit, "Commit that is measured, for the file");
  app.add_flag("--misses", misses, "List each value that did not come out as expected");
  CLI11_PARSE(app, argc, argv);
  const auto all = ReadLegacyFixtures(fixtures);
  if (!all.ok()) {
    std::cerr << "legacy_accuracy: " << all.status().message() << '\n';
    return 2;
  }
  Result result;
  for (const LegacyFixture& fixture : *all) Measure(fixture, &result);
  if (misses) {
    for (const FieldMiss& miss : result.comparison.misses) {
      std::cout << fmt::format("{}:{}: {}: expected \"{}\", read \"{}\"\n", miss.file, miss.line, miss.field,
                               miss.expected, miss.read);
    }
  }
  PrintTable(result, std::cout);
  if (!out_path.empty()) {
    std::ofstream file(out_path);
    file << ToJson(result, commit).dump(2) << '\n';
    if (!file.flush()) {
      std::cerr << "legacy_accuracy: cannot write " << out_path << '\n';
      return 2;
    }
  }
  if (AllReached(result)) return 0;
  std::cout << "A goal was not reached.\n";
  return 1;
}

}  // namespace
}  // namespace lectern::bench

int main(int argc, char** argv) { return lectern::bench::Run(argc, argv); }
