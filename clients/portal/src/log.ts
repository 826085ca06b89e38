// Log lines as JSON on standard error. No address, query, resource, header or visitor has a field here: what somebody
// reads is nobody's business.
import { LEVELS, type Level } from "./settings.ts";

/** An answered request, at level debug alone. */
export interface AccessLine {
  /** The kind of page, a word out of this program: "entry", "search". Never what was asked for. */
  readonly page: string;
  readonly status: number;
  readonly milliseconds: number;
}

export class Log {
  readonly #least: number;
  readonly #write: (line: string) => void;

  constructor(level: Level, write: (line: string) => void = (line) => void process.stderr.write(line)) {
    this.#least = LEVELS.indexOf(level);
    this.#write = write;
  }

  event(level: Level, message: string): void {
    this.#line(level, { message });
  }

  access(line: AccessLine): void {
    this.#line("debug", { message: "answered", ...line });
  }

  /** The kind of a fault and where it was, never its message: that may quote a request. */
  fault(fault: unknown): void {
    const kind = fault instanceof Error ? fault.name : typeof fault;
    const frames = fault instanceof Error ? (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
    const where = frames.slice(0, 4).map((line) => ` ${line.trim()}`);
    this.#line("error", { message: `a fault of the portal: ${kind}${where.join("")}` });
  }

  #line(level: Level, fields: object): void {
    if (LEVELS.indexOf(level) < this.#least) return;
    this.#write(`${JSON.stringify({ time: new Date().toISOString(), level, ...fields })}\n`);
  }
}
