// The content digest of a panel: equal data give equal digests on every machine. For telling data apart, not for security.
import type { OrganicSeries, Panel } from "./panel.ts";

/** Two 32-bit murmur3 lanes with different seeds, fed word by word: 64 bits without BigInt. */
interface Lanes {
  first: number;
  second: number;
  words: number;
}

function mix(lane: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = lane ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(lane: number, words: number): number {
  let h = lane ^ (words * 4);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function addWord(lanes: Lanes, word: number): void {
  lanes.first = mix(lanes.first, word);
  lanes.second = mix(lanes.second, word ^ lanes.first);
  lanes.words++;
}

function addText(lanes: Lanes, text: string): void {
  addWord(lanes, text.length);
  for (let i = 0; i < text.length; i++) addWord(lanes, text.charCodeAt(i));
}

const scratch = new DataView(new ArrayBuffer(8));

/** Adds the IEEE 754 bits of each number; −0 counts as 0, and every NaN as the same. */
function addNumbers(lanes: Lanes, values: Float64Array): void {
  addWord(lanes, values.length);
  for (let i = 0; i < values.length; i++) {
    scratch.setFloat64(0, Number.isNaN(values[i]) ? Number.NaN : values[i] + 0, true);
    addWord(lanes, scratch.getUint32(0, true));
    addWord(lanes, scratch.getUint32(4, true));
  }
}

function addExposure(lanes: Lanes, { exposure, frequency }: Pick<OrganicSeries, "exposure" | "frequency">): void {
  addNumbers(lanes, exposure);
  if (frequency !== undefined) addNumbers(lanes, frequency);
}

/**
 * Digest over frequency, currency, dates, geos, population, KPI, media, controls, organic channels, treatments and history, names
 * and values, in the panel's order.
 * Two lanes of murmur3 (32 bit, Appleby 2011), the second fed with the first, so that accidental equality of different data
 * has odds of about 2⁻⁶⁴.
 *
 * @returns 16 lowercase hex digits
 */
export function panelDigest(panel: Omit<Panel, "digest">): string {
  const lanes: Lanes = { first: 0x243f6a88, second: 0x85a308d3 | 0, words: 0 };
  addText(lanes, "carryover panel 1");
  for (const text of [panel.frequency, panel.currency, panel.kpi.name, panel.kpi.kind]) addText(lanes, text);
  for (const list of [panel.dates, panel.geos]) {
    addWord(lanes, list.length);
    for (const text of list) addText(lanes, text);
  }
  addNumbers(lanes, panel.population);
  addNumbers(lanes, panel.kpi.values);
  addNumbers(lanes, panel.kpi.revenuePerKpi);
  addWord(lanes, panel.media.length);
  for (const series of panel.media) {
    addText(lanes, series.name);
    addNumbers(lanes, series.spend);
    addNumbers(lanes, series.exposure);
    if (series.frequency !== undefined) addNumbers(lanes, series.frequency);
  }
  addWord(lanes, panel.controls.length);
  for (const series of panel.controls) {
    addText(lanes, series.name);
    addNumbers(lanes, series.values);
  }
  // Panels without these keep the digest they have always had.
  for (const series of panel.organic ?? []) {
    addText(lanes, `organic ${series.name}`);
    addExposure(lanes, series);
  }
  for (const series of panel.treatments ?? []) {
    addText(lanes, `treatment ${series.name}`);
    addNumbers(lanes, series.values);
    addNumbers(lanes, Float64Array.of(series.baseline));
  }
  if (panel.history !== undefined) {
    addText(lanes, `history ${panel.history.periods}`);
    for (const series of [...panel.history.media, ...panel.history.organic]) addExposure(lanes, series);
  }
  const hex = (lane: number): string => finish(lane, lanes.words).toString(16).padStart(8, "0");
  return hex(lanes.first) + hex(lanes.second);
}
