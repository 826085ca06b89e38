#pragma once
// The pieces of a byline between its commas, and what each can be.

#include <string_view>
#include <vector>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// What commas and semicolons part; views into `text`.
std::vector<std::string_view> Pieces(std::string_view text);

// "Issue 33", "Vol. 12".
bool IsIssue(std::string_view segment);

// "39(1)" or "129-144": volume and pages of a journal.
bool IsVolumeOrPages(std::string_view segment);

// The persons that `segment` names; empty where any part of it is none.
std::vector<v1::Contributor> ReadPersons(std::string_view segment);

// What stands beside a body's name and is no part of it: a session, a round, the number or the symbol of a document.
bool IsBesideBody(std::string_view segment);

// The name of a body that opens `segment`: all of it, or what stands before a number in it; empty where none does.
std::string_view BodyIn(std::string_view segment);

}  // namespace lectern::legacy
