// What stands around every page: the way out, the site's name, navigation, search, help, footer.
import type { Child, FC } from "hono/jsx";
import type { Site } from "@lectern/client";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { LANGUAGES, localised } from "../messages/messages.ts";
import { minuteText } from "../text/dates.ts";
import { NAVIGATION } from "./navigation.ts";
import { SearchForm } from "./search_form.tsx";
import { Words } from "./texts.tsx";

interface LayoutProps {
  request: PageRequest;
  page: Page;
  site: Site | undefined;
  children?: Child;
}

export const Layout: FC<LayoutProps> = ({ request, page, site, children }) => {
  const { t, language, assets } = request;
  const name = siteName(request, site);
  return (
    <html lang={language.tag} dir={language.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{page.title === name ? name : `${page.title} – ${name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {page.description === undefined ? "" : <meta name="description" content={page.description} />}
        {page.indexed === false ? (
          <meta name="robots" content="noindex" />
        ) : (
          <Alternates request={request} site={site} />
        )}
        {page.head ?? ""}
        <link rel="stylesheet" href={assets.style.path} />
        <link rel="icon" href={assets.icon.path} type="image/svg+xml" />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          title={name}
          href={request.href("/opensearch.xml")}
        />
        <link rel="alternate" type="application/atom+xml" title={t.feeds.all} href={request.href("/feed.atom")} />
        <script type="module" src={assets.script.path}></script>
      </head>
      <body>
        <a class="skip" href="#main">
          {t.layout.skip}
        </a>
        <QuickExit request={request} />
        <Header request={request} name={name} hasSearch={page.hasSearch === true} />
        <StaleNotice request={request} />
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <Footer request={request} site={site} />
      </body>
    </html>
  );
};

function siteName({ t }: PageRequest, site: Site | undefined): string {
  return site?.displayName || t.layout.defaultName;
}

/** Leaves at once. A plain link; the script makes it take this page out of the history's last place as well. */
const QuickExit: FC<{ request: PageRequest }> = ({ request: { t, exitUrl } }) => (
  <aside class="exit-bar" aria-label={t.layout.exit}>
    <a class="exit" id="exit" href={exitUrl} target="_top" rel="noreferrer nofollow" title={t.layout.exitHint}>
      {t.layout.exit}
    </a>
  </aside>
);

const Header: FC<{ request: PageRequest; name: string; hasSearch: boolean }> = ({ request, name, hasSearch }) => {
  const { t, href, path } = request;
  return (
    <header class="site-header">
      <div class="bar">
        <a class="site-name" href={href("/")}>
          <Words text={name} />
        </a>
        <nav aria-label={t.layout.navigation}>
          <ul class="site-nav">
            {NAVIGATION.map(({ path: target, label }) => (
              <li>
                <a
                  href={href(target)}
                  aria-current={path === target ? "page" : path.startsWith(`${target}/`) ? "true" : undefined}
                >
                  {label(t)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {hasSearch ? "" : <SearchForm request={request} />}
      </div>
    </header>
  );
};

/** The page was made of what was known before the server went away. */
const StaleNotice: FC<{ request: PageRequest }> = ({ request: { t, reading, language } }) =>
  reading.staleSince === undefined ? (
    <></>
  ) : (
    <p class="stale" role="status">
      {t.layout.stale(minuteText(reading.staleSince, language.tag))}
    </p>
  );

const Alternates: FC<{ request: PageRequest; site: Site | undefined }> = ({ request, site }) => (
  <>
    <link rel="canonical" href={permanentAddress(request, site, request.href(request.path))} />
    {LANGUAGES.map((language) => (
      <link
        rel="alternate"
        hreflang={language.tag}
        href={permanentAddress(request, site, localised(request.path, language))}
      />
    ))}
  </>
);

const Footer: FC<{ request: PageRequest; site: Site | undefined }> = ({ request, site }) => {
  const { t, href, path, query, language } = request;
  const rest = query.size === 0 ? path : `${path}?${query}`;
  return (
    <footer class="site-footer">
      <div class="bar">
        <p class="footer-help">
          {t.layout.footerHelp} <a href={href("/help")}>{t.layout.footerHelpLink}</a>
        </p>
        <ul class="footer-links">
          <li>
            <a href={href("/guide")}>{t.guide.title}</a>
          </li>
          <li>
            <a href={href("/list")}>{t.readingList.title}</a>
          </li>
          <li>
            <a href={href("/about")}>{t.about.title}</a>
          </li>
          <li>
            <a href={href("/accessibility")}>{t.accessibility.title}</a>
          </li>
          <li>
            <a href={href("/rights")}>{t.rights.title}</a>
          </li>
          {LANGUAGES.filter((other) => other !== language).map((other) => (
            <li>
              <a href={localised(rest, other)} lang={other.tag} hreflang={other.tag}>
                {other.name}
              </a>
            </li>
          ))}
        </ul>
        {site?.rightsNotice ? (
          <p class="small">
            <Words text={site.rightsNotice} />
          </p>
        ) : (
          ""
        )}
        {site?.editor ? (
          <p class="small">
            {t.layout.editedBy} <Words text={site.editor} />
          </p>
        ) : (
          ""
        )}
        <p class="small">{t.layout.noTrail}</p>
      </div>
    </footer>
  );
};
