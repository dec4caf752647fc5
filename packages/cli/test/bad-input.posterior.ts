// Every bad input once more, through the built program in a process of its own, and the file that is merely large.
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCarryover } from "./support/carryover.ts";
import { checkWords, expectRefusal, refusedData } from "./support/refused-data.ts";

test.each(refusedData)("%s ends the program with 3", async (file, code, parts) => {
  expectRefusal(await startCarryover(checkWords(file)), code, parts);
});

test("a file of 40 MB is checked in well under a minute", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carryover-large-"));
  try {
    const path = join(folder, "large.csv");
    const file = await open(path, "w");
    const columns = Array.from({ length: 12 }, (_, index) => `noise_${index}`);
    await file.write(`date,region,tv_spend,search_spend,price,revenue,${columns.join(",")}\n`);
    const days = Array.from({ length: 1000 }, (_, day) =>
      new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10),
    );
    let bytes = 0;
    for (let region = 0; bytes < 40e6; region += 1) {
      const rows = days.map((date, day) => {
        const wave = (period: number): number => 1 + 0.5 * Math.sin((day + region) / period) + ((day * 7) % 11) / 30;
        const [tv, search, price] = [1000 * wave(9), 600 * wave(13), 1 + 0.1 * wave(5)];
        const revenue = 20_000 + 0.9 * tv + 1.4 * search - 900 * price + ((day * 37) % 101);
        const noise = columns.map((_, index) => (wave(3 + index) * 1e4).toFixed(4));
        return [
          date,
          `region ${region}`,
          ...[tv, search, price, revenue].map((value) => value.toFixed(2)),
          ...noise,
        ].join(",");
      });
      bytes += (await file.write(`${rows.join("\n")}\n`)).bytesWritten;
    }
    await file.close();
    const config = join(folder, "carryover.yaml");
    const yaml = await open(config, "w");
    await yaml.write(
      [
        "data: { path: large.csv, date: date, geo: region, kpi: { column: revenue } }",
        "channels: [{ name: tv, spend: tv_spend }, { name: search, spend: search_spend }]",
        "controls: [price]",
        "",
      ].join("\n"),
    );
    await yaml.close();
    const started = performance.now();
    const { code, stdout, stderr } = await startCarryover(["check", "--config", config, "--model", "adelon"]);
    // Read, validated as a panel, and only then refused: the seed's model is national.
    expect(stderr).toMatch(/the data have \d+ geos, but model "adelon" is national\. Choose model "default"/);
    expect(stdout).toBe("");
    expect(code).toBe(2);
    // About 5 s on two idle cores; the limit allows for a machine that is doing other things.
    expect(performance.now() - started).toBeLessThan(60_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
