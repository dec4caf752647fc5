// The built packages, and the parts of the engine that are not public: programs and sets of kernels.

const engineFile = (path) => new URL(`../packages/engine/dist/${path}`, import.meta.url).href;

/** Imports a file of the engine's build. The address is made here so that nothing claims it is an interface. */
export function engineModule(path) {
  return import(engineFile(path));
}

/** Ways to open kernels by kind; WebAssembly only where the host runs it. */
export async function kernelKinds() {
  const [{ openReferenceKernels }, { hasWebAssemblyKernels, openWebAssemblyKernels }] = await Promise.all([
    engineModule("kernels/reference.js"),
    engineModule("kernels/webassembly.js"),
  ]);
  return {
    reference: openReferenceKernels,
    ...(hasWebAssemblyKernels() ? { webassembly: openWebAssemblyKernels } : {}),
  };
}
