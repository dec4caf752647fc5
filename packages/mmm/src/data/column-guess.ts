// What a column probably is, going by its name: the words marketing tables use for dates, outcomes, spend and context.

/** Lower-case words of a header: `tvSpend`, `TV spend` and `tv_spend` all give tv, spend. */
function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const spendWords = new Set([
  "spend",
  "spends",
  "spending",
  "cost",
  "costs",
  "investment",
  "budget",
  "ausgaben",
  "kosten",
]);
const exposureWords = ["impressions", "impression", "imps", "clicks", "grps", "grp", "views", "reach", "exposure"];
const reachWords = new Set(["reach"]);
const frequencyWords = new Set(["frequency", "freq"]);
/** Media that cost nothing, where no column of spend says otherwise. */
const organicWords = new Set(["organic", "newsletter", "newsletters"]);
const revenueWords = ["revenue", "sales", "turnover", "umsatz", "gmv", "income"];
const unitWords = [
  "kpi",
  "conversions",
  "conversion",
  "orders",
  "signups",
  "leads",
  "installs",
  "subscriptions",
  "units",
  "y",
  "target",
];
const dateWords = ["date", "day", "week", "month", "ds", "datum", "time", "period", "dates"];
const geoWords = new Set(["geo", "region", "dma", "state", "country", "market", "city", "province", "store"]);
/** Made from the date alone: the model has its own. */
const calendarNames =
  /^(t|index|id|row|unnamed.*|day[ _]?of[ _]?(week|year|month)|dayofweek|dayofyear|dow|weekday|day|week|month|quarter|year|is[ _]?weekend|weekend|trend|fourier.*|(sin|cos)[ _]?\d+)$/i;

/** Words that make a column somebody else's, or a rate, and never the advertiser's own spend or outcome. */
const foreign = new Set(["competitor", "competitors", "competition", "market", "per", "share", "rate"]);

const isForeign = (name: string): boolean => words(name).some((word) => foreign.has(word));

export const looksLikeDate = (name: string): boolean => words(name).some((word) => dateWords.includes(word));
export const looksLikeGeo = (name: string): boolean => words(name).some((word) => geoWords.has(word));
export const looksLikePopulation = (name: string): boolean =>
  /^(pop|population|inhabitants|people)$/i.test(name.trim());
export const looksLikeCalendar = (name: string): boolean => calendarNames.test(name.trim());
export const looksLikeHoliday = (name: string): boolean => words(name).some((word) => /^holidays?$/.test(word));

/** `revenue_per_conversion` and the like. */
export function looksLikeRevenuePerKpi(name: string): boolean {
  const parts = words(name);
  return parts.includes("per") && revenueWords.concat("value", "price").includes(parts[0]);
}

/** The channel a spend column belongs to, `tv` of `tv_spend` or of Robyn's `tv_S`; undefined when it is not one. */
export function channelOfSpend(name: string): string | undefined {
  if (isForeign(name)) return undefined;
  const parts = words(name);
  const rest = parts.filter((word) => !spendWords.has(word));
  if (rest.length < parts.length && rest.length > 0) return rest.join("_");
  return /^(.+)_S$/.exec(name)?.[1];
}

/** The channel an exposure column belongs to, `tv` of `tv_impressions` and of Robyn's `tv_I`; undefined when it is not one. */
export function channelOfExposure(name: string): string | undefined {
  if (isForeign(name)) return undefined;
  const parts = words(name.replace(/_P$/, ""));
  const rest = parts.filter((word) => !exposureWords.includes(word));
  if (rest.length < parts.length && rest.length > 0) return rest.join("_");
  return /^(.+)_I$/.exec(name)?.[1];
}

/** The channel a column of reach belongs to, `tv` of `tv_reach`; undefined when it is not one. */
export const channelOfReach = (name: string): string | undefined => withoutWords(name, reachWords);

/** The channel a column of how often people were reached belongs to; undefined when it is not one. */
export const channelOfFrequency = (name: string): string | undefined => withoutWords(name, frequencyWords);

/** What is left of a name without words of a kind; undefined when it has none of them, or nothing else. */
function withoutWords(name: string, kind: ReadonlySet<string>): string | undefined {
  if (isForeign(name)) return undefined;
  const parts = words(name);
  const rest = parts.filter((word) => !kind.has(word));
  return rest.length < parts.length && rest.length > 0 ? rest.join("_") : undefined;
}

export const looksOrganic = (name: string): boolean => words(name).some((word) => organicWords.has(word));
export const looksLikeHoldout = (name: string): boolean => /^(is_)?(hold|held)[ _-]?out$/i.test(name.trim());

/** How much a name sounds like the outcome: 0 not at all; the better, the higher. Tells money from units. */
export function outcomeScore(name: string): { readonly score: number; readonly kind: "revenue" | "units" } {
  const parts = words(name);
  const none = { score: 0, kind: "units" } as const;
  if (isForeign(name) || parts.some((word) => spendWords.has(word))) return none;
  const place = (list: readonly string[]): number => {
    const index = list.findIndex((word) => parts.includes(word));
    return index < 0 ? 0 : (list.length - index) / list.length;
  };
  const alone = parts.length === 1 ? 0.5 : 0;
  const revenue = place(revenueWords);
  if (revenue > 0) return { score: 2 + revenue + alone, kind: "revenue" };
  const units = place(unitWords);
  return units > 0 ? { score: 1 + units + alone, kind: "units" } : none;
}
