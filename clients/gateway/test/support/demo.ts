// A contract of our own making for tests: a method of each sort that the gateway tells apart, whatever the real one has.
import { readFileSync } from "node:fs";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { create, fromBinary, type DescMethod, type DescMethodUnary } from "@bufbuild/protobuf";
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  MethodOptions_IdempotencyLevel,
} from "@bufbuild/protobuf/wkt";
import type { ConnectRouter, HandlerContext } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { AnswerMaker } from "../../src/answers.ts";
import { contractOf, methodName, type Contract } from "../../src/contract.ts";
import { ErrorMaker } from "../../src/errors.ts";
import { Cors } from "../../src/headers.ts";
import { Log } from "../../src/log.ts";
import { offersOf } from "../../src/offer.ts";
import { routesOf } from "../../src/routes.ts";
import { GatewayServer } from "../../src/server.ts";
import { Upstream } from "../../src/upstream.ts";

const READ = MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
// Fields of Thing with their FieldDescriptorProto.Type: string, int64, bool.
const FIELDS = { name: 9, size: 3, flag: 8 };

function method(name: string, options: { read?: boolean; stream?: boolean } = {}) {
  return {
    name,
    inputType: ".lectern.v1.Thing",
    outputType: ".lectern.v1.Thing",
    serverStreaming: options.stream ?? false,
    ...(options.read ? { options: { idempotencyLevel: READ } } : {}),
  };
}

/** The real contract with a DemoService beside its services. */
export function demoContract(): Contract {
  const files = fromBinary(
    FileDescriptorSetSchema,
    readFileSync(new URL("../../dist/contract.binpb", import.meta.url)),
  );
  files.file.push(
    create(FileDescriptorProtoSchema, {
      name: "lectern/v1/demo.proto",
      package: "lectern.v1",
      syntax: "proto3",
      messageType: [
        {
          name: "Thing",
          field: Object.entries(FIELDS).map(([name, type], index) => ({
            name,
            type,
            number: index + 1,
            label: 1,
            jsonName: name,
          })),
        },
      ],
      service: [
        {
          name: "DemoService",
          method: [
            method("GetThing", { read: true }),
            method("ListThings", { read: true }),
            method("SearchThings", { read: true }),
            method("SuggestThings", { read: true }),
            method("RelatedThings", { read: true }),
            method("WriteThing"),
            method("Watch", { read: true, stream: true }),
          ],
        },
      ],
    }),
  );
  return contractOf(files);
}

export function demoMethod(contract: Contract, name: string): DescMethod {
  const found = contract.methods.find(
    (candidate) => candidate.parent.name === "DemoService" && candidate.name === name,
  );
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

export interface Demo {
  readonly url: string;
  readonly log: string[];
  /** Bytes that large requests hold just now. */
  readonly held: () => number;
  close(): Promise<void>;
}

/** A gateway in this process before `server`. */
export async function startDemoGateway(
  server: string,
  origins: readonly string[] = [],
  maxHeldBytes?: number,
): Promise<Demo> {
  const contract = demoContract();
  const errors = new ErrorMaker(contract.registry);
  const lines: string[] = [];
  const log = new Log("debug", (line) => void lines.push(line));
  const upstream = new Upstream({ url: server }, errors, log);
  const answers = new AnswerMaker(errors, maxHeldBytes);
  const gateway = new GatewayServer({
    routes: routesOf(contract, offersOf(contract, false), upstream, errors),
    pages: new Map(),
    cors: new Cors(origins),
    answers,
    log,
    isServing: () => upstream.isServing(),
  });
  const address = await gateway.listen("127.0.0.1", 0);
  return {
    url: `http://${address}`,
    log: lines,
    held: () => answers.held,
    close: async () => {
      await gateway.stop(0);
      upstream.close();
    },
  };
}

export type Handler = (request: any, context: HandlerContext) => any;

/**
 * A gRPC server that answers methods of the DemoService, and `others` by their full names; closes with every connection.
 */
export async function startDemoServer(
  handlers: Record<string, Handler>,
  others: Record<string, Handler> = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const contract = demoContract();
  const server = http2.createServer(
    connectNodeAdapter({
      routes: (router: ConnectRouter) => {
        for (const [name, handler] of Object.entries(handlers))
          router.rpc(demoMethod(contract, name) as DescMethodUnary, handler);
        for (const method of contract.methods) {
          const handler = others[methodName(method)];
          if (handler !== undefined) router.rpc(method as DescMethodUnary, handler);
        }
      },
    }),
  );
  const sessions = new Set<http2.Http2Session>();
  server.on("session", (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      sessions.forEach((session) => session.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
