// What the WebAssembly module exports: one function per kernel, taking addresses and lengths.
export * from "./arrow";
export * from "./convolution";
export * from "./curves";
export * from "./elementwise";
export * from "./filters";
export * from "./groups";
export * from "./hill";
export * from "./sparse";
export * from "./truncated-filter";
export * from "./vectors";

/** Where the constants end: everything from here on is for vectors. */
export const heapBase: usize = __heap_base;
