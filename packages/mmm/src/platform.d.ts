// Everything the models ask of their host, beyond the ES2023 language: a clock.

declare const performance: { now(): number };
