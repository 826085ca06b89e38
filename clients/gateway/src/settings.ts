// What the gateway is started with: flags before environment before a settings file before defaults.
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { parseArgs } from "node:util";
import { isLevel, type Level } from "./log.ts";

export const HELP = `Usage: lectern-gateway [--listen ADDR:PORT] [--server ADDR:PORT] [--allow-origin URL]... [OPTION]...

Offers the unary methods of lecternd as Connect, gRPC-Web and JSON over HTTP/1.1.

  --listen ADDR:PORT     where to serve; port 0 takes a free one (default 127.0.0.1:8090)     LECTERN_GATEWAY_LISTEN
  --server ADDR:PORT     lecternd; https://HOST:PORT speaks TLS (default 127.0.0.1:50051)     LECTERN_SERVER
  --server-ca FILE       PEM of the authority behind lecternd's certificate                   LECTERN_SERVER_CA
  --allow-origin URL     origin whose pages may call, such as https://library.example; repeat LECTERN_ALLOW_ORIGINS
                         it for more (in the environment: separated by spaces). Without any, no other site's may
  --with-admin           also offers methods for administrators (keys, settings of the site)  LECTERN_WITH_ADMIN=1
  --behind-tls-edge      allows a --listen address beyond this machine: says that a proxy ends TLS before it
  --plaintext-server     allows a --server beyond this machine without TLS: says that the network between is private
  --log-level LEVEL      debug, info, warning or error (default info)                         LECTERN_LOG_LEVEL
  --config FILE          the same as JSON: {"listen": ..., "server": ..., "serverCa": ..., "allowOrigins": [...],
                         "withAdmin": ..., "behindTlsEdge": ..., "plaintextServer": ..., "logLevel": ...}
  --version, --help

Exit codes: 0 stopped by a signal; 1 cannot serve; 2 wrong flags or settings.
`;

/** A mistake in flags or settings; the message tells the person who starts the gateway what to do. */
export class SettingsError extends Error {}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Settings {
  readonly listen: Endpoint;
  /** http://HOST:PORT or https://HOST:PORT. */
  readonly server: string;
  readonly serverCa: string | undefined;
  readonly allowOrigins: readonly string[];
  readonly withAdmin: boolean;
  readonly logLevel: Level;
}

interface Raw {
  listen?: string;
  server?: string;
  serverCa?: string;
  allowOrigins?: string[];
  withAdmin?: boolean;
  behindTlsEdge?: boolean;
  plaintextServer?: boolean;
  logLevel?: string;
}

const KINDS: Readonly<Record<keyof Raw, "string" | "boolean" | "strings">> = {
  listen: "string",
  server: "string",
  serverCa: "string",
  allowOrigins: "strings",
  withAdmin: "boolean",
  behindTlsEdge: "boolean",
  plaintextServer: "boolean",
  logLevel: "string",
};

