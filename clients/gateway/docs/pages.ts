// The two pages for people: what this is, and the reference.
import type { Contract } from "../src/contract.ts";
import { document, text } from "./html.ts";
import { Reference, type NavGroup } from "./reference.ts";

const GET_EXAMPLE = `curl -G http://127.0.0.1:8090/lectern.v1.CountryService/GetCountry \\
  --data-urlencode 'encoding=json' --data-urlencode 'message={"name": "countries/be"}'`;

const POST_EXAMPLE = `curl --json '{"filter": "country = \\"countries/be\\"", "pageSize": 10}' \\
  http://127.0.0.1:8090/lectern.v1.EntryService/ListEntries`;

const ERROR_EXAMPLE = `HTTP/1.1 404 Not Found
Content-Type: application/json

{"code": "not_found", "message": "...",
 "details": [{"type": "google.rpc.ErrorInfo", "value": "...",
              "debug": {"reason": "RESOURCE_NOT_FOUND", "domain": "lectern", "metadata": {}}}]}`;

export function indexPage(contract: Contract, version: string): string {
  const services = new Reference(contract).services;
  return document(
    "Lectern gateway",
    `<main class="single">
<h1>Lectern gateway</h1>
<p class="lead">The catalogue of a teaching-resources portal, for browsers and for programs without gRPC.</p>
<p>Every method takes JSON by POST and answers with JSON; the same addresses speak Connect and gRPC-Web. Reading what is
published needs no key.</p>
<pre><code>${text(POST_EXAMPLE)}</code></pre>
<ul>
<li><a href="/reference">Reference</a>: every method, message and error, readable.</li>
<li><a href="/openapi.json">OpenAPI 3.1</a>: the same for programs.</li>
<li><a href="/healthz">Health</a>: whether the server behind this gateway is serving.</li>
</ul>
<p>Services: ${services.map((service) => `<a href="/reference#${service.typeName}">${text(service.name)}</a>`).join(", ")}.</p>
<p class="note">Version ${text(version)}. This gateway keeps no record of what is read: no address, no request and no query
stands in its log.</p>
</main>`,
  );
}

export function referencePage(contract: Contract, version: string): string {
  const reference = new Reference(contract);
  return document(
    "Lectern API reference",
    `<a class="skip" href="#content">To the content</a>
<div class="layout">
<nav class="side" aria-label="Contents">
<p class="home"><a href="/">Lectern API</a></p>
${[{ title: "How to call", anchor: "calling", items: [] }, ...reference.nav()].map(navGroup).join("\n")}
</nav>
<main class="text" id="content">
<h1>Lectern API reference</h1>
<p class="lead">Version ${text(version)}, made from the comments of the contract.</p>
${CALLING}
${reference.services.map((service) => reference.service(service)).join("\n")}
${reference.types()}
<section><h2 id="errors">Errors</h2>
<p>Every error has a code, a message for people, and details. Programs read the <code>reason</code> in the detail of type
<code>google.rpc.ErrorInfo</code>, which comes first; the message may be worded otherwise tomorrow. Fields that break a rule
are named in <code>google.rpc.BadRequest</code>.</p>
<pre><code>${text(ERROR_EXAMPLE)}</code></pre>
${reference.errors()}</section>
</main>
</div>`,
  );
}

function navGroup(group: NavGroup): string {
  if (group.items.length === 0) return `<p><a href="#${group.anchor}">${text(group.title)}</a></p>`;
  const items = group.items.map(({ label, anchor }) => `<li><a href="#${anchor}">${text(label)}</a></li>`).join("");
  return `<details><summary><a href="#${group.anchor}">${text(group.title)}</a></summary><ul>${items}</ul></details>`;
}

const CALLING = `<section><h2 id="calling">How to call</h2>
<h3>POST</h3>
<p>The address is the method's name; the body is its request as JSON. Names of fields are in lowerCamelCase
(<code>page_token</code> of the comments is <code>pageToken</code>), 64-bit whole numbers are strings, times are RFC 3339. Answers print all fields, empty ones too. Ignore fields that you do not know;
requests may hold known ones alone.</p>
<pre><code>${text(POST_EXAMPLE)}</code></pre>
<h3>GET</h3>
<p>Methods that only read also take GET, with the request in the query. Anonymous answers may be kept for 30 seconds and carry an
<code>ETag</code>; send it back as <code>If-None-Match</code> to hear that nothing changed (304). What readers search for is
never part of an address: such methods take POST alone.</p>
<pre><code>${text(GET_EXAMPLE)}</code></pre>
<h3>Headers</h3>
<div class="table"><table><thead><tr><th>Header</th><th>Meaning</th></tr></thead><tbody>
<tr><td><code>Authorization: Bearer SECRET</code></td><td>The caller's key. Without one, calls read what is published.</td></tr>
<tr><td><code>Lectern-Act-As</code></td><td><code>reader</code>, <code>educator</code> or <code>editor</code>: lowers what the call may do, for a front end that acts for its visitor.</td></tr>
<tr><td><code>Lectern-Min-Revision</code></td><td>The answer shows this revision of the catalogue or a later one.</td></tr>
<tr><td><code>Connect-Timeout-Ms</code></td><td>How long the caller waits; 30,000 at most.</td></tr>
<tr><td><code>Lectern-Revision</code></td><td>Of answers: the revision that the answer shows.</td></tr>
</tbody></table></div>
<h3>Limits</h3>
<p>A request may have 4 MiB, address and headers 16 KiB together. Writes take a <code>requestId</code>: the same id with the same
request is carried out once, so that a write whose answer was lost can be sent again.</p>
<h3>Pages of other sites</h3>
<p>Browsers let a page of another site call where whoever runs the gateway has put its origin on a list.</p>
</section>`;
