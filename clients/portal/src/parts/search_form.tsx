// The search field. It works as any form does; the script adds completions.
import type { Child, FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";

export const SearchForm: FC<{ request: PageRequest; query?: string; large?: boolean; children?: Child }> = (props) => {
  const { request, query, large, children } = props;
  const { t, href } = request;
  return (
    <form class={large ? "search search-large" : "search"} role="search" action={href("/search")} method="get">
      <label class={large ? "" : "hidden"} for="q">{t.search.label}</label>
      <div class="search-row">
        <input
          id="q"
          name="q"
          type="search"
          value={query ?? ""}
          autocomplete="off"
          spellcheck={false}
          maxlength={512}
          list="completions"
          data-suggest={href("/suggest")}
        />
        <button type="submit">{t.search.button}</button>
      </div>
      <datalist id="completions"></datalist>
      {children ?? ""}
    </form>
  );
};
