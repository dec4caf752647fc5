import { expect, test } from "vitest";
import { dominatedVolume } from "../../../src/frameworks/robyn/pareto.ts";
import { searchModels } from "../../../src/frameworks/robyn/search.ts";
import { robynPort, robynWeeklyPanel, robynWeeklySearch, robynWeeklySpec } from "../../support/robyn-weekly.ts";

test.each([1, 2, 3, 123])(
  "seed %i, five trials of 2000: the front dominates more than the port's of as many",
  async (seed) => {
    const { search } = robynWeeklySearch();
    const found = await searchModels(robynWeeklyPanel(), robynWeeklySpec({ search: { ...search, seed } }));
    expect(found.hypervolume).toBeGreaterThan(dominatedVolume(robynPort.firstFront, [1, 1]));
    // Near the errors that matter, too: the box below the port's own worst errors.
    const corner = [0.056, 0.7];
    const { nrmse, rssd } = found.evaluations;
    const own = dominatedVolume(
      nrmse.map((error, model) => [error, rssd[model]]),
      corner,
    );
    expect(own).toBeGreaterThan(dominatedVolume(robynPort.firstFront, corner));
  },
);
