// The way from the beginning of the site to a page.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { Words } from "./texts.tsx";

export const Trail: FC<{ request: PageRequest; steps: readonly { label: string; path: string }[] }> = ({
  request,
  steps,
}) => (
  <nav class="trail" aria-label={request.t.layout.trail}>
    <ol>
      <li>
        <a href={request.href("/")}>{request.t.layout.home}</a>
      </li>
      {steps.map(({ label, path }) => (
        <li>
          <a href={request.href(path)}>
            <Words text={label} />
          </a>
        </li>
      ))}
    </ol>
  </nav>
);
