// Pages for what went wrong. Each says what can be done.
import { Code, LecternError } from "@lectern/client";
import { isOutage } from "../catalogue/reading.ts";
import type { Page, PageRequest } from "./page.ts";

const RETRY_SECONDS = 10;

export function notFoundPage({ t, href }: PageRequest): Page {
  return {
    title: t.errors.notFound,
    status: 404,
    indexed: false,
    content: (
      <div class="prose">
        <h1>{t.errors.notFound}</h1>
        <p>{t.errors.notFoundText}</p>
        <ul>
          <li><a href={href("/search")}>{t.errors.trySearch}</a></li>
          <li><a href={href("/countries")}>{t.errors.tryCountries}</a></li>
          <li><a href={href("/topics")}>{t.errors.tryTopics}</a></li>
          <li><a href={href("/help")}>{t.errors.tryHelp}</a></li>
        </ul>
      </div>
    ),
  };
}

/** The page for an error that a handler threw; undefined for a fault of the portal's own. */
export function pageOfError(request: PageRequest, error: unknown): Page | undefined {
  if (!(error instanceof LecternError)) return undefined;
  if (error.reason === "RESOURCE_EXPUNGED") return removedPage(request);
  if (error.code === Code.NotFound) return notFoundPage(request);
  if (error.code === Code.InvalidArgument) return refusedPage(request);
  if (!isOutage(error)) return undefined;
  return unavailablePage(request, error);
}

/** Of all that a reader can ask for, only a search can be more than the server takes. */
function refusedPage({ t, href }: PageRequest): Page {
  return {
    title: t.errors.refused,
    status: 400,
    indexed: false,
    content: (
      <div class="prose">
        <h1>{t.errors.refused}</h1>
        <p>{t.errors.refusedText}</p>
        <p><a href={href("/search")}>{t.errors.trySearch}</a></p>
      </div>
    ),
  };
}

function removedPage({ t, href }: PageRequest): Page {
  return {
    title: t.errors.removed,
    status: 410,
    indexed: false,
    content: (
      <div class="prose">
        <h1>{t.errors.removed}</h1>
        <p>{t.errors.removedText}</p>
        <p><a href={href("/search")}>{t.errors.trySearch}</a></p>
      </div>
    ),
  };
}

function unavailablePage({ t, href }: PageRequest, error: LecternError): Page {
  const isIndex = error.reason === "INDEX_NOT_READY";
  const title = isIndex ? t.errors.indexing : t.errors.unavailable;
  return {
    title,
    status: 503,
    indexed: false,
    retryAfter: Math.max(1, Math.ceil((error.retryDelayMs ?? RETRY_SECONDS * 1000) / 1000)),
    content: (
      <div class="prose">
        <h1>{title}</h1>
        <p>{isIndex ? t.errors.indexingText : t.errors.unavailableText}</p>
        <p class="note">{t.help.emergency}</p>
        <p><a href={href("/help")}>{t.errors.tryHelp}</a></p>
      </div>
    ),
  };
}

export function faultPage({ t, href }: PageRequest): Page {
  return {
    title: t.errors.fault,
    status: 500,
    indexed: false,
    content: (
      <div class="prose">
        <h1>{t.errors.fault}</h1>
        <p>{t.errors.faultText}</p>
        <p><a href={href("/")}>{t.errors.tryHome}</a></p>
      </div>
    ),
  };
}
