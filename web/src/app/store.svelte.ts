/** What the app knows and does. */

import type { ViewState } from "../parts/selection";
import type {
  Answer,
  AttentionRequest,
  AttributionRequest,
  Change,
  CircuitRequest,
  DictionaryEntry,
  FeaturesRequest,
  GenerationRequest,
  Job,
  LensRequest,
  Limits,
  ModelEntry,
  ModelState,
  PatchingRequest,
  Problem,
  StudySummary,
  Token,
} from "./api";
import { Refused, call, follow, hasEnded, problemOf } from "./client";
import type { Chosen } from "./sites";
import { type Options, type Panel, type View, fragment, fresh, panels, readFragment, viewFrom } from "./view";

type ByPanel<T> = Partial<Record<Panel, T>>;
export type Toast = { text: string; action?: { name: string; run: () => void }; bad?: boolean };

/** One page's state. */
export class Store {
  models = $state.raw<ModelEntry[]>([]);
  current = $state.raw<ModelState>({ status: "none" } as ModelState);
  limits = $state.raw<Limits>({ max_prompt_tokens: 256, max_new_tokens: 100, queue: 8 });
  first = $state("");
  /** The model that this page works with. */
  model = $state("");
  loading = $state.raw<Job | null>(null);
  loadProblem = $state.raw<Problem | null>(null);
  /** Those of every model that the server knows. */
  shelf = $state.raw<DictionaryEntry[]>([]);

  prompt = $state("");
  tokens = $state.raw<Token[]>([]);
  tokensProblem = $state.raw<Problem | null>(null);
  /** The prompt that the answers are about. */
  asked = $state("");

  panel = $state<Panel>("predictions");
  options = $state<Options>(fresh());
  answers = $state.raw<ByPanel<Answer>>({});
  busy = $state<ByPanel<boolean>>({});
  jobs = $state.raw<ByPanel<Job>>({});
  problems = $state.raw<ByPanel<Problem>>({});
  /** What each panel's parts keep, in their order. */
  parts = $state.raw<ByPanel<ViewState[]>>({});

  chosen = $state.raw<Chosen | null>(null);
  toast = $state.raw<Toast | null>(null);

  studies = $state.raw<StudySummary[]>([]);
  interrupted = $state.raw<Job[]>([]);
  study = $state.raw<{ id: string; name: string; version: number } | null>(null);
  /** Whether something is on show that the study does not have. */
  unsaved = $state(false);
  opening = $state(false);

  /** What was last asked for each panel; an answer to what came before is left. */
  #asks = new Map<Panel, symbol>();
  #stops = new Map<Panel, () => void>();
  #tokensTurn = 0;
  #toastTimer = 0;

  get ready(): boolean {
    return this.current.status === "ready" && this.current.name === this.model;
  }

  /** The dictionaries for the model in memory. */
  get dictionaries(): DictionaryEntry[] {
    return this.shelf.filter((one) => one.fingerprint === this.current.fingerprint);
  }

  /** The one that is chosen, or the first. */
  get dictionary(): string {
    const { dictionary } = this.options.features;
    return this.dictionaries.find((one) => one.name === dictionary)?.name ?? this.dictionaries[0]?.name ?? "";
  }

  get otherModel(): string | null {
    return this.current.status === "ready" && this.current.name !== this.model ? (this.current.name ?? null) : null;
  }

  // -- the model ----------------------------------------------------------------------------------------------

