// A process that makes the calls of a page, with the client and the settings that the portal has, when its parent says
// so.
// Usage: bare_client.ts HOST:PORT, started with fork()
import { createLectern } from "@lectern/client";
import { makeCalls, type PageName } from "./page_calls.ts";

export interface Order {
  readonly page: PageName;
  readonly count: number;
}

export type Times = { readonly milliseconds: number[] } | { readonly error: string };

const [address = ""] = process.argv.slice(2);
const retry = { attempts: 3, firstWaitMs: 50, longestWaitMs: 250 };
const lectern = createLectern({ address, actAs: "reader", timeoutMs: 5_000, retry });

async function run({ page, count }: Order): Promise<Times> {
  const milliseconds: number[] = [];
  try {
    for (let i = 0; i < count; ++i) {
      const began = performance.now();
      await makeCalls(lectern, page);
      milliseconds.push(performance.now() - began);
    }
    return { milliseconds };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

process.on("message", (order: Order) => void run(order).then((times) => process.send?.(times)));
process.on("disconnect", () => process.exit(0));
