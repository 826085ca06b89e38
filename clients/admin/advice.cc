// What to do about each reason of error_reason.proto. A test sees to it that none is forgotten.
#include <algorithm>
#include <array>
#include <utility>

#include "clients/admin/errors.h"

namespace lectern::admin {
namespace {

using Advice = std::pair<std::string_view, std::string_view>;

constexpr std::array kAdvice = {
    // The request.
    Advice{"FIELD_INVALID", "Correct what is named above and try again."},
    Advice{"UNKNOWN_FIELDS",
           "The server is older than this lecternctl and does not know all that it sends: use the version that "
           "`lecternctl status` shows."},
    Advice{"MALFORMED_REQUEST",
           "lecternctl and the server do not understand each other: use the version that `lecternctl status` shows."},
    Advice{"FILTER_UNSUPPORTED", "Build --filter from the fields and operators that the message names."},
    Advice{"ORDER_UNSUPPORTED", "Give --order-by one of the orders that the message names, or leave it out."},
    Advice{"PAGE_TOKEN_INVALID", "Copy the token whole, as it was printed; or begin anew without --page-token."},
    Advice{"PAGE_TOKEN_FOREIGN",
           "Give the token together with the options and the key that it was answered to; or begin anew without "
           "--page-token."},
    Advice{"PAGE_TOKEN_EPOCH", "The store was restored since: begin the listing anew, without --page-token."},
    Advice{"SNAPSHOT_EXPIRED",
           "What the token leads to is no longer kept: begin the listing anew, without --page-token."},
    Advice{"SEARCH_VIEW_EXPIRED", "The search is too old to go on: begin it anew, without --page-token."},
    Advice{"REVISION_AHEAD", "Ask for a revision that is there already; `lecternctl status` shows the newest."},
    Advice{"REQUEST_ID_REUSED", "Run the command again: each run makes ids of its own."},
    Advice{"REFERENCE_NOT_FOUND", "Make the resource that the message names first, or correct its name."},
    Advice{"LIMIT_EXCEEDED", "Make it smaller: shorter texts, fewer items, or a smaller --page-size."},
    // The caller.
    Advice{"CREDENTIAL_MISSING", "An administrator makes keys with `lecternctl keys create`."},
    Advice{"CREDENTIAL_INVALID",
           "An administrator sees with `lecternctl keys list` what became of it, and makes a new one with "
           "`lecternctl keys create`."},
    Advice{"ROLE_TOO_LOW",
           "Use a key of that role, which an administrator makes with `lecternctl keys create`; and no --act-as below "
           "it."},
    Advice{"ACT_AS_INVALID", "Give --act-as reader, educator or editor, or leave it out."},
    // The resource.
    Advice{"RESOURCE_NOT_FOUND",
           "Look for its name with `lecternctl list`, or `lecternctl operations list`. Drafts, and what is withdrawn "
           "or deleted, are shown to editors alone."},
    Advice{"RESOURCE_EXISTS", "It is there already: change it with `lecternctl edit`, or choose another name."},
    Advice{"RESOURCE_IN_USE", "Change or delete what names it first; `lecternctl list` with a --filter finds those."},
    Advice{"RESOURCE_EXPUNGED",
           "Its content is gone for good and cannot be brought back; make a new resource instead."},
    Advice{"ETAG_MISMATCH",
           "Somebody changed it meanwhile, and nothing was written: look with `lecternctl get` at what it is now and "
           "decide anew."},
    Advice{"PUBLICATION_NOT_CLEARED",
           "Add with `lecternctl edit` what the message says is lacking, then publish with --reviewed-by and "
           "--identity-risk."},
    Advice{"REVISION_PROTECTED",
           "Take over by hand what may be shown: `lecternctl get NAME@REVISION` has the old content, `lecternctl edit` "
           "changes the present one."},
    Advice{"FEED_CHANGED", "The store was restored, or is another one: read the catalogue anew and follow from there."},
    // Imports.
    Advice{"IMPORT_STATE_WRONG",
           "`lecternctl operations get` shows where the import stands; `lecternctl import resume` takes it up there."},
    Advice{"IMPORT_REFUSED", "Mend what is refused and import again, or leave it out with --keep-going."},
    // The server.
    Advice{"WRITE_CONTENTION", "Others kept writing at the same moment, and nothing was written: try again."},
    Advice{"OVERLOADED", "The server has too much to do, and nothing was written: try again in a while."},
    Advice{"SLOW_CONSUMER",
           "Go on after the revision that came last (--after), and write the output somewhere faster."},
    Advice{"STORE_READ_ONLY",
           "The store takes no writes now, most often since its disk is full: make room there; it goes on by itself."},
    Advice{"COMMIT_OUTCOME_UNKNOWN",
           "It may or may not have been written: look at the resource, and run the command again if it was not."},
    Advice{"SHUTTING_DOWN", "The server is being stopped or restarted: try again in a while."},
    Advice{"RECORD_CORRUPT", "Its stored bytes are damaged: an administrator restores it from a backup."},
    Advice{"DEADLINE_PASSED",
           "Allow more with --timeout, or ask for less: a smaller --page-size, a narrower --filter."},
    Advice{"CALL_CANCELLED", "The call was broken off before its answer: run the command again."},
    Advice{"REVISION_NOT_REACHED",
           "The server has not got that far: try again in a while, or with a smaller --at-least; `lecternctl status` "
           "shows the newest revision."},
    Advice{"OPERATION_INTERRUPTED", "The server stopped in the middle of it: start it again."},
    Advice{"OPERATION_CANCELLED", "Start it again if that was not meant."},
    Advice{
        "INDEX_NOT_READY",
        "The search index is being built, which starts by itself: try again in a while; `lecternctl status` shows how "
        "far it is."},
    Advice{"INTERNAL_FAULT", "This is a fault of the server: its log says more, under the call's id if one is named."},
};

}  // namespace

std::string_view AdviceFor(std::string_view reason) {
  const auto* found =
      std::find_if(kAdvice.begin(), kAdvice.end(), [&](const Advice& advice) { return advice.first == reason; });
  return found == kAdvice.end() ? std::string_view() : found->second;
}

}  // namespace lectern::admin
