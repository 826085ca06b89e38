// Listings as async iterables, over any List method.
import { clone, create } from "@bufbuild/protobuf";
import type { DescField, DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { CallOptions } from "./caller.js";
import type { UnaryMethod } from "./services.js";

/** The type of what a listing's answer lists. */
export type ItemOf<O extends DescMessage> = Listed<MessageShape<O>>;

// Types know no order of fields, and the answer of a search has further lists behind its hits.
type Listed<M> = M extends { hits: (infer Hit extends object)[] }
  ? Hit
  : {
      [K in Exclude<keyof M, `$${string}`>]-?: M[K] extends (infer T extends object)[] ? T : never;
    }[Exclude<keyof M, `$${string}`>];

interface PageFields {
  pageToken?: string;
  nextPageToken?: string;
}

/**
 * The pages of a listing, from the request's page_token on: every answer of `method` as it came, each asked for when
 * the one before has been consumed. All show the snapshot of the first, whatever is written meanwhile. `options` hold
 * for each page on its own. Throws LecternError; OUT_OF_RANGE where the listing took longer than history is kept.
 */
export async function* pages<I extends DescMessage, O extends DescMessage>(
  method: UnaryMethod<I, O>,
  request: MessageInitShape<I>,
  options?: CallOptions,
): AsyncGenerator<MessageShape<O>, void, undefined> {
  const schema = method.descriptor.input;
  const first = create(schema, request);
  let next: MessageShape<I> = first;
  for (;;) {
    const page = await method(next as MessageInitShape<I>, options);
    yield page;
    const { nextPageToken = "" } = page as PageFields;
    if (nextPageToken === "") return;
    next = Object.assign(clone(schema, first), { pageToken: nextPageToken });
  }
}

/**
 * The resources of a listing, one by one. `page_size` in the request decides how many come with one call. Throws what
 * `pages` throws, and TypeError where the answer of `method` lists nothing.
 */
export async function* items<I extends DescMessage, O extends DescMessage>(
  method: UnaryMethod<I, O>,
  request: MessageInitShape<I>,
  options?: CallOptions,
): AsyncGenerator<ItemOf<O>, void, undefined> {
  const field = listedField(method.descriptor.output);
  if (field === undefined) throw new TypeError(`${method.descriptor.output.typeName} lists nothing`);
  for await (const page of pages(method, request, options)) {
    yield* (page as unknown as Record<string, ItemOf<O>[]>)[field.localName] ?? [];
  }
}

/** The field of an answer that holds what was asked for: as AIP-158 has it, the first repeated one. */
function listedField(answer: DescMessage): DescField | undefined {
  return answer.fields
    .filter((field) => field.fieldKind === "list" && field.listKind === "message")
    .sort((a, b) => a.number - b.number)[0];
}
