// The reading list that the sources of a teacher resource make.
import type { TeacherResource } from "@lectern/client";
import type { Found } from "../catalogue/references.ts";
import { idOf } from "../http/addresses.ts";
import { distinct, LONGEST_TITLE, MOST_ENTRIES, type ReadingList } from "../http/list_address.ts";
import { withoutNumbers } from "./texts.tsx";

/** Its sources in their order, each in the state that was chosen while readers may see that; those that are gone are left out. */
export function resourceList({ title, country }: TeacherResource, sources: readonly Found[]): Pick<ReadingList, "items" | "title"> {
  const items = sources.filter(({ standing }) => standing !== "gone").map((found) => {
    return found.standing === "earlier" && found.revision !== undefined ? { id: found.id, revision: found.revision } : { id: found.id };
  });
  return { items: distinct(items).slice(0, MOST_ENTRIES), title: [...withoutNumbers(title, idOf(country))].slice(0, LONGEST_TITLE).join("") };
}
