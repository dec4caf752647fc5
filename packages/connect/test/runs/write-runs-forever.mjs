// Writes runs, each with three files, as fast as it can until it is killed; prints every id it has committed.
import { openRunStore } from "../../dist/runs/run-store.js";

const [root, facts] = [process.argv[2], JSON.parse(process.argv[3])];
const store = openRunStore(root);
for (;;) {
  const writer = await store.begin("killed");
  await writer.writeFile("posterior.nc", new Uint8Array(300_000).fill(7));
  await writer.writeFile("fit.parquet", new Uint8Array(20_000).fill(1));
  const { id } = await writer.commit(facts);
  process.stdout.write(`${id}\n`);
  await (await store.read(id)).writeDerived("report.html", "x".repeat(50_000));
}
