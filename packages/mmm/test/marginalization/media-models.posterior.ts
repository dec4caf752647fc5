// Integrating out the linear block changes how the media models are sampled, not what their posteriors are.
import { compile, type Draws, sample, summarize } from "@carryover/engine";
import { expect, test } from "vitest";
import { buildModel, buildPanel, generateWorld, parseConfig, resolveSpec, worldConfig } from "../../src/index.ts";

const periods = 120;
const sampling = { chains: 4, warmup: 600, draws: 500, seed: 42 };
/** Combined MCSE that two estimates of one number may be apart: of 150 comparisons 0.01 exceed it by chance. */
const allowed = 4;

async function drawn(kind: "default" | "adelon", marginalize: boolean): Promise<{ draws: Draws; sampled: number }> {
  const config = parseConfig({
    ...worldConfig({ dataPath: "world.csv", kind }),
    model: { kind, yearly_order: 1 },
  });
  const { panel } = buildPanel(generateWorld({ seed: 4, periods }).table, config);
  const posterior = compile(buildModel(panel, resolveSpec(panel, config)).graph, { marginalize });
  const { draws } = await sample(posterior, { options: sampling });
  return { draws, sampled: posterior.dim };
}

test.each(["default", "adelon"] as const)(
  "the %s model has the same posterior with its linear block integrated out and without",
  async (kind) => {
    const collapsed = await drawn(kind, true);
    const whole = await drawn(kind, false);
    expect(whole.sampled).toBeGreaterThanOrEqual(collapsed.sampled + 8);
    const theirs = new Map(summarize(whole.draws).map((row) => [row.label, row]));
    const rows = summarize(collapsed.draws).map((row) => {
      const other = theirs.get(row.label);
      if (other === undefined) throw new RangeError(`no ${row.label} without the integral`);
      return {
        label: row.label,
        meanOff: (row.mean - other.mean) / Math.hypot(row.mcseMean, other.mcseMean),
        sdOff: (row.sd - other.sd) / Math.hypot(row.mcseSd, other.mcseSd),
        worstRhat: Math.max(row.rhat, other.rhat),
      };
    });
    expect(rows).toHaveLength(theirs.size);
    expect(rows.filter(({ meanOff, sdOff }) => !(Math.abs(meanOff) < allowed && Math.abs(sdOff) < allowed))).toEqual(
      [],
    );
    // 500 draws of each chain: enough to tell chains that do not agree, too few for a limit of 1.01 on all of them.
    expect(rows.filter(({ worstRhat }) => !(worstRhat < 1.03))).toEqual([]);
  },
);
