// A licence in words, with where it is written out.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { sourceAddress } from "./source_link.tsx";
import { Words } from "./texts.tsx";

interface Shown {
  readonly name: string;
  readonly address: string | undefined;
  /** What it asks for, in order. */
  readonly terms: readonly string[];
}

export const Licence: FC<{ request: PageRequest; licence: string }> = ({ request, licence }) => {
  const { name, address, terms } = shown(request, licence);
  return (
    <>
      {address === undefined ? (
        <Words text={name} />
      ) : (
        <a href={address} rel="noreferrer nofollow license">
          <bdi>{name}</bdi>
        </a>
      )}
      {terms.length === 0 ? "" : `: ${terms.join("; ")}`}
    </>
  );
};

function shown({ t }: PageRequest, licence: string): Shown {
  const address = sourceAddress(licence);
  if (address !== undefined) return { name: licence, address, terms: [] };
  const commons = /^CC-(BY(?:-(?:NC|SA|ND))*)-(\d\.\d)$/.exec(licence);
  if (commons !== null) {
    const [, elements = "", version = ""] = commons;
    const words: Record<string, string> = t.resources.licenceTerms;
    return {
      name: `Creative Commons ${elements} ${version}`,
      address: `https://creativecommons.org/licenses/${elements.toLowerCase()}/${version}/`,
      terms: elements.split("-").map((element) => words[element] ?? ""),
    };
  }
  if (licence === "CC0-1.0") {
    const publicDomain = "https://creativecommons.org/publicdomain/zero/1.0/";
    return { name: "Creative Commons Zero 1.0", address: publicDomain, terms: [t.resources.licenceTerms.ZERO] };
  }
  const isSpdx = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(licence);
  return {
    name: licence,
    address: isSpdx ? `https://spdx.org/licenses/${encodeURIComponent(licence)}.html` : undefined,
    terms: [],
  };
}
