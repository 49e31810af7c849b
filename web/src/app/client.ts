/** Requests to the server, with the types of its schema. */

import type { Calls, Job, Problem } from "./api";

/** A request that was not met. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.problem);
  }
}

const gone: Problem = {
  problem: "the server cannot be reached",
  value: null,
  remedy: "see whether cutaway serve still runs, then try again",
};

type Given<C extends keyof Calls> = (Calls[C]["path"] extends undefined ? object : { path: Calls[C]["path"] }) &
  (Calls[C]["body"] extends undefined ? object : { body: Calls[C]["body"] });

/** One request, such as `call("POST /api/v1/lens", { body })`. */
export async function call<C extends keyof Calls>(name: C, given: Given<C>): Promise<Calls[C]["answer"]> {
  const { path, body } = given as { path?: Record<string, string>; body?: unknown };
  const [method, template] = name.split(" ") as [string, string];
  const address = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path?.[key] ?? ""));
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch {
    throw new Refused(0, gone);
  }
  if (response.status === 204) return undefined as Calls[C]["answer"];
  const data: unknown = await response.json().catch(() => null);
  if (response.ok && data !== null) return data as Calls[C]["answer"];
  const problem = data as Problem | null;
  throw new Refused(
    response.status,
    problem?.problem
      ? problem
      : { problem: `the server answered ${response.status}`, value: null, remedy: "try again, or restart cutaway serve" },
  );
}

/** An error as a problem that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return { problem: "something went wrong in this page", value: String(error), remedy: "reload the page" };
}

const ended = new Set<Job["state"]>(["done", "failed", "cancelled", "interrupted"]);

/** Whether a job will not change any more. */
export const hasEnded = (job: Job): boolean => ended.has(job.state);

/** Follow a job until it ends. A lost connection is taken up again; the server then sends the state as it is. */
export function follow(job: Job, told: (job: Job) => void): () => void {
  if (hasEnded(job)) {
    told(job);
    return () => {};
  }
  const source = new EventSource(`/api/v1/jobs/${encodeURIComponent(job.id)}/events`);
  source.addEventListener("job", (event) => {
    const now = JSON.parse((event as MessageEvent<string>).data) as Job;
    if (hasEnded(now)) source.close();
    told(now);
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED)
      told({ ...job, state: "failed", error: { ...gone, problem: "the job is not known to the server any more" } });
  });
  return () => source.close();
}
