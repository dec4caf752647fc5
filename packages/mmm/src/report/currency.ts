// Currencies as they are written: ISO 4217 code → symbol and the word for one unit. Own table, so that output never depends on the host's locale data.

interface Currency {
  readonly symbol: string;
  /** One unit, as in "per dollar". */
  readonly unit: string;
}

const currencies: Readonly<Record<string, Currency>> = {
  AUD: { symbol: "A$", unit: "dollar" },
  BRL: { symbol: "R$", unit: "real" },
  CAD: { symbol: "C$", unit: "dollar" },
  CHF: { symbol: "CHF", unit: "franc" },
  CNY: { symbol: "CN¥", unit: "yuan" },
  CZK: { symbol: "Kč", unit: "koruna" },
  DKK: { symbol: "DKK", unit: "krone" },
  EUR: { symbol: "€", unit: "euro" },
  GBP: { symbol: "£", unit: "pound" },
  HKD: { symbol: "HK$", unit: "dollar" },
  ILS: { symbol: "₪", unit: "shekel" },
  INR: { symbol: "₹", unit: "rupee" },
  JPY: { symbol: "¥", unit: "yen" },
  KRW: { symbol: "₩", unit: "won" },
  MXN: { symbol: "MX$", unit: "peso" },
  NOK: { symbol: "NOK", unit: "krone" },
  NZD: { symbol: "NZ$", unit: "dollar" },
  PLN: { symbol: "zł", unit: "złoty" },
  SEK: { symbol: "SEK", unit: "krona" },
  SGD: { symbol: "S$", unit: "dollar" },
  TRY: { symbol: "₺", unit: "lira" },
  USD: { symbol: "$", unit: "dollar" },
  ZAR: { symbol: "R", unit: "rand" },
};

/** `USD` → `$`; a code outside the table stands for itself. */
export function currencySymbol(code: string): string {
  return currencies[code.toUpperCase()]?.symbol ?? code;
}

/** `USD` → `dollar`, as in "returned 0.49 per dollar"; a code outside the table stands for itself. */
export function currencyUnit(code: string): string {
  return currencies[code.toUpperCase()]?.unit ?? code;
}
