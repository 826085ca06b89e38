// What an import did, or would do.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "lectern/v1/import.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {

struct ImportReport {
  struct Warning {
    std::string file;
    int line = 0;
    std::string text;
  };
  // Damage of a text, and what it may have been. Nothing was repaired.
  struct Repair {
    std::string file;
    int line = 0;
    std::string found;
    std::string proposed;
  };
  // A country page, with the resource it became.
  struct Page {
    std::string file;
    std::string name;
    std::string country;
    std::string topic;
    int entries = 0;
    // "created", "updated", "unchanged", "conflict", "refused" or "interrupted".
    std::string outcome;
  };
  struct Hotline {
    std::string name;
    std::string outcome;
  };
  struct TeacherResource {
    std::string file;
    std::string name;
    std::string outcome;
  };
  // A file that could not be used, a record that could not be read, or an item that the server refuses.
  struct Refusal {
    std::string file;
    std::string error;
    int line = 0;
    int column = 0;
  };
  // An item that somebody should look at: a conflict, what may be there already, what is absent.
  struct Item {
    std::string file;
    int line = 0;
    v1::ImportItemResult result;
  };

  // Called with each file or record that cannot be used, as soon as it is known.
  std::function<void(const std::string& line)> say = nullptr;

  std::string operation;
  // Of entries and teacher resources of the hand-kept site; of everything that another format brings.
  int64_t created = 0, updated = 0, unchanged = 0, conflicts = 0, refused = 0, deleted = 0, absent = 0, merged = 0;
  int64_t duplicates = 0;
  std::vector<Warning> warnings;
  // What is worth knowing and no warning: encodings.
  std::vector<Warning> notes;
  std::vector<Repair> repairs;
  std::vector<Page> pages;
  std::vector<Hotline> hotlines;
  std::vector<TeacherResource> teacher_resources;
  std::vector<Refusal> refusals;
  std::vector<Item> items;
  // Files that could not be used, and records that could not be read.
  int bad_files = 0;
  int unreadable = 0;

  void BadFile(const std::string& file, const std::string& why);
  void Refuse(const std::string& file, int line, int column, const std::string& why);
  // Sets the counts; `kinds` names the kinds that count, all where it is empty.
  void Count(const google::protobuf::RepeatedPtrField<v1::KindImportCounts>& counts,
             const std::vector<std::string>& kinds);
};

// "created", "updated", "unchanged", "conflict", "refused", "deleted", "absent" or "merged".
std::string OutcomeText(v1::ImportOutcome outcome);

// The result as scripts read it. All keys are there, zeros and empty lists too. Relied on: DO NOT CHANGE the names.
nlohmann::ordered_json ToJson(const ImportReport& report);

// The result as people read it: the first of each list, and without the refusals, which they were told of when they
// happened. `width` as in Table.
void Print(const ImportReport& report, size_t width, std::ostream& out);

}  // namespace lectern::admin
