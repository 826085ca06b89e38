// Where a source is found: live, archived, moved, taken over, withheld.
import { LinkState } from "@lectern/client";
import { report, webpage } from "./case.ts";
import type { Case } from "./case.ts";

const archiveLinks = ["https://archive.example/web/2009/https://example.org/report", "https://archive.example/2"];

export const ADDRESSES: readonly Case[] = [
  { name: "no address", entry: report({ url: "" }) },
  { name: "no address, and a copy", entry: report({ url: "", archiveLinks }) },
  { name: "live, and a copy", entry: report({ linkState: LinkState.LIVE, archiveLinks }) },
  { name: "archived", entry: report({ linkState: LinkState.ARCHIVED, archiveLinks }), because: ["copy in an archive"] },
  { name: "drifted", entry: webpage({ linkState: LinkState.DRIFTED, archiveLinks }), because: ["copy in an archive"] },
  {
    name: "gone, with a copy",
    entry: report({ linkState: LinkState.GONE, archiveLinks }),
    because: ["copy in an archive"],
  },
  { name: "gone, without a copy", entry: report({ linkState: LinkState.GONE }) },
  { name: "hijacked", entry: report({ linkState: LinkState.HIJACKED }) },
  { name: "hijacked, with a copy", entry: report({ linkState: LinkState.HIJACKED, archiveLinks }) },
  { name: "withheld", entry: report({ linkState: LinkState.WITHHELD }) },
  {
    name: "withheld, its copy's address spelling it out",
    entry: report({ linkState: LinkState.WITHHELD, archiveLinks: archiveLinks.slice(0, 1) }),
  },
  {
    name: "withheld, with a copy",
    entry: report({ linkState: LinkState.WITHHELD, archiveLinks: ["https://archive.example/AbC12"] }),
    because: ["copy in an archive"],
  },
  {
    name: "read under another address",
    entry: report({
      url: "",
      accesses: [{ edtf: "2010-01-01" }, { edtf: "2011-01-22", url: "https://example.org/mirror" }],
    }),
    because: ["address that was read"],
  },
  { name: "an address with signs", entry: report({ url: "https://example.org/a_b?x=1&y=%20#z~" }) },
];
