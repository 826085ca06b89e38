// One kept connection to an HTTP server, as thin as can be: what is measured is the server. One request at a time.
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it was sent: still compressed. */
  readonly body: Buffer;
  /** From the request to the first byte of the answer. */
  readonly firstByteMs: number;
}

const HEAD_END = "\r\n\r\n";

export class Connection {
  readonly #socket: Socket;
  readonly #host: string;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
  }

  /** Connects to an address such as http://127.0.0.1:8080. */
  static open(address: string): Promise<Connection> {
    const { hostname, port, host } = new URL(address);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Connection(socket, host));
      });
    });
  }

  /** A request as it is sent. */
  request(path: string, headers: Readonly<Record<string, string>> = {}): Buffer {
    const lines = Object.entries({ host: this.#host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  }

  /** Sends a request and resolves with the whole answer. */
  get(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let firstByteMs = 0;
      const done = () => {
        this.#socket.off("data", take).off("close", closed);
      };
      const closed = () => reject(new Error("the server closed the connection"));
      const take = (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - began;
        chunks.push(chunk);
        const answer = parsed(Buffer.concat(chunks));
        if (answer === undefined) return;
        done();
        resolve({ ...answer, firstByteMs });
      };
      this.#socket.on("data", take).once("close", closed);
      const began = performance.now();
      this.#socket.write(request);
    });
  }

  /**
   * Sends the same request again and again until `end` (performance.now()), each when the one before is answered.
   * Counts answers, which must all have a status without a body; rejects otherwise.
   */
  repeat(request: Buffer, status: number, end: number): Promise<number> {
    const expected = `HTTP/1.1 ${status} `;
    return new Promise((resolve, reject) => {
      let count = 0;
      let text = "";
      const done = (settle: () => void) => {
        this.#socket.off("data", take).off("close", closed);
        settle();
      };
      const closed = () => reject(new Error("the server closed the connection"));
      const take = (chunk: Buffer) => {
        text += chunk.toString("latin1");
        if (!text.endsWith(HEAD_END)) return;
        if (!text.startsWith(expected)) {
          return done(() => reject(new Error(`expected ${status}, was answered ${text.slice(0, 40)}`)));
        }
        count += 1;
        text = "";
        if (performance.now() >= end) return done(() => resolve(count));
        this.#socket.write(request);
      };
      this.#socket.on("data", take).once("close", closed);
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** An answer out of its bytes; undefined while some are missing. */
export function parsed(bytes: Buffer): Omit<Answer, "firstByteMs"> | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const [first = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const headers = new Map(lines.map(header));
  const status = Number(first.split(" ")[1]);
  const rest = bytes.subarray(headEnd + HEAD_END.length);
  if (status === 304) return { status, headers, body: Buffer.alloc(0) };
  const isChunked = headers.get("transfer-encoding") === "chunked";
  const body = isChunked ? unchunked(rest) : sized(rest, Number(headers.get("content-length")));
  return body === undefined ? undefined : { status, headers, body };
}

function header(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function sized(bytes: Buffer, length: number): Buffer | undefined {
  if (Number.isNaN(length)) throw new Error("an answer states no length");
  return bytes.length < length ? undefined : bytes.subarray(0, length);
}

function unchunked(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const length = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const next = lineEnd + 2 + length + 2;
    if (bytes.length < next) return undefined;
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, next - 2));
    at = next;
  }
}
