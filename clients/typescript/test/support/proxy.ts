// A TCP proxy that a test makes break connections.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import { after } from "node:test";

const started: Proxy[] = [];
after(() => started.forEach((proxy) => proxy.close()));

/** How a connection is broken: an orderly end, or a reset. */
export type Break = "end" | "reset";

export class Proxy {
  /** Called with each chunk that goes to the server, after it was forwarded. */
  onRequest: (chunk: Buffer) => void = () => {};
  /** Called with each chunk of the server's; false keeps it from the client. */
  onAnswer: (chunk: Buffer) => boolean = () => true;
  /** How many connections were made through it. */
  connections = 0;
  readonly #server: NetServer;
  readonly #sockets = new Set<Socket>();

  private constructor(server: NetServer) {
    this.#server = server;
  }

  /** Listens on a free port and forwards to `port`; closed when the tests of the file are over. */
  static async start(port: number): Promise<Proxy> {
    const server = createServer((client) => proxy.#forward(client, port));
    const proxy = new Proxy(server);
    started.push(proxy);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many sockets are open, two a connection. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Breaks all connections there are; new ones are accepted. */
  cut(how: Break = "reset"): void {
    for (const socket of this.#sockets) {
      if (how === "reset") socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #forward(client: Socket, port: number): void {
    this.connections += 1;
    const server = connect(port, "127.0.0.1");
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
    }
    client.on("close", () => {
      this.#sockets.delete(client);
      server.destroy();
    });
    server.on("close", () => {
      this.#sockets.delete(server);
      client.destroy();
    });
    client.on("data", (chunk) => server.write(chunk, () => this.onRequest(chunk)));
    server.on("data", (chunk) => {
      if (this.onAnswer(chunk)) client.write(chunk);
    });
  }
}