  async start(): Promise<void> {
    try {
      const [models, shelf] = await Promise.all([call("GET /api/v1/models", {}), call("GET /api/v1/dictionaries", {})]);
      this.shelf = shelf;
      this.models = models.models;
      this.current = models.current;
      this.limits = models.limits;
      this.first = models.first;
      this.model = models.current.name ?? models.first;
    } catch (error) {
      this.loadProblem = problemOf(error);
      return;
    }
    await Promise.all([this.#readFragment(), this.listStudies(), this.listJobs()]);
  }

  /** Open a model, and wait until it is there. */
  async open(name: string): Promise<boolean> {
    this.model = name;
    this.loadProblem = null;
    if (this.current.status === "ready" && this.current.name === name) return true;
    try {
      const job = await call("POST /api/v1/model", { body: { name } });
      const end = await new Promise<Job>((resolve) => {
        follow(job, (now) => {
          this.loading = now;
          if (hasEnded(now)) resolve(now);
        });
      });
      if (end.state !== "done")
        this.loadProblem = end.error ?? {
          problem: "the model was not opened",
          value: name,
          remedy: "open it again",
        };
    } catch (error) {
      this.loadProblem = problemOf(error);
    }
    this.loading = null;
    try {
      this.current = await call("GET /api/v1/model", {});
    } catch (error) {
      this.loadProblem ??= problemOf(error);
    }
    return this.ready;
  }

  /** Change to another model: what was asked of the one before is left. */
  async choose(name: string): Promise<void> {
    if (name === this.model && this.ready) return;
    this.#clear();
    if (await this.open(name)) {
      await this.cut();
      if (this.prompt.trim()) await this.look();
    }
  }

  // -- the prompt ---------------------------------------------------------------------------------------------

  async cut(): Promise<void> {
    const turn = ++this.#tokensTurn;
    this.tokensProblem = null;
    if (!this.prompt.trim() || !this.ready) {
      this.tokens = [];
      return;
    }
    try {
      const answer = await call("POST /api/v1/tokens", { body: { model: this.model, prompt: this.prompt } });
      if (turn === this.#tokensTurn) this.tokens = answer.tokens;
    } catch (error) {
      if (turn !== this.#tokensTurn) return;
      this.tokens = [];
      this.tokensProblem = problemOf(error);
      this.#noticeModel(error);
    }
  }

  /** Ask everything anew about the prompt as it is. */
  async look(): Promise<void> {
    if (!this.prompt.trim()) return;
    this.#clear();
    this.asked = this.prompt;
    if (!this.ready && this.otherModel === null && !(await this.open(this.model))) return;
    void this.cut();
    await this.ask("predictions");
    this.#fill(this.panel);
  }

  /** Show a panel; what is quick is asked at once. */
  show(panel: Panel): void {
    this.panel = panel;
    this.chosen = null;
    this.#fill(panel);
  }

  /** What takes long is asked when somebody says so, and waits in the server's queue. */
  #isJob(panel: Panel): boolean {
    if (panel === "features") return this.options.features.by === "answer";
    return panel === "patching" || panel === "circuit" || panel === "generation";
  }

  #fill(panel: Panel): void {
    if (panel === "features" && !this.dictionary) return;
    if (!this.#isJob(panel) && this.asked && !this.answers[panel] && !this.busy[panel] && this.ready) void this.ask(panel);
  }

  async ask(panel: Panel): Promise<void> {
    if (this.#isJob(panel)) return this.run(panel);
    const wanted = this.#begin(panel);
    try {
      const answer = await this.#asked(panel);
      if (wanted()) this.#take(panel, answer);
    } catch (error) {
      if (!wanted()) return;
      this.problems = { ...this.problems, [panel]: problemOf(error) };
      this.#noticeModel(error);
    } finally {
      if (wanted()) this.busy[panel] = false;
    }
  }

  /** Begin to ask for a panel: the function says whether what comes of it is still wanted. */
  #begin(panel: Panel): () => boolean {
    const ask = Symbol(panel);
    this.#asks.set(panel, ask);
    this.#stops.get(panel)?.();
    this.problems = { ...this.problems, [panel]: undefined };
    this.busy[panel] = true;
    return () => this.#asks.get(panel) === ask;
  }

  #asked(panel: Panel): Promise<Answer> {
    const base = { model: this.model, prompt: this.asked };
    const some = (text: string): string | null => (text === "" ? null : text);
    if (panel === "lens") {
      const body: LensRequest = { ...base, at: this.options.lens.at, follow: some(this.options.lens.follow) };
      return call("POST /api/v1/lens", { body });
    }
    if (panel === "attention") {
      const body: AttentionRequest = { ...base, layer: this.options.attention.layer };
      return call("POST /api/v1/attention", { body });
    }
    if (panel === "attribution") {
      const { answer, wrong, by } = this.options.attribution;
      const body: AttributionRequest = { ...base, answer: some(answer), wrong: some(wrong), by };
      return call("POST /api/v1/attribution", { body });
    }
    if (panel === "features") return call("POST /api/v1/features", { body: this.#features() });
    return call("POST /api/v1/predictions", { body: base });
  }

  // -- long work ----------------------------------------------------------------------------------------------

  async run(panel: Panel): Promise<void> {
    const wanted = this.#begin(panel);
    try {
      const job = await this.#started(panel);
      if (wanted()) await this.#followed(panel, job, wanted);
    } catch (error) {
      if (!wanted()) return;
      this.problems = { ...this.problems, [panel]: problemOf(error) };
      this.#noticeModel(error);
    } finally {
      if (wanted()) this.busy[panel] = false;
    }
  }

  #started(panel: Panel): Promise<Job> {
    if (panel === "patching") return call("POST /api/v1/patching", { body: this.#patching() });
    if (panel === "circuit") return call("POST /api/v1/circuit", { body: this.#circuit() });
    if (panel === "features") return call("POST /api/v1/features/mattering", { body: this.#features() });
    return call("POST /api/v1/generation", { body: this.#generation() });
  }

  async #followed(panel: Panel, job: Job, wanted: () => boolean): Promise<void> {
    const end = await new Promise<Job>((resolve) => {
      const stop = follow(job, (now) => {
        if (!wanted()) return;
        this.jobs = { ...this.jobs, [panel]: now };
        if (hasEnded(now)) resolve(now);
      });
      this.#stops.set(panel, stop);
    });
    this.jobs = { ...this.jobs, [panel]: undefined };
    if (end.state === "done" && end.answer) {
      const answer = await call("GET /api/v1/answers/{number}", { path: { number: end.answer } });
      if (wanted()) this.#take(panel, answer);
    } else if (end.state === "failed" && end.error) {
      this.problems = { ...this.problems, [panel]: end.error };
    } else if (end.state === "interrupted") {
      this.problems = {
        ...this.problems,
        [panel]: { problem: "the server was stopped in the middle of this", value: null, remedy: "start it again" },
      };
      void this.listJobs();
    }
  }

  #patching(): PatchingRequest {
    const { corrupted, answer, wrong, what, direction } = this.options.patching;
    return {
      model: this.model,
      prompt: this.asked,
      corrupted: corrupted.trim() ? corrupted : null,
      answer: answer === "" ? null : answer,
      wrong: wrong === "" ? null : wrong,
      what,
      direction,
    };
  }

  #circuit(): CircuitRequest {
    const { corrupted, answer, wrong } = this.options.circuit;
    return {
      model: this.model,
      prompt: this.asked,
      corrupted: corrupted.trim() ? corrupted : null,
      answer: answer === "" ? null : answer,
      wrong: wrong === "" ? null : wrong,
    };
  }

  #features(): FeaturesRequest {
    return { model: this.model, prompt: this.asked, dictionary: this.dictionary, top: 30 };
  }

  #generation(): GenerationRequest {
    const { tokens, changes, latents, steer, steering } = this.options.generation;
    return {
      model: this.model,
      prompt: this.asked,
      new_tokens: tokens,
      changes: $state.snapshot(changes),
      latents: $state.snapshot(latents),
      steer: steering ? $state.snapshot(steer) : null,
    };
  }

  async cancel(panel: Panel): Promise<void> {
    const job = this.jobs[panel];
    if (!job) return;
    try {
      await call("POST /api/v1/jobs/{number}/cancel", { path: { number: job.id } });
    } catch (error) {
      this.say(problemOf(error));
    }
  }

  // -- changes ------------------------------------------------------------------------------------------------

  /** Ablate a component, and see what comes of it. */
  ablate(site: string): void {
    const changes = this.options.generation.changes;
    if (!changes.some((change) => change.site === site)) changes.push({ site, how: "zero", factor: 0 } as Change);
    this.chosen = null;
    this.panel = "generation";
    if (this.asked) void this.run("generation");
  }

  /** Remove a latent, or add some of it, and see what comes of it. */
  changeLatent(latent: number, how: "zero" | "add", value: number): void {
    const { latents } = this.options.generation;
    const dictionary = this.dictionary;
    const same = latents.findIndex((one) => one.latent === latent && one.dictionary === dictionary);
    if (same >= 0) latents.splice(same, 1);
    latents.push({ dictionary, latent, how, value });
    this.chosen = null;
    this.panel = "generation";
    if (this.asked) void this.run("generation");
  }

  steerAt(layer: number): void {
    this.options.generation.steering = true;
    this.options.generation.steer.layer = layer;
    this.chosen = null;
    this.panel = "generation";
  }

  // -- studies ------------------------------------------------------------------------------------------------

  async listStudies(): Promise<void> {
    try {
      this.studies = await call("GET /api/v1/studies", {});
    } catch (error) {
      this.say(problemOf(error));
    }
  }

  async listJobs(): Promise<void> {
    try {
      this.interrupted = (await call("GET /api/v1/jobs", {})).filter((job) => job.state === "interrupted");
    } catch {
      this.interrupted = [];
    }
  }

  /** The view as plain data. */
  view(): View {
    return {
      v: 1,
      model: this.model,
      prompt: this.prompt,
      panel: this.panel,
      options: $state.snapshot(this.options) as Options,
      ran: panels.filter((panel) => this.answers[panel]),
      parts: this.parts,
    };
  }

  async save(name: string, asNew: boolean): Promise<boolean> {
    const answers = panels.flatMap((panel) => this.answers[panel]?.id ?? []);
    const study = asNew ? null : this.study;
    const body = {
      name,
      prompt: this.asked || this.prompt,
      model: this.model,
      view: this.view() as unknown as Record<string, unknown>,
      answers,
      version: study?.version ?? null,
    };
    try {
      const saved = study
        ? await call("PUT /api/v1/studies/{number}", { path: { number: study.id }, body })
        : await call("POST /api/v1/studies", { body });
      this.study = { id: saved.id, name: saved.name, version: saved.version };
      this.unsaved = false;
      this.say({ text: `Saved “${saved.name}” with ${saved.findings} findings` });
      await this.listStudies();
      return true;
    } catch (error) {
      this.say(problemOf(error));
      return false;
    }
  }

  async openStudy(id: string, view: View | null = null): Promise<void> {
    this.opening = true;
    try {
      const study = await call("GET /api/v1/studies/{number}", { path: { number: id } });
      this.#clear();
      this.#restore(view ?? viewFrom(study.view) ?? { ...this.view(), prompt: study.prompt, model: study.model });
      this.asked = study.prompt;
      for (const answer of study.answers) this.answers = { ...this.answers, [answer.kind]: answer };
      this.study = { id: study.id, name: study.name, version: study.version };
      this.unsaved = false;
      if (this.current.status === "none") await this.open(study.model);
      void this.cut();
    } catch (error) {
      this.say(problemOf(error));
    } finally {
      this.opening = false;
    }
  }

  async deleteStudy(study: StudySummary): Promise<void> {
    try {
      await call("DELETE /api/v1/studies/{number}", { path: { number: study.id } });
      if (this.study?.id === study.id) this.study = null;
      await this.listStudies();
      const run = async (): Promise<void> => {
        await call("POST /api/v1/studies/{number}/restore", { path: { number: study.id } });
        await this.listStudies();
        this.say({ text: `“${study.name}” is back` });
      };
      this.say({ text: `Deleted “${study.name}”`, action: { name: "Undo", run: () => void run() } });
    } catch (error) {
      this.say(problemOf(error));
    }
  }

  async renameStudy(id: string, name: string): Promise<void> {
    try {
      await call("PATCH /api/v1/studies/{number}", { path: { number: id }, body: { name } });
      if (this.study?.id === id) this.study = { ...this.study, name };
      await this.listStudies();
    } catch (error) {
      this.say(problemOf(error));
    }
  }

  /** Start an interrupted job again, with everything that it was asked with. */
  async again(job: Job): Promise<void> {
    const panel = job.kind as Panel;
    try {
      const request = job.request as { model: string; prompt: string };
      if (this.current.status === "none" && !(await this.open(request.model))) return;
      const started = await call("POST /api/v1/jobs/{number}/again", { path: { number: job.id } });
      this.#clear();
      this.study = null;
      this.model = request.model;
      this.prompt = this.asked = request.prompt;
      this.#restoreRequest(panel, job.request);
      this.panel = panel;
      void this.listJobs();
      void this.cut();
      const wanted = this.#begin(panel);
      await this.#followed(panel, started, wanted);
      if (wanted()) {
        this.busy[panel] = false;
        await this.ask("predictions");
      }
    } catch (error) {
      this.say(problemOf(error));
    }
  }

  async dismiss(job: Job): Promise<void> {
    try {
      await call("POST /api/v1/jobs/{number}/cancel", { path: { number: job.id } });
    } catch (error) {
      this.say(problemOf(error));
    }
    await this.listJobs();
  }

  /** A fresh page, with the model as it is. */
  startOver(): void {
    this.#clear();
    this.study = null;
    this.prompt = this.asked = "";
    this.tokens = [];
    this.options = fresh();
    this.panel = "predictions";
    this.unsaved = false;
  }

  // -- links --------------------------------------------------------------------------------------------------

  /** The fragment that leads back to what is on show. */
  fragment(): string {
    const empty = !this.prompt && this.study === null;
    return empty ? "" : fragment(this.study?.id ?? null, this.view());
  }

  async #readFragment(): Promise<void> {
    const { study, view } = readFragment(location.hash);
    if (study !== null) {
      await this.openStudy(study, view);
      if (this.study !== null) return;
    }
    if (view !== null) {
      this.#restore(view);
      await this.open(view.model);
      if (!this.ready) return;
      await this.look();
      for (const panel of view.ran) if (panel !== "predictions" && !this.answers[panel]) await this.ask(panel);
    } else if (study === null && this.current.status === "none") {
      await this.open(this.first);
    }
  }

  async followLink(): Promise<void> {
    if (location.hash !== this.fragment()) await this.#readFragment();
  }

  #restore(view: View): void {
    this.model = view.model;
    this.prompt = view.prompt;
    this.panel = view.panel;
    this.options = view.options;
    this.parts = view.parts;
  }

  #restoreRequest(panel: Panel, request: Record<string, unknown>): void {
    const view = viewFrom({ ...this.view(), options: { ...this.view().options, [panel]: plain(panel, request) } });
    if (view) this.options = view.options;
  }

  // -- the rest -----------------------------------------------------------------------------------------------

  say(what: Toast | Problem): void {
    this.toast = "problem" in what ? { text: `${capital(what.problem)}: ${what.remedy}.`, bad: true } : what;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = window.setTimeout(() => (this.toast = null), 9000);
  }

  #take(panel: Panel, answer: Answer): void {
    this.answers = { ...this.answers, [panel]: answer };
    this.unsaved = true;
  }

  #clear(): void {
    this.#asks.clear();
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    this.answers = {};
    this.busy = {};
    this.jobs = {};
    this.problems = {};
    this.parts = {};
    this.chosen = null;
  }

  /** Somebody else may have opened another model, or restarted the server. */
  #noticeModel(error: unknown): void {
    if (error instanceof Refused && error.status === 409)
      void call("GET /api/v1/model", {}).then(
        (now) => (this.current = now),
        () => {},
      );
  }
}

/** A request's fields under the names of the options. */
function plain(panel: Panel, request: Record<string, unknown>): Record<string, unknown> {
  const filled = Object.fromEntries(Object.entries(request).map(([key, value]) => [key, value ?? ""]));
  if (panel === "features") return { ...filled, by: "answer" };
  if (panel !== "generation") return filled;
  return { ...request, tokens: request.new_tokens, steering: request.steer !== null };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const store = new Store();
