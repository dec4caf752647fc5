// Everything the engine asks of its host, beyond the ES2023 language: a clock and timers.

declare const performance: { now(): number };
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;
