// The shapes of the world map, as the build has made them.
import { readFileSync } from "node:fs";

export interface CountryShape {
  /** Path data of SVG; empty where the country has a point alone. */
  readonly path: string;
  /** Where a point marks what is too small to be seen. */
  readonly point?: readonly [number, number];
}

export interface WorldShapes {
  readonly width: number;
  readonly height: number;
  /** By numeric code of ISO 3166-1: "056". */
  readonly countries: Readonly<Record<string, CountryShape>>;
  /** Path data of all land that no code stands for. */
  readonly others: string;
}

let shapes: WorldShapes | undefined;

/** Reads them from `dist`, once. Throws where the portal is not built. */
export function worldShapes(): WorldShapes {
  shapes ??= JSON.parse(readFileSync(new URL("../world.json", import.meta.url), "utf8")) as WorldShapes;
  return shapes;
}
