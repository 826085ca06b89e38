// Who did what: the groups of those who stand beside, or in the place of, a work's authors.
import { sameNames } from "./names.js";
import type { Name } from "./names.js";
import type { Makers } from "./works.js";

/** What a group did, of those who are named beside the authors; "both": edited and translated. */
export type Deed = "editors" | "translators" | "directors" | "both";

/** A style's words for each deed. */
export type Verbs = Readonly<Record<Deed, string>>;

/** A style's labels behind names, of one and of several. */
export type Labels = Readonly<Partial<Record<Deed, readonly [string, string]>>>;

/** What a style has its first place for: the first of `roles` that anybody had. */
export function leadOf(work: Makers, roles: readonly (keyof Makers)[]): keyof Makers | undefined {
  return roles.find((role) => work[role].length > 0);
}

/** The label behind `names`; nothing for authors. */
export function labelOf(labels: Labels, deed: Deed | "authors", names: readonly Name[]): string {
  return (deed === "authors" ? undefined : labels[deed])?.[names.length > 1 ? 1 : 0] ?? "";
}

/** The groups of `work` but the one that stands first; editors who are the translators are one group. */
export function groupsBeside(work: Makers, lead: keyof Makers | undefined): { deed: Deed; names: readonly Name[] }[] {
  const { editors, translators, directors } = work;
  const same = lead !== "editors" && lead !== "translators" && sameNames(editors, translators);
  const groups: { deed: Deed; names: readonly Name[] }[] = [
    { deed: same ? "both" : "editors", names: editors },
    { deed: "translators", names: same ? [] : translators },
    { deed: "directors", names: directors },
  ];
  return groups.filter(({ deed, names }) => deed !== lead && names.length > 0);
}
