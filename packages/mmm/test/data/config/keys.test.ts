// The list of keys, the JSON Schema and the nearest key.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configKeys, keysAt } from "../../../src/data/config/keys.ts";
import { editDistance, nearestKey } from "../../../src/data/config/nearest-key.ts";
import { configJsonSchema } from "../../../src/data/config/schema.ts";

describe("keys", () => {
  test("are listed for every mapping", () => {
    const keys = configKeys();
    expect(keys.get("")).toEqual([
      "title",
      "data",
      "channels",
      "organic",
      "treatments",
      "controls",
      "events",
      "model",
      "sampler",
      "compare",
    ]);
    expect(keys.get("data.kpi")).toEqual(["column", "kind", "revenue_per_kpi"]);
    expect(keys.get("channels[].adstock")).toEqual(["kind", "window", "normalize"]);
    expect(keys.get("controls[]")).toEqual(["column", "is", "by_population", "prior"]);
  });

  test("are found by a path with indexes and free names", () => {
    expect(keysAt(["channels", 3, "saturation"])).toEqual(["kind"]);
    expect(keysAt(["channels", 0, "priors", "roi"])).toEqual(["distribution"]);
    expect(keysAt(["channels", 0, "priors"])).toEqual([]);
    expect(keysAt(["nowhere"])).toEqual([]);
  });
});

describe("the JSON Schema", () => {
  test("describes every key, for the editor's tooltips", () => {
    const undescribed: string[] = [];
    const visit = (node: Record<string, unknown>, path: string): void => {
      for (const [key, child] of Object.entries((node.properties ?? {}) as Record<string, Record<string, unknown>>)) {
        const branches = (child.anyOf ?? []) as { description?: string }[];
        const described =
          child.description !== undefined || branches.some(({ description }) => description !== undefined);
        if (!described) undescribed.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
      for (const branch of (node.anyOf ?? []) as Record<string, unknown>[]) visit(branch, path);
      if (node.items !== undefined) visit(node.items as Record<string, unknown>, `${path}[]`);
    };
    visit(configJsonSchema(), "");
    expect(undescribed).toEqual([]);
  });

  test("asks only for what has no default, and refuses other keys", () => {
    const schema = configJsonSchema();
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.required).toEqual(["data", "channels"]);
    expect(schema.additionalProperties).toBe(false);
  });
});

describe("the nearest key", () => {
  test("is the one a misspelling meant", () => {
    expect(nearestKey("chanels", ["channels", "controls"])).toBe("channels");
    expect(nearestKey("TV Spend", ["tv_impressions", "tv_spend"])).toBe("tv_spend");
    expect(nearestKey("tpye", ["type", "kind"])).toBe("type");
  });

  test("is none when nothing is near", () => {
    expect(nearestKey("weather", ["tv_spend", "revenue"])).toBeUndefined();
    expect(nearestKey("a", ["b"])).toBeUndefined();
    expect(nearestKey("x", [])).toBeUndefined();
  });

  test("a swap of neighbors is one edit", () => {
    expect(editDistance("revnue", "revenue")).toBe(1);
    expect(editDistance("reveneu", "revenue")).toBe(1);
    expect(editDistance("", "abc")).toBe(3);
  });

  test("the distance is symmetric, zero only for equal words, at most the longer length", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right);
        expect(distance).toBe(editDistance(right, left));
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});
