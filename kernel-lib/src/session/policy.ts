/** The thresholds of one session: settled when it is opened, changed by calls, followed in the store. */
import { definedOnly } from '../defined';
import { FacegaugeError } from '../errors';
import { SESSION_ORIGINS } from '../store';
import type { Policy, PolicyKey, PolicyOverrides, Warning } from '../types';
import { checkOverrides, POLICY_KEYS, resolvePolicy, type PolicySources } from '../verification';
import type { Recorder } from './recorder';

/** Some thresholds; null unsets one. */
export type PolicyValues = Partial<Record<PolicyKey, number | null>>;

export interface SetPolicyOptions {
  /** Also in the store, for everybody, with a row in its history (default false). */
  persist?: boolean;
  /** Why, for the history. */
  note?: string;
}

/** How often the store is asked whether its policy has changed, ms. */
const LOOK_MS = 500;
/** A look that has just been is good for what follows at once: a look takes some .05 ms. */
const JUST_MS = 20;

export class SessionPolicy {
  #sources: PolicySources;
  #current: Policy;
  #timer: NodeJS.Timeout | null = null;
  #said = '';
  #lookedAt = -Infinity;

  /**
   * @param sources all but the store
   * @param model id of the network that gives the embeddings
   * @throws FacegaugeError INVALID_ARGUMENT, CONFIG_INVALID
   */
  constructor(
    sources: PolicySources,
    private readonly recorder: Recorder,
    private readonly model: string,
    private readonly warn: (warning: Warning) => void
  ) {
    this.#sources = sources;
    this.#current = resolvePolicy(sources);
    const version = recorder.attempt(store => store.policyVersion());
    if (version === undefined) return;
    this.#follow(version);
    const ignored = recorder.attempt(store => store.ignoredPolicy()) ?? [];
    if (ignored.length > 0) this.#ignored(ignored.map(({ key, value }) => `${key} ${value}`).join(', '));
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** What is in force now: whoever applied thresholds in the sidebar sees them in the next verdict, not in the one after it. */
  get current(): Policy {
    if (this.#timer && performance.now() - this.#lookedAt > JUST_MS) this.#look();
    return this.#current;
  }

  /** What would be in force with these thresholds given in the call. */
  with(overrides: PolicyOverrides): Policy {
    return resolvePolicy({ ...this.#sources, call: { ...this.#sources.call, ...overrides } });
  }

  /** @throws FacegaugeError INVALID_ARGUMENT; of the store where it cannot be written */
  async set(values: PolicyValues, { persist = false, note }: SetPolicyOptions): Promise<Policy> {
    const given: PolicyValues = definedOnly(values);
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as PolicyOverrides;
    checkOverrides(set, 'call');
    checkKeys(given);
    const sources = persist ? this.#persisted(given) : { ...this.#sources, call: this.#called(given) };
    const policy = asCall(() => resolvePolicy(sources));
    if (persist) {
      const { store } = this.recorder;
      if (!store)
        throw new FacegaugeError('INVALID_ARGUMENT', 'There is no store to keep the policy in.', {
          found: 'a session without a store',
          action: 'Open the session with `store: true`.'
        });
      await store.setPolicy(given, { author: 'kernel', note, model: this.model });
      this.recorder.policyVersion = store.policyVersion();
    }
    this.#sources = sources;
    this.#current = policy;
    this.#note();
    return policy;
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #called(values: PolicyValues): PolicyOverrides {
    const call: PolicyValues = { ...this.#sources.call, ...values };
    // Of a call alone null says "off", where that is a value.
    for (const key of POLICY_KEYS) if (call[key] === null && key !== 'autoRejectBelow') delete call[key];
    return call as PolicyOverrides;
  }

  /** The store's values hold, also for this session: whatever here is stronger than the store gives way. */
  #persisted(values: PolicyValues): PolicySources {
    const store: PolicyValues = { ...this.#sources.store };
    const call: PolicyValues = { ...this.#sources.call };
    for (const [key, value] of Object.entries(values) as [PolicyKey, number | null][]) {
      delete call[key];
      if (value === null) delete store[key];
      else store[key] = value;
      const outranked = this.#sources.environment?.[key] ?? this.#sources.config?.[key];
      if (value !== null && outranked !== undefined) call[key] = value;
    }
    return { ...this.#sources, store: store as PolicyOverrides, call: call as PolicyOverrides };
  }

  /** Reading is cheap, and a store that cannot be read just now is asked again. */
  #look(): void {
    this.#lookedAt = performance.now();
    try {
      const version = this.recorder.store?.policyVersion();
      if (version !== undefined && version !== this.recorder.policyVersion) this.#follow(version);
    } catch {
      // The recorder tells what is wrong with the store.
    }
  }

  #follow(version: number): void {
    const store = this.recorder.store?.policy(this.model) ?? {};
    this.recorder.policyVersion = version;
    const sources = { ...this.#sources, store };
    try {
      this.#current = resolvePolicy(sources);
      this.#sources = sources;
    } catch (error) {
      // Sound in itself, but not together with what this session was given.
      this.#ignored((error as Error).message);
    }
    this.#note();
  }

  #ignored(what: string): void {
    if (this.#said === what) return;
    this.#said = what;
    const message = `Thresholds set in the store are not applied: ${what} \`facegauge policy show\` lists them.`;
    this.warn({ code: 'POLICY_IGNORED', message });
  }

  /** Leaves word of what this session applies instead of the store's thresholds, and of what its network's manifest says. */
  #note(): void {
    const { current } = this;
    const strong: readonly string[] = SESSION_ORIGINS;
    const overrides = POLICY_KEYS.filter(key => strong.includes(current.origin[key])).map(key => ({
      key,
      value: current[key],
      origin: current.origin[key]
    }));
    const manifest = this.#sources.manifest ?? {};
    void this.recorder.attempt(store => store.noteSession({ model: this.model, manifest, overrides }));
  }
}

function checkKeys(values: PolicyValues): void {
  for (const key of Object.keys(values)) checkOverrides({ [key]: values[key as PolicyKey] ?? 0 }, 'call');
}

/** Whatever the places of the two thresholds: it is this call that brought them together. */
function asCall<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FacegaugeError) || error.code !== 'CONFIG_INVALID') throw error;
    throw new FacegaugeError('INVALID_ARGUMENT', error.message, { found: error.found, cause: error });
  }
}
