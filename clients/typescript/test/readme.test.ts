// The examples of README.md compile, run one after another against lecternd, and print what stands under them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Server } from "./support/server.ts";

const run = promisify(execFile);
const here = resolve(import.meta.dirname, "..");
// Within the package, so that the examples find it by its name.
const folder = join(here, "dist", "examples");
const readme = readFileSync(join(here, "README.md"), "utf8");
const examples = [...readme.matchAll(/^```ts\n(.*?)^```\n\n```text\n(.*?)^```$/gms)].map(([, code = "", output = ""], index) => ({
  file: join(folder, `example${index + 1}.ts`),
  code,
  output,
}));

let server: Server;

before(async () => {
  server = await Server.start();
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of examples) writeFileSync(file, code.replaceAll("127.0.0.1:50051", server.address));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("each example has the output that it prints", () => {
  assert.ok(examples.length >= 4);
  assert.equal(examples.length, readme.match(/^```ts$/gm)?.length);
});

test("the examples compile", async () => {
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2023"];
  const files = examples.map(({ file }) => file);
  await run("tsc", [...options, "--skipLibCheck", "--types", "node", ...files], { cwd: here }).catch((error) => {
    assert.fail(error.stdout);
  });
});

for (const { file, output } of examples) {
  test(`it runs: ${file.slice(here.length + 1)}`, async () => {
    const environment = { ...process.env, LECTERN_TOKEN: server.adminKey };
    const { stdout } = await run(process.execPath, [file], { cwd: here, env: environment, timeout: 30_000 });
    assert.equal(stdout, output);
  });
}
