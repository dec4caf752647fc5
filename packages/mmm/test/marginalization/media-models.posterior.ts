// Integrating out the linear block changes how the media models are sampled, not what their posteriors are.
import {
  compile,
  type Draws,
  mean,
  openStream,
  type Posterior,
  sample,
  standardDeviation,
  summarize,
} from "@carryover/engine";
import { expect, test } from "vitest";
import { buildModel, buildPanel, generateWorld, parseConfig, resolveSpec, worldConfig } from "../../src/index.ts";

const periods = 120;
const sampling = { chains: 4, warmup: 600, draws: 500, seed: 42 };
/** Combined MCSE that two estimates of one number may be apart: of 150 comparisons 0.01 exceed it by chance. */
const allowed = 4;

/**
 * The same posterior in units of its prior: every coordinate less its prior mean, over its prior standard deviation. In raw
 * money the seed's coordinates differ by a factor of 10⁶, which no warm-up of a whole posterior gets over; integrated out,
 * those coordinates are not sampled. It is the same on both sides, so that it cannot make them agree.
 */
function inPriorUnits(posterior: Posterior): Posterior {
  const { dim } = posterior;
  const stream = openStream({ seed: 9, chain: 0, purpose: "initial" });
  const starts = Array.from({ length: 400 }, () => posterior.initialPosition(stream));
  const center = Float64Array.from({ length: dim }, (_, i) => mean(starts.map((start) => start[i])));
  const scale = center.map((_, i) => standardDeviation(starts.map((start) => start[i])));
  const position = new Float64Array(dim);
  const moveTo = (units: Float64Array): Float64Array => {
    for (let i = 0; i < dim; i += 1) position[i] = center[i] + scale[i] * units[i];
    return position;
  };
  return {
    dim,
    variables: posterior.variables,
    coordinates: posterior.coordinates,
    recordLength: posterior.recordLength,
    evaluate(units, gradient) {
      const value = posterior.evaluate(moveTo(units), gradient);
      for (let i = 0; i < dim; i += 1) gradient[i] *= scale[i];
      return value;
    },
    initialPosition: (from) => posterior.initialPosition(from).map((value, i) => (value - center[i]) / scale[i]),
    record: (units, from, record) => posterior.record(moveTo(units), from, record),
  };
}

async function drawn(kind: "default" | "adelon", marginalize: boolean): Promise<{ draws: Draws; sampled: number }> {
  const config = parseConfig({
    ...worldConfig({ dataPath: "world.csv", kind }),
    model: { kind, yearly_order: 1 },
  });
  const { panel } = buildPanel(generateWorld({ seed: 4, periods }).table, config);
  const posterior = compile(buildModel(panel, resolveSpec(panel, config)).graph, { marginalize });
  const { draws } = await sample(inPriorUnits(posterior), { options: sampling });
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
