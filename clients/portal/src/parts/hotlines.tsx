// Help: hotlines with when they were checked, and where else help is found.
import type { FC } from "hono/jsx";
import { Confidentiality, type Fallback, type Hotline, type Site } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { dateOf, dayText, minuteText } from "../text/dates.ts";
import { sourceAddress } from "./source_link.tsx";
import { Words } from "./texts.tsx";

/** Without a date of its own, a hotline is to be looked at again so long after it was last. The contract's rule. */
const REVIEW_MS = 180 * 24 * 3600 * 1000;

/** Whether a hotline has to be looked at again, at the moment of the page; notes until when the answer holds. */
export function isOverdue(hotline: Hotline, { reading }: PageRequest): boolean {
  const due = dueDate(hotline);
  if (hotline.overdue || due === undefined || due <= reading.now) return true;
  reading.lastsUntil(due);
  return false;
}

function dueDate({ reviewDueTime, verifyTime }: Hotline): Date | undefined {
  if (verifyTime === undefined) return undefined; // never verified counts as overdue
  return reviewDueTime === undefined ? new Date(dateOf(verifyTime).getTime() + REVIEW_MS) : dateOf(reviewDueTime);
}

interface HotlinesProps {
  request: PageRequest;
  hotlines: readonly Hotline[];
  site: Site | undefined;
  /** Level of the hotlines' headings. */
  level?: 3 | 4;
}

/** Hotlines, those that were checked lately first; with the fallback chain where that is not all of them. */
export const Hotlines: FC<HotlinesProps> = ({ request, hotlines, site, level = 3 }) => {
  const checked = hotlines.filter((hotline) => !isOverdue(hotline, request));
  const overdue = hotlines.filter((hotline) => isOverdue(hotline, request));
  const fallbacks = overdue.find((hotline) => hotline.fallbacks.length > 0)?.fallbacks ?? site?.fallbacks ?? [];
  return (
    <>
      {request.reading.staleSince === undefined ? (
        ""
      ) : (
        <p class="overdue">
          {request.t.help.staleNumbers(minuteText(request.reading.staleSince, request.language.tag))}
        </p>
      )}
      {hotlines.length === 0 ? (
        ""
      ) : (
        <ul class="hotlines">
          {[...checked, ...overdue].map((hotline) => (
            <li>
              <HotlineCard request={request} hotline={hotline} level={level} />
            </li>
          ))}
        </ul>
      )}
      {overdue.length > 0 || hotlines.length === 0 ? <Fallbacks request={request} fallbacks={fallbacks} /> : ""}
    </>
  );
};

const HotlineCard: FC<{ request: PageRequest; hotline: Hotline; level: 3 | 4 }> = ({ request, hotline, level }) => {
  const { t, language } = request;
  const overdue = isOverdue(hotline, request);
  const Heading = level === 3 ? "h3" : "h4";
  const chat = sourceAddress(hotline.chatUrl);
  const languages = hotline.languages.map((tag) => languageName(tag, language.tag)).join(", ");
  const facts: [string, string][] = [
    [t.help.audience, hotline.audience],
    [t.help.hours, hotline.hours],
    [t.help.cost, hotline.cost],
    [t.help.languages, languages],
    [t.help.confidentiality, confidentiality(request, hotline.confidentiality)],
  ];
  return (
    <article class={overdue ? "hotline is-overdue" : "hotline"}>
      <Heading class="hotline-name">
        <Words text={hotline.displayName} />
      </Heading>
      {overdue ? <p class="overdue">{overdueText(request, hotline)}</p> : ""}
      <p class="numbers">
        {hotline.numbers.map(({ dial, printed, e164 }) => (
          <a class="number" href={telephone(e164 || dial || printed)}>
            <bdi>{dial || printed}</bdi>
          </a>
        ))}
        {hotline.textNumber === "" ? (
          ""
        ) : (
          <span class="number-text">
            {t.help.text} <bdi>{hotline.textNumber}</bdi>
          </span>
        )}
        {chat === undefined ? (
          ""
        ) : (
          <a class="chat" href={chat} rel="noreferrer nofollow">
            {t.help.chat}
          </a>
        )}
      </p>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <div>
              <dt>
                {label}
                {t.layout.colon}
              </dt>{" "}
              <dd>
                <Words text={value} />
              </dd>
            </div>
          ))}
      </dl>
      {hotline.verifyTime === undefined || overdue ? (
        ""
      ) : (
        <p class="checked">{t.help.checked(dayText(dateOf(hotline.verifyTime), language.tag))}</p>
      )}
    </article>
  );
};

function overdueText({ t, language }: PageRequest, { verifyTime }: Hotline): string {
  if (verifyTime === undefined) return t.help.neverChecked;
  return t.help.overdue(dayText(dateOf(verifyTime), language.tag));
}

function confidentiality({ t }: PageRequest, value: Confidentiality): string {
  if (value === Confidentiality.CONFIDENTIAL) return t.help.confidential;
  return value === Confidentiality.NOT_CONFIDENTIAL ? t.help.notConfidential : "";
}

/** Where else help is found, the best first. */
export const Fallbacks: FC<{ request: PageRequest; fallbacks: readonly Fallback[] }> = ({ request, fallbacks }) => {
  const { t } = request;
  return (
    <div class="fallbacks">
      <p class="emergency">{t.help.emergency}</p>
      {fallbacks.length === 0 ? (
        ""
      ) : (
        <>
          <p>{t.help.alsoHere}</p>
          <ul>
            {fallbacks.map(({ label, dial, url }) => {
              const address = sourceAddress(url);
              return (
                <li>
                  {address === undefined ? (
                    <Words text={label} />
                  ) : (
                    <a href={address} rel="noreferrer nofollow">
                      <Words text={label} />
                    </a>
                  )}
                  {dial === "" ? (
                    ""
                  ) : (
                    <>
                      {" "}
                      <a class="number" href={telephone(dial)}>
                        <bdi>{dial}</bdi>
                      </a>
                    </>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </div>
  );
};

/** What a telephone dials. Of a number that is known in its international form, that: it works from abroad as well. */
function telephone(dial: string): string {
  return `tel:${encodeURIComponent(dial.replace(/[^\d+*#]/g, "")).replace(/%2B/g, "+")}`;
}

const languageNames = new Map<string, Intl.DisplayNames>();

/** What a language is called in `language`; the tag itself where it has no name. */
export function languageName(tag: string, language: string): string {
  let names = languageNames.get(language);
  if (names === undefined)
    languageNames.set(language, (names = new Intl.DisplayNames([language], { type: "language" })));
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag; // no tag that Unicode knows
  }
}
