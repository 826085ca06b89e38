// Builds dist/: the contract's descriptors, the program, and the pages that are made from the contract's comments.
// Needs buf and TypeScript out of clients/node_modules, and the google protos that ./dev puts into build/deps.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const here = new URL("./", import.meta.url);
const root = fileURLToPath(new URL("../../", here));
const dist = fileURLToPath(new URL("dist/", here));

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
}

function tool(name: string): string {
  return fileURLToPath(new URL(`../node_modules/${name}`, here));
}

/** The contract, with error details, which no file of it imports; `flags` choose whether comments come along. */
function describe(to: string, ...flags: string[]): void {
  const machine = process.arch === "arm64" ? "aarch64" : "x64";
  const paths = ["proto/lectern/v1", "build/deps/googleapis/google/rpc/error_details.proto"].flatMap((path) => [
    "--path",
    path,
  ]);
  run(tool(`@bufbuild/buf-linux-${machine}/bin/buf`), "build", ".", ...paths, "-o", to, ...flags);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(`${dist}pages`, { recursive: true });
describe(`${dist}contract.binpb`, "--exclude-source-info");
describe(`${dist}commented.binpb`);
run(process.execPath, tool("typescript/bin/tsc"), "--project", fileURLToPath(new URL("tsconfig.json", here)));

// Only now: these modules take their types from what the build has just checked.
const { contractOf } = await import("./src/contract.ts");
const { openApi } = await import("./docs/openapi.ts");
const { indexPage, referencePage } = await import("./docs/pages.ts");

const version = (JSON.parse(readFileSync(new URL("package.json", here), "utf8")) as { version: string }).version;
const contract = contractOf(fromBinary(FileDescriptorSetSchema, readFileSync(`${dist}commented.binpb`)));
const page = (name: string, text: string) => writeFileSync(`${dist}pages/${name}`, text);
page("openapi.json", JSON.stringify(openApi(contract, { version, withAdmin: false })));
page("openapi-admin.json", JSON.stringify(openApi(contract, { version, withAdmin: true })));
page("index.html", indexPage(contract, version));
page("reference.html", referencePage(contract, version));
rmSync(`${dist}commented.binpb`);
