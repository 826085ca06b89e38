// What a page that is confirmed with 304 stands beside: one Hono route, on the same server adapter, that compares a
// tag.
// Usage: bare_route.ts TAG. Serves on a free port and says where.
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const [tag = ""] = process.argv.slice(2);
const app = new Hono();
app.get("/page", (context) => {
  if (context.req.header("if-none-match") === tag) return new Response(null, { status: 304, headers: { etag: tag } });
  return context.text("page");
});
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
server.on("listening", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`serving on http://127.0.0.1:${port},\n`);
});
