// Makes the shapes of the world map for dist/: Natural Earth's countries at 1:50 million, projected, simplified to what a
// screen shows, and written as paths. Once, when the portal is built: pages only put them together.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { WorldShapes } from "./src/pictures/world_shapes.ts";

const WIDTH = 960;
const HEIGHT = 468;
/** A corner that makes a difference of fewer square units goes: at the size of a page nobody sees it. */
const FINEST_AREA = 1;
const SPHERE = 4 * Math.PI;
/** How much of its frame the whole sphere fills in this projection. */
const FILLED = 0.86;
/** A country within fewer square units is lost on a map of this size, and is marked with a point. */
const SMALLEST_AREA = 14;
/** ISO 3166-1 numeric code of Antarctica: large, and without anybody to write about. */
const ANTARCTICA = "010";

/** Countries of ISO 3166-1 that Natural Earth draws at another scale alone, or as parts of others: longitude, latitude. */
const POINTS: Readonly<Record<string, readonly [number, number]>> = {
  "074": [3.4, -54.4], // Bouvet Island
  "162": [105.7, -10.5], // Christmas Island
  "166": [96.8, -12.2], // Cocos (Keeling) Islands
  "175": [45.2, -12.8], // Mayotte
  "254": [-53.1, 3.9], // French Guiana
  "292": [-5.4, 36.1], // Gibraltar
  "312": [-61.6, 16.2], // Guadeloupe
  "474": [-61.0, 14.6], // Martinique
  "535": [-68.3, 12.2], // Bonaire, Sint Eustatius and Saba
  "581": [166.6, 19.3], // United States Minor Outlying Islands: Wake
  "638": [55.5, -21.1], // Réunion
  "744": [16.0, 78.0], // Svalbard and Jan Mayen
  "772": [-171.8, -9.2], // Tokelau
  "798": [179.2, -8.5], // Tuvalu
};

export function worldShapes(): WorldShapes {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const atlas = JSON.parse(readFileSync(file, "utf8")) as Topology<{ countries: GeometryCollection }>;
  // The projection keeps areas, so an area on the sphere, in steradians, is one on the map.
  const unit = SPHERE / (WIDTH * HEIGHT * FILLED);
  const topology = simplify(presimplify(atlas, sphericalTriangleArea), FINEST_AREA * unit) as typeof atlas;
  const { features } = feature(topology, topology.objects.countries);
  const projection = geoEqualEarth().rotate([-11, 0]); // the frame cuts the Bering Strait, not Siberia
  projection.fitSize([WIDTH, HEIGHT], { type: "FeatureCollection", features: features.filter(({ id }) => id !== ANTARCTICA) });
  const path = geoPath(projection).digits(1);
  const countries: Record<string, { path: string; point?: [number, number] }> = {};
  const others: string[] = [];
  for (const shape of features) {
    const drawn = path(shape);
    if (drawn === null || shape.id === ANTARCTICA) continue;
    const id = shape.id === undefined ? undefined : String(shape.id).padStart(3, "0");
    // What has no code of ISO 3166-1 is land on the map like any other, and leads nowhere.
    if (id === undefined || id in countries) others.push(drawn);
    else countries[id] = path.area(shape) < SMALLEST_AREA ? { path: drawn, point: rounded(path.centroid(shape)) } : { path: drawn };
  }
  for (const [id, place] of Object.entries(POINTS)) {
    const point = projection([...place]);
    if (point === null) throw new Error(`build: ${id} has no place on the map`);
    countries[id] ??= { path: "", point: rounded(point) };
  }
  return { width: WIDTH, height: HEIGHT, countries, others: others.join("") };
}

function rounded([x, y]: readonly [number, number]): [number, number] {
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
