// Opens every report in Chromium with the network off and looks for what a reader would trip over:
// a request, an error on the console, a link that leads nowhere, a chart without a text
// alternative, a page wider than the screen, marks outside their picture, and whatever axe-core
// calls serious.
//
//   node reports.mjs PROGRAM
//
// PROGRAM is the pourparler binary. Bundled examples and the scenarios beside this file are
// assessed with small runs.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { scenarios } from "./scenarios.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const program = resolve(process.argv[2]);
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const examples = ["moscow-sixth-visit", "oslo-1993", "jackson-goodman-1983", "scali-fomin-1962"];
const small = ["--quiet", "--scrambles", "4", "--points", "64"];
const mostBytes = 1_500_000;

const folder = mkdtempSync(join(tmpdir(), "pourparler-reports-"));
const run = (name, args) => {
  const file = join(folder, `${name}.html`);
  execFileSync(program, [...args, ...small, "--report", file], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return [name, file];
};

const reports = examples.map((name) => run(name, ["example", "run", name]));
reports.push(run("names-withheld", ["example", "run", examples[0], "--redact", "names", "--language", "phia"]));
for (const [name, text] of Object.entries(scenarios)) {
  writeFileSync(join(folder, `${name}.toml`), text);
  reports.push(run(name, ["assess", `${name}.toml`]));
}

let failures = 0;
const fail = (name, what) => {
  failures += 1;
  console.log(`FAILED ${name}: ${what}`);
};

// What can be seen in the document itself; runs in the page.
function faults() {
  const found = [];
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (!href.startsWith("#")) found.push(`a link that leaves the file: ${href}`);
    else if (!document.getElementById(decodeURIComponent(href.slice(1)))) found.push(`a link to nowhere: ${href}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) found.push(`two parts with the id ${twice}`);
  for (const svg of document.querySelectorAll("svg")) {
    const title = svg.querySelector("title")?.textContent ?? "";
    const words = svg.querySelector("desc")?.textContent ?? "";
    if (svg.getAttribute("role") !== "img" || title.length < 10) found.push(`a chart without a title: ${title}`);
    if (!/\d/.test(words)) found.push(`a chart whose text has no number: ${title}: ${words}`);
    if (svg.getBoundingClientRect().width === 0) continue;
    const { width, height } = svg.viewBox.baseVal;
    for (const mark of svg.querySelectorAll("text, circle, rect, line, polyline, polygon")) {
      const box = mark.getBBox();
      if (box.x < -3 || box.y < -3 || box.x + box.width > width + 3 || box.y + box.height > height + 3) {
        found.push(`${mark.tagName} outside its picture in "${title}": ${mark.textContent.slice(0, 40)}`);
      }
    }
    const texts = [...svg.querySelectorAll("text")].map((mark) => [mark, mark.getBBox()]);
    texts.forEach(([mark, a], index) => {
      for (const [other, b] of texts.slice(index + 1)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 2 && down > 4) found.push(`words over words in "${title}": ${mark.textContent} / ${other.textContent}`);
      }
    });
  }
  for (const section of document.querySelectorAll("section")) {
    if (section.textContent.trim().length < 40) found.push(`an empty section: ${section.id}`);
  }
  // A scrolled element may be wider than the page; the page may not.
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 1) found.push(`the page is ${wide} pixels wider than the screen`);
  const words = document.body.innerText;
  for (const none of ["NaN", "undefined", "null", "Infinity"]) {
    if (new RegExp(`\\b${none}\\b`).test(words)) found.push(`the word ${none}`);
  }
  return found;
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  for (const [name, file] of reports) {
    const bytes = readFileSync(file).length;
    if (bytes > mostBytes) fail(name, `${bytes} bytes`);
    for (const width of [1280, 390]) {
      for (const colorScheme of ["light", "dark"]) {
        const where = `${name}, ${width} pixels, ${colorScheme}`;
        const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme, offline: true });
        const page = await context.newPage();
        page.on("console", (message) => fail(where, `console: ${message.text()}`));
        page.on("pageerror", (error) => fail(where, `error: ${error}`));
        page.on("dialog", (dialog) => fail(where, `a dialog: ${dialog.message()}`));
        page.on("request", (request) => {
          if (request.url() !== pathToFileURL(file).href) fail(where, `a request: ${request.url()}`);
        });
        await page.goto(pathToFileURL(file).href);
        await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
        for (const fault of await page.evaluate(faults)) fail(where, fault);
        // The policy of the page keeps scripts out, so axe comes in by the debugger.
        const session = await context.newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: axe });
        const { result } = await session.send("Runtime.evaluate", {
          expression: `axe.run(document, { resultTypes: ["violations"] }).then((found) => JSON.stringify(found.violations
            .filter((violation) => ["serious", "critical"].includes(violation.impact))
            .map((violation) => violation.id + ": " + violation.nodes.length + ", first " + violation.nodes[0].html.slice(0, 160))))`,
          awaitPromise: true,
          returnByValue: true,
        });
        for (const violation of JSON.parse(result.value)) fail(where, violation);
        await context.close();
      }
    }
    // Without script everything is there and no link is broken.
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    if (await page.locator("section").count() < 10) fail(name, "fewer than ten sections without script");
    await context.close();
    console.log(`looked at ${name} (${bytes} bytes)`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
if (failures > 0) {
  console.log(`${failures} failures`);
  process.exit(1);
}
