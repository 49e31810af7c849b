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
const et = 2, sr = 4, Vr = 8, ga = 1 << 24, dt = 16, gt = 32, Dt = 64, gn = 128, Rn = 256, mt = 512, We = 1024, Ce = 2048, ot = 4096, rt = 8192, Qe = 16384, fr = 32768, zr = 1 << 25, Xt = 65536, Ir = 1 << 17, ms = 1 << 18, ur = 1 << 19, gs = 1 << 20, kt = 1 << 25, jr = 1 << 21, nr = 1 << 22, Ot = 1 << 23, Wt = /* @__PURE__ */ Symbol("$state"), _a = /* @__PURE__ */ Symbol("component"), _s = /* @__PURE__ */ Symbol("legacy props"), bs = /* @__PURE__ */ Symbol(""), ba = /* @__PURE__ */ Symbol("attributes"), _n = /* @__PURE__ */ Symbol("class"), bn = /* @__PURE__ */ Symbol("style"), xn = /* @__PURE__ */ Symbol("text"), Dr = /* @__PURE__ */ Symbol("form reset"), Ar = new class extends Error {
  name = "StaleReactionError";
  message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), xs = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  !!globalThis.document?.contentType && /* @__PURE__ */ globalThis.document.contentType.includes("xml")
), ws = 1, ys = 2, xa = 4, ks = 8, Ms = 16, zs = 1, Es = 4, Ss = 8, Ts = 16, wa = 1, As = 2, ya = {}, Ue = /* @__PURE__ */ Symbol("uninitialized"), ka = "http://www.w3.org/1999/xhtml", qs = "http://www.w3.org/2000/svg";
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
let Ge = null;
function ir(t) {
  Ge = t;
}
function Gs(t) {
  return (
    /** @type {T} */
    Sa(Ge).get(t)
  );
}
function Vs(t, e) {
  return Sa(Ge).set(t, e), e;
}
function Ve(t, e = !1, n) {
  Ge = {
    p: Ge,
    i: !1,
    c: null,
    e: null,
    s: t,
    x: null,
    r: (
      /** @type {Effect} */
      we
    ),
    l: null
  };
}
function Xe(t) {
  var e = (
    /** @type {ComponentContext} */
    Ge
  ), n = e.e;
  if (n !== null) {
    e.e = null;
    for (var a of n)
      Wa(a);
  }
  return e.i = !0, Ge = e.p, Cn(t);
}
function Cn(t = {}) {
  return ha(t, _a, { value: !0 }), t;
}
function Ta() {
  return !0;
}
let Bt = [];
function Aa() {
  var t = Bt;
  Bt = [], ps(t);
}
function Nt(t) {
  if (Bt.length === 0 && !br) {
    var e = Bt;
    queueMicrotask(() => {
      e === Bt && Aa();
    });
  }
  Bt.push(t);
}
function Xs() {
  for (; Bt.length > 0; )
    Aa();
}
const Ks = -7169;
function je(t, e) {
  t.f = t.f & Ks | e;
}
function On(t) {
  (t.f & mt) !== 0 || t.deps === null ? je(t, We) : je(t, ot);
}
function qa(t, e) {
  (t.f & Ce) !== 0 ? e.set(t, Ce) : (t.f & ot) !== 0 && e.get(t) !== Ce && e.set(t, ot), je(t, We);
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
  var e = be, n = we;
  ut(null), Tt(null);
  try {
    return t();
  } finally {
    ut(e), Tt(n);
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
    we
  ), c = $s(), f = i.length === 1 ? i[0].promise : i.length > 1 ? Promise.all(i.map((m) => m.promise)) : null;
  function h(m) {
    if ((o.f & Qe) === 0) {
      c();
      try {
        a([...l, ...m]);
      } catch (g) {
        yt(g, o);
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
    Promise.all(n.map((m) => /* @__PURE__ */ ei(m))).then(h).catch((m) => yt(m, o)).finally(u);
  }
  f ? f.then(() => {
    if ((o.f & Qe) !== 0) {
      u();
      return;
    }
    c(), v(), Hr();
  }) : v();
}
function $s() {
  var t = (
    /** @type {Effect} */
    we
  ), e = be, n = Ge, a = (
    /** @type {Batch} */
    me
  );
  return function(i = !0) {
    Tt(t), ut(e), ir(n), i && (t.f & Qe) === 0 && (a?.activate(), a?.apply());
  };
}
function Hr(t = !0) {
  Tt(null), ut(null), ir(null), t && me?.deactivate();
}
function Na() {
  var t = (
    /** @type {Effect} */
    we
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
  var e = et | Ce;
  return we !== null && (we.f |= ur), {
    ctx: Ge,
    deps: null,
    effects: null,
    equals: Ma,
    f: e,
    fn: t,
    reactions: null,
    rv: 0,
    v: (
      /** @type {V} */
      Ue
    ),
    wv: 0,
    parent: we,
    ac: null
  };
}
const mr = /* @__PURE__ */ Symbol("obsolete");
// @__NO_SIDE_EFFECTS__
function ei(t, e, n) {
  let a = (
    /** @type {Effect | null} */
    we
  );
  a === null && Cs();
  var s = (
    /** @type {Promise<V>} */
    /** @type {unknown} */
    void 0
  ), i = Kt(
    /** @type {V} */
    Ue
  ), l = !be, o = /* @__PURE__ */ new Set();
  return hi(() => {
    var c = (
      /** @type {Effect} */
      we
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
      u?.(), o.delete(f), g !== mr && (h.activate(), g ? (i.f |= Ot, lr(i, g)) : ((i.f & Ot) !== 0 && (i.f ^= Ot), lr(i, m)), h.deactivate());
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
function y(t) {
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
      at(
        /** @type {Effect} */
        e[n]
      );
  }
}
function Ln(t) {
  var e, n = we, a = t.parent;
  if (!Rt && a !== null && t.v !== Ue && // if it was never evaluated before, it's guaranteed to fail downstream, so we try to execute instead
  (a.f & (Qe | rt)) !== 0)
    return Ns(), t.v;
  Tt(a);
  try {
    ti(t), e = $a(t);
  } finally {
    Tt(n);
  }
  return e;
}
function Pa(t) {
  var e = Ln(t);
  if (!t.equals(e) && (t.wv = Ja(), (!me?.is_fork || t.deps === null) && (me !== null ? (me.capture(t, e, !0), ar?.capture(t, e, !0)) : t.v = e, t.deps === null))) {
    je(t, We);
    return;
  }
  Rt || (ht !== null ? (jn() || me?.is_fork) && ht.set(t, e) : On(t));
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
let ln = null, er = null, me = null, ar = null, ht = null, wn = null, br = !1, on = !1, xr = null, Fr = null;
var Zn = 0;
let ni = 1;
class Ft {
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
        je(s, ot), n(s);
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
      if (!((i.f & Qe) !== 0 || (i.f & (Ce | ot)) === 0)) {
        for (var n = i, a = !1; n.parent !== null; ) {
          n = n.parent;
          var s = n.f;
          if ((s & (Dt | gt)) !== 0) {
            if ((s & We) === 0) {
              a = !0;
              break;
            }
            n.f ^= We;
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
      var s = Ft.ensure();
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
    this.#e === 0 && (this.#s.length === 0 || l !== null) && this.#v(), l !== null && (zt.clear(), l.#p());
  }
  /**
   * Traverse the effect tree, executing effects or stashing
   * them for later execution as appropriate
   * @param {Effect} root
   * @param {Effect[]} effects
   * @param {Effect[]} render_effects
   */
  #b(e, n, a) {
    e.f ^= We;
    for (var s = e.first; s !== null; ) {
      var i = s.f, l = (i & (gt | Dt)) !== 0, o = l && (i & We) !== 0, c = o || (i & rt) !== 0 || this.#o.has(s);
      if (!c && s.fn !== null) {
        l ? s.f ^= We : (i & sr) !== 0 ? n.push(s) : Rr(s) && ((i & dt) !== 0 && this.add_dirty_reaction(s, ot), or(s));
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
      if (s !== null && !((a.f & et) !== 0 && (a.f & (Ce | ot)) === 0))
        for (const o of s) {
          var i = o.f;
          if ((i & et) !== 0)
            n(
              /** @type {Derived} */
              o
            );
          else {
            var l = (
              /** @type {Effect} */
              o
            );
            i & (nr | dt) && !this.async_deriveds.has(l) && (this.#i.delete(l), je(l, Ce), this.schedule(l));
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
    e.v !== Ue && !this.previous.has(e) && this.previous.set(e, e.v), (e.f & Ot) === 0 && (this.current.set(e, [n, a]), ht?.set(e, n)), this.is_fork || (e.v = n);
  }
  activate() {
    me = this;
  }
  deactivate() {
    me = null, ht = null;
  }
  flush() {
    try {
      on = !0, me = this, this.#p();
    } finally {
      Zn = 0, wn = null, xr = null, Fr = null, on = !1, me = null, ht = null, zt.clear();
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
                (m.f & (dt | nr)) !== 0 ? u.schedule(m) : u.#m([m]);
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
              (v.f & (Qe | rt | Ir)) === 0 && Dn(v, f, o) && ((v.f & (nr | dt)) !== 0 ? (je(v, Ce), u.schedule(v)) : u.add_dirty_reaction(v, Ce));
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
    this.#c || (this.#c = !0, Nt(() => {
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
      const e = me = new Ft();
      !on && !br && Nt(() => {
        e.started || e.flush();
      });
    }
    return me;
  }
  apply() {
    {
      ht = null;
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
    yt(t, wn);
  }
}
let qt = null;
function Jn(t) {
  var e = t.length;
  if (e !== 0) {
    for (var n = 0; n < e; ) {
      var a = t[n++];
      if ((a.f & (Qe | rt)) === 0 && Rr(a) && (qt = /* @__PURE__ */ new Set(), or(a), a.deps === null && a.first === null && a.nodes === null && a.teardown === null && a.ac === null && Ga(a), qt?.size > 0)) {
        zt.clear();
        for (const s of qt) {
          if ((s.f & (Qe | rt)) !== 0) continue;
          const i = [s];
          let l = s.parent;
          for (; l !== null; )
            qt.has(l) && (qt.delete(l), i.push(l)), l = l.parent;
          for (let o = i.length - 1; o >= 0; o--) {
            const c = i[o];
            (c.f & (Qe | rt)) === 0 && or(c);
          }
        }
        qt.clear();
      }
    }
    qt = null;
  }
}
function Oa(t, e, n, a) {
  if (!n.has(t) && (n.add(t), t.reactions !== null))
    for (const s of t.reactions) {
      const i = s.f;
      (i & et) !== 0 ? Oa(
        /** @type {Derived} */
        s,
        e,
        n,
        a
      ) : (i & (nr | dt)) !== 0 && (i & Ce) === 0 && Dn(s, e, a) && (je(s, Ce), Fn(
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
      if ((s.f & et) !== 0 && Dn(
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
  if (!((t.f & gt) !== 0 && (t.f & We) !== 0)) {
    (t.f & Ce) !== 0 ? e.d.push(t) : (t.f & ot) !== 0 && e.m.push(t), je(t, We);
    for (var n = t.first; n !== null; )
      La(n, e), n = n.next;
  }
}
function Da(t) {
  je(t, We);
  for (var e = t.first; e !== null; )
    Da(e), e = e.next;
}
let Br = /* @__PURE__ */ new Set();
const zt = /* @__PURE__ */ new Map();
let Fa = !1;
function Kt(t, e) {
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
  const n = Kt(t);
  return Ka(n), n;
}
// @__NO_SIDE_EFFECTS__
function ii(t, e = !1, n = !0) {
  const a = Kt(t);
  return e || (a.equals = Ea), a;
}
function re(t, e, n = !1) {
  be !== null && // since we are untracking the function inside `$inspect.with` we need to add this check
  // to ensure we error if state is set inside an inspect effect
  (!pt || (be.f & Ir) !== 0) && Ta() && (be.f & (et | dt | nr | Ir)) !== 0 && (St === null || !St.has(t)) && Us();
  let a = n ? tr(e) : e;
  return lr(t, a, Fr);
}
var Ht = null, yn = 0;
function lr(t, e, n = null) {
  if (!t.equals(e)) {
    Rt ? zt.set(t, e) : zt.has(t) || zt.set(t, t.v);
    var a = Ft.ensure();
    if (a.capture(t, e), (t.f & et) !== 0) {
      const s = (
        /** @type {Derived} */
        t
      );
      (t.f & Ce) !== 0 && Ln(s), ht === null && On(s);
    }
    t.wv = Ja(), Ht = null, yn = 0, Ia(t, Ce, n), Ht = null, we !== null && (we.f & We) !== 0 && (we.f & (gt | Dt)) === 0 && (ct === null ? gi([t]) : ct.push(t)), !a.is_fork && Br.size > 0 && !Fa && li();
  }
  return e;
}
function li() {
  Fa = !1;
  for (const t of Br) {
    (t.f & We) !== 0 && je(t, ot);
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
    if (yn += s, yn > 1e5 && Ht === null && (Ht = /* @__PURE__ */ new Set()), Ht !== null) {
      if (Ht.has(t)) return;
      Ht.add(t);
    }
    for (var i = 0; i < s; i++) {
      var l = a[i], o = l.f, c = (o & Ce) === 0;
      if (c && je(l, e), (o & Ir) !== 0)
        Br.add(
          /** @type {Effect} */
          l
        );
      else if ((o & et) !== 0) {
        var f = (
          /** @type {Derived} */
          l
        );
        ht?.delete(f), Ia(f, ot, n);
      } else if (c) {
        var h = (
          /** @type {Effect} */
          l
        );
        (o & dt) !== 0 && qt !== null && qt.add(h), n !== null ? n.push(h) : Fn(h);
      }
    }
  }
}
function tr(t) {
  if (typeof t != "object" || t === null || Wt in t || _a in t)
    return t;
  const e = Nn(t);
  if (e !== ds && e !== hs)
    return t;
  var n = /* @__PURE__ */ new Map(), a = da(t), s = /* @__PURE__ */ Se(0), i = Gt, l = (o) => {
    if (Gt === i)
      return o();
    var c = be, f = Gt;
    ut(null), ea(i);
    var h = o();
    return ut(c), ea(f), h;
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
            const h = l(() => /* @__PURE__ */ Se(Ue));
            n.set(c, h), wr(s);
          }
        } else
          re(f, Ue), wr(s);
        return !0;
      },
      get(o, c, f) {
        if (c === Wt)
          return t;
        var h = n.get(c), u = c in o;
        if (h === void 0 && (!u || rr(o, c)?.writable) && (h = l(() => {
          var m = tr(u ? o[c] : Ue), g = /* @__PURE__ */ Se(m);
          return g;
        }), n.set(c, h)), h !== void 0) {
          var v = r(h);
          return v === Ue ? void 0 : v;
        }
        return Reflect.get(o, c, f);
      },
      getOwnPropertyDescriptor(o, c) {
        this.has?.(o, c);
        var f = Reflect.getOwnPropertyDescriptor(o, c), h = n.get(c);
        if (h !== void 0) {
          var u = r(h);
          if (u === Ue)
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
        if (c === Wt)
          return !0;
        var f = n.get(c), h = f !== void 0 && f.v !== Ue || Reflect.has(o, c);
        if (f !== void 0 || (we !== null || be !== null) && (!h || rr(o, c)?.writable)) {
          f === void 0 && (f = l(() => {
            var v = h ? tr(o[c]) : Ue, m = /* @__PURE__ */ Se(v);
            return m;
          }), n.set(c, f));
          var u = r(f);
          if (u === Ue)
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
            g !== void 0 ? re(g, Ue) : m in o && (g = l(() => /* @__PURE__ */ Se(Ue)), n.set(m + "", g));
          }
        if (u === void 0)
          (!v || rr(o, c)?.writable) && (u = l(() => /* @__PURE__ */ Se(void 0)), re(u, tr(f)), n.set(c, u));
        else {
          v = u.v !== Ue;
          var A = l(() => tr(f));
          re(u, A);
        }
        var x = Reflect.getOwnPropertyDescriptor(o, c);
        if (x?.set && x.set.call(h, f), !v) {
          if (a && typeof c == "string") {
            var k = (
              /** @type {Source<number>} */
              n.get("length")
            ), M = Number(c);
            Number.isInteger(M) && M >= k.v && re(k, M + 1);
          }
          wr(s);
        }
        return !0;
      },
      ownKeys(o) {
        r(s);
        var c = Reflect.ownKeys(o).filter((u) => {
          var v = n.get(u);
          return v === void 0 || v.v !== Ue;
        });
        for (var [f, h] of n)
          h.v !== Ue && !(f in o) && c.push(f);
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
function Et(t = "") {
  return document.createTextNode(t);
}
// @__NO_SIDE_EFFECTS__
function wt(t) {
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
  return /* @__PURE__ */ wt(t);
}
function Me(t, e = !1) {
  {
    var n = /* @__PURE__ */ wt(t);
    return n instanceof Comment && n.data === "" ? /* @__PURE__ */ qr(n) : n;
  }
}
function W(t, e = !1) {
  return /* @__PURE__ */ wt(t);
}
function _(t, e = 1, n = !1) {
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
  var e = we;
  if (e === null)
    return be.f |= Ot, t;
  if ((e.f & fr) === 0 && (e.f & sr) === 0)
    throw t;
  yt(t, e);
}
function yt(t, e) {
  if (t === ya)
    throw t;
  if (!(e !== null && (e.f & Qe) !== 0)) {
    for (; e !== null; ) {
      if ((e.f & gn) !== 0 && (e.f & (Qe | zr)) === 0) {
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
  we === null && (be === null && Fs(), Ds()), Rt && Ls();
}
function vi(t, e) {
  var n = e.last;
  n === null ? e.last = e.first = t : (n.next = t, t.prev = n, e.last = t);
}
function Pt(t, e) {
  var n = we;
  n !== null && (n.f & rt) !== 0 && (t |= rt);
  var a = {
    ctx: Ge,
    deps: null,
    nodes: null,
    f: t | Ce | mt,
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
    xr !== null ? xr.push(a) : Ft.ensure().schedule(a);
  else if (e !== null) {
    try {
      or(a);
    } catch (l) {
      throw at(a), l;
    }
    s.deps === null && s.teardown === null && s.nodes === null && s.first === s.last && // either `null`, or a singular child
    (s.f & ur) === 0 && (s = s.first, (t & dt) !== 0 && (t & Xt) !== 0 && s !== null && (s.f |= Xt));
  }
  if (s !== null && (s.parent = n, n !== null && vi(s, n), be !== null && (be.f & et) !== 0 && (t & Dt) === 0)) {
    var i = (
      /** @type {Derived} */
      be
    );
    (i.effects ??= []).push(s);
  }
  return a;
}
function jn() {
  return be !== null && !pt;
}
function Hn(t) {
  const e = Pt(Vr, null);
  return je(e, We), e.teardown = t, e;
}
function Lt(t) {
  ui();
  var e = (
    /** @type {Effect} */
    we.f
  ), n = !be && (e & gt) !== 0 && Ge !== null && !Ge.i;
  if (n) {
    var a = (
      /** @type {ComponentContext} */
      Ge
    );
    (a.e ??= []).push(t);
  } else
    return Wa(t);
}
function Wa(t) {
  return Pt(sr | gs, t);
}
function di(t) {
  Ft.ensure();
  const e = Pt(Dt | ur, t);
  return (n = {}) => new Promise((a) => {
    n.outro ? Yt(e, () => {
      at(e), a(void 0);
    }) : (at(e), a(void 0));
  });
}
function Xr(t) {
  return Pt(sr, t);
}
function hi(t) {
  return Pt(nr | ur, t);
}
function Kr(t, e = 0) {
  return Pt(Vr | e, t);
}
function L(t, e = [], n = [], a = []) {
  Qs(a, e, n, (s) => {
    Pt(Vr, () => {
      t(...s.map(r));
    });
  });
}
function Nr(t, e = 0) {
  var n = Pt(dt | e, t);
  return n;
}
function ft(t) {
  return Pt(gt | ur, t);
}
function Ya(t) {
  var e = t.teardown;
  if (e !== null) {
    const n = Rt, a = be;
    $n(!0), ut(null);
    try {
      e.call(null);
    } catch (s) {
      yt(s, t.parent);
    } finally {
      $n(n), ut(a);
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
    (n.f & Dt) !== 0 ? n.parent = null : at(n, e), n = a;
  }
}
function pi(t) {
  for (var e = t.first; e !== null; ) {
    var n = e.next;
    (e.f & gt) === 0 && at(e), e = n;
  }
}
function at(t, e = !0) {
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
  Ya(t), t.f ^= zr, t.f |= Qe;
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
function Yt(t, e, n = !0) {
  var a = [];
  t.f |= Rn, Va(t, a, !0);
  var s = () => {
    n && at(t), e && e();
  }, i = a.length;
  if (i > 0) {
    var l = () => --i || s();
    for (var o of a)
      o.out(l);
  } else
    s();
}
function Va(t, e, n) {
  if ((t.f & rt) === 0) {
    t.f ^= rt;
    var a = t.nodes && t.nodes.t;
    if (a !== null)
      for (const o of a)
        (o.is_global || n) && e.push(o);
    for (var s = t.first; s !== null; ) {
      var i = s.next;
      if ((s.f & Dt) === 0) {
        var l = (s.f & Xt) !== 0 || // If this is a branch effect without a block effect parent,
        // it means the parent block effect was pruned. In that case,
        // transparency information was transferred to the branch effect.
        (s.f & gt) !== 0 && (t.f & dt) !== 0;
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
  if ((t.f & Rn) === 0 && (t.f & rt) !== 0) {
    t.f ^= rt, (t.f & We) === 0 && (je(t, Ce), Ft.ensure().schedule(t));
    for (var n = t.first; n !== null; ) {
      var a = n.next, s = (n.f & Xt) !== 0 || (n.f & gt) !== 0;
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
let Rt = !1;
function $n(t) {
  Rt = t;
}
let be = null, pt = !1;
function ut(t) {
  be = t;
}
let we = null;
function Tt(t) {
  we = t;
}
let St = null;
function Ka(t) {
  be !== null && ((be.f & jr) !== 0 || (be.f & et) !== 0) && (St ??= /* @__PURE__ */ new Set()).add(t);
}
let nt = null, lt = 0, ct = null;
function gi(t) {
  ct = t;
}
let Za = 1, Ut = 0, Gt = Ut;
function ea(t) {
  Gt = t;
}
function Ja() {
  return ++Za;
}
function Rr(t) {
  var e = t.f;
  if ((e & Ce) !== 0)
    return !0;
  if ((e & ot) !== 0) {
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
    (e & mt) !== 0 && // During time traveling we don't want to reset the status so that
    // traversal of the graph in the other batches still happens
    ht === null && je(t, We);
  }
  return !1;
}
function Qa(t, e, n = !0) {
  var a = t.reactions;
  if (a !== null && !(St !== null && St.has(t)))
    for (var s = 0; s < a.length; s++) {
      var i = a[s];
      (i.f & et) !== 0 ? Qa(
        /** @type {Derived} */
        i,
        e,
        !1
      ) : e === i && (n ? je(i, Ce) : (i.f & We) !== 0 && je(i, ot), Fn(
        /** @type {Effect} */
        i
      ));
    }
}
function $a(t) {
  var e = nt, n = lt, a = ct, s = be, i = St, l = Ge, o = pt, c = Gt, f = t.f;
  nt = /** @type {null | Value[]} */
  null, lt = 0, ct = null, be = (f & (gt | Dt)) === 0 ? t : null, St = null, ir(t.ctx), pt = !1, Gt = ++Ut, t.ac !== null && (vr(() => {
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
    if (Ta() && ct !== null && !pt && v !== null && (t.f & (et | ot | Ce)) === 0)
      for (var m = 0; m < /** @type {Source[]} */
      ct.length; m++)
        Qa(
          ct[m],
          /** @type {Effect} */
          t
        );
    if (s !== null && s !== t) {
      if (Ut++, s.deps !== null)
        for (let g = 0; g < n; g += 1)
          s.deps[g].rv = Ut;
      if (e !== null)
        for (const g of e)
          g.rv = Ut;
      ct !== null && (a === null ? a = ct : a.push(.../** @type {Source[]} */
      ct));
    }
    return (t.f & Ot) !== 0 && (t.f ^= Ot), u;
  } catch (g) {
    return ta(t), fi(g);
  } finally {
    t.f ^= jr, nt = e, lt = n, ct = a, be = s, St = i, ir(l), pt = o, Gt = c;
  }
}
function ta(t) {
  var e = t.deps, n = me?.is_fork;
  if (nt !== null) {
    var a;
    if (n || Sr(t, lt), e !== null && lt > 0)
      for (e.length = lt + nt.length, a = 0; a < nt.length; a++)
        e[lt + a] = nt[a];
    else
      t.deps = e = nt;
    if (jn() && (t.f & mt) !== 0)
      for (a = lt; a < e.length; a++)
        (e[a].reactions ??= []).push(t);
  } else !n && e !== null && lt < e.length && (Sr(t, lt), e.length = lt);
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
  if (n === null && (e.f & et) !== 0 && // Destroying a child effect while updating a parent effect can cause a dependency to appear
  // to be unused, when in fact it is used by the currently-updating parent. Checking `new_deps`
  // allows us to skip the expensive work of disconnecting and immediately reconnecting it
  (nt === null || !kr.call(nt, e))) {
    var i = (
      /** @type {Derived} */
      e
    );
    (i.f & mt) !== 0 && (i.f ^= mt), i.v !== Ue && On(i), i.ac !== null && vr(() => {
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
  if ((e & Qe) === 0) {
    je(t, We);
    var n = we;
    we = t;
    try {
      (e & (dt | ga)) !== 0 ? pi(t) : Bn(t), Ya(t);
      var a = $a(t);
      t.teardown = typeof a == "function" ? a : null, t.wv = Za;
      var s;
    } finally {
      we = n;
    }
  }
}
async function bi() {
  await Promise.resolve(), ai();
}
function r(t) {
  var e = t.f, n = (e & et) !== 0;
  if (be !== null && !pt) {
    var a = we !== null && (we.f & Qe) !== 0;
    if (!a && (St === null || !St.has(t))) {
      var s = be.deps;
      if ((be.f & jr) !== 0)
        t.rv < Ut && (t.rv = Ut, nt === null && s !== null && s[lt] === t ? lt++ : nt === null ? nt = [t] : nt.push(t));
      else {
        be.deps ??= [], kr.call(be.deps, t) || be.deps.push(t);
        var i = t.reactions;
        i === null ? t.reactions = [be] : kr.call(i, be) || i.push(be);
      }
    }
  }
  if (Rt && zt.has(t))
    return zt.get(t);
  if (n) {
    var l = (
      /** @type {Derived} */
      t
    );
    if (Rt) {
      var o = l.v;
      return ((l.f & We) === 0 && l.reactions !== null || ts(l)) && (o = Ln(l)), zt.set(l, o), o;
    }
    var c = (l.f & mt) === 0 && !pt && be !== null && (be.f & mt) !== 0, f = (l.f & fr) === 0;
    Rr(l) && (c && (l.f |= mt), Pa(l)), c && !f && (Ca(l), es(l));
  }
  if (ht?.has(t))
    return ht.get(t);
  if ((t.f & Ot) !== 0)
    throw t.v;
  return t.v;
}
function es(t) {
  if (t.f |= mt, t.deps !== null)
    for (const n of t.deps) {
      var e = n.reactions;
      e === null ? n.reactions = [t] : kr.call(e, t) || e.push(t), (n.f & et) !== 0 && (n.f & mt) === 0 && (Ca(
        /** @type {Derived} */
        n
      ), es(
        /** @type {Derived} */
        n
      ));
    }
}
function ts(t) {
  if (t.v === Ue) return !0;
  if (t.deps === null) return !1;
  for (const e of t.deps)
    if (zt.has(e) || (e.f & et) !== 0 && ts(
      /** @type {Derived} */
      e
    ))
      return !0;
  return !1;
}
function It(t) {
  var e = pt;
  try {
    return pt = !0, t();
  } finally {
    pt = e;
  }
}
function xi(t) {
  if (!(typeof t != "object" || !t || t instanceof EventTarget)) {
    if (Wt in t)
      kn(t);
    else if (!Array.isArray(t))
      for (let e in t) {
        const n = t[e];
        typeof n == "object" && n && Wt in n && kn(n);
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
  return t.startsWith("pointer") || t.startsWith("touch") || t === "wheel" ? (s.__removed = !1, Nt(() => {
    s.__removed || e.addEventListener(t, s, a);
  })) : e.addEventListener(t, s, a), s;
}
function Ke(t, e, n, a, s) {
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
function _t(t) {
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
    var h = be, u = we;
    ut(null), Tt(null);
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
      t[gr] = e, delete t.currentTarget, ut(h), Tt(u);
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
function Zt(t, e) {
  var n = (
    /** @type {Effect} */
    we
  );
  n.nodes === null && (n.nodes = { start: t, end: e, a: null, t: null });
}
// @__NO_SIDE_EFFECTS__
function P(t, e) {
  var n = (e & wa) !== 0, a = (e & As) !== 0, s, i = !t.startsWith("<!>");
  return () => {
    s === void 0 && (s = ns(i ? t : "<!>" + t), n || (s = /** @type {TemplateNode} */
    /* @__PURE__ */ wt(s)));
    var l = (
      /** @type {TemplateNode} */
      a || ja ? document.importNode(s, !0) : s.cloneNode(!0)
    );
    if (n) {
      var o = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ wt(l)
      ), c = (
        /** @type {TemplateNode} */
        l.lastChild
      );
      Zt(o, c);
    } else
      Zt(l, l);
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
        /* @__PURE__ */ wt(o)
      );
      if (s)
        for (l = document.createDocumentFragment(); /* @__PURE__ */ wt(c); )
          l.appendChild(
            /** @type {TemplateNode} */
            /* @__PURE__ */ wt(c)
          );
      else
        l = /** @type {Element} */
        /* @__PURE__ */ wt(c);
    }
    var f = (
      /** @type {TemplateNode} */
      l.cloneNode(!0)
    );
    if (s) {
      var h = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ wt(f)
      ), u = (
        /** @type {TemplateNode} */
        f.lastChild
      );
      Zt(h, u);
    } else
      Zt(f, f);
    return f;
  };
}
// @__NO_SIDE_EFFECTS__
function vt(t, e) {
  return /* @__PURE__ */ Ei(t, e, "svg");
}
function as(t = "") {
  {
    var e = Et(t + "");
    return Zt(e, e), e;
  }
}
function Jt() {
  var t = document.createDocumentFragment(), e = document.createComment(""), n = Et();
  return t.append(e, n), Zt(e, n), t;
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
  let e = 0, n = Kt(0), a;
  return () => {
    jn() && (r(n), Kr(() => (e === 0 && (a = It(() => t(() => wr(n)))), e += 1, () => {
      Nt(() => {
        e -= 1, e === 0 && (a?.(), a = void 0, wr(n));
      });
    })));
  };
}
var Ai = Xt | ur;
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
  #p = Ti(() => (this.#f = Kt(this.#d), () => {
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
        we
      );
      l.b = this, l.f |= gn, a(i);
    }, this.parent = /** @type {Effect} */
    we.b, this.transform_error = s ?? this.parent?.transform_error ?? ((i) => i), this.#n = Nr(() => {
      this.#x();
    }, Ai);
  }
  #b() {
    try {
      this.#s = ft(() => this.#a(this.#t));
    } catch (e) {
      this.error(e);
    }
  }
  /**
   * @param {unknown} error The deserialized error from the server's hydration comment
   */
  #y(e) {
    const n = this.#e.failed, { reset: a, invoke_onerror: s } = this.#_(e);
    Nt(s), n && (this.#i = ft(() => {
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
        n = !0, a && Ws(), this.#i !== null && Yt(this.#i, () => {
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
          yt(l, this.#n && this.#n.parent);
        }
    } };
  }
  #u() {
    return (this.#n.f & (Qe | zr)) !== 0;
  }
  #m() {
    const e = this.#e.pending;
    e && (this.is_pending = !0, this.#l = ft(() => e(this.#t)), Nt(() => {
      if (!this.#u()) {
        var n = this.#o = document.createDocumentFragment(), a = Et(), s = !1;
        if (n.append(a), this.#s = this.#w(() => {
          try {
            return ft(() => this.#a(a));
          } catch (i) {
            try {
              this.error(i), s = !0;
            } catch (l) {
              yt(l, this.#n.parent);
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
        this.#c === 0 && (this.#t.before(n), this.#o = null, Yt(
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
      if (this.is_pending = this.has_pending_snippet(), this.#c = 0, this.#d = 0, this.#s = ft(() => {
        this.#a(this.#t);
      }), this.#c > 0) {
        var e = this.#o = document.createDocumentFragment();
        Un(this.#s, e);
        const n = (
          /** @type {(anchor: Node) => void} */
          this.#e.pending
        );
        this.#l = ft(() => n(this.#t));
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
    var n = we, a = be, s = Ge;
    Tt(this.#n), ut(this.#n), ir(this.#n.ctx);
    try {
      return Ft.ensure(), e();
    } finally {
      Tt(n), ut(a), ir(s);
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
    this.#c += e, this.#c === 0 && (this.#v(n), this.#l && Yt(this.#l, () => {
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
    this.#k(e, n), this.#d += e, !(!this.#f || this.#h) && (this.#h = !0, Nt(() => {
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
    this.#s && (at(this.#s), this.#s = null), this.#l && (at(this.#l), this.#l = null), this.#i && (at(this.#i), this.#i = null);
    let n = this.#e.failed;
    const a = (s) => {
      if (this.#u()) return;
      const { reset: i, invoke_onerror: l } = this.#_(s);
      l(), n && !this.#u() && (this.#i = this.#w(() => {
        try {
          return ft(() => {
            var o = (
              /** @type {Effect} */
              we
            );
            o.b = this, o.f |= gn, n(
              this.#t,
              () => s,
              () => i
            );
          });
        } catch (o) {
          return yt(
            o,
            /** @type {Effect} */
            this.#n.parent
          ), null;
        }
      }));
    };
    Nt(() => {
      if (!this.#u()) {
        var s;
        try {
          s = this.transform_error(e);
        } catch (i) {
          yt(i, this.#n && this.#n.parent);
          return;
        }
        s !== null && typeof s == "object" && typeof /** @type {any} */
        s.then == "function" ? s.then(
          a,
          /** @param {unknown} e */
          (i) => yt(i, this.#n && this.#n.parent)
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
    var h = n ?? e.appendChild(Et());
    qi(
      /** @type {TemplateNode} */
      h,
      {
        pending: () => {
        }
      },
      (m) => {
        Ve({});
        var g = (
          /** @type {ComponentContext} */
          Ge
        );
        i && (g.c = i), s && (a.$$events = s), c = t(m, a) || Cn(), Xe();
      },
      o
    );
    var u = /* @__PURE__ */ new Set(), v = (m) => {
      for (var g = 0; g < m.length; g++) {
        var A = m[g];
        if (!u.has(A)) {
          u.add(A);
          var x = yi(A);
          for (const N of [e, document]) {
            var k = Or.get(N);
            k === void 0 && (k = /* @__PURE__ */ new Map(), Or.set(N, k));
            var M = k.get(A);
            M === void 0 ? (N.addEventListener(A, zn, { passive: x }), k.set(A, 1)) : k.set(A, M + 1);
          }
        }
      }
    };
    return v(Gr(rs)), Mn.add(v), () => {
      for (var m of u)
        for (const x of [e, document]) {
          var g = (
            /** @type {Map<string, number>} */
            Or.get(x)
          ), A = (
            /** @type {number} */
            g.get(m)
          );
          --A == 0 ? (x.removeEventListener(m, zn), g.delete(m), g.size === 0 && Or.delete(x)) : g.set(m, A);
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
        o && (at(o.effect), this.#e.delete(l));
      }
      for (const [i, l] of this.#r) {
        if (i === n || this.#a.has(i)) continue;
        const o = () => {
          if (Array.from(this.#t.values()).includes(i)) {
            var f = document.createDocumentFragment();
            Un(l, f), f.append(Et()), this.#e.set(i, { effect: l, fragment: f });
          } else
            at(l);
          this.#a.delete(i), this.#r.delete(i);
        };
        this.#n || !a ? (this.#a.add(i), Yt(l, o, !1)) : o();
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
      n.includes(a) || (at(s.effect), this.#e.delete(a));
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
        var i = document.createDocumentFragment(), l = Et();
        i.append(l), this.#e.set(e, {
          effect: ft(() => n(l)),
          fragment: i
        });
      } else
        this.#r.set(
          e,
          ft(() => n(this.anchor))
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
  var a = new Wn(t), s = n ? Xt : 0;
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
function De(t, e) {
  return e;
}
function Di(t, e, n) {
  for (var a = [], s = e.length, i, l = e.length, o = 0; o < s; o++) {
    let u = e[o];
    Yt(
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
      i.f |= kt;
      const l = document.createDocumentFragment();
      Un(i, l);
    } else
      at(e[s], n);
  }
}
var ra;
function xe(t, e, n, a, s, i = null) {
  var l = t, o = /* @__PURE__ */ new Map(), c = (e & xa) !== 0;
  if (c) {
    var f = (
      /** @type {Element} */
      t
    );
    l = f.appendChild(Et());
  }
  var h = null, u = /* @__PURE__ */ Ra(() => {
    var M = n();
    return (
      /** @type {V[]} */
      da(M) ? M : M == null ? [] : Gr(M)
    );
  }), v = /* @__PURE__ */ new Map(), m = !0;
  function g(M) {
    if ((k.effect.f & Qe) === 0) {
      k.pending.delete(M);
      var N = r(u);
      k.fallback = h, Fi(k, N, l, e, a), h !== null && (N.length === 0 ? (h.f & kt) === 0 ? Ur(h) : (h.f ^= kt, _r(h, null, l)) : Yt(h, () => {
        h = null;
      }));
    }
  }
  function A(M) {
    k.pending.delete(M);
  }
  var x = Nr(() => {
    for (var M = (
      /** @type {V[]} */
      r(u)
    ), N = M.length, S = /* @__PURE__ */ new Set(), b = (
      /** @type {Batch} */
      me
    ), q = Ua(), F = 0; F < N; F += 1) {
      var z = M[F], D = a(z, F), G = m ? null : o.get(D);
      G ? (G.v && lr(G.v, z), G.i && lr(G.i, F), q && b.unskip_effect(G.e)) : (G = Ii(
        o,
        m ? l : ra ??= Et(),
        z,
        D,
        F,
        s,
        e,
        n
      ), m || (G.e.f |= kt), o.set(D, G)), S.add(D);
    }
    if (N === 0 && i && !h && (m ? h = ft(() => i(l)) : (h = ft(() => i(ra ??= Et())), h.f |= kt)), N > S.size && Os(), !m)
      if (v.set(b, S), q) {
        for (const [ne, ze] of o)
          S.has(ne) || b.skip_effect(ze.e);
        b.oncommit(g), b.ondiscard(A);
      } else
        g(b);
    r(u);
  }), k = { effect: x, items: o, pending: v, outrogroups: null, fallback: h };
  m = !1;
}
function hr(t) {
  for (; t !== null && (t.f & gt) === 0; )
    t = t.next;
  return t;
}
function Fi(t, e, n, a, s) {
  var i = (a & ks) !== 0, l = e.length, o = t.items, c = hr(t.effect.first), f, h = null, u, v = [], m = [], g, A, x, k;
  if (i)
    for (k = 0; k < l; k += 1)
      g = e[k], A = s(g, k), x = /** @type {EachItem} */
      o.get(A).e, (x.f & kt) === 0 && (x.nodes?.a?.measure(), (u ??= /* @__PURE__ */ new Set()).add(x));
  for (k = 0; k < l; k += 1) {
    if (g = e[k], A = s(g, k), x = /** @type {EachItem} */
    o.get(A).e, t.outrogroups !== null)
      for (const G of t.outrogroups)
        G.pending.delete(x), G.done.delete(x);
    if ((x.f & rt) !== 0 && (Ur(x), i && (x.nodes?.a?.unfix(), (u ??= /* @__PURE__ */ new Set()).delete(x))), (x.f & kt) !== 0)
      if (x.f ^= kt, x === c)
        _r(x, null, n);
      else {
        var M = h ? h.next : c;
        x === t.effect.last && (t.effect.last = x.prev), x.prev && (x.prev.next = x.next), x.next && (x.next.prev = x.prev), Ct(t, h, x), Ct(t, x, M), _r(x, M, n), h = x, v = [], m = [], c = hr(h.next);
        continue;
      }
    if (x !== c) {
      if (f !== void 0 && f.has(x)) {
        if (v.length < m.length) {
          var N = m[0], S;
          h = N.prev;
          var b = v[0], q = v[v.length - 1];
          for (S = 0; S < v.length; S += 1)
            _r(v[S], N, n);
          for (S = 0; S < m.length; S += 1)
            f.delete(m[S]);
          Ct(t, b.prev, q.next), Ct(t, h, b), Ct(t, q, N), c = N, h = q, k -= 1, v = [], m = [];
        } else
          f.delete(x), _r(x, c, n), Ct(t, x.prev, x.next), Ct(t, x, h === null ? t.effect.first : h.next), Ct(t, h, x), h = x;
        continue;
      }
      for (v = [], m = []; c !== null && c !== x; )
        (f ??= /* @__PURE__ */ new Set()).add(c), m.push(c), c = hr(c.next);
      if (c === null)
        continue;
    }
    (x.f & kt) === 0 && v.push(x), h = x, c = hr(x.next);
  }
  if (t.outrogroups !== null) {
    for (const G of t.outrogroups)
      G.pending.size === 0 && (Sn(t, Gr(G.done)), t.outrogroups?.delete(G));
    t.outrogroups.size === 0 && (t.outrogroups = null);
  }
  if (c !== null || f !== void 0) {
    var F = [];
    if (f !== void 0)
      for (x of f)
        (x.f & rt) === 0 && F.push(x);
    for (; c !== null; )
      (c.f & rt) === 0 && c !== t.fallback && F.push(c), c = hr(c.next);
    var z = F.length;
    if (z > 0) {
      var D = (a & xa) !== 0 && l === 0 ? n : null;
      if (i) {
        for (k = 0; k < z; k += 1)
          F[k].nodes?.a?.measure();
        for (k = 0; k < z; k += 1)
          F[k].nodes?.a?.fix();
      }
      Di(t, F, D);
    }
  }
  i && Nt(() => {
    if (u !== void 0)
      for (x of u)
        x.nodes?.a?.apply();
  });
}
function Ii(t, e, n, a, s, i, l, o) {
  var c = (l & ws) !== 0 ? (l & Ms) === 0 ? /* @__PURE__ */ ii(n, !1, !1) : Kt(n) : null, f = (l & ys) !== 0 ? Kt(s) : null;
  return {
    v: c,
    i: f,
    e: ft(() => (i(e, c ?? n, f ?? s, o), () => {
      t.delete(a);
    }))
  };
}
function _r(t, e, n) {
  if (t.nodes)
    for (var a = t.nodes.start, s = t.nodes.end, i = e && (e.f & kt) === 0 ? (
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
function Ct(t, e, n) {
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
        if (l = In(f, h), Zt(l, l), a) {
          var m = null, g = l.appendChild(Et());
          a(l, g), m?.remove();
        }
        we.nodes.end = l, v || u.before(l);
      }
    }), () => {
    };
  }, Xt), Hn(() => {
  });
}
function $e(t, e) {
  Xr(() => {
    t = we?.parent?.nodes?.start ?? t;
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
    var a = It(() => e(t, n?.()) || {});
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
function Je(t, e, n, a, s, i) {
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
function Le(t, e, n, a) {
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
  It(e) == null && t.value && (n(dn(t) ? hn(t.value) : t.value), me !== null && a.add(me)), Kr(() => {
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
  Xr(() => (It(() => n(t[e])), a));
}
function pn(t, e) {
  return t === e || t?.[Wt] === e;
}
function Qt(t = Cn(), e, n, a) {
  var s = (
    /** @type {ComponentContext} */
    Ge.r
  ), i = (
    /** @type {Effect} */
    we
  );
  return Xr(() => {
    var l, o;
    return Kr(() => {
      l = o, o = [], It(() => {
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
function tt(t, e, n, a) {
  var s = !0, i = (n & Ss) !== 0, l = (n & Ts) !== 0, o = (
    /** @type {V} */
    a
  ), c = !0, f = (
    /** @type {Derived<V> | undefined} */
    void 0
  ), h = () => l && s ? (f ??= /* @__PURE__ */ Er(
    /** @type {() => V} */
    a
  ), r(f)) : (c && (c = !1, o = l ? It(
    /** @type {() => V} */
    a
  ) : (
    /** @type {V} */
    a
  )), o);
  let u;
  if (i) {
    var v = Wt in t || _s in t;
    u = rr(t, e)?.set ?? (v && e in t ? (S) => t[e] = S : void 0);
  }
  var m, g = !1;
  i ? [m, g] = el(() => (
    /** @type {V} */
    t[e]
  )) : m = /** @type {V} */
  t[e], m === void 0 && a !== void 0 && (m = h(), u && (js(), u(m)));
  var A;
  if (A = () => {
    var S = (
      /** @type {V} */
      t[e]
    );
    return S === void 0 ? h() : (c = !0, S);
  }, (n & Es) === 0)
    return A;
  if (u) {
    var x = t.$$legacy;
    return (
      /** @type {() => V} */
      (function(S, b) {
        return arguments.length > 0 ? ((!b || x || g) && u(b ? A() : S), S) : A();
      })
    );
  }
  var k = !1, M = ((n & zs) !== 0 ? Er : Ra)(() => (k = !1, A()));
  i && r(M);
  var N = (
    /** @type {Effect} */
    we
  );
  return (
    /** @type {() => V} */
    (function(S, b) {
      if (arguments.length > 0) {
        const q = b ? r(M) : i ? tr(S) : S;
        return re(M, q), k = !0, o !== void 0 && (o = q), S;
      }
      return Rt && k || (N.f & Qe) !== 0 ? M.v : r(M);
    })
  );
}
function tl(t) {
  Ge === null && Pn(), Lt(() => {
    const e = It(t);
    if (typeof e == "function") return (
      /** @type {() => void} */
      e
    );
  });
}
function rl(t) {
  Ge === null && Pn(), tl(() => () => It(t));
}
const nl = "5";
typeof window < "u" && ((window.__svelte ??= {}).v ??= /* @__PURE__ */ new Set()).add(nl);
function Ne(t) {
  if (t == null || Number.isNaN(t)) return "not a number";
  if (!Number.isFinite(t)) return t > 0 ? "∞" : "−∞";
  const e = Math.abs(t);
  let n;
  return e === 0 ? n = "0" : e >= 1e5 || e < 1e-3 ? n = t.toExponential(2).replace("e+", "e") : Number.isInteger(t) ? n = t.toLocaleString("en-US") : n = e >= 1e3 ? t.toFixed(0) : t.toPrecision(e >= 100 ? 4 : 3), n.replaceAll("-", "−");
}
const ia = (t) => t !== 0 && (Math.abs(t) >= 1e5 || Math.abs(t) < 1e-3) ? Ne(t) : Number(t.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }).replaceAll("-", "−"), Vt = (t) => typeof t == "number" && t > 0 ? `+${Ne(t)}` : Ne(t);
function Ye(t) {
  const e = t.replaceAll(`
`, "⏎").replaceAll("	", "⇥").replaceAll("\r", "␍").replaceAll(" ", "⍽").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (n) => `⟨${n.codePointAt(0).toString(16)}⟩`);
  return e.trim() === "" ? e.replaceAll(" ", "␣") || "∅" : e;
}
function Mt(t, e = 12) {
  const n = Ye(t).trim();
  return n.length <= e ? n : `${n.slice(0, e - 1)}…`;
}
const Zr = (t, e) => `${Ne(t)} to ${Ne(e)}`;
var al = /* @__PURE__ */ P('<p class="soft svelte-1a3bgjz"> </p>'), sl = /* @__PURE__ */ P('<p class="said svelte-1a3bgjz"> <mark class="svelte-1a3bgjz"> </mark></p> <!>', 1);
const il = {
  hash: "svelte-1a3bgjz",
  code: ".said.svelte-1a3bgjz {font-size:1.3rem;line-height:1.45;margin:0 0 0.2em;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46ch;}mark.svelte-1a3bgjz {background:none;color:var(--blue);font-weight:650;}.soft.svelte-1a3bgjz {color:var(--soft);margin:0;}"
};
function ll(t, e) {
  Ve(e, !0), $e(t, il);
  var n = sl(), a = Me(n), s = H(a), i = _(s), l = W(i, !0), o = _(a, 2);
  {
    var c = (f) => {
      var h = al(), u = W(h);
      L((v) => C(u, `${e.part.model ?? "The model" ?? ""} gives this a probability of ${v ?? ""}.`), [() => Ne(e.part.probability)]), w(f, h);
    };
    $(o, (f) => {
      e.part.probability !== void 0 && f(c);
    });
  }
  L(() => {
    C(s, e.part.prompt), C(l, e.part.answer);
  }), w(t, n), Xe();
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
function $t() {
  return Gs(ls) ?? (hl ??= new cs(document.documentElement));
}
var pl = /* @__PURE__ */ P('<span class="title svelte-nnrjsl"> </span>'), ml = /* @__PURE__ */ P('<span class="mark svelte-nnrjsl"><i class="box frame svelte-nnrjsl"></i>beyond the scale</span>'), gl = /* @__PURE__ */ P('<span class="mark svelte-nnrjsl"><i class="box hatch svelte-nnrjsl"></i>not a number</span>'), _l = /* @__PURE__ */ P('<span class="legend svelte-nnrjsl"><!> <span> </span> <i class="ramp svelte-nnrjsl"></i> <span> </span> <!> <!></span>');
const bl = {
  hash: "svelte-nnrjsl",
  code: ".legend.svelte-nnrjsl {display:inline-flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:0.84rem;color:var(--soft);font-variant-numeric:tabular-nums;}.title.svelte-nnrjsl {margin-right:4px;}.ramp.svelte-nnrjsl {width:120px;height:10px;border-radius:3px;}.mark.svelte-nnrjsl {display:inline-flex;align-items:center;gap:5px;margin-left:8px;}.box.svelte-nnrjsl {width:13px;height:11px;}.frame.svelte-nnrjsl {border:1.5px solid var(--ink);box-sizing:border-box;}.hatch.svelte-nnrjsl {background:repeating-linear-gradient(-45deg, var(--faint) 0 1px, transparent 1px 4px);}"
};
function Qr(t, e) {
  Ve(e, !0), $e(t, bl);
  let n = tt(e, "missing", 3, !1), a = tt(e, "beyond", 3, !1);
  const s = $t();
  var i = _l(), l = H(i);
  {
    var o = (M) => {
      var N = pl(), S = W(N, !0);
      L(() => C(S, e.title)), w(M, N);
    };
    $(l, (M) => {
      e.title && M(o);
    });
  }
  var c = _(l, 2), f = W(c, !0), h = _(c, 2);
  let u;
  var v = _(h, 2), m = W(v), g = _(v, 2);
  {
    var A = (M) => {
      var N = ml();
      w(M, N);
    };
    $(g, (M) => {
      a() && M(A);
    });
  }
  var x = _(g, 2);
  {
    var k = (M) => {
      var N = gl();
      w(M, N);
    };
    $(x, (M) => {
      n() && M(k);
    });
  }
  L(
    (M, N, S) => {
      C(f, M), u = Le(h, "", u, { background: N }), C(m, `${e.scale === "diverging" ? "+" : ""}${S ?? ""}`);
    },
    [
      () => e.scale === "diverging" ? Ne(-e.limit) : "0",
      () => ul(e.scale, s.dark),
      () => Ne(e.limit)
    ]
  ), w(t, i), Xe();
}
function yr(t, e, n) {
  const a = Math.min(3, globalThis.devicePixelRatio || 1), [s, i] = [Math.max(1, Math.round(e * a)), Math.max(1, Math.round(n * a))];
  (t.width !== s || t.height !== i) && (t.width = s, t.height = i);
  const l = t.getContext("2d");
  return l?.setTransform(a, 0, 0, a, 0, 0), l?.clearRect(0, 0, e, n), l;
}
const xt = (t, e) => getComputedStyle(t).getPropertyValue(e).trim();
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
var xl = /* @__PURE__ */ P('<div class="head svelte-o9v0i9" role="option"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <span> </span></div>'), wl = /* @__PURE__ */ P('<span class="note svelte-o9v0i9"> </span>'), yl = /* @__PURE__ */ P('<button title="each weight times the size of the value vector that it brings" class="svelte-o9v0i9">value-weighted</button>'), kl = /* @__PURE__ */ vt('<line x1="170" stroke="var(--teal)"></line>'), Ml = /* @__PURE__ */ vt('<text x="162"> </text><text class="svelte-o9v0i9"> </text>', 1), zl = /* @__PURE__ */ vt('<svg width="100%" role="presentation" class="svelte-o9v0i9"><!><!></svg>'), El = /* @__PURE__ */ P('<div class="stack svelte-o9v0i9"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <canvas aria-hidden="true" class="svelte-o9v0i9"></canvas></div>'), Sl = /* @__PURE__ */ P('<b> </b> from <code class="svelte-o9v0i9"> </code> <code class="svelte-o9v0i9"> </code> ', 1), Tl = /* @__PURE__ */ P('<span class="guess svelte-o9v0i9"><code class="svelte-o9v0i9"> </code> </span>'), Al = /* @__PURE__ */ P('<span class="soft svelte-o9v0i9"> <code class="svelte-o9v0i9"> </code> looks at</span> <!>', 1), ql = /* @__PURE__ */ P('<span class="hint svelte-o9v0i9">A row is the token that looks, a column what it looks at. Click a row to keep it.</span>'), Nl = /* @__PURE__ */ P('<div class="heads svelte-o9v0i9" role="listbox" aria-label="heads" aria-orientation="horizontal"></div> <div class="bar svelte-o9v0i9"><b> </b><!> <span class="modes svelte-o9v0i9" role="group" aria-label="how to draw it"><button class="svelte-o9v0i9">matrix</button> <button class="svelte-o9v0i9">lines</button> <!></span></div>  <div class="large svelte-o9v0i9" role="application" tabindex="0"><!></div> <p class="readout svelte-o9v0i9" role="status"><!> <!></p> <!>', 1);
const Rl = {
  hash: "svelte-o9v0i9",
  code: `.heads.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:8px;max-height:262px;overflow-y:auto;padding:3px;}.head.svelte-o9v0i9 {cursor:pointer;padding:4px 4px 1px;border-radius:7px;text-align:center;font-size:0.78rem;color:var(--soft);border:1px solid transparent;}.head.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {display:block;border-radius:3px;background:var(--sunk);}.head[aria-selected="true"].svelte-o9v0i9 {border-color:var(--blue);color:var(--ink);}.head.svelte-o9v0i9:hover {background:var(--sunk);}.head.svelte-o9v0i9:focus-visible,
  .large.svelte-o9v0i9:focus-visible,
  button.svelte-o9v0i9:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.bar.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:12px 0 4px;}.note.svelte-o9v0i9 {color:var(--soft);font-size:0.92rem;}.modes.svelte-o9v0i9 {display:inline-flex;gap:4px;margin-left:auto;}button.svelte-o9v0i9 {font:inherit;font-size:0.86rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1px 10px;cursor:pointer;}button[aria-pressed="true"].svelte-o9v0i9 {color:var(--ink);border-color:var(--blue);}.large.svelte-o9v0i9 {border-radius:6px;min-width:0;overflow-x:auto;}.stack.svelte-o9v0i9 {position:relative;}.stack.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {position:absolute;inset:0 auto auto 0;cursor:crosshair;}svg.svelte-o9v0i9 {display:block;}text.svelte-o9v0i9 {font-size:13px;fill:var(--ink);font-family:var(--mono);}.left.svelte-o9v0i9 {text-anchor:end;cursor:pointer;}.on.svelte-o9v0i9 {font-weight:700;fill:var(--teal);}.readout.svelte-o9v0i9 {min-height:3.1em;margin:8px 0 4px;font-size:0.9rem;font-variant-numeric:tabular-nums;}.soft.svelte-o9v0i9,
  .hint.svelte-o9v0i9 {color:var(--soft);margin-right:6px;}.guess.svelte-o9v0i9 {display:inline-block;margin-right:12px;}code.svelte-o9v0i9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Pl(t, e) {
  Ve(e, !0), $e(t, Rl);
  let n = tt(e, "state", 15);
  const a = $t(), s = 64, [i, l] = [92, 74];
  let o = /* @__PURE__ */ Se(void 0), c = /* @__PURE__ */ Se(void 0), f = /* @__PURE__ */ Se(600), h = /* @__PURE__ */ Se(null), u = /* @__PURE__ */ Se(null);
  const v = /* @__PURE__ */ y(() => e.part.tokens.length), m = /* @__PURE__ */ y(() => e.part.names.length), g = /* @__PURE__ */ y(() => Math.min(r(m) - 1, n()?.head ?? 0)), A = /* @__PURE__ */ y(() => (n()?.mode ?? "matrix") === "lines"), x = /* @__PURE__ */ y(() => !!n()?.weighted && e.part.value_weighted !== void 0), k = /* @__PURE__ */ y(() => n()?.query ?? null), M = /* @__PURE__ */ y(() => (r(x) ? e.part.value_weighted : e.part.pattern).values), N = (O, K, d) => r(M)[(O * r(v) + K) * r(v) + d], S = /* @__PURE__ */ y(() => Math.min(34 * r(v), Math.max(120, Math.min(r(f) - i - 40, 620)))), b = /* @__PURE__ */ y(() => r(S) / r(v));
  function q(O, K) {
    const d = Math.min(r(v), K), U = r(v) / d;
    return fs(d, d, (p, T) => {
      if (d === r(v)) return T > p && !(N(O, p, T) > 0) ? null : cr(N(O, p, T), 1, "sequential", a.dark);
      let V = 0;
      for (let X = Math.floor(p * U); X < Math.floor((p + 1) * U); X++) for (let pe = Math.floor(T * U); pe < Math.floor((T + 1) * U); pe++) V = Math.max(V, N(O, X, pe));
      return T > p ? null : cr(V, 1, "sequential", a.dark);
    });
  }
  function F(O, K) {
    Lt(() => {
      const d = yr(O, s, s);
      d && (d.imageSmoothingEnabled = !1, d.drawImage(q(K(), s), 0, 0, s, s));
    });
  }
  const z = /* @__PURE__ */ y(() => r(h)?.query ?? r(u) ?? r(k));
  Lt(() => {
    if (r(A) || !r(o)) return;
    const O = yr(r(o), i + r(S) + 40, l + r(S) + 4);
    if (!O) return;
    O.imageSmoothingEnabled = r(v) > r(S), O.drawImage(q(r(g), 512), i, l, r(S), r(S)), O.strokeStyle = xt(r(o), "--line"), O.strokeRect(i + 0.5, l + 0.5, r(S) - 1, r(S) - 1), O.fillStyle = xt(r(o), "--soft"), O.font = `11.5px ${xt(r(o), "--font")}`, O.textBaseline = "middle";
    const K = An(r(b), 13);
    for (let d = 0; d < r(v); d += K)
      O.textAlign = "right", O.fillText(Mt(e.part.tokens[d]), i - 6, l + (d + 0.5) * r(b)), O.save(), O.translate(i + (d + 0.5) * r(b) + 3, l - 7), O.rotate(-0.9), O.textAlign = "left", O.fillText(Mt(e.part.tokens[d]), 0, 0), O.restore();
  }), Lt(() => {
    if (r(A) || !r(c)) return;
    const O = yr(r(c), i + r(S) + 40, l + r(S) + 4);
    O && (O.strokeStyle = xt(r(c), "--ink"), r(z) !== null && (O.lineWidth = 1, O.strokeRect(i, l + r(z) * r(b), r(S), Math.max(2, r(b)))), r(h) && (O.lineWidth = 2, O.strokeRect(i + r(h).key * r(b), l + r(h).query * r(b), Math.max(3, r(b)), Math.max(3, r(b)))));
  });
  function D(O) {
    const K = r(c).getBoundingClientRect(), d = Math.floor((O.clientX - K.left - i) / r(b)), U = Math.floor((O.clientY - K.top - l) / r(b));
    return d >= 0 && U >= 0 && d < r(v) && U < r(v) ? { query: U, key: d } : null;
  }
  const G = (O) => n({
    ...n(),
    query: O === r(k) ? void 0 : O ?? void 0
  });
  function ne(O) {
    n({ ...n(), head: O }), e.onSelect?.({ part: e.part, head: O });
  }
  function ze(O) {
    if (O.key === "Escape")
      n({ ...n(), query: void 0 }), re(h, null), re(u, null);
    else if (O.key === "ArrowDown") n({
      ...n(),
      query: Math.min(r(v) - 1, (r(k) ?? -1) + 1)
    });
    else if (O.key === "ArrowUp") n({
      ...n(),
      query: Math.max(0, (r(k) ?? r(v)) - 1)
    });
    else return;
    O.preventDefault();
  }
  function Ae(O, K) {
    const d = {
      ArrowRight: K + 1,
      ArrowLeft: K - 1,
      Home: 0,
      End: r(m) - 1
    }[O.key];
    if (d === void 0) return;
    O.preventDefault(), O.currentTarget.parentElement.children[Math.max(0, Math.min(r(m) - 1, d))].focus();
  }
  const se = /* @__PURE__ */ y(() => r(z) === null ? [] : Array.from({ length: r(v) }, (K, d) => [d, N(r(g), r(z), d)]).filter(([, K]) => K > 5e-3).sort((K, d) => d[1] - K[1]).slice(0, 6)), fe = 160, te = /* @__PURE__ */ y(() => r(v) <= fe ? 0 : Math.max(0, Math.min(r(v) - fe, (r(z) ?? r(v)) - fe / 2))), ae = /* @__PURE__ */ y(() => Array.from({ length: Math.min(r(v), fe) }, (O, K) => Math.floor(r(te)) + K)), Te = /* @__PURE__ */ y(() => {
    const O = [];
    for (const K of r(z) === null ? r(ae) : [r(z)]) for (const d of r(ae)) {
      const U = N(r(g), K, d);
      U > 0.04 && d <= K && O.push({ q: K, k: d, w: U });
    }
    return O;
  }), ge = 23;
  var Fe = Nl(), Pe = Me(Fe);
  xe(Pe, 21, () => e.part.names, De, (O, K, d) => {
    var U = xl(), p = H(U);
    Le(p, "", {}, { width: "64px", height: "64px" }), Hi(p, (X, pe) => F?.(X, pe), () => () => d);
    var T = _(p, 2), V = W(T, !0);
    L(() => {
      j(U, "aria-selected", d === r(g)), j(U, "tabindex", d === r(g) ? 0 : -1), j(U, "title", e.part.notes?.[d] ?? r(K)), C(V, r(K));
    }), oe("click", U, () => ne(d)), oe("keydown", U, (X) => X.key === "Enter" || X.key === " " ? (X.preventDefault(), ne(d)) : Ae(X, d)), w(O, U);
  });
  var Y = _(Pe, 2), Z = H(Y), ie = W(Z, !0), B = _(Z);
  {
    var Q = (O) => {
      var K = wl(), d = W(K, !0);
      L(() => C(d, e.part.notes[r(g)])), w(O, K);
    };
    $(B, (O) => {
      e.part.notes?.[r(g)] && O(Q);
    });
  }
  var ce = _(B, 2), ue = H(ce), ve = _(ue, 2), de = _(ve, 2);
  {
    var ye = (O) => {
      var K = yl();
      L(() => j(K, "aria-pressed", r(x))), oe("click", K, () => n({ ...n(), weighted: !r(x) })), w(O, K);
    };
    $(de, (O) => {
      e.part.value_weighted && O(ye);
    });
  }
  var qe = _(Y, 2), _e = H(qe);
  {
    var E = (O) => {
      var K = zl(), d = H(K);
      xe(d, 17, () => r(Te), ({ q: p, k: T, w: V }) => `${p},${T}`, (p, T) => {
        let V = () => r(T).q, X = () => r(T).k, pe = () => r(T).w;
        var ke = kl();
        L(
          (Ee, Ie) => {
            j(ke, "x2", Ee), j(ke, "y1", (V() - r(te) + 0.5) * ge), j(ke, "y2", (X() - r(te) + 0.5) * ge), j(ke, "stroke-width", 0.6 + 4 * pe()), j(ke, "opacity", Ie);
          },
          [
            () => Math.min(r(f) - 150, 420),
            () => Math.min(1, 0.12 + pe())
          ]
        ), w(p, ke);
      });
      var U = _(d);
      xe(U, 16, () => r(ae), (p) => p, (p, T) => {
        var V = Ml(), X = Me(V);
        let pe;
        var ke = W(X, !0), Ee = _(X), Ie = W(Ee, !0);
        L(
          (le, He, st) => {
            pe = Je(X, 0, "left svelte-o9v0i9", null, pe, { on: r(z) === T }), j(X, "y", (T - r(te) + 0.5) * ge + 4), C(ke, le), j(Ee, "x", He), j(Ee, "y", (T - r(te) + 0.5) * ge + 4), C(Ie, st);
          },
          [
            () => Mt(e.part.tokens[T], 18),
            () => Math.min(r(f) - 150, 420) + 8,
            () => Mt(e.part.tokens[T], 18)
          ]
        ), Ke("pointerenter", X, () => re(u, T, !0)), oe("click", X, () => G(T)), w(p, V);
      }), L(() => j(K, "height", r(ae).length * ge + 8)), Ke("pointerleave", K, () => re(u, null)), w(O, K);
    }, I = (O) => {
      var K = El();
      let d;
      var U = H(K);
      let p;
      Qt(U, (X) => re(o, X), () => r(o));
      var T = _(U, 2);
      let V;
      Qt(T, (X) => re(c, X), () => r(c)), L(() => {
        d = Le(K, "", d, { height: `${l + r(S) + 4}px` }), p = Le(U, "", p, {
          width: `${i + r(S) + 40}px`,
          height: `${l + r(S) + 4}px`
        }), V = Le(T, "", V, {
          width: `${i + r(S) + 40}px`,
          height: `${l + r(S) + 4}px`
        });
      }), oe("pointermove", T, (X) => re(h, D(X), !0)), Ke("pointerleave", T, () => re(h, null)), oe("pointerup", T, (X) => G(D(X)?.query ?? null)), w(O, K);
    };
    $(_e, (O) => {
      r(A) ? O(E) : O(I, -1);
    });
  }
  var R = _(qe, 2), J = H(R);
  {
    var ee = (O) => {
      var K = Sl(), d = Me(K), U = W(d, !0), p = _(d, 2), T = W(p, !0), V = _(p), X = _(V), pe = W(X, !0), ke = _(X);
      L(
        (Ee, Ie, le) => {
          C(U, Ee), C(T, Ie), C(V, ` (${r(h).query ?? ""}) to `), C(pe, le), C(ke, ` (${r(h).key ?? ""}).`);
        },
        [
          () => Ne(N(r(g), r(h).query, r(h).key)),
          () => Ye(e.part.tokens[r(h).query]),
          () => Ye(e.part.tokens[r(h).key])
        ]
      ), w(O, K);
    };
    $(J, (O) => {
      r(h) && O(ee);
    });
  }
  var he = _(J, 2);
  {
    var Re = (O) => {
      var K = Al(), d = Me(K), U = H(d), p = _(U), T = W(p, !0), V = _(d, 2);
      xe(V, 17, () => r(se), ([X, pe]) => X, (X, pe) => {
        var ke = /* @__PURE__ */ y(() => Tr(r(pe), 2));
        let Ee = () => r(ke)[0], Ie = () => r(ke)[1];
        var le = Tl(), He = H(le), st = W(He, !0), en = _(He);
        L(
          (tn, rn) => {
            C(st, tn), C(en, ` ${rn ?? ""}`);
          },
          [() => Ye(e.part.tokens[Ee()]), () => Ne(Ie())]
        ), w(X, le);
      }), L(
        (X) => {
          C(U, `position ${r(z) ?? ""} `), C(T, X);
        },
        [() => Ye(e.part.tokens[r(z)])]
      ), w(O, K);
    }, Oe = (O) => {
      var K = ql();
      w(O, K);
    };
    $(he, (O) => {
      r(z) !== null && r(se).length ? O(Re) : r(h) || O(Oe, 1);
    });
  }
  var Be = _(R, 2);
  {
    let O = /* @__PURE__ */ y(() => r(x) ? "share of attention, value-weighted" : "attention");
    Qr(Be, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(O);
      }
    });
  }
  L(() => {
    C(ie, e.part.names[r(g)]), j(ue, "aria-pressed", !r(A)), j(ve, "aria-pressed", r(A)), j(qe, "aria-label", `attention of ${e.part.names[r(g)] ?? ""}; up and down choose the token that looks, Escape releases`);
  }), oe("click", ue, () => n({ ...n(), mode: "matrix" })), oe("click", ve, () => n({ ...n(), mode: "lines" })), oe("keydown", qe, ze), Pr(qe, "clientWidth", (O) => re(f, O)), w(t, Fe), Xe();
}
_t(["click", "keydown", "pointermove", "pointerup"]);
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
  Ve(e, !0), $e(t, Wl);
  let n = tt(e, "state", 15);
  const a = 30, s = /* @__PURE__ */ y(() => n()?.shown ?? a), i = /* @__PURE__ */ y(() => n()?.index), l = /* @__PURE__ */ y(() => e.part.values.values), o = /* @__PURE__ */ y(() => [
    ...r(l),
    ...e.part.low?.values ?? [],
    ...e.part.high?.values ?? []
  ]), c = /* @__PURE__ */ y(() => Cr(r(o))), f = /* @__PURE__ */ y(() => r(o).some((q) => q < 0)), h = /* @__PURE__ */ y(() => r(o).some((q) => q > 0)), u = /* @__PURE__ */ y(() => r(f) ? r(h) ? 50 : 100 : 0), v = /* @__PURE__ */ y(() => r(f) && r(h) ? 50 : 100), m = (q) => r(u) + q / r(c) * r(v), g = (q) => Math.max(0.3, Math.abs(q) / r(c) * r(v));
  function A(q) {
    n({ ...n(), index: r(i) === q ? void 0 : q }), r(i) === q && e.onSelect?.({ part: e.part, index: q });
  }
  var x = Ul(), k = Me(x);
  xe(k, 21, () => e.part.labels.slice(0, r(s)), De, (q, F, z) => {
    var D = Hl();
    let G;
    {
      const se = (te) => {
        var ae = Fl(), Te = Me(ae), ge = W(Te, !0), Fe = _(Te, 2), Pe = H(Fe);
        let Y;
        var Z = _(Pe, 2);
        {
          var ie = (R) => {
            var J = Cl();
            let ee, he;
            L(
              (Re, Oe) => {
                ee = Je(J, 1, "bar svelte-arepcz", null, ee, { neg: r(fe) < 0 }), he = Le(J, "", he, { left: Re, width: Oe });
              },
              [
                () => `${(r(fe) < 0 ? m(r(fe)) : r(u)) ?? ""}%`,
                () => `${g(r(fe)) ?? ""}%`
              ]
            ), w(R, J);
          }, B = /* @__PURE__ */ y(() => Number.isFinite(r(fe)));
          $(Z, (R) => {
            r(B) && R(ie);
          });
        }
        var Q = _(Z, 2);
        {
          var ce = (R) => {
            var J = Ol();
            let ee;
            L((he, Re) => ee = Le(J, "", ee, { left: he, width: Re }), [
              () => `${m(e.part.low.values[z]) ?? ""}%`,
              () => `${m(e.part.high.values[z]) - m(e.part.low.values[z])}%`
            ]), w(R, J);
          }, ue = /* @__PURE__ */ y(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[z]));
          $(Q, (R) => {
            r(ue) && R(ce);
          });
        }
        var ve = _(Fe, 2), de = H(ve), ye = _(de);
        {
          var qe = (R) => {
            var J = Ll(), ee = W(J, !0);
            L((he) => C(ee, he), [
              () => Zr(e.part.low.values[z], e.part.high.values[z])
            ]), w(R, J);
          }, _e = /* @__PURE__ */ y(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[z]));
          $(ye, (R) => {
            r(_e) && R(qe);
          });
        }
        var E = _(ve, 2);
        {
          var I = (R) => {
            var J = Dl(), ee = W(J, !0);
            L(() => C(ee, e.part.notes[z])), w(R, J);
          };
          $(E, (R) => {
            e.part.notes?.[z] && R(I);
          });
        }
        L(
          (R) => {
            C(ge, r(F)), Y = Le(Pe, "", Y, { left: `${r(u) ?? ""}%` }), C(de, R);
          },
          [() => r(f) ? Vt(r(fe)) : Ne(r(fe))]
        ), w(te, ae);
      }, fe = /* @__PURE__ */ y(() => r(l)[z]);
      var ne = H(D);
      {
        var ze = (te) => {
          var ae = Il(), Te = H(ae);
          se(Te), L(() => j(ae, "aria-pressed", r(i) === z)), oe("click", ae, () => A(z)), w(te, ae);
        }, Ae = (te) => {
          var ae = jl(), Te = H(ae);
          se(Te), w(te, ae);
        };
        $(ne, (te) => {
          e.onSelect ? te(ze) : te(Ae, -1);
        });
      }
    }
    L(() => G = Je(D, 1, "svelte-arepcz", null, G, { chosen: r(i) === z })), w(q, D);
  });
  var M = _(k, 2), N = H(M), S = _(N);
  {
    var b = (q) => {
      var F = Bl(), z = W(F);
      L(() => C(z, `show more (${e.part.labels.length - r(s)} left)`)), oe("click", F, () => n({ ...n(), shown: r(s) + 4 * a })), w(q, F);
    };
    $(S, (q) => {
      e.part.labels.length > r(s) && q(b);
    });
  }
  L(() => {
    j(k, "aria-label", e.part.value_title), C(N, `${e.part.value_title ?? ""} `);
  }), w(t, x), Xe();
}
_t(["click"]);
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
var Vl = /* @__PURE__ */ vt('<line></line><text class="tick end svelte-o9plvd"> </text>', 1), Xl = /* @__PURE__ */ vt('<text class="tick middle svelte-o9plvd"> </text>'), Kl = /* @__PURE__ */ vt('<line class="marked svelte-o9plvd"></line><text class="tick svelte-o9plvd"> </text>', 1), Zl = /* @__PURE__ */ vt('<path opacity="0.16"></path><path fill="none" stroke-width="2" stroke-linejoin="round"></path>', 1), Jl = /* @__PURE__ */ vt('<circle r="4"></circle>'), Ql = /* @__PURE__ */ vt('<line class="cursor svelte-o9plvd"></line><!>', 1), $l = /* @__PURE__ */ P('<span class="at svelte-o9plvd"> </span>'), eo = /* @__PURE__ */ P("<b> </b>"), to = /* @__PURE__ */ P('<button title="show or hide" class="svelte-o9plvd"><svg width="22" height="10" aria-hidden="true" class="svelte-o9plvd"><line x1="0" x2="22" y1="5" y2="5" stroke-width="2.5"></line></svg> <!></button>'), ro = /* @__PURE__ */ P('<div class="whole svelte-o9plvd"><svg role="application" tabindex="0" class="svelte-o9plvd"><!><!><text class="title middle svelte-o9plvd"> </text><text class="title middle svelte-o9plvd"> </text><!><!><!></svg></div> <div class="legend svelte-o9plvd" role="group" aria-label="lines"><!> <!></div>', 1);
const no = {
  hash: "svelte-o9plvd",
  code: '.whole.svelte-o9plvd {min-width:0;overflow:hidden;}svg.svelte-o9plvd {display:block;border-radius:6px;}svg.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);outline-offset:-1px;}.rule.svelte-o9plvd {stroke:var(--line);}.rule.zero.svelte-o9plvd {stroke:var(--faint);}.marked.svelte-o9plvd {stroke:var(--faint);stroke-dasharray:3 3;}.cursor.svelte-o9plvd {stroke:var(--ink);opacity:0.4;}text.svelte-o9plvd {font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums;}.end.svelte-o9plvd {text-anchor:end;}.middle.svelte-o9plvd {text-anchor:middle;}.legend.svelte-o9plvd {display:flex;flex-wrap:wrap;gap:2px 6px;font-size:0.9rem;margin-top:4px;min-height:2em;}.at.svelte-o9plvd {color:var(--soft);padding:2px 6px;}button.svelte-o9plvd {all:unset;display:inline-flex;align-items:center;gap:7px;padding:2px 7px;border-radius:5px;cursor:pointer;font-variant-numeric:tabular-nums;}button[aria-pressed="false"].svelte-o9plvd {opacity:0.45;}button.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);}'
};
function ao(t, e) {
  Ve(e, !0), $e(t, no);
  let n = tt(e, "state", 15);
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
  const v = /* @__PURE__ */ y(() => new Set(n()?.hidden ?? [])), m = /* @__PURE__ */ y(() => n()?.x ?? null), g = /* @__PURE__ */ y(() => e.part.series.filter((E, I) => !r(v).has(I))), A = (E) => r(g).flatMap((I) => E(I).flatMap((R) => R ? [...R.values] : [])).filter((I) => Number.isFinite(I)), x = /* @__PURE__ */ y(() => A((E) => [E.x]).filter((E) => !e.part.x_log || E > 0)), k = /* @__PURE__ */ y(() => A((E) => [E.y, E.low, E.high])), M = /* @__PURE__ */ y(() => {
    const [E, I] = [Math.min(...r(x)), Math.max(...r(x))];
    let [R, J] = [Math.min(...r(k)), Math.max(...r(k))];
    if (!r(x).length || !r(k).length) return { x0: 0, x1: 1, y0: 0, y1: 1 };
    R > 0 && R < 0.4 * J && (R = 0), R === J && ([R, J] = [R - 0.5, J + 0.5]);
    const ee = (J - R) * 0.05;
    return {
      x0: E,
      x1: I > E ? I : E + 1,
      y0: R === 0 ? 0 : R - ee,
      y1: J + ee
    };
  }), N = /* @__PURE__ */ y(() => Math.max(80, r(h) - l - o)), S = (E) => e.part.x_log ? (Math.log(E) - Math.log(r(M).x0)) / (Math.log(r(M).x1) - Math.log(r(M).x0)) : (E - r(M).x0) / (r(M).x1 - r(M).x0), b = (E) => l + S(E) * r(N), q = (E) => c + (1 - (E - r(M).y0) / (r(M).y1 - r(M).y0)) * (i - c - f), F = /* @__PURE__ */ y(() => e.part.x_log ? Gl(r(M).x0, r(M).x1) : la(r(M).x0, r(M).x1, Math.max(2, r(N) / 90))), z = /* @__PURE__ */ y(() => la(r(M).y0, r(M).y1, 5)), D = /* @__PURE__ */ y(() => [...new Set(r(x))].sort((E, I) => E - I)), G = /* @__PURE__ */ y(() => r(u) ?? r(m));
  function ne(E) {
    let I = "M";
    return [...E.x.values].map((R, J) => {
      const ee = E.y.values[J];
      if (!Number.isFinite(ee) || !Number.isFinite(R) || e.part.x_log && R <= 0)
        return I = "M", "";
      const he = `${I}${b(R).toFixed(1)} ${q(ee).toFixed(1)}`;
      return I = "L", he;
    }).join("");
  }
  function ze(E) {
    if (!E.low || !E.high) return "";
    const I = [...E.x.values.keys()].filter((ee) => Number.isFinite(E.low.values[ee]) && Number.isFinite(E.high.values[ee]));
    if (I.length < 2) return "";
    const R = I.map((ee) => `${b(E.x.values[ee]).toFixed(1)} ${q(E.high.values[ee]).toFixed(1)}`), J = I.reverse().map((ee) => `${b(E.x.values[ee]).toFixed(1)} ${q(E.low.values[ee]).toFixed(1)}`);
    return `M${R.join("L")}L${J.join("L")}Z`;
  }
  function Ae(E) {
    const I = E.clientX - E.currentTarget.getBoundingClientRect().left;
    let R = null;
    for (const J of r(D)) (R === null || Math.abs(b(J) - I) < Math.abs(b(R) - I)) && (R = J);
    return R;
  }
  function se(E) {
    const I = E.x.values.indexOf(r(G));
    if (I < 0) return null;
    const R = E.low && E.high && Number.isFinite(E.low.values[I]) ? ` (${Zr(E.low.values[I], E.high.values[I])})` : "";
    return `${Ne(E.y.values[I])}${R}`;
  }
  function fe(E) {
    if (E.key === "Escape") {
      n({ ...n(), x: void 0 }), re(u, null);
      return;
    }
    const I = { ArrowRight: 1, ArrowLeft: -1 }[E.key];
    if (!I || !r(D).length) return;
    E.preventDefault();
    const R = r(m) === null ? I > 0 ? -1 : r(D).length : r(D).indexOf(r(m));
    re(u, null), n({
      ...n(),
      x: r(D)[Math.max(0, Math.min(r(D).length - 1, R + I))]
    });
  }
  function te(E) {
    const I = new Set(r(v));
    I.has(E) ? I.delete(E) : I.add(E), n({ ...n(), hidden: [...I] });
  }
  var ae = ro(), Te = Me(ae), ge = H(Te), Fe = H(ge);
  xe(Fe, 16, () => r(z), (E) => E, (E, I) => {
    var R = Vl(), J = Me(R);
    let ee;
    var he = _(J), Re = W(he, !0);
    L(
      (Oe, Be, O, K) => {
        ee = Je(J, 0, "rule svelte-o9plvd", null, ee, { zero: I === 0 }), j(J, "x1", l), j(J, "x2", l + r(N)), j(J, "y1", Oe), j(J, "y2", Be), j(he, "x", l - 8), j(he, "y", O), C(Re, K);
      },
      [() => q(I), () => q(I), () => q(I) + 4, () => ia(I)]
    ), w(E, R);
  });
  var Pe = _(Fe);
  xe(Pe, 16, () => r(F), (E) => E, (E, I) => {
    var R = Xl(), J = W(R, !0);
    L(
      (ee, he) => {
        j(R, "x", ee), j(R, "y", i - f + 18), C(J, he);
      },
      [() => b(I), () => ia(I)]
    ), w(E, R);
  });
  var Y = _(Pe), Z = W(Y, !0), ie = _(Y), B = W(ie, !0), Q = _(ie);
  xe(Q, 17, () => e.part.marks ?? [], De, (E, I, R) => {
    var J = Kl(), ee = Me(J), he = _(ee), Re = W(he, !0);
    L(
      (Oe, Be, O) => {
        j(ee, "x1", Oe), j(ee, "x2", Be), j(ee, "y1", c), j(ee, "y2", i - f), j(he, "x", O), j(he, "y", c + 11 + 13 * (R % 3)), C(Re, r(I).text);
      },
      [
        () => b(r(I).x),
        () => b(r(I).x),
        () => b(r(I).x) + 4
      ]
    ), w(E, J);
  });
  var ce = _(Q);
  xe(ce, 17, () => e.part.series, De, (E, I, R) => {
    var J = Jt(), ee = Me(J);
    {
      var he = (Oe) => {
        var Be = Zl(), O = Me(Be), K = _(O);
        L(
          (d, U, p) => {
            j(O, "d", d), j(O, "fill", a[R % a.length]), j(K, "d", U), j(K, "stroke", a[R % a.length]), j(K, "stroke-dasharray", p);
          },
          [
            () => ze(r(I)),
            () => ne(r(I)),
            () => s[Math.floor(R / a.length) % 4]
          ]
        ), w(Oe, Be);
      }, Re = /* @__PURE__ */ y(() => !r(v).has(R));
      $(ee, (Oe) => {
        r(Re) && Oe(he);
      });
    }
    w(E, J);
  });
  var ue = _(ce);
  {
    var ve = (E) => {
      var I = Ql(), R = Me(I), J = _(R);
      xe(J, 17, () => e.part.series, De, (ee, he, Re) => {
        const Oe = /* @__PURE__ */ y(() => r(he).x.values.indexOf(r(G)));
        var Be = Jt(), O = Me(Be);
        {
          var K = (U) => {
            var p = Jl();
            L(
              (T, V) => {
                j(p, "cx", T), j(p, "cy", V), j(p, "fill", a[Re % a.length]);
              },
              [() => b(r(G)), () => q(r(he).y.values[r(Oe)])]
            ), w(U, p);
          }, d = /* @__PURE__ */ y(() => !r(v).has(Re) && r(Oe) >= 0 && Number.isFinite(r(he).y.values[r(Oe)]));
          $(O, (U) => {
            r(d) && U(K);
          });
        }
        w(ee, Be);
      }), L(
        (ee, he) => {
          j(R, "x1", ee), j(R, "x2", he), j(R, "y1", c), j(R, "y2", i - f);
        },
        [() => b(r(G)), () => b(r(G))]
      ), w(E, I);
    };
    $(ue, (E) => {
      r(G) !== null && E(ve);
    });
  }
  var de = _(Te, 2), ye = H(de);
  {
    var qe = (E) => {
      var I = $l(), R = W(I);
      L((J) => C(R, `${e.part.x_title ?? ""} ${J ?? ""}`), [() => Ne(r(G))]), w(E, I);
    };
    $(ye, (E) => {
      r(G) !== null && E(qe);
    });
  }
  var _e = _(ye, 2);
  xe(_e, 17, () => e.part.series, De, (E, I, R) => {
    var J = to(), ee = H(J), he = W(ee), Re = _(ee, 1, !0), Oe = _(Re);
    {
      var Be = (K) => {
        var d = eo(), U = W(d, !0);
        L((p) => C(U, p), [() => se(r(I))]), w(K, d);
      }, O = /* @__PURE__ */ y(() => r(G) !== null && !r(v).has(R) && se(r(I)));
      $(Oe, (K) => {
        r(O) && K(Be);
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
    ), oe("click", J, () => te(R)), w(E, J);
  }), L(() => {
    j(ge, "width", r(h)), j(ge, "height", i), j(ge, "aria-label", `${e.part.y_title ?? ""} over ${e.part.x_title ?? ""}; left and right read values, Escape releases`), j(Y, "x", l + r(N) / 2), j(Y, "y", i - 6), C(Z, e.part.x_title), j(ie, "transform", `translate(13 ${c + (i - c - f) / 2}) rotate(-90)`), C(B, e.part.y_title);
  }), oe("keydown", ge, fe), oe("pointermove", ge, (E) => re(u, Ae(E), !0)), Ke("pointerleave", ge, () => re(u, null)), oe("click", ge, () => n({
    ...n(),
    x: r(m) === r(u) ? void 0 : r(u) ?? void 0
  })), Pr(Te, "clientWidth", (E) => re(h, E)), w(t, ae), Xe();
}
_t(["keydown", "pointermove", "click"]);
var so = /* @__PURE__ */ P('<i class="span svelte-1qhoc2s"></i>'), io = /* @__PURE__ */ P('<i class="control svelte-1qhoc2s"></i>'), lo = /* @__PURE__ */ P('<span><i class="key span svelte-1qhoc2s"></i> </span>'), oo = /* @__PURE__ */ P('<span><i class="key control svelte-1qhoc2s"></i> </span>'), co = /* @__PURE__ */ P("<span>no control was run</span>"), fo = /* @__PURE__ */ P("<span> </span>"), uo = /* @__PURE__ */ P('<div class="bar svelte-1qhoc2s" aria-hidden="true"><i class="zero svelte-1qhoc2s"></i> <!> <!> <i class="effect svelte-1qhoc2s"></i></div> <p class="figures svelte-1qhoc2s"><span><i class="key effect svelte-1qhoc2s"></i> </span> <!> <!> <!></p>', 1), vo = /* @__PURE__ */ P('<p class="soft svelte-1qhoc2s"> </p>'), ho = /* @__PURE__ */ P('<p class="soft svelte-1qhoc2s"><b>What would refute it:</b> </p>'), po = /* @__PURE__ */ P('<article><p class="grade svelte-1qhoc2s"><span aria-hidden="true">●</span> </p> <div class="body svelte-1qhoc2s"><p class="claim svelte-1qhoc2s"> </p> <!> <!> <!></div></article>');
const mo = {
  hash: "svelte-1qhoc2s",
  code: `article.svelte-1qhoc2s {display:grid;grid-template-columns:7.2em 1fr;gap:4px 16px;padding:14px 0;border-top:1px solid var(--line);}p.svelte-1qhoc2s {margin:0;}.grade.svelte-1qhoc2s {font-weight:600;font-size:0.92rem;padding:2px 0;color:var(--warn);white-space:nowrap;}.causal.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s),
  .verified.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s) {color:var(--good);}.body.svelte-1qhoc2s {min-width:0;}.claim.svelte-1qhoc2s {max-width:72ch;overflow-wrap:anywhere;}.bar.svelte-1qhoc2s {position:relative;height:14px;max-width:420px;margin:9px 7px 5px;background:linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;}.bar.svelte-1qhoc2s i:where(.svelte-1qhoc2s) {position:absolute;top:50%;transform:translate(-50%, -50%);}.bar.svelte-1qhoc2s .zero:where(.svelte-1qhoc2s) {width:1px;height:12px;background:var(--faint);}.bar.svelte-1qhoc2s .span:where(.svelte-1qhoc2s) {transform:translateY(-50%);height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));}.effect.svelte-1qhoc2s {width:10px;height:10px;border-radius:50%;background:var(--blue);}.control.svelte-1qhoc2s {width:9px;height:9px;border:2px solid var(--orange);border-radius:50%;background:var(--card);box-sizing:border-box;}.figures.svelte-1qhoc2s {display:flex;flex-wrap:wrap;gap:2px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}.key.svelte-1qhoc2s {display:inline-block;margin-right:6px;vertical-align:baseline;}.key.span.svelte-1qhoc2s {width:16px;height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));vertical-align:middle;}.soft.svelte-1qhoc2s {color:var(--soft);font-size:0.9rem;max-width:76ch;margin-top:3px;}
  @media (max-width: 560px) {article.svelte-1qhoc2s {grid-template-columns:1fr;}
  }`
};
function go(t, e) {
  Ve(e, !0), $e(t, mo);
  const n = {
    observed: "Observed: the two go together. Nothing was changed to test it.",
    causal: "Causal: changing this inside the model moved the answer more than the control did.",
    verified: "Verified: it also predicts prompts that were held out, and a random explanation does not."
  }, a = /* @__PURE__ */ y(() => {
    const k = [
      0,
      e.part.effect,
      e.part.control,
      ...e.part.interval ?? []
    ].filter((b) => typeof b == "number" && Number.isFinite(b)), [M, N] = [Math.min(...k), Math.max(...k)], S = N - M || 1;
    return (b) => (b - M) / S * 100;
  }), s = /* @__PURE__ */ y(() => e.part.unit ? ` ${e.part.unit}` : "");
  var i = po(), l = H(i), o = _(H(l)), c = _(l, 2), f = H(c), h = W(f, !0), u = _(f, 2);
  {
    var v = (k) => {
      var M = uo(), N = Me(M), S = H(N);
      let b;
      var q = _(S, 2);
      {
        var F = (Y) => {
          var Z = so();
          let ie;
          L((B, Q) => ie = Le(Z, "", ie, { left: B, width: Q }), [
            () => `${r(a)(e.part.interval[0]) ?? ""}%`,
            () => `${r(a)(e.part.interval[1]) - r(a)(e.part.interval[0])}%`
          ]), w(Y, Z);
        };
        $(q, (Y) => {
          e.part.interval && Y(F);
        });
      }
      var z = _(q, 2);
      {
        var D = (Y) => {
          var Z = io();
          let ie;
          L((B) => ie = Le(Z, "", ie, { left: B }), [() => `${r(a)(e.part.control) ?? ""}%`]), w(Y, Z);
        };
        $(z, (Y) => {
          e.part.control !== void 0 && Y(D);
        });
      }
      var G = _(z, 2);
      let ne;
      var ze = _(N, 2), Ae = H(ze), se = _(H(Ae)), fe = _(Ae, 2);
      {
        var te = (Y) => {
          var Z = lo(), ie = _(H(Z));
          L((B) => C(ie, `95% ${B ?? ""}`), [() => Zr(...e.part.interval)]), w(Y, Z);
        };
        $(fe, (Y) => {
          e.part.interval && Y(te);
        });
      }
      var ae = _(fe, 2);
      {
        var Te = (Y) => {
          var Z = oo(), ie = _(H(Z));
          L((B) => C(ie, `control ${B ?? ""}`), [() => Vt(e.part.control)]), w(Y, Z);
        }, ge = (Y) => {
          var Z = co();
          w(Y, Z);
        };
        $(ae, (Y) => {
          e.part.control !== void 0 ? Y(Te) : Y(ge, -1);
        });
      }
      var Fe = _(ae, 2);
      {
        var Pe = (Y) => {
          var Z = fo(), ie = W(Z);
          L((B) => C(ie, `n = ${B ?? ""}`), [() => Ne(e.part.n)]), w(Y, Z);
        };
        $(Fe, (Y) => {
          e.part.n !== void 0 && Y(Pe);
        });
      }
      L(
        (Y, Z, ie) => {
          b = Le(S, "", b, { left: Y }), ne = Le(G, "", ne, { left: Z }), C(se, `effect ${ie ?? ""}${r(s) ?? ""}`);
        },
        [
          () => `${r(a)(0) ?? ""}%`,
          () => `${r(a)(e.part.effect) ?? ""}%`,
          () => Vt(e.part.effect)
        ]
      ), w(k, M);
    };
    $(u, (k) => {
      e.part.effect !== void 0 && k(v);
    });
  }
  var m = _(u, 2);
  {
    var g = (k) => {
      var M = vo(), N = W(M, !0);
      L(() => C(N, e.part.method)), w(k, M);
    };
    $(m, (k) => {
      e.part.method && k(g);
    });
  }
  var A = _(m, 2);
  {
    var x = (k) => {
      var M = ho(), N = _(H(M));
      L(() => C(N, ` ${e.part.refuted_by ?? ""}`)), w(k, M);
    };
    $(A, (k) => {
      e.part.refuted_by && k(x);
    });
  }
  L(() => {
    Je(i, 1, Ui(e.part.grade), "svelte-1qhoc2s"), j(l, "title", n[e.part.grade]), C(o, ` ${e.part.grade ?? ""}`), C(h, e.part.claim);
  }), w(t, i), Xe();
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
    const g = u.reduce((A, x) => A + Math.abs(x.score), 0) || 1;
    return u.reduce((A, x) => A + Math.abs(x.score) / g * (l.get(x[v]) ?? 0), 0);
  };
  for (let u = 0; u < 8; u++) {
    const v = u % 2 === 0;
    for (const m of v ? s : [...s].reverse()) {
      const g = m.map((A) => ({
        n: A,
        at: f(v ? o.get(A.id) : c.get(A.id), v ? "source" : "target", l.get(A.id))
      }));
      g.sort((A, x) => A.at - x.at), yo(g.map((A) => A.at)).forEach((A, x) => l.set(g[x].n.id, A));
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
var ko = /* @__PURE__ */ vt("<path></path>"), Mo = /* @__PURE__ */ vt('<g><rect class="svelte-1m8z3bf"></rect><text class="svelte-1m8z3bf"> </text></g>'), oa = /* @__PURE__ */ P('<span class="svelte-1m8z3bf"> </span>'), zo = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf"> </p>'), ca = /* @__PURE__ */ P('<span class="tag svelte-1m8z3bf"> </span>'), Eo = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">hears <!></p>'), So = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">tells <!></p>'), To = /* @__PURE__ */ P('<p class="svelte-1m8z3bf"><b> </b><!><!></p> <!> <!> <!>', 1), Ao = /* @__PURE__ */ P('<p class="soft svelte-1m8z3bf">Point at a node to see what it hears and tells; click to keep it, drag to pin it.</p>'), qo = /* @__PURE__ */ P('<div class="bar svelte-1m8z3bf"><label class="svelte-1m8z3bf"><span class="svelte-1m8z3bf"> </span> <input type="range" min="1" class="svelte-1m8z3bf"/></label> <span class="tools svelte-1m8z3bf"><button aria-label="zoom out" class="svelte-1m8z3bf">−</button> <button aria-label="zoom in" class="svelte-1m8z3bf">+</button> <button class="svelte-1m8z3bf">whole</button></span></div> <div class="frame svelte-1m8z3bf"><svg role="application" tabindex="0" class="svelte-1m8z3bf"><g><!><!></g></svg></div> <p class="legend svelte-1m8z3bf"><span><i class="line svelte-1m8z3bf"></i> </span><span><i class="line neg svelte-1m8z3bf"></i>lowers it</span> <span>thicker is larger; up is later in the model</span></p> <div class="readout svelte-1m8z3bf" role="status"><!></div>', 1);
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
  Ve(e, !0), $e(t, No);
  let n = tt(e, "state", 15);
  const [a, s, i, l, o] = [92, 62, 76, 26, 46], c = 60;
  let f, h = /* @__PURE__ */ Se(700), u = /* @__PURE__ */ Se(null), v = null;
  const m = /* @__PURE__ */ y(() => n()?.keep ?? Math.min(c, e.part.edges.length)), g = /* @__PURE__ */ y(() => n()?.node ?? null), A = /* @__PURE__ */ y(() => n()?.pins ?? {}), x = /* @__PURE__ */ y(() => n()?.pan ?? null), k = /* @__PURE__ */ y(() => _o(e.part, bo(e.part, r(m)))), M = /* @__PURE__ */ y(() => wo(r(k).nodes, r(k).edges)), N = /* @__PURE__ */ y(() => 1 + Math.max(0, ...r(M).map((p) => p.y))), S = /* @__PURE__ */ y(() => 1 + Math.max(0, ...r(M).map((p) => p.x))), b = /* @__PURE__ */ y(() => ({
    width: r(S) * a + 2 * o,
    height: r(N) * s + 2 * o
  })), q = /* @__PURE__ */ y(() => Math.min(680, Math.max(260, r(b).height))), F = /* @__PURE__ */ y(() => Math.min(1.2, r(h) / r(b).width, r(q) / r(b).height)), z = /* @__PURE__ */ y(() => r(x)?.zoom ?? r(F)), D = /* @__PURE__ */ y(() => r(x) ?? {
    x: (r(h) - r(b).width * r(F)) / 2,
    y: (r(q) - r(b).height * r(F)) / 2
  }), G = /* @__PURE__ */ y(() => new Map(r(M).map((p) => [
    p.id,
    r(A)[p.id] ?? {
      x: o + (p.x + 0.5) * a,
      y: r(b).height - o - (p.y + 0.5) * s
    }
  ]))), ne = /* @__PURE__ */ y(() => Cr(e.part.edges.map((p) => p.score))), ze = /* @__PURE__ */ y(() => r(u) ?? r(g)), Ae = (p) => r(ze) === null || p.source === r(ze) || p.target === r(ze), se = /* @__PURE__ */ y(() => e.part.nodes.find((p) => p.id === r(ze)) ?? null), fe = /* @__PURE__ */ y(() => {
    if (!r(se)) return null;
    const p = (T, V) => Math.abs(V.score) - Math.abs(T.score);
    return {
      into: e.part.edges.filter((T) => T.target === r(se).id).sort(p).slice(0, 6),
      out: e.part.edges.filter((T) => T.source === r(se).id).sort(p).slice(0, 6)
    };
  }), te = (p) => e.part.nodes.find((T) => T.id === p)?.label ?? p;
  function ae(p) {
    const [T, V] = [r(G).get(p.source), r(G).get(p.target)], X = Math.max(18, (T.y - V.y) / 2);
    return `M${T.x} ${T.y - l / 2}C${T.x} ${T.y - l / 2 - X} ${V.x} ${V.y + l / 2 + X} ${V.x} ${V.y + l / 2}`;
  }
  function Te(p) {
    n({
      ...n(),
      node: p === r(g) ? void 0 : p ?? void 0
    }), p && r(g) === p && e.onSelect?.({ part: e.part, node: p });
  }
  function ge(p, T = { x: r(h) / 2, y: r(q) / 2 }) {
    const V = Math.max(0.1, Math.min(4, r(z) * p)), X = V / r(z);
    n({
      ...n(),
      pan: {
        zoom: V,
        x: T.x - (T.x - r(D).x) * X,
        y: T.y - (T.y - r(D).y) * X
      }
    });
  }
  function Fe(p, T) {
    p.stopPropagation();
    const V = T ? r(G).get(T) : r(D);
    v = {
      id: T,
      from: { x: p.clientX, y: p.clientY },
      start: { ...V },
      moved: !1
    }, f.setPointerCapture(p.pointerId);
  }
  function Pe(p) {
    if (!v) return;
    const T = {
      x: p.clientX - v.from.x,
      y: p.clientY - v.from.y
    };
    !v.moved && Math.hypot(T.x, T.y) < 4 || (v.moved = !0, v.id ? n({
      ...n(),
      pins: {
        ...r(A),
        [v.id]: {
          x: v.start.x + T.x / r(z),
          y: v.start.y + T.y / r(z)
        }
      }
    }) : n({
      ...n(),
      pan: {
        zoom: r(z),
        x: v.start.x + T.x,
        y: v.start.y + T.y
      }
    }));
  }
  function Y() {
    const p = v;
    v = null, p && !p.moved && Te(p.id);
  }
  function Z(p) {
    if (!p.ctrlKey && !p.metaKey) return;
    p.preventDefault();
    const T = f.getBoundingClientRect();
    ge(Math.exp(-p.deltaY / 300), { x: p.clientX - T.left, y: p.clientY - T.top });
  }
  function ie(p) {
    const T = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 2, ArrowLeft: -2 }[p.key];
    if (T) {
      const V = r(M).find((Ee) => Ee.id === r(g)) ?? r(M)[r(M).length - 1], X = (Ee) => r(M).filter((Ie) => Ie.y === Ee).sort((Ie, le) => Ie.x - le.x), pe = X(V.y), ke = Math.abs(T) === 2 ? pe[pe.findIndex((Ee) => Ee.id === V.id) + T / 2] : X(V.y + T).sort((Ee, Ie) => Math.abs(Ee.x - V.x) - Math.abs(Ie.x - V.x))[0];
      r(g) === null ? n({ ...n(), node: V.id }) : ke && n({ ...n(), node: ke.id });
    } else if (p.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, node: r(g) });
    else if (p.key === "Escape")
      n({ ...n(), node: void 0 }), re(u, null);
    else if (p.key === "+" || p.key === "=") ge(1.3);
    else if (p.key === "-") ge(1 / 1.3);
    else if (p.key === "0") n({ ...n(), pan: void 0, pins: void 0 });
    else return;
    p.preventDefault();
  }
  var B = qo(), Q = Me(B), ce = H(Q), ue = H(ce), ve = W(ue), de = _(ue, 2), ye = _(ce, 2), qe = H(ye), _e = _(qe, 2), E = _(_e, 2), I = _(Q, 2), R = H(I), J = H(R), ee = H(J);
  xe(ee, 17, () => r(k).edges, (p) => `${p.source}→${p.target}→${p.label ?? ""}`, (p, T) => {
    var V = ko();
    let X;
    L(
      (pe, ke, Ee) => {
        j(V, "d", pe), X = Je(V, 0, "edge svelte-1m8z3bf", null, X, { neg: r(T).score < 0, dim: ke }), j(V, "stroke-width", Ee);
      },
      [
        () => ae(r(T)),
        () => !Ae(r(T)),
        () => 0.8 + 4.5 * Math.sqrt(Math.abs(r(T).score) / r(ne))
      ]
    ), w(p, V);
  });
  var he = _(ee);
  xe(he, 17, () => r(M), (p) => p.id, (p, T) => {
    const V = /* @__PURE__ */ y(() => r(G).get(r(T).id));
    var X = Mo();
    let pe;
    var ke = H(X), Ee = _(ke), Ie = W(Ee, !0);
    L(
      (le) => {
        pe = Je(X, 0, `node ${r(T).kind ?? ""}`, "svelte-1m8z3bf", pe, {
          chosen: r(g) === r(T).id,
          pinned: r(A)[r(T).id]
        }), j(X, "transform", `translate(${r(V).x - i / 2} ${r(V).y - l / 2})`), j(ke, "width", i), j(ke, "height", l), j(ke, "rx", r(T).kind === "mlp" ? 4 : 13), j(Ee, "x", i / 2), j(Ee, "y", l / 2 + 4), C(Ie, le);
      },
      [
        () => r(T).label.length > 11 ? `${r(T).label.slice(0, 10)}…` : r(T).label
      ]
    ), oe("pointerdown", X, (le) => Fe(le, r(T).id)), Ke("pointerenter", X, () => re(u, r(T).id, !0)), Ke("pointerleave", X, () => re(u, null)), w(p, X);
  }), Qt(R, (p) => f = p, () => f);
  var Re = _(I, 2), Oe = H(Re), Be = _(H(Oe)), O = _(Re, 2), K = H(O);
  {
    var d = (p) => {
      var T = To(), V = Me(T), X = H(V), pe = W(X, !0), ke = _(X);
      {
        var Ee = (Ze) => {
          var it = oa(), bt = W(it, !0);
          L(() => C(bt, r(se).role)), w(Ze, it);
        };
        $(ke, (Ze) => {
          r(se).role && Ze(Ee);
        });
      }
      var Ie = _(ke);
      {
        var le = (Ze) => {
          var it = oa(), bt = W(it);
          L((jt) => C(bt, `${e.part.score_title ?? ""} ${jt ?? ""}`), [() => Vt(r(se).score)]), w(Ze, it);
        };
        $(Ie, (Ze) => {
          r(se).score !== void 0 && Ze(le);
        });
      }
      var He = _(V, 2);
      xe(He, 17, () => r(se).evidence ?? [], De, (Ze, it) => {
        var bt = zo(), jt = W(bt, !0);
        L(() => C(jt, r(it))), w(Ze, bt);
      });
      var st = _(He, 2);
      {
        var en = (Ze) => {
          var it = Eo(), bt = _(H(it));
          xe(bt, 17, () => r(fe).into, De, (jt, At) => {
            var dr = ca(), nn = W(dr);
            L((an, sn) => C(nn, `${an ?? ""}${r(At).label ? ` (${r(At).label})` : ""} ${sn ?? ""}`), [
              () => Ye(te(r(At).source)),
              () => Vt(r(At).score)
            ]), w(jt, dr);
          }), w(Ze, it);
        };
        $(st, (Ze) => {
          r(fe).into.length && Ze(en);
        });
      }
      var tn = _(st, 2);
      {
        var rn = (Ze) => {
          var it = So(), bt = _(H(it));
          xe(bt, 17, () => r(fe).out, De, (jt, At) => {
            var dr = ca(), nn = W(dr);
            L((an, sn) => C(nn, `${an ?? ""}${r(At).label ? ` (${r(At).label})` : ""} ${sn ?? ""}`), [
              () => Ye(te(r(At).target)),
              () => Vt(r(At).score)
            ]), w(jt, dr);
          }), w(Ze, it);
        };
        $(tn, (Ze) => {
          r(fe).out.length && Ze(rn);
        });
      }
      L(() => C(pe, r(se).label)), w(p, T);
    }, U = (p) => {
      var T = Ao();
      w(p, T);
    };
    $(K, (p) => {
      r(se) && r(fe) ? p(d) : p(U, -1);
    });
  }
  L(
    (p, T, V) => {
      C(ve, `largest ${p ?? ""} of ${T ?? ""} edges`), j(de, "max", V), Ki(de, r(m)), j(R, "width", r(h)), j(R, "height", r(q)), j(R, "aria-label", `circuit of ${r(k).nodes.length ?? ""} nodes and ${r(k).edges.length ?? ""} edges; arrows walk, Enter chooses, Escape releases, plus and minus zoom`), j(J, "transform", `translate(${r(D).x ?? ""} ${r(D).y ?? ""}) scale(${r(z) ?? ""})`), C(Be, `raises ${e.part.score_title ?? ""}`);
    },
    [
      () => Ne(Math.min(r(m), e.part.edges.length)),
      () => Ne(e.part.edges.length),
      () => Math.max(1, e.part.edges.length)
    ]
  ), oe("input", de, (p) => n({ ...n(), keep: Number(p.currentTarget.value) })), oe("click", qe, () => ge(1 / 1.3)), oe("click", _e, () => ge(1.3)), oe("click", E, () => n({ ...n(), pan: void 0, pins: void 0 })), oe("keydown", R, ie), oe("pointerdown", R, (p) => Fe(p, null)), oe("pointermove", R, Pe), oe("pointerup", R, Y), Ke("pointercancel", R, () => v = null), Ke("wheel", R, Z), Pr(I, "clientWidth", (p) => re(h, p)), w(t, B), Xe();
}
_t([
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
  Ve(e, !0), $e(t, Fo);
  let a = tt(e, "state", 15), s = tt(e, "level", 3, 2);
  const i = /* @__PURE__ */ y(() => a()?.parts ?? {}), l = /* @__PURE__ */ y(() => Math.min(a()?.tab ?? 0, e.part.parts.length - 1)), o = (g, A) => {
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
  var h = Jt(), u = Me(h);
  {
    var v = (g) => {
      var A = Co(), x = Me(A);
      xe(x, 21, () => e.part.titles, De, (N, S, b) => {
        var q = Po(), F = W(q, !0);
        L(() => {
          j(q, "id", `${n}-tab${b}`), j(q, "aria-selected", b === r(l)), j(q, "aria-controls", `${n}-panel`), j(q, "tabindex", b === r(l) ? 0 : -1), C(F, r(S));
        }), oe("click", q, () => c(b)), oe("keydown", q, f), w(N, q);
      });
      var k = _(x, 2), M = H(k);
      Li(M, () => r(l), (N) => {
        var S = () => r(i)[r(l)], b = (q) => o(r(l), q);
        Yr(N, {
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
            return S();
          },
          set state(q) {
            b(q);
          }
        });
      }), L(() => {
        j(k, "id", `${n}-panel`), j(k, "aria-labelledby", `${n}-tab${r(l) ?? ""}`);
      }), w(g, A);
    }, m = (g) => {
      var A = Do();
      xe(A, 21, () => e.part.parts, De, (x, k, M) => {
        var N = Lo(), S = H(N);
        {
          var b = (D) => {
            var G = Oo(), ne = W(G, !0);
            L(() => C(ne, e.part.titles[M])), w(D, G);
          };
          $(S, (D) => {
            e.part.titles[M] && D(b);
          });
        }
        var q = _(S, 2), F = () => r(i)[M], z = (D) => o(M, D);
        Yr(q, {
          get part() {
            return r(k);
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
            z(D);
          }
        }), w(x, N);
      }), w(g, A);
    };
    $(u, (g) => {
      e.part.layout === "tabs" ? g(v) : g(m, -1);
    });
  }
  w(t, h), Xe();
}
_t(["click", "keydown"]);
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
  Ve(e, !0), $e(t, Zo);
  let n = tt(e, "state", 15);
  const a = $t();
  let s, i, l = /* @__PURE__ */ Se(0), o = /* @__PURE__ */ Se(null), c = null;
  const f = /* @__PURE__ */ y(() => n()?.cell ?? null), h = /* @__PURE__ */ y(() => e.part.values.shape), u = /* @__PURE__ */ y(() => Tr(r(h), 2)), v = /* @__PURE__ */ y(() => r(u)[0]), m = /* @__PURE__ */ y(() => r(u)[1]), g = /* @__PURE__ */ y(() => e.part.limit ?? Cr(e.part.values.values)), A = /* @__PURE__ */ y(() => e.part.values.values.some((d) => Tn(d, r(g)))), x = /* @__PURE__ */ y(() => e.part.values.values.some((d) => Number.isNaN(d))), k = /* @__PURE__ */ y(() => Math.max(0, ...e.part.rows.map((d) => Mt(d, 16).length))), M = /* @__PURE__ */ y(() => Math.max(0, ...e.part.columns.map((d) => Mt(d).length))), N = /* @__PURE__ */ y(() => Math.min(132, 18 + r(k) * 7)), S = /* @__PURE__ */ y(() => r(M) > 3), b = /* @__PURE__ */ y(() => r(S) ? Math.min(84, 20 + r(M) * 5.4) : 24), q = /* @__PURE__ */ y(() => Math.max(40, r(l) - r(N) - (r(S) ? 30 : 4))), F = /* @__PURE__ */ y(() => ({
    left: r(N),
    top: r(b),
    width: r(q),
    height: Ho(r(v)),
    rows: r(v),
    columns: r(m)
  })), z = /* @__PURE__ */ y(() => Wr(r(F), n()?.window ?? { zoom: 1, x: 0, y: 0 })), D = /* @__PURE__ */ y(() => $r(r(F), r(z).zoom)), G = /* @__PURE__ */ y(() => Math.min(r(F).width, r(D).width * r(m))), ne = /* @__PURE__ */ y(() => r(F).top + r(F).height + 4), ze = /* @__PURE__ */ y(() => e.part.origin === "bottom"), Ae = (d) => r(ze) ? r(v) - 1 - d : d, se = (d, U) => e.part.values.values[d * r(m) + U], fe = /* @__PURE__ */ y(() => fs(r(v), r(m), (d, U) => cr(se(Ae(d), U), r(g), e.part.scale, a.dark))), te = /* @__PURE__ */ y(() => r(o) ?? r(f)), ae = /* @__PURE__ */ y(() => {
    if (!r(te) || r(te).row >= r(v) || r(te).column >= r(m)) return null;
    const d = r(te).row * r(m) + r(te).column, U = e.part.low && e.part.high ? ` (95% ${Zr(e.part.low.values[d], e.part.high.values[d])})` : "";
    return {
      place: `${e.part.row_title} ${Ye(e.part.rows[r(te).row])}, ${e.part.column_title} ${Ye(e.part.columns[r(te).column])}`,
      value: `${Ne(e.part.values.values[d])}${U}`,
      note: e.part.texts?.[r(te).row]?.[r(te).column]
    };
  });
  Lt(() => {
    const d = yr(s, r(l), r(ne));
    if (!d || !r(l)) return;
    const U = xt(s, "--soft");
    d.save(), d.beginPath(), d.rect(r(F).left, r(F).top, r(G), r(F).height), d.clip(), d.imageSmoothingEnabled = r(D).width < 1, d.drawImage(r(fe), r(F).left - r(z).x, r(F).top - r(z).y, r(D).width * r(m), r(D).height * r(v));
    const p = {
      c: Math.floor(r(z).x / r(D).width),
      r: Math.floor(r(z).y / r(D).height)
    }, T = {
      c: Math.min(r(m) - 1, Math.ceil((r(z).x + r(F).width) / r(D).width)),
      r: Math.min(r(v) - 1, Math.ceil((r(z).y + r(F).height) / r(D).height))
    }, V = (le) => r(F).left - r(z).x + le * r(D).width, X = (le) => r(F).top - r(z).y + le * r(D).height, [pe, ke] = [xt(s, "--faint"), xt(s, "--ink")];
    if (r(x) || r(A)) for (let le = p.r; le <= T.r; le++) for (let He = p.c; He <= T.c; He++) {
      const st = se(Ae(le), He);
      Number.isNaN(st) ? Te(d, V(He), X(le), r(D).width, r(D).height, pe) : Tn(st, r(g)) && (d.strokeStyle = ke, d.lineWidth = 1.5, d.strokeRect(V(He) + 1.25, X(le) + 1.25, r(D).width - 2.5, r(D).height - 2.5));
    }
    if (Math.min(r(D).width, r(D).height) >= 7) {
      d.strokeStyle = xt(s, "--card"), d.lineWidth = 1, d.beginPath();
      for (let le = p.c; le <= T.c + 1; le++) d.rect(V(le), r(F).top, 0, r(F).height);
      for (let le = p.r; le <= T.r + 1; le++) d.rect(r(F).left, X(le), r(F).width, 0);
      d.stroke();
    }
    d.restore(), d.fillStyle = U, d.font = `11.5px ${xt(s, "--font")}`, d.textBaseline = "middle", d.textAlign = "right";
    const Ee = An(r(D).height, 13);
    for (let le = 0; le < r(v); le++) {
      const He = Ae(le), st = X(le) + r(D).height / 2;
      He % Ee || st < r(F).top || st > r(F).top + r(F).height || d.fillText(Mt(e.part.rows[He], 16), r(F).left - 6, st);
    }
    const Ie = An(r(D).width, r(S) ? 14 : 8 + r(M) * 7);
    for (let le = 0; le < r(m); le++) {
      const He = V(le) + r(D).width / 2;
      le % Ie || He < r(F).left || He > r(F).left + r(G) || (d.save(), d.translate(He + (r(S) ? 3 : 0), r(F).top - 7), d.textAlign = r(S) ? "left" : "center", r(S) && d.rotate(-0.9), d.fillText(Mt(e.part.columns[le]), 0, 0), d.restore());
    }
  }), Lt(() => {
    const d = yr(i, r(l), r(ne));
    if (d) {
      d.beginPath(), d.rect(r(F).left - 2, r(F).top - 2, r(G) + 4, r(F).height + 4), d.clip();
      for (const [U, p] of [[r(o), 1.5], [r(f), 2.5]]) {
        if (!U) continue;
        d.strokeStyle = xt(i, "--ink"), d.lineWidth = p;
        const T = Math.max(3, r(D).width), V = Math.max(3, r(D).height);
        d.strokeRect(r(F).left - r(z).x + U.column * r(D).width, r(F).top - r(z).y + Ae(U.row) * r(D).height, T, V);
      }
    }
  });
  function Te(d, U, p, T, V, X) {
    d.save(), d.beginPath(), d.rect(U, p, T, V), d.clip(), d.strokeStyle = X, d.lineWidth = 1, d.beginPath();
    for (let pe = -V; pe < T; pe += 5)
      d.moveTo(U + pe, p + V), d.lineTo(U + pe + V, p);
    d.stroke(), d.restore();
  }
  function ge(d) {
    const U = i.getBoundingClientRect();
    return {
      x: d.clientX - U.left - r(F).left,
      y: d.clientY - U.top - r(F).top
    };
  }
  function Fe(d) {
    const U = ge(d), p = Bo(r(F), r(z), U.x, U.y);
    return p && { row: Ae(p.row), column: p.column };
  }
  const Pe = (d) => n({ ...n(), window: d }), Y = (d) => n({ ...n(), cell: d ?? void 0 });
  function Z(d) {
    c = {
      x: d.clientX,
      y: d.clientY,
      window: r(z),
      moved: !1
    }, i.setPointerCapture(d.pointerId);
  }
  function ie(d) {
    if (re(o, Fe(d), !0), !c || r(z).zoom === 1) return;
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
    const p = Fe(d);
    if (!(!U || U.moved || !p)) {
      if (r(f) && r(f).row === p.row && r(f).column === p.column) return Y(null);
      Y(p), e.onSelect?.({ part: e.part, ...p });
    }
  }
  function Q(d) {
    !d.ctrlKey && !d.metaKey || (d.preventDefault(), Pe(pr(r(F), r(z), Math.exp(-d.deltaY / 250), ge(d))));
  }
  const ce = () => ({ x: r(F).width / 2, y: r(F).height / 2 });
  function ue(d) {
    const U = r(ze) ? 1 : -1, p = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [U, 0],
      ArrowDown: [-U, 0]
    }[d.key];
    if (p) {
      const T = r(f) ?? { row: r(ze) ? 0 : -1, column: -1 }, V = {
        row: Math.max(0, Math.min(r(v) - 1, T.row + p[0])),
        column: Math.max(0, Math.min(r(m) - 1, T.column + p[1]))
      };
      re(o, null), n({
        ...n(),
        cell: V,
        window: Uo(r(F), r(z), Ae(V.row), V.column)
      });
    } else if (d.key === "Enter" && r(f)) e.onSelect?.({ part: e.part, ...r(f) });
    else if (d.key === "Escape")
      Y(null), re(o, null);
    else if (d.key === "+" || d.key === "=") Pe(pr(r(F), r(z), 1.5, ce()));
    else if (d.key === "-") Pe(pr(r(F), r(z), 1 / 1.5, ce()));
    else if (d.key === "0") Pe({ zoom: 1, x: 0, y: 0 });
    else return;
    d.preventDefault();
  }
  var ve = Ko(), de = H(ve);
  let ye;
  var qe = H(de);
  let _e;
  Qt(qe, (d) => s = d, () => s);
  var E = _(qe, 2);
  let I;
  Qt(E, (d) => i = d, () => i);
  var R = _(de, 2), J = H(R);
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
      return r(x);
    },
    get beyond() {
      return r(A);
    }
  });
  var ee = _(J, 2), he = H(ee);
  {
    var Re = (d) => {
      var U = Yo(), p = Me(U), T = _(p, 2), V = _(T, 2);
      {
        var X = (pe) => {
          var ke = Wo();
          oe("click", ke, () => Pe({ zoom: 1, x: 0, y: 0 })), w(pe, ke);
        };
        $(V, (pe) => {
          r(z).zoom > 1 && pe(X);
        });
      }
      oe("click", p, () => Pe(pr(r(F), r(z), 0.6666666666666666, ce()))), oe("click", T, () => Pe(pr(r(F), r(z), 1.5, ce()))), w(d, U);
    };
    $(he, (d) => {
      (r(m) > 40 || r(v) > 40 || r(z).zoom > 1) && d(Re);
    });
  }
  var Oe = _(R, 2), Be = H(Oe);
  {
    var O = (d) => {
      var U = Vo(), p = Me(U), T = W(p, !0), V = _(p, 2), X = W(V, !0), pe = _(V);
      {
        var ke = (Ee) => {
          var Ie = Go(), le = W(Ie, !0);
          L(() => C(le, r(ae).note)), w(Ee, Ie);
        };
        $(pe, (Ee) => {
          r(ae).note && Ee(ke);
        });
      }
      L(() => {
        C(T, r(ae).value), C(X, r(ae).place);
      }), w(d, U);
    }, K = (d) => {
      var U = Xo();
      w(d, U);
    };
    $(Be, (d) => {
      r(ae) ? d(O) : d(K, -1);
    });
  }
  L(() => {
    j(de, "aria-label", `heat map of ${e.part.value_title ?? ""} by ${e.part.row_title ?? ""} and ${e.part.column_title ?? ""}; arrows move, Enter chooses, Escape releases, plus and minus zoom`), ye = Le(de, "", ye, { height: `${r(ne) ?? ""}px` }), _e = Le(qe, "", _e, {
      width: `${r(l) ?? ""}px`,
      height: `${r(ne) ?? ""}px`
    }), I = Le(E, "", I, {
      width: `${r(l) ?? ""}px`,
      height: `${r(ne) ?? ""}px`,
      cursor: r(z).zoom > 1 ? "grab" : "crosshair"
    });
  }), oe("keydown", de, ue), oe("pointerdown", E, Z), oe("pointermove", E, ie), oe("pointerup", E, B), Ke("pointercancel", E, () => c = null), Ke("pointerleave", E, () => re(o, null)), Ke("wheel", E, Q), Pr(ve, "clientWidth", (d) => re(l, d)), w(t, ve), Xe();
}
_t([
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
  Ve(e, !0), $e(t, nc);
  let n = tt(e, "state", 15);
  const a = 400, s = $t();
  let i = /* @__PURE__ */ Se(null), l;
  const o = /* @__PURE__ */ y(() => n()?.pos ?? null), c = /* @__PURE__ */ y(() => n()?.shown ?? a), f = /* @__PURE__ */ y(() => r(i) ?? r(o)), h = /* @__PURE__ */ y(() => e.part.values?.values), u = /* @__PURE__ */ y(() => e.part.limit ?? (r(h) ? Cr(r(h)) : 1));
  function v(z) {
    if (!r(h)) return;
    const D = cr(r(h)[z], r(u), e.part.scale, s.dark);
    return D ? `background:${Jr(D)};color:${Vn(D)}` : "outline:1px dashed var(--faint)";
  }
  function m(z) {
    n({ ...n(), pos: r(o) === z ? void 0 : z }), r(o) === z && e.onSelect?.({ part: e.part, pos: z });
  }
  function g(z, D) {
    if (z.key === "Escape") {
      n({ ...n(), pos: void 0 }), re(i, null);
      return;
    }
    const G = {
      ArrowRight: D + 1,
      ArrowLeft: D - 1,
      Home: 0,
      End: e.part.tokens.length - 1
    }[z.key];
    G !== void 0 && (z.preventDefault(), l.children[Math.max(0, Math.min(l.children.length - 1, G))].focus());
  }
  const A = /* @__PURE__ */ y(() => r(o) ?? 0);
  var x = rc(), k = Me(x);
  xe(k, 21, () => e.part.tokens.slice(0, r(c)), De, (z, D, G) => {
    var ne = Qo();
    let ze;
    var Ae = W(ne, !0);
    L(
      (se, fe, te) => {
        Le(ne, se), j(ne, "aria-pressed", G === r(o)), j(ne, "tabindex", G === r(A) ? 0 : -1), ze = Je(ne, 1, "svelte-19m6xb0", null, ze, { locked: G === r(o), frame: fe }), C(Ae, te);
      },
      [
        () => v(G),
        () => r(h) && Tn(r(h)[G], r(u)),
        () => Ye(r(D))
      ]
    ), Ke("pointerenter", ne, () => re(i, G, !0)), Ke("pointerleave", ne, () => re(i, null)), Ke("focus", ne, () => re(i, G, !0)), Ke("blur", ne, () => re(i, null)), oe("click", ne, () => m(G)), oe("keydown", ne, (se) => g(se, G)), w(z, ne);
  }), Qt(k, (z) => l = z, () => l);
  var M = _(k, 2);
  {
    var N = (z) => {
      var D = $o(), G = W(D);
      L((ne) => C(G, `show more (${ne ?? ""} tokens left)`), [() => Ne(e.part.tokens.length - r(c))]), oe("click", D, () => n({ ...n(), shown: r(c) + 4 * a })), w(z, D);
    };
    $(M, (z) => {
      e.part.tokens.length > r(c) && z(N);
    });
  }
  var S = _(M, 2), b = H(S);
  {
    var q = (z) => {
      var D = tc(), G = Me(D), ne = _(G), ze = W(ne, !0), Ae = _(ne);
      {
        var se = (fe) => {
          var te = ec(), ae = _(Me(te)), Te = W(ae, !0), ge = _(ae);
          L(
            (Fe) => {
              C(Te, Fe), C(ge, ` ${e.part.value_title ?? "" ?? ""}`);
            },
            [() => Ne(r(h)[r(f)])]
          ), w(fe, te);
        };
        $(Ae, (fe) => {
          r(h) && fe(se);
        });
      }
      L(
        (fe) => {
          C(G, `position ${r(f) ?? ""}, `), C(ze, fe);
        },
        [() => Ye(e.part.tokens[r(f)])]
      ), w(z, D);
    }, F = (z) => {
      Qr(z, {
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
    $(b, (z) => {
      r(f) !== null ? z(q) : r(h) && z(F, 1);
    });
  }
  L(() => j(k, "aria-label", e.part.value_title ?? "tokens")), w(t, x), Xe();
}
_t(["click", "keydown"]);
const ua = (t, e = Mr, n = Mr) => {
  var a = sc(), s = H(a), i = W(s, !0), l = _(s, 2);
  xe(l, 21, n, De, (o, c) => {
    var f = /* @__PURE__ */ y(() => Tr(r(c), 2));
    let h = () => r(f)[0], u = () => r(f)[1];
    var v = ac(), m = H(v), g = W(m, !0), A = _(m), x = W(A, !0);
    L(
      (k, M) => {
        C(g, k), C(x, M);
      },
      [() => Ye(h()), () => Vt(u())]
    ), w(o, v);
  }), L(() => C(i, e())), w(t, a);
};
var ac = /* @__PURE__ */ P('<li class="svelte-1t44cfp"><code class="svelte-1t44cfp"> </code><span> </span></li>'), sc = /* @__PURE__ */ P('<div><h5 class="svelte-1t44cfp"> </h5> <ul class="svelte-1t44cfp"></ul></div>'), ic = /* @__PURE__ */ P('<span class="label svelte-1t44cfp"> </span>'), lc = /* @__PURE__ */ P('<span class="soft svelte-1t44cfp"> </span>'), oc = /* @__PURE__ */ P('<span class="token svelte-1t44cfp"> </span>'), cc = /* @__PURE__ */ P('<small class="svelte-1t44cfp"> </small>'), fc = /* @__PURE__ */ P('<p class="example svelte-1t44cfp"><span class="text svelte-1t44cfp"></span><!></p>'), uc = /* @__PURE__ */ P('<p class="soft svelte-1t44cfp">No example: it was never active on this text.</p>'), vc = /* @__PURE__ */ P('<button class="svelte-1t44cfp"> </button>'), dc = /* @__PURE__ */ vt('<rect width="5" class="svelte-1t44cfp"></rect>'), hc = /* @__PURE__ */ P('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Activations (counts on a log scale)</h5> <svg preserveAspectRatio="none" role="img" aria-label="histogram of activations" class="svelte-1t44cfp"></svg> <p class="ends svelte-1t44cfp"><span> </span> <span> </span></p></div>'), pc = /* @__PURE__ */ P('<li class="svelte-1t44cfp"><span> </span><span> </span></li>'), mc = /* @__PURE__ */ P('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Nearest directions (cosine)</h5> <ul class="svelte-1t44cfp"></ul></div>'), gc = /* @__PURE__ */ P('<p role="alert"> </p>'), _c = /* @__PURE__ */ P('<form class="svelte-1t44cfp"><label class="svelte-1t44cfp">Try your own text <input maxlength="2000" class="svelte-1t44cfp"/></label> <button class="svelte-1t44cfp"> </button></form> <!> <!>', 1), bc = /* @__PURE__ */ P('<article class="svelte-1t44cfp"><header class="svelte-1t44cfp"><b> </b><!> <!></header> <div class="sides svelte-1t44cfp"><div class="examples"><h5 class="svelte-1t44cfp">Where it is active</h5> <!> <!></div> <aside class="svelte-1t44cfp"><!> <!> <!> <!></aside></div> <!></article>');
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
  Ve(e, !0), $e(t, xc);
  const n = $t(), a = 10;
  let s = /* @__PURE__ */ Se(!1), i = /* @__PURE__ */ Se(""), l = /* @__PURE__ */ Se(null), o = /* @__PURE__ */ Se(null), c = /* @__PURE__ */ Se(!1);
  const f = /* @__PURE__ */ y(() => Cr(e.part.examples.flatMap((Y) => [...Y.values.values]))), h = /* @__PURE__ */ y(() => r(s) ? e.part.examples : e.part.examples.slice(0, a)), u = /* @__PURE__ */ y(() => e.part.histogram ? [...e.part.histogram.counts.values] : []), v = /* @__PURE__ */ y(() => Math.max(1, ...r(u))), m = (Y) => Y > 0 ? 4 + 38 * Math.log1p(Y) / Math.log1p(r(v)) : 0;
  function g(Y) {
    if (!(Y > 0)) return "";
    const Z = cr(Y, r(f), "sequential", n.dark);
    return Z ? `background:${Jr(Z)};color:${Vn(Z)}` : "";
  }
  async function A(Y) {
    if (Y.preventDefault(), !(!e.onTry || !r(i) || r(c))) {
      re(c, !0), re(o, null);
      try {
        re(l, await e.onTry(e.part.name, r(i)));
      } catch (Z) {
        re(o, Z instanceof Error ? Z.message : String(Z), !0);
      }
      re(c, !1);
    }
  }
  var x = bc(), k = H(x), M = H(k), N = W(M, !0), S = _(M);
  {
    var b = (Y) => {
      var Z = ic(), ie = W(Z, !0);
      L(() => C(ie, e.part.label)), w(Y, Z);
    };
    $(S, (Y) => {
      e.part.label && Y(b);
    });
  }
  var q = _(S, 2);
  {
    var F = (Y) => {
      var Z = lc(), ie = W(Z);
      L((B) => C(ie, `active on ${B ?? ""}% of tokens`), [() => Ne(e.part.density * 100)]), w(Y, Z);
    };
    $(q, (Y) => {
      e.part.density !== void 0 && Y(F);
    });
  }
  var z = _(k, 2), D = H(z), G = _(H(D), 2);
  xe(
    G,
    17,
    () => r(h),
    De,
    (Y, Z) => {
      var ie = fc(), B = H(ie);
      xe(B, 21, () => r(Z).tokens, De, (ue, ve, de) => {
        var ye = oc(), qe = W(ye, !0);
        L(
          (_e, E, I, R) => {
            Le(ye, _e), j(ye, "title", `${E ?? ""}: ${I ?? ""}`), C(qe, R);
          },
          [
            () => g(r(Z).values.values[de]),
            () => Ye(r(ve)),
            () => Ne(r(Z).values.values[de]),
            () => Ye(r(ve))
          ]
        ), w(ue, ye);
      });
      var Q = _(B);
      {
        var ce = (ue) => {
          var ve = cc(), de = W(ve, !0);
          L(() => C(de, r(Z).note)), w(ue, ve);
        };
        $(Q, (ue) => {
          r(Z).note && ue(ce);
        });
      }
      w(Y, ie);
    },
    (Y) => {
      var Z = uc();
      w(Y, Z);
    }
  );
  var ne = _(G, 2);
  {
    var ze = (Y) => {
      var Z = vc(), ie = W(Z, !0);
      L(() => {
        j(Z, "aria-expanded", r(s)), C(ie, r(s) ? "fewer" : `all ${e.part.examples.length} examples`);
      }), oe("click", Z, () => re(s, !r(s))), w(Y, Z);
    };
    $(ne, (Y) => {
      e.part.examples.length > a && Y(ze);
    });
  }
  var Ae = _(D, 2), se = H(Ae);
  ua(se, () => "Raises", () => e.part.logits_up);
  var fe = _(se, 2);
  ua(fe, () => "Lowers", () => e.part.logits_down);
  var te = _(fe, 2);
  {
    var ae = (Y) => {
      var Z = hc(), ie = _(H(Z), 2);
      xe(ie, 21, () => r(u), De, (de, ye, qe) => {
        var _e = dc();
        j(_e, "x", qe * 6), L(
          (E, I) => {
            j(_e, "y", E), j(_e, "height", I);
          },
          [() => 43 - m(r(ye)), () => m(r(ye))]
        ), w(de, _e);
      });
      var B = _(ie, 2), Q = H(B), ce = W(Q, !0), ue = _(Q, 2), ve = W(ue, !0);
      L(
        (de, ye) => {
          j(ie, "viewBox", `0 0 ${r(u).length * 6} 44`), C(ce, de), C(ve, ye);
        },
        [
          () => Ne(e.part.histogram.edges.values[0]),
          () => Ne(e.part.histogram.edges.values[e.part.histogram.edges.values.length - 1])
        ]
      ), w(Y, Z);
    };
    $(te, (Y) => {
      e.part.histogram && Y(ae);
    });
  }
  var Te = _(te, 2);
  {
    var ge = (Y) => {
      var Z = mc(), ie = _(H(Z), 2);
      xe(ie, 21, () => e.part.neighbours, De, (B, Q) => {
        var ce = /* @__PURE__ */ y(() => Tr(r(Q), 2));
        let ue = () => r(ce)[0], ve = () => r(ce)[1];
        var de = pc(), ye = H(de), qe = W(ye, !0), _e = _(ye), E = W(_e, !0);
        L(
          (I) => {
            C(qe, ue()), C(E, I);
          },
          [() => Ne(ve())]
        ), w(B, de);
      }), w(Y, Z);
    };
    $(Te, (Y) => {
      e.part.neighbours?.length && Y(ge);
    });
  }
  var Fe = _(z, 2);
  {
    var Pe = (Y) => {
      var Z = _c(), ie = Me(Z), B = H(ie), Q = _(H(B)), ce = _(B, 2), ue = W(ce, !0), ve = _(ie, 2);
      {
        var de = (_e) => {
          var E = gc(), I = W(E, !0);
          L(() => C(I, r(o))), w(_e, E);
        };
        $(ve, (_e) => {
          r(o) && _e(de);
        });
      }
      var ye = _(ve, 2);
      {
        var qe = (_e) => {
          {
            let E = /* @__PURE__ */ y(() => ({
              part: "token_strip",
              tokens: r(l).tokens,
              values: r(l).values,
              value_title: "activation",
              scale: "sequential",
              limit: r(f)
            }));
            us(_e, {
              get part() {
                return r(E);
              }
            });
          }
        };
        $(ye, (_e) => {
          r(l) && _e(qe);
        });
      }
      L(() => {
        ce.disabled = r(c) || !r(i), C(ue, r(c) ? "…" : "run");
      }), Ke("submit", ie, A), Qi(Q, () => r(i), (_e) => re(i, _e)), w(Y, Z);
    };
    $(Fe, (Y) => {
      e.onTry && Y(Pe);
    });
  }
  L(() => C(N, e.part.name)), w(t, x), Xe();
}
_t(["click"]);
var yc = /* @__PURE__ */ P('<label class="switch svelte-1ecqen9"><input type="checkbox"/> </label>'), va = /* @__PURE__ */ P("<span> </span>"), kc = /* @__PURE__ */ P('<div class="column svelte-1ecqen9"><!> <span class="token svelte-1ecqen9"> </span></div>'), Mc = /* @__PURE__ */ P('<span class="guess svelte-1ecqen9"><code class="svelte-1ecqen9"> </code> </span>'), zc = /* @__PURE__ */ P('<span class="guess answer svelte-1ecqen9"> </span>'), Ec = /* @__PURE__ */ P('<span class="place svelte-1ecqen9"> <code class="svelte-1ecqen9"> </code></span> <!> <!>', 1), Sc = /* @__PURE__ */ P('<span class="hint svelte-1ecqen9">Layers go up, positions across. Point at a cell for its likeliest tokens; click to keep them.</span>'), Tc = /* @__PURE__ */ P('<!>  <div class="box svelte-1ecqen9" role="application" aria-label="lens by layer and position; arrows move, Enter chooses, Escape releases" tabindex="0"><div class="grid svelte-1ecqen9"><div class="gutter svelte-1ecqen9"></div> <!></div></div> <p class="under svelte-1ecqen9"><!></p> <p class="readout svelte-1ecqen9" role="status"><!></p>', 1);
const Ac = {
  hash: "svelte-1ecqen9",
  code: `.switch.svelte-1ecqen9 {display:inline-flex;gap:7px;align-items:center;font-size:0.9rem;color:var(--soft);margin-bottom:8px;}.box.svelte-1ecqen9 {overflow-x:auto;border-radius:6px;}.box.svelte-1ecqen9:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}.grid.svelte-1ecqen9 {position:relative;font-size:12px;}.gutter.svelte-1ecqen9 {position:sticky;left:0;z-index:1;height:100%;background:var(--card);}.gutter.svelte-1ecqen9 span:where(.svelte-1ecqen9) {position:absolute;right:9px;line-height:21px;color:var(--soft);font-variant-numeric:tabular-nums;}.gutter.svelte-1ecqen9 .decided:where(.svelte-1ecqen9) {color:var(--ink);font-weight:700;}.column.svelte-1ecqen9 {position:absolute;top:0;}.cell.svelte-1ecqen9,
  .token.svelte-1ecqen9 {position:absolute;left:0;right:0;height:20px;line-height:20px;text-align:center;white-space:pre;overflow:hidden;border-radius:3px;}.cell.svelte-1ecqen9 {cursor:pointer;background:repeating-linear-gradient(-45deg, var(--line) 0 1px, transparent 1px 5px);}.cell.at.svelte-1ecqen9 {outline:1.5px solid var(--ink);}.cell.locked.svelte-1ecqen9 {outline:2.5px solid var(--ink);}.token.svelte-1ecqen9 {color:var(--soft);font-weight:600;}.under.svelte-1ecqen9 {margin:6px 0 0;}.readout.svelte-1ecqen9 {margin:6px 0 0;min-height:3.2em;font-size:0.9rem;font-variant-numeric:tabular-nums;}.place.svelte-1ecqen9 {color:var(--soft);margin-right:8px;}.guess.svelte-1ecqen9 {display:inline-block;margin-right:14px;white-space:nowrap;}.answer.svelte-1ecqen9 {color:var(--blue);}.hint.svelte-1ecqen9 {color:var(--faint);}code.svelte-1ecqen9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function qc(t, e) {
  Ve(e, !0), $e(t, Ac);
  let n = tt(e, "state", 15);
  const a = 22, s = 46, i = $t();
  let l, o = /* @__PURE__ */ Se(0), c = /* @__PURE__ */ Se(800), f = /* @__PURE__ */ Se(null);
  const h = /* @__PURE__ */ y(() => e.part.tokens.length), u = /* @__PURE__ */ y(() => Math.max(46, Math.min(76, Math.floor((r(c) - s) / r(h))))), v = /* @__PURE__ */ y(() => e.part.layers.length), m = /* @__PURE__ */ y(() => e.part.probabilities.shape[2]), g = /* @__PURE__ */ y(() => n()?.cell ?? null), A = /* @__PURE__ */ y(() => !!n()?.byAnswer && e.part.answer_probability !== void 0), x = /* @__PURE__ */ y(() => r(f) ?? r(g)), k = /* @__PURE__ */ y(() => Math.max(0, Math.floor(r(o) / r(u)) - 3)), M = /* @__PURE__ */ y(() => Math.min(r(h), Math.ceil((r(o) + r(c)) / r(u)) + 3)), N = /* @__PURE__ */ y(() => Array.from({ length: Math.max(0, r(M) - r(k)) }, (B, Q) => r(k) + Q)), S = /* @__PURE__ */ y(() => Array.from({ length: r(v) }, (B, Q) => r(v) - 1 - Q));
  Lt(() => {
    l && n()?.cell === void 0 && (l.scrollLeft = Math.ceil(Math.max(0, s + r(
      h
      // what decides is mostly at the end
    ) * r(u) - l.clientWidth) / r(u)) * r(u));
  });
  const b = (B, Q) => r(A) ? e.part.answer_probability.values[B * r(h) + Q] : e.part.probabilities.values[(B * r(h) + Q) * r(m)], q = (B, Q) => e.part.top[B][Q][0] ?? "";
  function F(B, Q) {
    const ce = cr(b(B, Q), 1, "sequential", i.dark);
    return ce ? `background:${Jr(ce)};color:${Vn(ce)}` : "";
  }
  function z(B) {
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
      const ce = r(g) ?? { layer: r(v) - 1, pos: r(h) }, ue = {
        layer: Math.max(0, Math.min(r(v) - 1, ce.layer + Q[0])),
        pos: Math.max(0, Math.min(r(h) - 1, ce.pos + Q[1]))
      };
      re(f, null), n({ ...n(), cell: ue });
      const [ve, de] = [ue.pos * r(u), (ue.pos + 1) * r(u) + s];
      ve < l.scrollLeft ? l.scrollLeft = ve : de > l.scrollLeft + l.clientWidth && (l.scrollLeft = de - l.clientWidth);
    } else if (B.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, ...r(g) });
    else if (B.key === "Escape")
      D(null), re(f, null);
    else return;
    B.preventDefault();
  }
  var ne = Tc(), ze = Me(ne);
  {
    var Ae = (B) => {
      var Q = yc(), ce = H(Q), ue = _(ce);
      L(
        (ve) => {
          Zi(ce, r(A)), C(ue, ` shade by the probability of ${ve ?? ""}`);
        },
        [
          () => e.part.answer ? Ye(e.part.answer) : "the answer"
        ]
      ), oe("change", ce, (ve) => n({ ...n(), byAnswer: ve.currentTarget.checked })), w(B, Q);
    };
    $(ze, (B) => {
      e.part.answer_probability && B(Ae);
    });
  }
  var se = _(ze, 2), fe = H(se);
  let te;
  var ae = H(fe);
  Le(ae, "", {}, { width: "46px" }), xe(ae, 22, () => r(S), (B) => B, (B, Q, ce) => {
    var ue = va();
    let ve, de;
    var ye = W(ue, !0);
    L(() => {
      j(ue, "title", e.part.decided_at === Q ? "the answer leads for good from here" : void 0), ve = Je(ue, 1, "svelte-1ecqen9", null, ve, { decided: e.part.decided_at === Q }), de = Le(ue, "", de, { top: `${r(ce) * a}px` }), C(ye, e.part.layers[Q]);
    }), w(B, ue);
  });
  var Te = _(ae, 2);
  xe(Te, 16, () => r(N), (B) => B, (B, Q) => {
    var ce = kc();
    let ue;
    var ve = H(ce);
    xe(ve, 18, () => r(S), (_e) => _e, (_e, E, I) => {
      var R = va();
      let J;
      var ee = W(R, !0);
      L(
        (he, Re) => {
          J = Je(R, 1, "cell svelte-1ecqen9", null, J, {
            at: r(f)?.layer === E && r(f)?.pos === Q,
            locked: r(g)?.layer === E && r(g)?.pos === Q
          }), j(R, "data-layer", E), j(R, "data-pos", Q), Le(R, `top:${r(I) * a}px;${he ?? ""}`), C(ee, Re);
        },
        [
          () => F(E, Q),
          () => Mt(q(E, Q), Math.floor(r(u) / 7.5))
        ]
      ), w(_e, R);
    });
    var de = _(ve, 2);
    let ye;
    var qe = W(de, !0);
    L(
      (_e) => {
        ue = Le(ce, "", ue, {
          left: `${s + Q * r(u)}px`,
          width: `${r(u) - 2}px`
        }), ye = Le(de, "", ye, { top: `${r(v) * a}px` }), C(qe, _e);
      },
      [
        () => Mt(e.part.tokens[Q], Math.floor(r(u) / 7))
      ]
    ), w(B, ce);
  }), Qt(se, (B) => l = B, () => l);
  var ge = _(se, 2), Fe = H(ge);
  {
    let B = /* @__PURE__ */ y(() => r(A) ? "probability of the answer" : "probability of the token shown");
    Qr(Fe, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(B);
      }
    });
  }
  var Pe = _(ge, 2), Y = H(Pe);
  {
    var Z = (B) => {
      var Q = Ec(), ce = Me(Q), ue = H(ce), ve = _(ue), de = W(ve, !0), ye = _(ce, 2);
      xe(ye, 17, () => e.part.top[r(x).layer][r(x).pos], De, (E, I, R) => {
        var J = Mc(), ee = H(J), he = W(ee, !0), Re = _(ee);
        L(
          (Oe, Be) => {
            C(he, Oe), C(Re, ` ${Be ?? ""}`);
          },
          [
            () => Ye(r(I)),
            () => Ne(e.part.probabilities.values[(r(x).layer * r(h) + r(x).pos) * r(m) + R])
          ]
        ), w(E, J);
      });
      var qe = _(ye, 2);
      {
        var _e = (E) => {
          var I = zc(), R = W(I);
          L(
            (J, ee) => C(R, `${J ?? ""}
        ${ee ?? ""}`),
            [
              () => e.part.answer ? Ye(e.part.answer) : "answer",
              () => Ne(e.part.answer_probability.values[r(x).layer * r(h) + r(x).pos])
            ]
          ), w(E, I);
        };
        $(qe, (E) => {
          e.part.answer_probability && E(_e);
        });
      }
      L(
        (E) => {
          C(ue, `layer ${e.part.layers[r(x).layer] ?? ""}, position ${r(x).pos ?? ""} `), C(de, E);
        },
        [() => Ye(e.part.tokens[r(x).pos])]
      ), w(B, Q);
    }, ie = (B) => {
      var Q = Sc();
      w(B, Q);
    };
    $(Y, (B) => {
      r(x) ? B(Z) : B(ie, -1);
    });
  }
  L(() => te = Le(fe, "", te, {
    width: `${s + r(h) * r(u)}px`,
    height: `${(r(v) + 1) * a + 4}px`
  })), Ke("scroll", se, () => re(o, l.scrollLeft, !0)), oe("keydown", se, G), oe("click", se, (B) => D(z(B))), oe("pointermove", se, (B) => re(f, z(B), !0)), Ke("pointerleave", se, () => re(f, null)), Pr(se, "clientWidth", (B) => re(c, B)), w(t, ne), Xe();
}
_t(["change", "keydown", "click", "pointermove"]);
var Nc = /* @__PURE__ */ P('<p class="how svelte-1urrham"> </p>'), Rc = /* @__PURE__ */ P('<details class="svelte-1urrham"><summary class="svelte-1urrham"> </summary> <!></details>'), Pc = /* @__PURE__ */ P("<section><!> <!> <!> <!></section>");
const Cc = {
  hash: "svelte-1urrham",
  code: `section.svelte-1urrham {background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:22px 24px 24px;margin:18px 0;min-width:0;}section.inner.svelte-1urrham {background:none;border:0;border-radius:0;padding:0;margin:22px 0 0;}.title.svelte-1urrham {font-size:1.18rem;line-height:1.3;font-weight:650;margin:0 0 0.25em;}.inner.svelte-1urrham > .title:where(.svelte-1urrham) {font-size:1rem;}.how.svelte-1urrham {color:var(--soft);margin:0 0 1.1em;max-width:72ch;}details.svelte-1urrham {margin-top:14px;}summary.svelte-1urrham {cursor:pointer;color:var(--soft);width:fit-content;border-radius:4px;}summary.svelte-1urrham:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}
  @media (max-width: 560px) {section.svelte-1urrham {padding:16px 14px 18px;}
  }`
};
function Oc(t, e) {
  Ve(e, !0), $e(t, Cc);
  const n = (g, A = Mr, x = Mr) => {
    var k = Jt(), M = Me(k);
    xe(M, 17, A, De, (N, S, b) => {
      var q = () => r(i)[`${x()}${b}`], F = (z) => l(`${x()}${b}`, z);
      {
        let z = /* @__PURE__ */ y(() => s() + 1);
        Yr(N, {
          get part() {
            return r(S);
          },
          get onSelect() {
            return e.onSelect;
          },
          get onTry() {
            return e.onTry;
          },
          get level() {
            return r(z);
          },
          get state() {
            return q();
          },
          set state(D) {
            F(D);
          }
        });
      }
    }), w(g, k);
  };
  let a = tt(e, "state", 15), s = tt(e, "level", 3, 2);
  const i = /* @__PURE__ */ y(() => a()?.parts ?? {}), l = (g, A) => {
    a({ ...a(), parts: { ...r(i), [g]: A } });
  };
  var o = Pc();
  let c;
  var f = H(o);
  ji(f, () => `h${Math.min(s(), 6)}`, !1, (g, A) => {
    Je(g, 0, "title svelte-1urrham");
    var x = as();
    L(() => C(x, e.part.title)), w(A, x);
  });
  var h = _(f, 2);
  {
    var u = (g) => {
      var A = Nc(), x = W(A, !0);
      L(() => C(x, e.part.how)), w(g, A);
    };
    $(h, (g) => {
      e.part.how && g(u);
    });
  }
  var v = _(h, 2);
  n(v, () => e.part.parts, () => "");
  var m = _(v, 2);
  xe(m, 17, () => e.part.details ?? [], De, (g, A, x) => {
    var k = Rc(), M = H(k), N = W(M, !0), S = _(M, 2);
    n(S, () => r(A).parts, () => `d${x}.`), L(() => C(N, r(A).title)), w(g, k);
  }), L(() => c = Je(o, 1, "svelte-1urrham", null, c, { inner: s() > 2 })), w(t, o), Xe();
}
var Lc = /* @__PURE__ */ P('<th><button class="svelte-1l35377"> <span class="mark svelte-1l35377" aria-hidden="true"> </span></button></th>'), Dc = /* @__PURE__ */ P("<b> </b>"), Fc = /* @__PURE__ */ P('<code class="svelte-1l35377"> </code>'), Ic = /* @__PURE__ */ P("<td><!></td>"), jc = /* @__PURE__ */ P("<tr></tr>"), Hc = /* @__PURE__ */ P('<button class="more svelte-1l35377"> </button>'), Bc = /* @__PURE__ */ P('<div class="scroll svelte-1l35377" tabindex="0" role="group" aria-label="table"><table class="svelte-1l35377"><thead><tr></tr></thead><tbody></tbody></table></div> <!>', 1);
const Uc = {
  hash: "svelte-1l35377",
  code: `.scroll.svelte-1l35377 {overflow-x:auto;border-radius:4px;}.scroll.svelte-1l35377:focus-visible,
  button.svelte-1l35377:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}table.svelte-1l35377 {border-collapse:collapse;font-size:0.93rem;min-width:min(100%, 320px);}th.svelte-1l35377,
  td.svelte-1l35377 {text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;max-width:56ch;overflow-wrap:break-word;}.n.svelte-1l35377 {text-align:right;font-variant-numeric:tabular-nums;}th.svelte-1l35377 button:where(.svelte-1l35377) {all:unset;cursor:pointer;font-weight:600;font-size:0.88rem;color:var(--soft);white-space:nowrap;}th.svelte-1l35377 button:where(.svelte-1l35377):focus-visible {outline:2px solid var(--focus);border-radius:3px;}.mark.svelte-1l35377 {display:inline-block;width:1em;text-align:center;}.choose.svelte-1l35377 {cursor:pointer;}.choose.svelte-1l35377:hover td:where(.svelte-1l35377) {background:var(--sunk);}code.svelte-1l35377 {font-family:var(--mono);font-size:0.92em;white-space:pre;}.grade.svelte-1l35377 {font-weight:600;}.grade.observed.svelte-1l35377 {color:var(--warn);}.grade.causal.svelte-1l35377,
  .grade.verified.svelte-1l35377 {color:var(--good);}.more.svelte-1l35377 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}`
};
function Wc(t, e) {
  Ve(e, !0), $e(t, Uc);
  let n = tt(e, "state", 15);
  const a = 200, s = /* @__PURE__ */ y(() => n()?.by), i = /* @__PURE__ */ y(() => !!n()?.down), l = /* @__PURE__ */ y(() => n()?.shown ?? a), o = /* @__PURE__ */ y(() => {
    const N = e.part.rows.map((S, b) => b);
    return r(s) === void 0 ? N : N.sort((S, b) => c(e.part.rows[S][r(s)], e.part.rows[b][r(s)], r(i) ? -1 : 1));
  });
  function c(N, S, b) {
    return N === S ? 0 : N === null ? 1 : S === null ? -1 : b * (typeof N == "number" && typeof S == "number" ? N - S : String(N).localeCompare(String(S)));
  }
  function f(N) {
    const S = e.part.columns[N].kind === "number";
    n({
      ...n(),
      by: N,
      down: r(s) === N ? !r(i) : S
    });
  }
  function h(N, S) {
    return N === null ? "–" : S === "token" ? Ye(String(N)) : typeof N == "number" ? Ne(N) : N;
  }
  var u = Bc(), v = Me(u), m = H(v), g = H(m), A = H(g);
  xe(A, 21, () => e.part.columns, De, (N, S, b) => {
    var q = Lc();
    let F;
    var z = H(q), D = H(z), G = _(D), ne = W(G, !0);
    L(() => {
      j(q, "aria-sort", r(s) === b ? r(i) ? "descending" : "ascending" : void 0), F = Je(q, 1, "svelte-1l35377", null, F, { n: r(S).kind === "number" }), j(z, "aria-label", r(S).title ? void 0 : "row"), C(D, r(S).title), C(ne, r(s) === b ? r(i) ? "↓" : "↑" : "");
    }), oe("click", z, () => f(b)), w(N, q);
  });
  var x = _(g);
  xe(x, 20, () => r(o).slice(0, r(l)), (N) => N, (N, S) => {
    var b = jc();
    let q;
    xe(b, 21, () => e.part.columns, De, (F, z, D) => {
      var G = Ic();
      let ne;
      var ze = H(G);
      {
        var Ae = (te) => {
          var ae = Dc(), Te = W(ae, !0);
          L(
            (ge) => {
              Je(ae, 1, `grade ${e.part.rows[S][D] ?? ""}`, "svelte-1l35377"), C(Te, ge);
            },
            [() => h(e.part.rows[S][D], r(z).kind)]
          ), w(te, ae);
        }, se = (te) => {
          var ae = Fc(), Te = W(ae, !0);
          L((ge) => C(Te, ge), [() => h(e.part.rows[S][D], r(z).kind)]), w(te, ae);
        }, fe = (te) => {
          var ae = as();
          L((Te) => C(ae, Te), [() => h(e.part.rows[S][D], r(z).kind)]), w(te, ae);
        };
        $(ze, (te) => {
          r(z).kind === "grade" ? te(Ae) : r(z).kind === "token" ? te(se, 1) : te(fe, -1);
        });
      }
      L(() => ne = Je(G, 1, "svelte-1l35377", null, ne, { n: r(z).kind === "number" })), w(F, G);
    }), L(() => q = Je(b, 1, "svelte-1l35377", null, q, { choose: e.onSelect })), oe("click", b, () => e.onSelect?.({ part: e.part, row: S })), w(N, b);
  });
  var k = _(v, 2);
  {
    var M = (N) => {
      var S = Hc(), b = W(S);
      L((q) => C(b, `show more (${q ?? ""} left)`), [() => Ne(e.part.rows.length - r(l))]), oe("click", S, () => n({ ...n(), shown: r(l) + a })), w(N, S);
    };
    $(k, (N) => {
      e.part.rows.length > r(l) && N(M);
    });
  }
  w(t, u), Xe();
}
_t(["click"]);
var Yc = /* @__PURE__ */ P('<blockquote class="svelte-1welwi2"> </blockquote>'), Gc = /* @__PURE__ */ P("<p> </p>");
const Vc = {
  hash: "svelte-1welwi2",
  code: `p.svelte-1welwi2,
  blockquote.svelte-1welwi2 {max-width:72ch;margin:0.5em 0;white-space:pre-wrap;overflow-wrap:anywhere;}.soft.svelte-1welwi2 {color:var(--soft);font-size:0.94rem;}blockquote.svelte-1welwi2 {margin-left:0;padding-left:14px;border-left:3px solid var(--line);}`
};
function Xc(t, e) {
  Ve(e, !0), $e(t, Vc);
  var n = Jt(), a = Me(n);
  {
    var s = (l) => {
      var o = Yc(), c = W(o, !0);
      L(() => C(c, e.part.text)), w(l, o);
    }, i = (l) => {
      var o = Gc();
      let c;
      var f = W(o, !0);
      L(() => {
        c = Je(o, 1, "svelte-1welwi2", null, c, { soft: e.part.tone === "soft" }), C(f, e.part.text);
      }), w(l, o);
    };
    $(a, (l) => {
      e.part.tone === "quote" ? l(s) : l(i, -1);
    });
  }
  w(t, n), Xe();
}
var Kc = /* @__PURE__ */ P("<p> </p>");
function Yr(t, e) {
  Ve(e, !0);
  let n = tt(e, "state", 15), a = tt(e, "level", 3, 2);
  var s = Jt(), i = Me(s);
  {
    var l = (b) => {
      Oc(b, {
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
        set state(q) {
          n(q);
        }
      });
    }, o = (b) => {
      Io(b, {
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
        set state(q) {
          n(q);
        }
      });
    }, c = (b) => {
      Xc(b, {
        get part() {
          return e.part;
        }
      });
    }, f = (b) => {
      ll(b, {
        get part() {
          return e.part;
        }
      });
    }, h = (b) => {
      Wc(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, u = (b) => {
      go(b, {
        get part() {
          return e.part;
        }
      });
    }, v = (b) => {
      Jo(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, m = (b) => {
      us(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, g = (b) => {
      qc(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, A = (b) => {
      Yl(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, x = (b) => {
      ao(b, {
        get part() {
          return e.part;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, k = (b) => {
      Pl(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, M = (b) => {
      Ro(b, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(q) {
          n(q);
        }
      });
    }, N = (b) => {
      wc(b, {
        get part() {
          return e.part;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, S = (b) => {
      var q = Kc(), F = W(q);
      L(() => C(F, `This page has a part that this version cannot draw: ${e.part.part ?? ""}`)), w(b, q);
    };
    $(i, (b) => {
      e.part.part === "section" ? b(l) : e.part.part === "group" ? b(o, 1) : e.part.part === "text" ? b(c, 2) : e.part.part === "answer" ? b(f, 3) : e.part.part === "table" ? b(h, 4) : e.part.part === "finding" ? b(u, 5) : e.part.part === "heat_map" ? b(v, 6) : e.part.part === "token_strip" ? b(m, 7) : e.part.part === "lens_grid" ? b(g, 8) : e.part.part === "bars" ? b(A, 9) : e.part.part === "curves" ? b(x, 10) : e.part.part === "attention" ? b(k, 11) : e.part.part === "graph" ? b(M, 12) : e.part.part === "latent_card" ? b(N, 13) : b(S, -1);
    });
  }
  w(t, s), Xe();
}
var Zc = /* @__PURE__ */ P('<p class="svelte-1brgrom"> </p>'), Jc = /* @__PURE__ */ P('<dt class="svelte-1brgrom"> </dt> <dd class="svelte-1brgrom"><code class="svelte-1brgrom"> </code></dd>', 1), Qc = /* @__PURE__ */ P('<details><summary class="svelte-1brgrom">How to make this again</summary> <dl class="svelte-1brgrom"></dl></details>'), $c = /* @__PURE__ */ P('<main class="svelte-1brgrom"><header class="svelte-1brgrom"><div><h1 class="svelte-1brgrom"> </h1> <!></div> <button class="svelte-1brgrom"><span aria-hidden="true">◐</span> </button></header> <!> <!></main>');
const ef = {
  hash: "svelte-1brgrom",
  code: `main.svelte-1brgrom {max-width:1040px;margin:0 auto;padding:32px 22px 48px;box-sizing:border-box;}header.svelte-1brgrom {display:flex;gap:20px;align-items:start;justify-content:space-between;margin-bottom:22px;}h1.svelte-1brgrom {font-size:1.55rem;line-height:1.25;font-weight:680;letter-spacing:-0.01em;margin:0;overflow-wrap:anywhere;white-space:pre-wrap;}header.svelte-1brgrom p:where(.svelte-1brgrom) {color:var(--soft);margin:0.35em 0 0;max-width:68ch;}button.svelte-1brgrom {font:inherit;font-size:0.9rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px;cursor:pointer;white-space:nowrap;}button.svelte-1brgrom:focus-visible,
  summary.svelte-1brgrom:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}summary.svelte-1brgrom {cursor:pointer;color:var(--soft);width:fit-content;margin-top:22px;}dl.svelte-1brgrom {display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:0.9rem;}dt.svelte-1brgrom {color:var(--soft);}dd.svelte-1brgrom {margin:0;min-width:0;overflow-wrap:anywhere;}code.svelte-1brgrom {font-family:var(--mono);font-size:0.93em;}
  @media (max-width: 560px) {main.svelte-1brgrom {padding:20px 12px 36px;}dl.svelte-1brgrom {grid-template-columns:1fr;}
  }`
};
function tf(t, e) {
  Ve(e, !0), $e(t, ef);
  const n = $t(), a = /* @__PURE__ */ y(() => Object.entries(e.page.provenance ?? {}).sort(([k], [M]) => +(M === "command") - +(k === "command"))), s = (k) => typeof k == "string" ? k : JSON.stringify(k);
  var i = $c(), l = H(i), o = H(l), c = H(o), f = W(c, !0), h = _(c, 2);
  {
    var u = (k) => {
      var M = Zc(), N = W(M, !0);
      L(() => C(N, e.page.subtitle)), w(k, M);
    };
    $(h, (k) => {
      e.page.subtitle && k(u);
    });
  }
  var v = _(o, 2), m = _(H(v)), g = _(l, 2);
  xe(g, 17, () => e.page.parts, De, (k, M) => {
    Yr(k, {
      get part() {
        return r(M);
      }
    });
  });
  var A = _(g, 2);
  {
    var x = (k) => {
      var M = Qc(), N = _(H(M), 2);
      xe(N, 21, () => r(a), ([S, b]) => S, (S, b) => {
        var q = /* @__PURE__ */ y(() => Tr(r(b), 2));
        let F = () => r(q)[0], z = () => r(q)[1];
        var D = Jc(), G = Me(D), ne = W(G, !0), ze = _(G, 2), Ae = H(ze), se = W(Ae, !0);
        L(
          (fe) => {
            C(ne, F()), C(se, fe);
          },
          [() => s(z())]
        ), w(S, D);
      }), w(k, M);
    };
    $(A, (k) => {
      e.page.provenance && k(x);
    });
  }
  L(() => {
    C(f, e.page.title), j(v, "aria-label", `switch to ${n.dark ? "light" : "dark"} colours`), C(m, ` ${n.dark ? "light" : "dark"}`);
  }), oe("click", v, () => n.toggle()), w(t, i), Xe();
}
_t(["click"]);
var rf = /* @__PURE__ */ P('<p role="alert" class="svelte-9tpkvn"> </p>'), nf = /* @__PURE__ */ P('<p role="status" class="svelte-9tpkvn">…</p>');
const af = {
  hash: "svelte-9tpkvn",
  code: "p.svelte-9tpkvn {margin:2rem;}"
};
function sf(t, e) {
  Ve(e, !0), $e(t, af);
  const n = dl(new cs(e.host));
  rl(() => n.destroy());
  const a = e.host.parentElement === document.body;
  Lt(() => {
    n.dark, a && (document.documentElement.style.background = getComputedStyle(e.host).getPropertyValue("--bg"));
  });
  var s = Jt(), i = Me(s);
  {
    var l = (f) => {
      var h = rf(), u = W(h, !0);
      L(() => C(u, e.shown.problem)), w(f, h);
    }, o = (f) => {
      tf(f, {
        get page() {
          return e.shown.page;
        }
      });
    }, c = (f) => {
      var h = nf();
      w(f, h);
    };
    $(i, (f) => {
      e.shown.problem ? f(l) : e.shown.page ? f(o, 1) : f(c, -1);
    });
  }
  w(t, s), Xe();
}
const lf = ':root,:host{color-scheme:light;--bg: #fbfaf7;--card: #ffffff;--sunk: #f3f2ee;--ink: #1b2025;--soft: #57616b;--faint: #666f77;--line: #e2e1dc;--focus: #1f5fa8;--blue: #1f5fa8;--orange: #b8530c;--teal: #0b6f6f;--good: #17683a;--good-soft: #e4f2e9;--warn: #855700;--warn-soft: #f8efdc;--bad: #a52a2a;--radius: 10px;--font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace}@media(prefers-color-scheme:dark){:root:not([data-theme=light]),:host(:not([data-theme="light"])){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}}:root[data-theme=dark],:host([data-theme="dark"]){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}:host{display:block;background:var(--bg);color:var(--ink);font:16px/1.55 var(--font)}';
async function of(t) {
  if (t?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(t?.cutaway)}); make it again`);
  const e = await Promise.all(t.arrays.map(cf));
  return qn(t.page, e);
}
async function cf(t) {
  const e = await uf(ff(t.data));
  return { shape: t.shape, values: vf(t, e) };
}
function ff(t) {
  const e = atob(t), n = new Uint8Array(e.length);
  for (let a = 0; a < e.length; a++) n[a] = e.charCodeAt(a);
  return n;
}
async function uf(t) {
  const e = new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(e).arrayBuffer();
}
function vf(t, e) {
  const { dtype: n, scale: a = 1, offset: s = 0 } = t;
  if (n === "float32") return new Float32Array(e);
  if (n === "int32") return Float32Array.from(new Int32Array(e));
  if (n === "uint8") return Float32Array.from(new Uint8Array(e), (i) => i === 255 ? NaN : i * a + s);
  if (n === "float16") return Float32Array.from(new Uint16Array(e), df);
  throw new Error(`numbers of type ${String(n)} cannot be read; make the page again`);
}
function df(t) {
  const e = t & 32768 ? -1 : 1, n = t >> 10 & 31, a = t & 1023;
  return n === 0 ? e * a * 2 ** -24 : n === 31 ? a ? NaN : e * (1 / 0) : e * (1 + a / 1024) * 2 ** (n - 15);
}
function qn(t, e) {
  if (Array.isArray(t)) return t.map((a) => qn(a, e));
  if (t === null || typeof t != "object") return t;
  const n = t.$array;
  return typeof n == "number" ? e[n] : Object.fromEntries(Object.entries(t).map(([a, s]) => [a, qn(s, e)]));
}
class hf {
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
    of(e).then(
      (a) => {
        n === this.#e && (this.page = a, this.problem = null);
      },
      (a) => {
        n === this.#e && (this.problem = a instanceof Error ? a.message : String(a));
      }
    );
  }
}
function pf(t, e) {
  const n = t.shadowRoot ?? t.attachShadow({ mode: "open" }), a = document.createElement("style");
  a.textContent = lf;
  const s = document.createElement("div");
  n.replaceChildren(a, s);
  const i = new hf(e), l = Ri(sf, { target: s, props: { shown: i, host: t } });
  return {
    update: (o) => i.show(o),
    destroy: () => {
      Ci(l), n.replaceChildren();
    }
  };
}
function mf({ model: t, el: e }) {
  const n = () => JSON.parse(t.get("payload")), a = document.createElement("div");
  e.replaceChildren(a);
  const s = pf(a, n()), i = () => s.update(n());
  return t.on("change:payload", i), () => {
    t.off("change:payload", i), s.destroy();
  };
}
const _f = { render: mf };
export {
  _f as default
};
