// Saturation: the next dollar does less than the last. The kinds and their curves.

export type SaturationSpec =
  | { readonly kind: "none" }
  | { readonly kind: "hill" }
  | { readonly kind: "logistic" }
  | { readonly kind: "tanh" }
  | { readonly kind: "michaelis-menten" }
  | { readonly kind: "root" }
  | { readonly kind: "log" };
