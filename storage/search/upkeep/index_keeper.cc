#include "storage/search/upkeep/index_keeper.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/fault.h"
#include "storage/search/documents/record_texts.h"

namespace lectern::search {
namespace {

using storage::Revision;

// Of the threads that work on the index: searching and writing come first where processors are scarce.
constexpr int kNice = 10;
// Longest wait for something to happen, and between two attempts where something cannot be done.
constexpr absl::Duration kNap = absl::Seconds(1);
// How long a rebuild waits for searches that still use the former index, before it leaves its files to the next start.
constexpr absl::Duration kLastSearches = absl::Seconds(35);
constexpr size_t kMostLanguages = 1000;

std::string IdentityOf(const storage::StoreIdentity& identity) {
  return absl::StrCat(identity.store_id, "/", identity.epoch);
}

IndexOptions ForStore(IndexOptions options, const storage::Engine& engine) {
  options.identity = IdentityOf(engine.Identity());
  return options;
}

bool AsksForRebuild(const absl::Status& status) {
  return status.code() == absl::StatusCode::kDataLoss || status.code() == absl::StatusCode::kFailedPrecondition;
}

uint64_t NewNumber() {
  std::random_device random;
  return uint64_t{random()} << 32 | random() | 1;
}

// Of the calling thread, and of those that it begins.
void LowerPriority() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice); }

// Languages of what is in `index`.
absl::StatusOr<LanguageSet> LanguagesOf(SearchIndex& index) {
  SearchRequest request;
  request.audience = Audience::kEditors;
  request.limit = 0;
  request.facets = {{LabelColumn::kLanguage, kMostLanguages}};
  ASSIGN_OR_RETURN(const SearchResult result, Search(*index.CurrentView(), request));
  LanguageSet languages;
  languages.set(static_cast<size_t>(Language::kEnglish));
  for (const FacetCount& count : result.facets.front()) languages.set(static_cast<size_t>(LanguageOf(count.label)));
  return languages;
}

}  // namespace

IndexKeeper::IndexKeeper(storage::Engine& engine, IndexOptions options, UpkeepObserver observer)
    : engine_(engine),
      options_(ForStore(std::move(options), engine)),
      observer_(std::move(observer)),
      thread_([this] { Run(); }) {}

IndexKeeper::~IndexKeeper() {
  stopping_ = true;
  Raise(signal_);
  waiters_.Stop();
  thread_.join();
}

std::shared_ptr<const ReadyIndex> IndexKeeper::Ready() const {
  const std::lock_guard lock(mutex_);
  return ready_;
}

absl::Status IndexKeeper::NotReady() const {
  const Revision latest = std::max<Revision>(engine_.Latest(), 1);
  const int64_t percent = std::min<int64_t>(100 * reached_.load() / latest, 99);
  absl::Status status = Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_INDEX_NOT_READY,
                              absl::StrCat("the search index is being built, ", percent, " % of it are done"),
                              {{"percent", absl::StrCat(percent)}});
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  AddDetail(status, retry);
  return status;
}

void IndexKeeper::ReportDamage(const ReadyIndex& damaged) {
  {
    const std::lock_guard lock(mutex_);
    damaged_ = damaged.instance;
    if (ready_ != nullptr && ready_->instance == damaged_) ready_ = nullptr;
  }
  Raise(signal_);
}

void IndexKeeper::Raise(const std::shared_ptr<Signal>& signal) {
  {
    const std::lock_guard lock(signal->mutex);
    signal->raised = true;
  }
  signal->changed.notify_all();
}

void IndexKeeper::Sleep(absl::Duration at_most) {
  std::unique_lock lock(signal_->mutex);
  signal_->changed.wait_for(lock, absl::ToChronoNanoseconds(at_most), [&] { return signal_->raised; });
  signal_->raised = false;
}

absl::Status IndexKeeper::Stopping() const {
  return stopping_ ? Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_SHUTTING_DOWN, "the server is stopping")
                   : absl::OkStatus();
}

void IndexKeeper::Run() {
  LowerPriority();
  absl::Status last;
  while (!stopping_) {
    const absl::StatusOr<absl::Duration> nap = Turn();
    if (!nap.ok() && nap.status() != last && !stopping_) observer_("search-index", nap.status());
    last = nap.status();
    if (const absl::Duration wait = nap.ok() ? *nap : kNap; wait > absl::ZeroDuration()) Sleep(wait);
  }
}

absl::StatusOr<absl::Duration> IndexKeeper::Turn() {
  uint64_t instance = 0;
  absl::Status done = Follow(instance);
  if (AsksForRebuild(done)) {
    observer_("search-index-rebuild", done);
    Unpublish();
    const auto note = [this](const RebuildProgress& progress) {
      reached_ = progress.revision;
      return absl::OkStatus();
    };
    done = BuildAnew(note, instance);
  }
  RETURN_IF_ERROR(done);
  const Revision next = reached_ + 1;
  if (engine_.Latest() >= next) return absl::ZeroDuration();
  engine_.WaitFor(next, absl::Now() + kNap, [signal = signal_](const absl::Status&) { Raise(signal); });
  return kNap;
}

absl::Status IndexKeeper::OpenActive() {
  const std::lock_guard building(building_);
  if (home_ == nullptr) {
    ASSIGN_OR_RETURN(home_, IndexHome::Open(options_));
  }
  if (index_ != nullptr) return absl::OkStatus();  // a rebuild was faster
  ASSIGN_OR_RETURN(std::unique_ptr<SearchIndex> opened, home_->OpenActive());
  ASSIGN_OR_RETURN(old_languages_, LanguagesOf(*opened));
  const std::lock_guard following(following_);
  index_ = std::move(opened);
  follower_ = std::make_unique<Follower>(engine_, observer_);
  instance_ = NewNumber();
  return absl::OkStatus();
}

