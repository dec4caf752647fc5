// Numbers of the exponential functions, shared word for word with the WebAssembly kernels.
// Made by packages/engine/test/reference/make-exponentials.py; the bounds beside them are of the polynomials alone.

/** 1 / ln 2. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: AssemblyScript takes literals only
export const log2OfE: number = 1.4426950408889634;
/** ln 2 in two parts: the upper has 21 trailing zero bits, so that a product with a whole number of 11 bits is exact. */
export const ln2High: number = 0.6931471803691238;
export const ln2Low: number = 1.9082149292705877e-10;

/** e^r = 1 + r + r² Σ c_k r^k on |r| ≤ ln 2 / 2, within 0.15 · 2⁻⁵³. */
export const exp0: number = 0.5000000000000001;
export const exp1: number = 0.16666666666666669;
export const exp2: number = 0.04166666666662413;
export const exp3: number = 0.008333333333330062;
export const exp4: number = 0.0013888888917213717;
export const exp5: number = 0.00019841269863053618;
export const exp6: number = 2.4801521295954376e-5;
export const exp7: number = 2.7557268459997064e-6;
export const exp8: number = 2.7620088445409746e-7;
export const exp9: number = 2.510038549551032e-8;

/** log(1 + f) = 2 s + s z Σ c_k z^k with s = f / (2 + f), z = s², on √½ ≤ 1 + f < √2, within 0.05 · 2⁻⁵³. */
export const log0: number = 0.666666666666667;
export const log1: number = 0.39999999999899494;
export const log2: number = 0.28571428625981043;
export const log3: number = 0.22222211133888148;
export const log4: number = 0.18182889191339113;
export const log5: number = 0.15331719404173863;
export const log6: number = 0.1461647683302389;

/** 2^r = Σ c_k r^k on |r| ≤ ½, within 2.9 · 2⁻⁵³. */
export const power0: number = 1;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: near ln 2, but fitted
export const power1: number = 0.69314718055995;
export const power2: number = 0.24022650695910097;
export const power3: number = 0.05550410866444772;
export const power4: number = 0.009618129107606888;
export const power5: number = 0.0013333558230164974;
export const power6: number = 0.0001540353044173605;
export const power7: number = 1.5252657260200837e-5;
export const power8: number = 1.321544258792169e-6;
export const power9: number = 1.0208690299958306e-7;
export const power10: number = 7.072585949269223e-9;

/** log₂ m = s Σ c_k z^k with s = (m − 1) / (m + 1), z = s², on √½ ≤ m < √2, within 1.9 · 2⁻⁵³. */
export const binaryLog0: number = 2.885390081777927;
export const binaryLog1: number = 0.9617966939243343;
export const binaryLog2: number = 0.5770780172464193;
export const binaryLog3: number = 0.412198402033469;
export const binaryLog4: number = 0.3206163892109791;
export const binaryLog5: number = 0.2614442134960371;
export const binaryLog6: number = 0.24291652858974344;
