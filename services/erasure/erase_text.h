// Finding words in the texts of a resource, and taking them out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "lectern/v1/types.pb.h"

namespace lectern::erasure {

// Where `text` stands in what readers may see of `record`: one span a place, in the order of the fields, each with
// `replacement`. Names of resources are no text. Places that lie within a redaction of the record already are left out.
std::vector<v1::Redaction> FindInPublicText(const google::protobuf::Message& record, std::string_view text,
                                            std::string_view replacement);

// Redactions without overlaps: spans of one field that meet become one, with the first one's replacement.
std::vector<v1::Redaction> Merged(std::vector<v1::Redaction> redactions);

// Replaces `text` wherever it stands in `record`, editors' fields included, but for names of resources. Fields whose
// text has a form (addresses, dates, tags) are emptied instead, since nothing else would fit them. The raw text of
// provenance goes altogether where anything goes: it has the words as the page broke them into lines. Redactions move
// along with the texts that they were made for. Answers how many places there were.
int EraseText(google::protobuf::Message& record, std::string_view text, std::string_view replacement);

}  // namespace lectern::erasure
