// Would another prior give another ROI? Power-scaling of each channel's own priors, of all others, and of the data.
import { formatList } from "../analysis/format.ts";
import type { Fit } from "../fit.ts";
import { fitFromDraws } from "../frameworks/bayesian/fit-from-draws.ts";
import { someDraws } from "../frameworks/one-chain.ts";
import { logPriors } from "./log-priors.ts";
import { type PowerScaling, powerScaling } from "./power-scaling.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { figure, gravest, numbered } from "./verdicts.ts";

const limit = trustThresholds.sensitivity;
/** Importance weights with a longer tail than this tell nothing (Vehtari et al. 2024). */
const paretoLimit = 0.7;

export interface ChannelSensitivity {
  readonly own: PowerScaling;
  /** To the priors of everything but the channel: intercept, season, other channels left out. */
  readonly rest: PowerScaling;
  readonly data: PowerScaling;
}

export function checkPriorSensitivity({ fit, sums, roi, seen }: TrustFacts): TrustCheck {
  const priors = logPriors(fit, sums.kept);
  const likelihood = logLikelihood(fit, sums.kept, seen);
  return priorSensitivity(
    fit.spec.channels.map(({ name }, index) => ({
      name,
      sensitivity: {
        own: powerScaling(roi[index], priors.channels[index]),
        rest: powerScaling(roi[index], priors.rest),
        data: powerScaling(roi[index], likelihood),
      },
    })),
  );
}

export function priorSensitivity(
  sensitivities: readonly { readonly name: string; readonly sensitivity: ChannelSensitivity }[],
): TrustCheck {
  const channels = sensitivities.map(({ name, sensitivity }) => channelFinding(name, sensitivity));
  const verdict = gravest(channels.map((channel) => channel.verdict));
  const bad = channels.filter((channel) => channel.verdict !== "pass");
  const numbers = sensitivities.flatMap(({ name, sensitivity: { own, data } }) => [
    numbered(`${name}: to its prior`, own.sensitivity),
    numbered(`${name}: to the data`, data.sensitivity),
  ]);
  return {
    id: "prior-sensitivity",
    title: "Other priors, same ROIs",
    critical: false,
    verdict,
    numbers,
    threshold: `power-scaling sensitivity to priors below ${limit}`,
    reason:
      bad.length === 0
        ? `No ROI would move noticeably under a slightly stronger or weaker prior (every sensitivity below ${limit}).`
        : `Under a slightly stronger or weaker prior the ROI of ${formatList(bad.map(({ channel }) => channel))} would move: ${bad.length} of ${channels.length} channels are above ${limit}.`,
    remedy:
      bad.length === 0
        ? null
        : "Write down where those priors come from, fit once with a wider one, and show both ROIs; an experiment settles it.",
    channels,
  };
}

function channelFinding(channel: string, { own, rest, data }: ChannelSensitivity): ChannelFinding {
  const numbers = [
    numbered("sensitivity to its own prior", own.sensitivity),
    numbered("sensitivity to other priors", rest.sensitivity),
    numbered("sensitivity to the data", data.sensitivity),
    numbered("move per doubling of its prior's weight, posterior sd", own.shift),
    numbered("Pareto k-hat", Math.max(own.paretoK, rest.paretoK, data.paretoK)),
  ];
  const finding = (verdict: ChannelFinding["verdict"], reason: string): ChannelFinding => ({
    channel,
    verdict,
    numbers,
    reason,
  });
  if (!(own.paretoK <= paretoLimit && rest.paretoK <= paretoLimit && data.paretoK <= paretoLimit)) {
    return finding(
      "caution",
      "how its ROI depends on the priors cannot be told from these draws (Pareto k-hat too large)",
    );
  }
  const moves = `twice the weight on its prior would move its ROI by ${figure(Math.abs(own.shift))} standard deviations`;
  if (own.sensitivity >= limit) {
    return data.sensitivity >= limit
      ? finding("caution", `prior and data pull apart: ${moves}`)
      : finding("caution", `its prior is strong and the data are weak: ${moves}`);
  }
  if (rest.sensitivity >= limit) {
    return finding("caution", "its ROI depends on the priors of the baseline and of other parts");
  }
  return finding("pass", "its ROI hardly depends on the priors");
}

/** log p(data | draw) of the cells that were seen, (draw): of these draws alone, which spares a large panel the others. */
function logLikelihood({ panel, spec, draws, ...facts }: Fit, kept: Int32Array, seen: Uint8Array): Float64Array {
  const { timings, interrupted } = facts;
  const pointwise = fitFromDraws(panel, spec, someDraws(draws, kept), {
    timings,
    interrupted,
  }).pointwiseLogLikelihood();
  return Float64Array.from(kept, (_, row) => {
    let sum = 0;
    for (let cell = 0; cell < seen.length; cell += 1) if (seen[cell] === 1) sum += pointwise[row * seen.length + cell];
    return sum;
  });
}
