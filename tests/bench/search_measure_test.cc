#include "tests/bench/search_measure.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lectern::bench {
namespace {

using ::testing::HasSubstr;

// Answers every query alike, after a while.
class Pretended : public SearchSubject {
 public:
  Pretended(std::string name, std::chrono::microseconds time, uint64_t total)
      : name_(std::move(name)), time_(time), total_(total) {}

  std::string name() const override { return name_; }
  std::string version() const override { return "1"; }
  LoadTimes Load(const SearchCorpus&, uint64_t) override { return {}; }
  double Start() override { return 0; }
  uint64_t DiskBytes() override { return 0; }
  std::unique_ptr<SearchSession> Open(const SearchClass&) override { return std::make_unique<Session>(*this); }

  std::atomic<size_t> asked = 0;

 private:
  class Session : public SearchSession {
   public:
    explicit Session(Pretended& subject) : subject_(subject) {}
    void Run(size_t) override {
      ++subject_.asked;
      std::this_thread::sleep_for(subject_.time_);
    }
    SearchAnswer Answer() const override {
      SearchAnswer answer;
      answer.total = subject_.total_;
      return answer;
    }

   private:
    Pretended& subject_;
  };

  const std::string name_;
  const std::chrono::microseconds time_;
  const uint64_t total_;
};

SearchClass ClassOf(size_t queries) {
  return {"some", Page::kBest, 0, std::vector<SearchQuery>(queries, {SearchQuery::Match::kAll, {"word"}})};
}

TEST(QueryTimes, ComparesTheFirstQueriesAlone) {
  QueryTimes times(4);
  for (uint64_t query = 0; query < 3; ++query)
    for (uint64_t round = 0; round < 2; ++round) times.Record(query, 1'000 * (10 * query + round + 1));
  EXPECT_EQ(times.queries(), 3);
  EXPECT_EQ(times.samples(), 6);
  EXPECT_DOUBLE_EQ(times.Quantile(0.5, 1), 1);
  EXPECT_DOUBLE_EQ(times.Quantile(0.99, 1), 2);
  EXPECT_DOUBLE_EQ(times.Quantile(0.5), 11);
  EXPECT_DOUBLE_EQ(times.Quantile(0.99), 22);
  EXPECT_DOUBLE_EQ(QueryTimes(3).Quantile(0.5), 0);
}

TEST(Measuring, WhoIsSlowGetsThroughTheBeginningOfTheList) {
  const StopSignal signal;
  Pretended slow("slow", std::chrono::milliseconds(20), 1);
  const QueryTimes times = Measure(slow, ClassOf(1'000), {1, 0, 0.2, false}, signal);
  EXPECT_GE(times.queries(), 1);
  EXPECT_LE(times.queries(), 11);
  EXPECT_EQ(times.samples(), times.queries());
  EXPECT_GE(times.Quantile(0.5), 20'000);
  EXPECT_LE(times.per_second, 50);
}

TEST(Measuring, AWholeListIsAskedHoweverLongItTakes) {
  const StopSignal signal;
  for (const int threads : {1, 2}) {
    Pretended subject("any", std::chrono::microseconds(100), 1);
    const QueryTimes times = Measure(subject, ClassOf(50), {threads, 0, 0, true}, signal);
    EXPECT_EQ(times.queries(), 50);
    EXPECT_EQ(times.samples(), 50);
    EXPECT_EQ(subject.asked, 50);
  }
}

TEST(Measuring, ARoundThatIsNotCompleteDoesNotCount) {
  const StopSignal signal;
  Pretended subject("any", std::chrono::milliseconds(2), 1);
  const QueryTimes times = Measure(subject, ClassOf(7), {1, 0, 0.1, false}, signal);
  EXPECT_EQ(times.queries(), 7);
  EXPECT_EQ(times.samples() % 7, 0);
}

TEST(Comparing, FailsWhereTotalsDiffer) {
  const StopSignal signal;
  Pretended one("one", std::chrono::microseconds(0), 12), same("same", std::chrono::microseconds(0), 12),
      other("other", std::chrono::microseconds(0), 13);
  EXPECT_EQ(CompareAnswers({&one, &same}, ClassOf(20), 1, signal), 20);
  EXPECT_EQ(CompareAnswers({&one, &same}, ClassOf(20), 0, signal), 5);
  try {
    CompareAnswers({&one, &same, &other}, ClassOf(20), 1, signal);
    FAIL() << "nobody noticed";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("one finds total 12"));
    EXPECT_THAT(error.what(), HasSubstr("other finds total 13"));
    EXPECT_THAT(error.what(), HasSubstr("\"word\""));
  }
}

}  // namespace
}  // namespace lectern::bench
