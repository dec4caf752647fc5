// Writes one checkpoint over and over into the store given, until the process is killed; says so after each.
import { openCheckpoints } from "../../dist/runs/checkpoints.js";

const [root, id] = process.argv.slice(2);
const checkpoints = openCheckpoints(root);
for (let count = 1; ; count += 1) {
  const records = new Float64Array(200_000).fill(count);
  const chains = [{ finished: count, records, statistics: new Float64Array(0), state: undefined }];
  const origin = {
    id,
    name: "forever",
    source: "nowhere",
    digest: "0",
    spec: {},
    version: "0",
    created: "",
    platform: "",
  };
  await checkpoints.write({
    ...origin,
    sampling: { options: {}, layout: { dim: 1, variables: [] }, samplingMs: count, chains },
  });
  console.log(count);
}
