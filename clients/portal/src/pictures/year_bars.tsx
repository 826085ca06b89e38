// Bars by year. Hidden from screen readers: the table below has the same and leads to the same searches.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { periodText, type Period } from "./periods.ts";

interface YearBarsProps {
  request: PageRequest;
  /** Without a gap, at least one with a count. */
  periods: readonly Period[];
  /** Address of the search for a period, with its language. */
  address: (period: Period) => string;
}

const HEIGHT = 100;
const STEP = 10;

export const YearBars: FC<YearBarsProps> = ({ request: { t }, periods, address }) => {
  const most = Math.max(...periods.map(({ count }) => count));
  const [first, middle, last] = [periods[0], periods[Math.floor(periods.length / 2)], periods.at(-1)];
  return (
    <>
      <p class="axis">{t.timeline.most(most)}</p>
      <svg
        viewBox={`0 0 ${periods.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {periods.map((period, index) => {
          if (period.count === 0) return "";
          const height = Math.max(2, Math.round((period.count / most) * HEIGHT * 10) / 10);
          return (
            <a href={address(period)} tabindex={-1}>
              <title>{t.timeline.bar(periodText(period), period.count)}</title>
              <rect x={index * STEP + 1} y={HEIGHT - height} width={STEP - 2} height={height} />
            </a>
          );
        })}
      </svg>
      <p class="axis" aria-hidden="true">
        <span>{first?.from}</span>
        {periods.length > 4 ? <span>{middle?.from}</span> : ""}
        {periods.length > 1 ? <span>{last?.to}</span> : ""}
      </p>
    </>
  );
};
