// How well searches of the sample catalogue answer what somebody hopes to find: nDCG@10 over judged queries, printed.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/server_process.h"
#include "tests/support/temp_directory.h"

namespace lectern::testing {
namespace {

constexpr size_t kDepth = 10;
// What the ranking reaches by now, less a little for changes of the samples.
constexpr double kLeastMean = 0.85;
constexpr double kLeastOfOne = 0.4;

struct Judged {
  std::string query;
  std::vector<std::pair<std::string, int>> titles;  // beginnings, with their grades
};

std::vector<Judged> ReadJudgements() {
  std::vector<Judged> all;
  std::ifstream in(std::string(LECTERN_SOURCE) + "/tests/integration/relevance_judgements.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("? "))
      all.push_back({line.substr(2), {}});
    else if (!line.empty() && line[0] != '#')
      all.back().titles.emplace_back(line.substr(2), line[0] - '0');
  }
  return all;
}

std::string TitleOf(const nlohmann::json& hit) {
  if (hit.contains("entry")) return hit["entry"]["titleLines"][0];
  if (hit.contains("teacherResource")) return hit["teacherResource"]["title"];
  if (hit.contains("countryPage")) return hit["countryPage"].value("printedCountryName", "");
  if (hit.contains("country")) return hit["country"]["displayName"];
  const char* term = hit.contains("topic") ? "topic" : "theme";
  return hit[term]["labels"][0]["text"];
}

double Gain(int grade, size_t place) { return (std::exp2(grade) - 1) / std::log2(static_cast<double>(place) + 2); }

// Of the titles found, in their order; a judged title counts once for each result that it fits.
double Ndcg(const Judged& judged, const std::vector<std::string>& found) {
  double reached = 0;
  std::vector<int> ideal;
  std::set<std::string> seen;
  for (size_t place = 0; place < std::min(found.size(), kDepth); ++place)
    for (const auto& [title, grade] : judged.titles)
      if (found[place].starts_with(title)) {
        reached += Gain(grade, place);
        ideal.push_back(grade);
        seen.insert(title);
        break;
      }
  for (const auto& [title, grade] : judged.titles)
    if (!seen.contains(title)) ideal.push_back(grade);
  std::sort(ideal.rbegin(), ideal.rend());
  double best = 0;
  for (size_t place = 0; place < std::min(ideal.size(), kDepth); ++place) best += Gain(ideal[place], place);
  return reached / best;
}

TEST(Relevance, OfJudgedQueries) {
  const TempDirectory directory;
  ServerProcess server(directory.path());
  const Lecternctl tool(server.address(), server.admin_key());
  const std::string samples = std::string(LECTERN_SOURCE) + "/samples/";
  for (const std::vector<std::string>& import : {std::vector<std::string>{"jsonl", samples + "catalogue.jsonl"},
                                                 {"csv", samples + "library-list.csv"},
                                                 {"legacy", samples + "legacy"}}) {
    std::vector<std::string> arguments = {"import",        import[0], import[1],         "--publish",
                                          "--reviewed-by", "library", "--identity-risk", "none"};
    ASSERT_LE(tool.Run(arguments).exit_code, 1);
  }
  const Lecternctl reader(server.address());
  const std::string revision = tool.Json({"status"})["revision"];
  const std::vector<Judged> all = ReadJudgements();
  ASSERT_GE(all.size(), 15u);
  double sum = 0;
  for (const Judged& judged : all) {
    const nlohmann::json answer = reader.Json({"--at-least", revision, "search", judged.query, "--page-size", "10"});
    std::vector<std::string> found;
    for (const nlohmann::json& hit : answer["hits"]) found.push_back(TitleOf(hit));
    const double ndcg = Ndcg(judged, found);
    sum += ndcg;
    std::printf("nDCG@10 %.3f  %s\n", ndcg, judged.query.c_str());
    EXPECT_GE(ndcg, kLeastOfOne) << judged.query;
  }
  const double mean = sum / static_cast<double>(all.size());
  std::printf("nDCG@10 %.3f  mean of %zu queries\n", mean, all.size());
  EXPECT_GE(mean, kLeastMean);
}

}  // namespace
}  // namespace lectern::testing
