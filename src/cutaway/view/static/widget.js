var da = Array.isArray, vs = Array.prototype.indexOf, kr = Array.prototype.includes, Gr = Array.from, ha = Object.defineProperty, rr = Object.getOwnPropertyDescriptor, pa = Object.getOwnPropertyDescriptors, ds = Object.prototype, hs = Array.prototype, Nn = Object.getPrototypeOf, Xn = Object.isExtensible;
const Mr = () => {
};
function ps(t) {
  for (var e = 0; e < t.length; e++)
    t[e]();
}
function ma() {
  var t, e, n = new Promise((a, s) => {
    t = a, e = s;
  });
  return { promise: n, resolve: t, reject: e };
}
function Tr(t, e) {
  if (Array.isArray(t))
    return t;
  if (!(Symbol.iterator in t))
    return Array.from(t);
  const n = [];
  for (const a of t)
    if (n.push(a), n.length === e) break;
  return n;
}
const $e = 2, sr = 4, Vr = 8, ga = 1 << 24, ut = 16, pt = 32, Ot = 64, gn = 128, Rn = 256, ht = 512, Ue = 1024, Ce = 2048, it = 4096, tt = 8192, Ze = 16384, fr = 32768, zr = 1 << 25, Vt = 65536, Ir = 1 << 17, ms = 1 << 18, ur = 1 << 19, gs = 1 << 20, wt = 1 << 25, jr = 1 << 21, nr = 1 << 22, Pt = 1 << 23, Ut = /* @__PURE__ */ Symbol("$state"), _a = /* @__PURE__ */ Symbol("component"), _s = /* @__PURE__ */ Symbol("legacy props"), bs = /* @__PURE__ */ Symbol(""), ba = /* @__PURE__ */ Symbol("attributes"), _n = /* @__PURE__ */ Symbol("class"), bn = /* @__PURE__ */ Symbol("style"), xn = /* @__PURE__ */ Symbol("text"), Dr = /* @__PURE__ */ Symbol("form reset"), Ar = new class extends Error {
  name = "StaleReactionError";
  message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), xs = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  !!globalThis.document?.contentType && /* @__PURE__ */ globalThis.document.contentType.includes("xml")
), ws = 1, ys = 2, xa = 4, ks = 8, Ms = 16, zs = 1, Es = 4, Ss = 8, Ts = 16, wa = 1, As = 2, ya = {}, Be = /* @__PURE__ */ Symbol("uninitialized"), ka = "http://www.w3.org/1999/xhtml", qs = "http://www.w3.org/2000/svg";
function Ns() {
  console.warn("https://svelte.dev/e/derived_inert");
}
function Rs() {
  console.warn("https://svelte.dev/e/svelte_boundary_reset_noop");
}
let Ps = !1;
function Ma(t) {
  return t === this.v;
}
function za(t, e) {
  return t != t ? e == e : t !== e || t !== null && typeof t == "object" || typeof t == "function";
}
function Ea(t) {
  return !za(t, this.v);
}
function Pn(t) {
  throw new Error("https://svelte.dev/e/lifecycle_outside_component");
}
function Cs() {
  throw new Error("https://svelte.dev/e/async_derived_orphan");
}
function Os(t, e, n) {
  throw new Error("https://svelte.dev/e/each_key_duplicate");
}
function Ls(t) {
  throw new Error("https://svelte.dev/e/effect_in_teardown");
}
function Ds() {
  throw new Error("https://svelte.dev/e/effect_in_unowned_derived");
}
function Fs(t) {
  throw new Error("https://svelte.dev/e/effect_orphan");
}
function Is() {
  throw new Error("https://svelte.dev/e/effect_update_depth_exceeded");
}
function js(t) {
  throw new Error("https://svelte.dev/e/props_invalid_value");
}
function Hs() {
  throw new Error("https://svelte.dev/e/state_descriptors_fixed");
}
function Bs() {
  throw new Error("https://svelte.dev/e/state_prototype_fixed");
}
function Us() {
  throw new Error("https://svelte.dev/e/state_unsafe_mutation");
}
function Ws() {
  throw new Error("https://svelte.dev/e/svelte_boundary_reset_onerror");
}
function Ys(t) {
  let e = t.p;
  for (; e !== null && e.c === null; )
    e = e.p;
  return e?.c ?? null;
}
function Sa(t, e) {
  return t === null && Pn(), t.c ??= new Map(Ys(t) || void 0);
}
let Ye = null;
function ir(t) {
  Ye = t;
}
function Gs(t) {
  return (
    /** @type {T} */
    Sa(Ye).get(t)
  );
}
function Vs(t, e) {
  return Sa(Ye).set(t, e), e;
}
function Ge(t, e = !1, n) {
  Ye = {
    p: Ye,
    i: !1,
    c: null,
    e: null,
    s: t,
    x: null,
    r: (
      /** @type {Effect} */
      xe
    ),
    l: null
  };
}
function Ve(t) {
  var e = (
    /** @type {ComponentContext} */
    Ye
  ), n = e.e;
  if (n !== null) {
    e.e = null;
    for (var a of n)
      Wa(a);
  }
  return e.i = !0, Ye = e.p, Cn(t);
}
function Cn(t = {}) {
  return ha(t, _a, { value: !0 }), t;
}
function Ta() {
  return !0;
}
let Ht = [];
function Aa() {
  var t = Ht;
  Ht = [], ps(t);
}
function At(t) {
  if (Ht.length === 0 && !br) {
    var e = Ht;
    queueMicrotask(() => {
      e === Ht && Aa();
    });
  }
  Ht.push(t);
}
function Xs() {
  for (; Ht.length > 0; )
    Aa();
}
const Ks = -7169;
function je(t, e) {
  t.f = t.f & Ks | e;
}
function On(t) {
  (t.f & ht) !== 0 || t.deps === null ? je(t, Ue) : je(t, it);
}
function qa(t, e) {
  (t.f & Ce) !== 0 ? e.set(t, Ce) : (t.f & it) !== 0 && e.get(t) !== Ce && e.set(t, it), je(t, Ue);
}
let Kn = !1;
function Zs() {
  Kn || (Kn = !0, document.addEventListener(
    "reset",
    (t) => {
      Promise.resolve().then(() => {
        if (!t.defaultPrevented)
          for (
            const e of
            /**@type {HTMLFormElement} */
            t.target.elements
          )
            e[Dr]?.();
      });
    },
    // In the capture phase to guarantee we get noticed of it (no possibility of stopPropagation)
    { capture: !0 }
  ));
}
function vr(t) {
  var e = _e, n = xe;
  ct(null), Et(null);
  try {
    return t();
  } finally {
    ct(e), Et(n);
  }
}
function Js(t, e, n, a = n) {
  t.addEventListener(e, () => vr(n));
  const s = (
    /** @type {any} */
    t[Dr]
  );
  s ? t[Dr] = () => {
    s(), a(!0);
  } : t[Dr] = () => a(!0), Zs();
}
function Qs(t, e, n, a) {
  const s = Er;
  var i = t.filter((m) => !m.settled), l = e.map(s);
  if (n.length === 0 && i.length === 0) {
    a(l);
    return;
  }
  var o = (
    /** @type {Effect} */
    xe
  ), c = $s(), f = i.length === 1 ? i[0].promise : i.length > 1 ? Promise.all(i.map((m) => m.promise)) : null;
  function h(m) {
    if ((o.f & Ze) === 0) {
      c();
      try {
        a([...l, ...m]);
      } catch (g) {
        xt(g, o);
      }
      Hr();
    }
  }
  var u = Na();
  if (n.length === 0) {
    f.then(() => h([])).finally(u);
    return;
  }
  function v() {
    Promise.all(n.map((m) => /* @__PURE__ */ ei(m))).then(h).catch((m) => xt(m, o)).finally(u);
  }
  f ? f.then(() => {
    if ((o.f & Ze) !== 0) {
      u();
      return;
    }
    c(), v(), Hr();
  }) : v();
}
function $s() {
  var t = (
    /** @type {Effect} */
    xe
  ), e = _e, n = Ye, a = (
    /** @type {Batch} */
    me
  );
  return function(i = !0) {
    Et(t), ct(e), ir(n), i && (t.f & Ze) === 0 && (a?.activate(), a?.apply());
  };
}
function Hr(t = !0) {
  Et(null), ct(null), ir(null), t && me?.deactivate();
}
function Na() {
  var t = (
    /** @type {Effect} */
    xe
  ), e = t.b, n = (
    /** @type {Batch} */
    me
  ), a = !!e?.is_rendered();
  return e?.update_pending_count(1, n), n.increment(a, t), () => {
    e?.update_pending_count(-1, n), n.decrement(a, t);
  };
}
// @__NO_SIDE_EFFECTS__
function Er(t) {
  var e = $e | Ce;
  return xe !== null && (xe.f |= ur), {
    ctx: Ye,
    deps: null,
    effects: null,
    equals: Ma,
    f: e,
    fn: t,
    reactions: null,
    rv: 0,
    v: (
      /** @type {V} */
      Be
    ),
    wv: 0,
    parent: xe,
    ac: null
  };
}
const mr = /* @__PURE__ */ Symbol("obsolete");
// @__NO_SIDE_EFFECTS__
function ei(t, e, n) {
  let a = (
    /** @type {Effect | null} */
    xe
  );
  a === null && Cs();
  var s = (
    /** @type {Promise<V>} */
    /** @type {unknown} */
    void 0
  ), i = Xt(
    /** @type {V} */
    Be
  ), l = !_e, o = /* @__PURE__ */ new Set();
  return hi(() => {
    var c = (
      /** @type {Effect} */
      xe
    ), f = ma();
    s = f.promise;
    try {
      Promise.resolve(t()).then(f.resolve, (m) => {
        m !== Ar && f.reject(m);
      }).finally(Hr);
    } catch (m) {
      f.reject(m), Hr();
    }
    var h = (
      /** @type {Batch} */
      me
    );
    if (l) {
      if ((c.f & fr) !== 0)
        var u = Na();
      if (
        // boundary can be null if the async derived is inside an $effect.root not connected to the component render tree
        a.b?.is_rendered()
      )
        h.async_deriveds.get(c)?.reject(mr);
      else
        for (const m of o.values())
          m.reject(mr);
      o.add(f), h.async_deriveds.set(c, f);
    }
    const v = (m, g = void 0) => {
      u?.(), o.delete(f), g !== mr && (h.activate(), g ? (i.f |= Pt, lr(i, g)) : ((i.f & Pt) !== 0 && (i.f ^= Pt), lr(i, m)), h.deactivate());
    };
    f.promise.then(v, (m) => v(null, m || "unknown"));
  }), Hn(() => {
    for (const c of o)
      c.reject(mr);
  }), new Promise((c) => {
    function f(h) {
      function u() {
        h === s ? c(i) : f(s);
      }
      h.then(u, u);
    }
    f(s);
  });
}
// @__NO_SIDE_EFFECTS__
function k(t) {
  const e = /* @__PURE__ */ Er(t);
  return Ka(e), e;
}
// @__NO_SIDE_EFFECTS__
function Ra(t) {
  const e = /* @__PURE__ */ Er(t);
  return e.equals = Ea, e;
}
function ti(t) {
  var e = t.effects;
  if (e !== null) {
    t.effects = null;
    for (var n = 0; n < e.length; n += 1)
      nt(
        /** @type {Effect} */
        e[n]
      );
  }
}
function Ln(t) {
  var e, n = xe, a = t.parent;
  if (!qt && a !== null && t.v !== Be && // if it was never evaluated before, it's guaranteed to fail downstream, so we try to execute instead
  (a.f & (Ze | tt)) !== 0)
    return Ns(), t.v;
  Et(a);
  try {
    ti(t), e = $a(t);
  } finally {
    Et(n);
  }
  return e;
}
function Pa(t) {
  var e = Ln(t);
  if (!t.equals(e) && (t.wv = Ja(), (!me?.is_fork || t.deps === null) && (me !== null ? (me.capture(t, e, !0), ar?.capture(t, e, !0)) : t.v = e, t.deps === null))) {
    je(t, Ue);
    return;
  }
  qt || (vt !== null ? (jn() || me?.is_fork) && vt.set(t, e) : On(t));
}
function ri(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      (e.teardown || e.ac) && (e.teardown?.(), e.ac !== null && vr(() => {
        e.ac.abort(Ar), e.ac = null;
      }), e.fn !== null && (e.teardown = Mr), Sr(e, 0), Bn(e));
}
function Ca(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      e.teardown && e.fn !== null && or(e);
}
let ln = null, er = null, me = null, ar = null, vt = null, wn = null, br = !1, on = !1, xr = null, Fr = null;
var Zn = 0;
let ni = 1;
class Lt {
  id = ni++;
  /** True as soon as `#process` was called */
  started = !1;
  linked = !0;
  /** @type {Batch | null} */
  prev = null;
  /** @type {Batch | null} */
  next = null;
  /** @type {Map<Effect, ReturnType<typeof deferred<any>>>} */
  async_deriveds = /* @__PURE__ */ new Map();
  /**
   * The current values of any signals that are updated in this batch.
   * Tuple format: [value, is_derived] (note: is_derived is false for deriveds, too, if they were overridden via assignment)
   * The keys of this map are identical to `this.previous`
   * @type {Map<Value, [any, boolean]>}
   */
  current = /* @__PURE__ */ new Map();
  /**
   * The values of any signals (sources and deriveds) that are updated in this batch _before_ those updates took place.
   * The keys of this map are identical to `this.current`
   * @type {Map<Value, any>}
   */
  previous = /* @__PURE__ */ new Map();
  /**
   * When the batch is committed (and the DOM is updated), we need to remove old branches
   * and append new ones by calling the functions added inside (if/each/key/etc) blocks
   * @type {Set<(batch: Batch) => void>}
   */
  #t = /* @__PURE__ */ new Set();
  /**
   * If a fork is discarded, we need to destroy any effects that are no longer needed
   * @type {Set<(batch: Batch) => void>}
   */
  #r = /* @__PURE__ */ new Set();
  /**
   * The number of async effects that are currently in flight
   */
  #e = 0;
  /**
   * Async effects that are currently in flight, _not_ inside a pending boundary
   * @type {Map<Effect, number>}
   */
  #a = /* @__PURE__ */ new Map();
  /**
   * A deferred that resolves when the batch is committed, used with `settled()`
   * TODO replace with Promise.withResolvers once supported widely enough
   * @type {{ promise: Promise<void>, resolve: (value?: any) => void, reject: (reason: unknown) => void } | null}
   */
  #n = null;
  /**
   * Effects that were scheduled in this batch but not yet 'resolved' into the
   * root effects that need to be flushed. Resolving — the upwards traversal that
   * marks the path to each effect on the shared effect tree (see #resolve) — is
   * deferred until the batch is processed, so that the markers are created and
   * consumed within a single traversal. Scheduling into other batches (which can
   * happen concurrently, e.g. while a batch is committed) can therefore never
   * observe (and be confused by) this batch's markers.
   * May contain duplicates — deduplication happens during resolving
   * @type {Effect[]}
   */
  #s = [];
  /**
   * Effects created while this batch was active.
   * @type {Effect[]}
   */
  #l = [];
  /**
   * Deferred effects (which run after async work has completed) and their status (DIRTY or MAYBE_DIRTY)
   * @type {Map<Effect, number>}
   */
  #i = /* @__PURE__ */ new Map();
  /**
   * A map of branches that still exist, but will be destroyed when this batch
   * is committed — we skip over these during `process`.
   * The value contains child effects that were dirty/maybe_dirty before being reset,
   * so they can be rescheduled if the branch survives.
   * @type {Map<Effect, { d: Effect[], m: Effect[] }>}
   */
  #o = /* @__PURE__ */ new Map();
  /**
   * Inverse of #skipped_branches which we need to tell prior batches to unskip them when committing
   * @type {Set<Effect>}
   */
  #d = /* @__PURE__ */ new Set();
  is_fork = !1;
  #c = !1;
  constructor() {
    er === null ? ln = er = this : (er.next = this, this.prev = er), er = this;
  }
  #h() {
    if (this.is_fork) return !0;
    for (const e of this.#a.keys())
      if (!this.#g(e))
        return !0;
    return !1;
  }
  /**
   * Whether `effect` is inside a branch that this batch skips
   * @param {Effect} effect
   */
  #g(e) {
    for (var n = (
      /** @type {Effect | null} */
      e
    ); n !== null; n = n.parent)
      if (this.#o.has(n)) return !0;
    return !1;
  }
  /**
   * Add an effect to the #skipped_branches map and reset its children
   * @param {Effect} effect
   */
  skip_effect(e) {
    this.#o.has(e) || this.#o.set(e, { d: [], m: [] }), this.#d.delete(e);
  }
  /**
   * Remove an effect from the #skipped_branches map and reschedule
   * any tracked dirty/maybe_dirty child effects
   * @param {Effect} effect
   * @param {(e: Effect) => void} callback
   */
  unskip_effect(e, n = (a) => this.schedule(a)) {
    var a = this.#o.get(e);
    if (a) {
      this.#o.delete(e);
      for (var s of a.d)
        je(s, Ce), n(s);
      for (s of a.m)
        je(s, it), n(s);
    }
    this.#d.add(e);
  }
  /**
   * Convert the effects that were scheduled in this batch into the root effects
   * that need to be traversed, marking the path to each effect (by clearing the
   * `CLEAN` flag on ancestor branches) so that the traversal can find them.
   * This happens right before traversal rather than at scheduling time, so that
   * the markers left on the (shared) effect tree are created and consumed within
   * a single traversal — scheduling into other batches can never observe them
   * @returns {Effect[]}
   */
  #f() {
    var e = [];
    for (const i of this.#s)
      if (!((i.f & Ze) !== 0 || (i.f & (Ce | it)) === 0)) {
        for (var n = i, a = !1; n.parent !== null; ) {
          n = n.parent;
          var s = n.f;
          if ((s & (Ot | pt)) !== 0) {
            if ((s & Ue) === 0) {
              a = !0;
              break;
            }
            n.f ^= Ue;
          }
        }
        a || e.push(n);
      }
    return this.#s = [], e;
  }
  #p() {
    this.started = !0;
    for (const [o, c] of this.#i)
      je(o, c), this.schedule(o);
    this.apply();
    for (var e = xr = [], n = [], a = Fr = []; this.#s.length > 0; ) {
      Zn++ > 1e3 && (this.#v(), si());
      for (const o of this.#f())
        try {
          this.#b(o, e, n);
        } catch (c) {
          throw Da(o), this.#h() || this.discard(), c;
        }
    }
    if (me = null, a.length > 0) {
      var s = Lt.ensure();
      for (const o of a)
        s.schedule(o);
    }
    if (xr = null, Fr = null, this.#h()) {
      this.#m(n), this.#m(e);
      for (const [o, c] of this.#o)
        La(o, c);
      a.length > 0 && /** @type {unknown} */
      me.#p();
      return;
    }
    const i = this.#y();
    if (i) {
      this.#m(n), this.#m(e), i.#u(this);
      return;
    }
    this.#i.clear();
    for (const o of this.#t) o(this);
    this.#t.clear(), ar = this, Jn(n), Jn(e), ar = null, this.#n?.resolve();
    var l = (
      /** @type {Batch | null} */
      /** @type {unknown} */
      me
    );
    this.#e === 0 && (this.#s.length === 0 || l !== null) && this.#v(), l !== null && (kt.clear(), l.#p());
  }
  /**
   * Traverse the effect tree, executing effects or stashing
   * them for later execution as appropriate
   * @param {Effect} root
   * @param {Effect[]} effects
   * @param {Effect[]} render_effects
   */
  #b(e, n, a) {
    e.f ^= Ue;
    for (var s = e.first; s !== null; ) {
      var i = s.f, l = (i & (pt | Ot)) !== 0, o = l && (i & Ue) !== 0, c = o || (i & tt) !== 0 || this.#o.has(s);
      if (!c && s.fn !== null) {
        l ? s.f ^= Ue : (i & sr) !== 0 ? n.push(s) : Rr(s) && ((i & ut) !== 0 && this.add_dirty_reaction(s, it), or(s));
        var f = s.first;
        if (f !== null) {
          s = f;
          continue;
        }
      }
      for (; s !== null; ) {
        var h = s.next;
        if (h !== null) {
          s = h;
          break;
        }
        s = s.parent;
      }
    }
  }
  #y() {
    for (var e = this.prev; e !== null; e = e.prev)
      if (!e.is_fork && this.#_(e)) return e;
    return null;
  }
  /** @param {Batch} batch */
  #_(e) {
    for (const [n, [, a]] of this.current)
      if (!a && e.current.has(n))
        return !0;
    return !1;
  }
  /**
   * @param {Batch} batch
   */
  #u(e) {
    for (const [a, s] of e.current)
      !this.previous.has(a) && e.previous.has(a) && this.previous.set(a, e.previous.get(a)), this.current.set(a, s);
    for (const [a, s] of e.async_deriveds) {
      const i = this.async_deriveds.get(a);
      i && s.promise.then(i.resolve).catch(i.reject);
    }
    e.async_deriveds.clear(), this.transfer_reactions(e.#i);
    const n = (a) => {
      var s = a.reactions;
      if (s !== null && !((a.f & $e) !== 0 && (a.f & (Ce | it)) === 0))
        for (const o of s) {
          var i = o.f;
          if ((i & $e) !== 0)
            n(
              /** @type {Derived} */
              o
            );
          else {
            var l = (
              /** @type {Effect} */
              o
            );
            i & (nr | ut) && !this.async_deriveds.has(l) && (this.#i.delete(l), je(l, Ce), this.schedule(l));
          }
        }
    };
    for (const a of this.current.keys())
      n(a);
    this.oncommit(() => e.discard()), e.#v(), me = this, this.#p();
  }
  /**
   * @param {Effect[]} effects
   */
  #m(e) {
    for (var n = 0; n < e.length; n += 1)
      qa(e[n], this.#i);
  }
  /**
   * Associate a change to a given source with the current
   * batch, noting its previous and current values
   * @param {Value} source
   * @param {any} value
   * @param {boolean} [is_derived]
   */
  capture(e, n, a = !1) {
    e.v !== Be && !this.previous.has(e) && this.previous.set(e, e.v), (e.f & Pt) === 0 && (this.current.set(e, [n, a]), vt?.set(e, n)), this.is_fork || (e.v = n);
  }
  activate() {
    me = this;
  }
  deactivate() {
    me = null, vt = null;
  }
  flush() {
    try {
      on = !0, me = this, this.#p();
    } finally {
      Zn = 0, wn = null, xr = null, Fr = null, on = !1, me = null, vt = null, kt.clear();
    }
  }
  discard() {
    for (const e of this.#r) e(this);
    this.#r.clear();
    for (const e of this.async_deriveds.values())
      e.reject(mr);
    this.#v(), this.#n?.resolve();
  }
  /**
   * @param {Effect} effect
   */
  register_created_effect(e) {
    this.#l.push(e);
  }
  #x() {
    for (let u = ln; u !== null; u = u.next) {
      var e = u.id < this.id, n = [];
      for (const [v, [m, g]] of this.current) {
        if (u.current.has(v)) {
          var a = (
            /** @type {[any, boolean]} */
            u.current.get(v)[0]
          );
          if (e && m !== a)
            u.current.set(v, [m, g]);
          else
            continue;
        }
        n.push(v);
      }
      if (e)
        for (const [v, m] of this.async_deriveds) {
          const g = u.async_deriveds.get(v);
          g && m.promise.then(g.resolve).catch(g.reject);
        }
      var s = [...u.current.keys()].filter(
        (v) => !/** @type {[any, boolean]} */
        u.current.get(v)[1]
      );
      if (!(!u.started || s.length === 0)) {
        var i = s.filter((v) => !this.current.has(v));
        if (i.length === 0)
          e && u.discard();
        else if (n.length > 0) {
          if (e)
            for (const v of this.#d)
              u.unskip_effect(v, (m) => {
                (m.f & (ut | nr)) !== 0 ? u.schedule(m) : u.#m([m]);
              });
          u.activate();
          var l = /* @__PURE__ */ new Set(), o = /* @__PURE__ */ new Map();
          for (var c of n)
            Oa(c, i, l, o);
          o = /* @__PURE__ */ new Map();
          var f = [...u.current].filter(([v, m]) => {
            const g = this.current.get(v);
            return g ? g[0] !== m[0] || g[1] !== m[1] : !0;
          }).map(([v]) => v);
          if (f.length > 0)
            for (const v of this.#l)
              (v.f & (Ze | tt | Ir)) === 0 && Dn(v, f, o) && ((v.f & (nr | ut)) !== 0 ? (je(v, Ce), u.schedule(v)) : u.add_dirty_reaction(v, Ce));
          if (u.#s.length > 0 && !u.#c) {
            u.apply();
            for (var h of u.#f())
              u.#b(h, [], []);
          }
          u.deactivate();
        }
      }
    }
  }
  /**
   * @param {boolean} blocking
   * @param {Effect} effect
   */
  increment(e, n) {
    if (this.#e += 1, e) {
      let a = this.#a.get(n) ?? 0;
      this.#a.set(n, a + 1);
    }
  }
  /**
   * @param {boolean} blocking
   * @param {Effect} effect
   */
  decrement(e, n) {
    if (this.#e -= 1, e) {
      let a = this.#a.get(n) ?? 0;
      a === 1 ? this.#a.delete(n) : this.#a.set(n, a - 1);
    }
    this.#c || (this.#c = !0, At(() => {
      this.#c = !1, this.linked && this.flush();
    }));
  }
  /**
   * @param {Map<Effect, number>} dirty_reactions
   */
  transfer_reactions(e) {
    for (const [n, a] of e)
      this.add_dirty_reaction(n, a);
    e.clear();
  }
  /**
   * @param {Effect} effect
   * @param {number} status
   */
  add_dirty_reaction(e, n) {
    (n === Ce || this.#i.get(e) !== Ce) && this.#i.set(e, n);
  }
  /** @param {(batch: Batch) => void} fn */
  oncommit(e) {
    this.#t.add(e);
  }
  /** @param {(batch: Batch) => void} fn */
  ondiscard(e) {
    this.#r.add(e);
  }
  settled() {
    return (this.#n ??= ma()).promise;
  }
  static ensure() {
    if (me === null) {
      const e = me = new Lt();
      !on && !br && At(() => {
        e.started || e.flush();
      });
    }
    return me;
  }
  apply() {
    {
      vt = null;
      return;
    }
  }
  /**
   *
   * @param {Effect} effect
   */
  schedule(e) {
    if (wn = e, e.b?.is_pending && (e.f & (sr | Vr | ga)) !== 0 && (e.f & fr) === 0) {
      e.b.defer_effect(e);
      return;
    }
    this.#s.push(e);
  }
  #v() {
    if (this.linked) {
      var e = this.prev, n = this.next;
      e === null ? ln = n : e.next = n, n === null ? er = e : n.prev = e, this.linked = !1;
    }
  }
}
function ai(t) {
  var e = br, n = ar;
  ar = null, br = !0;
  try {
    for (var a; ; ) {
      if (Xs(), me === null)
        return (
          /** @type {T} */
          a
        );
      me.flush();
    }
  } finally {
    br = e, ar = n;
  }
}
function si() {
  try {
    Is();
  } catch (t) {
    xt(t, wn);
  }
}
let Tt = null;
function Jn(t) {
  var e = t.length;
  if (e !== 0) {
    for (var n = 0; n < e; ) {
      var a = t[n++];
      if ((a.f & (Ze | tt)) === 0 && Rr(a) && (Tt = /* @__PURE__ */ new Set(), or(a), a.deps === null && a.first === null && a.nodes === null && a.teardown === null && a.ac === null && Ga(a), Tt?.size > 0)) {
        kt.clear();
        for (const s of Tt) {
          if ((s.f & (Ze | tt)) !== 0) continue;
          const i = [s];
          let l = s.parent;
          for (; l !== null; )
            Tt.has(l) && (Tt.delete(l), i.push(l)), l = l.parent;
          for (let o = i.length - 1; o >= 0; o--) {
            const c = i[o];
            (c.f & (Ze | tt)) === 0 && or(c);
          }
        }
        Tt.clear();
      }
    }
    Tt = null;
  }
}
function Oa(t, e, n, a) {
  if (!n.has(t) && (n.add(t), t.reactions !== null))
    for (const s of t.reactions) {
      const i = s.f;
      (i & $e) !== 0 ? Oa(
        /** @type {Derived} */
        s,
        e,
        n,
        a
      ) : (i & (nr | ut)) !== 0 && (i & Ce) === 0 && Dn(s, e, a) && (je(s, Ce), Fn(
        /** @type {Effect} */
        s
      ));
    }
}
function Dn(t, e, n) {
  const a = n.get(t);
  if (a !== void 0) return a;
  if (t.deps !== null)
    for (const s of t.deps) {
      if (kr.call(e, s))
        return !0;
      if ((s.f & $e) !== 0 && Dn(
        /** @type {Derived} */
        s,
        e,
        n
      ))
        return n.set(
          /** @type {Derived} */
          s,
          !0
        ), !0;
    }
  return n.set(t, !1), !1;
}
function Fn(t) {
  me.schedule(t);
}
function La(t, e) {
  if (!((t.f & pt) !== 0 && (t.f & Ue) !== 0)) {
    (t.f & Ce) !== 0 ? e.d.push(t) : (t.f & it) !== 0 && e.m.push(t), je(t, Ue);
    for (var n = t.first; n !== null; )
      La(n, e), n = n.next;
  }
}
function Da(t) {
  je(t, Ue);
  for (var e = t.first; e !== null; )
    Da(e), e = e.next;
}
let Br = /* @__PURE__ */ new Set();
const kt = /* @__PURE__ */ new Map();
let Fa = !1;
function Xt(t, e) {
  var n = {
    f: 0,
    v: t,
    reactions: null,
    equals: Ma,
    rv: 0,
    wv: 0
  };
  return n;
}
// @__NO_SIDE_EFFECTS__
function Se(t, e) {
  const n = Xt(t);
  return Ka(n), n;
}
// @__NO_SIDE_EFFECTS__
function ii(t, e = !1, n = !0) {
  const a = Xt(t);
  return e || (a.equals = Ea), a;
}
function re(t, e, n = !1) {
  _e !== null && // since we are untracking the function inside `$inspect.with` we need to add this check
  // to ensure we error if state is set inside an inspect effect
  (!dt || (_e.f & Ir) !== 0) && Ta() && (_e.f & ($e | ut | nr | Ir)) !== 0 && (zt === null || !zt.has(t)) && Us();
  let a = n ? tr(e) : e;
  return lr(t, a, Fr);
}
var jt = null, yn = 0;
function lr(t, e, n = null) {
  if (!t.equals(e)) {
    qt ? kt.set(t, e) : kt.has(t) || kt.set(t, t.v);
    var a = Lt.ensure();
    if (a.capture(t, e), (t.f & $e) !== 0) {
      const s = (
        /** @type {Derived} */
        t
      );
      (t.f & Ce) !== 0 && Ln(s), vt === null && On(s);
    }
    t.wv = Ja(), jt = null, yn = 0, Ia(t, Ce, n), jt = null, xe !== null && (xe.f & Ue) !== 0 && (xe.f & (pt | Ot)) === 0 && (lt === null ? gi([t]) : lt.push(t)), !a.is_fork && Br.size > 0 && !Fa && li();
  }
  return e;
}
function li() {
  Fa = !1;
  for (const t of Br) {
    (t.f & Ue) !== 0 && je(t, it);
    let e;
    try {
      e = Rr(t);
    } catch {
      e = !0;
    }
    e && or(t);
  }
  Br.clear();
}
function wr(t) {
  re(t, t.v + 1);
}
function Ia(t, e, n) {
  var a = t.reactions;
  if (a !== null) {
    var s = a.length;
    if (yn += s, yn > 1e5 && jt === null && (jt = /* @__PURE__ */ new Set()), jt !== null) {
      if (jt.has(t)) return;
      jt.add(t);
    }
    for (var i = 0; i < s; i++) {
      var l = a[i], o = l.f, c = (o & Ce) === 0;
      if (c && je(l, e), (o & Ir) !== 0)
        Br.add(
          /** @type {Effect} */
          l
        );
      else if ((o & $e) !== 0) {
        var f = (
          /** @type {Derived} */
          l
        );
        vt?.delete(f), Ia(f, it, n);
      } else if (c) {
        var h = (
          /** @type {Effect} */
          l
        );
        (o & ut) !== 0 && Tt !== null && Tt.add(h), n !== null ? n.push(h) : Fn(h);
      }
    }
  }
}
function tr(t) {
  if (typeof t != "object" || t === null || Ut in t || _a in t)
    return t;
  const e = Nn(t);
  if (e !== ds && e !== hs)
    return t;
  var n = /* @__PURE__ */ new Map(), a = da(t), s = /* @__PURE__ */ Se(0), i = Yt, l = (o) => {
    if (Yt === i)
      return o();
    var c = _e, f = Yt;
    ct(null), ea(i);
    var h = o();
    return ct(c), ea(f), h;
  };
  return a && n.set("length", /* @__PURE__ */ Se(
    /** @type {any[]} */
    t.length
  )), new Proxy(
    /** @type {any} */
    t,
    {
      defineProperty(o, c, f) {
        (!("value" in f) || f.configurable === !1 || f.enumerable === !1 || f.writable === !1) && Hs();
        var h = n.get(c);
        return h === void 0 ? l(() => {
          var u = /* @__PURE__ */ Se(f.value);
          return n.set(c, u), u;
        }) : re(h, f.value, !0), !0;
      },
      deleteProperty(o, c) {
        var f = n.get(c);
        if (f === void 0) {
          if (c in o) {
            const h = l(() => /* @__PURE__ */ Se(Be));
            n.set(c, h), wr(s);
          }
        } else
          re(f, Be), wr(s);
        return !0;
      },
      get(o, c, f) {
        if (c === Ut)
          return t;
        var h = n.get(c), u = c in o;
        if (h === void 0 && (!u || rr(o, c)?.writable) && (h = l(() => {
          var m = tr(u ? o[c] : Be), g = /* @__PURE__ */ Se(m);
          return g;
        }), n.set(c, h)), h !== void 0) {
          var v = r(h);
          return v === Be ? void 0 : v;
        }
        return Reflect.get(o, c, f);
      },
      getOwnPropertyDescriptor(o, c) {
        this.has?.(o, c);
        var f = Reflect.getOwnPropertyDescriptor(o, c), h = n.get(c);
        if (h !== void 0) {
          var u = r(h);
          if (u === Be)
            return;
          if (f && "value" in f)
            f.value = u;
          else
            return {
              enumerable: !0,
              configurable: !0,
              value: u,
              writable: !0
            };
        }
        return f;
      },
      has(o, c) {
        if (c === Ut)
          return !0;
        var f = n.get(c), h = f !== void 0 && f.v !== Be || Reflect.has(o, c);
        if (f !== void 0 || (xe !== null || _e !== null) && (!h || rr(o, c)?.writable)) {
          f === void 0 && (f = l(() => {
            var v = h ? tr(o[c]) : Be, m = /* @__PURE__ */ Se(v);
            return m;
          }), n.set(c, f));
          var u = r(f);
          if (u === Be)
            return !1;
        }
        return h;
      },
      set(o, c, f, h) {
        var u = n.get(c), v = c in o;
        if (a && c === "length")
          for (var m = f; m < /** @type {Source<number>} */
          u.v; m += 1) {
            var g = n.get(m + "");
            g !== void 0 ? re(g, Be) : m in o && (g = l(() => /* @__PURE__ */ Se(Be)), n.set(m + "", g));
          }
        if (u === void 0)
          (!v || rr(o, c)?.writable) && (u = l(() => /* @__PURE__ */ Se(void 0)), re(u, tr(f)), n.set(c, u));
        else {
          v = u.v !== Be;
          var A = l(() => tr(f));
          re(u, A);
        }
        var _ = Reflect.getOwnPropertyDescriptor(o, c);
        if (_?.set && _.set.call(h, f), !v) {
          if (a && typeof c == "string") {
            var E = (
              /** @type {Source<number>} */
              n.get("length")
            ), z = Number(c);
            Number.isInteger(z) && z >= E.v && re(E, z + 1);
          }
          wr(s);
        }
        return !0;
      },
      ownKeys(o) {
        r(s);
        var c = Reflect.ownKeys(o).filter((u) => {
          var v = n.get(u);
          return v === void 0 || v.v !== Be;
        });
        for (var [f, h] of n)
          h.v !== Be && !(f in o) && c.push(f);
        return c;
      },
      setPrototypeOf() {
        Bs();
      }
    }
  );
}
var Qn, ja, Ha, Ba;
function oi() {
  if (Qn === void 0) {
    Qn = window, ja = /Firefox/.test(navigator.userAgent);
    var t = Element.prototype, e = Node.prototype, n = Text.prototype;
    Ha = rr(e, "firstChild").get, Ba = rr(e, "nextSibling").get, Xn(t) && (t[_n] = void 0, t[ba] = null, t[bn] = void 0, t.__e = void 0), Xn(n) && (n[xn] = void 0);
  }
}
function Mt(t = "") {
  return document.createTextNode(t);
}
// @__NO_SIDE_EFFECTS__
function bt(t) {
  return (
    /** @type {TemplateNode | null} */
    Ha.call(t)
  );
}
// @__NO_SIDE_EFFECTS__
function qr(t) {
  return (
    /** @type {TemplateNode | null} */
    Ba.call(t)
  );
}
function H(t, e) {
  return /* @__PURE__ */ bt(t);
}
function ze(t, e = !1) {
  {
    var n = /* @__PURE__ */ bt(t);
    return n instanceof Comment && n.data === "" ? /* @__PURE__ */ qr(n) : n;
  }
}
function Y(t, e = !1) {
  return /* @__PURE__ */ bt(t);
}
function b(t, e = 1, n = !1) {
  let a = t;
  for (; e--; )
    a = /** @type {TemplateNode} */
    /* @__PURE__ */ qr(a);
  return a;
}
function ci(t) {
  t.textContent = "";
}
function Ua() {
  return !1;
}
function In(t, e, n) {
  return e == null || e === ka ? (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElement(t)
  ) : (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElementNS(e, t)
  );
}
function fi(t) {
  var e = xe;
  if (e === null)
    return _e.f |= Pt, t;
  if ((e.f & fr) === 0 && (e.f & sr) === 0)
    throw t;
  xt(t, e);
}
function xt(t, e) {
  if (t === ya)
    throw t;
  if (!(e !== null && (e.f & Ze) !== 0)) {
    for (; e !== null; ) {
      if ((e.f & gn) !== 0 && (e.f & (Ze | zr)) === 0) {
        if ((e.f & fr) === 0)
          throw t;
        try {
          e.b.error(t);
          return;
        } catch (n) {
          t = n;
        }
      }
      e = e.parent;
    }
    throw t;
  }
}
function ui(t) {
  xe === null && (_e === null && Fs(), Ds()), qt && Ls();
}
function vi(t, e) {
  var n = e.last;
  n === null ? e.last = e.first = t : (n.next = t, t.prev = n, e.last = t);
}
function Nt(t, e) {
  var n = xe;
  n !== null && (n.f & tt) !== 0 && (t |= tt);
  var a = {
    ctx: Ye,
    deps: null,
    nodes: null,
    f: t | Ce | ht,
    first: null,
    fn: e,
    last: null,
    next: null,
    parent: n,
    b: n && n.b,
    prev: null,
    teardown: null,
    wv: 0,
    ac: null
  };
  me?.register_created_effect(a);
  var s = a;
  if ((t & sr) !== 0)
    xr !== null ? xr.push(a) : Lt.ensure().schedule(a);
  else if (e !== null) {
    try {
      or(a);
    } catch (l) {
      throw nt(a), l;
    }
    s.deps === null && s.teardown === null && s.nodes === null && s.first === s.last && // either `null`, or a singular child
    (s.f & ur) === 0 && (s = s.first, (t & ut) !== 0 && (t & Vt) !== 0 && s !== null && (s.f |= Vt));
  }
  if (s !== null && (s.parent = n, n !== null && vi(s, n), _e !== null && (_e.f & $e) !== 0 && (t & Ot) === 0)) {
    var i = (
      /** @type {Derived} */
      _e
    );
    (i.effects ??= []).push(s);
  }
  return a;
}
function jn() {
  return _e !== null && !dt;
}
function Hn(t) {
  const e = Nt(Vr, null);
  return je(e, Ue), e.teardown = t, e;
}
function Ct(t) {
  ui();
  var e = (
    /** @type {Effect} */
    xe.f
  ), n = !_e && (e & pt) !== 0 && Ye !== null && !Ye.i;
  if (n) {
    var a = (
      /** @type {ComponentContext} */
      Ye
    );
    (a.e ??= []).push(t);
  } else
    return Wa(t);
}
function Wa(t) {
  return Nt(sr | gs, t);
}
function di(t) {
  Lt.ensure();
  const e = Nt(Ot | ur, t);
  return (n = {}) => new Promise((a) => {
    n.outro ? Wt(e, () => {
      nt(e), a(void 0);
    }) : (nt(e), a(void 0));
  });
}
function Xr(t) {
  return Nt(sr, t);
}
function hi(t) {
  return Nt(nr | ur, t);
}
function Kr(t, e = 0) {
  return Nt(Vr | e, t);
}
function L(t, e = [], n = [], a = []) {
  Qs(a, e, n, (s) => {
    Nt(Vr, () => {
      t(...s.map(r));
    });
  });
}
function Nr(t, e = 0) {
  var n = Nt(ut | e, t);
  return n;
}
function ot(t) {
  return Nt(pt | ur, t);
}
function Ya(t) {
  var e = t.teardown;
  if (e !== null) {
    const n = qt, a = _e;
    $n(!0), ct(null);
    try {
      e.call(null);
    } catch (s) {
      xt(s, t.parent);
    } finally {
      $n(n), ct(a);
    }
  }
}
function Bn(t, e = !1) {
  var n = t.first;
  for (t.first = t.last = null; n !== null; ) {
    const s = n.ac;
    s !== null && vr(() => {
      s.abort(Ar);
    });
    var a = n.next;
    (n.f & Ot) !== 0 ? n.parent = null : nt(n, e), n = a;
  }
}
function pi(t) {
  for (var e = t.first; e !== null; ) {
    var n = e.next;
    (e.f & pt) === 0 && nt(e), e = n;
  }
}
function nt(t, e = !0) {
  var n = !1;
  (e || (t.f & ms) !== 0) && t.nodes !== null && t.nodes.end !== null && (mi(
    t.nodes.start,
    /** @type {TemplateNode} */
    t.nodes.end
  ), n = !0), t.f |= zr, Bn(t, e && !n), Sr(t, 0);
  var a = t.nodes && t.nodes.t;
  if (a !== null)
    for (const i of a)
      i.stop();
  Ya(t), t.f ^= zr, t.f |= Ze;
  var s = t.parent;
  s !== null && s.first !== null && Ga(t), t.next = t.prev = t.teardown = t.ctx = t.deps = t.fn = t.nodes = t.ac = t.b = null;
}
function mi(t, e) {
  for (; t !== null; ) {
    var n = t === e ? null : /* @__PURE__ */ qr(t);
    t.remove(), t = n;
  }
}
function Ga(t) {
  var e = t.parent, n = t.prev, a = t.next;
  n !== null && (n.next = a), a !== null && (a.prev = n), e !== null && (e.first === t && (e.first = a), e.last === t && (e.last = n));
}
function Wt(t, e, n = !0) {
  var a = [];
  t.f |= Rn, Va(t, a, !0);
  var s = () => {
    n && nt(t), e && e();
  }, i = a.length;
  if (i > 0) {
    var l = () => --i || s();
    for (var o of a)
      o.out(l);
  } else
    s();
}
function Va(t, e, n) {
  if ((t.f & tt) === 0) {
    t.f ^= tt;
    var a = t.nodes && t.nodes.t;
    if (a !== null)
      for (const o of a)
        (o.is_global || n) && e.push(o);
    for (var s = t.first; s !== null; ) {
      var i = s.next;
      if ((s.f & Ot) === 0) {
        var l = (s.f & Vt) !== 0 || // If this is a branch effect without a block effect parent,
        // it means the parent block effect was pruned. In that case,
        // transparency information was transferred to the branch effect.
        (s.f & pt) !== 0 && (t.f & ut) !== 0;
        Va(s, e, l ? n : !1);
      }
      s = i;
    }
  }
}
function Ur(t) {
  t.f &= ~Rn, Xa(t, !0);
}
function Xa(t, e) {
  if ((t.f & Rn) === 0 && (t.f & tt) !== 0) {
    t.f ^= tt, (t.f & Ue) === 0 && (je(t, Ce), Lt.ensure().schedule(t));
    for (var n = t.first; n !== null; ) {
      var a = n.next, s = (n.f & Vt) !== 0 || (n.f & pt) !== 0;
      Xa(n, s ? e : !1), n = a;
    }
    var i = t.nodes && t.nodes.t;
    if (i !== null)
      for (const l of i)
        (l.is_global || e) && l.in();
  }
}
function Un(t, e) {
  if (t.nodes)
    for (var n = t.nodes.start, a = t.nodes.end; n !== null; ) {
      var s = n === a ? null : /* @__PURE__ */ qr(n);
      e.append(n), n = s;
    }
}
let qt = !1;
function $n(t) {
  qt = t;
}
let _e = null, dt = !1;
function ct(t) {
  _e = t;
}
let xe = null;
function Et(t) {
  xe = t;
}
let zt = null;
function Ka(t) {
  _e !== null && ((_e.f & jr) !== 0 || (_e.f & $e) !== 0) && (zt ??= /* @__PURE__ */ new Set()).add(t);
}
let rt = null, st = 0, lt = null;
function gi(t) {
  lt = t;
}
let Za = 1, Bt = 0, Yt = Bt;
function ea(t) {
  Yt = t;
}
function Ja() {
  return ++Za;
}
function Rr(t) {
  var e = t.f;
  if ((e & Ce) !== 0)
    return !0;
  if ((e & it) !== 0) {
    for (var n = (
      /** @type {Value[]} */
      t.deps
    ), a = n.length, s = 0; s < a; s++) {
      var i = n[s];
      if (Rr(
        /** @type {Derived} */
        i
      ) && Pa(
        /** @type {Derived} */
        i
      ), i.wv > t.wv)
        return !0;
    }
    (e & ht) !== 0 && // During time traveling we don't want to reset the status so that
    // traversal of the graph in the other batches still happens
    vt === null && je(t, Ue);
  }
  return !1;
}
function Qa(t, e, n = !0) {
  var a = t.reactions;
  if (a !== null && !(zt !== null && zt.has(t)))
    for (var s = 0; s < a.length; s++) {
      var i = a[s];
      (i.f & $e) !== 0 ? Qa(
        /** @type {Derived} */
        i,
        e,
        !1
      ) : e === i && (n ? je(i, Ce) : (i.f & Ue) !== 0 && je(i, it), Fn(
        /** @type {Effect} */
        i
      ));
    }
}
function $a(t) {
  var e = rt, n = st, a = lt, s = _e, i = zt, l = Ye, o = dt, c = Yt, f = t.f;
  rt = /** @type {null | Value[]} */
  null, st = 0, lt = null, _e = (f & (pt | Ot)) === 0 ? t : null, zt = null, ir(t.ctx), dt = !1, Yt = ++Bt, t.ac !== null && (vr(() => {
    t.ac.abort(Ar);
  }), t.ac = null);
  try {
    t.f |= jr;
    var h = (
      /** @type {Function} */
      t.fn
    ), u = h();
    t.f |= fr;
    var v = ta(t);
    if (Ta() && lt !== null && !dt && v !== null && (t.f & ($e | it | Ce)) === 0)
      for (var m = 0; m < /** @type {Source[]} */
      lt.length; m++)
        Qa(
          lt[m],
          /** @type {Effect} */
          t
        );
    if (s !== null && s !== t) {
      if (Bt++, s.deps !== null)
        for (let g = 0; g < n; g += 1)
          s.deps[g].rv = Bt;
      if (e !== null)
        for (const g of e)
          g.rv = Bt;
      lt !== null && (a === null ? a = lt : a.push(.../** @type {Source[]} */
      lt));
    }
    return (t.f & Pt) !== 0 && (t.f ^= Pt), u;
  } catch (g) {
    return ta(t), fi(g);
  } finally {
    t.f ^= jr, rt = e, st = n, lt = a, _e = s, zt = i, ir(l), dt = o, Yt = c;
  }
}
function ta(t) {
  var e = t.deps, n = me?.is_fork;
  if (rt !== null) {
    var a;
    if (n || Sr(t, st), e !== null && st > 0)
      for (e.length = st + rt.length, a = 0; a < rt.length; a++)
        e[st + a] = rt[a];
    else
      t.deps = e = rt;
    if (jn() && (t.f & ht) !== 0)
      for (a = st; a < e.length; a++)
        (e[a].reactions ??= []).push(t);
  } else !n && e !== null && st < e.length && (Sr(t, st), e.length = st);
  return e;
}
function _i(t, e) {
  let n = e.reactions;
  if (n !== null) {
    var a = vs.call(n, t);
    if (a !== -1) {
      var s = n.length - 1;
      s === 0 ? n = e.reactions = null : (n[a] = n[s], n.pop());
    }
  }
  if (n === null && (e.f & $e) !== 0 && // Destroying a child effect while updating a parent effect can cause a dependency to appear
  // to be unused, when in fact it is used by the currently-updating parent. Checking `new_deps`
  // allows us to skip the expensive work of disconnecting and immediately reconnecting it
  (rt === null || !kr.call(rt, e))) {
    var i = (
      /** @type {Derived} */
      e
    );
    (i.f & ht) !== 0 && (i.f ^= ht), i.v !== Be && On(i), i.ac !== null && vr(() => {
      i.ac.abort(Ar), i.ac = null, je(i, Ce);
    }), ri(i), Sr(i, 0);
  }
}
function Sr(t, e) {
  var n = t.deps;
  if (n !== null)
    for (var a = e; a < n.length; a++)
      _i(t, n[a]);
}
function or(t) {
  var e = t.f;
  if ((e & Ze) === 0) {
    je(t, Ue);
    var n = xe;
    xe = t;
    try {
      (e & (ut | ga)) !== 0 ? pi(t) : Bn(t), Ya(t);
      var a = $a(t);
      t.teardown = typeof a == "function" ? a : null, t.wv = Za;
      var s;
    } finally {
      xe = n;
    }
  }
}
async function bi() {
  await Promise.resolve(), ai();
}
function r(t) {
  var e = t.f, n = (e & $e) !== 0;
  if (_e !== null && !dt) {
    var a = xe !== null && (xe.f & Ze) !== 0;
    if (!a && (zt === null || !zt.has(t))) {
      var s = _e.deps;
      if ((_e.f & jr) !== 0)
        t.rv < Bt && (t.rv = Bt, rt === null && s !== null && s[st] === t ? st++ : rt === null ? rt = [t] : rt.push(t));
      else {
        _e.deps ??= [], kr.call(_e.deps, t) || _e.deps.push(t);
        var i = t.reactions;
        i === null ? t.reactions = [_e] : kr.call(i, _e) || i.push(_e);
      }
    }
  }
  if (qt && kt.has(t))
    return kt.get(t);
  if (n) {
    var l = (
      /** @type {Derived} */
      t
    );
    if (qt) {
      var o = l.v;
      return ((l.f & Ue) === 0 && l.reactions !== null || ts(l)) && (o = Ln(l)), kt.set(l, o), o;
    }
    var c = (l.f & ht) === 0 && !dt && _e !== null && (_e.f & ht) !== 0, f = (l.f & fr) === 0;
    Rr(l) && (c && (l.f |= ht), Pa(l)), c && !f && (Ca(l), es(l));
  }
  if (vt?.has(t))
    return vt.get(t);
  if ((t.f & Pt) !== 0)
    throw t.v;
  return t.v;
}
function es(t) {
  if (t.f |= ht, t.deps !== null)
    for (const n of t.deps) {
      var e = n.reactions;
      e === null ? n.reactions = [t] : kr.call(e, t) || e.push(t), (n.f & $e) !== 0 && (n.f & ht) === 0 && (Ca(
        /** @type {Derived} */
        n
      ), es(
        /** @type {Derived} */
        n
      ));
    }
}
function ts(t) {
  if (t.v === Be) return !0;
  if (t.deps === null) return !1;
  for (const e of t.deps)
    if (kt.has(e) || (e.f & $e) !== 0 && ts(
      /** @type {Derived} */
      e
    ))
      return !0;
  return !1;
}
function Dt(t) {
  var e = dt;
  try {
    return dt = !0, t();
  } finally {
    dt = e;
  }
}
function xi(t) {
  if (!(typeof t != "object" || !t || t instanceof EventTarget)) {
    if (Ut in t)
      kn(t);
    else if (!Array.isArray(t))
      for (let e in t) {
        const n = t[e];
        typeof n == "object" && n && Ut in n && kn(n);
      }
  }
}
function kn(t, e = /* @__PURE__ */ new Set()) {
  if (typeof t == "object" && t !== null && // We don't want to traverse DOM elements
  !(t instanceof EventTarget) && !e.has(t)) {
    e.add(t), t instanceof Date && t.getTime();
    for (let a in t)
      try {
        kn(t[a], e);
      } catch {
      }
    const n = Nn(t);
    if (n !== Object.prototype && n !== Array.prototype && n !== Map.prototype && n !== Set.prototype && n !== Date.prototype) {
      const a = pa(n);
      for (let s in a) {
        const i = a[s].get;
        if (i)
          try {
            i.call(t);
          } catch {
          }
      }
    }
  }
}
const wi = ["touchstart", "touchmove"];
function yi(t) {
  return wi.includes(t);
}
const gr = /* @__PURE__ */ Symbol("events"), rs = /* @__PURE__ */ new Set(), Mn = /* @__PURE__ */ new Set();
function ki(t, e, n, a = {}) {
  function s(i) {
    if (a.capture || zn.call(e, i), !i.cancelBubble)
      return vr(() => n?.call(this, i));
  }
  return t.startsWith("pointer") || t.startsWith("touch") || t === "wheel" ? (s.__removed = !1, At(() => {
    s.__removed || e.addEventListener(t, s, a);
  })) : e.addEventListener(t, s, a), s;
}
function Xe(t, e, n, a, s) {
  var i = { capture: a, passive: s }, l = ki(t, e, n, i);
  (e === document.body || // @ts-ignore
  e === window || // @ts-ignore
  e === document || // Firefox has quirky behavior, it can happen that we still get "canplay" events when the element is already removed
  e instanceof HTMLMediaElement) && Hn(() => {
    l.__removed = !0, e.removeEventListener(t, l, i);
  });
}
function oe(t, e, n) {
  (e[gr] ??= {})[t] = n;
}
function mt(t) {
  for (var e = 0; e < t.length; e++)
    rs.add(t[e]);
  for (var n of Mn)
    n(t);
}
let cn = null, fn = !1;
function zn(t) {
  var e = this, n = (
    /** @type {Node} */
    e.ownerDocument
  ), a = t.type, s = t.composedPath?.() || [], i = (
    /** @type {null | Element} */
    s[0] || t.target
  );
  cn = t, fn || (fn = !0, setTimeout(() => {
    fn = !1, cn = null;
  }));
  var l = 0, o = cn === t && t[gr];
  if (o) {
    var c = s.indexOf(o);
    if (c !== -1 && (e === document || e === /** @type {any} */
    window)) {
      t[gr] = e;
      return;
    }
    var f = s.indexOf(e);
    if (f === -1)
      return;
    c <= f && (l = c);
  }
  if (i = /** @type {Element} */
  s[l] || t.target, i !== e) {
    ha(t, "currentTarget", {
      configurable: !0,
      get() {
        return i || n;
      }
    });
    var h = _e, u = xe;
    ct(null), Et(null);
    try {
      for (var v, m = []; i !== null && i !== e; ) {
        try {
          var g = i[gr]?.[a];
          g != null && (!/** @type {any} */
          i.disabled || // DOM could've been updated already by the time this is reached, so we check this as well
          // -> the target could not have been disabled because it emits the event in the first place
          t.target === i) && g.call(i, t);
        } catch (A) {
          v ? m.push(A) : v = A;
        }
        if (t.cancelBubble) break;
        l++, i = l < s.length ? (
          /** @type {Element} */
          s[l]
        ) : null;
      }
      if (v) {
        for (let A of m)
          queueMicrotask(() => {
            throw A;
          });
        throw v;
      }
    } finally {
      t[gr] = e, delete t.currentTarget, ct(h), Et(u);
    }
  }
}
const Mi = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  globalThis?.window?.trustedTypes && /* @__PURE__ */ globalThis.window.trustedTypes.createPolicy("svelte-trusted-html", {
    /** @param {string} html */
    createHTML: (t) => t
  })
);
function zi(t) {
  return (
    /** @type {string} */
    Mi?.createHTML(t) ?? t
  );
}
function ns(t) {
  var e = In("template");
  return e.innerHTML = zi(t.replaceAll("<!>", "<!---->")), e.content;
}
function Kt(t, e) {
  var n = (
    /** @type {Effect} */
    xe
  );
  n.nodes === null && (n.nodes = { start: t, end: e, a: null, t: null });
}
// @__NO_SIDE_EFFECTS__
function P(t, e) {
  var n = (e & wa) !== 0, a = (e & As) !== 0, s, i = !t.startsWith("<!>");
  return () => {
    s === void 0 && (s = ns(i ? t : "<!>" + t), n || (s = /** @type {TemplateNode} */
    /* @__PURE__ */ bt(s)));
    var l = (
      /** @type {TemplateNode} */
      a || ja ? document.importNode(s, !0) : s.cloneNode(!0)
    );
    if (n) {
      var o = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ bt(l)
      ), c = (
        /** @type {TemplateNode} */
        l.lastChild
      );
      Kt(o, c);
    } else
      Kt(l, l);
    return l;
  };
}
// @__NO_SIDE_EFFECTS__
function Ei(t, e, n = "svg") {
  var a = !t.startsWith("<!>"), s = (e & wa) !== 0, i = `<${n}>${a ? t : "<!>" + t}</${n}>`, l;
  return () => {
    if (!l) {
      var o = (
        /** @type {DocumentFragment} */
        ns(i)
      ), c = (
        /** @type {Element} */
        /* @__PURE__ */ bt(o)
      );
      if (s)
        for (l = document.createDocumentFragment(); /* @__PURE__ */ bt(c); )
          l.appendChild(
            /** @type {TemplateNode} */
            /* @__PURE__ */ bt(c)
          );
      else
        l = /** @type {Element} */
        /* @__PURE__ */ bt(c);
    }
    var f = (
      /** @type {TemplateNode} */
      l.cloneNode(!0)
    );
    if (s) {
      var h = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ bt(f)
      ), u = (
        /** @type {TemplateNode} */
        f.lastChild
      );
      Kt(h, u);
    } else
      Kt(f, f);
    return f;
  };
}
// @__NO_SIDE_EFFECTS__
function ft(t, e) {
  return /* @__PURE__ */ Ei(t, e, "svg");
}
function as(t = "") {
  {
    var e = Mt(t + "");
    return Kt(e, e), e;
  }
}
function Zt() {
  var t = document.createDocumentFragment(), e = document.createComment(""), n = Mt();
  return t.append(e, n), Kt(e, n), t;
}
function w(t, e) {
  t !== null && t.before(
    /** @type {Node} */
    e
  );
}
function Si() {
  return (window.__svelte ??= {}).uid ??= 1, `c${window.__svelte.uid++}`;
}
function Ti(t) {
  let e = 0, n = Xt(0), a;
  return () => {
    jn() && (r(n), Kr(() => (e === 0 && (a = Dt(() => t(() => wr(n)))), e += 1, () => {
      At(() => {
        e -= 1, e === 0 && (a?.(), a = void 0, wr(n));
      });
    })));
  };
}
var Ai = Vt | ur;
function qi(t, e, n, a) {
  new Ni(t, e, n, a);
}
class Ni {
  /** @type {Boundary | null} */
  parent;
  is_pending = !1;
  /**
   * API-level transformError transform function. Transforms errors before they reach the `failed` snippet.
   * Inherited from parent boundary, or defaults to identity.
   * @type {(error: unknown) => unknown}
   */
  transform_error;
  /** @type {TemplateNode} */
  #t;
  /** @type {TemplateNode | null} */
  #r = null;
  /** @type {BoundaryProps} */
  #e;
  /** @type {((anchor: Node) => void)} */
  #a;
  /** @type {Effect} */
  #n;
  /** @type {Effect | null} */
  #s = null;
  /** @type {Effect | null} */
  #l = null;
  /** @type {Effect | null} */
  #i = null;
  /** @type {DocumentFragment | null} */
  #o = null;
  #d = 0;
  #c = 0;
  #h = !1;
  /** @type {Map<Effect, number>} */
  #g = /* @__PURE__ */ new Map();
  /**
   * A source containing the number of pending async deriveds/expressions.
   * Only created if `$effect.pending()` is used inside the boundary,
   * otherwise updating the source results in needless `Batch.ensure()`
   * calls followed by no-op flushes
   * @type {Source<number> | null}
   */
  #f = null;
  #p = Ti(() => (this.#f = Xt(this.#d), () => {
    this.#f = null;
  }));
  /**
   * @param {TemplateNode} node
   * @param {BoundaryProps} props
   * @param {((anchor: Node) => void)} children
   * @param {((error: unknown) => unknown) | undefined} [transform_error]
   */
  constructor(e, n, a, s) {
    this.#t = e, this.#e = n, this.#a = (i) => {
      var l = (
        /** @type {Effect} */
        xe
      );
      l.b = this, l.f |= gn, a(i);
    }, this.parent = /** @type {Effect} */
    xe.b, this.transform_error = s ?? this.parent?.transform_error ?? ((i) => i), this.#n = Nr(() => {
      this.#x();
    }, Ai);
  }
  #b() {
    try {
      this.#s = ot(() => this.#a(this.#t));
    } catch (e) {
      this.error(e);
    }
  }
  /**
   * @param {unknown} error The deserialized error from the server's hydration comment
   */
  #y(e) {
    const n = this.#e.failed, { reset: a, invoke_onerror: s } = this.#_(e);
    At(s), n && (this.#i = ot(() => {
      n(
        this.#t,
        () => e,
        () => a
      );
    }));
  }
  /**
   * Creates the `reset` function for a failed boundary, along with a function
   * that invokes `onerror` with it (if provided)
   * @param {unknown} error
   * @returns {{ reset: () => void, invoke_onerror: () => void }}
   */
  #_(e) {
    var n = !1, a = !1;
    const s = () => {
      if (!this.#u()) {
        if (n) {
          Rs();
          return;
        }
        n = !0, a && Ws(), this.#i !== null && Wt(this.#i, () => {
          this.#i = null;
        }), this.#w(() => {
          this.#x();
        });
      }
    };
    return { reset: s, invoke_onerror: () => {
      if (!this.#u())
        try {
          a = !0, this.#e.onerror?.(e, s), a = !1;
        } catch (l) {
          xt(l, this.#n && this.#n.parent);
        }
    } };
  }
  #u() {
    return (this.#n.f & (Ze | zr)) !== 0;
  }
  #m() {
    const e = this.#e.pending;
    e && (this.is_pending = !0, this.#l = ot(() => e(this.#t)), At(() => {
      if (!this.#u()) {
        var n = this.#o = document.createDocumentFragment(), a = Mt(), s = !1;
        if (n.append(a), this.#s = this.#w(() => {
          try {
            return ot(() => this.#a(a));
          } catch (i) {
            try {
              this.error(i), s = !0;
            } catch (l) {
              xt(l, this.#n.parent);
            }
            return null;
          }
        }), this.#s === null) {
          this.#o = null, s && this.#v(
            /** @type {Batch} */
            me
          );
          return;
        }
        this.#c === 0 && (this.#t.before(n), this.#o = null, Wt(
          /** @type {Effect} */
          this.#l,
          () => {
            this.#l = null;
          }
        ), this.#v(
          /** @type {Batch} */
          me
        ));
      }
    }));
  }
  #x() {
    try {
      if (this.is_pending = this.has_pending_snippet(), this.#c = 0, this.#d = 0, this.#s = ot(() => {
        this.#a(this.#t);
      }), this.#c > 0) {
        var e = this.#o = document.createDocumentFragment();
        Un(this.#s, e);
        const n = (
          /** @type {(anchor: Node) => void} */
          this.#e.pending
        );
        this.#l = ot(() => n(this.#t));
      } else
        this.#v(
          /** @type {Batch} */
          me
        );
    } catch (n) {
      this.error(n);
    }
  }
  /**
   * @param {Batch} batch
   */
  #v(e) {
    this.is_pending = !1, e.transfer_reactions(this.#g);
  }
  /**
   * Defer an effect inside a pending boundary until the boundary resolves
   * @param {Effect} effect
   */
  defer_effect(e) {
    qa(e, this.#g);
  }
  /**
   * Returns `false` if the effect exists inside a boundary whose pending snippet is shown
   * @returns {boolean}
   */
  is_rendered() {
    return !this.is_pending && (!this.parent || this.parent.is_rendered());
  }
  has_pending_snippet() {
    return !!this.#e.pending;
  }
  /**
   * @template T
   * @param {() => T} fn
   */
  #w(e) {
    var n = xe, a = _e, s = Ye;
    Et(this.#n), ct(this.#n), ir(this.#n.ctx);
    try {
      return Lt.ensure(), e();
    } finally {
      Et(n), ct(a), ir(s);
    }
  }
  /**
   * Updates the pending count associated with the currently visible pending snippet,
   * if any, such that we can replace the snippet with content once work is done
   * @param {1 | -1} d
   * @param {Batch} batch
   */
  #k(e, n) {
    if (!this.has_pending_snippet()) {
      this.parent && this.parent.#k(e, n);
      return;
    }
    this.#c += e, this.#c === 0 && (this.#v(n), this.#l && Wt(this.#l, () => {
      this.#l = null;
    }), this.#o && (this.#t.before(this.#o), this.#o = null));
  }
  /**
   * Update the source that powers `$effect.pending()` inside this boundary,
   * and controls when the current `pending` snippet (if any) is removed.
   * Do not call from inside the class
   * @param {1 | -1} d
   * @param {Batch} batch
   */
  update_pending_count(e, n) {
    this.#k(e, n), this.#d += e, !(!this.#f || this.#h) && (this.#h = !0, At(() => {
      this.#h = !1, this.#f && lr(this.#f, this.#d);
    }));
  }
  get_effect_pending() {
    return this.#p(), r(
      /** @type {Source<number>} */
      this.#f
    );
  }
  /** @param {unknown} error */
  error(e) {
    if (e === ya || !this.#e.onerror && !this.#e.failed)
      throw e;
    me?.is_fork ? (this.#s && me.skip_effect(this.#s), this.#l && me.skip_effect(this.#l), this.#i && me.skip_effect(this.#i), me.oncommit(() => {
      this.#u() || this.#M(e);
    })) : this.#M(e);
  }
  /**
   * @param {unknown} error
   */
  #M(e) {
    this.#s && (nt(this.#s), this.#s = null), this.#l && (nt(this.#l), this.#l = null), this.#i && (nt(this.#i), this.#i = null);
    let n = this.#e.failed;
    const a = (s) => {
      if (this.#u()) return;
      const { reset: i, invoke_onerror: l } = this.#_(s);
      l(), n && !this.#u() && (this.#i = this.#w(() => {
        try {
          return ot(() => {
            var o = (
              /** @type {Effect} */
              xe
            );
            o.b = this, o.f |= gn, n(
              this.#t,
              () => s,
              () => i
            );
          });
        } catch (o) {
          return xt(
            o,
            /** @type {Effect} */
            this.#n.parent
          ), null;
        }
      }));
    };
    At(() => {
      if (!this.#u()) {
        var s;
        try {
          s = this.transform_error(e);
        } catch (i) {
          xt(i, this.#n && this.#n.parent);
          return;
        }
        s !== null && typeof s == "object" && typeof /** @type {any} */
        s.then == "function" ? s.then(
          a,
          /** @param {unknown} e */
          (i) => xt(i, this.#n && this.#n.parent)
        ) : a(s);
      }
    });
  }
}
function C(t, e) {
  var n = e == null ? "" : typeof e == "object" ? `${e}` : e;
  n !== /** @type {any} */
  (t[xn] ??= t.nodeValue) && (t[xn] = n, t.nodeValue = `${n}`);
}
function Ri(t, e) {
  return Pi(t, e);
}
const Or = /* @__PURE__ */ new Map();
function Pi(t, { target: e, anchor: n, props: a = {}, events: s, context: i, intro: l = !0, transformError: o }) {
  oi();
  var c = void 0, f = di(() => {
    var h = n ?? e.appendChild(Mt());
    qi(
      /** @type {TemplateNode} */
      h,
      {
        pending: () => {
        }
      },
      (m) => {
        Ge({});
        var g = (
          /** @type {ComponentContext} */
          Ye
        );
        i && (g.c = i), s && (a.$$events = s), c = t(m, a) || Cn(), Ve();
      },
      o
    );
    var u = /* @__PURE__ */ new Set(), v = (m) => {
      for (var g = 0; g < m.length; g++) {
        var A = m[g];
        if (!u.has(A)) {
          u.add(A);
          var _ = yi(A);
          for (const q of [e, document]) {
            var E = Or.get(q);
            E === void 0 && (E = /* @__PURE__ */ new Map(), Or.set(q, E));
            var z = E.get(A);
            z === void 0 ? (q.addEventListener(A, zn, { passive: _ }), E.set(A, 1)) : E.set(A, z + 1);
          }
        }
      }
    };
    return v(Gr(rs)), Mn.add(v), () => {
      for (var m of u)
        for (const _ of [e, document]) {
          var g = (
            /** @type {Map<string, number>} */
            Or.get(_)
          ), A = (
            /** @type {number} */
            g.get(m)
          );
          --A == 0 ? (_.removeEventListener(m, zn), g.delete(m), g.size === 0 && Or.delete(_)) : g.set(m, A);
        }
      Mn.delete(v), h !== n && h.parentNode?.removeChild(h);
    };
  });
  return En.set(c, f), c;
}
let En = /* @__PURE__ */ new WeakMap();
function Ci(t, e) {
  const n = En.get(t);
  return n ? (En.delete(t), n(e)) : Promise.resolve();
}
class Wn {
  /** @type {TemplateNode} */
  anchor;
  /** @type {Map<Batch, Key>} */
  #t = /* @__PURE__ */ new Map();
  /**
   * Map of keys to effects that are currently rendered in the DOM.
   * These effects are visible and actively part of the document tree.
   * Example:
   * ```
   * {#if condition}
   * 	foo
   * {:else}
   * 	bar
   * {/if}
   * ```
   * Can result in the entries `true->Effect` and `false->Effect`
   * @type {Map<Key, Effect>}
   */
  #r = /* @__PURE__ */ new Map();
  /**
   * Similar to #onscreen with respect to the keys, but contains branches that are not yet
   * in the DOM, because their insertion is deferred.
   * @type {Map<Key, Branch>}
   */
  #e = /* @__PURE__ */ new Map();
  /**
   * Keys of effects that are currently outroing
   * @type {Set<Key>}
   */
  #a = /* @__PURE__ */ new Set();
  /**
   * Whether to pause (i.e. outro) on change, or destroy immediately.
   * This is necessary for `<svelte:element>`
   */
  #n = !0;
  /**
   * @param {TemplateNode} anchor
   * @param {boolean} transition
   */
  constructor(e, n = !0) {
    this.anchor = e, this.#n = n;
  }
  /**
   * @param {Batch} batch
   */
  #s = (e) => {
    if (this.#t.has(e)) {
      var n = (
        /** @type {Key} */
        this.#t.get(e)
      ), a = this.#r.get(n);
      if (a)
        Ur(a), this.#a.delete(n);
      else {
        var s = this.#e.get(n);
        s && (Ur(s.effect), this.#r.set(n, s.effect), this.#e.delete(n), s.fragment.lastChild.remove(), this.anchor.before(s.fragment), a = s.effect);
      }
      for (const [i, l] of this.#t) {
        if (this.#t.delete(i), i === e)
          break;
        const o = this.#e.get(l);
        o && (nt(o.effect), this.#e.delete(l));
      }
      for (const [i, l] of this.#r) {
        if (i === n || this.#a.has(i)) continue;
        const o = () => {
          if (Array.from(this.#t.values()).includes(i)) {
            var f = document.createDocumentFragment();
            Un(l, f), f.append(Mt()), this.#e.set(i, { effect: l, fragment: f });
          } else
            nt(l);
          this.#a.delete(i), this.#r.delete(i);
        };
        this.#n || !a ? (this.#a.add(i), Wt(l, o, !1)) : o();
      }
    }
  };
  /**
   * @param {Batch} batch
   */
  #l = (e) => {
    this.#t.delete(e);
    const n = Array.from(this.#t.values());
    for (const [a, s] of this.#e)
      n.includes(a) || (nt(s.effect), this.#e.delete(a));
  };
  /**
   *
   * @param {any} key
   * @param {null | ((target: TemplateNode) => void)} fn
   */
  ensure(e, n) {
    var a = (
      /** @type {Batch} */
      me
    ), s = Ua();
    if (n && !this.#r.has(e) && !this.#e.has(e))
      if (s) {
        var i = document.createDocumentFragment(), l = Mt();
        i.append(l), this.#e.set(e, {
          effect: ot(() => n(l)),
          fragment: i
        });
      } else
        this.#r.set(
          e,
          ot(() => n(this.anchor))
        );
    if (this.#t.set(a, e), s) {
      for (const [o, c] of this.#r)
        o === e ? a.unskip_effect(c) : a.skip_effect(c);
      for (const [o, c] of this.#e)
        o === e ? a.unskip_effect(c.effect) : a.skip_effect(c.effect);
      a.oncommit(this.#s), a.ondiscard(this.#l);
    } else
      this.#s(a);
  }
}
function $(t, e, n = !1) {
  var a = new Wn(t), s = n ? Vt : 0;
  function i(l, o) {
    a.ensure(l, o);
  }
  Nr(() => {
    var l = !1;
    e((o, c = 0) => {
      l = !0, i(c, o);
    }), l || i(-1, null);
  }, s);
}
const Oi = /* @__PURE__ */ Symbol("NaN");
function Li(t, e, n) {
  var a = new Wn(t);
  Nr(() => {
    var s = e();
    s !== s && (s = /** @type {any} */
    Oi), a.ensure(s, n);
  });
}
function Fe(t, e) {
  return e;
}
function Di(t, e, n) {
  for (var a = [], s = e.length, i, l = e.length, o = 0; o < s; o++) {
    let u = e[o];
    Wt(
      u,
      () => {
        if (i) {
          if (i.pending.delete(u), i.done.add(u), i.pending.size === 0) {
            var v = (
              /** @type {Set<EachOutroGroup>} */
              t.outrogroups
            );
            Sn(t, Gr(i.done)), v.delete(i), v.size === 0 && (t.outrogroups = null);
          }
        } else
          l -= 1;
      },
      !1
    );
  }
  if (l === 0) {
    var c = a.length === 0 && n !== null && t.pending.size === 0;
    if (c) {
      var f = (
        /** @type {Element} */
        n
      ), h = (
        /** @type {Element} */
        f.parentNode
      );
      ci(h), h.append(f), t.items.clear();
    }
    Sn(t, e, !c);
  } else
    i = {
      pending: new Set(e),
      done: /* @__PURE__ */ new Set()
    }, (t.outrogroups ??= /* @__PURE__ */ new Set()).add(i);
}
function Sn(t, e, n = !0) {
  var a;
  if (t.pending.size > 0) {
    a = /* @__PURE__ */ new Set();
    for (const l of t.pending.values())
      for (const o of l)
        a.add(
          /** @type {EachItem} */
          t.items.get(o).e
        );
  }
  for (var s = 0; s < e.length; s++) {
    var i = e[s];
    if (a?.has(i)) {
      i.f |= wt;
      const l = document.createDocumentFragment();
      Un(i, l);
    } else
      nt(e[s], n);
  }
}
var ra;
function be(t, e, n, a, s, i = null) {
  var l = t, o = /* @__PURE__ */ new Map(), c = (e & xa) !== 0;
  if (c) {
    var f = (
      /** @type {Element} */
      t
    );
    l = f.appendChild(Mt());
  }
  var h = null, u = /* @__PURE__ */ Ra(() => {
    var z = n();
    return (
      /** @type {V[]} */
      da(z) ? z : z == null ? [] : Gr(z)
    );
  }), v = /* @__PURE__ */ new Map(), m = !0;
  function g(z) {
    if ((E.effect.f & Ze) === 0) {
      E.pending.delete(z);
      var q = r(u);
      E.fallback = h, Fi(E, q, l, e, a), h !== null && (q.length === 0 ? (h.f & wt) === 0 ? Ur(h) : (h.f ^= wt, _r(h, null, l)) : Wt(h, () => {
        h = null;
      }));
    }
  }
  function A(z) {
    E.pending.delete(z);
  }
  var _ = Nr(() => {
    for (var z = (
      /** @type {V[]} */
      r(u)
    ), q = z.length, T = /* @__PURE__ */ new Set(), x = (
      /** @type {Batch} */
      me
    ), N = Ua(), F = 0; F < q; F += 1) {
      var M = z[F], D = a(M, F), G = m ? null : o.get(D);
      G ? (G.v && lr(G.v, M), G.i && lr(G.i, F), N && x.unskip_effect(G.e)) : (G = Ii(
        o,
        m ? l : ra ??= Mt(),
        M,
        D,
        F,
        s,
        e,
        n
      ), m || (G.e.f |= wt), o.set(D, G)), T.add(D);
    }
    if (q === 0 && i && !h && (m ? h = ot(() => i(l)) : (h = ot(() => i(ra ??= Mt())), h.f |= wt)), q > T.size && Os(), !m)
      if (v.set(x, T), N) {
        for (const [ne, Ee] of o)
          T.has(ne) || x.skip_effect(Ee.e);
        x.oncommit(g), x.ondiscard(A);
      } else
        g(x);
    r(u);
  }), E = { effect: _, items: o, pending: v, outrogroups: null, fallback: h };
  m = !1;
}
function hr(t) {
  for (; t !== null && (t.f & pt) === 0; )
    t = t.next;
  return t;
}
function Fi(t, e, n, a, s) {
  var i = (a & ks) !== 0, l = e.length, o = t.items, c = hr(t.effect.first), f, h = null, u, v = [], m = [], g, A, _, E;
  if (i)
    for (E = 0; E < l; E += 1)
      g = e[E], A = s(g, E), _ = /** @type {EachItem} */
      o.get(A).e, (_.f & wt) === 0 && (_.nodes?.a?.measure(), (u ??= /* @__PURE__ */ new Set()).add(_));
  for (E = 0; E < l; E += 1) {
    if (g = e[E], A = s(g, E), _ = /** @type {EachItem} */
    o.get(A).e, t.outrogroups !== null)
      for (const G of t.outrogroups)
        G.pending.delete(_), G.done.delete(_);
    if ((_.f & tt) !== 0 && (Ur(_), i && (_.nodes?.a?.unfix(), (u ??= /* @__PURE__ */ new Set()).delete(_))), (_.f & wt) !== 0)
      if (_.f ^= wt, _ === c)
        _r(_, null, n);
      else {
        var z = h ? h.next : c;
        _ === t.effect.last && (t.effect.last = _.prev), _.prev && (_.prev.next = _.next), _.next && (_.next.prev = _.prev), Rt(t, h, _), Rt(t, _, z), _r(_, z, n), h = _, v = [], m = [], c = hr(h.next);
        continue;
      }
    if (_ !== c) {
      if (f !== void 0 && f.has(_)) {
        if (v.length < m.length) {
          var q = m[0], T;
          h = q.prev;
          var x = v[0], N = v[v.length - 1];
          for (T = 0; T < v.length; T += 1)
            _r(v[T], q, n);
          for (T = 0; T < m.length; T += 1)
            f.delete(m[T]);
          Rt(t, x.prev, N.next), Rt(t, h, x), Rt(t, N, q), c = q, h = N, E -= 1, v = [], m = [];
        } else
          f.delete(_), _r(_, c, n), Rt(t, _.prev, _.next), Rt(t, _, h === null ? t.effect.first : h.next), Rt(t, h, _), h = _;
        continue;
      }
      for (v = [], m = []; c !== null && c !== _; )
        (f ??= /* @__PURE__ */ new Set()).add(c), m.push(c), c = hr(c.next);
      if (c === null)
        continue;
    }
    (_.f & wt) === 0 && v.push(_), h = _, c = hr(_.next);
  }
  if (t.outrogroups !== null) {
    for (const G of t.outrogroups)
      G.pending.size === 0 && (Sn(t, Gr(G.done)), t.outrogroups?.delete(G));
    t.outrogroups.size === 0 && (t.outrogroups = null);
  }
  if (c !== null || f !== void 0) {
    var F = [];
    if (f !== void 0)
      for (_ of f)
        (_.f & tt) === 0 && F.push(_);
    for (; c !== null; )
      (c.f & tt) === 0 && c !== t.fallback && F.push(c), c = hr(c.next);
    var M = F.length;
    if (M > 0) {
      var D = (a & xa) !== 0 && l === 0 ? n : null;
      if (i) {
        for (E = 0; E < M; E += 1)
          F[E].nodes?.a?.measure();
        for (E = 0; E < M; E += 1)
          F[E].nodes?.a?.fix();
      }
      Di(t, F, D);
    }
  }
  i && At(() => {
    if (u !== void 0)
      for (_ of u)
        _.nodes?.a?.apply();
  });
}
function Ii(t, e, n, a, s, i, l, o) {
  var c = (l & ws) !== 0 ? (l & Ms) === 0 ? /* @__PURE__ */ ii(n, !1, !1) : Xt(n) : null, f = (l & ys) !== 0 ? Xt(s) : null;
  return {
    v: c,
    i: f,
    e: ot(() => (i(e, c ?? n, f ?? s, o), () => {
      t.delete(a);
    }))
  };
}
function _r(t, e, n) {
  if (t.nodes)
    for (var a = t.nodes.start, s = t.nodes.end, i = e && (e.f & wt) === 0 ? (
      /** @type {EffectNodes} */
      e.nodes.start
    ) : n; a !== null; ) {
      var l = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ qr(a)
      );
      if (i.before(a), a === s)
        return;
      a = l;
    }
}
function Rt(t, e, n) {
  e === null ? t.effect.first = n : e.next = n, n === null ? t.effect.last = e : n.prev = e;
}
function ji(t, e, n, a, s, i) {
  var l = null, o = (
    /** @type {TemplateNode} */
    t
  ), c = new Wn(o, !1);
  Nr(() => {
    const f = e() || null;
    var h = f === "svg" ? qs : void 0;
    if (f === null) {
      c.ensure(null, null);
      return;
    }
    return c.ensure(f, (u) => {
      if (f) {
        var v = Ps;
        if (l = In(f, h), Kt(l, l), a) {
          var m = null, g = l.appendChild(Mt());
          a(l, g), m?.remove();
        }
        xe.nodes.end = l, v || u.before(l);
      }
    }), () => {
    };
  }, Vt), Hn(() => {
  });
}
function Je(t, e) {
  Xr(() => {
    t = xe?.parent?.nodes?.start ?? t;
    var n = t.getRootNode(), a = (
      /** @type {ShadowRoot} */
      n.host ? (
        /** @type {ShadowRoot} */
        n
      ) : (
        /** @type {Document} */
        n.head ?? /** @type {Document} */
        n.ownerDocument.head
      )
    );
    if (!a.querySelector("#" + e.hash)) {
      const s = In("style");
      s.id = e.hash, s.textContent = e.code, a.appendChild(s);
    }
  });
}
function Hi(t, e, n) {
  Xr(() => {
    var a = Dt(() => e(t, n?.()) || {});
    if (n && a?.update) {
      var s = !1, i = (
        /** @type {any} */
        {}
      );
      Kr(() => {
        var l = n();
        xi(l), s && za(i, l) && (i = l, a.update(l));
      }), s = !0;
    }
    if (a?.destroy)
      return () => (
        /** @type {Function} */
        a.destroy()
      );
  });
}
function ss(t) {
  var e, n, a = "";
  if (typeof t == "string" || typeof t == "number") a += t;
  else if (typeof t == "object") if (Array.isArray(t)) {
    var s = t.length;
    for (e = 0; e < s; e++) t[e] && (n = ss(t[e])) && (a && (a += " "), a += n);
  } else for (n in t) t[n] && (a && (a += " "), a += n);
  return a;
}
function Bi() {
  for (var t, e, n = 0, a = "", s = arguments.length; n < s; n++) (t = arguments[n]) && (e = ss(t)) && (a && (a += " "), a += e);
  return a;
}
function Ui(t) {
  return typeof t == "object" ? Bi(t) : t ?? "";
}
const na = [...` 	
\r\f \v\uFEFF`];
function Wi(t, e, n) {
  var a = t == null ? "" : "" + t;
  if (e && (a = a ? a + " " + e : e), n) {
    for (var s of Object.keys(n))
      if (n[s])
        a = a ? a + " " + s : s;
      else if (a.length)
        for (var i = s.length, l = 0; (l = a.indexOf(s, l)) >= 0; ) {
          var o = l + i;
          (l === 0 || na.includes(a[l - 1])) && (o === a.length || na.includes(a[o])) ? a = (l === 0 ? "" : a.substring(0, l)) + a.substring(o + 1) : l = o;
        }
  }
  return a === "" ? null : a;
}
function aa(t, e = !1) {
  var n = e ? " !important;" : ";", a = "";
  for (var s of Object.keys(t)) {
    var i = t[s];
    i != null && i !== "" && (a += " " + s + ": " + i + n);
  }
  return a;
}
function un(t) {
  return t[0] !== "-" || t[1] !== "-" ? t.toLowerCase() : t;
}
function Yi(t, e) {
  if (e) {
    var n = "", a, s;
    if (Array.isArray(e) ? (a = e[0], s = e[1]) : a = e, t) {
      t = String(t).replaceAll(/\/\*.*?\*\//g, "").trim();
      var i = !1, l = 0, o = !1, c = [];
      a && c.push(...Object.keys(a).map(un)), s && c.push(...Object.keys(s).map(un));
      var f = 0, h = -1;
      const A = t.length;
      for (var u = 0; u < A; u++) {
        var v = t[u];
        if (o ? v === "/" && t[u - 1] === "*" && (o = !1) : i ? i === v && (i = !1) : v === "/" && t[u + 1] === "*" ? o = !0 : v === '"' || v === "'" ? i = v : v === "(" ? l++ : v === ")" && l--, !o && i === !1 && l === 0) {
          if (v === ":" && h === -1)
            h = u;
          else if (v === ";" || u === A - 1) {
            if (h !== -1) {
              var m = un(t.substring(f, h).trim());
              if (!c.includes(m)) {
                v !== ";" && u++;
                var g = t.substring(f, u).trim();
                n += " " + g + ";";
              }
            }
            f = u + 1, h = -1;
          }
        }
      }
    }
    return a && (n += aa(a)), s && (n += aa(s, !0)), n = n.trim(), n === "" ? null : n;
  }
  return t == null ? null : String(t);
}
function Qe(t, e, n, a, s, i) {
  var l = (
    /** @type {any} */
    t[_n]
  );
  if (l !== n || l === void 0) {
    var o = Wi(n, a, i);
    o == null ? t.removeAttribute("class") : e ? t.className = o : t.setAttribute("class", o), t[_n] = n;
  } else if (i && s !== i)
    for (var c in i) {
      var f = !!i[c];
      (s == null || f !== !!s[c]) && t.classList.toggle(c, f);
    }
  return i;
}
function vn(t, e = {}, n, a) {
  for (var s in n) {
    var i = n[s];
    e[s] !== i && (n[s] == null ? t.style.removeProperty(s) : t.style.setProperty(s, i, a));
  }
}
function De(t, e, n, a) {
  var s = (
    /** @type {any} */
    t[bn]
  );
  if (s !== e) {
    var i = Yi(e, a);
    i == null ? t.removeAttribute("style") : t.style.cssText = i, t[bn] = e;
  } else a && (Array.isArray(a) ? (vn(t, n?.[0], a[0]), vn(t, n?.[1], a[1], "important")) : vn(t, n, a));
  return a;
}
const Gi = /* @__PURE__ */ Symbol("is custom element"), Vi = /* @__PURE__ */ Symbol("is html"), Xi = xs ? "progress" : "PROGRESS";
function Ki(t, e) {
  var n = Yn(t);
  n.value === (n.value = // treat null and undefined the same for the initial value
  e ?? void 0) || // @ts-expect-error
  // `progress` elements always need their value set when it's `0`
  t.value === e && (e !== 0 || t.nodeName !== Xi) || (t.value = e ?? "");
}
function Zi(t, e) {
  var n = Yn(t);
  n.checked !== (n.checked = // treat null and undefined the same for the initial value
  e ?? void 0) && (t.checked = e);
}
function j(t, e, n, a) {
  var s = Yn(t), i = s[e];
  i !== (s[e] = n) && (e === "loading" && (t[bs] = n), n == null ? t.removeAttribute(e) : typeof n != "string" && Ji(t).has(e) ? t[e] = n : t.setAttribute(e, n));
}
function Yn(t) {
  return (
    /** @type {Record<string | symbol, unknown>} **/
    /** @type {any} */
    t[ba] ??= {
      [Gi]: t.nodeName.includes("-"),
      [Vi]: t.namespaceURI === ka
    }
  );
}
var sa = /* @__PURE__ */ new Map();
function Ji(t) {
  var e = t.getAttribute("is") || t.nodeName, n = sa.get(e);
  if (n) return n;
  sa.set(e, n = /* @__PURE__ */ new Set());
  for (var a, s = t, i = Element.prototype; i !== s; ) {
    a = pa(s);
    for (var l in a)
      a[l].set && // better safe than sorry, we don't want spread attributes to mess with HTML content
      l !== "innerHTML" && l !== "textContent" && l !== "innerText" && n.add(l);
    s = Nn(s);
  }
  return n;
}
function Qi(t, e, n = e) {
  var a = /* @__PURE__ */ new WeakSet();
  Js(t, "input", async (s) => {
    var i = s ? t.defaultValue : t.value;
    if (i = dn(t) ? hn(i) : i, n(i), me !== null && a.add(me), await bi(), i !== (i = e())) {
      var l = t.selectionStart, o = t.selectionEnd, c = t.value.length;
      if (t.value = i ?? "", o !== null) {
        var f = t.value.length;
        l === o && o === c && f > c ? (t.selectionStart = f, t.selectionEnd = f) : (t.selectionStart = l, t.selectionEnd = Math.min(o, f));
      }
    }
  }), // If we are hydrating and the value has since changed,
  // then use the updated value from the input instead.
  // If defaultValue is set, then value == defaultValue
  // TODO Svelte 6: remove input.value check and set to empty string?
  Dt(e) == null && t.value && (n(dn(t) ? hn(t.value) : t.value), me !== null && a.add(me)), Kr(() => {
    var s = e();
    if (t === document.activeElement) {
      var i = (
        /** @type {Batch} */
        me
      );
      if (a.has(i))
        return;
    }
    dn(t) && s === hn(t.value) || t.type === "date" && !s && !t.value || s !== t.value && (t.value = s ?? "");
  });
}
function dn(t) {
  var e = t.type;
  return e === "number" || e === "range";
}
function hn(t) {
  return t === "" ? null : +t;
}
class Gn {
  /** */
  #t = /* @__PURE__ */ new WeakMap();
  /** @type {ResizeObserver | undefined} */
  #r;
  /** @type {ResizeObserverOptions} */
  #e;
  /** @static */
  static entries = /* @__PURE__ */ new WeakMap();
  /** @param {ResizeObserverOptions} options */
  constructor(e) {
    this.#e = e;
  }
  /**
   * @param {Element} element
   * @param {(entry: ResizeObserverEntry) => any} listener
   */
  observe(e, n) {
    var a = this.#t.get(e) || /* @__PURE__ */ new Set();
    return a.add(n), this.#t.set(e, a), this.#a().observe(e, this.#e), () => {
      var s = this.#t.get(e);
      s.delete(n), s.size === 0 && (this.#t.delete(e), this.#r.unobserve(e));
    };
  }
  #a() {
    return this.#r ?? (this.#r = new ResizeObserver(
      /** @param {any} entries */
      (e) => {
        for (var n of e) {
          Gn.entries.set(n.target, n);
          for (var a of this.#t.get(n.target) || [])
            a(n);
        }
      }
    ));
  }
}
var $i = /* @__PURE__ */ new Gn({
  box: "border-box"
});
function Pr(t, e, n) {
  var a = $i.observe(t, () => n(t[e]));
  Xr(() => (Dt(() => n(t[e])), a));
}
function pn(t, e) {
  return t === e || t?.[Ut] === e;
}
function Jt(t = Cn(), e, n, a) {
  var s = (
    /** @type {ComponentContext} */
    Ye.r
  ), i = (
    /** @type {Effect} */
    xe
  );
  return Xr(() => {
    var l, o;
    return Kr(() => {
      l = o, o = [], Dt(() => {
        pn(n(...o), t) || (e(t, ...o), l && pn(n(...l), t) && e(null, ...l));
      });
    }), () => {
      let c = i;
      for (; c !== s && c.parent !== null && c.parent.f & zr; )
        c = c.parent;
      const f = () => {
        o && pn(n(...o), t) && e(null, ...o);
      }, h = c.teardown;
      c.teardown = () => {
        f(), h?.();
      };
    };
  }), t;
}
let Lr = !1;
function el(t) {
  var e = Lr;
  try {
    return Lr = !1, [t(), Lr];
  } finally {
    Lr = e;
  }
}
function et(t, e, n, a) {
  var s = !0, i = (n & Ss) !== 0, l = (n & Ts) !== 0, o = (
    /** @type {V} */
    a
  ), c = !0, f = (
    /** @type {Derived<V> | undefined} */
    void 0
  ), h = () => l && s ? (f ??= /* @__PURE__ */ Er(
    /** @type {() => V} */
    a
  ), r(f)) : (c && (c = !1, o = l ? Dt(
    /** @type {() => V} */
    a
  ) : (
    /** @type {V} */
    a
  )), o);
  let u;
  if (i) {
    var v = Ut in t || _s in t;
    u = rr(t, e)?.set ?? (v && e in t ? (T) => t[e] = T : void 0);
  }
  var m, g = !1;
  i ? [m, g] = el(() => (
    /** @type {V} */
    t[e]
  )) : m = /** @type {V} */
  t[e], m === void 0 && a !== void 0 && (m = h(), u && (js(), u(m)));
  var A;
  if (A = () => {
    var T = (
      /** @type {V} */
      t[e]
    );
    return T === void 0 ? h() : (c = !0, T);
  }, (n & Es) === 0)
    return A;
  if (u) {
    var _ = t.$$legacy;
    return (
      /** @type {() => V} */
      (function(T, x) {
        return arguments.length > 0 ? ((!x || _ || g) && u(x ? A() : T), T) : A();
      })
    );
  }
  var E = !1, z = ((n & zs) !== 0 ? Er : Ra)(() => (E = !1, A()));
  i && r(z);
  var q = (
    /** @type {Effect} */
    xe
  );
  return (
    /** @type {() => V} */
    (function(T, x) {
      if (arguments.length > 0) {
        const N = x ? r(z) : i ? tr(T) : T;
        return re(z, N), E = !0, o !== void 0 && (o = N), T;
      }
      return qt && E || (q.f & Ze) !== 0 ? z.v : r(z);
    })
  );
}
function tl(t) {
  Ye === null && Pn(), Ct(() => {
    const e = Dt(t);
    if (typeof e == "function") return (
      /** @type {() => void} */
      e
    );
  });
}
function rl(t) {
  Ye === null && Pn(), tl(() => () => Dt(t));
}
const nl = "5";
typeof window < "u" && ((window.__svelte ??= {}).v ??= /* @__PURE__ */ new Set()).add(nl);
function qe(t) {
  if (t == null || Number.isNaN(t)) return "not a number";
  if (!Number.isFinite(t)) return t > 0 ? "∞" : "−∞";
  const e = Math.abs(t);
  let n;
  return e === 0 ? n = "0" : e >= 1e5 || e < 1e-3 ? n = t.toExponential(2).replace("e+", "e") : Number.isInteger(t) ? n = t.toLocaleString("en-US") : n = e >= 1e3 ? t.toFixed(0) : t.toPrecision(e >= 100 ? 4 : 3), n.replaceAll("-", "−");
}
const ia = (t) => t !== 0 && (Math.abs(t) >= 1e5 || Math.abs(t) < 1e-3) ? qe(t) : Number(t.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }).replaceAll("-", "−"), Gt = (t) => typeof t == "number" && t > 0 ? `+${qe(t)}` : qe(t);
function We(t) {
  const e = t.replaceAll(`
`, "⏎").replaceAll("	", "⇥").replaceAll("\r", "␍");
  return e.trim() === "" ? e.replaceAll(" ", "␣") || "∅" : e;
}
function yt(t, e = 12) {
  const n = We(t).trim();
  return n.length <= e ? n : `${n.slice(0, e - 1)}…`;
}
const Zr = (t, e) => `${qe(t)} to ${qe(e)}`;
var al = /* @__PURE__ */ P('<p class="soft svelte-1a3bgjz"> </p>'), sl = /* @__PURE__ */ P('<p class="said svelte-1a3bgjz"> <mark class="svelte-1a3bgjz"> </mark></p> <!>', 1);
const il = {
  hash: "svelte-1a3bgjz",
  code: ".said.svelte-1a3bgjz {font-size:1.3rem;line-height:1.45;margin:0 0 0.2em;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46ch;}mark.svelte-1a3bgjz {background:none;color:var(--blue);font-weight:650;}.soft.svelte-1a3bgjz {color:var(--soft);margin:0;}"
};
function ll(t, e) {
  Ge(e, !0), Je(t, il);
  var n = sl(), a = ze(n), s = H(a), i = b(s), l = Y(i, !0), o = b(a, 2);
  {
    var c = (f) => {
      var h = al(), u = Y(h);
      L((v) => C(u, `${e.part.model ?? "The model" ?? ""} gives this a probability of ${v ?? ""}.`), [() => qe(e.part.probability)]), w(f, h);
    };
    $(o, (f) => {
      e.part.probability !== void 0 && f(c);
    });
  }
  L(() => {
    C(s, e.part.prompt), C(l, e.part.answer);
  }), w(t, n), Ve();
}
const ol = {
  orange: [[247, 246, 243], [246, 205, 163], [226, 133, 60], [163, 71, 8]],
  blue: [[247, 246, 243], [178, 208, 238], [84, 147, 209], [22, 80, 148]],
  teal: [[247, 246, 243], [176, 221, 212], [67, 158, 150], [7, 88, 92]]
}, cl = {
  orange: [[37, 43, 48], [104, 68, 40], [190, 112, 52], [250, 178, 112]],
  blue: [[37, 43, 48], [42, 73, 108], [72, 133, 199], [148, 199, 250]],
  teal: [[37, 43, 48], [28, 79, 79], [46, 143, 136], [130, 221, 209]]
};
function is(t, e) {
  const n = e ? cl : ol, a = t === "diverging" ? n.blue : n.teal;
  return { low: t === "diverging" ? n.orange : n.teal, high: a, none: a[0] };
}
function fl(t, e) {
  return Number.isNaN(t) ? null : e <= 0 ? 0 : Math.max(-1, Math.min(1, t / e));
}
const Tn = (t, e) => Math.abs(t) > e * 1.0001;
function cr(t, e, n, a) {
  const s = fl(t, e);
  if (s === null) return null;
  const { low: i, high: l } = is(n, a);
  return n === "sequential" ? mn(l, Math.max(0, s)) : s < 0 ? mn(i, -s) : mn(l, s);
}
function mn(t, e) {
  const n = e * (t.length - 1), a = Math.min(t.length - 2, Math.floor(n)), s = n - a;
  return [0, 1, 2].map((i) => Math.round(t[a][i] + s * (t[a + 1][i] - t[a][i])));
}
const Jr = (t) => `rgb(${t[0]} ${t[1]} ${t[2]})`;
function Vn(t) {
  const [e, n, a] = t.map((s) => s / 255 <= 0.04045 ? s / 255 / 12.92 : ((s / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * e + 0.7152 * n + 0.0722 * a > 0.179 ? "#000000" : "#ffffff";
}
function ul(t, e) {
  const { low: n, high: a } = is(t, e);
  return `linear-gradient(90deg, ${(t === "sequential" ? a : [...[...n].reverse(), ...a.slice(1)]).map(Jr).join(", ")})`;
}
function Cr(t) {
  let e = 0;
  for (const n of t) Number.isFinite(n) && Math.abs(n) > e && (e = Math.abs(n));
  return e || 1;
}
const ls = /* @__PURE__ */ Symbol("theme"), os = "cutaway-theme";
class cs {
  #t = /* @__PURE__ */ Se(!1);
  get dark() {
    return r(this.#t);
  }
  set dark(e) {
    re(this.#t, e, !0);
  }
  #r;
  #e = matchMedia("(prefers-color-scheme: dark)");
  #a = () => this.#n();
  constructor(e) {
    this.#r = e;
    const n = vl();
    n && !e.dataset.theme && (e.dataset.theme = n), this.#e.addEventListener("change", this.#a), this.#n();
  }
  toggle() {
    this.#r.dataset.theme = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(os, this.#r.dataset.theme);
    } catch {
    }
    this.#n();
  }
  destroy() {
    this.#e.removeEventListener("change", this.#a);
  }
  #n() {
    const e = this.#r.dataset.theme;
    this.dark = e ? e === "dark" : this.#e.matches;
  }
}
function vl() {
  try {
    const t = localStorage.getItem(os);
    return t === "light" || t === "dark" ? t : null;
  } catch {
    return null;
  }
}
const dl = (t) => Vs(ls, t);
let hl;
function Qt() {
  return Gs(ls) ?? (hl ??= new cs(document.documentElement));
}
var pl = /* @__PURE__ */ P('<span class="title svelte-nnrjsl"> </span>'), ml = /* @__PURE__ */ P('<span class="mark svelte-nnrjsl"><i class="box frame svelte-nnrjsl"></i>beyond the scale</span>'), gl = /* @__PURE__ */ P('<span class="mark svelte-nnrjsl"><i class="box hatch svelte-nnrjsl"></i>not a number</span>'), _l = /* @__PURE__ */ P('<span class="legend svelte-nnrjsl"><!> <span> </span> <i class="ramp svelte-nnrjsl"></i> <span> </span> <!> <!></span>');
const bl = {
  hash: "svelte-nnrjsl",
  code: ".legend.svelte-nnrjsl {display:inline-flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:0.84rem;color:var(--soft);font-variant-numeric:tabular-nums;}.title.svelte-nnrjsl {margin-right:4px;}.ramp.svelte-nnrjsl {width:120px;height:10px;border-radius:3px;}.mark.svelte-nnrjsl {display:inline-flex;align-items:center;gap:5px;margin-left:8px;}.box.svelte-nnrjsl {width:13px;height:11px;}.frame.svelte-nnrjsl {border:1.5px solid var(--ink);box-sizing:border-box;}.hatch.svelte-nnrjsl {background:repeating-linear-gradient(-45deg, var(--faint) 0 1px, transparent 1px 4px);}"
};
function Qr(t, e) {
  Ge(e, !0), Je(t, bl);
  let n = et(e, "missing", 3, !1), a = et(e, "beyond", 3, !1);
  const s = Qt();
  var i = _l(), l = H(i);
  {
    var o = (z) => {
      var q = pl(), T = Y(q, !0);
      L(() => C(T, e.title)), w(z, q);
    };
    $(l, (z) => {
      e.title && z(o);
    });
  }
  var c = b(l, 2), f = Y(c, !0), h = b(c, 2);
  let u;
  var v = b(h, 2), m = Y(v), g = b(v, 2);
  {
    var A = (z) => {
      var q = ml();
      w(z, q);
    };
    $(g, (z) => {
      a() && z(A);
    });
  }
  var _ = b(g, 2);
  {
    var E = (z) => {
      var q = gl();
      w(z, q);
    };
    $(_, (z) => {
      n() && z(E);
    });
  }
  L(
    (z, q, T) => {
      C(f, z), u = De(h, "", u, { background: q }), C(m, `${e.scale === "diverging" ? "+" : ""}${T ?? ""}`);
    },
    [
      () => e.scale === "diverging" ? qe(-e.limit) : "0",
      () => ul(e.scale, s.dark),
      () => qe(e.limit)
    ]
  ), w(t, i), Ve();
}
function yr(t, e, n) {
  const a = Math.min(3, globalThis.devicePixelRatio || 1), [s, i] = [Math.max(1, Math.round(e * a)), Math.max(1, Math.round(n * a))];
  (t.width !== s || t.height !== i) && (t.width = s, t.height = i);
  const l = t.getContext("2d");
  return l?.setTransform(a, 0, 0, a, 0, 0), l?.clearRect(0, 0, e, n), l;
}
const _t = (t, e) => getComputedStyle(t).getPropertyValue(e).trim();
function fs(t, e, n) {
  const a = document.createElement("canvas");
  a.width = Math.max(1, e), a.height = Math.max(1, t);
  const s = a.getContext("2d"), i = s.createImageData(a.width, a.height);
  for (let l = 0, o = 0; l < t; l++)
    for (let c = 0; c < e; c++, o += 4) {
      const f = n(l, c);
      f && (i.data[o] = f[0], i.data[o + 1] = f[1], i.data[o + 2] = f[2], i.data[o + 3] = 255);
    }
  return s.putImageData(i, 0, 0), a;
}
const An = (t, e) => Math.max(1, Math.ceil(e / Math.max(t, 1e-6)));
var xl = /* @__PURE__ */ P('<div class="head svelte-o9v0i9" role="option"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <span> </span></div>'), wl = /* @__PURE__ */ P('<span class="note svelte-o9v0i9"> </span>'), yl = /* @__PURE__ */ P('<button title="each weight times the size of the value vector that it brings" class="svelte-o9v0i9">value-weighted</button>'), kl = /* @__PURE__ */ ft('<line x1="170" stroke="var(--teal)"></line>'), Ml = /* @__PURE__ */ ft('<text x="162"> </text><text class="svelte-o9v0i9"> </text>', 1), zl = /* @__PURE__ */ ft('<svg width="100%" role="presentation" class="svelte-o9v0i9"><!><!></svg>'), El = /* @__PURE__ */ P('<div class="stack svelte-o9v0i9"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <canvas aria-hidden="true" class="svelte-o9v0i9"></canvas></div>'), Sl = /* @__PURE__ */ P('<b> </b> from <code class="svelte-o9v0i9"> </code> <code class="svelte-o9v0i9"> </code> ', 1), Tl = /* @__PURE__ */ P('<span class="guess svelte-o9v0i9"><code class="svelte-o9v0i9"> </code> </span>'), Al = /* @__PURE__ */ P('<span class="soft svelte-o9v0i9"> <code class="svelte-o9v0i9"> </code> looks at</span> <!>', 1), ql = /* @__PURE__ */ P('<span class="hint svelte-o9v0i9">A row is the token that looks, a column what it looks at. Click a row to keep it.</span>'), Nl = /* @__PURE__ */ P('<div class="heads svelte-o9v0i9" role="listbox" aria-label="heads" aria-orientation="horizontal"></div> <div class="bar svelte-o9v0i9"><b> </b><!> <span class="modes svelte-o9v0i9" role="group" aria-label="how to draw it"><button class="svelte-o9v0i9">matrix</button> <button class="svelte-o9v0i9">lines</button> <!></span></div>  <div class="large svelte-o9v0i9" role="application" tabindex="0"><!></div> <p class="readout svelte-o9v0i9" role="status"><!> <!></p> <!>', 1);
const Rl = {
  hash: "svelte-o9v0i9",
  code: `.heads.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:8px;max-height:262px;overflow-y:auto;padding:3px;}.head.svelte-o9v0i9 {cursor:pointer;padding:4px 4px 1px;border-radius:7px;text-align:center;font-size:0.78rem;color:var(--soft);border:1px solid transparent;}.head.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {display:block;border-radius:3px;background:var(--sunk);}.head[aria-selected="true"].svelte-o9v0i9 {border-color:var(--blue);color:var(--ink);}.head.svelte-o9v0i9:hover {background:var(--sunk);}.head.svelte-o9v0i9:focus-visible,
  .large.svelte-o9v0i9:focus-visible,
  button.svelte-o9v0i9:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.bar.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:12px 0 4px;}.note.svelte-o9v0i9 {color:var(--soft);font-size:0.92rem;}.modes.svelte-o9v0i9 {display:inline-flex;gap:4px;margin-left:auto;}button.svelte-o9v0i9 {font:inherit;font-size:0.86rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1px 10px;cursor:pointer;}button[aria-pressed="true"].svelte-o9v0i9 {color:var(--ink);border-color:var(--blue);}.large.svelte-o9v0i9 {border-radius:6px;min-width:0;overflow-x:auto;}.stack.svelte-o9v0i9 {position:relative;}.stack.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {position:absolute;inset:0 auto auto 0;cursor:crosshair;}svg.svelte-o9v0i9 {display:block;}text.svelte-o9v0i9 {font-size:13px;fill:var(--ink);font-family:var(--mono);}.left.svelte-o9v0i9 {text-anchor:end;cursor:pointer;}.on.svelte-o9v0i9 {font-weight:700;fill:var(--teal);}.readout.svelte-o9v0i9 {min-height:3.1em;margin:8px 0 4px;font-size:0.9rem;font-variant-numeric:tabular-nums;}.soft.svelte-o9v0i9,
  .hint.svelte-o9v0i9 {color:var(--soft);margin-right:6px;}.guess.svelte-o9v0i9 {display:inline-block;margin-right:12px;}code.svelte-o9v0i9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Pl(t, e) {
  Ge(e, !0), Je(t, Rl);
  let n = et(e, "state", 15);
  const a = Qt(), s = 64, [i, l] = [92, 74];
  let o = /* @__PURE__ */ Se(void 0), c = /* @__PURE__ */ Se(void 0), f = /* @__PURE__ */ Se(600), h = /* @__PURE__ */ Se(null), u = /* @__PURE__ */ Se(null);
  const v = /* @__PURE__ */ k(() => e.part.tokens.length), m = /* @__PURE__ */ k(() => e.part.names.length), g = /* @__PURE__ */ k(() => Math.min(r(m) - 1, n()?.head ?? 0)), A = /* @__PURE__ */ k(() => (n()?.mode ?? "matrix") === "lines"), _ = /* @__PURE__ */ k(() => !!n()?.weighted && e.part.value_weighted !== void 0), E = /* @__PURE__ */ k(() => n()?.query ?? null), z = /* @__PURE__ */ k(() => (r(_) ? e.part.value_weighted : e.part.pattern).values), q = (O, K, d) => r(z)[(O * r(v) + K) * r(v) + d], T = /* @__PURE__ */ k(() => Math.min(34 * r(v), Math.max(120, Math.min(r(f) - i - 40, 620)))), x = /* @__PURE__ */ k(() => r(T) / r(v));
  function N(O, K) {
    const d = Math.min(r(v), K), U = r(v) / d;
    return fs(d, d, (p, S) => {
      if (d === r(v)) return S > p && !(q(O, p, S) > 0) ? null : cr(q(O, p, S), 1, "sequential", a.dark);
      let V = 0;
      for (let X = Math.floor(p * U); X < Math.floor((p + 1) * U); X++) for (let pe = Math.floor(S * U); pe < Math.floor((S + 1) * U); pe++) V = Math.max(V, q(O, X, pe));
      return S > p ? null : cr(V, 1, "sequential", a.dark);
    });
  }
  function F(O, K) {
    Ct(() => {
      const d = yr(O, s, s);
      d && (d.imageSmoothingEnabled = !1, d.drawImage(N(K(), s), 0, 0, s, s));
    });
  }
  const M = /* @__PURE__ */ k(() => r(h)?.query ?? r(u) ?? r(E));
  Ct(() => {
    if (r(A) || !r(o)) return;
    const O = yr(r(o), i + r(T) + 40, l + r(T) + 4);
    if (!O) return;
    O.imageSmoothingEnabled = r(v) > r(T), O.drawImage(N(r(g), 512), i, l, r(T), r(T)), O.strokeStyle = _t(r(o), "--line"), O.strokeRect(i + 0.5, l + 0.5, r(T) - 1, r(T) - 1), O.fillStyle = _t(r(o), "--soft"), O.font = `11.5px ${_t(r(o), "--font")}`, O.textBaseline = "middle";
    const K = An(r(x), 13);
    for (let d = 0; d < r(v); d += K)
      O.textAlign = "right", O.fillText(yt(e.part.tokens[d]), i - 6, l + (d + 0.5) * r(x)), O.save(), O.translate(i + (d + 0.5) * r(x) + 3, l - 7), O.rotate(-0.9), O.textAlign = "left", O.fillText(yt(e.part.tokens[d]), 0, 0), O.restore();
  }), Ct(() => {
    if (r(A) || !r(c)) return;
    const O = yr(r(c), i + r(T) + 40, l + r(T) + 4);
    O && (O.strokeStyle = _t(r(c), "--ink"), r(M) !== null && (O.lineWidth = 1, O.strokeRect(i, l + r(M) * r(x), r(T), Math.max(2, r(x)))), r(h) && (O.lineWidth = 2, O.strokeRect(i + r(h).key * r(x), l + r(h).query * r(x), Math.max(3, r(x)), Math.max(3, r(x)))));
  });
  function D(O) {
    const K = r(c).getBoundingClientRect(), d = Math.floor((O.clientX - K.left - i) / r(x)), U = Math.floor((O.clientY - K.top - l) / r(x));
    return d >= 0 && U >= 0 && d < r(v) && U < r(v) ? { query: U, key: d } : null;
  }
  const G = (O) => n({
    ...n(),
    query: O === r(E) ? void 0 : O ?? void 0
  });
  function ne(O) {
    n({ ...n(), head: O }), e.onSelect?.({ part: e.part, head: O });
  }
  function Ee(O) {
    if (O.key === "Escape")
      n({ ...n(), query: void 0 }), re(h, null), re(u, null);
    else if (O.key === "ArrowDown") n({
      ...n(),
      query: Math.min(r(v) - 1, (r(E) ?? -1) + 1)
    });
    else if (O.key === "ArrowUp") n({
      ...n(),
      query: Math.max(0, (r(E) ?? r(v)) - 1)
    });
    else return;
    O.preventDefault();
  }
  function Te(O, K) {
    const d = {
      ArrowRight: K + 1,
      ArrowLeft: K - 1,
      Home: 0,
      End: r(m) - 1
    }[O.key];
    if (d === void 0) return;
    O.preventDefault(), O.currentTarget.parentElement.children[Math.max(0, Math.min(r(m) - 1, d))].focus();
  }
  const se = /* @__PURE__ */ k(() => r(M) === null ? [] : Array.from({ length: r(v) }, (K, d) => [d, q(r(g), r(M), d)]).filter(([, K]) => K > 5e-3).sort((K, d) => d[1] - K[1]).slice(0, 6)), ie = 160, ae = /* @__PURE__ */ k(() => r(v) <= ie ? 0 : Math.max(0, Math.min(r(v) - ie, (r(M) ?? r(v)) - ie / 2))), fe = /* @__PURE__ */ k(() => Array.from({ length: Math.min(r(v), ie) }, (O, K) => Math.floor(r(ae)) + K)), Ne = /* @__PURE__ */ k(() => {
    const O = [];
    for (const K of r(M) === null ? r(fe) : [r(M)]) for (const d of r(fe)) {
      const U = q(r(g), K, d);
      U > 0.04 && d <= K && O.push({ q: K, k: d, w: U });
    }
    return O;
  }), we = 23;
  var Ie = Nl(), Pe = ze(Ie);
  be(Pe, 21, () => e.part.names, Fe, (O, K, d) => {
    var U = xl(), p = H(U);
    De(p, "", {}, { width: "64px", height: "64px" }), Hi(p, (X, pe) => F?.(X, pe), () => () => d);
    var S = b(p, 2), V = Y(S, !0);
    L(() => {
      j(U, "aria-selected", d === r(g)), j(U, "tabindex", d === r(g) ? 0 : -1), j(U, "title", e.part.notes?.[d] ?? r(K)), C(V, r(K));
    }), oe("click", U, () => ne(d)), oe("keydown", U, (X) => X.key === "Enter" || X.key === " " ? (X.preventDefault(), ne(d)) : Te(X, d)), w(O, U);
  });
  var W = b(Pe, 2), Z = H(W), le = Y(Z, !0), B = b(Z);
  {
    var Q = (O) => {
      var K = wl(), d = Y(K, !0);
      L(() => C(d, e.part.notes[r(g)])), w(O, K);
    };
    $(B, (O) => {
      e.part.notes?.[r(g)] && O(Q);
    });
  }
  var ce = b(B, 2), ue = H(ce), ve = b(ue, 2), de = b(ve, 2);
  {
    var ye = (O) => {
      var K = yl();
      L(() => j(K, "aria-pressed", r(_))), oe("click", K, () => n({ ...n(), weighted: !r(_) })), w(O, K);
    };
    $(de, (O) => {
      e.part.value_weighted && O(ye);
    });
  }
  var Ae = b(W, 2), ge = H(Ae);
  {
    var y = (O) => {
      var K = zl(), d = H(K);
      be(d, 17, () => r(Ne), ({ q: p, k: S, w: V }) => `${p},${S}`, (p, S) => {
        let V = () => r(S).q, X = () => r(S).k, pe = () => r(S).w;
        var ke = kl();
        L(
          (te, Me) => {
            j(ke, "x2", te), j(ke, "y1", (V() - r(ae) + 0.5) * we), j(ke, "y2", (X() - r(ae) + 0.5) * we), j(ke, "stroke-width", 0.6 + 4 * pe()), j(ke, "opacity", Me);
          },
          [
            () => Math.min(r(f) - 150, 420),
            () => Math.min(1, 0.12 + pe())
          ]
        ), w(p, ke);
      });
      var U = b(d);
      be(U, 16, () => r(fe), (p) => p, (p, S) => {
        var V = Ml(), X = ze(V);
        let pe;
        var ke = Y(X, !0), te = b(X), Me = Y(te, !0);
        L(
          (Le, Ft, $t) => {
            pe = Qe(X, 0, "left svelte-o9v0i9", null, pe, { on: r(M) === S }), j(X, "y", (S - r(ae) + 0.5) * we + 4), C(ke, Le), j(te, "x", Ft), j(te, "y", (S - r(ae) + 0.5) * we + 4), C(Me, $t);
          },
          [
            () => yt(e.part.tokens[S], 18),
            () => Math.min(r(f) - 150, 420) + 8,
            () => yt(e.part.tokens[S], 18)
          ]
        ), Xe("pointerenter", X, () => re(u, S, !0)), oe("click", X, () => G(S)), w(p, V);
      }), L(() => j(K, "height", r(fe).length * we + 8)), Xe("pointerleave", K, () => re(u, null)), w(O, K);
    }, I = (O) => {
      var K = El();
      let d;
      var U = H(K);
      let p;
      Jt(U, (X) => re(o, X), () => r(o));
      var S = b(U, 2);
      let V;
      Jt(S, (X) => re(c, X), () => r(c)), L(() => {
        d = De(K, "", d, { height: `${l + r(T) + 4}px` }), p = De(U, "", p, {
          width: `${i + r(T) + 40}px`,
          height: `${l + r(T) + 4}px`
        }), V = De(S, "", V, {
          width: `${i + r(T) + 40}px`,
          height: `${l + r(T) + 4}px`
        });
      }), oe("pointermove", S, (X) => re(h, D(X), !0)), Xe("pointerleave", S, () => re(h, null)), oe("pointerup", S, (X) => G(D(X)?.query ?? null)), w(O, K);
    };
    $(ge, (O) => {
      r(A) ? O(y) : O(I, -1);
    });
  }
  var R = b(Ae, 2), J = H(R);
  {
    var ee = (O) => {
      var K = Sl(), d = ze(K), U = Y(d, !0), p = b(d, 2), S = Y(p, !0), V = b(p), X = b(V), pe = Y(X, !0), ke = b(X);
      L(
        (te, Me, Le) => {
          C(U, te), C(S, Me), C(V, ` (${r(h).query ?? ""}) to `), C(pe, Le), C(ke, ` (${r(h).key ?? ""}).`);
        },
        [
          () => qe(q(r(g), r(h).query, r(h).key)),
          () => We(e.part.tokens[r(h).query]),
          () => We(e.part.tokens[r(h).key])
        ]
      ), w(O, K);
    };
    $(J, (O) => {
      r(h) && O(ee);
    });
  }
  var he = b(J, 2);
  {
    var Re = (O) => {
      var K = Al(), d = ze(K), U = H(d), p = b(U), S = Y(p, !0), V = b(d, 2);
      be(V, 17, () => r(se), ([X, pe]) => X, (X, pe) => {
        var ke = /* @__PURE__ */ k(() => Tr(r(pe), 2));
        let te = () => r(ke)[0], Me = () => r(ke)[1];
        var Le = Tl(), Ft = H(Le), $t = Y(Ft, !0), en = b(Ft);
        L(
          (tn, rn) => {
            C($t, tn), C(en, ` ${rn ?? ""}`);
          },
          [() => We(e.part.tokens[te()]), () => qe(Me())]
        ), w(X, Le);
      }), L(
        (X) => {
          C(U, `position ${r(M) ?? ""} `), C(S, X);
        },
        [() => We(e.part.tokens[r(M)])]
      ), w(O, K);
    }, Oe = (O) => {
      var K = ql();
      w(O, K);
    };
    $(he, (O) => {
      r(M) !== null && r(se).length ? O(Re) : r(h) || O(Oe, 1);
    });
  }
  var He = b(R, 2);
  {
    let O = /* @__PURE__ */ k(() => r(_) ? "share of attention, value-weighted" : "attention");
    Qr(He, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(O);
      }
    });
  }
  L(() => {
    C(le, e.part.names[r(g)]), j(ue, "aria-pressed", !r(A)), j(ve, "aria-pressed", r(A)), j(Ae, "aria-label", `attention of ${e.part.names[r(g)] ?? ""}; up and down choose the token that looks, Escape releases`);
  }), oe("click", ue, () => n({ ...n(), mode: "matrix" })), oe("click", ve, () => n({ ...n(), mode: "lines" })), oe("keydown", Ae, Ee), Pr(Ae, "clientWidth", (O) => re(f, O)), w(t, Ie), Ve();
}
mt(["click", "keydown", "pointermove", "pointerup"]);
var Cl = /* @__PURE__ */ P("<i></i>"), Ol = /* @__PURE__ */ P('<i class="whisker svelte-arepcz"></i>'), Ll = /* @__PURE__ */ P('<small class="svelte-arepcz"> </small>'), Dl = /* @__PURE__ */ P('<span class="note svelte-arepcz"> </span>'), Fl = /* @__PURE__ */ P('<span class="label svelte-arepcz"> </span> <span class="track svelte-arepcz" aria-hidden="true"><i class="zero svelte-arepcz"></i> <!> <!></span> <span class="value svelte-arepcz"> <!></span> <!>', 1), Il = /* @__PURE__ */ P('<button class="row svelte-arepcz"><!></button>'), jl = /* @__PURE__ */ P('<div class="row svelte-arepcz"><!></div>'), Hl = /* @__PURE__ */ P("<li><!></li>"), Bl = /* @__PURE__ */ P('<button class="more svelte-arepcz"> </button>'), Ul = /* @__PURE__ */ P('<ul class="svelte-arepcz"></ul> <p class="under svelte-arepcz"> <!></p>', 1);
const Wl = {
  hash: "svelte-arepcz",
  code: `ul.svelte-arepcz {list-style:none;margin:0;padding:0;}.row.svelte-arepcz {all:unset;box-sizing:border-box;display:grid;grid-template-columns:minmax(5.5em, 13em) minmax(80px, 1fr) minmax(6em, auto);gap:0 14px;align-items:center;width:100%;padding:3px 4px;border-radius:5px;font-size:0.93rem;}button.row.svelte-arepcz {cursor:pointer;}button.row.svelte-arepcz:hover,
  .chosen.svelte-arepcz .row:where(.svelte-arepcz) {background:var(--sunk);}button.row.svelte-arepcz:focus-visible {outline:2px solid var(--focus);}.label.svelte-arepcz {overflow-wrap:anywhere;}.track.svelte-arepcz {position:relative;height:16px;background:linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat;}i.svelte-arepcz {position:absolute;}.zero.svelte-arepcz {top:0;bottom:0;width:1px;background:var(--faint);}.bar.svelte-arepcz {top:3px;bottom:3px;border-radius:2px;background:var(--blue);}.bar.neg.svelte-arepcz {background:var(--orange);}.whisker.svelte-arepcz {top:7px;height:2px;background:var(--ink);box-shadow:-1px 0 0 var(--ink),
      1px 0 0 var(--ink);}.value.svelte-arepcz {text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;}small.svelte-arepcz {color:var(--soft);margin-left:8px;}.note.svelte-arepcz {grid-column:1 / -1;color:var(--soft);font-size:0.88rem;padding-bottom:4px;}.under.svelte-arepcz {color:var(--soft);font-size:0.85rem;margin:6px 4px 0;}.more.svelte-arepcz {font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:2px 10px;margin-left:8px;cursor:pointer;}
  @media (max-width: 560px) {.row.svelte-arepcz {grid-template-columns:1fr auto;}.track.svelte-arepcz {grid-column:1 / -1;grid-row:2;}
  }`
};
function Yl(t, e) {
  Ge(e, !0), Je(t, Wl);
  let n = et(e, "state", 15);
  const a = 30, s = /* @__PURE__ */ k(() => n()?.shown ?? a), i = /* @__PURE__ */ k(() => n()?.index), l = /* @__PURE__ */ k(() => e.part.values.values), o = /* @__PURE__ */ k(() => [
    ...r(l),
    ...e.part.low?.values ?? [],
    ...e.part.high?.values ?? []
  ]), c = /* @__PURE__ */ k(() => Cr(r(o))), f = /* @__PURE__ */ k(() => r(o).some((N) => N < 0)), h = /* @__PURE__ */ k(() => r(o).some((N) => N > 0)), u = /* @__PURE__ */ k(() => r(f) ? r(h) ? 50 : 100 : 0), v = /* @__PURE__ */ k(() => r(f) && r(h) ? 50 : 100), m = (N) => r(u) + N / r(c) * r(v), g = (N) => Math.max(0.3, Math.abs(N) / r(c) * r(v));
  function A(N) {
    n({ ...n(), index: r(i) === N ? void 0 : N }), r(i) === N && e.onSelect?.({ part: e.part, index: N });
  }
  var _ = Ul(), E = ze(_);
  be(E, 21, () => e.part.labels.slice(0, r(s)), Fe, (N, F, M) => {
    var D = Hl();
    let G;
    {
      const se = (ae) => {
        var fe = Fl(), Ne = ze(fe), we = Y(Ne, !0), Ie = b(Ne, 2), Pe = H(Ie);
        let W;
        var Z = b(Pe, 2);
        {
          var le = (R) => {
            var J = Cl();
            let ee, he;
            L(
              (Re, Oe) => {
                ee = Qe(J, 1, "bar svelte-arepcz", null, ee, { neg: r(ie) < 0 }), he = De(J, "", he, { left: Re, width: Oe });
              },
              [
                () => `${(r(ie) < 0 ? m(r(ie)) : r(u)) ?? ""}%`,
                () => `${g(r(ie)) ?? ""}%`
              ]
            ), w(R, J);
          }, B = /* @__PURE__ */ k(() => Number.isFinite(r(ie)));
          $(Z, (R) => {
            r(B) && R(le);
          });
        }
        var Q = b(Z, 2);
        {
          var ce = (R) => {
            var J = Ol();
            let ee;
            L((he, Re) => ee = De(J, "", ee, { left: he, width: Re }), [
              () => `${m(e.part.low.values[M]) ?? ""}%`,
              () => `${m(e.part.high.values[M]) - m(e.part.low.values[M])}%`
            ]), w(R, J);
          }, ue = /* @__PURE__ */ k(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[M]));
          $(Q, (R) => {
            r(ue) && R(ce);
          });
        }
        var ve = b(Ie, 2), de = H(ve), ye = b(de);
        {
          var Ae = (R) => {
            var J = Ll(), ee = Y(J, !0);
            L((he) => C(ee, he), [
              () => Zr(e.part.low.values[M], e.part.high.values[M])
            ]), w(R, J);
          }, ge = /* @__PURE__ */ k(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[M]));
          $(ye, (R) => {
            r(ge) && R(Ae);
          });
        }
        var y = b(ve, 2);
        {
          var I = (R) => {
            var J = Dl(), ee = Y(J, !0);
            L(() => C(ee, e.part.notes[M])), w(R, J);
          };
          $(y, (R) => {
            e.part.notes?.[M] && R(I);
          });
        }
        L(
          (R) => {
            C(we, r(F)), W = De(Pe, "", W, { left: `${r(u) ?? ""}%` }), C(de, R);
          },
          [() => r(f) ? Gt(r(ie)) : qe(r(ie))]
        ), w(ae, fe);
      }, ie = /* @__PURE__ */ k(() => r(l)[M]);
      var ne = H(D);
      {
        var Ee = (ae) => {
          var fe = Il(), Ne = H(fe);
          se(Ne), L(() => j(fe, "aria-pressed", r(i) === M)), oe("click", fe, () => A(M)), w(ae, fe);
        }, Te = (ae) => {
          var fe = jl(), Ne = H(fe);
          se(Ne), w(ae, fe);
        };
        $(ne, (ae) => {
          e.onSelect ? ae(Ee) : ae(Te, -1);
        });
      }
    }
    L(() => G = Qe(D, 1, "svelte-arepcz", null, G, { chosen: r(i) === M })), w(N, D);
  });
  var z = b(E, 2), q = H(z), T = b(q);
  {
    var x = (N) => {
      var F = Bl(), M = Y(F);
      L(() => C(M, `show more (${e.part.labels.length - r(s)} left)`)), oe("click", F, () => n({ ...n(), shown: r(s) + 4 * a })), w(N, F);
    };
    $(T, (N) => {
      e.part.labels.length > r(s) && N(x);
    });
  }
  L(() => {
    j(E, "aria-label", e.part.value_title), C(q, `${e.part.value_title ?? ""} `);
  }), w(t, _), Ve();
}
mt(["click"]);
function la(t, e, n = 5) {
  if (!(e > t)) return [t];
  const a = (e - t) / n, s = 10 ** Math.floor(Math.log10(a)), i = [1, 2, 2.5, 5, 10].map((o) => o * s).find((o) => o >= a) ?? a, l = [];
  for (let o = Math.ceil(t / i - 1e-9); o * i <= e + i * 1e-9; o++) l.push(Number((o * i).toPrecision(12)));
  return l;
}
function Gl(t, e) {
  const n = [], a = e / t < 300;
  for (let s = Math.floor(Math.log10(t)); s <= Math.ceil(Math.log10(e)); s++)
    for (const i of a ? [1, 2, 5] : [1]) {
      const l = i * 10 ** s;
      l >= t * 0.999 && l <= e * 1.001 && n.push(Number(l.toPrecision(6)));
    }
  return n;
}
var Vl = /* @__PURE__ */ ft('<line></line><text class="tick end svelte-o9plvd"> </text>', 1), Xl = /* @__PURE__ */ ft('<text class="tick middle svelte-o9plvd"> </text>'), Kl = /* @__PURE__ */ ft('<line class="marked svelte-o9plvd"></line><text class="tick svelte-o9plvd"> </text>', 1), Zl = /* @__PURE__ */ ft('<path opacity="0.16"></path><path fill="none" stroke-width="2" stroke-linejoin="round"></path>', 1), Jl = /* @__PURE__ */ ft('<circle r="4"></circle>'), Ql = /* @__PURE__ */ ft('<line class="cursor svelte-o9plvd"></line><!>', 1), $l = /* @__PURE__ */ P('<span class="at svelte-o9plvd"> </span>'), eo = /* @__PURE__ */ P("<b> </b>"), to = /* @__PURE__ */ P('<button title="show or hide" class="svelte-o9plvd"><svg width="22" height="10" aria-hidden="true" class="svelte-o9plvd"><line x1="0" x2="22" y1="5" y2="5" stroke-width="2.5"></line></svg> <!></button>'), ro = /* @__PURE__ */ P('<div class="whole svelte-o9plvd"><svg role="application" tabindex="0" class="svelte-o9plvd"><!><!><text class="title middle svelte-o9plvd"> </text><text class="title middle svelte-o9plvd"> </text><!><!><!></svg></div> <div class="legend svelte-o9plvd" role="group" aria-label="lines"><!> <!></div>', 1);
const no = {
  hash: "svelte-o9plvd",
  code: '.whole.svelte-o9plvd {min-width:0;overflow:hidden;}svg.svelte-o9plvd {display:block;border-radius:6px;}svg.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);outline-offset:-1px;}.rule.svelte-o9plvd {stroke:var(--line);}.rule.zero.svelte-o9plvd {stroke:var(--faint);}.marked.svelte-o9plvd {stroke:var(--faint);stroke-dasharray:3 3;}.cursor.svelte-o9plvd {stroke:var(--ink);opacity:0.4;}text.svelte-o9plvd {font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums;}.end.svelte-o9plvd {text-anchor:end;}.middle.svelte-o9plvd {text-anchor:middle;}.legend.svelte-o9plvd {display:flex;flex-wrap:wrap;gap:2px 6px;font-size:0.9rem;margin-top:4px;min-height:2em;}.at.svelte-o9plvd {color:var(--soft);padding:2px 6px;}button.svelte-o9plvd {all:unset;display:inline-flex;align-items:center;gap:7px;padding:2px 7px;border-radius:5px;cursor:pointer;font-variant-numeric:tabular-nums;}button[aria-pressed="false"].svelte-o9plvd {opacity:0.45;}button.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);}'
};
function ao(t, e) {
  Ge(e, !0), Je(t, no);
  let n = et(e, "state", 15);
  const a = [
    "var(--blue)",
    "var(--orange)",
    "var(--teal)",
    "var(--faint)",
    "var(--warn)",
    "var(--good)",
    "var(--bad)",
    "var(--ink)"
  ], s = ["", "6 4", "2 3", "10 3 2 3"], [i, l, o, c, f] = [270, 62, 16, 12, 44];
  let h = /* @__PURE__ */ Se(600), u = /* @__PURE__ */ Se(null);
  const v = /* @__PURE__ */ k(() => new Set(n()?.hidden ?? [])), m = /* @__PURE__ */ k(() => n()?.x ?? null), g = /* @__PURE__ */ k(() => e.part.series.filter((y, I) => !r(v).has(I))), A = (y) => r(g).flatMap((I) => y(I).flatMap((R) => R ? [...R.values] : [])).filter((I) => Number.isFinite(I)), _ = /* @__PURE__ */ k(() => A((y) => [y.x]).filter((y) => !e.part.x_log || y > 0)), E = /* @__PURE__ */ k(() => A((y) => [y.y, y.low, y.high])), z = /* @__PURE__ */ k(() => {
    const [y, I] = [Math.min(...r(_)), Math.max(...r(_))];
    let [R, J] = [Math.min(...r(E)), Math.max(...r(E))];
    if (!r(_).length || !r(E).length) return { x0: 0, x1: 1, y0: 0, y1: 1 };
    R > 0 && R < 0.4 * J && (R = 0), R === J && ([R, J] = [R - 0.5, J + 0.5]);
    const ee = (J - R) * 0.05;
    return {
      x0: y,
      x1: I > y ? I : y + 1,
      y0: R === 0 ? 0 : R - ee,
      y1: J + ee
    };
  }), q = /* @__PURE__ */ k(() => Math.max(80, r(h) - l - o)), T = (y) => e.part.x_log ? (Math.log(y) - Math.log(r(z).x0)) / (Math.log(r(z).x1) - Math.log(r(z).x0)) : (y - r(z).x0) / (r(z).x1 - r(z).x0), x = (y) => l + T(y) * r(q), N = (y) => c + (1 - (y - r(z).y0) / (r(z).y1 - r(z).y0)) * (i - c - f), F = /* @__PURE__ */ k(() => e.part.x_log ? Gl(r(z).x0, r(z).x1) : la(r(z).x0, r(z).x1, Math.max(2, r(q) / 90))), M = /* @__PURE__ */ k(() => la(r(z).y0, r(z).y1, 5)), D = /* @__PURE__ */ k(() => [...new Set(r(_))].sort((y, I) => y - I)), G = /* @__PURE__ */ k(() => r(u) ?? r(m));
  function ne(y) {
    let I = "M";
    return [...y.x.values].map((R, J) => {
      const ee = y.y.values[J];
      if (!Number.isFinite(ee) || !Number.isFinite(R) || e.part.x_log && R <= 0)
        return I = "M", "";
      const he = `${I}${x(R).toFixed(1)} ${N(ee).toFixed(1)}`;
      return I = "L", he;
    }).join("");
  }
  function Ee(y) {
    if (!y.low || !y.high) return "";
    const I = [...y.x.values.keys()].filter((ee) => Number.isFinite(y.low.values[ee]) && Number.isFinite(y.high.values[ee]));
    if (I.length < 2) return "";
    const R = I.map((ee) => `${x(y.x.values[ee]).toFixed(1)} ${N(y.high.values[ee]).toFixed(1)}`), J = I.reverse().map((ee) => `${x(y.x.values[ee]).toFixed(1)} ${N(y.low.values[ee]).toFixed(1)}`);
    return `M${R.join("L")}L${J.join("L")}Z`;
  }
  function Te(y) {
    const I = y.clientX - y.currentTarget.getBoundingClientRect().left;
    let R = null;
    for (const J of r(D)) (R === null || Math.abs(x(J) - I) < Math.abs(x(R) - I)) && (R = J);
    return R;
  }
  function se(y) {
    const I = y.x.values.indexOf(r(G));
    if (I < 0) return null;
    const R = y.low && y.high && Number.isFinite(y.low.values[I]) ? ` (${Zr(y.low.values[I], y.high.values[I])})` : "";
    return `${qe(y.y.values[I])}${R}`;
  }
  function ie(y) {
    if (y.key === "Escape") {
      n({ ...n(), x: void 0 }), re(u, null);
      return;
    }
    const I = { ArrowRight: 1, ArrowLeft: -1 }[y.key];
    if (!I || !r(D).length) return;
    y.preventDefault();
    const R = r(m) === null ? I > 0 ? -1 : r(D).length : r(D).indexOf(r(m));
    re(u, null), n({
      ...n(),
      x: r(D)[Math.max(0, Math.min(r(D).length - 1, R + I))]
    });
  }
  function ae(y) {
    const I = new Set(r(v));
    I.has(y) ? I.delete(y) : I.add(y), n({ ...n(), hidden: [...I] });
  }
  var fe = ro(), Ne = ze(fe), we = H(Ne), Ie = H(we);
  be(Ie, 16, () => r(M), (y) => y, (y, I) => {
    var R = Vl(), J = ze(R);
    let ee;
    var he = b(J), Re = Y(he, !0);
    L(
      (Oe, He, O, K) => {
        ee = Qe(J, 0, "rule svelte-o9plvd", null, ee, { zero: I === 0 }), j(J, "x1", l), j(J, "x2", l + r(q)), j(J, "y1", Oe), j(J, "y2", He), j(he, "x", l - 8), j(he, "y", O), C(Re, K);
      },
      [() => N(I), () => N(I), () => N(I) + 4, () => ia(I)]
    ), w(y, R);
  });
  var Pe = b(Ie);
  be(Pe, 16, () => r(F), (y) => y, (y, I) => {
    var R = Xl(), J = Y(R, !0);
    L(
      (ee, he) => {
        j(R, "x", ee), j(R, "y", i - f + 18), C(J, he);
      },
      [() => x(I), () => ia(I)]
    ), w(y, R);
  });
  var W = b(Pe), Z = Y(W, !0), le = b(W), B = Y(le, !0), Q = b(le);
  be(Q, 17, () => e.part.marks ?? [], Fe, (y, I, R) => {
    var J = Kl(), ee = ze(J), he = b(ee), Re = Y(he, !0);
    L(
      (Oe, He, O) => {
        j(ee, "x1", Oe), j(ee, "x2", He), j(ee, "y1", c), j(ee, "y2", i - f), j(he, "x", O), j(he, "y", c + 11 + 13 * (R % 3)), C(Re, r(I).text);
      },
      [
        () => x(r(I).x),
        () => x(r(I).x),
        () => x(r(I).x) + 4
      ]
    ), w(y, J);
  });
  var ce = b(Q);
  be(ce, 17, () => e.part.series, Fe, (y, I, R) => {
    var J = Zt(), ee = ze(J);
    {
      var he = (Oe) => {
        var He = Zl(), O = ze(He), K = b(O);
        L(
          (d, U, p) => {
            j(O, "d", d), j(O, "fill", a[R % a.length]), j(K, "d", U), j(K, "stroke", a[R % a.length]), j(K, "stroke-dasharray", p);
          },
          [
            () => Ee(r(I)),
            () => ne(r(I)),
            () => s[Math.floor(R / a.length) % 4]
          ]
        ), w(Oe, He);
      }, Re = /* @__PURE__ */ k(() => !r(v).has(R));
      $(ee, (Oe) => {
        r(Re) && Oe(he);
      });
    }
    w(y, J);
  });
  var ue = b(ce);
  {
    var ve = (y) => {
      var I = Ql(), R = ze(I), J = b(R);
      be(J, 17, () => e.part.series, Fe, (ee, he, Re) => {
        const Oe = /* @__PURE__ */ k(() => r(he).x.values.indexOf(r(G)));
        var He = Zt(), O = ze(He);
        {
          var K = (U) => {
            var p = Jl();
            L(
              (S, V) => {
                j(p, "cx", S), j(p, "cy", V), j(p, "fill", a[Re % a.length]);
              },
              [() => x(r(G)), () => N(r(he).y.values[r(Oe)])]
            ), w(U, p);
          }, d = /* @__PURE__ */ k(() => !r(v).has(Re) && r(Oe) >= 0 && Number.isFinite(r(he).y.values[r(Oe)]));
          $(O, (U) => {
            r(d) && U(K);
          });
        }
        w(ee, He);
      }), L(
        (ee, he) => {
          j(R, "x1", ee), j(R, "x2", he), j(R, "y1", c), j(R, "y2", i - f);
        },
        [() => x(r(G)), () => x(r(G))]
      ), w(y, I);
    };
    $(ue, (y) => {
      r(G) !== null && y(ve);
    });
  }
  var de = b(Ne, 2), ye = H(de);
  {
    var Ae = (y) => {
      var I = $l(), R = Y(I);
      L((J) => C(R, `${e.part.x_title ?? ""} ${J ?? ""}`), [() => qe(r(G))]), w(y, I);
    };
    $(ye, (y) => {
      r(G) !== null && y(Ae);
    });
  }
  var ge = b(ye, 2);
  be(ge, 17, () => e.part.series, Fe, (y, I, R) => {
    var J = to(), ee = H(J), he = Y(ee), Re = b(ee, 1, !0), Oe = b(Re);
    {
      var He = (K) => {
        var d = eo(), U = Y(d, !0);
        L((p) => C(U, p), [() => se(r(I))]), w(K, d);
      }, O = /* @__PURE__ */ k(() => r(G) !== null && !r(v).has(R) && se(r(I)));
      $(Oe, (K) => {
        r(O) && K(He);
      });
    }
    L(
      (K, d) => {
        j(J, "aria-pressed", K), j(he, "stroke", a[R % a.length]), j(he, "stroke-dasharray", d), C(Re, r(I).name);
      },
      [
        () => !r(v).has(R),
        () => s[Math.floor(R / a.length) % 4]
      ]
    ), oe("click", J, () => ae(R)), w(y, J);
  }), L(() => {
    j(we, "width", r(h)), j(we, "height", i), j(we, "aria-label", `${e.part.y_title ?? ""} over ${e.part.x_title ?? ""}; left and right read values, Escape releases`), j(W, "x", l + r(q) / 2), j(W, "y", i - 6), C(Z, e.part.x_title), j(le, "transform", `translate(13 ${c + (i - c - f) / 2}) rotate(-90)`), C(B, e.part.y_title);
  }), oe("keydown", we, ie), oe("pointermove", we, (y) => re(u, Te(y), !0)), Xe("pointerleave", we, () => re(u, null)), oe("click", we, () => n({
    ...n(),
    x: r(m) === r(u) ? void 0 : r(u) ?? void 0
  })), Pr(Ne, "clientWidth", (y) => re(h, y)), w(t, fe), Ve();
}
mt(["keydown", "pointermove", "click"]);
var so = /* @__PURE__ */ P('<i class="span svelte-1qhoc2s"></i>'), io = /* @__PURE__ */ P('<i class="control svelte-1qhoc2s"></i>'), lo = /* @__PURE__ */ P('<span><i class="key span svelte-1qhoc2s"></i> </span>'), oo = /* @__PURE__ */ P('<span><i class="key control svelte-1qhoc2s"></i> </span>'), co = /* @__PURE__ */ P("<span>no control was run</span>"), fo = /* @__PURE__ */ P("<span> </span>"), uo = /* @__PURE__ */ P('<div class="bar svelte-1qhoc2s" aria-hidden="true"><i class="zero svelte-1qhoc2s"></i> <!> <!> <i class="effect svelte-1qhoc2s"></i></div> <p class="figures svelte-1qhoc2s"><span><i class="key effect svelte-1qhoc2s"></i> </span> <!> <!> <!></p>', 1), vo = /* @__PURE__ */ P('<p class="soft svelte-1qhoc2s"> </p>'), ho = /* @__PURE__ */ P('<p class="soft svelte-1qhoc2s"><b>What would refute it:</b> </p>'), po = /* @__PURE__ */ P('<article><p class="grade svelte-1qhoc2s"><span aria-hidden="true">●</span> </p> <div class="body svelte-1qhoc2s"><p class="claim svelte-1qhoc2s"> </p> <!> <!> <!></div></article>');
const mo = {
  hash: "svelte-1qhoc2s",
  code: `article.svelte-1qhoc2s {display:grid;grid-template-columns:7.2em 1fr;gap:4px 16px;padding:14px 0;border-top:1px solid var(--line);}p.svelte-1qhoc2s {margin:0;}.grade.svelte-1qhoc2s {font-weight:600;font-size:0.92rem;padding:2px 0;color:var(--warn);white-space:nowrap;}.causal.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s),
  .verified.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s) {color:var(--good);}.body.svelte-1qhoc2s {min-width:0;}.claim.svelte-1qhoc2s {max-width:72ch;overflow-wrap:anywhere;}.bar.svelte-1qhoc2s {position:relative;height:14px;max-width:420px;margin:9px 7px 5px;background:linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;}.bar.svelte-1qhoc2s i:where(.svelte-1qhoc2s) {position:absolute;top:50%;transform:translate(-50%, -50%);}.bar.svelte-1qhoc2s .zero:where(.svelte-1qhoc2s) {width:1px;height:12px;background:var(--faint);}.bar.svelte-1qhoc2s .span:where(.svelte-1qhoc2s) {transform:translateY(-50%);height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));}.effect.svelte-1qhoc2s {width:10px;height:10px;border-radius:50%;background:var(--blue);}.control.svelte-1qhoc2s {width:9px;height:9px;border:2px solid var(--orange);border-radius:50%;background:var(--card);box-sizing:border-box;}.figures.svelte-1qhoc2s {display:flex;flex-wrap:wrap;gap:2px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}.key.svelte-1qhoc2s {display:inline-block;margin-right:6px;vertical-align:baseline;}.key.span.svelte-1qhoc2s {width:16px;height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));vertical-align:middle;}.soft.svelte-1qhoc2s {color:var(--soft);font-size:0.9rem;max-width:76ch;margin-top:3px;}
  @media (max-width: 560px) {article.svelte-1qhoc2s {grid-template-columns:1fr;}
  }`
};
function go(t, e) {
  Ge(e, !0), Je(t, mo);
  const n = {
    observed: "Observed: the two go together. Nothing was changed to test it.",
    causal: "Causal: changing this inside the model moved the answer more than the control did.",
    verified: "Verified: it also predicts prompts that were held out, and a random explanation does not."
  }, a = /* @__PURE__ */ k(() => {
    const E = [
      0,
      e.part.effect,
      e.part.control,
      ...e.part.interval ?? []
    ].filter((x) => typeof x == "number" && Number.isFinite(x)), [z, q] = [Math.min(...E), Math.max(...E)], T = q - z || 1;
    return (x) => (x - z) / T * 100;
  }), s = /* @__PURE__ */ k(() => e.part.unit ? ` ${e.part.unit}` : "");
  var i = po(), l = H(i), o = b(H(l)), c = b(l, 2), f = H(c), h = Y(f, !0), u = b(f, 2);
  {
    var v = (E) => {
      var z = uo(), q = ze(z), T = H(q);
      let x;
      var N = b(T, 2);
      {
        var F = (W) => {
          var Z = so();
          let le;
          L((B, Q) => le = De(Z, "", le, { left: B, width: Q }), [
            () => `${r(a)(e.part.interval[0]) ?? ""}%`,
            () => `${r(a)(e.part.interval[1]) - r(a)(e.part.interval[0])}%`
          ]), w(W, Z);
        };
        $(N, (W) => {
          e.part.interval && W(F);
        });
      }
      var M = b(N, 2);
      {
        var D = (W) => {
          var Z = io();
          let le;
          L((B) => le = De(Z, "", le, { left: B }), [() => `${r(a)(e.part.control) ?? ""}%`]), w(W, Z);
        };
        $(M, (W) => {
          e.part.control !== void 0 && W(D);
        });
      }
      var G = b(M, 2);
      let ne;
      var Ee = b(q, 2), Te = H(Ee), se = b(H(Te)), ie = b(Te, 2);
      {
        var ae = (W) => {
          var Z = lo(), le = b(H(Z));
          L((B) => C(le, `95% ${B ?? ""}`), [() => Zr(...e.part.interval)]), w(W, Z);
        };
        $(ie, (W) => {
          e.part.interval && W(ae);
        });
      }
      var fe = b(ie, 2);
      {
        var Ne = (W) => {
          var Z = oo(), le = b(H(Z));
          L((B) => C(le, `control ${B ?? ""}`), [() => Gt(e.part.control)]), w(W, Z);
        }, we = (W) => {
          var Z = co();
          w(W, Z);
        };
        $(fe, (W) => {
          e.part.control !== void 0 ? W(Ne) : W(we, -1);
        });
      }
      var Ie = b(fe, 2);
      {
        var Pe = (W) => {
          var Z = fo(), le = Y(Z);
          L((B) => C(le, `n = ${B ?? ""}`), [() => qe(e.part.n)]), w(W, Z);
        };
        $(Ie, (W) => {
          e.part.n !== void 0 && W(Pe);
        });
      }
      L(
        (W, Z, le) => {
          x = De(T, "", x, { left: W }), ne = De(G, "", ne, { left: Z }), C(se, `effect ${le ?? ""}${r(s) ?? ""}`);
        },
        [
          () => `${r(a)(0) ?? ""}%`,
          () => `${r(a)(e.part.effect) ?? ""}%`,
          () => Gt(e.part.effect)
        ]
      ), w(E, z);
    };
    $(u, (E) => {
      e.part.effect !== void 0 && E(v);
    });
  }
  var m = b(u, 2);
  {
    var g = (E) => {
      var z = vo(), q = Y(z, !0);
      L(() => C(q, e.part.method)), w(E, z);
    };
    $(m, (E) => {
      e.part.method && E(g);
    });
  }
  var A = b(m, 2);
  {
    var _ = (E) => {
      var z = ho(), q = b(H(z));
      L(() => C(q, ` ${e.part.refuted_by ?? ""}`)), w(E, z);
    };
    $(A, (E) => {
      e.part.refuted_by && E(_);
    });
  }
  L(() => {
    Qe(i, 1, Ui(e.part.grade), "svelte-1qhoc2s"), j(l, "title", n[e.part.grade]), C(o, ` ${e.part.grade ?? ""}`), C(h, e.part.claim);
  }), w(t, i), Ve();
}
function _o(t, e) {
  const n = t.edges.filter((s) => Math.abs(s.score) >= e), a = new Set(n.flatMap((s) => [s.source, s.target]));
  return { nodes: t.nodes.filter((s) => a.has(s.id) || !t.edges.length), edges: n };
}
function bo(t, e) {
  const n = t.edges.map((a) => Math.abs(a.score)).sort((a, s) => s - a);
  return n[Math.min(n.length, Math.max(1, Math.round(e))) - 1] ?? 0;
}
const xo = { token: 0, embed: 0, head: 1, latent: 2, mlp: 3, logits: 4 };
function wo(t, e) {
  const n = (u) => u.kind === "logits" ? 1e9 : u.layer * 10 + xo[u.kind], s = [...new Set(t.map(n))].sort((u, v) => u - v).map((u) => t.filter((v) => n(v) === u)), i = Math.max(1, ...s.map((u) => u.length)), l = /* @__PURE__ */ new Map();
  s.forEach((u) => u.forEach((v, m) => l.set(v.id, (m - (u.length - 1) / 2) * (i > 1 ? 1 : 0))));
  const o = /* @__PURE__ */ new Map(), c = /* @__PURE__ */ new Map();
  for (const u of e)
    (o.get(u.target) ?? o.set(u.target, []).get(u.target)).push(u), (c.get(u.source) ?? c.set(u.source, []).get(u.source)).push(u);
  const f = (u, v, m) => {
    if (!u?.length) return m;
    const g = u.reduce((A, _) => A + Math.abs(_.score), 0) || 1;
    return u.reduce((A, _) => A + Math.abs(_.score) / g * (l.get(_[v]) ?? 0), 0);
  };
  for (let u = 0; u < 8; u++) {
    const v = u % 2 === 0;
    for (const m of v ? s : [...s].reverse()) {
      const g = m.map((A) => ({
        n: A,
        at: f(v ? o.get(A.id) : c.get(A.id), v ? "source" : "target", l.get(A.id))
      }));
      g.sort((A, _) => A.at - _.at), yo(g.map((A) => A.at)).forEach((A, _) => l.set(g[_].n.id, A));
    }
  }
  const h = Math.min(...l.values());
  return s.flatMap((u, v) => u.map((m) => ({ ...m, x: l.get(m.id) - h, y: v })));
}
function yo(t) {
  const e = [...t];
  for (let a = 1; a < e.length; a++) e[a] = Math.max(e[a], e[a - 1] + 1);
  const n = e.length ? e.reduce((a, s, i) => a + s - t[i], 0) / e.length : 0;
  return e.map((a) => a - n);
}
var ko = /* @__PURE__ */ ft("<path></path>"), Mo = /* @__PURE__ */ ft('<g><rect class="svelte-1m8z3bf"></rect><text class="svelte-1m8z3bf"> </text></g>'), oa = /* @__PURE__ */ P('<span class="svelte-1m8z3bf"> </span>'), zo = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf"> </p>'), ca = /* @__PURE__ */ P('<span class="tag svelte-1m8z3bf"> </span>'), Eo = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">hears <!></p>'), So = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">tells <!></p>'), To = /* @__PURE__ */ P('<p class="svelte-1m8z3bf"><b> </b><!><!></p> <!> <!> <!>', 1), Ao = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">Point at a node to see what it hears and tells; click to keep it, drag to pin it.</p>'), qo = /* @__PURE__ */ P('<div class="bar svelte-1m8z3bf"><label class="svelte-1m8z3bf"><span class="svelte-1m8z3bf"> </span> <input type="range" min="1" class="svelte-1m8z3bf"/></label> <span class="tools svelte-1m8z3bf"><button aria-label="zoom out" class="svelte-1m8z3bf">−</button> <button aria-label="zoom in" class="svelte-1m8z3bf">+</button> <button class="svelte-1m8z3bf">whole</button></span></div> <div class="frame svelte-1m8z3bf"><svg role="application" tabindex="0" class="svelte-1m8z3bf"><g><!><!></g></svg></div> <p class="legend svelte-1m8z3bf"><span><i class="line svelte-1m8z3bf"></i> </span><span><i class="line neg svelte-1m8z3bf"></i>lowers it</span> <span>thicker is larger; up is later in the model</span></p> <div class="readout svelte-1m8z3bf" role="status"><!></div>', 1);
const No = {
  hash: "svelte-1m8z3bf",
  code: `.bar.svelte-1m8z3bf {display:flex;flex-wrap:wrap;justify-content:space-between;gap:6px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}label.svelte-1m8z3bf {display:inline-flex;flex-wrap:wrap;align-items:center;gap:4px 12px;}label.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {min-width:15em;}input.svelte-1m8z3bf {width:min(260px, 60vw);accent-color:var(--blue);}.tools.svelte-1m8z3bf {display:flex;gap:4px;}button.svelte-1m8z3bf {font:inherit;font-size:0.86rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-1m8z3bf:focus-visible,
  svg.svelte-1m8z3bf:focus-visible,
  input.svelte-1m8z3bf:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.frame.svelte-1m8z3bf {margin-top:8px;overflow:hidden;border-radius:8px;background:var(--bg);border:1px solid var(--line);}svg.svelte-1m8z3bf {display:block;touch-action:pan-y;cursor:grab;}.edge.svelte-1m8z3bf {fill:none;stroke:var(--blue);opacity:0.55;}.edge.neg.svelte-1m8z3bf {stroke:var(--orange);stroke-dasharray:7 3;}.edge.dim.svelte-1m8z3bf {opacity:0.07;}.node.svelte-1m8z3bf {cursor:pointer;}rect.svelte-1m8z3bf {fill:var(--card);stroke:var(--faint);}.mlp.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {fill:var(--sunk);}.embed.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .token.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .logits.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--ink);}.node.svelte-1m8z3bf:hover rect:where(.svelte-1m8z3bf),
  .chosen.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--blue);stroke-width:2;}.pinned.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke-dasharray:4 2;}text.svelte-1m8z3bf {font-size:12px;fill:var(--ink);text-anchor:middle;pointer-events:none;}.legend.svelte-1m8z3bf {display:flex;flex-wrap:wrap;gap:2px 16px;font-size:0.84rem;color:var(--soft);margin:7px 0 0;}.line.svelte-1m8z3bf {display:inline-block;width:20px;height:0;border-top:3px solid var(--blue);vertical-align:middle;margin-right:6px;}.line.neg.svelte-1m8z3bf {border-top:3px dashed var(--orange);}.readout.svelte-1m8z3bf {font-size:0.9rem;min-height:5.4em;margin-top:8px;font-variant-numeric:tabular-nums;}.readout.svelte-1m8z3bf p:where(.svelte-1m8z3bf) {margin:0 0 2px;}.readout.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {margin-left:12px;color:var(--soft);}.readout.svelte-1m8z3bf .tag:where(.svelte-1m8z3bf) {display:inline-block;margin-left:9px;color:var(--ink);}.soft.svelte-1m8z3bf {color:var(--soft);}`
};
function Ro(t, e) {
  Ge(e, !0), Je(t, No);
  let n = et(e, "state", 15);
  const [a, s, i, l, o] = [92, 62, 76, 26, 46], c = 60;
  let f, h = /* @__PURE__ */ Se(700), u = /* @__PURE__ */ Se(null), v = null;
  const m = /* @__PURE__ */ k(() => n()?.keep ?? Math.min(c, e.part.edges.length)), g = /* @__PURE__ */ k(() => n()?.node ?? null), A = /* @__PURE__ */ k(() => n()?.pins ?? {}), _ = /* @__PURE__ */ k(() => n()?.pan ?? null), E = /* @__PURE__ */ k(() => _o(e.part, bo(e.part, r(m)))), z = /* @__PURE__ */ k(() => wo(r(E).nodes, r(E).edges)), q = /* @__PURE__ */ k(() => 1 + Math.max(0, ...r(z).map((p) => p.y))), T = /* @__PURE__ */ k(() => 1 + Math.max(0, ...r(z).map((p) => p.x))), x = /* @__PURE__ */ k(() => ({
    width: r(T) * a + 2 * o,
    height: r(q) * s + 2 * o
  })), N = /* @__PURE__ */ k(() => Math.min(680, Math.max(260, r(x).height))), F = /* @__PURE__ */ k(() => Math.min(1.2, r(h) / r(x).width, r(N) / r(x).height)), M = /* @__PURE__ */ k(() => r(_)?.zoom ?? r(F)), D = /* @__PURE__ */ k(() => r(_) ?? {
    x: (r(h) - r(x).width * r(F)) / 2,
    y: (r(N) - r(x).height * r(F)) / 2
  }), G = /* @__PURE__ */ k(() => new Map(r(z).map((p) => [
    p.id,
    r(A)[p.id] ?? {
      x: o + (p.x + 0.5) * a,
      y: r(x).height - o - (p.y + 0.5) * s
    }
  ]))), ne = /* @__PURE__ */ k(() => Cr(e.part.edges.map((p) => p.score))), Ee = /* @__PURE__ */ k(() => r(u) ?? r(g)), Te = (p) => r(Ee) === null || p.source === r(Ee) || p.target === r(Ee), se = /* @__PURE__ */ k(() => e.part.nodes.find((p) => p.id === r(Ee)) ?? null), ie = /* @__PURE__ */ k(() => {
    if (!r(se)) return null;
    const p = (S, V) => Math.abs(V.score) - Math.abs(S.score);
    return {
      into: e.part.edges.filter((S) => S.target === r(se).id).sort(p).slice(0, 6),
      out: e.part.edges.filter((S) => S.source === r(se).id).sort(p).slice(0, 6)
    };
  }), ae = (p) => e.part.nodes.find((S) => S.id === p)?.label ?? p;
  function fe(p) {
    const [S, V] = [r(G).get(p.source), r(G).get(p.target)], X = Math.max(18, (S.y - V.y) / 2);
    return `M${S.x} ${S.y - l / 2}C${S.x} ${S.y - l / 2 - X} ${V.x} ${V.y + l / 2 + X} ${V.x} ${V.y + l / 2}`;
  }
  function Ne(p) {
    n({
      ...n(),
      node: p === r(g) ? void 0 : p ?? void 0
    }), p && r(g) === p && e.onSelect?.({ part: e.part, node: p });
  }
  function we(p, S = { x: r(h) / 2, y: r(N) / 2 }) {
    const V = Math.max(0.1, Math.min(4, r(M) * p)), X = V / r(M);
    n({
      ...n(),
      pan: {
        zoom: V,
        x: S.x - (S.x - r(D).x) * X,
        y: S.y - (S.y - r(D).y) * X
      }
    });
  }
  function Ie(p, S) {
    p.stopPropagation();
    const V = S ? r(G).get(S) : r(D);
    v = {
      id: S,
      from: { x: p.clientX, y: p.clientY },
      start: { ...V },
      moved: !1
    }, f.setPointerCapture(p.pointerId);
  }
  function Pe(p) {
    if (!v) return;
    const S = {
      x: p.clientX - v.from.x,
      y: p.clientY - v.from.y
    };
    !v.moved && Math.hypot(S.x, S.y) < 4 || (v.moved = !0, v.id ? n({
      ...n(),
      pins: {
        ...r(A),
        [v.id]: {
          x: v.start.x + S.x / r(M),
          y: v.start.y + S.y / r(M)
        }
      }
    }) : n({
      ...n(),
      pan: {
        zoom: r(M),
        x: v.start.x + S.x,
        y: v.start.y + S.y
      }
    }));
  }
  function W() {
    const p = v;
    v = null, p && !p.moved && Ne(p.id);
  }
  function Z(p) {
    if (!p.ctrlKey && !p.metaKey) return;
    p.preventDefault();
    const S = f.getBoundingClientRect();
    we(Math.exp(-p.deltaY / 300), { x: p.clientX - S.left, y: p.clientY - S.top });
  }
  function le(p) {
    const S = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 2, ArrowLeft: -2 }[p.key];
    if (S) {
      const V = r(z).find((te) => te.id === r(g)) ?? r(z)[r(z).length - 1], X = (te) => r(z).filter((Me) => Me.y === te).sort((Me, Le) => Me.x - Le.x), pe = X(V.y), ke = Math.abs(S) === 2 ? pe[pe.findIndex((te) => te.id === V.id) + S / 2] : X(V.y + S).sort((te, Me) => Math.abs(te.x - V.x) - Math.abs(Me.x - V.x))[0];
      r(g) === null ? n({ ...n(), node: V.id }) : ke && n({ ...n(), node: ke.id });
    } else if (p.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, node: r(g) });
    else if (p.key === "Escape")
      n({ ...n(), node: void 0 }), re(u, null);
    else if (p.key === "+" || p.key === "=") we(1.3);
    else if (p.key === "-") we(1 / 1.3);
    else if (p.key === "0") n({ ...n(), pan: void 0, pins: void 0 });
    else return;
    p.preventDefault();
  }
  var B = qo(), Q = ze(B), ce = H(Q), ue = H(ce), ve = Y(ue), de = b(ue, 2), ye = b(ce, 2), Ae = H(ye), ge = b(Ae, 2), y = b(ge, 2), I = b(Q, 2), R = H(I), J = H(R), ee = H(J);
  be(ee, 17, () => r(E).edges, (p) => `${p.source}→${p.target}→${p.label ?? ""}`, (p, S) => {
    var V = ko();
    let X;
    L(
      (pe, ke, te) => {
        j(V, "d", pe), X = Qe(V, 0, "edge svelte-1m8z3bf", null, X, { neg: r(S).score < 0, dim: ke }), j(V, "stroke-width", te);
      },
      [
        () => fe(r(S)),
        () => !Te(r(S)),
        () => 0.8 + 4.5 * Math.sqrt(Math.abs(r(S).score) / r(ne))
      ]
    ), w(p, V);
  });
  var he = b(ee);
  be(he, 17, () => r(z), (p) => p.id, (p, S) => {
    const V = /* @__PURE__ */ k(() => r(G).get(r(S).id));
    var X = Mo();
    let pe;
    var ke = H(X), te = b(ke), Me = Y(te, !0);
    L(
      (Le) => {
        pe = Qe(X, 0, `node ${r(S).kind ?? ""}`, "svelte-1m8z3bf", pe, {
          chosen: r(g) === r(S).id,
          pinned: r(A)[r(S).id]
        }), j(X, "transform", `translate(${r(V).x - i / 2} ${r(V).y - l / 2})`), j(ke, "width", i), j(ke, "height", l), j(ke, "rx", r(S).kind === "mlp" ? 4 : 13), j(te, "x", i / 2), j(te, "y", l / 2 + 4), C(Me, Le);
      },
      [
        () => r(S).label.length > 11 ? `${r(S).label.slice(0, 10)}…` : r(S).label
      ]
    ), oe("pointerdown", X, (Le) => Ie(Le, r(S).id)), Xe("pointerenter", X, () => re(u, r(S).id, !0)), Xe("pointerleave", X, () => re(u, null)), w(p, X);
  }), Jt(R, (p) => f = p, () => f);
  var Re = b(I, 2), Oe = H(Re), He = b(H(Oe)), O = b(Re, 2), K = H(O);
  {
    var d = (p) => {
      var S = To(), V = ze(S), X = H(V), pe = Y(X, !0), ke = b(X);
      {
        var te = (Ke) => {
          var at = oa(), gt = Y(at, !0);
          L(() => C(gt, r(se).role)), w(Ke, at);
        };
        $(ke, (Ke) => {
          r(se).role && Ke(te);
        });
      }
      var Me = b(ke);
      {
        var Le = (Ke) => {
          var at = oa(), gt = Y(at);
          L((It) => C(gt, `${e.part.score_title ?? ""} ${It ?? ""}`), [() => Gt(r(se).score)]), w(Ke, at);
        };
        $(Me, (Ke) => {
          r(se).score !== void 0 && Ke(Le);
        });
      }
      var Ft = b(V, 2);
      be(Ft, 17, () => r(se).evidence ?? [], Fe, (Ke, at) => {
        var gt = zo(), It = Y(gt, !0);
        L(() => C(It, r(at))), w(Ke, gt);
      });
      var $t = b(Ft, 2);
      {
        var en = (Ke) => {
          var at = Eo(), gt = b(H(at));
          be(gt, 17, () => r(ie).into, Fe, (It, St) => {
            var dr = ca(), nn = Y(dr);
            L((an, sn) => C(nn, `${an ?? ""}${r(St).label ? ` (${r(St).label})` : ""} ${sn ?? ""}`), [
              () => We(ae(r(St).source)),
              () => Gt(r(St).score)
            ]), w(It, dr);
          }), w(Ke, at);
        };
        $($t, (Ke) => {
          r(ie).into.length && Ke(en);
        });
      }
      var tn = b($t, 2);
      {
        var rn = (Ke) => {
          var at = So(), gt = b(H(at));
          be(gt, 17, () => r(ie).out, Fe, (It, St) => {
            var dr = ca(), nn = Y(dr);
            L((an, sn) => C(nn, `${an ?? ""}${r(St).label ? ` (${r(St).label})` : ""} ${sn ?? ""}`), [
              () => We(ae(r(St).target)),
              () => Gt(r(St).score)
            ]), w(It, dr);
          }), w(Ke, at);
        };
        $(tn, (Ke) => {
          r(ie).out.length && Ke(rn);
        });
      }
      L(() => C(pe, r(se).label)), w(p, S);
    }, U = (p) => {
      var S = Ao();
      w(p, S);
    };
    $(K, (p) => {
      r(se) && r(ie) ? p(d) : p(U, -1);
    });
  }
  L(
    (p, S, V) => {
      C(ve, `largest ${p ?? ""} of ${S ?? ""} edges`), j(de, "max", V), Ki(de, r(m)), j(R, "width", r(h)), j(R, "height", r(N)), j(R, "aria-label", `circuit of ${r(E).nodes.length ?? ""} nodes and ${r(E).edges.length ?? ""} edges; arrows walk, Enter chooses, Escape releases, plus and minus zoom`), j(J, "transform", `translate(${r(D).x ?? ""} ${r(D).y ?? ""}) scale(${r(M) ?? ""})`), C(He, `raises ${e.part.score_title ?? ""}`);
    },
    [
      () => qe(Math.min(r(m), e.part.edges.length)),
      () => qe(e.part.edges.length),
      () => Math.max(1, e.part.edges.length)
    ]
  ), oe("input", de, (p) => n({ ...n(), keep: Number(p.currentTarget.value) })), oe("click", Ae, () => we(1 / 1.3)), oe("click", ge, () => we(1.3)), oe("click", y, () => n({ ...n(), pan: void 0, pins: void 0 })), oe("keydown", R, le), oe("pointerdown", R, (p) => Ie(p, null)), oe("pointermove", R, Pe), oe("pointerup", R, W), Xe("pointercancel", R, () => v = null), Xe("wheel", R, Z), Pr(I, "clientWidth", (p) => re(h, p)), w(t, B), Ve();
}
mt([
  "input",
  "click",
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup"
]);
var Po = /* @__PURE__ */ P('<button role="tab" class="svelte-1r9blt6"> </button>'), Co = /* @__PURE__ */ P('<div class="tabs svelte-1r9blt6" role="tablist"></div> <div role="tabpanel"><!></div>', 1), Oo = /* @__PURE__ */ P('<h4 class="svelte-1r9blt6"> </h4>'), Lo = /* @__PURE__ */ P('<div class="column svelte-1r9blt6"><!> <!></div>'), Do = /* @__PURE__ */ P('<div class="columns svelte-1r9blt6"></div>');
const Fo = {
  hash: "svelte-1r9blt6",
  code: '.tabs.svelte-1r9blt6 {display:flex;flex-wrap:wrap;gap:2px;border-bottom:1px solid var(--line);margin-bottom:14px;}button.svelte-1r9blt6 {font:inherit;font-size:0.94rem;color:var(--soft);background:none;border:0;border-bottom:2px solid transparent;padding:6px 12px;margin-bottom:-1px;cursor:pointer;}button[aria-selected="true"].svelte-1r9blt6 {color:var(--ink);border-color:var(--blue);}button.svelte-1r9blt6:focus-visible {outline:2px solid var(--focus);outline-offset:-2px;border-radius:4px;}.columns.svelte-1r9blt6 {display:grid;grid-template-columns:repeat(auto-fit, minmax(min(100%, 400px), 1fr));gap:20px 28px;}.column.svelte-1r9blt6 {min-width:0;}h4.svelte-1r9blt6 {font-size:0.95rem;font-weight:600;margin:0 0 0.5em;}'
};
function Io(t, e) {
  const n = Si();
  Ge(e, !0), Je(t, Fo);
  let a = et(e, "state", 15), s = et(e, "level", 3, 2);
  const i = /* @__PURE__ */ k(() => a()?.parts ?? {}), l = /* @__PURE__ */ k(() => Math.min(a()?.tab ?? 0, e.part.parts.length - 1)), o = (g, A) => {
    a({ ...a(), parts: { ...r(i), [g]: A } });
  }, c = (g) => {
    a({ ...a(), tab: g });
  };
  function f(g) {
    const A = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -r(l),
      End: e.part.parts.length - 1 - r(l)
    }[g.key];
    if (A === void 0) return;
    g.preventDefault(), c((r(l) + A + e.part.parts.length) % e.part.parts.length), g.currentTarget.parentElement?.children[r(l)]?.focus();
  }
  var h = Zt(), u = ze(h);
  {
    var v = (g) => {
      var A = Co(), _ = ze(A);
      be(_, 21, () => e.part.titles, Fe, (q, T, x) => {
        var N = Po(), F = Y(N, !0);
        L(() => {
          j(N, "id", `${n}-tab${x}`), j(N, "aria-selected", x === r(l)), j(N, "aria-controls", `${n}-panel`), j(N, "tabindex", x === r(l) ? 0 : -1), C(F, r(T));
        }), oe("click", N, () => c(x)), oe("keydown", N, f), w(q, N);
      });
      var E = b(_, 2), z = H(E);
      Li(z, () => r(l), (q) => {
        var T = () => r(i)[r(l)], x = (N) => o(r(l), N);
        Yr(q, {
          get part() {
            return e.part.parts[r(l)];
          },
          get onSelect() {
            return e.onSelect;
          },
          get onTry() {
            return e.onTry;
          },
          get level() {
            return s();
          },
          get state() {
            return T();
          },
          set state(N) {
            x(N);
          }
        });
      }), L(() => {
        j(E, "id", `${n}-panel`), j(E, "aria-labelledby", `${n}-tab${r(l) ?? ""}`);
      }), w(g, A);
    }, m = (g) => {
      var A = Do();
      be(A, 21, () => e.part.parts, Fe, (_, E, z) => {
        var q = Lo(), T = H(q);
        {
          var x = (D) => {
            var G = Oo(), ne = Y(G, !0);
            L(() => C(ne, e.part.titles[z])), w(D, G);
          };
          $(T, (D) => {
            e.part.titles[z] && D(x);
          });
        }
        var N = b(T, 2), F = () => r(i)[z], M = (D) => o(z, D);
        Yr(N, {
          get part() {
            return r(E);
          },
          get onSelect() {
            return e.onSelect;
          },
          get onTry() {
            return e.onTry;
          },
          get level() {
            return s();
          },
          get state() {
            return F();
          },
          set state(D) {
            M(D);
          }
        }), w(_, q);
      }), w(g, A);
    };
    $(u, (g) => {
      e.part.layout === "tabs" ? g(v) : g(m, -1);
    });
  }
  w(t, h), Ve();
}
mt(["click", "keydown"]);
const jo = 46, fa = 16, Ho = (t) => Math.max(fa, Math.min(t * fa, 560));
function $r(t, e) {
  return { width: Math.min(jo, t.width / Math.max(1, t.columns)) * e, height: t.height / Math.max(1, t.rows) * e };
}
function Wr(t, e) {
  const n = Math.max(1, Math.min(64, e.zoom)), a = $r(t, n), s = { x: Math.max(0, a.width * t.columns - t.width), y: Math.max(0, a.height * t.rows - t.height) };
  return { zoom: n, x: Math.max(0, Math.min(s.x, e.x)), y: Math.max(0, Math.min(s.y, e.y)) };
}
function pr(t, e, n, a) {
  const s = Math.max(1, Math.min(64, e.zoom * n)), i = s / e.zoom;
  return Wr(t, { zoom: s, x: (e.x + a.x) * i - a.x, y: (e.y + a.y) * i - a.y });
}
function Bo(t, e, n, a) {
  if (n < 0 || a < 0 || n >= t.width || a >= t.height) return null;
  const s = $r(t, e.zoom), i = Math.floor((n + e.x) / s.width), l = Math.floor((a + e.y) / s.height);
  return i < t.columns && l < t.rows ? { row: l, column: i } : null;
}
function Uo(t, e, n, a) {
  const s = $r(t, e.zoom), i = (l, o, c, f) => l < c ? l : l + o > c + f ? l + o - f : c;
  return Wr(t, {
    zoom: e.zoom,
    x: i(a * s.width, s.width, e.x, t.width),
    y: i(n * s.height, s.height, e.y, t.height)
  });
}
var Wo = /* @__PURE__ */ P('<button class="svelte-vwckmn">whole</button>'), Yo = /* @__PURE__ */ P('<button aria-label="zoom out" class="svelte-vwckmn">−</button> <button aria-label="zoom in" class="svelte-vwckmn">+</button> <!>', 1), Go = /* @__PURE__ */ P('<span class="note svelte-vwckmn"> </span>'), Vo = /* @__PURE__ */ P('<b> </b> <span class="svelte-vwckmn"> </span><!>', 1), Xo = /* @__PURE__ */ P('<span class="hint svelte-vwckmn">Point at a cell for its value; click to keep it.</span>'), Ko = /* @__PURE__ */ P('<figure class="svelte-vwckmn"><div class="map svelte-vwckmn" role="application" tabindex="0"><canvas aria-hidden="true" class="svelte-vwckmn"></canvas> <canvas aria-hidden="true" class="svelte-vwckmn"></canvas></div> <div class="caption svelte-vwckmn"><!> <span class="zoom svelte-vwckmn"><!></span></div> <p class="readout svelte-vwckmn" role="status"><!></p></figure>');
const Zo = {
  hash: "svelte-vwckmn",
  code: "figure.svelte-vwckmn {margin:0;min-width:0;}.map.svelte-vwckmn {position:relative;border-radius:6px;}.map.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}canvas.svelte-vwckmn {position:absolute;inset:0;touch-action:pan-y;}.caption.svelte-vwckmn {display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;margin-top:8px;}.zoom.svelte-vwckmn {display:flex;gap:4px;}button.svelte-vwckmn {font:inherit;font-size:0.85rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);}.readout.svelte-vwckmn {margin:6px 0 0;min-height:1.6em;font-size:0.9rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;}.readout.svelte-vwckmn span:where(.svelte-vwckmn) {color:var(--soft);margin-left:6px;}.readout.svelte-vwckmn .hint:where(.svelte-vwckmn) {color:var(--faint);margin:0;}"
};
function Jo(t, e) {
  Ge(e, !0), Je(t, Zo);
  let n = et(e, "state", 15);
  const a = Qt();
  let s, i, l = /* @__PURE__ */ Se(0), o = /* @__PURE__ */ Se(null), c = null;
  const f = /* @__PURE__ */ k(() => n()?.cell ?? null), h = /* @__PURE__ */ k(() => e.part.values.shape), u = /* @__PURE__ */ k(() => Tr(r(h), 2)), v = /* @__PURE__ */ k(() => r(u)[0]), m = /* @__PURE__ */ k(() => r(u)[1]), g = /* @__PURE__ */ k(() => e.part.limit ?? Cr(e.part.values.values)), A = /* @__PURE__ */ k(() => e.part.values.values.some((d) => Tn(d, r(g)))), _ = /* @__PURE__ */ k(() => e.part.values.values.some((d) => Number.isNaN(d))), E = /* @__PURE__ */ k(() => Math.max(0, ...e.part.rows.map((d) => yt(d, 16).length))), z = /* @__PURE__ */ k(() => Math.max(0, ...e.part.columns.map((d) => yt(d).length))), q = /* @__PURE__ */ k(() => Math.min(132, 18 + r(E) * 7)), T = /* @__PURE__ */ k(() => r(z) > 3), x = /* @__PURE__ */ k(() => r(T) ? Math.min(84, 20 + r(z) * 5.4) : 24), N = /* @__PURE__ */ k(() => Math.max(40, r(l) - r(q) - (r(T) ? 30 : 4))), F = /* @__PURE__ */ k(() => ({
    left: r(q),
    top: r(x),
    width: r(N),
    height: Ho(r(v)),
    rows: r(v),
    columns: r(m)
  })), M = /* @__PURE__ */ k(() => Wr(r(F), n()?.window ?? { zoom: 1, x: 0, y: 0 })), D = /* @__PURE__ */ k(() => $r(r(F), r(M).zoom)), G = /* @__PURE__ */ k(() => Math.min(r(F).width, r(D).width * r(m))), ne = /* @__PURE__ */ k(() => r(F).top + r(F).height + 4), Ee = /* @__PURE__ */ k(() => e.part.origin === "bottom"), Te = (d) => r(Ee) ? r(v) - 1 - d : d, se = (d, U) => e.part.values.values[d * r(m) + U], ie = /* @__PURE__ */ k(() => fs(r(v), r(m), (d, U) => cr(se(Te(d), U), r(g), e.part.scale, a.dark))), ae = /* @__PURE__ */ k(() => r(o) ?? r(f)), fe = /* @__PURE__ */ k(() => {
    if (!r(ae) || r(ae).row >= r(v) || r(ae).column >= r(m)) return null;
    const d = r(ae).row * r(m) + r(ae).column, U = e.part.low && e.part.high ? ` (95% ${Zr(e.part.low.values[d], e.part.high.values[d])})` : "";
    return {
      place: `${e.part.row_title} ${We(e.part.rows[r(ae).row])}, ${e.part.column_title} ${We(e.part.columns[r(ae).column])}`,
      value: `${qe(e.part.values.values[d])}${U}`,
      note: e.part.texts?.[r(ae).row]?.[r(ae).column]
    };
  });
  Ct(() => {
    const d = yr(s, r(l), r(ne));
    if (!d || !r(l)) return;
    const U = _t(s, "--soft");
    d.save(), d.beginPath(), d.rect(r(F).left, r(F).top, r(G), r(F).height), d.clip(), d.imageSmoothingEnabled = r(D).width < 1, d.drawImage(r(ie), r(F).left - r(M).x, r(F).top - r(M).y, r(D).width * r(m), r(D).height * r(v));
    const p = {
      c: Math.floor(r(M).x / r(D).width),
      r: Math.floor(r(M).y / r(D).height)
    }, S = {
      c: Math.min(r(m) - 1, Math.ceil((r(M).x + r(F).width) / r(D).width)),
      r: Math.min(r(v) - 1, Math.ceil((r(M).y + r(F).height) / r(D).height))
    }, V = (te) => r(F).left - r(M).x + te * r(D).width, X = (te) => r(F).top - r(M).y + te * r(D).height;
    if (r(_) || r(A)) for (let te = p.r; te <= S.r; te++) for (let Me = p.c; Me <= S.c; Me++) {
      const Le = se(Te(te), Me);
      Number.isNaN(Le) ? Ne(d, V(Me), X(te), r(D).width, r(D).height, _t(s, "--faint")) : Tn(Le, r(g)) && (d.strokeStyle = _t(s, "--ink"), d.lineWidth = 1.5, d.strokeRect(V(Me) + 1.25, X(te) + 1.25, r(D).width - 2.5, r(D).height - 2.5));
    }
    if (Math.min(r(D).width, r(D).height) >= 7) {
      d.strokeStyle = _t(s, "--card"), d.lineWidth = 1, d.beginPath();
      for (let te = p.c; te <= S.c + 1; te++) d.rect(V(te), r(F).top, 0, r(F).height);
      for (let te = p.r; te <= S.r + 1; te++) d.rect(r(F).left, X(te), r(F).width, 0);
      d.stroke();
    }
    d.restore(), d.fillStyle = U, d.font = `11.5px ${_t(s, "--font")}`, d.textBaseline = "middle", d.textAlign = "right";
    const pe = An(r(D).height, 13);
    for (let te = 0; te < r(v); te++) {
      const Me = Te(te), Le = X(te) + r(D).height / 2;
      Me % pe || Le < r(F).top || Le > r(F).top + r(F).height || d.fillText(yt(e.part.rows[Me], 16), r(F).left - 6, Le);
    }
    const ke = An(r(D).width, r(T) ? 14 : 8 + r(z) * 7);
    for (let te = 0; te < r(m); te++) {
      const Me = V(te) + r(D).width / 2;
      te % ke || Me < r(F).left || Me > r(F).left + r(G) || (d.save(), d.translate(Me + (r(T) ? 3 : 0), r(F).top - 7), d.textAlign = r(T) ? "left" : "center", r(T) && d.rotate(-0.9), d.fillText(yt(e.part.columns[te]), 0, 0), d.restore());
    }
  }), Ct(() => {
    const d = yr(i, r(l), r(ne));
    if (d) {
      d.beginPath(), d.rect(r(F).left - 2, r(F).top - 2, r(G) + 4, r(F).height + 4), d.clip();
      for (const [U, p] of [[r(o), 1.5], [r(f), 2.5]]) {
        if (!U) continue;
        d.strokeStyle = _t(i, "--ink"), d.lineWidth = p;
        const S = Math.max(3, r(D).width), V = Math.max(3, r(D).height);
        d.strokeRect(r(F).left - r(M).x + U.column * r(D).width, r(F).top - r(M).y + Te(U.row) * r(D).height, S, V);
      }
    }
  });
  function Ne(d, U, p, S, V, X) {
    d.save(), d.beginPath(), d.rect(U, p, S, V), d.clip(), d.strokeStyle = X, d.lineWidth = 1, d.beginPath();
    for (let pe = -V; pe < S; pe += 5)
      d.moveTo(U + pe, p + V), d.lineTo(U + pe + V, p);
    d.stroke(), d.restore();
  }
  function we(d) {
    const U = i.getBoundingClientRect();
    return {
      x: d.clientX - U.left - r(F).left,
      y: d.clientY - U.top - r(F).top
    };
  }
  function Ie(d) {
    const U = we(d), p = Bo(r(F), r(M), U.x, U.y);
    return p && { row: Te(p.row), column: p.column };
  }
  const Pe = (d) => n({ ...n(), window: d }), W = (d) => n({ ...n(), cell: d ?? void 0 });
  function Z(d) {
    c = {
      x: d.clientX,
      y: d.clientY,
      window: r(M),
      moved: !1
    }, i.setPointerCapture(d.pointerId);
  }
  function le(d) {
    if (re(o, Ie(d), !0), !c || r(M).zoom === 1) return;
    const U = { x: d.clientX - c.x, y: d.clientY - c.y };
    Math.hypot(U.x, U.y) < 4 && !c.moved || (c.moved = !0, Pe(Wr(r(F), {
      ...c.window,
      x: c.window.x - U.x,
      y: c.window.y - U.y
    })));
  }
  function B(d) {
    const U = c;
    c = null;
    const p = Ie(d);
    if (!(!U || U.moved || !p)) {
      if (r(f) && r(f).row === p.row && r(f).column === p.column) return W(null);
      W(p), e.onSelect?.({ part: e.part, ...p });
    }
  }
  function Q(d) {
    !d.ctrlKey && !d.metaKey || (d.preventDefault(), Pe(pr(r(F), r(M), Math.exp(-d.deltaY / 250), we(d))));
  }
  const ce = () => ({ x: r(F).width / 2, y: r(F).height / 2 });
  function ue(d) {
    const U = r(Ee) ? 1 : -1, p = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [U, 0],
      ArrowDown: [-U, 0]
    }[d.key];
    if (p) {
      const S = r(f) ?? { row: r(Ee) ? 0 : -1, column: -1 }, V = {
        row: Math.max(0, Math.min(r(v) - 1, S.row + p[0])),
        column: Math.max(0, Math.min(r(m) - 1, S.column + p[1]))
      };
      re(o, null), n({
        ...n(),
        cell: V,
        window: Uo(r(F), r(M), Te(V.row), V.column)
      });
    } else if (d.key === "Enter" && r(f)) e.onSelect?.({ part: e.part, ...r(f) });
    else if (d.key === "Escape")
      W(null), re(o, null);
    else if (d.key === "+" || d.key === "=") Pe(pr(r(F), r(M), 1.5, ce()));
    else if (d.key === "-") Pe(pr(r(F), r(M), 1 / 1.5, ce()));
    else if (d.key === "0") Pe({ zoom: 1, x: 0, y: 0 });
    else return;
    d.preventDefault();
  }
  var ve = Ko(), de = H(ve);
  let ye;
  var Ae = H(de);
  let ge;
  Jt(Ae, (d) => s = d, () => s);
  var y = b(Ae, 2);
  let I;
  Jt(y, (d) => i = d, () => i);
  var R = b(de, 2), J = H(R);
  Qr(J, {
    get scale() {
      return e.part.scale;
    },
    get limit() {
      return r(g);
    },
    get title() {
      return e.part.value_title;
    },
    get missing() {
      return r(_);
    },
    get beyond() {
      return r(A);
    }
  });
  var ee = b(J, 2), he = H(ee);
  {
    var Re = (d) => {
      var U = Yo(), p = ze(U), S = b(p, 2), V = b(S, 2);
      {
        var X = (pe) => {
          var ke = Wo();
          oe("click", ke, () => Pe({ zoom: 1, x: 0, y: 0 })), w(pe, ke);
        };
        $(V, (pe) => {
          r(M).zoom > 1 && pe(X);
        });
      }
      oe("click", p, () => Pe(pr(r(F), r(M), 0.6666666666666666, ce()))), oe("click", S, () => Pe(pr(r(F), r(M), 1.5, ce()))), w(d, U);
    };
    $(he, (d) => {
      (r(m) > 40 || r(v) > 40 || r(M).zoom > 1) && d(Re);
    });
  }
  var Oe = b(R, 2), He = H(Oe);
  {
    var O = (d) => {
      var U = Vo(), p = ze(U), S = Y(p, !0), V = b(p, 2), X = Y(V, !0), pe = b(V);
      {
        var ke = (te) => {
          var Me = Go(), Le = Y(Me, !0);
          L(() => C(Le, r(fe).note)), w(te, Me);
        };
        $(pe, (te) => {
          r(fe).note && te(ke);
        });
      }
      L(() => {
        C(S, r(fe).value), C(X, r(fe).place);
      }), w(d, U);
    }, K = (d) => {
      var U = Xo();
      w(d, U);
    };
    $(He, (d) => {
      r(fe) ? d(O) : d(K, -1);
    });
  }
  L(() => {
    j(de, "aria-label", `heat map of ${e.part.value_title ?? ""} by ${e.part.row_title ?? ""} and ${e.part.column_title ?? ""}; arrows move, Enter chooses, Escape releases, plus and minus zoom`), ye = De(de, "", ye, { height: `${r(ne) ?? ""}px` }), ge = De(Ae, "", ge, {
      width: `${r(l) ?? ""}px`,
      height: `${r(ne) ?? ""}px`
    }), I = De(y, "", I, {
      width: `${r(l) ?? ""}px`,
      height: `${r(ne) ?? ""}px`,
      cursor: r(M).zoom > 1 ? "grab" : "crosshair"
    });
  }), oe("keydown", de, ue), oe("pointerdown", y, Z), oe("pointermove", y, le), oe("pointerup", y, B), Xe("pointercancel", y, () => c = null), Xe("pointerleave", y, () => re(o, null)), Xe("wheel", y, Q), Pr(ve, "clientWidth", (d) => re(l, d)), w(t, ve), Ve();
}
mt([
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup",
  "click"
]);
var Qo = /* @__PURE__ */ P("<button> </button>"), $o = /* @__PURE__ */ P('<button class="more svelte-19m6xb0"> </button>'), ec = /* @__PURE__ */ P(': <b class="svelte-19m6xb0"> </b> ', 1), tc = /* @__PURE__ */ P(' <code class="svelte-19m6xb0"> </code><!>', 1), rc = /* @__PURE__ */ P('<div class="strip svelte-19m6xb0" role="group"></div> <!> <p class="readout svelte-19m6xb0" role="status"><!></p>', 1);
const nc = {
  hash: "svelte-19m6xb0",
  code: ".strip.svelte-19m6xb0 {display:flex;flex-wrap:wrap;gap:4px 2px;line-height:1.35;}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0) {all:unset;white-space:pre;max-width:100%;overflow:hidden;text-overflow:ellipsis;padding:2px 5px;border-radius:4px;cursor:pointer;font-family:var(--mono);font-size:0.9rem;background:var(--sunk);}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0):focus-visible {outline:2px solid var(--focus) !important;outline-offset:1px;}.strip.svelte-19m6xb0 button.locked:where(.svelte-19m6xb0) {box-shadow:0 0 0 2px var(--ink);}.strip.svelte-19m6xb0 button.frame:where(.svelte-19m6xb0) {outline:1.5px solid var(--ink);}.more.svelte-19m6xb0 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}.readout.svelte-19m6xb0 {margin:7px 0 12px;min-height:1.5em;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}code.svelte-19m6xb0 {font-family:var(--mono);white-space:pre;}b.svelte-19m6xb0 {color:var(--ink);}"
};
function us(t, e) {
  Ge(e, !0), Je(t, nc);
  let n = et(e, "state", 15);
  const a = 400, s = Qt();
  let i = /* @__PURE__ */ Se(null), l;
  const o = /* @__PURE__ */ k(() => n()?.pos ?? null), c = /* @__PURE__ */ k(() => n()?.shown ?? a), f = /* @__PURE__ */ k(() => r(i) ?? r(o)), h = /* @__PURE__ */ k(() => e.part.values?.values), u = /* @__PURE__ */ k(() => e.part.limit ?? (r(h) ? Cr(r(h)) : 1));
  function v(M) {
    if (!r(h)) return;
    const D = cr(r(h)[M], r(u), e.part.scale, s.dark);
    return D ? `background:${Jr(D)};color:${Vn(D)}` : "outline:1px dashed var(--faint)";
  }
  function m(M) {
    n({ ...n(), pos: r(o) === M ? void 0 : M }), r(o) === M && e.onSelect?.({ part: e.part, pos: M });
  }
  function g(M, D) {
    if (M.key === "Escape") {
      n({ ...n(), pos: void 0 }), re(i, null);
      return;
    }
    const G = {
      ArrowRight: D + 1,
      ArrowLeft: D - 1,
      Home: 0,
      End: e.part.tokens.length - 1
    }[M.key];
    G !== void 0 && (M.preventDefault(), l.children[Math.max(0, Math.min(l.children.length - 1, G))].focus());
  }
  const A = /* @__PURE__ */ k(() => r(o) ?? 0);
  var _ = rc(), E = ze(_);
  be(E, 21, () => e.part.tokens.slice(0, r(c)), Fe, (M, D, G) => {
    var ne = Qo();
    let Ee;
    var Te = Y(ne, !0);
    L(
      (se, ie, ae) => {
        De(ne, se), j(ne, "aria-pressed", G === r(o)), j(ne, "tabindex", G === r(A) ? 0 : -1), Ee = Qe(ne, 1, "svelte-19m6xb0", null, Ee, { locked: G === r(o), frame: ie }), C(Te, ae);
      },
      [
        () => v(G),
        () => r(h) && Tn(r(h)[G], r(u)),
        () => We(r(D))
      ]
    ), Xe("pointerenter", ne, () => re(i, G, !0)), Xe("pointerleave", ne, () => re(i, null)), Xe("focus", ne, () => re(i, G, !0)), Xe("blur", ne, () => re(i, null)), oe("click", ne, () => m(G)), oe("keydown", ne, (se) => g(se, G)), w(M, ne);
  }), Jt(E, (M) => l = M, () => l);
  var z = b(E, 2);
  {
    var q = (M) => {
      var D = $o(), G = Y(D);
      L((ne) => C(G, `show more (${ne ?? ""} tokens left)`), [() => qe(e.part.tokens.length - r(c))]), oe("click", D, () => n({ ...n(), shown: r(c) + 4 * a })), w(M, D);
    };
    $(z, (M) => {
      e.part.tokens.length > r(c) && M(q);
    });
  }
  var T = b(z, 2), x = H(T);
  {
    var N = (M) => {
      var D = tc(), G = ze(D), ne = b(G), Ee = Y(ne, !0), Te = b(ne);
      {
        var se = (ie) => {
          var ae = ec(), fe = b(ze(ae)), Ne = Y(fe, !0), we = b(fe);
          L(
            (Ie) => {
              C(Ne, Ie), C(we, ` ${e.part.value_title ?? "" ?? ""}`);
            },
            [() => qe(r(h)[r(f)])]
          ), w(ie, ae);
        };
        $(Te, (ie) => {
          r(h) && ie(se);
        });
      }
      L(
        (ie) => {
          C(G, `position ${r(f) ?? ""}, `), C(Ee, ie);
        },
        [() => We(e.part.tokens[r(f)])]
      ), w(M, D);
    }, F = (M) => {
      Qr(M, {
        get scale() {
          return e.part.scale;
        },
        get limit() {
          return r(u);
        },
        get title() {
          return e.part.value_title;
        }
      });
    };
    $(x, (M) => {
      r(f) !== null ? M(N) : r(h) && M(F, 1);
    });
  }
  L(() => j(E, "aria-label", e.part.value_title ?? "tokens")), w(t, _), Ve();
}
mt(["click", "keydown"]);
const ua = (t, e = Mr, n = Mr) => {
  var a = sc(), s = H(a), i = Y(s, !0), l = b(s, 2);
  be(l, 21, n, Fe, (o, c) => {
    var f = /* @__PURE__ */ k(() => Tr(r(c), 2));
    let h = () => r(f)[0], u = () => r(f)[1];
    var v = ac(), m = H(v), g = Y(m, !0), A = b(m), _ = Y(A, !0);
    L(
      (E, z) => {
        C(g, E), C(_, z);
      },
      [() => We(h()), () => Gt(u())]
    ), w(o, v);
  }), L(() => C(i, e())), w(t, a);
};
var ac = /* @__PURE__ */ P('<li class="svelte-1t44cfp"><code class="svelte-1t44cfp"> </code><span> </span></li>'), sc = /* @__PURE__ */ P('<div><h5 class="svelte-1t44cfp"> </h5> <ul class="svelte-1t44cfp"></ul></div>'), ic = /* @__PURE__ */ P('<span class="label svelte-1t44cfp"> </span>'), lc = /* @__PURE__ */ P('<span class="soft svelte-1t44cfp"> </span>'), oc = /* @__PURE__ */ P('<span class="token svelte-1t44cfp"> </span>'), cc = /* @__PURE__ */ P('<small class="svelte-1t44cfp"> </small>'), fc = /* @__PURE__ */ P('<p class="example svelte-1t44cfp"><span class="text svelte-1t44cfp"></span><!></p>'), uc = /* @__PURE__ */ P('<p class="soft svelte-1t44cfp">No example: it was never active on this text.</p>'), vc = /* @__PURE__ */ P('<button class="svelte-1t44cfp"> </button>'), dc = /* @__PURE__ */ ft('<rect width="5" class="svelte-1t44cfp"></rect>'), hc = /* @__PURE__ */ P('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Activations (counts on a log scale)</h5> <svg preserveAspectRatio="none" role="img" aria-label="histogram of activations" class="svelte-1t44cfp"></svg> <p class="ends svelte-1t44cfp"><span> </span> <span> </span></p></div>'), pc = /* @__PURE__ */ P('<li class="svelte-1t44cfp"><span> </span><span> </span></li>'), mc = /* @__PURE__ */ P('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Nearest directions (cosine)</h5> <ul class="svelte-1t44cfp"></ul></div>'), gc = /* @__PURE__ */ P('<p role="alert"> </p>'), _c = /* @__PURE__ */ P('<form class="svelte-1t44cfp"><label class="svelte-1t44cfp">Try your own text <input maxlength="2000" class="svelte-1t44cfp"/></label> <button class="svelte-1t44cfp"> </button></form> <!> <!>', 1), bc = /* @__PURE__ */ P('<article class="svelte-1t44cfp"><header class="svelte-1t44cfp"><b> </b><!> <!></header> <div class="sides svelte-1t44cfp"><div class="examples"><h5 class="svelte-1t44cfp">Where it is active</h5> <!> <!></div> <aside class="svelte-1t44cfp"><!> <!> <!> <!></aside></div> <!></article>');
const xc = {
  hash: "svelte-1t44cfp",
  code: `article.svelte-1t44cfp {border-top:1px solid var(--line);padding:14px 0 6px;}header.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;}.label.svelte-1t44cfp {font-weight:600;color:var(--blue);}.soft.svelte-1t44cfp,
  small.svelte-1t44cfp,
  .ends.svelte-1t44cfp {color:var(--soft);font-size:0.88rem;}.sides.svelte-1t44cfp {display:grid;grid-template-columns:minmax(0, 2fr) minmax(220px, 1fr);gap:8px 34px;}h5.svelte-1t44cfp {font-size:0.84rem;font-weight:600;color:var(--soft);margin:12px 0 4px;}.example.svelte-1t44cfp {margin:0 0 6px;font-size:0.9rem;line-height:1.55;}.text.svelte-1t44cfp {font-family:var(--mono);font-size:0.86rem;}.token.svelte-1t44cfp {white-space:pre-wrap;overflow-wrap:anywhere;border-radius:3px;}small.svelte-1t44cfp {margin-left:8px;}aside.svelte-1t44cfp {display:grid;grid-template-columns:1fr 1fr;gap:0 22px;align-content:start;}.wide.svelte-1t44cfp {grid-column:1 / -1;}ul.svelte-1t44cfp {list-style:none;margin:0;padding:0;font-size:0.88rem;}li.svelte-1t44cfp {display:flex;justify-content:space-between;gap:10px;padding:1px 0;font-variant-numeric:tabular-nums;}code.svelte-1t44cfp {font-family:var(--mono);white-space:pre;overflow:hidden;text-overflow:ellipsis;}svg.svelte-1t44cfp {width:100%;height:44px;display:block;}rect.svelte-1t44cfp {fill:var(--teal);}.ends.svelte-1t44cfp {display:flex;justify-content:space-between;margin:1px 0 0;font-variant-numeric:tabular-nums;}form.svelte-1t44cfp,
  label.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:8px;font-size:0.9rem;}label.svelte-1t44cfp {flex:1;margin:0;}input.svelte-1t44cfp {flex:1;min-width:180px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:3px 8px;}button.svelte-1t44cfp {font:inherit;font-size:0.88rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:2px 11px;cursor:pointer;}button.svelte-1t44cfp:focus-visible,
  input.svelte-1t44cfp:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}
  @media (max-width: 700px) {.sides.svelte-1t44cfp {grid-template-columns:1fr;}
  }`
};
function wc(t, e) {
  Ge(e, !0), Je(t, xc);
  const n = Qt(), a = 10;
  let s = /* @__PURE__ */ Se(!1), i = /* @__PURE__ */ Se(""), l = /* @__PURE__ */ Se(null), o = /* @__PURE__ */ Se(null), c = /* @__PURE__ */ Se(!1);
  const f = /* @__PURE__ */ k(() => Cr(e.part.examples.flatMap((W) => [...W.values.values]))), h = /* @__PURE__ */ k(() => r(s) ? e.part.examples : e.part.examples.slice(0, a)), u = /* @__PURE__ */ k(() => e.part.histogram ? [...e.part.histogram.counts.values] : []), v = /* @__PURE__ */ k(() => Math.max(1, ...r(u))), m = (W) => W > 0 ? 4 + 38 * Math.log1p(W) / Math.log1p(r(v)) : 0;
  function g(W) {
    if (!(W > 0)) return "";
    const Z = cr(W, r(f), "sequential", n.dark);
    return Z ? `background:${Jr(Z)};color:${Vn(Z)}` : "";
  }
  async function A(W) {
    if (W.preventDefault(), !(!e.onTry || !r(i) || r(c))) {
      re(c, !0), re(o, null);
      try {
        re(l, await e.onTry(e.part.name, r(i)));
      } catch (Z) {
        re(o, Z instanceof Error ? Z.message : String(Z), !0);
      }
      re(c, !1);
    }
  }
  var _ = bc(), E = H(_), z = H(E), q = Y(z, !0), T = b(z);
  {
    var x = (W) => {
      var Z = ic(), le = Y(Z, !0);
      L(() => C(le, e.part.label)), w(W, Z);
    };
    $(T, (W) => {
      e.part.label && W(x);
    });
  }
  var N = b(T, 2);
  {
    var F = (W) => {
      var Z = lc(), le = Y(Z);
      L((B) => C(le, `active on ${B ?? ""}% of tokens`), [() => qe(e.part.density * 100)]), w(W, Z);
    };
    $(N, (W) => {
      e.part.density !== void 0 && W(F);
    });
  }
  var M = b(E, 2), D = H(M), G = b(H(D), 2);
  be(
    G,
    17,
    () => r(h),
    Fe,
    (W, Z) => {
      var le = fc(), B = H(le);
      be(B, 21, () => r(Z).tokens, Fe, (ue, ve, de) => {
        var ye = oc(), Ae = Y(ye, !0);
        L(
          (ge, y, I, R) => {
            De(ye, ge), j(ye, "title", `${y ?? ""}: ${I ?? ""}`), C(Ae, R);
          },
          [
            () => g(r(Z).values.values[de]),
            () => We(r(ve)),
            () => qe(r(Z).values.values[de]),
            () => We(r(ve))
          ]
        ), w(ue, ye);
      });
      var Q = b(B);
      {
        var ce = (ue) => {
          var ve = cc(), de = Y(ve, !0);
          L(() => C(de, r(Z).note)), w(ue, ve);
        };
        $(Q, (ue) => {
          r(Z).note && ue(ce);
        });
      }
      w(W, le);
    },
    (W) => {
      var Z = uc();
      w(W, Z);
    }
  );
  var ne = b(G, 2);
  {
    var Ee = (W) => {
      var Z = vc(), le = Y(Z, !0);
      L(() => {
        j(Z, "aria-expanded", r(s)), C(le, r(s) ? "fewer" : `all ${e.part.examples.length} examples`);
      }), oe("click", Z, () => re(s, !r(s))), w(W, Z);
    };
    $(ne, (W) => {
      e.part.examples.length > a && W(Ee);
    });
  }
  var Te = b(D, 2), se = H(Te);
  ua(se, () => "Raises", () => e.part.logits_up);
  var ie = b(se, 2);
  ua(ie, () => "Lowers", () => e.part.logits_down);
  var ae = b(ie, 2);
  {
    var fe = (W) => {
      var Z = hc(), le = b(H(Z), 2);
      be(le, 21, () => r(u), Fe, (de, ye, Ae) => {
        var ge = dc();
        j(ge, "x", Ae * 6), L(
          (y, I) => {
            j(ge, "y", y), j(ge, "height", I);
          },
          [() => 43 - m(r(ye)), () => m(r(ye))]
        ), w(de, ge);
      });
      var B = b(le, 2), Q = H(B), ce = Y(Q, !0), ue = b(Q, 2), ve = Y(ue, !0);
      L(
        (de, ye) => {
          j(le, "viewBox", `0 0 ${r(u).length * 6} 44`), C(ce, de), C(ve, ye);
        },
        [
          () => qe(e.part.histogram.edges.values[0]),
          () => qe(e.part.histogram.edges.values[e.part.histogram.edges.values.length - 1])
        ]
      ), w(W, Z);
    };
    $(ae, (W) => {
      e.part.histogram && W(fe);
    });
  }
  var Ne = b(ae, 2);
  {
    var we = (W) => {
      var Z = mc(), le = b(H(Z), 2);
      be(le, 21, () => e.part.neighbours, Fe, (B, Q) => {
        var ce = /* @__PURE__ */ k(() => Tr(r(Q), 2));
        let ue = () => r(ce)[0], ve = () => r(ce)[1];
        var de = pc(), ye = H(de), Ae = Y(ye, !0), ge = b(ye), y = Y(ge, !0);
        L(
          (I) => {
            C(Ae, ue()), C(y, I);
          },
          [() => qe(ve())]
        ), w(B, de);
      }), w(W, Z);
    };
    $(Ne, (W) => {
      e.part.neighbours?.length && W(we);
    });
  }
  var Ie = b(M, 2);
  {
    var Pe = (W) => {
      var Z = _c(), le = ze(Z), B = H(le), Q = b(H(B)), ce = b(B, 2), ue = Y(ce, !0), ve = b(le, 2);
      {
        var de = (ge) => {
          var y = gc(), I = Y(y, !0);
          L(() => C(I, r(o))), w(ge, y);
        };
        $(ve, (ge) => {
          r(o) && ge(de);
        });
      }
      var ye = b(ve, 2);
      {
        var Ae = (ge) => {
          {
            let y = /* @__PURE__ */ k(() => ({
              part: "token_strip",
              tokens: r(l).tokens,
              values: r(l).values,
              value_title: "activation",
              scale: "sequential",
              limit: r(f)
            }));
            us(ge, {
              get part() {
                return r(y);
              }
            });
          }
        };
        $(ye, (ge) => {
          r(l) && ge(Ae);
        });
      }
      L(() => {
        ce.disabled = r(c) || !r(i), C(ue, r(c) ? "…" : "run");
      }), Xe("submit", le, A), Qi(Q, () => r(i), (ge) => re(i, ge)), w(W, Z);
    };
    $(Ie, (W) => {
      e.onTry && W(Pe);
    });
  }
  L(() => C(q, e.part.name)), w(t, _), Ve();
}
mt(["click"]);
var yc = /* @__PURE__ */ P('<label class="switch svelte-1ecqen9"><input type="checkbox"/> </label>'), va = /* @__PURE__ */ P("<span> </span>"), kc = /* @__PURE__ */ P('<div class="column svelte-1ecqen9"><!> <span class="token svelte-1ecqen9"> </span></div>'), Mc = /* @__PURE__ */ P('<span class="guess svelte-1ecqen9"><code class="svelte-1ecqen9"> </code> </span>'), zc = /* @__PURE__ */ P('<span class="guess answer svelte-1ecqen9"> </span>'), Ec = /* @__PURE__ */ P('<span class="place svelte-1ecqen9"> <code class="svelte-1ecqen9"> </code></span> <!> <!>', 1), Sc = /* @__PURE__ */ P('<span class="hint svelte-1ecqen9">Layers go up, positions across. Point at a cell for its likeliest tokens; click to keep them.</span>'), Tc = /* @__PURE__ */ P('<!>  <div class="box svelte-1ecqen9" role="application" aria-label="lens by layer and position; arrows move, Enter chooses, Escape releases" tabindex="0"><div class="grid svelte-1ecqen9"><div class="gutter svelte-1ecqen9"></div> <!></div></div> <p class="under svelte-1ecqen9"><!></p> <p class="readout svelte-1ecqen9" role="status"><!></p>', 1);
const Ac = {
  hash: "svelte-1ecqen9",
  code: `.switch.svelte-1ecqen9 {display:inline-flex;gap:7px;align-items:center;font-size:0.9rem;color:var(--soft);margin-bottom:8px;}.box.svelte-1ecqen9 {overflow-x:auto;border-radius:6px;}.box.svelte-1ecqen9:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}.grid.svelte-1ecqen9 {position:relative;font-size:12px;}.gutter.svelte-1ecqen9 {position:sticky;left:0;z-index:1;height:100%;background:var(--card);}.gutter.svelte-1ecqen9 span:where(.svelte-1ecqen9) {position:absolute;right:9px;line-height:21px;color:var(--soft);font-variant-numeric:tabular-nums;}.gutter.svelte-1ecqen9 .decided:where(.svelte-1ecqen9) {color:var(--ink);font-weight:700;}.column.svelte-1ecqen9 {position:absolute;top:0;}.cell.svelte-1ecqen9,
  .token.svelte-1ecqen9 {position:absolute;left:0;right:0;height:20px;line-height:20px;text-align:center;white-space:pre;overflow:hidden;border-radius:3px;}.cell.svelte-1ecqen9 {cursor:pointer;background:repeating-linear-gradient(-45deg, var(--line) 0 1px, transparent 1px 5px);}.cell.at.svelte-1ecqen9 {outline:1.5px solid var(--ink);}.cell.locked.svelte-1ecqen9 {outline:2.5px solid var(--ink);}.token.svelte-1ecqen9 {color:var(--soft);font-weight:600;}.under.svelte-1ecqen9 {margin:6px 0 0;}.readout.svelte-1ecqen9 {margin:6px 0 0;min-height:3.2em;font-size:0.9rem;font-variant-numeric:tabular-nums;}.place.svelte-1ecqen9 {color:var(--soft);margin-right:8px;}.guess.svelte-1ecqen9 {display:inline-block;margin-right:14px;white-space:nowrap;}.answer.svelte-1ecqen9 {color:var(--blue);}.hint.svelte-1ecqen9 {color:var(--faint);}code.svelte-1ecqen9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function qc(t, e) {
  Ge(e, !0), Je(t, Ac);
  let n = et(e, "state", 15);
  const a = 76, s = 22, i = 46, l = Qt();
  let o, c = /* @__PURE__ */ Se(0), f = /* @__PURE__ */ Se(800), h = /* @__PURE__ */ Se(null);
  const u = /* @__PURE__ */ k(() => e.part.tokens.length), v = /* @__PURE__ */ k(() => e.part.layers.length), m = /* @__PURE__ */ k(() => e.part.probabilities.shape[2]), g = /* @__PURE__ */ k(() => n()?.cell ?? null), A = /* @__PURE__ */ k(() => !!n()?.byAnswer && e.part.answer_probability !== void 0), _ = /* @__PURE__ */ k(() => r(h) ?? r(g)), E = /* @__PURE__ */ k(() => Math.max(0, Math.floor(r(c) / a) - 3)), z = /* @__PURE__ */ k(() => Math.min(r(u), Math.ceil((r(c) + r(f)) / a) + 3)), q = /* @__PURE__ */ k(() => Array.from({ length: Math.max(0, r(z) - r(E)) }, (B, Q) => r(E) + Q)), T = /* @__PURE__ */ k(() => Array.from({ length: r(v) }, (B, Q) => r(v) - 1 - Q));
  Ct(() => {
    o && n()?.cell === void 0 && (o.scrollLeft = Math.ceil(Math.max(0, i + r(
      u
      // what decides is mostly at the end
    ) * a - o.clientWidth) / a) * a);
  });
  const x = (B, Q) => r(A) ? e.part.answer_probability.values[B * r(u) + Q] : e.part.probabilities.values[(B * r(u) + Q) * r(m)], N = (B, Q) => e.part.top[B][Q][0] ?? "";
  function F(B, Q) {
    const ce = cr(x(B, Q), 1, "sequential", l.dark);
    return ce ? `background:${Jr(ce)};color:${Vn(ce)}` : "";
  }
  function M(B) {
    const Q = B.target.closest("[data-layer]");
    return Q ? { layer: Number(Q.dataset.layer), pos: Number(Q.dataset.pos) } : null;
  }
  function D(B) {
    const Q = B && r(g) && B.layer === r(g).layer && B.pos === r(g).pos;
    n({ ...n(), cell: Q ? void 0 : B ?? void 0 }), B && !Q && e.onSelect?.({ part: e.part, ...B });
  }
  function G(B) {
    const Q = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0]
    }[B.key];
    if (Q) {
      const ce = r(g) ?? { layer: r(v) - 1, pos: r(u) }, ue = {
        layer: Math.max(0, Math.min(r(v) - 1, ce.layer + Q[0])),
        pos: Math.max(0, Math.min(r(u) - 1, ce.pos + Q[1]))
      };
      re(h, null), n({ ...n(), cell: ue });
      const [ve, de] = [ue.pos * a, (ue.pos + 1) * a + i];
      ve < o.scrollLeft ? o.scrollLeft = ve : de > o.scrollLeft + o.clientWidth && (o.scrollLeft = de - o.clientWidth);
    } else if (B.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, ...r(g) });
    else if (B.key === "Escape")
      D(null), re(h, null);
    else return;
    B.preventDefault();
  }
  var ne = Tc(), Ee = ze(ne);
  {
    var Te = (B) => {
      var Q = yc(), ce = H(Q), ue = b(ce);
      L(
        (ve) => {
          Zi(ce, r(A)), C(ue, ` shade by the probability of ${ve ?? ""}`);
        },
        [
          () => e.part.answer ? We(e.part.answer) : "the answer"
        ]
      ), oe("change", ce, (ve) => n({ ...n(), byAnswer: ve.currentTarget.checked })), w(B, Q);
    };
    $(Ee, (B) => {
      e.part.answer_probability && B(Te);
    });
  }
  var se = b(Ee, 2), ie = H(se);
  let ae;
  var fe = H(ie);
  De(fe, "", {}, { width: "46px" }), be(fe, 22, () => r(T), (B) => B, (B, Q, ce) => {
    var ue = va();
    let ve, de;
    var ye = Y(ue, !0);
    L(() => {
      j(ue, "title", e.part.decided_at === Q ? "the answer leads for good from here" : void 0), ve = Qe(ue, 1, "svelte-1ecqen9", null, ve, { decided: e.part.decided_at === Q }), de = De(ue, "", de, { top: `${r(ce) * s}px` }), C(ye, e.part.layers[Q]);
    }), w(B, ue);
  });
  var Ne = b(fe, 2);
  be(Ne, 16, () => r(q), (B) => B, (B, Q) => {
    var ce = kc();
    let ue;
    var ve = H(ce);
    be(ve, 18, () => r(T), (ge) => ge, (ge, y, I) => {
      var R = va();
      let J;
      var ee = Y(R, !0);
      L(
        (he, Re) => {
          J = Qe(R, 1, "cell svelte-1ecqen9", null, J, {
            at: r(h)?.layer === y && r(h)?.pos === Q,
            locked: r(g)?.layer === y && r(g)?.pos === Q
          }), j(R, "data-layer", y), j(R, "data-pos", Q), De(R, `top:${r(I) * s}px;${he ?? ""}`), C(ee, Re);
        },
        [
          () => F(y, Q),
          () => yt(N(y, Q), 9)
        ]
      ), w(ge, R);
    });
    var de = b(ve, 2);
    let ye;
    var Ae = Y(de, !0);
    L(
      (ge) => {
        ue = De(ce, "", ue, { left: `${i + Q * a}px`, width: "74px" }), ye = De(de, "", ye, { top: `${r(v) * s}px` }), C(Ae, ge);
      },
      [() => yt(e.part.tokens[Q], 10)]
    ), w(B, ce);
  }), Jt(se, (B) => o = B, () => o);
  var we = b(se, 2), Ie = H(we);
  {
    let B = /* @__PURE__ */ k(() => r(A) ? "probability of the answer" : "probability of the token shown");
    Qr(Ie, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(B);
      }
    });
  }
  var Pe = b(we, 2), W = H(Pe);
  {
    var Z = (B) => {
      var Q = Ec(), ce = ze(Q), ue = H(ce), ve = b(ue), de = Y(ve, !0), ye = b(ce, 2);
      be(ye, 17, () => e.part.top[r(_).layer][r(_).pos], Fe, (y, I, R) => {
        var J = Mc(), ee = H(J), he = Y(ee, !0), Re = b(ee);
        L(
          (Oe, He) => {
            C(he, Oe), C(Re, ` ${He ?? ""}`);
          },
          [
            () => We(r(I)),
            () => qe(e.part.probabilities.values[(r(_).layer * r(u) + r(_).pos) * r(m) + R])
          ]
        ), w(y, J);
      });
      var Ae = b(ye, 2);
      {
        var ge = (y) => {
          var I = zc(), R = Y(I);
          L(
            (J, ee) => C(R, `${J ?? ""}
        ${ee ?? ""}`),
            [
              () => e.part.answer ? We(e.part.answer) : "answer",
              () => qe(e.part.answer_probability.values[r(_).layer * r(u) + r(_).pos])
            ]
          ), w(y, I);
        };
        $(Ae, (y) => {
          e.part.answer_probability && y(ge);
        });
      }
      L(
        (y) => {
          C(ue, `layer ${e.part.layers[r(_).layer] ?? ""}, position ${r(_).pos ?? ""} `), C(de, y);
        },
        [() => We(e.part.tokens[r(_).pos])]
      ), w(B, Q);
    }, le = (B) => {
      var Q = Sc();
      w(B, Q);
    };
    $(W, (B) => {
      r(_) ? B(Z) : B(le, -1);
    });
  }
  L(() => ae = De(ie, "", ae, {
    width: `${i + r(u) * a}px`,
    height: `${(r(v) + 1) * s + 4}px`
  })), Xe("scroll", se, () => re(c, o.scrollLeft, !0)), oe("keydown", se, G), oe("click", se, (B) => D(M(B))), oe("pointermove", se, (B) => re(h, M(B), !0)), Xe("pointerleave", se, () => re(h, null)), Pr(se, "clientWidth", (B) => re(f, B)), w(t, ne), Ve();
}
mt(["change", "keydown", "click", "pointermove"]);
var Nc = /* @__PURE__ */ P('<p class="how svelte-1urrham"> </p>'), Rc = /* @__PURE__ */ P('<details class="svelte-1urrham"><summary class="svelte-1urrham"> </summary> <!></details>'), Pc = /* @__PURE__ */ P("<section><!> <!> <!> <!></section>");
const Cc = {
  hash: "svelte-1urrham",
  code: `section.svelte-1urrham {background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:22px 24px 24px;margin:18px 0;min-width:0;}section.inner.svelte-1urrham {background:none;border:0;border-radius:0;padding:0;margin:22px 0 0;}.title.svelte-1urrham {font-size:1.18rem;line-height:1.3;font-weight:650;margin:0 0 0.25em;}.inner.svelte-1urrham > .title:where(.svelte-1urrham) {font-size:1rem;}.how.svelte-1urrham {color:var(--soft);margin:0 0 1.1em;max-width:72ch;}details.svelte-1urrham {margin-top:14px;}summary.svelte-1urrham {cursor:pointer;color:var(--soft);width:fit-content;border-radius:4px;}summary.svelte-1urrham:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}
  @media (max-width: 560px) {section.svelte-1urrham {padding:16px 14px 18px;}
  }`
};
function Oc(t, e) {
  Ge(e, !0), Je(t, Cc);
  const n = (g, A = Mr, _ = Mr) => {
    var E = Zt(), z = ze(E);
    be(z, 17, A, Fe, (q, T, x) => {
      var N = () => r(i)[`${_()}${x}`], F = (M) => l(`${_()}${x}`, M);
      {
        let M = /* @__PURE__ */ k(() => s() + 1);
        Yr(q, {
          get part() {
            return r(T);
          },
          get onSelect() {
            return e.onSelect;
          },
          get onTry() {
            return e.onTry;
          },
          get level() {
            return r(M);
          },
          get state() {
            return N();
          },
          set state(D) {
            F(D);
          }
        });
      }
    }), w(g, E);
  };
  let a = et(e, "state", 15), s = et(e, "level", 3, 2);
  const i = /* @__PURE__ */ k(() => a()?.parts ?? {}), l = (g, A) => {
    a({ ...a(), parts: { ...r(i), [g]: A } });
  };
  var o = Pc();
  let c;
  var f = H(o);
  ji(f, () => `h${Math.min(s(), 6)}`, !1, (g, A) => {
    Qe(g, 0, "title svelte-1urrham");
    var _ = as();
    L(() => C(_, e.part.title)), w(A, _);
  });
  var h = b(f, 2);
  {
    var u = (g) => {
      var A = Nc(), _ = Y(A, !0);
      L(() => C(_, e.part.how)), w(g, A);
    };
    $(h, (g) => {
      e.part.how && g(u);
    });
  }
  var v = b(h, 2);
  n(v, () => e.part.parts, () => "");
  var m = b(v, 2);
  be(m, 17, () => e.part.details ?? [], Fe, (g, A, _) => {
    var E = Rc(), z = H(E), q = Y(z, !0), T = b(z, 2);
    n(T, () => r(A).parts, () => `d${_}.`), L(() => C(q, r(A).title)), w(g, E);
  }), L(() => c = Qe(o, 1, "svelte-1urrham", null, c, { inner: s() > 2 })), w(t, o), Ve();
}
var Lc = /* @__PURE__ */ P('<th><button class="svelte-1l35377"> <span class="mark svelte-1l35377" aria-hidden="true"> </span></button></th>'), Dc = /* @__PURE__ */ P('<code class="svelte-1l35377"> </code>'), Fc = /* @__PURE__ */ P("<td><!></td>"), Ic = /* @__PURE__ */ P("<tr></tr>"), jc = /* @__PURE__ */ P('<button class="more svelte-1l35377"> </button>'), Hc = /* @__PURE__ */ P('<div class="scroll svelte-1l35377" tabindex="0" role="group" aria-label="table"><table class="svelte-1l35377"><thead><tr></tr></thead><tbody></tbody></table></div> <!>', 1);
const Bc = {
  hash: "svelte-1l35377",
  code: `.scroll.svelte-1l35377 {overflow-x:auto;border-radius:4px;}.scroll.svelte-1l35377:focus-visible,
  button.svelte-1l35377:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}table.svelte-1l35377 {border-collapse:collapse;font-size:0.93rem;min-width:min(100%, 320px);}th.svelte-1l35377,
  td.svelte-1l35377 {text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;max-width:56ch;overflow-wrap:break-word;}.n.svelte-1l35377 {text-align:right;font-variant-numeric:tabular-nums;}th.svelte-1l35377 button:where(.svelte-1l35377) {all:unset;cursor:pointer;font-weight:600;font-size:0.88rem;color:var(--soft);white-space:nowrap;}th.svelte-1l35377 button:where(.svelte-1l35377):focus-visible {outline:2px solid var(--focus);border-radius:3px;}.mark.svelte-1l35377 {display:inline-block;width:1em;text-align:center;}.choose.svelte-1l35377 {cursor:pointer;}.choose.svelte-1l35377:hover td:where(.svelte-1l35377) {background:var(--sunk);}code.svelte-1l35377 {font-family:var(--mono);font-size:0.92em;white-space:pre;}.more.svelte-1l35377 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}`
};
function Uc(t, e) {
  Ge(e, !0), Je(t, Bc);
  let n = et(e, "state", 15);
  const a = 200, s = /* @__PURE__ */ k(() => n()?.by), i = /* @__PURE__ */ k(() => !!n()?.down), l = /* @__PURE__ */ k(() => n()?.shown ?? a), o = /* @__PURE__ */ k(() => {
    const q = e.part.rows.map((T, x) => x);
    return r(s) === void 0 ? q : q.sort((T, x) => c(e.part.rows[T][r(s)], e.part.rows[x][r(s)], r(i) ? -1 : 1));
  });
  function c(q, T, x) {
    return q === T ? 0 : q === null ? 1 : T === null ? -1 : x * (typeof q == "number" && typeof T == "number" ? q - T : String(q).localeCompare(String(T)));
  }
  function f(q) {
    const T = e.part.columns[q].kind === "number";
    n({
      ...n(),
      by: q,
      down: r(s) === q ? !r(i) : T
    });
  }
  function h(q, T) {
    return q === null ? "–" : T === "token" ? We(String(q)) : typeof q == "number" ? qe(q) : q;
  }
  var u = Hc(), v = ze(u), m = H(v), g = H(m), A = H(g);
  be(A, 21, () => e.part.columns, Fe, (q, T, x) => {
    var N = Lc();
    let F;
    var M = H(N), D = H(M), G = b(D), ne = Y(G, !0);
    L(() => {
      j(N, "aria-sort", r(s) === x ? r(i) ? "descending" : "ascending" : void 0), F = Qe(N, 1, "svelte-1l35377", null, F, { n: r(T).kind === "number" }), C(D, r(T).title), C(ne, r(s) === x ? r(i) ? "↓" : "↑" : "");
    }), oe("click", M, () => f(x)), w(q, N);
  });
  var _ = b(g);
  be(_, 20, () => r(o).slice(0, r(l)), (q) => q, (q, T) => {
    var x = Ic();
    let N;
    be(x, 21, () => e.part.columns, Fe, (F, M, D) => {
      var G = Fc();
      let ne;
      var Ee = H(G);
      {
        var Te = (ie) => {
          var ae = Dc(), fe = Y(ae, !0);
          L((Ne) => C(fe, Ne), [() => h(e.part.rows[T][D], r(M).kind)]), w(ie, ae);
        }, se = (ie) => {
          var ae = as();
          L((fe) => C(ae, fe), [() => h(e.part.rows[T][D], r(M).kind)]), w(ie, ae);
        };
        $(Ee, (ie) => {
          r(M).kind === "token" ? ie(Te) : ie(se, -1);
        });
      }
      L(() => ne = Qe(G, 1, "svelte-1l35377", null, ne, { n: r(M).kind === "number" })), w(F, G);
    }), L(() => N = Qe(x, 1, "svelte-1l35377", null, N, { choose: e.onSelect })), oe("click", x, () => e.onSelect?.({ part: e.part, row: T })), w(q, x);
  });
  var E = b(v, 2);
  {
    var z = (q) => {
      var T = jc(), x = Y(T);
      L((N) => C(x, `show more (${N ?? ""} left)`), [() => qe(e.part.rows.length - r(l))]), oe("click", T, () => n({ ...n(), shown: r(l) + a })), w(q, T);
    };
    $(E, (q) => {
      e.part.rows.length > r(l) && q(z);
    });
  }
  w(t, u), Ve();
}
mt(["click"]);
var Wc = /* @__PURE__ */ P('<blockquote class="svelte-1welwi2"> </blockquote>'), Yc = /* @__PURE__ */ P("<p> </p>");
const Gc = {
  hash: "svelte-1welwi2",
  code: `p.svelte-1welwi2,
  blockquote.svelte-1welwi2 {max-width:72ch;margin:0.5em 0;white-space:pre-wrap;overflow-wrap:anywhere;}.soft.svelte-1welwi2 {color:var(--soft);font-size:0.94rem;}blockquote.svelte-1welwi2 {margin-left:0;padding-left:14px;border-left:3px solid var(--line);}`
};
function Vc(t, e) {
  Ge(e, !0), Je(t, Gc);
  var n = Zt(), a = ze(n);
  {
    var s = (l) => {
      var o = Wc(), c = Y(o, !0);
      L(() => C(c, e.part.text)), w(l, o);
    }, i = (l) => {
      var o = Yc();
      let c;
      var f = Y(o, !0);
      L(() => {
        c = Qe(o, 1, "svelte-1welwi2", null, c, { soft: e.part.tone === "soft" }), C(f, e.part.text);
      }), w(l, o);
    };
    $(a, (l) => {
      e.part.tone === "quote" ? l(s) : l(i, -1);
    });
  }
  w(t, n), Ve();
}
var Xc = /* @__PURE__ */ P("<p> </p>");
function Yr(t, e) {
  Ge(e, !0);
  let n = et(e, "state", 15), a = et(e, "level", 3, 2);
  var s = Zt(), i = ze(s);
  {
    var l = (x) => {
      Oc(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get onTry() {
          return e.onTry;
        },
        get level() {
          return a();
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, o = (x) => {
      Io(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get onTry() {
          return e.onTry;
        },
        get level() {
          return a();
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, c = (x) => {
      Vc(x, {
        get part() {
          return e.part;
        }
      });
    }, f = (x) => {
      ll(x, {
        get part() {
          return e.part;
        }
      });
    }, h = (x) => {
      Uc(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, u = (x) => {
      go(x, {
        get part() {
          return e.part;
        }
      });
    }, v = (x) => {
      Jo(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, m = (x) => {
      us(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, g = (x) => {
      qc(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, A = (x) => {
      Yl(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, _ = (x) => {
      ao(x, {
        get part() {
          return e.part;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, E = (x) => {
      Pl(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, z = (x) => {
      Ro(x, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(N) {
          n(N);
        }
      });
    }, q = (x) => {
      wc(x, {
        get part() {
          return e.part;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, T = (x) => {
      var N = Xc(), F = Y(N);
      L(() => C(F, `This page has a part that this version cannot draw: ${e.part.part ?? ""}`)), w(x, N);
    };
    $(i, (x) => {
      e.part.part === "section" ? x(l) : e.part.part === "group" ? x(o, 1) : e.part.part === "text" ? x(c, 2) : e.part.part === "answer" ? x(f, 3) : e.part.part === "table" ? x(h, 4) : e.part.part === "finding" ? x(u, 5) : e.part.part === "heat_map" ? x(v, 6) : e.part.part === "token_strip" ? x(m, 7) : e.part.part === "lens_grid" ? x(g, 8) : e.part.part === "bars" ? x(A, 9) : e.part.part === "curves" ? x(_, 10) : e.part.part === "attention" ? x(E, 11) : e.part.part === "graph" ? x(z, 12) : e.part.part === "latent_card" ? x(q, 13) : x(T, -1);
    });
  }
  w(t, s), Ve();
}
var Kc = /* @__PURE__ */ P('<p class="svelte-1brgrom"> </p>'), Zc = /* @__PURE__ */ P('<dt class="svelte-1brgrom"> </dt> <dd class="svelte-1brgrom"><code class="svelte-1brgrom"> </code></dd>', 1), Jc = /* @__PURE__ */ P('<details><summary class="svelte-1brgrom">How to make this again</summary> <dl class="svelte-1brgrom"></dl></details>'), Qc = /* @__PURE__ */ P('<main class="svelte-1brgrom"><header class="svelte-1brgrom"><div><h1 class="svelte-1brgrom"> </h1> <!></div> <button class="svelte-1brgrom"><span aria-hidden="true">◐</span> </button></header> <!> <!></main>');
const $c = {
  hash: "svelte-1brgrom",
  code: `main.svelte-1brgrom {max-width:1040px;margin:0 auto;padding:32px 22px 48px;box-sizing:border-box;}header.svelte-1brgrom {display:flex;gap:20px;align-items:start;justify-content:space-between;margin-bottom:22px;}h1.svelte-1brgrom {font-size:1.55rem;line-height:1.25;font-weight:680;letter-spacing:-0.01em;margin:0;overflow-wrap:anywhere;white-space:pre-wrap;}header.svelte-1brgrom p:where(.svelte-1brgrom) {color:var(--soft);margin:0.35em 0 0;max-width:68ch;}button.svelte-1brgrom {font:inherit;font-size:0.9rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px;cursor:pointer;white-space:nowrap;}button.svelte-1brgrom:focus-visible,
  summary.svelte-1brgrom:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}summary.svelte-1brgrom {cursor:pointer;color:var(--soft);width:fit-content;margin-top:22px;}dl.svelte-1brgrom {display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:0.9rem;}dt.svelte-1brgrom {color:var(--soft);}dd.svelte-1brgrom {margin:0;min-width:0;overflow-wrap:anywhere;}code.svelte-1brgrom {font-family:var(--mono);font-size:0.93em;}
  @media (max-width: 560px) {main.svelte-1brgrom {padding:20px 12px 36px;}dl.svelte-1brgrom {grid-template-columns:1fr;}
  }`
};
function ef(t, e) {
  Ge(e, !0), Je(t, $c);
  const n = Qt(), a = (_) => typeof _ == "string" ? _ : JSON.stringify(_);
  var s = Qc(), i = H(s), l = H(i), o = H(l), c = Y(o, !0), f = b(o, 2);
  {
    var h = (_) => {
      var E = Kc(), z = Y(E, !0);
      L(() => C(z, e.page.subtitle)), w(_, E);
    };
    $(f, (_) => {
      e.page.subtitle && _(h);
    });
  }
  var u = b(l, 2), v = b(H(u)), m = b(i, 2);
  be(m, 17, () => e.page.parts, Fe, (_, E) => {
    Yr(_, {
      get part() {
        return r(E);
      }
    });
  });
  var g = b(m, 2);
  {
    var A = (_) => {
      var E = Jc(), z = b(H(E), 2);
      be(z, 21, () => Object.entries(e.page.provenance), ([q, T]) => q, (q, T) => {
        var x = /* @__PURE__ */ k(() => Tr(r(T), 2));
        let N = () => r(x)[0], F = () => r(x)[1];
        var M = Zc(), D = ze(M), G = Y(D, !0), ne = b(D, 2), Ee = H(ne), Te = Y(Ee, !0);
        L(
          (se) => {
            C(G, N()), C(Te, se);
          },
          [() => a(F())]
        ), w(q, M);
      }), w(_, E);
    };
    $(g, (_) => {
      e.page.provenance && _(A);
    });
  }
  L(() => {
    C(c, e.page.title), j(u, "aria-label", `switch to ${n.dark ? "light" : "dark"} colours`), C(v, ` ${n.dark ? "light" : "dark"}`);
  }), oe("click", u, () => n.toggle()), w(t, s), Ve();
}
mt(["click"]);
var tf = /* @__PURE__ */ P('<p role="alert" class="svelte-9tpkvn"> </p>'), rf = /* @__PURE__ */ P('<p role="status" class="svelte-9tpkvn">…</p>');
const nf = {
  hash: "svelte-9tpkvn",
  code: "p.svelte-9tpkvn {margin:2rem;}"
};
function af(t, e) {
  Ge(e, !0), Je(t, nf);
  const n = dl(new cs(e.host));
  rl(() => n.destroy());
  const a = e.host.parentElement === document.body;
  Ct(() => {
    n.dark, a && (document.documentElement.style.background = getComputedStyle(e.host).getPropertyValue("--bg"));
  });
  var s = Zt(), i = ze(s);
  {
    var l = (f) => {
      var h = tf(), u = Y(h, !0);
      L(() => C(u, e.shown.problem)), w(f, h);
    }, o = (f) => {
      ef(f, {
        get page() {
          return e.shown.page;
        }
      });
    }, c = (f) => {
      var h = rf();
      w(f, h);
    };
    $(i, (f) => {
      e.shown.problem ? f(l) : e.shown.page ? f(o, 1) : f(c, -1);
    });
  }
  w(t, s), Ve();
}
const sf = ':root,:host{color-scheme:light;--bg: #fbfaf7;--card: #ffffff;--sunk: #f3f2ee;--ink: #1b2025;--soft: #57616b;--faint: #8b949c;--line: #e2e1dc;--focus: #1f5fa8;--blue: #1f5fa8;--orange: #b8530c;--teal: #0b6f6f;--good: #17683a;--good-soft: #e4f2e9;--warn: #855700;--warn-soft: #f8efdc;--bad: #a52a2a;--radius: 10px;--font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace}@media(prefers-color-scheme:dark){:root:not([data-theme=light]),:host(:not([data-theme="light"])){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #76818a;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}}:root[data-theme=dark],:host([data-theme="dark"]){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #76818a;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}:host{display:block;background:var(--bg);color:var(--ink);font:16px/1.55 var(--font)}';
async function lf(t) {
  if (t?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(t?.cutaway)}); make it again`);
  const e = await Promise.all(t.arrays.map(of));
  return qn(t.page, e);
}
async function of(t) {
  const e = await ff(cf(t.data));
  return { shape: t.shape, values: uf(t, e) };
}
function cf(t) {
  const e = atob(t), n = new Uint8Array(e.length);
  for (let a = 0; a < e.length; a++) n[a] = e.charCodeAt(a);
  return n;
}
async function ff(t) {
  const e = new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(e).arrayBuffer();
}
function uf(t, e) {
  const { dtype: n, scale: a = 1, offset: s = 0 } = t;
  if (n === "float32") return new Float32Array(e);
  if (n === "int32") return Float32Array.from(new Int32Array(e));
  if (n === "uint8") return Float32Array.from(new Uint8Array(e), (i) => i === 255 ? NaN : i * a + s);
  if (n === "float16") return Float32Array.from(new Uint16Array(e), vf);
  throw new Error(`numbers of type ${String(n)} cannot be read; make the page again`);
}
function vf(t) {
  const e = t & 32768 ? -1 : 1, n = t >> 10 & 31, a = t & 1023;
  return n === 0 ? e * a * 2 ** -24 : n === 31 ? a ? NaN : e * (1 / 0) : e * (1 + a / 1024) * 2 ** (n - 15);
}
function qn(t, e) {
  if (Array.isArray(t)) return t.map((a) => qn(a, e));
  if (t === null || typeof t != "object") return t;
  const n = t.$array;
  return typeof n == "number" ? e[n] : Object.fromEntries(Object.entries(t).map(([a, s]) => [a, qn(s, e)]));
}
class df {
  #t = /* @__PURE__ */ Se(null);
  get page() {
    return r(this.#t);
  }
  set page(e) {
    re(this.#t, e);
  }
  #r = /* @__PURE__ */ Se(null);
  get problem() {
    return r(this.#r);
  }
  set problem(e) {
    re(this.#r, e, !0);
  }
  #e = 0;
  constructor(e) {
    this.show(e);
  }
  show(e) {
    const n = ++this.#e;
    lf(e).then(
      (a) => {
        n === this.#e && (this.page = a, this.problem = null);
      },
      (a) => {
        n === this.#e && (this.problem = a instanceof Error ? a.message : String(a));
      }
    );
  }
}
function hf(t, e) {
  const n = t.shadowRoot ?? t.attachShadow({ mode: "open" }), a = document.createElement("style");
  a.textContent = sf;
  const s = document.createElement("div");
  n.replaceChildren(a, s);
  const i = new df(e), l = Ri(af, { target: s, props: { shown: i, host: t } });
  return {
    update: (o) => i.show(o),
    destroy: () => {
      Ci(l), n.replaceChildren();
    }
  };
}
function pf({ model: t, el: e }) {
  const n = () => JSON.parse(t.get("payload")), a = document.createElement("div");
  e.replaceChildren(a);
  const s = hf(a, n()), i = () => s.update(n());
  return t.on("change:payload", i), () => {
    t.off("change:payload", i), s.destroy();
  };
}
const gf = { render: pf };
export {
  gf as default
};
