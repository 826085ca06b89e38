// Generates dist/gen: the messages and services of proto/lectern/v1, and what they import, by buf and protobuf-es.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { arch } from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const generated = fileURLToPath(new URL("../dist/gen/lectern/v1/", import.meta.url));

if (!existsSync(`${root}/build/deps/googleapis`)) {
  console.error("generate: build/deps/googleapis is missing; `./dev build` fetches the google protos");
  process.exit(1);
}
const buf = `clients/node_modules/@bufbuild/buf-linux-${arch === "arm64" ? "aarch64" : arch}/bin/buf`;
const done = spawnSync(buf, ["generate", "--template", "clients/typescript/buf.gen.yaml"], { cwd: root, stdio: "inherit" });
if (done.error) console.error(`generate: ${done.error.message}`);
if (done.status !== 0) process.exit(1);

// One module for the whole package, so that a new file of the contract needs no line anywhere.
const modules = readdirSync(generated).filter((name) => name.endsWith("_pb.js")).sort();
const lines = modules.map((name) => `export * from "./${name}";\n`).join("");
writeFileSync(`${generated}index.js`, lines);
writeFileSync(`${generated}index.d.ts`, lines);
