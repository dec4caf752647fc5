import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { ServerError } from "../src/errors.ts";
import { listen } from "../src/listen.ts";
import { temporaryStore } from "./stored-run.ts";

test("the server answers on 127.0.0.1, is told apart by its port, and closes", async () => {
  const temporary = await temporaryStore();
  const server = await listen(createApp({ store: temporary.store }), 0);
  try {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({ status: "ok", runs: 0 });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === "IPv4" && !address.internal);
    if (outside !== undefined) {
      const elsewhere = server.url.replace("127.0.0.1", outside.address);
      await expect(fetch(`${elsewhere}/api/health`)).rejects.toThrow("fetch failed");
    }
    const taken = listen(createApp({ store: temporary.store }), Number(new URL(server.url).port));
    await expect(taken).rejects.toThrow(/port \d+ is taken by another program.*--port/);
    await expect(taken).rejects.toBeInstanceOf(ServerError);
  } finally {
    await server.close();
    await temporary.remove();
  }
  await expect(fetch(`${server.url}/api/health`)).rejects.toThrow("fetch failed");
});

test("a port out of range is refused in words", async () => {
  const temporary = await temporaryStore();
  // Node refuses port 70000 before it asks the system; the caller sees a rejection either way.
  await expect(listen(createApp({ store: temporary.store }), 70_000)).rejects.toThrow(/port/i);
  await temporary.remove();
});
