// Runs of a citation as elements.
import type { FC } from "hono/jsx";
import type { Run } from "@lectern/client";

export const Runs: FC<{ of: readonly Run[] }> = ({ of: runs }) => (
  <>{runs.map(({ text, italic }) => (italic ? <i>{text}</i> : text))}</>
);
