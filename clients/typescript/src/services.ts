// Typed clients of every service that the contract declares, made from its descriptors: a new RPC or service of the
// contract appears by itself once dist/gen is generated anew.
import type { DescMessage, DescMethod, DescMethodServerStreaming, DescMethodUnary, DescService } from "@bufbuild/protobuf";
import type { MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { Operations } from "#gen/google/longrunning/operations_pb.js";
import * as lectern from "#gen/lectern/v1/index.js";
import type { CallOptions, Caller } from "./caller.js";

/** A unary RPC, bound to a client. Throws LecternError. */
export interface UnaryMethod<I extends DescMessage, O extends DescMessage> {
  (request: MessageInitShape<I>, options?: CallOptions): Promise<MessageShape<O>>;
  readonly descriptor: DescMethodUnary<I, O>;
}

/**
 * A server stream, bound to a client: one call that is not resumed. Without `timeoutMs` it has no deadline. Leaving the
 * loop cancels it.
 */
export interface StreamMethod<I extends DescMessage, O extends DescMessage> {
  (request: MessageInitShape<I>, options?: CallOptions): AsyncIterable<MessageShape<O>>;
  readonly descriptor: DescMethodServerStreaming<I, O>;
}

/** The methods of one service. */
export type ServiceClient<S extends DescService> = {
  readonly [M in keyof S["method"]]: S["method"][M] extends DescMethodUnary<infer I, infer O>
    ? UnaryMethod<I, O>
    : S["method"][M] extends DescMethodServerStreaming<infer I, infer O>
      ? StreamMethod<I, O>
      : never;
};

// Services are named after one resource; a client holds them under the plural where people would look for it.
const PLURALS = {
  EntryService: "entries",
  CountryService: "countries",
  TeacherResourceService: "teacherResources",
  ChangeService: "changes",
} as const;

const contract = { ...lectern, Operations };

type Contract = typeof contract;
type ServiceName<K> = K extends keyof typeof PLURALS
  ? (typeof PLURALS)[K]
  : K extends `${infer Name}Service`
    ? Uncapitalize<Name>
    : K extends string
      ? Uncapitalize<K>
      : never;

/**
 * Every service of `lectern.v1`: `entries`, `countries`, `teacherResources`, `taxonomy`, `site`, `admin` and so on, and
 * `operations`, the long-running jobs.
 */
export type Services = {
  readonly [K in keyof Contract as Contract[K] extends DescService ? ServiceName<K> : never]: Contract[K] extends DescService
    ? ServiceClient<Contract[K]>
    : never;
};

/** The name under which a client holds `service`. */
export function serviceName(service: DescService): string {
  const plurals: Record<string, string> = PLURALS;
  const name = service.name.replace(/Service$/, "");
  return plurals[service.name] ?? name.charAt(0).toLowerCase() + name.slice(1);
}

/** The services of the contract. */
export function contractServices(): DescService[] {
  return Object.values<unknown>(contract).filter(
    (exported): exported is DescService =>
      typeof exported === "object" && exported !== null && "kind" in exported && exported.kind === "service",
  );
}

/** Clients of every service, whose calls are `caller`'s. */
export function bindServices(caller: Caller): Services {
  const services = contractServices().map((service) => [serviceName(service), bindService(service, caller)]);
  return Object.fromEntries(services) as Services;
}

// Streams in both directions are left out: a unary method of the same service does what they do, call by call.
function bindService(service: DescService, caller: Caller): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  for (const descriptor of service.methods) {
    if (isUnary(descriptor)) {
      const call = (request: MessageInitShape<DescMessage>, options?: CallOptions) =>
        caller.unary(descriptor, request, options);
      methods[descriptor.localName] = Object.assign(call, { descriptor });
    } else if (isServerStream(descriptor)) {
      const call = (request: MessageInitShape<DescMessage>, options?: CallOptions) =>
        caller.stream(descriptor, request, options);
      methods[descriptor.localName] = Object.assign(call, { descriptor });
    }
  }
  return methods;
}

function isUnary(method: DescMethod): method is DescMethod & DescMethodUnary {
  return method.methodKind === "unary";
}

function isServerStream(method: DescMethod): method is DescMethod & DescMethodServerStreaming {
  return method.methodKind === "server_streaming";
}
