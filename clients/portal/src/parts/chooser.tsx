// Lists to choose a country or a topic from, as forms have them.
import type { FC } from "hono/jsx";
import type { Country, Topic } from "@lectern/client";
import { countryName } from "../catalogue/countries.ts";
import { idOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { topicLabel } from "./topic_list.tsx";

interface ChooserProps {
  request: PageRequest;
  id: string;
  label: string;
  /** Parameter of the address. */
  name: string;
  /** What stands for no choice. */
  none: string;
}

/** Names of countries in the order of the page's language. */
export const CountryChooser: FC<ChooserProps & { countries: readonly Country[]; chosen?: string }> = (props) => {
  const {
    request: { language },
    id,
    label,
    name,
    none,
    countries,
    chosen,
  } = props;
  const named = countries
    .map((country) => ({ code: idOf(country.name), text: countryName(country, language.tag) }))
    .sort((a, b) => a.text.localeCompare(b.text, language.tag));
  return (
    <div>
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        <option value="">{none}</option>
        {named.map(({ code, text }) => (
          <option value={code} selected={code === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
};

export const TopicChooser: FC<ChooserProps & { topics: readonly Topic[]; chosen: string }> = (props) => {
  const {
    request: { language },
    id,
    label,
    name,
    none,
    topics,
    chosen,
  } = props;
  return (
    <div>
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        <option value="">{none}</option>
        {topics.map((topic) => (
          <option value={idOf(topic.name)} selected={idOf(topic.name) === chosen}>
            {topicLabel(topic, language.tag)}
          </option>
        ))}
      </select>
    </div>
  );
};
