// OpenSearch 1.1: lets a browser search the catalogue from its address bar.
import { site as readSite } from "../catalogue/countries.ts";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import type { MachineDocument } from "./document.ts";
import { element, xmlDocument } from "./xml.ts";

export const OPEN_SEARCH = "application/opensearchdescription+xml";
/** The specification's most, in characters. */
const SHORT_NAME = 16;
const LONG_NAME = 48;

export async function openSearch(request: PageRequest): Promise<MachineDocument> {
  const { reading, language, t, href, assets } = request;
  const site = await readSite(reading);
  const address = (path: string) => permanentAddress(request, site, path);
  const name = site?.displayName || t.layout.defaultName;
  const cut = (text: string, most: number) => [...text].slice(0, most).join("").trim();
  const root = element(
    "OpenSearchDescription",
    { xmlns: "http://a9.com/-/spec/opensearch/1.1/" },
    element("ShortName", {}, cut(name, SHORT_NAME)),
    element("LongName", {}, cut(name, LONG_NAME)),
    element("Description", {}, t.feeds.searchName),
    element("Url", { type: "text/html", method: "get", template: `${address(href("/search"))}?q={searchTerms}` }),
    element("Url", { type: OPEN_SEARCH, rel: "self", template: address(href("/opensearch.xml")) }),
    element("Image", { type: "image/svg+xml", width: "32", height: "32" }, address(assets.icon.path)),
    element("Language", {}, language.tag),
    element("InputEncoding", {}, "UTF-8"),
    element("OutputEncoding", {}, "UTF-8"),
  );
  return { type: `${OPEN_SEARCH}; charset=utf-8`, body: xmlDocument(root) };
}
