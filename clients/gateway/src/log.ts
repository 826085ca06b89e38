// Log lines as JSON on standard error. No request, resource, address, query or header has a field here.
export type Level = "debug" | "info" | "warning" | "error";
const ORDER: readonly Level[] = ["debug", "info", "warning", "error"];

export function isLevel(text: string): text is Level {
  return (ORDER as readonly string[]).includes(text);
}

export interface CallLine {
  /** The method's name out of the contract, never the path as it was sent. */
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
}

export class Log {
  private readonly least: number;
  private readonly write: (line: string) => void;

  constructor(level: Level, write: (line: string) => void = (line) => void process.stderr.write(line)) {
    this.least = ORDER.indexOf(level);
    this.write = write;
  }

  event(level: Level, message: string): void {
    this.line(level, { message });
  }

  /** A call that is over; at level debug alone. */
  call(line: CallLine): void {
    this.line("debug", { message: "call", ...line });
  }

  private line(level: Level, fields: object): void {
    if (ORDER.indexOf(level) < this.least) return;
    this.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...fields })}\n`);
  }
}
