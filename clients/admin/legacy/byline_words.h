#pragma once
// Words that tell bodies, persons and newspapers apart in a byline.

#include <optional>
#include <string_view>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// True for a body: an office, a publisher, an organisation.
bool IsBody(std::string_view segment);

// The same, with more words that name bodies, and names that open with the article of another language ("Le Soir").
// Which lines are titles does not depend on it (see LooksLikeByline), so it may grow.
bool IsBodyName(std::string_view segment);

// True where every word of `segment` is written as in a name: with a capital, or a small word that names hold.
bool IsWrittenAsName(std::string_view segment);

// What is neither person nor body where both are listed: a day of the week, "Staff Writer", "NGO Report".
bool IsFiller(std::string_view segment);

// True for a newspaper, a news agency or a broadcaster.
bool IsNewspaper(std::string_view segment);

// True for a newsletter or magazine.
bool IsMagazine(std::string_view segment);

// The natural person that `name` can be ("Anna Beispiel", "B.C. Muster", "Maria van der Berg"); nothing where the
// form does not fit.
std::optional<v1::Contributor> ReadPerson(std::string_view name);

}  // namespace lectern::legacy