absl::Status IndexKeeper::Follow(uint64_t& instance) {
  if (!opened_) RETURN_IF_ERROR(OpenActive());
  opened_ = true;
  const std::lock_guard following(following_);
  instance = instance_;
  RETURN_IF_ERROR(CheckReports());
  const std::shared_ptr<const ReadyIndex> before = Ready();
  ASSIGN_OR_RETURN(const Follower::Progress progress, follower_->Step(*index_, before == nullptr));
  RETURN_IF_ERROR(index_->Health());
  reached_ = index_->revision();
  if (progress.taxonomy_changed) edition_ = NewNumber();
  if (progress.taxonomy_changed || progress.countries_changed) terms_ = nullptr;
  if (before == nullptr && !progress.caught_up) return absl::OkStatus();
  if (terms_ == nullptr) RETURN_IF_ERROR(ReadTerms());
  Publish();
  Announce();
  return absl::OkStatus();
}

absl::Status IndexKeeper::CheckReports() const {
  const std::lock_guard lock(mutex_);
  return damaged_ == instance_ ? Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_NOT_READY,
                                       "a search met damage in the search index")
                               : absl::OkStatus();
}

absl::Status IndexKeeper::ReadTerms() {
  ASSIGN_OR_RETURN(const auto snapshot, engine_.OpenSnapshot());
  ASSIGN_OR_RETURN(Terminology read, ReadTerminology(*snapshot, analyzer_));
  terms_ = std::make_shared<const Terminology>(std::move(read));
  return absl::OkStatus();
}

void IndexKeeper::Publish() {
  const LanguageSet languages = old_languages_ | follower_->languages();
  const std::lock_guard lock(mutex_);
  if (damaged_ == instance_) return;
  if (ready_ == nullptr || ready_->languages != languages) edition_ = NewNumber();
  if (ready_ == nullptr || ready_->edition != edition_ || ready_->terms != terms_)
    ready_ = std::make_shared<const ReadyIndex>(ReadyIndex{index_, instance_, edition_, languages, terms_});
}

void IndexKeeper::Announce() {
  known_ = index_->revision();
  waiters_.Reached(index_->revision());
}

void IndexKeeper::Unpublish() {
  const std::lock_guard lock(mutex_);
  ready_ = nullptr;
}

absl::Status IndexKeeper::BuildAnew(const RebuildReport& report, std::optional<uint64_t> instead_of) {
  const std::lock_guard building(building_);
  if (instead_of && *instead_of != instance_) return absl::OkStatus();  // another rebuild was faster
  if (home_ == nullptr) {
    ASSIGN_OR_RETURN(home_, IndexHome::Open(options_));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<SearchIndex> fresh, home_->BeginRebuild());
  auto follower = std::make_unique<Follower>(engine_, observer_);
  for (bool caught_up = false; !caught_up;) {
    RETURN_IF_ERROR(Stopping());
    RETURN_IF_ERROR(report({fresh->revision(), engine_.Latest(), fresh->Statistics().documents}));
    ASSIGN_OR_RETURN(const Follower::Progress progress, follower->Step(*fresh, /*behind=*/true));
    caught_up = progress.caught_up;
  }
  RETURN_IF_ERROR(fresh->Flush());
  std::weak_ptr<SearchIndex> former;
  {
    const std::lock_guard following(following_);
    for (bool caught_up = false; !caught_up;) {
      ASSIGN_OR_RETURN(const Follower::Progress progress, follower->Step(*fresh, /*behind=*/true));
      caught_up = progress.caught_up;
    }
    RETURN_IF_ERROR(ReadTerms());
    RETURN_IF_ERROR(fresh->Flush());
    RETURN_IF_ERROR(home_->Adopt());
    former = index_;
    index_ = std::move(fresh);
    follower_ = std::move(follower);
    old_languages_.reset();
    old_languages_.set(static_cast<size_t>(Language::kEnglish));
    instance_ = NewNumber();
    edition_ = NewNumber();
    opened_ = true;
    reached_ = index_->revision();
    Publish();
    Announce();
  }
  Raise(signal_);
  for (const absl::Time end = absl::Now() + kLastSearches; !former.expired() && absl::Now() < end && !stopping_;)
    absl::SleepFor(absl::Milliseconds(10));
  return former.expired() ? home_->RemoveOthers() : absl::OkStatus();
}

absl::Status IndexKeeper::Rebuild(const RebuildReport& report) {
  absl::Status built;
  std::thread builder([&] {
    LowerPriority();
    built = BuildAnew(report, std::nullopt);
  });
  builder.join();
  return built;
}

absl::Status IndexKeeper::Purge(const std::function<absl::Status()>& still_wanted) {
  const Revision erased = engine_.Latest();
  for (;;) {
    RETURN_IF_ERROR(still_wanted());
    const auto ready = Ready();
    if (ready != nullptr && ready->index->revision() >= erased) return ready->index->Purge();
    absl::SleepFor(absl::Milliseconds(10));
  }
}

IndexStatistics IndexKeeper::Statistics() const {
  const auto ready = Ready();
  if (ready != nullptr) return ready->index->Statistics();
  IndexStatistics statistics;
  statistics.revision = reached_;
  return statistics;
}

}  // namespace lectern::search
