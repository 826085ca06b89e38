// The business rules of entries.
#pragma once

#include "services/editing/edit_session.h"

namespace lectern::entries {

// Ids are the server's; an entry without a rank goes to the end of its page.
const editing::ResourceRules& EntryRules();

}  // namespace lectern::entries
