// The content of a teacher resource, in the order in which a lesson goes.
import type { Child, FC } from "hono/jsx";
import type { TeacherResource } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { Markdown } from "./markdown.tsx";
import { noticeOf } from "./resource_facts.tsx";
import { Quotation, type NumberNotice } from "./texts.tsx";

interface BodyProps {
  request: PageRequest;
  resource: TeacherResource;
}

export const ResourceBody: FC<BodyProps> = ({ request, resource }) => {
  const { t } = request;
  const notice = noticeOf(request, resource);
  const language = resource.language || undefined;
  const text = (value: string): Child =>
    value === "" ? "" : <Paragraphs text={value} language={language} notice={notice} />;
  const item = (words: string) => (
    <li class="lines" dir="auto">
      <Quotation text={words} notice={notice} />
    </li>
  );
  const list = (items: readonly string[]): Child =>
    items.length === 0 ? "" : <ol lang={language}>{items.map(item)}</ol>;
  const sections: [string, Child][] = [
    [t.resources.purpose, text(resource.purpose)],
    [t.resources.objectives, list(resource.objectives)],
    [t.resources.equipment, <Equipment request={request} resource={resource} notice={notice} />],
    [t.resources.opening, text(resource.anticipatorySet)],
    [t.resources.procedures, <Procedures resource={resource} notice={notice} />],
    [t.resources.assignments, text(resource.assignments)],
    [t.resources.closure, text(resource.closure)],
  ];
  const isEmpty: Record<string, boolean> = {
    [t.resources.equipment]: resource.equipment.every(({ items }) => items.length === 0),
    [t.resources.procedures]: resource.procedures.length === 0,
  };
  return (
    <>
      {sections
        .filter(([heading, content]) => content !== "" && isEmpty[heading] !== true)
        .map(([heading, content]) => (
          <section class="lesson-part">
            <h2>{heading}</h2>
            {content}
          </section>
        ))}
      {resource.parts.map(({ heading, body }) => (
        <section class="lesson-part" lang={language}>
          {heading === "" ? (
            ""
          ) : (
            <h2 dir="auto">
              <Quotation text={heading} notice={notice} />
            </h2>
          )}
          <Markdown source={body} notice={notice} level={3} />
        </section>
      ))}
      {resource.prompts.length === 0 ? "" : <Prompts request={request} resource={resource} notice={notice} />}
    </>
  );
};

const Paragraphs: FC<{ text: string; language: string | undefined; notice: NumberNotice }> = ({
  text,
  language,
  notice,
}) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p class="lines" lang={language} dir="auto">
        <Quotation text={paragraph} notice={notice} />
      </p>
    ))}
  </>
);

const Equipment: FC<{ request: PageRequest; resource: TeacherResource; notice: NumberNotice }> = ({
  request,
  resource,
  notice,
}) => (
  <>
    {resource.equipment
      .filter(({ items }) => items.length > 0)
      .map(({ use, items }) => (
        <div lang={resource.language || undefined}>
          {use === "" ? (
            ""
          ) : (
            <p class="use" lang={request.language.tag}>
              {request.t.resources.equipmentFor}{" "}
              <bdi lang={resource.language || undefined}>
                <Quotation text={use} notice={notice} />
              </bdi>
            </p>
          )}
          <ul>
            {items.map((item) => (
              <li dir="auto">
                <Quotation text={item} notice={notice} />
              </li>
            ))}
          </ul>
        </div>
      ))}
  </>
);

const Procedures: FC<{ resource: TeacherResource; notice: NumberNotice }> = ({ resource, notice }) => (
  <>
    {resource.procedures.map(({ heading, steps }) => (
      <div class="procedure" lang={resource.language || undefined}>
        {heading === "" ? (
          ""
        ) : (
          <h3 dir="auto">
            <Quotation text={heading} notice={notice} />
          </h3>
        )}
        <ol>
          {steps.map((step) => (
            <li class="lines" dir="auto">
              <Quotation text={step} notice={notice} />
            </li>
          ))}
        </ol>
      </div>
    ))}
  </>
);

const Prompts: FC<{ request: PageRequest; resource: TeacherResource; notice: NumberNotice }> = ({
  request,
  resource,
  notice,
}) => {
  const { t } = request;
  const language = resource.language || undefined;
  return (
    <section class="lesson-part">
      <h2>{t.resources.prompts}</h2>
      <ol class="prompts" lang={language}>
        {resource.prompts.map(({ text, suggestions }) => (
          <li dir="auto">
            <p class="lines">
              <Quotation text={text} notice={notice} />
            </p>
            {suggestions === "" ? (
              ""
            ) : (
              <p class="suggestions">
                <span lang={request.language.tag}>{t.resources.suggestions}</span>{" "}
                <bdi>
                  <Quotation text={suggestions} notice={notice} />
                </bdi>
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
