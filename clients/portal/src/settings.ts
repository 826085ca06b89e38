// What the portal is started with: flags before environment before defaults.
import { isIP } from "node:net";
import { parseArgs } from "node:util";

export const HELP = `Usage: lectern-portal [--listen ADDR:PORT] [--server ADDR:PORT] [OPTION]...

Serves the pages of a Lectern catalogue, which it reads over gRPC as a reader.

  --listen ADDR:PORT     where to serve; port 0 takes a free one (default 127.0.0.1:8080)     LECTERN_PORTAL_LISTEN
  --server ADDR:PORT     lecternd; https://HOST:PORT speaks TLS (default 127.0.0.1:50051)     LECTERN_SERVER
  --exit-url URL         where "Leave this site" leads (default https://www.wikipedia.org/)   LECTERN_PORTAL_EXIT_URL
  --allow-frame URL      origin whose pages may show these in a frame, such as https://school.example; repeat it for
                         more. Without any, none may
  --behind-tls-edge      allows a --listen address beyond this machine: says that a proxy ends TLS before it
  --plaintext-server     allows a --server beyond this machine without TLS: says that the network between is private
  --log-level LEVEL      debug, info, warning or error (default info)                         LECTERN_LOG_LEVEL
  --version, --help

LECTERN_TOKEN, where it is set, is the secret of the API key that the portal reads with. Whatever the key's role is, the
portal acts as a reader.

Exit codes: 0 stopped by a signal; 1 cannot serve; 2 wrong flags or settings.
`;

/** A mistake in flags or settings; the message tells the person who starts the portal what to do. */
export class SettingsError extends Error {}

export const LEVELS = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof LEVELS)[number];

export interface Settings {
  readonly listen: { readonly host: string; readonly port: number };
  /** http://HOST:PORT or https://HOST:PORT. */
  readonly server: string;
  readonly token: string | undefined;
  readonly exitUrl: string;
  /** Origins. */
  readonly frameAncestors: readonly string[];
  readonly logLevel: Level;
}

/** Throws SettingsError. "help" and "version" ask for no portal. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | "help" | "version" {
  let flags;
  try {
    ({ values: flags } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        listen: { type: "string" },
        server: { type: "string" },
        "exit-url": { type: "string" },
        "allow-frame": { type: "string", multiple: true },
        "behind-tls-edge": { type: "boolean" },
        "plaintext-server": { type: "boolean" },
        "log-level": { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }));
  } catch (error) {
    throw new SettingsError(`${(error as Error).message.split(". ")[0]}; --help lists the flags`);
  }
  if (flags.help) return "help";
  if (flags.version) return "version";
  const listen = endpoint("--listen", flags.listen ?? (env["LECTERN_PORTAL_LISTEN"] || "127.0.0.1:8080"));
  if (!isLoopback(listen.host) && !flags["behind-tls-edge"]) {
    throw new SettingsError(
      `--listen ${listen.host}: this address can be reached from other machines, and the portal speaks no TLS. ` +
        "Put a proxy that ends TLS before it, and say so with --behind-tls-edge",
    );
  }
  const server = flags.server ?? (env["LECTERN_SERVER"] || "127.0.0.1:50051");
  return {
    listen,
    server: serverUrl(server, flags["plaintext-server"] ?? false),
    token: env["LECTERN_TOKEN"] || undefined,
    exitUrl: webAddress("--exit-url", flags["exit-url"] ?? (env["LECTERN_PORTAL_EXIT_URL"] || "https://www.wikipedia.org/")),
    frameAncestors: (flags["allow-frame"] ?? []).map(origin),
    logLevel: level(flags["log-level"] ?? (env["LECTERN_LOG_LEVEL"] || "info")),
  };
}

function serverUrl(text: string, plaintextAllowed: boolean): string {
  const tls = text.startsWith("https://");
  const { host, port } = endpoint("--server", text.replace(/^https?:\/\//, "").replace(/\/$/, ""));
  if (port === 0) throw new SettingsError(`--server ${text}: port 0 is none`);
  if (!tls && !isLoopback(host) && !plaintextAllowed) {
    throw new SettingsError(
      `--server ${text}: what is read would cross the network without TLS. Use https://, or say that the network ` +
        "between is private with --plaintext-server",
    );
  }
  return `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function endpoint(flag: string, text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@?#[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535 || (match[1] !== undefined && isIP(match[1]) !== 6)) {
    throw new SettingsError(`${flag} ${text}: write ADDR:PORT, such as 127.0.0.1:8080 or [::1]:8080`);
  }
  return { host: match[1] ?? match[2] ?? "", port };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function webAddress(flag: string, text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new SettingsError(`${flag} ${text}: write an address such as https://www.wikipedia.org/`);
  }
  return url.href;
}

// Exact origins alone: no pattern, no path.
function origin(text: string): string {
  const url = new URL(webAddress("--allow-frame", text));
  if (url.host.includes("*") || url.origin !== text.replace(/\/$/, "")) {
    throw new SettingsError(`--allow-frame ${text}: write an origin such as https://school.example, without a path`);
  }
  return url.origin;
}

function level(text: string): Level {
  const found = LEVELS.find((candidate) => candidate === text);
  if (found === undefined) throw new SettingsError(`--log-level ${text}: it is one of ${LEVELS.join(", ")}`);
  return found;
}
