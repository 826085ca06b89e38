// Connect and gRPC-Web, in binary and JSON, through the clients that their makers wrote, against the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { create, toBinary, fromBinary, type DescMethodUnary, type Message } from "@bufbuild/protobuf";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { methodName, readContract } from "../src/contract.ts";
import { importSamples, startGateway, startLecternd, type Gateway, type Lecternd } from "./support/processes.ts";

const contract = readContract(new URL("../dist/contract.binpb", import.meta.url));
let server: Lecternd;
let gateway: Gateway;
let transports: Array<{ name: string; transport: Transport }>;

before(async () => {
  server = await startLecternd();
  await importSamples(server);
  gateway = await startGateway(server.address);
  const baseUrl = gateway.url;
  transports = [
    {
      name: "Connect, binary",
      transport: createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: true }),
    },
    {
      name: "Connect, JSON",
      transport: createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: false }),
    },
    { name: "Connect by GET", transport: createConnectTransport({ baseUrl, httpVersion: "1.1", useHttpGet: true }) },
    {
      name: "gRPC-Web, binary",
      transport: createGrpcWebTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: true }),
    },
    {
      name: "gRPC-Web, JSON",
      transport: createGrpcWebTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat: false }),
    },
  ];
});
after(async () => {
  await gateway?.stop();
  await server?.stop();
});

function unary(name: string): DescMethodUnary {
  const method = contract.methods.find((candidate) => methodName(candidate) === `lectern.v1.${name}`);
  assert.equal(method?.methodKind, "unary", name);
  return method as DescMethodUnary;
}

function call(transport: Transport, name: string, request: object, headers: Record<string, string> = {}) {
  return transport.unary(unary(name), undefined, 10_000, headers, request as never);
}

async function failure(sent: Promise<unknown>): Promise<ConnectError> {
  try {
    await sent;
  } catch (error) {
    return ConnectError.from(error);
  }
  throw new Error("the call went well");
}

function reasonOf(error: ConnectError): string | undefined {
  const desc = contract.registry.getMessage("google.rpc.ErrorInfo");
  assert.ok(desc);
  const [info] = error.findDetails(desc) as unknown as Array<{ reason: string }>;
  return info?.reason;
}

test("every protocol answers the same, with the revision as trailer", async () => {
  const answers = [];
  for (const { name, transport } of transports) {
    const answer = await call(transport, "CountryService/GetCountry", { name: "countries/ke" });
    const country = answer.message as Message & { displayName: string };
    assert.equal(country.displayName, "Kenya", name);
    assert.match(answer.trailer.get("lectern-revision") ?? "", /^[0-9]+$/, name);
    assert.match(answer.header.get("lectern-revision") ?? "", /^[0-9]+$/, name);
    answers.push(Buffer.from(toBinary(unary("CountryService/GetCountry").output, country)).toString("hex"));
  }
  assert.equal(new Set(answers).size, 1);
});

test("every protocol carries errors with code, message and details", async () => {
  for (const { name, transport } of transports) {
    const error = await failure(call(transport, "EntryService/GetEntry", { name: "entries/none" }));
    assert.equal(error.code, Code.NotFound, name);
    assert.equal(reasonOf(error), "RESOURCE_NOT_FOUND", name);
    assert.match(error.rawMessage, /entries\/none/, name);
  }
});

test("every protocol writes with a key, and is refused without", async () => {
  const headers = { authorization: `Bearer ${server.adminKey}` };
  for (const { name, transport } of transports) {
    const request = { entry: { titleLines: [name], topic: "topics/torture" }, requestId: crypto.randomUUID() };
    const created = (await call(transport, "EntryService/CreateEntry", request, headers)).message as unknown as {
      name: string;
    };
    const again = (await call(transport, "EntryService/CreateEntry", request, headers)).message as unknown as {
      name: string;
    };
    assert.match(created.name, /^entries\//, name);
    assert.equal(again.name, created.name, name);
    assert.equal(
      (await failure(call(transport, "EntryService/CreateEntry", request))).code,
      Code.PermissionDenied,
      name,
    );
  }
});

test("a field that the gateway does not know reaches the server, which refuses it", async () => {
  const input = unary("EntryService/GetEntry").input;
  const unknown = Buffer.concat([
    toBinary(input, create(input, { name: "entries/x" } as never)),
    Buffer.from([0xf8, 0xff, 0x07, 0x01]),
  ]);
  const request = fromBinary(input, unknown);
  for (const { name, transport } of transports) {
    if (name.includes("JSON")) continue;
    const error = await failure(call(transport, "EntryService/GetEntry", request));
    assert.equal(error.code, Code.InvalidArgument, name);
    assert.equal(reasonOf(error), "UNKNOWN_FIELDS", name);
  }
});

test("a stream is refused with the name of its unary twin", async () => {
  const watch = contract.methods.find((method) => methodName(method) === "lectern.v1.ChangeService/Watch");
  assert.ok(watch);
  for (const { name, transport } of transports) {
    const error = await failure(
      (async () => {
        const answer = await transport.stream(
          watch as never,
          undefined,
          10_000,
          undefined,
          (async function* () {
            yield create(watch.input) as never;
          })(),
        );
        for await (const message of answer.message) assert.fail(`${name} sent ${String(message)}`);
      })(),
    );
    assert.equal(error.code, Code.Unimplemented, name);
    assert.match(error.rawMessage, /lectern\.v1\.ChangeService\/ListChanges/, name);
  }
});

test("deadlines: one that is too long is none, one that is over is told", async () => {
  for (const { name, transport } of transports) {
    const header = (connect: string, grpc: string): Record<string, string> =>
      name.startsWith("gRPC") ? { "grpc-timeout": grpc } : { "connect-timeout-ms": connect };
    const send = (headers: Record<string, string>) =>
      transport.unary(unary("EntryService/ListEntries"), undefined, undefined, headers, {} as never);
    await send(header("9999999999", "99999999H"));
    // On a busy machine an answer may be there before the timer that is over fires.
    let late: Awaited<ReturnType<typeof failure>> | undefined;
    for (let tries = 0; late === undefined && tries < 20; tries++) {
      late = await failure(send(header("0", "1n"))).catch(() => undefined);
    }
    assert.ok(late, name);
    assert.equal(late.code, Code.DeadlineExceeded, name);
    assert.equal(reasonOf(late), "DEADLINE_PASSED", name);
  }
});
