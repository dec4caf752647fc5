// Every adstock and every saturation, for tests that go through all of them.

export const adstockKinds = ["none", "geometric", "delayed", "weibull-pdf", "weibull-cdf", "binomial"] as const;
export const saturationKinds = [
  "none",
  "hill",
  "logistic",
  "inverse-scaled-logistic",
  "tanh",
  "tanh-baselined",
  "michaelis-menten",
  "hill-sigmoid",
  "root",
  "log",
] as const;
