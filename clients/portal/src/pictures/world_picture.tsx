// The world map: countries by how many sources the catalogue has of them, told apart by patterns as well as by shades.
//
// The picture is for those who see and point; it is hidden from screen readers and left out of the order of Tab stops,
// since the table beside it leads to the same pages without 200 stops on the way.
import type { FC } from "hono/jsx";
import { raw } from "hono/html";
import type { PageRequest } from "../http/page.ts";
import { levelOf, rangeOf } from "./levels.ts";
import { worldShapes } from "./world_shapes.ts";

/** A country with sources. */
export interface MapCountry {
  /** ISO 3166-1 numeric: "056". */
  readonly numericCode: string;
  readonly name: string;
  readonly count: number;
  /** Address of its page, with its language. */
  readonly address: string;
}

const POINT_RADIUS = 3.5;
const LEVELS = [1, 2, 3, 4, 5];

export const WorldPicture: FC<{ request: PageRequest; countries: readonly MapCountry[] }> = ({
  request,
  countries,
}) => (
  <>
    {raw(pictureOf(request, countries))}
    <Legend request={request} highest={Math.max(1, ...countries.map(({ count }) => levelOf(count)))} />
  </>
);

/** Pictures as they were drawn last, by what they show. */
const drawn = new Map<string, string>();
const MOST_DRAWN = 24;

function pictureOf(request: PageRequest, countries: readonly MapCountry[]): string {
  const key = JSON.stringify([request.language.tag, countries]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const picture = String(<Picture request={request} countries={countries} />);
  for (const oldest of drawn.keys()) {
    if (drawn.size < MOST_DRAWN) break;
    drawn.delete(oldest);
  }
  drawn.set(key, picture);
  return picture;
}

const Picture: FC<{ request: PageRequest; countries: readonly MapCountry[] }> = ({ request, countries }) => {
  const { width, height, others, countries: shapes } = worldShapes();
  const known = new Set(countries.map(({ numericCode }) => numericCode));
  const rest = Object.entries(shapes)
    .filter(([code]) => !known.has(code))
    .map(([, { path }]) => path);
  return (
    <svg class="world-map" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <defs>
        {LEVELS.map((level) => (
          <Pattern level={level} />
        ))}
      </defs>
      <path class="land" d={others + rest.join("")} />
      {LEVELS.map((level) => {
        const ofLevel = countries.filter(({ count }) => levelOf(count) === level);
        if (ofLevel.length === 0) return "";
        return (
          <g class={`level level-${level}`} fill={`url(#level-${level})`}>
            {ofLevel.map((country) => (
              <Shape request={request} country={country} />
            ))}
          </g>
        );
      })}
    </svg>
  );
};

const Shape: FC<{ request: PageRequest; country: MapCountry }> = ({ request, country }) => {
  const shape = worldShapes().countries[country.numericCode];
  if (shape === undefined) return <></>;
  return (
    <a href={country.address} tabindex={-1}>
      <title>{request.t.pictures.country(country.name, country.count)}</title>
      {shape.path === "" ? "" : <path d={shape.path} />}
      {shape.point === undefined ? "" : <circle cx={shape.point[0]} cy={shape.point[1]} r={POINT_RADIUS} />}
    </a>
  );
};

/** Dots, lines, closer lines, crossed lines, and nothing but ink. */
const Pattern: FC<{ level: number }> = ({ level }) => {
  const size = [5, 6, 3.5, 4, 4][level - 1] ?? 4;
  return (
    <pattern
      id={`level-${level}`}
      class={`pattern pattern-${level}`}
      width={size}
      height={size}
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect class="ground" width={size} height={size} />
      {level === 1 ? <circle class="ink" cx={size / 2} cy={size / 2} r="0.7" /> : ""}
      {level === 2 || level === 3 || level === 4 ? <rect class="ink" width="1" height={size} /> : ""}
      {level === 4 ? <rect class="ink" width={size} height="1" /> : ""}
      {level === 5 ? <rect class="ink" width={size} height={size} /> : ""}
    </pattern>
  );
};

const Legend: FC<{ request: PageRequest; highest: number }> = ({ request: { t }, highest }) => (
  <div class="legend">
    <p id="legend">{t.pictures.legend}</p>
    <ul aria-labelledby="legend">
      {LEVELS.filter((level) => level <= highest).map((level) => {
        const { from, to } = rangeOf(level);
        return (
          <li>
            <svg class="swatch" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
              <rect class="level" width="24" height="16" fill={`url(#level-${level})`} />
            </svg>
            {t.pictures.range(from, to)}
          </li>
        );
      })}
    </ul>
  </div>
);
