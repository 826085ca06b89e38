#pragma once
// Words that tell bodies, persons and newspapers apart in a byline.

#include <optional>
#include <string_view>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// True for a body: an office, a publisher, an organisation.
bool IsBody(std::string_view segment);

// True for a newspaper, a news agency or a broadcaster.
bool IsNewspaper(std::string_view segment);

// True for a newsletter or magazine.
bool IsMagazine(std::string_view segment);

// The natural person that `name` can be ("Anna Beispiel", "B.C. Muster", "Maria van der Berg"); nothing where the
// form does not fit.
std::optional<v1::Contributor> ReadPerson(std::string_view name);

}  // namespace lectern::legacy
