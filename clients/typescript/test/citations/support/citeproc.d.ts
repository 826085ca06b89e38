// The part of citeproc that the oracle uses; the package has no types of its own.
declare module "citeproc" {
  interface System {
    retrieveLocale(language: string): string;
    retrieveItem(id: string): object;
  }
  interface Cluster {
    citationID: string;
    citationItems: { id: string; locator?: string; label?: string }[];
    properties: { noteIndex: number };
  }
  class Engine {
    constructor(system: System, style: string, language?: string);
    updateItems(ids: string[]): void;
    makeBibliography(): [object, string[]];
    processCitationCluster(
      cluster: Cluster,
      before: [string, number][],
      after: [string, number][],
    ): [object, [number, string, string][]];
  }
  const CSL: { Engine: typeof Engine };
  export default CSL;
}
