// Adstock: media keeps working after it is shown. The kinds, their parameters and their weights.

/** Which adstock a channel has. `window` counts lag weights, the period of exposure included; null means the whole past. */
export type AdstockSpec =
  | { readonly kind: "none" }
  | { readonly kind: "geometric"; readonly window: number | null; readonly normalize: boolean }
  | { readonly kind: "delayed"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "weibull-pdf"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "weibull-cdf"; readonly window: number; readonly normalize: boolean }
  | { readonly kind: "binomial"; readonly window: number; readonly normalize: boolean };
