// An analysis of incrementality as lines of text.
import { type CellUnits, cellText, type Incrementality } from "@carryover/mmm";
import { alignedRows } from "../aligned-rows.ts";

type Window = Incrementality["windows"][number];
type Subject = Window["subjects"][number];
type Row = readonly string[];

/** How numbers are written: money, KPI amounts and plain ones, empty where there is none. */
interface Cells {
  readonly units: boolean;
  readonly interval: string;
  money(value: number): string;
  amount(value: number): string;
  number(value: number | null | undefined): string;
  share(value: number | null | undefined): string;
  probability(value: number | null | undefined): string;
}

export function analysisLines(found: Incrementality): string[] {
  const cells = cellsOf(found);
  return [
    ...found.windows.flatMap((window) => windowLines(window, found, cells)),
    ...(found.curves === undefined ? [] : curveLines(found.curves, cells)),
    ...closingLines(found),
  ];
}

function cellsOf({ kpi, currency, level }: Incrementality): Cells {
  const units: CellUnits = { currency, kpiCurrency: kpi.kind === "revenue" ? currency : null };
  const write =
    (kind: Parameters<typeof cellText>[1]) =>
    (value: number | null | undefined): string =>
      cellText(value ?? null, kind, units);
  return {
    units: kpi.kind === "units",
    interval: `${Number((100 * level).toPrecision(6))} % INTERVAL`,
    money: write("money"),
    amount: write("amount"),
    number: write("number"),
    share: write("share"),
    probability: write("probability"),
  };
}

function windowLines(window: Window, found: Incrementality, cells: Cells): string[] {
  const name = window.name.startsWith(window.from) ? "" : `${window.name}: `;
  return [
    `${name}${window.from} to ${window.to}, ${window.periods} ${found.frequency} periods`,
    `  ${found.kpi.name} expected ${cells.amount(window.expected.mean)}, without media ${cells.amount(window.baseline.mean)}; observed ${cells.amount(window.observed)}${window.unknown === undefined ? "" : `, where ${window.unknown} values are not known`}`,
    "Flight view: what the media of the window brought, inside it and later",
    ...alignedRows([flightHeader(cells), ...window.subjects.map((subject) => flightRow(subject, cells))]),
    "Window view: what media of all times brought inside the window",
    ...alignedRows([windowHeader(cells), ...window.subjects.map((subject) => windowRow(subject, cells))]),
    ...geoLines(window, cells),
    "",
  ];
}

function flightHeader({ interval, units }: Cells): Row {
  const cost = units ? ["CPIK", "MEAN OF RATIOS"] : [];
  return ["MEDIA", "SPEND", "INSIDE", "CARRY-OUT", "ROI", interval, "P(ROI>1)", "NEXT UNIT", ...cost];
}

function flightRow({ name, spend, flightView }: Subject, cells: Cells): Row {
  const { inside, carryOut, roi, marginalRoi, cpik } = flightView;
  return [
    name,
    cells.money(spend),
    cells.amount(inside.mean),
    cells.amount(carryOut.mean),
    cells.number(roi?.ratioOfMeans),
    roi === null ? "–" : `${cells.number(roi.lower)} to ${cells.number(roi.upper)}`,
    cells.probability(roi?.probabilityAboveOne),
    cells.number(marginalRoi?.mean),
    ...(cells.units ? [cost(cpik?.ratioOfMeans, cells), cost(cpik?.meanOfRatios, cells)] : []),
  ];
}

/** Of what was paid for, null is infinite; of what was not, there is no cost. */
function cost(value: number | null | undefined, cells: Cells): string {
  if (value === undefined) return "–";
  return value === null ? "infinite" : cells.money(value);
}

function windowHeader({ interval }: Cells): Row {
  return ["MEDIA", "BROUGHT", interval, "CARRY-IN", "OF MEDIA", "OF KPI", "ELASTICITY"];
}

function windowRow({ name, windowView }: Subject, cells: Cells): Row {
  const { contribution, carryIn, shareOfMedia, shareOfKpi, elasticity } = windowView;
  return [
    name,
    cells.amount(contribution.mean),
    `${cells.amount(contribution.lower)} to ${cells.amount(contribution.upper)}`,
    cells.amount(carryIn.mean),
    cells.share(shareOfMedia.ratioOfMeans),
    cells.share(shareOfKpi.ratioOfMeans),
    cells.number(elasticity.ratioOfMeans),
  ];
}

function geoLines({ geos }: Window, cells: Cells): string[] {
  if (geos === undefined) return [];
  const rows = geos.flatMap(({ name, subjects }) => subjects.map((subject) => [name, ...flightRow(subject, cells)]));
  return ["Flight view by geo", ...alignedRows([["GEO", ...flightHeader(cells)], ...rows])];
}

/** The points of a curve that a reader compares; the file has all of them. */
const shownMultiples: readonly number[] = [0.5, 0.8, 1, 1.2, 1.5, 2];

function curveLines(
  { from, to, flighted, frequencies }: NonNullable<Incrementality["curves"]>,
  cells: Cells,
): string[] {
  const rows = flighted.flatMap(({ channel, points }) =>
    points
      .filter(({ multiple }) => shownMultiples.includes(multiple))
      .map((point) => [
        channel,
        `×${point.multiple}${point.multiple === 1 ? " now" : ""}`,
        cells.money(point.spend),
        cells.amount(point.kpi.mean),
        `${cells.amount(point.kpi.lower)} to ${cells.amount(point.kpi.upper)}`,
        cells.amount(point.immediate),
        cells.number(point.averageRoi?.mean),
        cells.number(point.marginalRoi),
        point.extrapolated ? "beyond the data" : "",
      ]),
  );
  return [
    `At multiples of the spend from ${from} to ${to}, spent as it was`,
    ...alignedRows([["MEDIA", "", "SPEND", "BROUGHT", cells.interval, "AT ONCE", "ROI", "NEXT UNIT", ""], ...rows]),
    ...frequencies.map(
      ({ channel, current, optimum, interval }) =>
        `  ${channel} reaches each person ${cells.number(current)} times; ${cells.number(optimum)} times would bring most for the money (${cells.number(interval[0])} to ${cells.number(interval[1])})`,
    ),
    "",
  ];
}

function closingLines({ draws, followed, addsUp, frequency }: Incrementality): string[] {
  const { periods, unfollowedShare } = followed;
  return [
    `${draws} draws; effects followed for ${periods} ${frequency} periods after the data, without media.`,
    ...(unfollowedShare > 0
      ? [
          `  Up to ${(100 * unfollowedShare).toPrecision(2)} % of an exposure's effect comes later still and is not counted as carry-out.`,
        ]
      : []),
    ...(addsUp ? [] : ["  Effects multiply in this model: channels do not add up to groups and total."]),
  ];
}
