// ./dev bench portal
import { FlagsError, HELP, readSettings, type Settings } from "./settings.ts";

const CANNOT_MEASURE = 1;
const WRONG_FLAGS = 2;

function settingsOrExit(): Settings {
  try {
    const settings = readSettings(process.argv.slice(2));
    if (settings !== "help") return settings;
    process.stdout.write(HELP);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof FlagsError)) throw error;
    process.stderr.write(`portal bench: ${error.message}; --help lists the flags\n`);
    process.exit(WRONG_FLAGS);
  }
}

const settings = settingsOrExit();
// What was started is ended when this process exits, which a signal alone does not make it do in order.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(CANNOT_MEASURE));
try {
  const { measure } = await import("./measure.ts");
  await measure(settings);
  process.exit(0);
} catch (error) {
  process.stderr.write(`portal bench: ${(error as Error).message}\n`);
  process.exit(CANNOT_MEASURE);
}
