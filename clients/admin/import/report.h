// What an import did.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "lectern/v1/batch.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {

struct ImportReport {
  struct Warning {
    std::string file;
    int line = 0;
    std::string text;
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
  // A lesson plan, with the teacher resource it became.
  struct TeacherResource {
    std::string file;
    std::string name;
    std::string outcome;
  };
  // A file that could not be used, or an item that the server refused.
  struct Refusal {
    std::string file;
    std::string error;
  };

  // The name in the provenance of all that this run wrote.
  std::string operation;
  // Of entries and teacher resources.
  int created = 0;
  int updated = 0;
  int unchanged = 0;
  int conflicts = 0;
  int refused = 0;
  std::vector<Warning> warnings;
  std::vector<Page> pages;
  std::vector<Hotline> hotlines;
  std::vector<TeacherResource> teacher_resources;
  std::vector<Refusal> refusals;

  // Counts an entry or teacher resource that the server acknowledged.
  void Count(v1::UpsertOutcome outcome);
  // How many the server acknowledged.
  int acknowledged() const { return created + updated + unchanged + conflicts; }
};

// "created", "updated", "unchanged" or "conflict".
std::string OutcomeText(v1::UpsertOutcome outcome);

// The result as scripts read it. All keys are there, zeros and empty lists too. Relied on: DO NOT CHANGE the names.
nlohmann::ordered_json ToJson(const ImportReport& report);

// The result as people read it: the first warnings, and without the refusals, which they were told of when they
// happened. `width` as in Table.
void Print(const ImportReport& report, size_t width, std::ostream& out);

}  // namespace lectern::admin
