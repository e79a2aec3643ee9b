// Prints the licenses of the packages that are in static/js/editor.js.
import { existsSync, readFileSync, readdirSync } from "node:fs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const NOT_BUILT_IN = /^$|\/@|\/(argparse|esbuild)$/;
const parts = [];
for (const [folder, { version, license }] of Object.entries(packages)) {
  if (NOT_BUILT_IN.test(folder) || !existsSync(folder)) continue;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const words = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `License: ${license}`;
  parts.push(`${folder.replace("node_modules/", "")} ${version}\n\n${words}\n`);
}
process.stdout.write(parts.join(`\n${"-".repeat(72)}\n\n`));
