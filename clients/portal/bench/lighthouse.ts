// Lighthouse's score for performance: of a visitor with a slow telephone, as it reckons from a load that it traces.
import type { Program } from "../test/support/programs.ts";
import { auditPage, scoreOf } from "../test/support/lighthouse.ts";
import { median, spread } from "./numbers.ts";
import { PAGES } from "./page_calls.ts";
import type { Ratio, Result } from "./report.ts";
import type { Settings } from "./settings.ts";

const LEAST = 0.95;
const MOST_RUNS = 3;
const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
];
const ADDRESSES = {
  home: "/",
  country: PAGES.country.path,
  country_topic: PAGES.country_topic.path,
  search: "/search?q=school",
};

export async function measureLighthouse(portal: Program, settings: Settings): Promise<Result> {
  const ratios: Ratio[] = [];
  const figures: Record<string, object> = {};
  for (const [name, path] of Object.entries(ADDRESSES)) {
    const scores: number[] = [];
    const metrics = new Map<string, number[]>(METRICS.map((metric) => [metric, []]));
    for (let run = 0; run < Math.min(MOST_RUNS, settings.rounds); ++run) {
      const result = await auditPage(`${portal.address}${path}`, ["performance"]);
      scores.push(scoreOf(result, "performance"));
      for (const [metric, values] of metrics) values.push(result.audits[metric]?.numericValue ?? Number.NaN);
    }
    const shown = [...metrics].map(([metric, values]) => [metric.replaceAll("-", "_"), spread(values)] as const);
    figures[name] = { performance: spread(scores), ...Object.fromEntries(shown), runs: scores.length };
    const meaning = `Lighthouse's score for performance of ${path}`;
    ratios.push({ name: `lighthouse_performance_${name}`, value: median(scores), least: LEAST, meaning });
  }
  return { ratios, figures };
}
