// What the search form has beside its field: years, order, and the filters that a new search keeps.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { ORDERS, type SearchState } from "../http/search_address.ts";

export const SearchOptions: FC<{ request: PageRequest; state: SearchState }> = ({ request: { t }, state }) => {
  const { kind, country, topic, theme, type, language, notes } = state;
  const kept = Object.entries({ kind, country, topic, theme, type, language, notes }).filter(
    ([, value]) => value !== "",
  );
  return (
    <div class="search-options">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {state.without.map((note) => (
        <input type="hidden" name="without" value={note} />
      ))}
      <label>
        {t.search.from}{" "}
        <input class="year" name="from" inputmode="numeric" pattern="\d{4}" maxlength={4} value={state.from} />
      </label>
      <label>
        {t.search.to}{" "}
        <input class="year" name="to" inputmode="numeric" pattern="\d{4}" maxlength={4} value={state.to} />
      </label>
      <label>
        {t.search.order}{" "}
        <select name="order">
          {ORDERS.map((order) => (
            <option value={order} selected={order === state.order}>
              {t.search.orders[order]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
};
