// What teachers teach from. The portal reads as a reader: parts for educators never reach it.
import { Audience, View, type TeacherResource } from "@lectern/client";
import { orMissing, type Reading } from "./reading.ts";

/** All of them, by id; in view BASIC. Editors write them by hand, so that there are some hundreds at the most. */
export function teacherResources(reading: Reading): Promise<TeacherResource[]> {
  const { listTeacherResources } = reading.source.lectern.teacherResources;
  return reading.list(listTeacherResources, { pageSize: 1000, view: View.BASIC }, (page) => page.teacherResources);
}

/** One of them, as it is now or as the commit `revision` wrote it. undefined: there is none that readers may see. */
export async function teacherResource(reading: Reading, id: string, revision?: bigint): Promise<TeacherResource | undefined> {
  const { getTeacherResource } = reading.source.lectern.teacherResources;
  const name = revision === undefined ? `teacherResources/${id}` : `teacherResources/${id}@${revision}`;
  const found = await orMissing(reading.ask(getTeacherResource, { name }));
  if (found === undefined) return undefined;
  // Should the portal ever be let see more than a reader, its pages still would not.
  return { ...found, parts: found.parts.filter(({ audience }) => audience !== Audience.EDUCATORS) };
}
