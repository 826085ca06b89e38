// Calls as somebody without any library makes them.
export interface JsonError {
  readonly code: string;
  readonly message: string;
  readonly details: Array<{ type: string; value: string; debug?: Record<string, unknown> }>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: any;
}

export async function post(
  url: string,
  method: string,
  request: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  return answerOf(
    await fetch(`${url}/lectern.v1.${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(request),
    }),
  );
}

export function getUrl(url: string, method: string, request: unknown): string {
  return `${url}/lectern.v1.${method}?${new URLSearchParams({ encoding: "json", message: JSON.stringify(request) })}`;
}

export async function get(
  url: string,
  method: string,
  request: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  return answerOf(await fetch(getUrl(url, method, request), { headers }));
}

export async function answerOf(response: Response): Promise<JsonAnswer> {
  const body = await response.text();
  return { status: response.status, headers: response.headers, json: body === "" ? undefined : JSON.parse(body) };
}

/** The reason of an error, with its domain: "lectern/RESOURCE_NOT_FOUND". */
export function reasonOf(error: JsonError): string {
  const info = error.details[0];
  return info?.type === "google.rpc.ErrorInfo" ? `${info.debug?.domain}/${info.debug?.reason}` : "";
}
