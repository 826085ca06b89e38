// Builds dist/: the program, the scripts for browsers, and the style sheet out of src/style/.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { worldShapes } from "./build_world.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

function compile(project: string): void {
  const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  execFileSync(process.execPath, [tsc, "--project", `${here}${project}`], { stdio: ["ignore", "inherit", "inherit"] });
}

/** The style sheets in one, tokens first, without comments and indentation. */
function styleSheet(): string {
  const names = readdirSync(`${here}src/style`).filter((name) => name.endsWith(".css") && name !== "tokens.css");
  return ["tokens.css", ...names.sort()]
    .map((name) => readFileSync(`${here}src/style/${name}`, "utf8"))
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s+/gm, "");
}

if (!existsSync(`${here}../typescript/dist/index.js`)) {
  console.error("build: @lectern/client is not built; `npm run build --workspace @lectern/client` builds it");
  process.exit(1);
}
rmSync(`${here}dist`, { recursive: true, force: true });
mkdirSync(`${here}dist`);
compile("tsconfig.json");
compile("src/scripts/tsconfig.json");
writeFileSync(`${here}dist/style.css`, styleSheet());
writeFileSync(`${here}dist/world.json`, JSON.stringify(worldShapes()));
