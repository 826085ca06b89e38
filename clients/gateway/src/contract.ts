// The contract as the gateway knows it: descriptors that the build put beside the program, and nothing generated.
import { readFileSync } from "node:fs";
import { create, createFileRegistry, fromBinary, type DescMethod, type FileRegistry } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema, type FileDescriptorSet } from "@bufbuild/protobuf/wkt";

// Services outside the contract's own package that lecternd serves as well.
const FOREIGN_SERVICES = new Set(["google.longrunning.Operations"]);
const PACKAGE = "lectern.v1";

export interface Contract {
  /** Every type of the contract, those of error details and of operations included. */
  readonly registry: FileRegistry;
  /** Every method of every service, unary or not, by service; services of others come last. */
  readonly methods: readonly DescMethod[];
}

/** "lectern.v1.EntryService/GetEntry": how roles, logs and paths name a method. */
export function methodName(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`;
}

export function contractOf(files: FileDescriptorSet): Contract {
  const registry = createFileRegistry(files);
  const own: DescMethod[] = [];
  const foreign: DescMethod[] = [];
  for (const type of registry) {
    if (type.kind !== "service") continue;
    if (type.file.proto.package === PACKAGE) own.push(...type.methods);
    else if (FOREIGN_SERVICES.has(type.typeName)) foreign.push(...type.methods);
  }
  return { registry, methods: [...own, ...foreign] };
}

/** Reads a file of `buf build`. Throws where there is none, or where it is no set of descriptors. */
export function readContract(path: string | URL): Contract {
  return contractOf(fromBinary(FileDescriptorSetSchema, readFileSync(path)));
}

// grpc.health.v1, as far as the gateway asks: in no npm package of its own, and too small to fetch one.
const HEALTH_FILE = create(FileDescriptorProtoSchema, {
  name: "grpc/health/v1/health.proto",
  package: "grpc.health.v1",
  syntax: "proto3",
  messageType: [
    { name: "HealthCheckRequest", field: [{ name: "service", number: 1, type: 9, label: 1 }] },
    { name: "HealthCheckResponse", field: [{ name: "status", number: 1, type: 5, label: 1 }] },
  ],
  service: [
    {
      name: "Health",
      method: [
        {
          name: "Check",
          inputType: ".grpc.health.v1.HealthCheckRequest",
          outputType: ".grpc.health.v1.HealthCheckResponse",
        },
      ],
    },
  ],
});

/** HealthCheckResponse.SERVING. `status` is an enum on the wire, which a varint of any kind reads. */
export const HEALTH_SERVING = 1;

export const healthCheck: DescMethod = (() => {
  const service = createFileRegistry(HEALTH_FILE, () => undefined).getService("grpc.health.v1.Health");
  const method = service?.methods[0];
  if (method === undefined) throw new Error("the health service has no method");
  return method;
})();
