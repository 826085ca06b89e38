// Pages of the site's own words: about, accessibility, rights.
import type { Site } from "@lectern/client";
import { site as readSite } from "../catalogue/countries.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { Words } from "../parts/texts.tsx";

interface TextPage {
  readonly title: string;
  readonly sections: readonly { heading: string; paragraphs: readonly string[] }[];
}

export const about = (request: PageRequest): Promise<Page> => textPage(request, request.t.about);
export const accessibility = (request: PageRequest): Promise<Page> => textPage(request, request.t.accessibility);
export const rights = (request: PageRequest): Promise<Page> => textPage(request, request.t.rights);

async function textPage(request: PageRequest, { title, sections }: TextPage): Promise<Page> {
  const site = await readSite(request.reading);
  return {
    title,
    content: (
      <div class="prose">
        <h1>{title}</h1>
        {sections.map(({ heading, paragraphs }) => (
          <section>
            <h2>{heading}</h2>
            {paragraphs.map((paragraph) => <p>{paragraph}</p>)}
          </section>
        ))}
        <Responsible request={request} site={site} />
      </div>
    ),
  };
}

function Responsible({ request: { t }, site }: { request: PageRequest; site: Site | undefined }) {
  return (
    <section>
      <h2>{t.about.contact}</h2>
      {site?.editor ? <p>{t.layout.editedBy} <Words text={site.editor} />.</p> : <p>{t.about.noEditor}</p>}
      {site?.rightsNotice ? <p><Words text={site.rightsNotice} /></p> : ""}
    </section>
  );
}
