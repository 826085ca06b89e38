// Lists the sources of a country and shows one, with nothing but fetch().
const gateway = document.querySelector('meta[name="lectern-gateway"]').content;
const byId = (id) => document.getElementById(id);

/** A call that the catalogue refused. Programs look at `reason`, people read the message. */
class LecternError extends Error {
  constructor({ code = "unknown", message = "", details = [] }) {
    super(message);
    this.code = code;
    this.reason = details.find((detail) => detail.type === "google.rpc.ErrorInfo")?.debug?.reason ?? "";
  }
}

/** Reads by GET: no preflight, and the browser may keep the answer for half a minute. Nothing of the browser's goes along. */
async function read(method, request) {
  const query = new URLSearchParams({ encoding: "json", message: JSON.stringify(request) });
  const answer = await fetch(`${gateway}/lectern.v1.${method}?${query}`, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  const json = await answer.json();
  if (!answer.ok) throw new LecternError(json);
  return json;
}

/** An element with text or other elements in it; never HTML. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function say(text) {
  byId("status").textContent = text;
}

function explain(error) {
  if (error instanceof LecternError) say(`${error.message} (${error.reason})`);
  else say("The catalogue does not answer just now. Try again a little later.");
}

const titleOf = (entry) => entry.titleLines.join(" ");
const sourceOf = (entry) => [entry.publisher, entry.published?.raw].filter(Boolean).join(", ");

async function listCountries() {
  const { countries } = await read("CountryService/ListCountries", { pageSize: 1000 });
  const select = byId("country");
  select.replaceChildren(make("option", { value: "" }, "Choose a country"));
  for (const country of countries) select.append(make("option", { value: country.name }, country.displayName));
  select.disabled = false;
}

async function listEntries(country, pageToken = "") {
  const page = await read("EntryService/ListEntries", { filter: `country = "${country}"`, pageSize: 20, pageToken });
  if (byId("country").value !== country) return; // another one was chosen meanwhile
  if (pageToken === "") byId("entries").replaceChildren();
  for (const entry of page.entries)
    byId("entries").append(
      make("li", {}, make("a", { href: `#${entry.name}` }, titleOf(entry)), make("small", {}, sourceOf(entry))),
    );
  say(`${page.totalSize} sources collected here; the number does not say how common the crime is.`);
  const more = byId("more");
  more.hidden = page.nextPageToken === "";
  more.onclick = () => listEntries(country, page.nextPageToken).catch(explain);
}

async function showEntry(name) {
  const entry = await read("EntryService/GetEntry", { name });
  const article = byId("entry");
  article.replaceChildren(make("h2", {}, titleOf(entry)), make("p", { class: "source" }, sourceOf(entry)));
  if (entry.contentNotesAssessed && entry.contentNotes.length > 0)
    article.append(make("p", {}, `Content: ${entry.contentNotes.join("; ")}.`));
  for (const passage of entry.passages) {
    const quote = make("blockquote", entry.language ? { lang: passage.language || entry.language } : {});
    if (passage.heading) quote.append(make("h3", {}, passage.heading));
    quote.append(make("p", {}, [passage.label, passage.text].filter(Boolean).join(" ")));
    article.append(quote);
  }
  if (/^https?:/.test(entry.url))
    article.append(make("p", {}, make("a", { href: entry.url, rel: "noreferrer" }, "The source itself")));
  article.hidden = false;
  article.focus();
}

const showFromAddress = () => {
  if (/^#entries\/\w+$/.test(location.hash)) showEntry(location.hash.slice(1)).catch(explain);
};

byId("country").addEventListener("change", (event) => {
  byId("entry").hidden = true;
  if (event.target.value !== "") listEntries(event.target.value).catch(explain);
});
window.addEventListener("hashchange", showFromAddress);
listCountries().catch(explain);
showFromAddress();
