// Hands the documents of the corpus to whoever loads them: the same ones, in the same order, to all.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/search/index/document.h"
#include "tests/bench/search_corpus.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

// What becomes of a document once all are loaded: one in twenty is updated, one in twenty deleted.
enum class Fate : uint8_t { kKept, kUpdated, kDeleted };
Fate FateOf(uint64_t number);
// Numbers of those with `fate` among the first `documents`, ascending.
std::vector<uint64_t> NumbersOf(Fate fate, uint64_t documents);
// How document `number`, which is not deleted, reads in the end.
search::Document FinalDocument(const SearchCorpus& corpus, uint64_t number);

// The words of a field with a space between them.
std::string TextOf(const search::Document& document, search::Field field);
// Bytes of all fields' words, each with what parts it from the next.
uint64_t TextBytes(const search::Document& document);

struct NumberedDocument {
  uint64_t number = 0;
  search::Document document;
};

// Makes documents ahead on a thread of its own, so that whoever loads them need not wait.
class DocumentFeed {
 public:
  enum class Part : uint8_t {
    kAll,
    kUpdates
  };  // every one as it first reads; those that are updated, as they read then

  DocumentFeed(const SearchCorpus& corpus, uint64_t documents, Part part, size_t batch, const StopSignal& signal,
               std::string progress = "");
  ~DocumentFeed();
  DocumentFeed(const DocumentFeed&) = delete;
  DocumentFeed& operator=(const DocumentFeed&) = delete;

  // The next of them; none: all were handed out. May be called by several threads. Throws Stopped. Where a text for
  // progress is set, says how far it is every few seconds.
  std::vector<NumberedDocument> Next();

 private:
  using Clock = std::chrono::steady_clock;
  void Make();

  const SearchCorpus& corpus_;
  const uint64_t documents_;
  const Part part_;
  const size_t batch_;
  const StopSignal& signal_;
  const std::string progress_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<NumberedDocument>> ready_;
  bool made_all_ = false, abandoned_ = false;
  uint64_t handed_out_ = 0;
  const Clock::time_point began_ = Clock::now();
  Clock::time_point said_ = began_;
  std::thread making_;
};

}  // namespace lectern::bench
