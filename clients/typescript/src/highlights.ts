// What a search points out, for front ends. Its ranges are bytes of UTF-8; JavaScript's strings are UTF-16.
import type { MessageShape } from "@bufbuild/protobuf";
import type { SearchHitSchema, TextRangeSchema } from "#gen/lectern/v1/search_pb.js";

/** A part of a text, all of it pointed out or none of it. */
export interface TextSegment {
  readonly text: string;
  readonly highlighted: boolean;
}

/** Where a range begins and ends, in bytes of UTF-8: a TextRange, or anything with its two numbers. */
export type ByteRange = Pick<MessageShape<typeof TextRangeSchema>, "startByte" | "endByte">;

/**
 * Cuts `text` where `ranges` begin and end: the highlights of a snippet, the title highlights of a hit, what a
 * suggestion completed.
 *
 * The segments put together are `text`, none of them is empty, and each is set off from the one before. They hold plain
 * text: a front end escapes it as it escapes any other. Ranges may overlap and come in any order. No range makes this
 * throw or parts a character: one that begins or ends within a character holds it where it holds its first byte, and
 * what lies outside of the text is no part of it.
 */
export function highlightSegments(text: string, ranges: Iterable<ByteRange>): TextSegment[] {
  const ascending = [...ranges].filter(({ startByte, endByte }) => startByte < endByte);
  ascending.sort((a, b) => a.startByte - b.startByte);
  const segments: { text: string; highlighted: boolean }[] = [];
  let byte = 0;
  let next = 0; // of `ascending`: the first that begins behind `byte`
  let end = 0; // where those before it end
  for (const character of text) {
    for (let range = ascending[next]; range !== undefined && range.startByte <= byte; range = ascending[++next]) {
      end = Math.max(end, range.endByte);
    }
    const highlighted = byte < end;
    const last = segments.at(-1);
    if (last?.highlighted === highlighted) last.text += character;
    else segments.push({ text: character, highlighted });
    byte += utf8Length(character.codePointAt(0)!);
  }
  return segments;
}

/** The text that the `titleHighlights` of a hit are ranges of; empty where the hit has no title. */
export function titleOf({ resource }: MessageShape<typeof SearchHitSchema>): string {
  switch (resource.case) {
    case "entry":
      return resource.value.titleLines.join("\n");
    case "country":
      return resource.value.displayName;
    case "countryPage":
      return resource.value.printedCountryName;
    case "topic":
    case "theme":
      return resource.value.labels[0]?.text ?? "";
    case "teacherResource":
      return resource.value.title;
    case undefined: // a kind that a newer server knows
      return "";
  }
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4; // half of a surrogate pair, which no answer holds, would be sent as U+FFFD
}
