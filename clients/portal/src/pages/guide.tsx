// How to write a term paper with these pages.
import type { Page, PageRequest } from "../http/page.ts";
import { Trail } from "../parts/trail.tsx";

export async function guide(request: PageRequest): Promise<Page> {
  const { t, href } = request;
  return {
    title: t.guide.title,
    description: t.guide.lead,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <div class="prose guide">
          <h1>{t.guide.title}</h1>
          <p class="lead">{t.guide.lead}</p>
          <nav class="contents" aria-labelledby="contents">
            <h2 id="contents">{t.guide.contents}</h2>
            <ol>
              {t.guide.sections.map(({ id, heading }) => (
                <li>
                  <a href={`#${id}`}>{heading}</a>
                </li>
              ))}
            </ol>
          </nav>
          {t.guide.sections.map(({ id, heading, paragraphs, points, links }) => (
            <section aria-labelledby={id}>
              <h2 id={id}>{heading}</h2>
              {paragraphs.map((paragraph) => (
                <p>{paragraph}</p>
              ))}
              {points.length === 0 ? (
                ""
              ) : (
                <ul>
                  {points.map(({ term, text }) => (
                    <li>
                      <strong>{term}</strong> {text}
                    </li>
                  ))}
                </ul>
              )}
              {links.length === 0 ? (
                ""
              ) : (
                <ul class="next-steps">
                  {links.map(({ label, path }) => (
                    <li>
                      <a href={href(path)}>{label}</a>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          ))}
        </div>
      </>
    ),
  };
}