/** Throws SettingsError. "help" and "version" ask for no gateway. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | "help" | "version" {
  const flags = readFlags(args);
  if (flags === "help" || flags === "version") return flags;
  const { config, ...given } = flags;
  const raw: Raw = { ...(config === undefined ? {} : readFile(config)), ...readEnvironment(env), ...given };
  return resolve(raw);
}

function readFlags(args: readonly string[]): (Raw & { config?: string }) | "help" | "version" {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        listen: { type: "string" },
        server: { type: "string" },
        "server-ca": { type: "string" },
        "allow-origin": { type: "string", multiple: true },
        "with-admin": { type: "boolean" },
        "behind-tls-edge": { type: "boolean" },
        "plaintext-server": { type: "boolean" },
        "log-level": { type: "string" },
        config: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }));
  } catch (error) {
    throw new SettingsError(`${(error as Error).message.split(". ")[0]}; --help lists the flags`);
  }
  if (values.help) return "help";
  if (values.version) return "version";
  return defined({
    listen: values.listen,
    server: values.server,
    serverCa: values["server-ca"],
    allowOrigins: values["allow-origin"],
    withAdmin: values["with-admin"],
    behindTlsEdge: values["behind-tls-edge"],
    plaintextServer: values["plaintext-server"],
    logLevel: values["log-level"],
    config: values.config,
  });
}

// What weakens a limit (--behind-tls-edge, --plaintext-server) has no variable: it must stand where it is started.
function readEnvironment(env: NodeJS.ProcessEnv): Raw {
  const admin = env.LECTERN_WITH_ADMIN;
  if (admin !== undefined && admin !== "" && admin !== "0" && admin !== "1")
    throw new SettingsError("LECTERN_WITH_ADMIN is 1 or 0");
  return defined({
    listen: env.LECTERN_GATEWAY_LISTEN || undefined,
    server: env.LECTERN_SERVER || undefined,
    serverCa: env.LECTERN_SERVER_CA || undefined,
    allowOrigins: env.LECTERN_ALLOW_ORIGINS?.split(/\s+/).filter((origin) => origin !== ""),
    withAdmin: admin ? admin === "1" : undefined,
    logLevel: env.LECTERN_LOG_LEVEL || undefined,
  });
}

function readFile(path: string): Raw {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SettingsError(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new SettingsError(`${path} holds no JSON object`);
  for (const [key, value] of Object.entries(json)) {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key as keyof Raw] : undefined;
    if (kind === undefined)
      throw new SettingsError(`${path}: there is no setting "${key}"; there are ${Object.keys(KINDS).join(", ")}`);
    const fits =
      kind === "strings"
        ? Array.isArray(value) && value.every((item) => typeof item === "string")
        : typeof value === kind;
    if (!fits)
      throw new SettingsError(`${path}: "${key}" must be ${kind === "strings" ? "a list of strings" : `a ${kind}`}`);
  }
  return json as Raw;
}

function resolve(raw: Raw): Settings {
  const listen = endpoint("--listen", raw.listen ?? "127.0.0.1:8090");
  if (!isLoopback(listen.host) && !raw.behindTlsEdge)
    throw new SettingsError(
      `--listen ${raw.listen}: this address can be reached from other machines, and the gateway speaks no TLS. ` +
        "Put a proxy that ends TLS before it, and say so with --behind-tls-edge",
    );
  const level = raw.logLevel ?? "info";
  if (!isLevel(level)) throw new SettingsError(`--log-level ${level}: it is debug, info, warning or error`);
  return {
    listen,
    server: serverUrl(raw.server ?? "127.0.0.1:50051", raw.plaintextServer ?? false),
    serverCa: raw.serverCa === undefined ? undefined : readCa(raw.serverCa),
    allowOrigins: (raw.allowOrigins ?? []).map(origin),
    withAdmin: raw.withAdmin ?? false,
    logLevel: level,
  };
}

function serverUrl(text: string, plaintextAllowed: boolean): string {
  const tls = text.startsWith("https://");
  const { host, port } = endpoint("--server", text.replace(/^https?:\/\//, "").replace(/\/$/, ""));
  if (port === 0) throw new SettingsError(`--server ${text}: port 0 is none`);
  if (!tls && !isLoopback(host) && !plaintextAllowed)
    throw new SettingsError(
      `--server ${text}: callers' keys would cross the network without TLS. Use https://, or say that the network ` +
        "between is private with --plaintext-server",
    );
  return `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function readCa(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new SettingsError(`--server-ca: ${(error as Error).message}`);
  }
}

// Exact origins alone: no pattern, no "null", no path.
function origin(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new SettingsError(
      `--allow-origin ${text}: write an origin such as https://library.example; patterns are not offered`,
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new SettingsError(`--allow-origin ${text}: pages come by http or https`);
  if (url.host.includes("*"))
    throw new SettingsError(`--allow-origin ${text}: patterns are not offered; name each origin`);
  if (url.origin !== text.replace(/\/$/, ""))
    throw new SettingsError(`--allow-origin ${text}: browsers call this origin ${url.origin}; write it so`);
  return url.origin;
}

function endpoint(flag: string, text: string): Endpoint {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@?#[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535 || (match[1] !== undefined && isIP(match[1]) !== 6))
    throw new SettingsError(`${flag} ${text}: write ADDR:PORT, such as 127.0.0.1:8090 or [::1]:8090`);
  return { host: match[1] ?? match[2] ?? "", port };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
