// An address to pass on: to be copied by the script's button, or by hand.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";

export const Shared: FC<{ request: PageRequest; id: string; address: string }> = ({ request: { t }, id, address }) => (
  <>
    <p class="citation address" id={id} dir="ltr">{address}</p>
    <p>
      <button type="button" hidden data-copy={id} data-status={`${id}-status`} data-done={t.cite.copied}>
        {t.readingList.copyAddress}
      </button>{" "}
      <span id={`${id}-status`} role="status"></span>
    </p>
  </>
);
