// The addresses of this site's pages, without a language before them.

/** The page of a resource by its name: "countries/be/pages/x" -> "/countries/be/x". undefined where it has none. */
export function addressOf(name: string): string | undefined {
  const [collection, id, child, childId] = name.split("/").map(encodeURIComponent);
  if (id === undefined || id === "") return undefined;
  switch (collection) {
    case "entries":
      return `/entries/${id.replace("%40", "@")}`;
    case "countries":
      if (child === "pages" && childId !== undefined) return `/countries/${id}/${childId}`;
      return child === "hotlines" ? `/help/${id}` : `/countries/${id}`;
    case "topics":
      return `/topics/${id}`;
    case "themes":
      return `/themes/${id}`;
    case "teacherResources":
      return `/resources/${id}`;
    default:
      return undefined;
  }
}

/** The search page with these parameters; empty ones are left out. */
export function searchAddress(parameters: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const query = queryOf(parameters);
  return query === "" ? "/search" : `/search?${query}`;
}

/** A query string without "?"; empty and missing values are left out. */
export function queryOf(parameters: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of typeof value === "string" ? [value] : (value ?? [])) if (item !== "") query.append(name, item);
  }
  return query.toString();
}

/** The id of a name: "topics/torture" -> "torture". */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
