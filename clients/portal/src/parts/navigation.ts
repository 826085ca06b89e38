// The pages that every page leads to.
import type { Messages } from "../messages/messages.ts";

export const NAVIGATION: readonly { path: string; label: (t: Messages) => string }[] = [
  { path: "/topics", label: (t) => t.layout.topics },
  { path: "/themes", label: (t) => t.themes.title },
  { path: "/countries", label: (t) => t.layout.countries },
  { path: "/search", label: (t) => t.layout.search },
  { path: "/resources", label: (t) => t.resources.title },
  { path: "/help", label: (t) => t.layout.help },
];
