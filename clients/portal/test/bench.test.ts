// ./dev bench portal works: a short run gives a complete and plausible report. Nothing here looks at speed; that would
// fail on a busy machine.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { parsed } from "../bench/connection.ts";
import { median, quantile, ratio } from "../bench/numbers.ts";
import { FlagsError, readSettings } from "../bench/settings.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const BINARIES = process.env["LECTERN_BIN_DIR"] ?? join(ROOT, "build/dev/bin");
const BENCH = resolve(import.meta.dirname, "../bench/main.ts");
const folder = mkdtempSync(join(tmpdir(), "lectern-portal-bench-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

function assertPlausible(figure: Spread | undefined, name: string): void {
  assert.ok(figure !== undefined && figure.min > 0 && figure.min <= figure.median && figure.median <= figure.max, name);
}

async function runBench(...flags: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [BENCH, ...flags]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

test("a short run reports everything", async () => {
  const out = join(folder, "portal.json");
  const flags = ["--quick", "--programs", BINARIES, "--work", folder, "--out", out, "--commit", "abc"];
  const { code, output } = await runBench(...flags);
  assert.equal(code, 0, output);
  const { ratios, figures, machine, commit } = JSON.parse(readFileSync(out, "utf8"));
  assert.equal(commit, "abc");
  assert.ok(machine.cores >= 1);
  for (const page of ["country", "country_topic"]) {
    for (const name of [page, `${page}_kept`]) {
      for (const subject of ["portal", "rpcs"]) {
        const measured = figures.first_byte[name][subject];
        assertPlausible(measured.p50_us, `${name} ${subject} p50`);
        assertPlausible(measured.p99_us, `${name} ${subject} p99`);
        assert.ok(measured.p50_us.median <= measured.p99_us.median);
        assert.equal(measured.rounds, 2);
      }
      assert.ok(ratios[`${name}_ttfb_vs_rpcs`] > 0, name);
    }
    assert.ok(figures.first_byte[page].portal.calls_per_page > 3);
  }
  for (const connections of [1, 32]) {
    const subjects = figures.confirmed[`connections_${connections}`];
    for (const subject of ["portal", "bare"]) assertPlausible(subjects[subject].answers_per_second, subject);
  }
  assert.ok(figures.confirmed.confirmed_pages > 100);
  assert.equal(figures.confirmed.calls_to_lecternd, 0, "a page that is confirmed costs no call");
  assert.equal(ratios.rpcs_per_304, 0);
  assert.equal(figures.weight.sources, 60);
  // What a page weighs depends on no machine: these are promises.
  for (const coding of ["br", "gzip"]) {
    assert.ok(figures.weight[coding].page + figures.weight[coding].style <= 60_000, coding);
    assert.ok(figures.weight[coding].script > 0 && figures.weight[coding].script <= 3_072, coding);
  }
  for (const name of Object.keys(ratios)) assert.ok(output.includes(name), name);
});

test("flags that it does not know are refused", async () => {
  const needed = ["--programs", BINARIES, "--work", folder, "--out", join(folder, "none.json")];
  for (const flags of ["--parts nothing", "--rounds 0", "--turns x", "--seconds=-1", "--nope", "--work="]) {
    assert.throws(() => readSettings([...needed, ...flags.split(" ")]), FlagsError, flags);
  }
  const { code, output } = await runBench();
  assert.equal(code, 2);
  assert.match(output, /^portal bench: --programs is missing; --help lists the flags\n$/);
  assert.equal(readSettings(["--help"]), "help");
  const quick = readSettings([...needed, "--quick"]);
  assert.ok(quick !== "help" && !quick.parts.has("lighthouse") && quick.parts.has("weight"));
});

test("quantiles, medians and ratios", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile([7], 0.5)], [50, 99, 7]);
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
  assert.equal(ratio([2, 9, 4], [1, 3, 4]), 2);
  assert.throws(() => quantile([], 0.5));
});

test("an answer is known to be whole, however it comes", () => {
  const head = "HTTP/1.1 200 OK\r\nETag: W/\"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
  const chunked = Buffer.from(`${head}5\r\n0\r\n\r\n\r\n3\r\nabc\r\n0\r\n\r\n`);
  for (let at = 0; at < chunked.length; ++at) assert.equal(parsed(chunked.subarray(0, at)), undefined, `${at}`);
  const answer = parsed(chunked);
  assert.equal(answer?.body.toString(), "0\r\n\r\nabc");
  assert.equal(answer?.headers.get("etag"), 'W/"x"');
  assert.equal(parsed(Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab")), undefined);
  assert.equal(parsed(Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc"))?.body.toString(), "abc");
  assert.equal(parsed(Buffer.from("HTTP/1.1 304 Not Modified\r\n\r\n"))?.status, 304);
});
