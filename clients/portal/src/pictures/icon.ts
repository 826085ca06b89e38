// The site's sign: an open book on a stand.

/** SVG of the sign, for browser tabs. */
export function icon(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0e5a66"/><path d="M16 10c-2.6-1.900-5.600-2.300-9-2v13c3.400-.3 6.400.1 9 2 2.600-1.900 5.600-2.300 9-2V8c-3.400-.3-6.400.1-9 2Z" fill="#fff"/><path d="M16 10v13" stroke="#0e5a66" stroke-width="1.500"/></svg>`;
}
