/** SHA-256 of everything that the module is made from, the compiler's version included. */
export function sourcesDigest(): Promise<string>;
/** The text of simd-module.ts. */
export function simdModuleSource(): Promise<string>;
