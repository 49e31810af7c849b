var ha = Array.isArray, ds = Array.prototype.indexOf, zr = Array.prototype.includes, Xr = Array.from, pa = Object.defineProperty, ar = Object.getOwnPropertyDescriptor, ga = Object.getOwnPropertyDescriptors, hs = Object.prototype, ps = Array.prototype, Nn = Object.getPrototypeOf, Xn = Object.isExtensible;
const Er = () => {
};
function gs(t) {
  for (var e = 0; e < t.length; e++)
    t[e]();
}
function ma() {
  var t, e, n = new Promise((a, s) => {
    t = a, e = s;
  });
  return { promise: n, resolve: t, reject: e };
}
function qr(t, e) {
  if (Array.isArray(t))
    return t;
  if (!(Symbol.iterator in t))
    return Array.from(t);
  const n = [];
  for (const a of t)
    if (n.push(a), n.length === e) break;
  return n;
}
const tt = 2, ir = 4, Kr = 8, _a = 1 << 24, pt = 16, bt = 32, It = 64, mn = 128, Pn = 256, _t = 512, We = 1024, Oe = 2048, ot = 4096, nt = 8192, $e = 16384, vr = 32768, Sr = 1 << 25, Zt = 65536, Hr = 1 << 17, ms = 1 << 18, dr = 1 << 19, _s = 1 << 20, Mt = 1 << 25, Br = 1 << 21, sr = 1 << 22, Dt = 1 << 23, Gt = /* @__PURE__ */ Symbol("$state"), ba = /* @__PURE__ */ Symbol("component"), bs = /* @__PURE__ */ Symbol("legacy props"), xs = /* @__PURE__ */ Symbol(""), xa = /* @__PURE__ */ Symbol("attributes"), _n = /* @__PURE__ */ Symbol("class"), bn = /* @__PURE__ */ Symbol("style"), xn = /* @__PURE__ */ Symbol("text"), Ir = /* @__PURE__ */ Symbol("form reset"), Nr = new class extends Error {
  name = "StaleReactionError";
  message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), ws = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  !!globalThis.document?.contentType && /* @__PURE__ */ globalThis.document.contentType.includes("xml")
), ys = 1, ks = 2, wa = 4, Ms = 8, zs = 16, Es = 1, Ss = 4, Ts = 8, As = 16, ya = 1, qs = 2, ka = {}, Ue = /* @__PURE__ */ Symbol("uninitialized"), Ma = "http://www.w3.org/1999/xhtml", Ns = "http://www.w3.org/2000/svg";
function Ps() {
  console.warn("https://svelte.dev/e/derived_inert");
}
function Rs() {
  console.warn("https://svelte.dev/e/svelte_boundary_reset_noop");
}
let Cs = !1;
function za(t) {
  return t === this.v;
}
function Ea(t, e) {
  return t != t ? e == e : t !== e || t !== null && typeof t == "object" || typeof t == "function";
}
function Sa(t) {
  return !Ea(t, this.v);
}
function Rn(t) {
  throw new Error("https://svelte.dev/e/lifecycle_outside_component");
}
function Os() {
  throw new Error("https://svelte.dev/e/async_derived_orphan");
}
function Ls(t, e, n) {
  throw new Error("https://svelte.dev/e/each_key_duplicate");
}
function Ds(t) {
  throw new Error("https://svelte.dev/e/effect_in_teardown");
}
function Fs() {
  throw new Error("https://svelte.dev/e/effect_in_unowned_derived");
}
function Is(t) {
  throw new Error("https://svelte.dev/e/effect_orphan");
}
function js() {
  throw new Error("https://svelte.dev/e/effect_update_depth_exceeded");
}
function Hs(t) {
  throw new Error("https://svelte.dev/e/props_invalid_value");
}
function Bs() {
  throw new Error("https://svelte.dev/e/state_descriptors_fixed");
}
function Us() {
  throw new Error("https://svelte.dev/e/state_prototype_fixed");
}
function Ws() {
  throw new Error("https://svelte.dev/e/state_unsafe_mutation");
}
function Ys() {
  throw new Error("https://svelte.dev/e/svelte_boundary_reset_onerror");
}
function Gs(t) {
  let e = t.p;
  for (; e !== null && e.c === null; )
    e = e.p;
  return e?.c ?? null;
}
function Ta(t, e) {
  return t === null && Rn(), t.c ??= new Map(Gs(t) || void 0);
}
let Ge = null;
function or(t) {
  Ge = t;
}
function Vs(t) {
  return (
    /** @type {T} */
    Ta(Ge).get(t)
  );
}
function Xs(t, e) {
  return Ta(Ge).set(t, e), e;
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
      ye
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
      Ya(a);
  }
  return e.i = !0, Ge = e.p, Cn(t);
}
function Cn(t = {}) {
  return pa(t, ba, { value: !0 }), t;
}
function Aa() {
  return !0;
}
let Wt = [];
function qa() {
  var t = Wt;
  Wt = [], gs(t);
}
function Pt(t) {
  if (Wt.length === 0 && !wr) {
    var e = Wt;
    queueMicrotask(() => {
      e === Wt && qa();
    });
  }
  Wt.push(t);
}
function Ks() {
  for (; Wt.length > 0; )
    qa();
}
const Zs = -7169;
function He(t, e) {
  t.f = t.f & Zs | e;
}
function On(t) {
  (t.f & _t) !== 0 || t.deps === null ? He(t, We) : He(t, ot);
}
function Na(t, e) {
  (t.f & Oe) !== 0 ? e.set(t, Oe) : (t.f & ot) !== 0 && e.get(t) !== Oe && e.set(t, ot), He(t, We);
}
let Kn = !1;
function Js() {
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
            e[Ir]?.();
      });
    },
    // In the capture phase to guarantee we get noticed of it (no possibility of stopPropagation)
    { capture: !0 }
  ));
}
function hr(t) {
  var e = xe, n = ye;
  ut(null), At(null);
  try {
    return t();
  } finally {
    ut(e), At(n);
  }
}
function Qs(t, e, n, a = n) {
  t.addEventListener(e, () => hr(n));
  const s = (
    /** @type {any} */
    t[Ir]
  );
  s ? t[Ir] = () => {
    s(), a(!0);
  } : t[Ir] = () => a(!0), Js();
}
function $s(t, e, n, a) {
  const s = Tr;
  var l = t.filter((p) => !p.settled), i = e.map(s);
  if (n.length === 0 && l.length === 0) {
    a(i);
    return;
  }
  var o = (
    /** @type {Effect} */
    ye
  ), c = el(), f = l.length === 1 ? l[0].promise : l.length > 1 ? Promise.all(l.map((p) => p.promise)) : null;
  function h(p) {
    if ((o.f & $e) === 0) {
      c();
      try {
        a([...i, ...p]);
      } catch (g) {
        kt(g, o);
      }
      Ur();
    }
  }
  var u = Pa();
  if (n.length === 0) {
    f.then(() => h([])).finally(u);
    return;
  }
  function v() {
    Promise.all(n.map((p) => /* @__PURE__ */ tl(p))).then(h).catch((p) => kt(p, o)).finally(u);
  }
  f ? f.then(() => {
    if ((o.f & $e) !== 0) {
      u();
      return;
    }
    c(), v(), Ur();
  }) : v();
}
function el() {
  var t = (
    /** @type {Effect} */
    ye
  ), e = xe, n = Ge, a = (
    /** @type {Batch} */
    me
  );
  return function(l = !0) {
    At(t), ut(e), or(n), l && (t.f & $e) === 0 && (a?.activate(), a?.apply());
  };
}
function Ur(t = !0) {
  At(null), ut(null), or(null), t && me?.deactivate();
}
function Pa() {
  var t = (
    /** @type {Effect} */
    ye
  ), e = t.b, n = (
    /** @type {Batch} */
    me
  ), a = !!e?.is_rendered();
  return e?.update_pending_count(1, n), n.increment(a, t), () => {
    e?.update_pending_count(-1, n), n.decrement(a, t);
  };
}
// @__NO_SIDE_EFFECTS__
function Tr(t) {
  var e = tt | Oe;
  return ye !== null && (ye.f |= dr), {
    ctx: Ge,
    deps: null,
    effects: null,
    equals: za,
    f: e,
    fn: t,
    reactions: null,
    rv: 0,
    v: (
      /** @type {V} */
      Ue
    ),
    wv: 0,
    parent: ye,
    ac: null
  };
}
const _r = /* @__PURE__ */ Symbol("obsolete");
// @__NO_SIDE_EFFECTS__
function tl(t, e, n) {
  let a = (
    /** @type {Effect | null} */
    ye
  );
  a === null && Os();
  var s = (
    /** @type {Promise<V>} */
    /** @type {unknown} */
    void 0
  ), l = Jt(
    /** @type {V} */
    Ue
  ), i = !xe, o = /* @__PURE__ */ new Set();
  return pl(() => {
    var c = (
      /** @type {Effect} */
      ye
    ), f = ma();
    s = f.promise;
    try {
      Promise.resolve(t()).then(f.resolve, (p) => {
        p !== Nr && f.reject(p);
      }).finally(Ur);
    } catch (p) {
      f.reject(p), Ur();
    }
    var h = (
      /** @type {Batch} */
      me
    );
    if (i) {
      if ((c.f & vr) !== 0)
        var u = Pa();
      if (
        // boundary can be null if the async derived is inside an $effect.root not connected to the component render tree
        a.b?.is_rendered()
      )
        h.async_deriveds.get(c)?.reject(_r);
      else
        for (const p of o.values())
          p.reject(_r);
      o.add(f), h.async_deriveds.set(c, f);
    }
    const v = (p, g = void 0) => {
      u?.(), o.delete(f), g !== _r && (h.activate(), g ? (l.f |= Dt, cr(l, g)) : ((l.f & Dt) !== 0 && (l.f ^= Dt), cr(l, p)), h.deactivate());
    };
    f.promise.then(v, (p) => v(null, p || "unknown"));
  }), Hn(() => {
    for (const c of o)
      c.reject(_r);
  }), new Promise((c) => {
    function f(h) {
      function u() {
        h === s ? c(l) : f(s);
      }
      h.then(u, u);
    }
    f(s);
  });
}
// @__NO_SIDE_EFFECTS__
function M(t) {
  const e = /* @__PURE__ */ Tr(t);
  return Za(e), e;
}
// @__NO_SIDE_EFFECTS__
function Ra(t) {
  const e = /* @__PURE__ */ Tr(t);
  return e.equals = Sa, e;
}
function rl(t) {
  var e = t.effects;
  if (e !== null) {
    t.effects = null;
    for (var n = 0; n < e.length; n += 1)
      st(
        /** @type {Effect} */
        e[n]
      );
  }
}
function Ln(t) {
  var e, n = ye, a = t.parent;
  if (!Rt && a !== null && t.v !== Ue && // if it was never evaluated before, it's guaranteed to fail downstream, so we try to execute instead
  (a.f & ($e | nt)) !== 0)
    return Ps(), t.v;
  At(a);
  try {
    rl(t), e = es(t);
  } finally {
    At(n);
  }
  return e;
}
function Ca(t) {
  var e = Ln(t);
  if (!t.equals(e) && (t.wv = Qa(), (!me?.is_fork || t.deps === null) && (me !== null ? (me.capture(t, e, !0), lr?.capture(t, e, !0)) : t.v = e, t.deps === null))) {
    He(t, We);
    return;
  }
  Rt || (gt !== null ? (jn() || me?.is_fork) && gt.set(t, e) : On(t));
}
function nl(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      (e.teardown || e.ac) && (e.teardown?.(), e.ac !== null && hr(() => {
        e.ac.abort(Nr), e.ac = null;
      }), e.fn !== null && (e.teardown = Er), Ar(e, 0), Bn(e));
}
function Oa(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      e.teardown && e.fn !== null && fr(e);
}
let ln = null, rr = null, me = null, lr = null, gt = null, wn = null, wr = !1, on = !1, yr = null, jr = null;
var Zn = 0;
let al = 1;
class jt {
  id = al++;
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
  #i = [];
  /**
   * Deferred effects (which run after async work has completed) and their status (DIRTY or MAYBE_DIRTY)
   * @type {Map<Effect, number>}
   */
  #l = /* @__PURE__ */ new Map();
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
    rr === null ? ln = rr = this : (rr.next = this, this.prev = rr), rr = this;
  }
  #h() {
    if (this.is_fork) return !0;
    for (const e of this.#a.keys())
      if (!this.#m(e))
        return !0;
    return !1;
  }
  /**
   * Whether `effect` is inside a branch that this batch skips
   * @param {Effect} effect
   */
  #m(e) {
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
        He(s, Oe), n(s);
      for (s of a.m)
        He(s, ot), n(s);
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
    for (const l of this.#s)
      if (!((l.f & $e) !== 0 || (l.f & (Oe | ot)) === 0)) {
        for (var n = l, a = !1; n.parent !== null; ) {
          n = n.parent;
          var s = n.f;
          if ((s & (It | bt)) !== 0) {
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
    for (const [o, c] of this.#l)
      He(o, c), this.schedule(o);
    this.apply();
    for (var e = yr = [], n = [], a = jr = []; this.#s.length > 0; ) {
      Zn++ > 1e3 && (this.#v(), ll());
      for (const o of this.#f())
        try {
          this.#b(o, e, n);
        } catch (c) {
          throw Fa(o), this.#h() || this.discard(), c;
        }
    }
    if (me = null, a.length > 0) {
      var s = jt.ensure();
      for (const o of a)
        s.schedule(o);
    }
    if (yr = null, jr = null, this.#h()) {
      this.#g(n), this.#g(e);
      for (const [o, c] of this.#o)
        Da(o, c);
      a.length > 0 && /** @type {unknown} */
      me.#p();
      return;
    }
    const l = this.#y();
    if (l) {
      this.#g(n), this.#g(e), l.#u(this);
      return;
    }
    this.#l.clear();
    for (const o of this.#t) o(this);
    this.#t.clear(), lr = this, Jn(n), Jn(e), lr = null, this.#n?.resolve();
    var i = (
      /** @type {Batch | null} */
      /** @type {unknown} */
      me
    );
    this.#e === 0 && (this.#s.length === 0 || i !== null) && this.#v(), i !== null && (Et.clear(), i.#p());
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
      var l = s.f, i = (l & (bt | It)) !== 0, o = i && (l & We) !== 0, c = o || (l & nt) !== 0 || this.#o.has(s);
      if (!c && s.fn !== null) {
        i ? s.f ^= We : (l & ir) !== 0 ? n.push(s) : Cr(s) && ((l & pt) !== 0 && this.add_dirty_reaction(s, ot), fr(s));
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
      const l = this.async_deriveds.get(a);
      l && s.promise.then(l.resolve).catch(l.reject);
    }
    e.async_deriveds.clear(), this.transfer_reactions(e.#l);
    const n = (a) => {
      var s = a.reactions;
      if (s !== null && !((a.f & tt) !== 0 && (a.f & (Oe | ot)) === 0))
        for (const o of s) {
          var l = o.f;
          if ((l & tt) !== 0)
            n(
              /** @type {Derived} */
              o
            );
          else {
            var i = (
              /** @type {Effect} */
              o
            );
            l & (sr | pt) && !this.async_deriveds.has(i) && (this.#l.delete(i), He(i, Oe), this.schedule(i));
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
  #g(e) {
    for (var n = 0; n < e.length; n += 1)
      Na(e[n], this.#l);
  }
  /**
   * Associate a change to a given source with the current
   * batch, noting its previous and current values
   * @param {Value} source
   * @param {any} value
   * @param {boolean} [is_derived]
   */
  capture(e, n, a = !1) {
    e.v !== Ue && !this.previous.has(e) && this.previous.set(e, e.v), (e.f & Dt) === 0 && (this.current.set(e, [n, a]), gt?.set(e, n)), this.is_fork || (e.v = n);
  }
  activate() {
    me = this;
  }
  deactivate() {
    me = null, gt = null;
  }
  flush() {
    try {
      on = !0, me = this, this.#p();
    } finally {
      Zn = 0, wn = null, yr = null, jr = null, on = !1, me = null, gt = null, Et.clear();
    }
  }
  discard() {
    for (const e of this.#r) e(this);
    this.#r.clear();
    for (const e of this.async_deriveds.values())
      e.reject(_r);
    this.#v(), this.#n?.resolve();
  }
  /**
   * @param {Effect} effect
   */
  register_created_effect(e) {
    this.#i.push(e);
  }
  #x() {
    for (let u = ln; u !== null; u = u.next) {
      var e = u.id < this.id, n = [];
      for (const [v, [p, g]] of this.current) {
        if (u.current.has(v)) {
          var a = (
            /** @type {[any, boolean]} */
            u.current.get(v)[0]
          );
          if (e && p !== a)
            u.current.set(v, [p, g]);
          else
            continue;
        }
        n.push(v);
      }
      if (e)
        for (const [v, p] of this.async_deriveds) {
          const g = u.async_deriveds.get(v);
          g && p.promise.then(g.resolve).catch(g.reject);
        }
      var s = [...u.current.keys()].filter(
        (v) => !/** @type {[any, boolean]} */
        u.current.get(v)[1]
      );
      if (!(!u.started || s.length === 0)) {
        var l = s.filter((v) => !this.current.has(v));
        if (l.length === 0)
          e && u.discard();
        else if (n.length > 0) {
          if (e)
            for (const v of this.#d)
              u.unskip_effect(v, (p) => {
                (p.f & (pt | sr)) !== 0 ? u.schedule(p) : u.#g([p]);
              });
          u.activate();
          var i = /* @__PURE__ */ new Set(), o = /* @__PURE__ */ new Map();
          for (var c of n)
            La(c, l, i, o);
          o = /* @__PURE__ */ new Map();
          var f = [...u.current].filter(([v, p]) => {
            const g = this.current.get(v);
            return g ? g[0] !== p[0] || g[1] !== p[1] : !0;
          }).map(([v]) => v);
          if (f.length > 0)
            for (const v of this.#i)
              (v.f & ($e | nt | Hr)) === 0 && Dn(v, f, o) && ((v.f & (sr | pt)) !== 0 ? (He(v, Oe), u.schedule(v)) : u.add_dirty_reaction(v, Oe));
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
    this.#c || (this.#c = !0, Pt(() => {
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
    (n === Oe || this.#l.get(e) !== Oe) && this.#l.set(e, n);
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
      const e = me = new jt();
      !on && !wr && Pt(() => {
        e.started || e.flush();
      });
    }
    return me;
  }
  apply() {
    {
      gt = null;
      return;
    }
  }
  /**
   *
   * @param {Effect} effect
   */
  schedule(e) {
    if (wn = e, e.b?.is_pending && (e.f & (ir | Kr | _a)) !== 0 && (e.f & vr) === 0) {
      e.b.defer_effect(e);
      return;
    }
    this.#s.push(e);
  }
  #v() {
    if (this.linked) {
      var e = this.prev, n = this.next;
      e === null ? ln = n : e.next = n, n === null ? rr = e : n.prev = e, this.linked = !1;
    }
  }
}
function sl(t) {
  var e = wr, n = lr;
  lr = null, wr = !0;
  try {
    for (var a; ; ) {
      if (Ks(), me === null)
        return (
          /** @type {T} */
          a
        );
      me.flush();
    }
  } finally {
    wr = e, lr = n;
  }
}
function ll() {
  try {
    js();
  } catch (t) {
    kt(t, wn);
  }
}
let Nt = null;
function Jn(t) {
  var e = t.length;
  if (e !== 0) {
    for (var n = 0; n < e; ) {
      var a = t[n++];
      if ((a.f & ($e | nt)) === 0 && Cr(a) && (Nt = /* @__PURE__ */ new Set(), fr(a), a.deps === null && a.first === null && a.nodes === null && a.teardown === null && a.ac === null && Va(a), Nt?.size > 0)) {
        Et.clear();
        for (const s of Nt) {
          if ((s.f & ($e | nt)) !== 0) continue;
          const l = [s];
          let i = s.parent;
          for (; i !== null; )
            Nt.has(i) && (Nt.delete(i), l.push(i)), i = i.parent;
          for (let o = l.length - 1; o >= 0; o--) {
            const c = l[o];
            (c.f & ($e | nt)) === 0 && fr(c);
          }
        }
        Nt.clear();
      }
    }
    Nt = null;
  }
}
function La(t, e, n, a) {
  if (!n.has(t) && (n.add(t), t.reactions !== null))
    for (const s of t.reactions) {
      const l = s.f;
      (l & tt) !== 0 ? La(
        /** @type {Derived} */
        s,
        e,
        n,
        a
      ) : (l & (sr | pt)) !== 0 && (l & Oe) === 0 && Dn(s, e, a) && (He(s, Oe), Fn(
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
      if (zr.call(e, s))
        return !0;
      if ((s.f & tt) !== 0 && Dn(
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
function Da(t, e) {
  if (!((t.f & bt) !== 0 && (t.f & We) !== 0)) {
    (t.f & Oe) !== 0 ? e.d.push(t) : (t.f & ot) !== 0 && e.m.push(t), He(t, We);
    for (var n = t.first; n !== null; )
      Da(n, e), n = n.next;
  }
}
function Fa(t) {
  He(t, We);
  for (var e = t.first; e !== null; )
    Fa(e), e = e.next;
}
let Wr = /* @__PURE__ */ new Set();
const Et = /* @__PURE__ */ new Map();
let Ia = !1;
function Jt(t, e) {
  var n = {
    f: 0,
    v: t,
    reactions: null,
    equals: za,
    rv: 0,
    wv: 0
  };
  return n;
}
// @__NO_SIDE_EFFECTS__
function Se(t, e) {
  const n = Jt(t);
  return Za(n), n;
}
// @__NO_SIDE_EFFECTS__
function il(t, e = !1, n = !0) {
  const a = Jt(t);
  return e || (a.equals = Sa), a;
}
function re(t, e, n = !1) {
  xe !== null && // since we are untracking the function inside `$inspect.with` we need to add this check
  // to ensure we error if state is set inside an inspect effect
  (!mt || (xe.f & Hr) !== 0) && Aa() && (xe.f & (tt | pt | sr | Hr)) !== 0 && (Tt === null || !Tt.has(t)) && Ws();
  let a = n ? nr(e) : e;
  return cr(t, a, jr);
}
var Ut = null, yn = 0;
function cr(t, e, n = null) {
  if (!t.equals(e)) {
    Rt ? Et.set(t, e) : Et.has(t) || Et.set(t, t.v);
    var a = jt.ensure();
    if (a.capture(t, e), (t.f & tt) !== 0) {
      const s = (
        /** @type {Derived} */
        t
      );
      (t.f & Oe) !== 0 && Ln(s), gt === null && On(s);
    }
    t.wv = Qa(), Ut = null, yn = 0, ja(t, Oe, n), Ut = null, ye !== null && (ye.f & We) !== 0 && (ye.f & (bt | It)) === 0 && (ct === null ? _l([t]) : ct.push(t)), !a.is_fork && Wr.size > 0 && !Ia && ol();
  }
  return e;
}
function ol() {
  Ia = !1;
  for (const t of Wr) {
    (t.f & We) !== 0 && He(t, ot);
    let e;
    try {
      e = Cr(t);
    } catch {
      e = !0;
    }
    e && fr(t);
  }
  Wr.clear();
}
function kr(t) {
  re(t, t.v + 1);
}
function ja(t, e, n) {
  var a = t.reactions;
  if (a !== null) {
    var s = a.length;
    if (yn += s, yn > 1e5 && Ut === null && (Ut = /* @__PURE__ */ new Set()), Ut !== null) {
      if (Ut.has(t)) return;
      Ut.add(t);
    }
    for (var l = 0; l < s; l++) {
      var i = a[l], o = i.f, c = (o & Oe) === 0;
      if (c && He(i, e), (o & Hr) !== 0)
        Wr.add(
          /** @type {Effect} */
          i
        );
      else if ((o & tt) !== 0) {
        var f = (
          /** @type {Derived} */
          i
        );
        gt?.delete(f), ja(f, ot, n);
      } else if (c) {
        var h = (
          /** @type {Effect} */
          i
        );
        (o & pt) !== 0 && Nt !== null && Nt.add(h), n !== null ? n.push(h) : Fn(h);
      }
    }
  }
}
function nr(t) {
  if (typeof t != "object" || t === null || Gt in t || ba in t)
    return t;
  const e = Nn(t);
  if (e !== hs && e !== ps)
    return t;
  var n = /* @__PURE__ */ new Map(), a = ha(t), s = /* @__PURE__ */ Se(0), l = Xt, i = (o) => {
    if (Xt === l)
      return o();
    var c = xe, f = Xt;
    ut(null), ea(l);
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
        (!("value" in f) || f.configurable === !1 || f.enumerable === !1 || f.writable === !1) && Bs();
        var h = n.get(c);
        return h === void 0 ? i(() => {
          var u = /* @__PURE__ */ Se(f.value);
          return n.set(c, u), u;
        }) : re(h, f.value, !0), !0;
      },
      deleteProperty(o, c) {
        var f = n.get(c);
        if (f === void 0) {
          if (c in o) {
            const h = i(() => /* @__PURE__ */ Se(Ue));
            n.set(c, h), kr(s);
          }
        } else
          re(f, Ue), kr(s);
        return !0;
      },
      get(o, c, f) {
        if (c === Gt)
          return t;
        var h = n.get(c), u = c in o;
        if (h === void 0 && (!u || ar(o, c)?.writable) && (h = i(() => {
          var p = nr(u ? o[c] : Ue), g = /* @__PURE__ */ Se(p);
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
        if (c === Gt)
          return !0;
        var f = n.get(c), h = f !== void 0 && f.v !== Ue || Reflect.has(o, c);
        if (f !== void 0 || (ye !== null || xe !== null) && (!h || ar(o, c)?.writable)) {
          f === void 0 && (f = i(() => {
            var v = h ? nr(o[c]) : Ue, p = /* @__PURE__ */ Se(v);
            return p;
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
          for (var p = f; p < /** @type {Source<number>} */
          u.v; p += 1) {
            var g = n.get(p + "");
            g !== void 0 ? re(g, Ue) : p in o && (g = i(() => /* @__PURE__ */ Se(Ue)), n.set(p + "", g));
          }
        if (u === void 0)
          (!v || ar(o, c)?.writable) && (u = i(() => /* @__PURE__ */ Se(void 0)), re(u, nr(f)), n.set(c, u));
        else {
          v = u.v !== Ue;
          var S = i(() => nr(f));
          re(u, S);
        }
        var x = Reflect.getOwnPropertyDescriptor(o, c);
        if (x?.set && x.set.call(h, f), !v) {
          if (a && typeof c == "string") {
            var y = (
              /** @type {Source<number>} */
              n.get("length")
            ), T = Number(c);
            Number.isInteger(T) && T >= y.v && re(y, T + 1);
          }
          kr(s);
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
        Us();
      }
    }
  );
}
var Qn, Ha, Ba, Ua;
function cl() {
  if (Qn === void 0) {
    Qn = window, Ha = /Firefox/.test(navigator.userAgent);
    var t = Element.prototype, e = Node.prototype, n = Text.prototype;
    Ba = ar(e, "firstChild").get, Ua = ar(e, "nextSibling").get, Xn(t) && (t[_n] = void 0, t[xa] = null, t[bn] = void 0, t.__e = void 0), Xn(n) && (n[xn] = void 0);
  }
}
function St(t = "") {
  return document.createTextNode(t);
}
// @__NO_SIDE_EFFECTS__
function yt(t) {
  return (
    /** @type {TemplateNode | null} */
    Ba.call(t)
  );
}
// @__NO_SIDE_EFFECTS__
function Pr(t) {
  return (
    /** @type {TemplateNode | null} */
    Ua.call(t)
  );
}
function H(t, e) {
  return /* @__PURE__ */ yt(t);
}
function ze(t, e = !1) {
  {
    var n = /* @__PURE__ */ yt(t);
    return n instanceof Comment && n.data === "" ? /* @__PURE__ */ Pr(n) : n;
  }
}
function U(t, e = !1) {
  return /* @__PURE__ */ yt(t);
}
function b(t, e = 1, n = !1) {
  let a = t;
  for (; e--; )
    a = /** @type {TemplateNode} */
    /* @__PURE__ */ Pr(a);
  return a;
}
function fl(t) {
  t.textContent = "";
}
function Wa() {
  return !1;
}
function In(t, e, n) {
  return e == null || e === Ma ? (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElement(t)
  ) : (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElementNS(e, t)
  );
}
function ul(t) {
  var e = ye;
  if (e === null)
    return xe.f |= Dt, t;
  if ((e.f & vr) === 0 && (e.f & ir) === 0)
    throw t;
  kt(t, e);
}
function kt(t, e) {
  if (t === ka)
    throw t;
  if (!(e !== null && (e.f & $e) !== 0)) {
    for (; e !== null; ) {
      if ((e.f & mn) !== 0 && (e.f & ($e | Sr)) === 0) {
        if ((e.f & vr) === 0)
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
function vl(t) {
  ye === null && (xe === null && Is(), Fs()), Rt && Ds();
}
function dl(t, e) {
  var n = e.last;
  n === null ? e.last = e.first = t : (n.next = t, t.prev = n, e.last = t);
}
function Ct(t, e) {
  var n = ye;
  n !== null && (n.f & nt) !== 0 && (t |= nt);
  var a = {
    ctx: Ge,
    deps: null,
    nodes: null,
    f: t | Oe | _t,
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
  if ((t & ir) !== 0)
    yr !== null ? yr.push(a) : jt.ensure().schedule(a);
  else if (e !== null) {
    try {
      fr(a);
    } catch (i) {
      throw st(a), i;
    }
    s.deps === null && s.teardown === null && s.nodes === null && s.first === s.last && // either `null`, or a singular child
    (s.f & dr) === 0 && (s = s.first, (t & pt) !== 0 && (t & Zt) !== 0 && s !== null && (s.f |= Zt));
  }
  if (s !== null && (s.parent = n, n !== null && dl(s, n), xe !== null && (xe.f & tt) !== 0 && (t & It) === 0)) {
    var l = (
      /** @type {Derived} */
      xe
    );
    (l.effects ??= []).push(s);
  }
  return a;
}
function jn() {
  return xe !== null && !mt;
}
function Hn(t) {
  const e = Ct(Kr, null);
  return He(e, We), e.teardown = t, e;
}
function Ft(t) {
  vl();
  var e = (
    /** @type {Effect} */
    ye.f
  ), n = !xe && (e & bt) !== 0 && Ge !== null && !Ge.i;
  if (n) {
    var a = (
      /** @type {ComponentContext} */
      Ge
    );
    (a.e ??= []).push(t);
  } else
    return Ya(t);
}
function Ya(t) {
  return Ct(ir | _s, t);
}
function hl(t) {
  jt.ensure();
  const e = Ct(It | dr, t);
  return (n = {}) => new Promise((a) => {
    n.outro ? Vt(e, () => {
      st(e), a(void 0);
    }) : (st(e), a(void 0));
  });
}
function Zr(t) {
  return Ct(ir, t);
}
function pl(t) {
  return Ct(sr | dr, t);
}
function Jr(t, e = 0) {
  return Ct(Kr | e, t);
}
function O(t, e = [], n = [], a = []) {
  $s(a, e, n, (s) => {
    Ct(Kr, () => {
      t(...s.map(r));
    });
  });
}
function Rr(t, e = 0) {
  var n = Ct(pt | e, t);
  return n;
}
function ft(t) {
  return Ct(bt | dr, t);
}
function Ga(t) {
  var e = t.teardown;
  if (e !== null) {
    const n = Rt, a = xe;
    $n(!0), ut(null);
    try {
      e.call(null);
    } catch (s) {
      kt(s, t.parent);
    } finally {
      $n(n), ut(a);
    }
  }
}
function Bn(t, e = !1) {
  var n = t.first;
  for (t.first = t.last = null; n !== null; ) {
    const s = n.ac;
    s !== null && hr(() => {
      s.abort(Nr);
    });
    var a = n.next;
    (n.f & It) !== 0 ? n.parent = null : st(n, e), n = a;
  }
}
function gl(t) {
  for (var e = t.first; e !== null; ) {
    var n = e.next;
    (e.f & bt) === 0 && st(e), e = n;
  }
}
function st(t, e = !0) {
  var n = !1;
  (e || (t.f & ms) !== 0) && t.nodes !== null && t.nodes.end !== null && (ml(
    t.nodes.start,
    /** @type {TemplateNode} */
    t.nodes.end
  ), n = !0), t.f |= Sr, Bn(t, e && !n), Ar(t, 0);
  var a = t.nodes && t.nodes.t;
  if (a !== null)
    for (const l of a)
      l.stop();
  Ga(t), t.f ^= Sr, t.f |= $e;
  var s = t.parent;
  s !== null && s.first !== null && Va(t), t.next = t.prev = t.teardown = t.ctx = t.deps = t.fn = t.nodes = t.ac = t.b = null;
}
function ml(t, e) {
  for (; t !== null; ) {
    var n = t === e ? null : /* @__PURE__ */ Pr(t);
    t.remove(), t = n;
  }
}
function Va(t) {
  var e = t.parent, n = t.prev, a = t.next;
  n !== null && (n.next = a), a !== null && (a.prev = n), e !== null && (e.first === t && (e.first = a), e.last === t && (e.last = n));
}
function Vt(t, e, n = !0) {
  var a = [];
  t.f |= Pn, Xa(t, a, !0);
  var s = () => {
    n && st(t), e && e();
  }, l = a.length;
  if (l > 0) {
    var i = () => --l || s();
    for (var o of a)
      o.out(i);
  } else
    s();
}
function Xa(t, e, n) {
  if ((t.f & nt) === 0) {
    t.f ^= nt;
    var a = t.nodes && t.nodes.t;
    if (a !== null)
      for (const o of a)
        (o.is_global || n) && e.push(o);
    for (var s = t.first; s !== null; ) {
      var l = s.next;
      if ((s.f & It) === 0) {
        var i = (s.f & Zt) !== 0 || // If this is a branch effect without a block effect parent,
        // it means the parent block effect was pruned. In that case,
        // transparency information was transferred to the branch effect.
        (s.f & bt) !== 0 && (t.f & pt) !== 0;
        Xa(s, e, i ? n : !1);
      }
      s = l;
    }
  }
}
function Yr(t) {
  t.f &= ~Pn, Ka(t, !0);
}
function Ka(t, e) {
  if ((t.f & Pn) === 0 && (t.f & nt) !== 0) {
    t.f ^= nt, (t.f & We) === 0 && (He(t, Oe), jt.ensure().schedule(t));
    for (var n = t.first; n !== null; ) {
      var a = n.next, s = (n.f & Zt) !== 0 || (n.f & bt) !== 0;
      Ka(n, s ? e : !1), n = a;
    }
    var l = t.nodes && t.nodes.t;
    if (l !== null)
      for (const i of l)
        (i.is_global || e) && i.in();
  }
}
function Un(t, e) {
  if (t.nodes)
    for (var n = t.nodes.start, a = t.nodes.end; n !== null; ) {
      var s = n === a ? null : /* @__PURE__ */ Pr(n);
      e.append(n), n = s;
    }
}
let Rt = !1;
function $n(t) {
  Rt = t;
}
let xe = null, mt = !1;
function ut(t) {
  xe = t;
}
let ye = null;
function At(t) {
  ye = t;
}
let Tt = null;
function Za(t) {
  xe !== null && ((xe.f & Br) !== 0 || (xe.f & tt) !== 0) && (Tt ??= /* @__PURE__ */ new Set()).add(t);
}
let at = null, it = 0, ct = null;
function _l(t) {
  ct = t;
}
let Ja = 1, Yt = 0, Xt = Yt;
function ea(t) {
  Xt = t;
}
function Qa() {
  return ++Ja;
}
function Cr(t) {
  var e = t.f;
  if ((e & Oe) !== 0)
    return !0;
  if ((e & ot) !== 0) {
    for (var n = (
      /** @type {Value[]} */
      t.deps
    ), a = n.length, s = 0; s < a; s++) {
      var l = n[s];
      if (Cr(
        /** @type {Derived} */
        l
      ) && Ca(
        /** @type {Derived} */
        l
      ), l.wv > t.wv)
        return !0;
    }
    (e & _t) !== 0 && // During time traveling we don't want to reset the status so that
    // traversal of the graph in the other batches still happens
    gt === null && He(t, We);
  }
  return !1;
}
function $a(t, e, n = !0) {
  var a = t.reactions;
  if (a !== null && !(Tt !== null && Tt.has(t)))
    for (var s = 0; s < a.length; s++) {
      var l = a[s];
      (l.f & tt) !== 0 ? $a(
        /** @type {Derived} */
        l,
        e,
        !1
      ) : e === l && (n ? He(l, Oe) : (l.f & We) !== 0 && He(l, ot), Fn(
        /** @type {Effect} */
        l
      ));
    }
}
function es(t) {
  var e = at, n = it, a = ct, s = xe, l = Tt, i = Ge, o = mt, c = Xt, f = t.f;
  at = /** @type {null | Value[]} */
  null, it = 0, ct = null, xe = (f & (bt | It)) === 0 ? t : null, Tt = null, or(t.ctx), mt = !1, Xt = ++Yt, t.ac !== null && (hr(() => {
    t.ac.abort(Nr);
  }), t.ac = null);
  try {
    t.f |= Br;
    var h = (
      /** @type {Function} */
      t.fn
    ), u = h();
    t.f |= vr;
    var v = ta(t);
    if (Aa() && ct !== null && !mt && v !== null && (t.f & (tt | ot | Oe)) === 0)
      for (var p = 0; p < /** @type {Source[]} */
      ct.length; p++)
        $a(
          ct[p],
          /** @type {Effect} */
          t
        );
    if (s !== null && s !== t) {
      if (Yt++, s.deps !== null)
        for (let g = 0; g < n; g += 1)
          s.deps[g].rv = Yt;
      if (e !== null)
        for (const g of e)
          g.rv = Yt;
      ct !== null && (a === null ? a = ct : a.push(.../** @type {Source[]} */
      ct));
    }
    return (t.f & Dt) !== 0 && (t.f ^= Dt), u;
  } catch (g) {
    return ta(t), ul(g);
  } finally {
    t.f ^= Br, at = e, it = n, ct = a, xe = s, Tt = l, or(i), mt = o, Xt = c;
  }
}
function ta(t) {
  var e = t.deps, n = me?.is_fork;
  if (at !== null) {
    var a;
    if (n || Ar(t, it), e !== null && it > 0)
      for (e.length = it + at.length, a = 0; a < at.length; a++)
        e[it + a] = at[a];
    else
      t.deps = e = at;
    if (jn() && (t.f & _t) !== 0)
      for (a = it; a < e.length; a++)
        (e[a].reactions ??= []).push(t);
  } else !n && e !== null && it < e.length && (Ar(t, it), e.length = it);
  return e;
}
function bl(t, e) {
  let n = e.reactions;
  if (n !== null) {
    var a = ds.call(n, t);
    if (a !== -1) {
      var s = n.length - 1;
      s === 0 ? n = e.reactions = null : (n[a] = n[s], n.pop());
    }
  }
  if (n === null && (e.f & tt) !== 0 && // Destroying a child effect while updating a parent effect can cause a dependency to appear
  // to be unused, when in fact it is used by the currently-updating parent. Checking `new_deps`
  // allows us to skip the expensive work of disconnecting and immediately reconnecting it
  (at === null || !zr.call(at, e))) {
    var l = (
      /** @type {Derived} */
      e
    );
    (l.f & _t) !== 0 && (l.f ^= _t), l.v !== Ue && On(l), l.ac !== null && hr(() => {
      l.ac.abort(Nr), l.ac = null, He(l, Oe);
    }), nl(l), Ar(l, 0);
  }
}
function Ar(t, e) {
  var n = t.deps;
  if (n !== null)
    for (var a = e; a < n.length; a++)
      bl(t, n[a]);
}
function fr(t) {
  var e = t.f;
  if ((e & $e) === 0) {
    He(t, We);
    var n = ye;
    ye = t;
    try {
      (e & (pt | _a)) !== 0 ? gl(t) : Bn(t), Ga(t);
      var a = es(t);
      t.teardown = typeof a == "function" ? a : null, t.wv = Ja;
      var s;
    } finally {
      ye = n;
    }
  }
}
async function xl() {
  await Promise.resolve(), sl();
}
function r(t) {
  var e = t.f, n = (e & tt) !== 0;
  if (xe !== null && !mt) {
    var a = ye !== null && (ye.f & $e) !== 0;
    if (!a && (Tt === null || !Tt.has(t))) {
      var s = xe.deps;
      if ((xe.f & Br) !== 0)
        t.rv < Yt && (t.rv = Yt, at === null && s !== null && s[it] === t ? it++ : at === null ? at = [t] : at.push(t));
      else {
        xe.deps ??= [], zr.call(xe.deps, t) || xe.deps.push(t);
        var l = t.reactions;
        l === null ? t.reactions = [xe] : zr.call(l, xe) || l.push(xe);
      }
    }
  }
  if (Rt && Et.has(t))
    return Et.get(t);
  if (n) {
    var i = (
      /** @type {Derived} */
      t
    );
    if (Rt) {
      var o = i.v;
      return ((i.f & We) === 0 && i.reactions !== null || rs(i)) && (o = Ln(i)), Et.set(i, o), o;
    }
    var c = (i.f & _t) === 0 && !mt && xe !== null && (xe.f & _t) !== 0, f = (i.f & vr) === 0;
    Cr(i) && (c && (i.f |= _t), Ca(i)), c && !f && (Oa(i), ts(i));
  }
  if (gt?.has(t))
    return gt.get(t);
  if ((t.f & Dt) !== 0)
    throw t.v;
  return t.v;
}
function ts(t) {
  if (t.f |= _t, t.deps !== null)
    for (const n of t.deps) {
      var e = n.reactions;
      e === null ? n.reactions = [t] : zr.call(e, t) || e.push(t), (n.f & tt) !== 0 && (n.f & _t) === 0 && (Oa(
        /** @type {Derived} */
        n
      ), ts(
        /** @type {Derived} */
        n
      ));
    }
}
function rs(t) {
  if (t.v === Ue) return !0;
  if (t.deps === null) return !1;
  for (const e of t.deps)
    if (Et.has(e) || (e.f & tt) !== 0 && rs(
      /** @type {Derived} */
      e
    ))
      return !0;
  return !1;
}
function Ht(t) {
  var e = mt;
  try {
    return mt = !0, t();
  } finally {
    mt = e;
  }
}
function wl(t) {
  if (!(typeof t != "object" || !t || t instanceof EventTarget)) {
    if (Gt in t)
      kn(t);
    else if (!Array.isArray(t))
      for (let e in t) {
        const n = t[e];
        typeof n == "object" && n && Gt in n && kn(n);
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
      const a = ga(n);
      for (let s in a) {
        const l = a[s].get;
        if (l)
          try {
            l.call(t);
          } catch {
          }
      }
    }
  }
}
const yl = ["touchstart", "touchmove"];
function kl(t) {
  return yl.includes(t);
}
const br = /* @__PURE__ */ Symbol("events"), ns = /* @__PURE__ */ new Set(), Mn = /* @__PURE__ */ new Set();
function Ml(t, e, n, a = {}) {
  function s(l) {
    if (a.capture || zn.call(e, l), !l.cancelBubble)
      return hr(() => n?.call(this, l));
  }
  return t.startsWith("pointer") || t.startsWith("touch") || t === "wheel" ? (s.__removed = !1, Pt(() => {
    s.__removed || e.addEventListener(t, s, a);
  })) : e.addEventListener(t, s, a), s;
}
function Ke(t, e, n, a, s) {
  var l = { capture: a, passive: s }, i = Ml(t, e, n, l);
  (e === document.body || // @ts-ignore
  e === window || // @ts-ignore
  e === document || // Firefox has quirky behavior, it can happen that we still get "canplay" events when the element is already removed
  e instanceof HTMLMediaElement) && Hn(() => {
    i.__removed = !0, e.removeEventListener(t, i, l);
  });
}
function oe(t, e, n) {
  (e[br] ??= {})[t] = n;
}
function xt(t) {
  for (var e = 0; e < t.length; e++)
    ns.add(t[e]);
  for (var n of Mn)
    n(t);
}
let cn = null, fn = !1;
function zn(t) {
  var e = this, n = (
    /** @type {Node} */
    e.ownerDocument
  ), a = t.type, s = t.composedPath?.() || [], l = (
    /** @type {null | Element} */
    s[0] || t.target
  );
  cn = t, fn || (fn = !0, setTimeout(() => {
    fn = !1, cn = null;
  }));
  var i = 0, o = cn === t && t[br];
  if (o) {
    var c = s.indexOf(o);
    if (c !== -1 && (e === document || e === /** @type {any} */
    window)) {
      t[br] = e;
      return;
    }
    var f = s.indexOf(e);
    if (f === -1)
      return;
    c <= f && (i = c);
  }
  if (l = /** @type {Element} */
  s[i] || t.target, l !== e) {
    pa(t, "currentTarget", {
      configurable: !0,
      get() {
        return l || n;
      }
    });
    var h = xe, u = ye;
    ut(null), At(null);
    try {
      for (var v, p = []; l !== null && l !== e; ) {
        try {
          var g = l[br]?.[a];
          g != null && (!/** @type {any} */
          l.disabled || // DOM could've been updated already by the time this is reached, so we check this as well
          // -> the target could not have been disabled because it emits the event in the first place
          t.target === l) && g.call(l, t);
        } catch (S) {
          v ? p.push(S) : v = S;
        }
        if (t.cancelBubble) break;
        i++, l = i < s.length ? (
          /** @type {Element} */
          s[i]
        ) : null;
      }
      if (v) {
        for (let S of p)
          queueMicrotask(() => {
            throw S;
          });
        throw v;
      }
    } finally {
      t[br] = e, delete t.currentTarget, ut(h), At(u);
    }
  }
}
const zl = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  globalThis?.window?.trustedTypes && /* @__PURE__ */ globalThis.window.trustedTypes.createPolicy("svelte-trusted-html", {
    /** @param {string} html */
    createHTML: (t) => t
  })
);
function El(t) {
  return (
    /** @type {string} */
    zl?.createHTML(t) ?? t
  );
}
function as(t) {
  var e = In("template");
  return e.innerHTML = El(t.replaceAll("<!>", "<!---->")), e.content;
}
function Qt(t, e) {
  var n = (
    /** @type {Effect} */
    ye
  );
  n.nodes === null && (n.nodes = { start: t, end: e, a: null, t: null });
}
// @__NO_SIDE_EFFECTS__
function R(t, e) {
  var n = (e & ya) !== 0, a = (e & qs) !== 0, s, l = !t.startsWith("<!>");
  return () => {
    s === void 0 && (s = as(l ? t : "<!>" + t), n || (s = /** @type {TemplateNode} */
    /* @__PURE__ */ yt(s)));
    var i = (
      /** @type {TemplateNode} */
      a || Ha ? document.importNode(s, !0) : s.cloneNode(!0)
    );
    if (n) {
      var o = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ yt(i)
      ), c = (
        /** @type {TemplateNode} */
        i.lastChild
      );
      Qt(o, c);
    } else
      Qt(i, i);
    return i;
  };
}
// @__NO_SIDE_EFFECTS__
function Sl(t, e, n = "svg") {
  var a = !t.startsWith("<!>"), s = (e & ya) !== 0, l = `<${n}>${a ? t : "<!>" + t}</${n}>`, i;
  return () => {
    if (!i) {
      var o = (
        /** @type {DocumentFragment} */
        as(l)
      ), c = (
        /** @type {Element} */
        /* @__PURE__ */ yt(o)
      );
      if (s)
        for (i = document.createDocumentFragment(); /* @__PURE__ */ yt(c); )
          i.appendChild(
            /** @type {TemplateNode} */
            /* @__PURE__ */ yt(c)
          );
      else
        i = /** @type {Element} */
        /* @__PURE__ */ yt(c);
    }
    var f = (
      /** @type {TemplateNode} */
      i.cloneNode(!0)
    );
    if (s) {
      var h = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ yt(f)
      ), u = (
        /** @type {TemplateNode} */
        f.lastChild
      );
      Qt(h, u);
    } else
      Qt(f, f);
    return f;
  };
}
// @__NO_SIDE_EFFECTS__
function vt(t, e) {
  return /* @__PURE__ */ Sl(t, e, "svg");
}
function ss(t = "") {
  {
    var e = St(t + "");
    return Qt(e, e), e;
  }
}
function $t() {
  var t = document.createDocumentFragment(), e = document.createComment(""), n = St();
  return t.append(e, n), Qt(e, n), t;
}
function w(t, e) {
  t !== null && t.before(
    /** @type {Node} */
    e
  );
}
function Tl() {
  return (window.__svelte ??= {}).uid ??= 1, `c${window.__svelte.uid++}`;
}
function Al(t) {
  let e = 0, n = Jt(0), a;
  return () => {
    jn() && (r(n), Jr(() => (e === 0 && (a = Ht(() => t(() => kr(n)))), e += 1, () => {
      Pt(() => {
        e -= 1, e === 0 && (a?.(), a = void 0, kr(n));
      });
    })));
  };
}
var ql = Zt | dr;
function Nl(t, e, n, a) {
  new Pl(t, e, n, a);
}
class Pl {
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
  #i = null;
  /** @type {Effect | null} */
  #l = null;
  /** @type {DocumentFragment | null} */
  #o = null;
  #d = 0;
  #c = 0;
  #h = !1;
  /** @type {Map<Effect, number>} */
  #m = /* @__PURE__ */ new Map();
  /**
   * A source containing the number of pending async deriveds/expressions.
   * Only created if `$effect.pending()` is used inside the boundary,
   * otherwise updating the source results in needless `Batch.ensure()`
   * calls followed by no-op flushes
   * @type {Source<number> | null}
   */
  #f = null;
  #p = Al(() => (this.#f = Jt(this.#d), () => {
    this.#f = null;
  }));
  /**
   * @param {TemplateNode} node
   * @param {BoundaryProps} props
   * @param {((anchor: Node) => void)} children
   * @param {((error: unknown) => unknown) | undefined} [transform_error]
   */
  constructor(e, n, a, s) {
    this.#t = e, this.#e = n, this.#a = (l) => {
      var i = (
        /** @type {Effect} */
        ye
      );
      i.b = this, i.f |= mn, a(l);
    }, this.parent = /** @type {Effect} */
    ye.b, this.transform_error = s ?? this.parent?.transform_error ?? ((l) => l), this.#n = Rr(() => {
      this.#x();
    }, ql);
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
    Pt(s), n && (this.#l = ft(() => {
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
        n = !0, a && Ys(), this.#l !== null && Vt(this.#l, () => {
          this.#l = null;
        }), this.#w(() => {
          this.#x();
        });
      }
    };
    return { reset: s, invoke_onerror: () => {
      if (!this.#u())
        try {
          a = !0, this.#e.onerror?.(e, s), a = !1;
        } catch (i) {
          kt(i, this.#n && this.#n.parent);
        }
    } };
  }
  #u() {
    return (this.#n.f & ($e | Sr)) !== 0;
  }
  #g() {
    const e = this.#e.pending;
    e && (this.is_pending = !0, this.#i = ft(() => e(this.#t)), Pt(() => {
      if (!this.#u()) {
        var n = this.#o = document.createDocumentFragment(), a = St(), s = !1;
        if (n.append(a), this.#s = this.#w(() => {
          try {
            return ft(() => this.#a(a));
          } catch (l) {
            try {
              this.error(l), s = !0;
            } catch (i) {
              kt(i, this.#n.parent);
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
        this.#c === 0 && (this.#t.before(n), this.#o = null, Vt(
          /** @type {Effect} */
          this.#i,
          () => {
            this.#i = null;
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
        this.#i = ft(() => n(this.#t));
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
    this.is_pending = !1, e.transfer_reactions(this.#m);
  }
  /**
   * Defer an effect inside a pending boundary until the boundary resolves
   * @param {Effect} effect
   */
  defer_effect(e) {
    Na(e, this.#m);
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
    var n = ye, a = xe, s = Ge;
    At(this.#n), ut(this.#n), or(this.#n.ctx);
    try {
      return jt.ensure(), e();
    } finally {
      At(n), ut(a), or(s);
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
    this.#c += e, this.#c === 0 && (this.#v(n), this.#i && Vt(this.#i, () => {
      this.#i = null;
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
    this.#k(e, n), this.#d += e, !(!this.#f || this.#h) && (this.#h = !0, Pt(() => {
      this.#h = !1, this.#f && cr(this.#f, this.#d);
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
    if (e === ka || !this.#e.onerror && !this.#e.failed)
      throw e;
    me?.is_fork ? (this.#s && me.skip_effect(this.#s), this.#i && me.skip_effect(this.#i), this.#l && me.skip_effect(this.#l), me.oncommit(() => {
      this.#u() || this.#M(e);
    })) : this.#M(e);
  }
  /**
   * @param {unknown} error
   */
  #M(e) {
    this.#s && (st(this.#s), this.#s = null), this.#i && (st(this.#i), this.#i = null), this.#l && (st(this.#l), this.#l = null);
    let n = this.#e.failed;
    const a = (s) => {
      if (this.#u()) return;
      const { reset: l, invoke_onerror: i } = this.#_(s);
      i(), n && !this.#u() && (this.#l = this.#w(() => {
        try {
          return ft(() => {
            var o = (
              /** @type {Effect} */
              ye
            );
            o.b = this, o.f |= mn, n(
              this.#t,
              () => s,
              () => l
            );
          });
        } catch (o) {
          return kt(
            o,
            /** @type {Effect} */
            this.#n.parent
          ), null;
        }
      }));
    };
    Pt(() => {
      if (!this.#u()) {
        var s;
        try {
          s = this.transform_error(e);
        } catch (l) {
          kt(l, this.#n && this.#n.parent);
          return;
        }
        s !== null && typeof s == "object" && typeof /** @type {any} */
        s.then == "function" ? s.then(
          a,
          /** @param {unknown} e */
          (l) => kt(l, this.#n && this.#n.parent)
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
function Rl(t, e) {
  return Cl(t, e);
}
const Dr = /* @__PURE__ */ new Map();
function Cl(t, { target: e, anchor: n, props: a = {}, events: s, context: l, intro: i = !0, transformError: o }) {
  cl();
  var c = void 0, f = hl(() => {
    var h = n ?? e.appendChild(St());
    Nl(
      /** @type {TemplateNode} */
      h,
      {
        pending: () => {
        }
      },
      (p) => {
        Ve({});
        var g = (
          /** @type {ComponentContext} */
          Ge
        );
        l && (g.c = l), s && (a.$$events = s), c = t(p, a) || Cn(), Xe();
      },
      o
    );
    var u = /* @__PURE__ */ new Set(), v = (p) => {
      for (var g = 0; g < p.length; g++) {
        var S = p[g];
        if (!u.has(S)) {
          u.add(S);
          var x = kl(S);
          for (const q of [e, document]) {
            var y = Dr.get(q);
            y === void 0 && (y = /* @__PURE__ */ new Map(), Dr.set(q, y));
            var T = y.get(S);
            T === void 0 ? (q.addEventListener(S, zn, { passive: x }), y.set(S, 1)) : y.set(S, T + 1);
          }
        }
      }
    };
    return v(Xr(ns)), Mn.add(v), () => {
      for (var p of u)
        for (const x of [e, document]) {
          var g = (
            /** @type {Map<string, number>} */
            Dr.get(x)
          ), S = (
            /** @type {number} */
            g.get(p)
          );
          --S == 0 ? (x.removeEventListener(p, zn), g.delete(p), g.size === 0 && Dr.delete(x)) : g.set(p, S);
        }
      Mn.delete(v), h !== n && h.parentNode?.removeChild(h);
    };
  });
  return En.set(c, f), c;
}
let En = /* @__PURE__ */ new WeakMap();
function Ol(t, e) {
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
        Yr(a), this.#a.delete(n);
      else {
        var s = this.#e.get(n);
        s && (Yr(s.effect), this.#r.set(n, s.effect), this.#e.delete(n), s.fragment.lastChild.remove(), this.anchor.before(s.fragment), a = s.effect);
      }
      for (const [l, i] of this.#t) {
        if (this.#t.delete(l), l === e)
          break;
        const o = this.#e.get(i);
        o && (st(o.effect), this.#e.delete(i));
      }
      for (const [l, i] of this.#r) {
        if (l === n || this.#a.has(l)) continue;
        const o = () => {
          if (Array.from(this.#t.values()).includes(l)) {
            var f = document.createDocumentFragment();
            Un(i, f), f.append(St()), this.#e.set(l, { effect: i, fragment: f });
          } else
            st(i);
          this.#a.delete(l), this.#r.delete(l);
        };
        this.#n || !a ? (this.#a.add(l), Vt(i, o, !1)) : o();
      }
    }
  };
  /**
   * @param {Batch} batch
   */
  #i = (e) => {
    this.#t.delete(e);
    const n = Array.from(this.#t.values());
    for (const [a, s] of this.#e)
      n.includes(a) || (st(s.effect), this.#e.delete(a));
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
    ), s = Wa();
    if (n && !this.#r.has(e) && !this.#e.has(e))
      if (s) {
        var l = document.createDocumentFragment(), i = St();
        l.append(i), this.#e.set(e, {
          effect: ft(() => n(i)),
          fragment: l
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
      a.oncommit(this.#s), a.ondiscard(this.#i);
    } else
      this.#s(a);
  }
}
function $(t, e, n = !1) {
  var a = new Wn(t), s = n ? Zt : 0;
  function l(i, o) {
    a.ensure(i, o);
  }
  Rr(() => {
    var i = !1;
    e((o, c = 0) => {
      i = !0, l(c, o);
    }), i || l(-1, null);
  }, s);
}
const Ll = /* @__PURE__ */ Symbol("NaN");
function Dl(t, e, n) {
  var a = new Wn(t);
  Rr(() => {
    var s = e();
    s !== s && (s = /** @type {any} */
    Ll), a.ensure(s, n);
  });
}
function Fe(t, e) {
  return e;
}
function Fl(t, e, n) {
  for (var a = [], s = e.length, l, i = e.length, o = 0; o < s; o++) {
    let u = e[o];
    Vt(
      u,
      () => {
        if (l) {
          if (l.pending.delete(u), l.done.add(u), l.pending.size === 0) {
            var v = (
              /** @type {Set<EachOutroGroup>} */
              t.outrogroups
            );
            Sn(t, Xr(l.done)), v.delete(l), v.size === 0 && (t.outrogroups = null);
          }
        } else
          i -= 1;
      },
      !1
    );
  }
  if (i === 0) {
    var c = a.length === 0 && n !== null && t.pending.size === 0;
    if (c) {
      var f = (
        /** @type {Element} */
        n
      ), h = (
        /** @type {Element} */
        f.parentNode
      );
      fl(h), h.append(f), t.items.clear();
    }
    Sn(t, e, !c);
  } else
    l = {
      pending: new Set(e),
      done: /* @__PURE__ */ new Set()
    }, (t.outrogroups ??= /* @__PURE__ */ new Set()).add(l);
}
function Sn(t, e, n = !0) {
  var a;
  if (t.pending.size > 0) {
    a = /* @__PURE__ */ new Set();
    for (const i of t.pending.values())
      for (const o of i)
        a.add(
          /** @type {EachItem} */
          t.items.get(o).e
        );
  }
  for (var s = 0; s < e.length; s++) {
    var l = e[s];
    if (a?.has(l)) {
      l.f |= Mt;
      const i = document.createDocumentFragment();
      Un(l, i);
    } else
      st(e[s], n);
  }
}
var ra;
function we(t, e, n, a, s, l = null) {
  var i = t, o = /* @__PURE__ */ new Map(), c = (e & wa) !== 0;
  if (c) {
    var f = (
      /** @type {Element} */
      t
    );
    i = f.appendChild(St());
  }
  var h = null, u = /* @__PURE__ */ Ra(() => {
    var T = n();
    return (
      /** @type {V[]} */
      ha(T) ? T : T == null ? [] : Xr(T)
    );
  }), v = /* @__PURE__ */ new Map(), p = !0;
  function g(T) {
    if ((y.effect.f & $e) === 0) {
      y.pending.delete(T);
      var q = r(u);
      y.fallback = h, Il(y, q, i, e, a), h !== null && (q.length === 0 ? (h.f & Mt) === 0 ? Yr(h) : (h.f ^= Mt, xr(h, null, i)) : Vt(h, () => {
        h = null;
      }));
    }
  }
  function S(T) {
    y.pending.delete(T);
  }
  var x = Rr(() => {
    for (var T = (
      /** @type {V[]} */
      r(u)
    ), q = T.length, k = /* @__PURE__ */ new Set(), _ = (
      /** @type {Batch} */
      me
    ), N = Wa(), D = 0; D < q; D += 1) {
      var z = T[D], F = a(z, D), G = p ? null : o.get(F);
      G ? (G.v && cr(G.v, z), G.i && cr(G.i, D), N && _.unskip_effect(G.e)) : (G = jl(
        o,
        p ? i : ra ??= St(),
        z,
        F,
        D,
        s,
        e,
        n
      ), p || (G.e.f |= Mt), o.set(F, G)), k.add(F);
    }
    if (q === 0 && l && !h && (p ? h = ft(() => l(i)) : (h = ft(() => l(ra ??= St())), h.f |= Mt)), q > k.size && Ls(), !p)
      if (v.set(_, k), N) {
        for (const [ne, Ee] of o)
          k.has(ne) || _.skip_effect(Ee.e);
        _.oncommit(g), _.ondiscard(S);
      } else
        g(_);
    r(u);
  }), y = { effect: x, items: o, pending: v, outrogroups: null, fallback: h };
  p = !1;
}
function gr(t) {
  for (; t !== null && (t.f & bt) === 0; )
    t = t.next;
  return t;
}
function Il(t, e, n, a, s) {
  var l = (a & Ms) !== 0, i = e.length, o = t.items, c = gr(t.effect.first), f, h = null, u, v = [], p = [], g, S, x, y;
  if (l)
    for (y = 0; y < i; y += 1)
      g = e[y], S = s(g, y), x = /** @type {EachItem} */
      o.get(S).e, (x.f & Mt) === 0 && (x.nodes?.a?.measure(), (u ??= /* @__PURE__ */ new Set()).add(x));
  for (y = 0; y < i; y += 1) {
    if (g = e[y], S = s(g, y), x = /** @type {EachItem} */
    o.get(S).e, t.outrogroups !== null)
      for (const G of t.outrogroups)
        G.pending.delete(x), G.done.delete(x);
    if ((x.f & nt) !== 0 && (Yr(x), l && (x.nodes?.a?.unfix(), (u ??= /* @__PURE__ */ new Set()).delete(x))), (x.f & Mt) !== 0)
      if (x.f ^= Mt, x === c)
        xr(x, null, n);
      else {
        var T = h ? h.next : c;
        x === t.effect.last && (t.effect.last = x.prev), x.prev && (x.prev.next = x.next), x.next && (x.next.prev = x.prev), Lt(t, h, x), Lt(t, x, T), xr(x, T, n), h = x, v = [], p = [], c = gr(h.next);
        continue;
      }
    if (x !== c) {
      if (f !== void 0 && f.has(x)) {
        if (v.length < p.length) {
          var q = p[0], k;
          h = q.prev;
          var _ = v[0], N = v[v.length - 1];
          for (k = 0; k < v.length; k += 1)
            xr(v[k], q, n);
          for (k = 0; k < p.length; k += 1)
            f.delete(p[k]);
          Lt(t, _.prev, N.next), Lt(t, h, _), Lt(t, N, q), c = q, h = N, y -= 1, v = [], p = [];
        } else
          f.delete(x), xr(x, c, n), Lt(t, x.prev, x.next), Lt(t, x, h === null ? t.effect.first : h.next), Lt(t, h, x), h = x;
        continue;
      }
      for (v = [], p = []; c !== null && c !== x; )
        (f ??= /* @__PURE__ */ new Set()).add(c), p.push(c), c = gr(c.next);
      if (c === null)
        continue;
    }
    (x.f & Mt) === 0 && v.push(x), h = x, c = gr(x.next);
  }
  if (t.outrogroups !== null) {
    for (const G of t.outrogroups)
      G.pending.size === 0 && (Sn(t, Xr(G.done)), t.outrogroups?.delete(G));
    t.outrogroups.size === 0 && (t.outrogroups = null);
  }
  if (c !== null || f !== void 0) {
    var D = [];
    if (f !== void 0)
      for (x of f)
        (x.f & nt) === 0 && D.push(x);
    for (; c !== null; )
      (c.f & nt) === 0 && c !== t.fallback && D.push(c), c = gr(c.next);
    var z = D.length;
    if (z > 0) {
      var F = (a & wa) !== 0 && i === 0 ? n : null;
      if (l) {
        for (y = 0; y < z; y += 1)
          D[y].nodes?.a?.measure();
        for (y = 0; y < z; y += 1)
          D[y].nodes?.a?.fix();
      }
      Fl(t, D, F);
    }
  }
  l && Pt(() => {
    if (u !== void 0)
      for (x of u)
        x.nodes?.a?.apply();
  });
}
function jl(t, e, n, a, s, l, i, o) {
  var c = (i & ys) !== 0 ? (i & zs) === 0 ? /* @__PURE__ */ il(n, !1, !1) : Jt(n) : null, f = (i & ks) !== 0 ? Jt(s) : null;
  return {
    v: c,
    i: f,
    e: ft(() => (l(e, c ?? n, f ?? s, o), () => {
      t.delete(a);
    }))
  };
}
function xr(t, e, n) {
  if (t.nodes)
    for (var a = t.nodes.start, s = t.nodes.end, l = e && (e.f & Mt) === 0 ? (
      /** @type {EffectNodes} */
      e.nodes.start
    ) : n; a !== null; ) {
      var i = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ Pr(a)
      );
      if (l.before(a), a === s)
        return;
      a = i;
    }
}
function Lt(t, e, n) {
  e === null ? t.effect.first = n : e.next = n, n === null ? t.effect.last = e : n.prev = e;
}
function Hl(t, e, n, a, s, l) {
  var i = null, o = (
    /** @type {TemplateNode} */
    t
  ), c = new Wn(o, !1);
  Rr(() => {
    const f = e() || null;
    var h = f === "svg" ? Ns : void 0;
    if (f === null) {
      c.ensure(null, null);
      return;
    }
    return c.ensure(f, (u) => {
      if (f) {
        var v = Cs;
        if (i = In(f, h), Qt(i, i), a) {
          var p = null, g = i.appendChild(St());
          a(i, g), p?.remove();
        }
        ye.nodes.end = i, v || u.before(i);
      }
    }), () => {
    };
  }, Zt), Hn(() => {
  });
}
function et(t, e) {
  Zr(() => {
    t = ye?.parent?.nodes?.start ?? t;
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
function Bl(t, e, n) {
  Zr(() => {
    var a = Ht(() => e(t, n?.()) || {});
    if (n && a?.update) {
      var s = !1, l = (
        /** @type {any} */
        {}
      );
      Jr(() => {
        var i = n();
        wl(i), s && Ea(l, i) && (l = i, a.update(i));
      }), s = !0;
    }
    if (a?.destroy)
      return () => (
        /** @type {Function} */
        a.destroy()
      );
  });
}
function ls(t) {
  var e, n, a = "";
  if (typeof t == "string" || typeof t == "number") a += t;
  else if (typeof t == "object") if (Array.isArray(t)) {
    var s = t.length;
    for (e = 0; e < s; e++) t[e] && (n = ls(t[e])) && (a && (a += " "), a += n);
  } else for (n in t) t[n] && (a && (a += " "), a += n);
  return a;
}
function Ul() {
  for (var t, e, n = 0, a = "", s = arguments.length; n < s; n++) (t = arguments[n]) && (e = ls(t)) && (a && (a += " "), a += e);
  return a;
}
function Wl(t) {
  return typeof t == "object" ? Ul(t) : t ?? "";
}
const na = [...` 	
\r\f \v\uFEFF`];
function Yl(t, e, n) {
  var a = t == null ? "" : "" + t;
  if (e && (a = a ? a + " " + e : e), n) {
    for (var s of Object.keys(n))
      if (n[s])
        a = a ? a + " " + s : s;
      else if (a.length)
        for (var l = s.length, i = 0; (i = a.indexOf(s, i)) >= 0; ) {
          var o = i + l;
          (i === 0 || na.includes(a[i - 1])) && (o === a.length || na.includes(a[o])) ? a = (i === 0 ? "" : a.substring(0, i)) + a.substring(o + 1) : i = o;
        }
  }
  return a === "" ? null : a;
}
function aa(t, e = !1) {
  var n = e ? " !important;" : ";", a = "";
  for (var s of Object.keys(t)) {
    var l = t[s];
    l != null && l !== "" && (a += " " + s + ": " + l + n);
  }
  return a;
}
function un(t) {
  return t[0] !== "-" || t[1] !== "-" ? t.toLowerCase() : t;
}
function Gl(t, e) {
  if (e) {
    var n = "", a, s;
    if (Array.isArray(e) ? (a = e[0], s = e[1]) : a = e, t) {
      t = String(t).replaceAll(/\/\*.*?\*\//g, "").trim();
      var l = !1, i = 0, o = !1, c = [];
      a && c.push(...Object.keys(a).map(un)), s && c.push(...Object.keys(s).map(un));
      var f = 0, h = -1;
      const S = t.length;
      for (var u = 0; u < S; u++) {
        var v = t[u];
        if (o ? v === "/" && t[u - 1] === "*" && (o = !1) : l ? l === v && (l = !1) : v === "/" && t[u + 1] === "*" ? o = !0 : v === '"' || v === "'" ? l = v : v === "(" ? i++ : v === ")" && i--, !o && l === !1 && i === 0) {
          if (v === ":" && h === -1)
            h = u;
          else if (v === ";" || u === S - 1) {
            if (h !== -1) {
              var p = un(t.substring(f, h).trim());
              if (!c.includes(p)) {
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
function Qe(t, e, n, a, s, l) {
  var i = (
    /** @type {any} */
    t[_n]
  );
  if (i !== n || i === void 0) {
    var o = Yl(n, a, l);
    o == null ? t.removeAttribute("class") : e ? t.className = o : t.setAttribute("class", o), t[_n] = n;
  } else if (l && s !== l)
    for (var c in l) {
      var f = !!l[c];
      (s == null || f !== !!s[c]) && t.classList.toggle(c, f);
    }
  return l;
}
function vn(t, e = {}, n, a) {
  for (var s in n) {
    var l = n[s];
    e[s] !== l && (n[s] == null ? t.style.removeProperty(s) : t.style.setProperty(s, l, a));
  }
}
function De(t, e, n, a) {
  var s = (
    /** @type {any} */
    t[bn]
  );
  if (s !== e) {
    var l = Gl(e, a);
    l == null ? t.removeAttribute("style") : t.style.cssText = l, t[bn] = e;
  } else a && (Array.isArray(a) ? (vn(t, n?.[0], a[0]), vn(t, n?.[1], a[1], "important")) : vn(t, n, a));
  return a;
}
const Vl = /* @__PURE__ */ Symbol("is custom element"), Xl = /* @__PURE__ */ Symbol("is html"), Kl = ws ? "progress" : "PROGRESS";
function Zl(t, e) {
  var n = Yn(t);
  n.value === (n.value = // treat null and undefined the same for the initial value
  e ?? void 0) || // @ts-expect-error
  // `progress` elements always need their value set when it's `0`
  t.value === e && (e !== 0 || t.nodeName !== Kl) || (t.value = e ?? "");
}
function Jl(t, e) {
  var n = Yn(t);
  n.checked !== (n.checked = // treat null and undefined the same for the initial value
  e ?? void 0) && (t.checked = e);
}
function j(t, e, n, a) {
  var s = Yn(t), l = s[e];
  l !== (s[e] = n) && (e === "loading" && (t[xs] = n), n == null ? t.removeAttribute(e) : typeof n != "string" && Ql(t).has(e) ? t[e] = n : t.setAttribute(e, n));
}
function Yn(t) {
  return (
    /** @type {Record<string | symbol, unknown>} **/
    /** @type {any} */
    t[xa] ??= {
      [Vl]: t.nodeName.includes("-"),
      [Xl]: t.namespaceURI === Ma
    }
  );
}
var sa = /* @__PURE__ */ new Map();
function Ql(t) {
  var e = t.getAttribute("is") || t.nodeName, n = sa.get(e);
  if (n) return n;
  sa.set(e, n = /* @__PURE__ */ new Set());
  for (var a, s = t, l = Element.prototype; l !== s; ) {
    a = ga(s);
    for (var i in a)
      a[i].set && // better safe than sorry, we don't want spread attributes to mess with HTML content
      i !== "innerHTML" && i !== "textContent" && i !== "innerText" && n.add(i);
    s = Nn(s);
  }
  return n;
}
function $l(t, e, n = e) {
  var a = /* @__PURE__ */ new WeakSet();
  Qs(t, "input", async (s) => {
    var l = s ? t.defaultValue : t.value;
    if (l = dn(t) ? hn(l) : l, n(l), me !== null && a.add(me), await xl(), l !== (l = e())) {
      var i = t.selectionStart, o = t.selectionEnd, c = t.value.length;
      if (t.value = l ?? "", o !== null) {
        var f = t.value.length;
        i === o && o === c && f > c ? (t.selectionStart = f, t.selectionEnd = f) : (t.selectionStart = i, t.selectionEnd = Math.min(o, f));
      }
    }
  }), // If we are hydrating and the value has since changed,
  // then use the updated value from the input instead.
  // If defaultValue is set, then value == defaultValue
  // TODO Svelte 6: remove input.value check and set to empty string?
  Ht(e) == null && t.value && (n(dn(t) ? hn(t.value) : t.value), me !== null && a.add(me)), Jr(() => {
    var s = e();
    if (t === document.activeElement) {
      var l = (
        /** @type {Batch} */
        me
      );
      if (a.has(l))
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
var ei = /* @__PURE__ */ new Gn({
  box: "border-box"
});
function Or(t, e, n) {
  var a = ei.observe(t, () => n(t[e]));
  Zr(() => (Ht(() => n(t[e])), a));
}
function pn(t, e) {
  return t === e || t?.[Gt] === e;
}
function er(t = Cn(), e, n, a) {
  var s = (
    /** @type {ComponentContext} */
    Ge.r
  ), l = (
    /** @type {Effect} */
    ye
  );
  return Zr(() => {
    var i, o;
    return Jr(() => {
      i = o, o = [], Ht(() => {
        pn(n(...o), t) || (e(t, ...o), i && pn(n(...i), t) && e(null, ...i));
      });
    }), () => {
      let c = l;
      for (; c !== s && c.parent !== null && c.parent.f & Sr; )
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
let Fr = !1;
function ti(t) {
  var e = Fr;
  try {
    return Fr = !1, [t(), Fr];
  } finally {
    Fr = e;
  }
}
function rt(t, e, n, a) {
  var s = !0, l = (n & Ts) !== 0, i = (n & As) !== 0, o = (
    /** @type {V} */
    a
  ), c = !0, f = (
    /** @type {Derived<V> | undefined} */
    void 0
  ), h = () => i && s ? (f ??= /* @__PURE__ */ Tr(
    /** @type {() => V} */
    a
  ), r(f)) : (c && (c = !1, o = i ? Ht(
    /** @type {() => V} */
    a
  ) : (
    /** @type {V} */
    a
  )), o);
  let u;
  if (l) {
    var v = Gt in t || bs in t;
    u = ar(t, e)?.set ?? (v && e in t ? (k) => t[e] = k : void 0);
  }
  var p, g = !1;
  l ? [p, g] = ti(() => (
    /** @type {V} */
    t[e]
  )) : p = /** @type {V} */
  t[e], p === void 0 && a !== void 0 && (p = h(), u && (Hs(), u(p)));
  var S;
  if (S = () => {
    var k = (
      /** @type {V} */
      t[e]
    );
    return k === void 0 ? h() : (c = !0, k);
  }, (n & Ss) === 0)
    return S;
  if (u) {
    var x = t.$$legacy;
    return (
      /** @type {() => V} */
      (function(k, _) {
        return arguments.length > 0 ? ((!_ || x || g) && u(_ ? S() : k), k) : S();
      })
    );
  }
  var y = !1, T = ((n & Es) !== 0 ? Tr : Ra)(() => (y = !1, S()));
  l && r(T);
  var q = (
    /** @type {Effect} */
    ye
  );
  return (
    /** @type {() => V} */
    (function(k, _) {
      if (arguments.length > 0) {
        const N = _ ? r(T) : l ? nr(k) : k;
        return re(T, N), y = !0, o !== void 0 && (o = N), k;
      }
      return Rt && y || (q.f & $e) !== 0 ? T.v : r(T);
    })
  );
}
function ri(t) {
  Ge === null && Rn(), Ft(() => {
    const e = Ht(t);
    if (typeof e == "function") return (
      /** @type {() => void} */
      e
    );
  });
}
function ni(t) {
  Ge === null && Rn(), ri(() => () => Ht(t));
}
const ai = "5";
typeof window < "u" && ((window.__svelte ??= {}).v ??= /* @__PURE__ */ new Set()).add(ai);
function Ne(t) {
  if (t == null || Number.isNaN(t)) return "not a number";
  if (!Number.isFinite(t)) return t > 0 ? "∞" : "−∞";
  const e = Math.abs(t);
  let n;
  return e === 0 ? n = "0" : e >= 1e5 || e < 1e-3 ? n = t.toExponential(2).replace("e+", "e") : Number.isInteger(t) ? n = t.toLocaleString("en-US") : n = e >= 1e3 ? t.toFixed(0) : t.toPrecision(e >= 100 ? 4 : 3), n.replaceAll("-", "−");
}
const la = (t) => t !== 0 && (Math.abs(t) >= 1e5 || Math.abs(t) < 1e-3) ? Ne(t) : Number(t.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }).replaceAll("-", "−"), Kt = (t) => typeof t == "number" && t > 0 ? `+${Ne(t)}` : Ne(t);
function Ye(t) {
  const e = t.replaceAll(`
`, "⏎").replaceAll("	", "⇥").replaceAll("\r", "␍").replaceAll(" ", "⍽").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (n) => `⟨${n.codePointAt(0).toString(16)}⟩`);
  return e.trim() === "" ? e.replaceAll(" ", "␣") || "∅" : e;
}
function zt(t, e = 12) {
  const n = Ye(t).trim();
  return n.length <= e ? n : `${n.slice(0, e - 1)}…`;
}
const Qr = (t, e) => `${Ne(t)} to ${Ne(e)}`;
var si = /* @__PURE__ */ R('<p class="soft svelte-1a3bgjz"> </p>'), li = /* @__PURE__ */ R('<p class="said svelte-1a3bgjz"> <mark class="svelte-1a3bgjz"> </mark></p> <!>', 1);
const ii = {
  hash: "svelte-1a3bgjz",
  code: ".said.svelte-1a3bgjz {font-size:1.3rem;line-height:1.45;margin:0 0 0.2em;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46ch;}mark.svelte-1a3bgjz {background:none;color:var(--blue);font-weight:650;}.soft.svelte-1a3bgjz {color:var(--soft);margin:0;}"
};
function oi(t, e) {
  Ve(e, !0), et(t, ii);
  var n = li(), a = ze(n), s = H(a), l = b(s), i = U(l, !0), o = b(a, 2);
  {
    var c = (f) => {
      var h = si(), u = U(h);
      O((v) => C(u, `${e.part.model ?? "The model" ?? ""} gives this a probability of ${v ?? ""}.`), [() => Ne(e.part.probability)]), w(f, h);
    };
    $(o, (f) => {
      e.part.probability !== void 0 && f(c);
    });
  }
  O(() => {
    C(s, e.part.prompt), C(i, e.part.answer);
  }), w(t, n), Xe();
}
const ci = {
  orange: [[247, 246, 243], [246, 205, 163], [226, 133, 60], [163, 71, 8]],
  blue: [[247, 246, 243], [178, 208, 238], [84, 147, 209], [22, 80, 148]],
  teal: [[247, 246, 243], [176, 221, 212], [67, 158, 150], [7, 88, 92]]
}, fi = {
  orange: [[37, 43, 48], [104, 68, 40], [190, 112, 52], [250, 178, 112]],
  blue: [[37, 43, 48], [42, 73, 108], [72, 133, 199], [148, 199, 250]],
  teal: [[37, 43, 48], [28, 79, 79], [46, 143, 136], [130, 221, 209]]
};
function is(t, e) {
  const n = e ? fi : ci, a = t === "diverging" ? n.blue : n.teal;
  return { low: t === "diverging" ? n.orange : n.teal, high: a, none: a[0] };
}
function ui(t, e) {
  return Number.isNaN(t) ? null : e <= 0 ? 0 : Math.max(-1, Math.min(1, t / e));
}
const Tn = (t, e) => Math.abs(t) > e * 1.0001;
function ur(t, e, n, a) {
  const s = ui(t, e);
  if (s === null) return null;
  const { low: l, high: i } = is(n, a);
  return n === "sequential" ? gn(i, Math.max(0, s)) : s < 0 ? gn(l, -s) : gn(i, s);
}
function gn(t, e) {
  const n = e * (t.length - 1), a = Math.min(t.length - 2, Math.floor(n)), s = n - a;
  return [0, 1, 2].map((l) => Math.round(t[a][l] + s * (t[a + 1][l] - t[a][l])));
}
const $r = (t) => `rgb(${t[0]} ${t[1]} ${t[2]})`;
function Vn(t) {
  const [e, n, a] = t.map((s) => s / 255 <= 0.04045 ? s / 255 / 12.92 : ((s / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * e + 0.7152 * n + 0.0722 * a > 0.179 ? "#000000" : "#ffffff";
}
function vi(t, e) {
  const { low: n, high: a } = is(t, e);
  return `linear-gradient(90deg, ${(t === "sequential" ? a : [...[...n].reverse(), ...a.slice(1)]).map($r).join(", ")})`;
}
function Lr(t) {
  let e = 0;
  for (const n of t) Number.isFinite(n) && Math.abs(n) > e && (e = Math.abs(n));
  return e || 1;
}
const os = /* @__PURE__ */ Symbol("theme"), cs = "cutaway-theme";
class fs {
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
    const n = di();
    n && !e.dataset.theme && (e.dataset.theme = n), this.#e.addEventListener("change", this.#a), this.#n();
  }
  toggle() {
    this.#r.dataset.theme = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(cs, this.#r.dataset.theme);
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
function di() {
  try {
    const t = localStorage.getItem(cs);
    return t === "light" || t === "dark" ? t : null;
  } catch {
    return null;
  }
}
const hi = (t) => Xs(os, t);
let pi;
function tr() {
  return Vs(os) ?? (pi ??= new fs(document.documentElement));
}
var gi = /* @__PURE__ */ R('<span class="title svelte-nnrjsl"> </span>'), mi = /* @__PURE__ */ R('<span class="mark svelte-nnrjsl"><i class="box frame svelte-nnrjsl"></i>beyond the scale</span>'), _i = /* @__PURE__ */ R('<span class="mark svelte-nnrjsl"><i class="box hatch svelte-nnrjsl"></i>not a number</span>'), bi = /* @__PURE__ */ R('<span class="legend svelte-nnrjsl"><!> <span class="scale svelte-nnrjsl"><span> </span> <i class="ramp svelte-nnrjsl"></i> <span> </span></span> <!> <!></span>');
const xi = {
  hash: "svelte-nnrjsl",
  code: ".legend.svelte-nnrjsl {display:inline-flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:0.84rem;color:var(--soft);font-variant-numeric:tabular-nums;}.title.svelte-nnrjsl {margin-right:4px;}.scale.svelte-nnrjsl {display:inline-flex;align-items:center;gap:8px;}.ramp.svelte-nnrjsl {width:120px;height:10px;border-radius:3px;}.mark.svelte-nnrjsl {display:inline-flex;align-items:center;gap:5px;margin-left:8px;}.box.svelte-nnrjsl {width:13px;height:11px;}.frame.svelte-nnrjsl {border:1.5px solid var(--ink);box-sizing:border-box;}.hatch.svelte-nnrjsl {background:repeating-linear-gradient(-45deg, var(--faint) 0 1px, transparent 1px 4px);}"
};
function en(t, e) {
  Ve(e, !0), et(t, xi);
  let n = rt(e, "missing", 3, !1), a = rt(e, "beyond", 3, !1);
  const s = tr();
  var l = bi(), i = H(l);
  {
    var o = (q) => {
      var k = gi(), _ = U(k, !0);
      O(() => C(_, e.title)), w(q, k);
    };
    $(i, (q) => {
      e.title && q(o);
    });
  }
  var c = b(i, 2), f = H(c), h = U(f, !0), u = b(f, 2);
  let v;
  var p = b(u, 2), g = U(p), S = b(c, 2);
  {
    var x = (q) => {
      var k = mi();
      w(q, k);
    };
    $(S, (q) => {
      a() && q(x);
    });
  }
  var y = b(S, 2);
  {
    var T = (q) => {
      var k = _i();
      w(q, k);
    };
    $(y, (q) => {
      n() && q(T);
    });
  }
  O(
    (q, k, _) => {
      C(h, q), v = De(u, "", v, { background: k }), C(g, `${e.scale === "diverging" ? "+" : ""}${_ ?? ""}`);
    },
    [
      () => e.scale === "diverging" ? Ne(-e.limit) : "0",
      () => vi(e.scale, s.dark),
      () => Ne(e.limit)
    ]
  ), w(t, l), Xe();
}
function Mr(t, e, n) {
  const a = Math.min(3, globalThis.devicePixelRatio || 1), [s, l] = [Math.max(1, Math.round(e * a)), Math.max(1, Math.round(n * a))];
  (t.width !== s || t.height !== l) && (t.width = s, t.height = l);
  const i = t.getContext("2d");
  return i?.setTransform(a, 0, 0, a, 0, 0), i?.clearRect(0, 0, e, n), i;
}
const ht = (t, e) => getComputedStyle(t).getPropertyValue(e).trim();
function us(t, e, n) {
  const a = document.createElement("canvas");
  a.width = Math.max(1, e), a.height = Math.max(1, t);
  const s = a.getContext("2d"), l = s.createImageData(a.width, a.height);
  for (let i = 0, o = 0; i < t; i++)
    for (let c = 0; c < e; c++, o += 4) {
      const f = n(i, c);
      f && (l.data[o] = f[0], l.data[o + 1] = f[1], l.data[o + 2] = f[2], l.data[o + 3] = 255);
    }
  return s.putImageData(l, 0, 0), a;
}
const An = (t, e) => Math.max(1, Math.ceil(e / Math.max(t, 1e-6)));
var wi = /* @__PURE__ */ R('<div class="head svelte-o9v0i9" role="option"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <span> </span></div>'), yi = /* @__PURE__ */ R('<span class="note svelte-o9v0i9"> </span>'), ki = /* @__PURE__ */ R('<button title="each weight times the size of the value vector that it brings" class="svelte-o9v0i9">value-weighted</button>'), Mi = /* @__PURE__ */ vt('<line x1="170" stroke="var(--teal)"></line>'), zi = /* @__PURE__ */ vt('<text x="162"> </text><text class="svelte-o9v0i9"> </text>', 1), Ei = /* @__PURE__ */ vt('<svg width="100%" role="presentation" class="svelte-o9v0i9"><!><!></svg>'), Si = /* @__PURE__ */ R('<div class="stack svelte-o9v0i9"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <canvas aria-hidden="true" class="svelte-o9v0i9"></canvas></div>'), Ti = /* @__PURE__ */ R('<b> </b> from <code class="svelte-o9v0i9"> </code> <code class="svelte-o9v0i9"> </code> ', 1), Ai = /* @__PURE__ */ R('<span class="guess svelte-o9v0i9"><code class="svelte-o9v0i9"> </code> </span>'), qi = /* @__PURE__ */ R('<span class="soft svelte-o9v0i9"> <code class="svelte-o9v0i9"> </code> looks at</span> <!>', 1), Ni = /* @__PURE__ */ R('<span class="hint svelte-o9v0i9">A row is the token that looks, a column what it looks at. Click a row to keep it.</span>'), Pi = /* @__PURE__ */ R('<div class="heads svelte-o9v0i9" role="listbox" aria-label="heads" aria-orientation="horizontal"></div> <div class="bar svelte-o9v0i9"><b> </b><!> <span class="modes svelte-o9v0i9" role="group" aria-label="how to draw it"><button class="svelte-o9v0i9">matrix</button> <button class="svelte-o9v0i9">lines</button> <!></span></div>  <div class="large svelte-o9v0i9" role="application" tabindex="0"><!></div> <p class="readout svelte-o9v0i9" role="status"><!> <!></p> <!>', 1);
const Ri = {
  hash: "svelte-o9v0i9",
  code: `.heads.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:8px;max-height:262px;overflow-y:auto;padding:3px;}.head.svelte-o9v0i9 {cursor:pointer;padding:4px 4px 1px;border-radius:7px;text-align:center;font-size:0.78rem;color:var(--soft);border:1px solid transparent;}.head.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {display:block;border-radius:3px;background:var(--sunk);}.head[aria-selected="true"].svelte-o9v0i9 {border-color:var(--blue);color:var(--ink);}.head.svelte-o9v0i9:hover {background:var(--sunk);}.head.svelte-o9v0i9:focus-visible,
  .large.svelte-o9v0i9:focus-visible,
  button.svelte-o9v0i9:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.bar.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:12px 0 4px;}.note.svelte-o9v0i9 {color:var(--soft);font-size:0.92rem;}.modes.svelte-o9v0i9 {display:inline-flex;gap:4px;margin-left:auto;}button.svelte-o9v0i9 {font:inherit;font-size:0.86rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1px 10px;cursor:pointer;}button[aria-pressed="true"].svelte-o9v0i9 {color:var(--ink);border-color:var(--blue);}.large.svelte-o9v0i9 {border-radius:6px;min-width:0;overflow-x:auto;}.stack.svelte-o9v0i9 {position:relative;}.stack.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {position:absolute;inset:0 auto auto 0;cursor:crosshair;}svg.svelte-o9v0i9 {display:block;}text.svelte-o9v0i9 {font-size:13px;fill:var(--ink);font-family:var(--mono);}.left.svelte-o9v0i9 {text-anchor:end;cursor:pointer;}.on.svelte-o9v0i9 {font-weight:700;fill:var(--teal);}.readout.svelte-o9v0i9 {min-height:3.1em;margin:8px 0 4px;font-size:0.9rem;font-variant-numeric:tabular-nums;}.soft.svelte-o9v0i9,
  .hint.svelte-o9v0i9 {color:var(--soft);margin-right:6px;}.guess.svelte-o9v0i9 {display:inline-block;margin-right:12px;}code.svelte-o9v0i9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Ci(t, e) {
  Ve(e, !0), et(t, Ri);
  let n = rt(e, "state", 15);
  const a = tr(), s = 64, [l, i] = [92, 74];
  let o = /* @__PURE__ */ Se(void 0), c = /* @__PURE__ */ Se(void 0), f = /* @__PURE__ */ Se(600), h = /* @__PURE__ */ Se(null), u = /* @__PURE__ */ Se(null);
  const v = /* @__PURE__ */ M(() => e.part.tokens.length), p = /* @__PURE__ */ M(() => e.part.names.length), g = /* @__PURE__ */ M(() => Math.min(r(p) - 1, n()?.head ?? 0)), S = /* @__PURE__ */ M(() => (n()?.mode ?? "matrix") === "lines"), x = /* @__PURE__ */ M(() => !!n()?.weighted && e.part.value_weighted !== void 0), y = /* @__PURE__ */ M(() => n()?.query ?? null), T = /* @__PURE__ */ M(() => (r(x) ? e.part.value_weighted : e.part.pattern).values), q = (L, K, d) => r(T)[(L * r(v) + K) * r(v) + d], k = /* @__PURE__ */ M(() => Math.min(34 * r(v), Math.max(120, Math.min(r(f) - l - 40, 620)))), _ = /* @__PURE__ */ M(() => r(k) / r(v));
  function N(L, K) {
    const [d, Y, m, A] = [
      r(
        v
        // read once: there may be millions of cells
      ),
      r(T),
      a.dark,
      L * r(v) * r(v)
    ], V = Math.min(d, K), X = d / V;
    return us(V, V, (he, ge) => {
      if (V === d) {
        const dt = Y[A + he * d + ge];
        return ge > he && !(dt > 0) ? null : ur(dt, 1, "sequential", m);
      }
      if (ge > he) return null;
      const [Me, Ce] = [Math.floor(he * X), Math.floor((he + 1) * X)], [le, je] = [Math.floor(ge * X), Math.floor((ge + 1) * X)];
      let Ze = 0;
      for (let dt = Me; dt < Ce; dt++) for (let Ot = A + dt * d + le; Ot < A + dt * d + je; Ot++) Y[Ot] > Ze && (Ze = Y[Ot]);
      return ur(Ze, 1, "sequential", m);
    });
  }
  function D(L, K) {
    Ft(() => {
      const d = Mr(L, s, s);
      d && (d.imageSmoothingEnabled = !1, d.drawImage(N(K(), s), 0, 0, s, s));
    });
  }
  const z = /* @__PURE__ */ M(() => r(h)?.query ?? r(u) ?? r(y));
  Ft(() => {
    if (r(S) || !r(o)) return;
    const L = Mr(r(o), l + r(k) + 40, i + r(k) + 4);
    if (!L) return;
    L.imageSmoothingEnabled = r(v) > r(k), L.drawImage(N(r(g), 512), l, i, r(k), r(k)), L.strokeStyle = ht(r(o), "--line"), L.strokeRect(l + 0.5, i + 0.5, r(k) - 1, r(k) - 1), L.fillStyle = ht(r(o), "--soft"), L.font = `11.5px ${ht(r(o), "--font")}`, L.textBaseline = "middle";
    const K = An(r(_), 13);
    for (let d = 0; d < r(v); d += K)
      L.textAlign = "right", L.fillText(zt(e.part.tokens[d]), l - 6, i + (d + 0.5) * r(_)), L.save(), L.translate(l + (d + 0.5) * r(_) + 3, i - 7), L.rotate(-0.9), L.textAlign = "left", L.fillText(zt(e.part.tokens[d]), 0, 0), L.restore();
  }), Ft(() => {
    if (r(S) || !r(c)) return;
    const L = Mr(r(c), l + r(k) + 40, i + r(k) + 4);
    L && (L.strokeStyle = ht(r(c), "--ink"), r(z) !== null && (L.lineWidth = 1, L.strokeRect(l, i + r(z) * r(_), r(k), Math.max(2, r(_)))), r(h) && (L.lineWidth = 2, L.strokeRect(l + r(h).key * r(_), i + r(h).query * r(_), Math.max(3, r(_)), Math.max(3, r(_)))));
  });
  function F(L) {
    const K = r(c).getBoundingClientRect(), d = Math.floor((L.clientX - K.left - l) / r(_)), Y = Math.floor((L.clientY - K.top - i) / r(_));
    return d >= 0 && Y >= 0 && d < r(v) && Y < r(v) ? { query: Y, key: d } : null;
  }
  const G = (L) => n({
    ...n(),
    query: L === r(y) ? void 0 : L ?? void 0
  });
  function ne(L) {
    n({ ...n(), head: L }), e.onSelect?.({ part: e.part, head: L });
  }
  function Ee(L) {
    if (L.key === "Escape")
      n({ ...n(), query: void 0 }), re(h, null), re(u, null);
    else if (L.key === "ArrowDown") n({
      ...n(),
      query: Math.min(r(v) - 1, (r(y) ?? -1) + 1)
    });
    else if (L.key === "ArrowUp") n({
      ...n(),
      query: Math.max(0, (r(y) ?? r(v)) - 1)
    });
    else return;
    L.preventDefault();
  }
  function Ae(L, K) {
    const d = {
      ArrowRight: K + 1,
      ArrowLeft: K - 1,
      Home: 0,
      End: r(p) - 1
    }[L.key];
    if (d === void 0) return;
    L.preventDefault(), L.currentTarget.parentElement.children[Math.max(0, Math.min(r(p) - 1, d))].focus();
  }
  const se = /* @__PURE__ */ M(() => r(z) === null ? [] : Array.from({ length: r(v) }, (K, d) => [d, q(r(g), r(z), d)]).filter(([, K]) => K > 5e-3).sort((K, d) => d[1] - K[1]).slice(0, 6)), fe = 160, te = /* @__PURE__ */ M(() => r(v) <= fe ? 0 : Math.max(0, Math.min(r(v) - fe, (r(z) ?? r(v)) - fe / 2))), ae = /* @__PURE__ */ M(() => Array.from({ length: Math.min(r(v), fe) }, (L, K) => Math.floor(r(te)) + K)), Te = /* @__PURE__ */ M(() => {
    const L = [];
    for (const K of r(z) === null ? r(ae) : [r(z)]) for (const d of r(ae)) {
      const Y = q(r(g), K, d);
      Y > 0.04 && d <= K && L.push({ q: K, k: d, w: Y });
    }
    return L;
  }), _e = 23;
  var Ie = Pi(), Re = ze(Ie);
  we(Re, 21, () => e.part.names, Fe, (L, K, d) => {
    var Y = wi(), m = H(Y);
    De(m, "", {}, { width: "64px", height: "64px" }), Bl(m, (X, he) => D?.(X, he), () => () => d);
    var A = b(m, 2), V = U(A, !0);
    O(() => {
      j(Y, "aria-selected", d === r(g)), j(Y, "tabindex", d === r(g) ? 0 : -1), j(Y, "title", e.part.notes?.[d] ?? r(K)), C(V, r(K));
    }), oe("click", Y, () => ne(d)), oe("keydown", Y, (X) => X.key === "Enter" || X.key === " " ? (X.preventDefault(), ne(d)) : Ae(X, d)), w(L, Y);
  });
  var W = b(Re, 2), Z = H(W), ie = U(Z, !0), B = b(Z);
  {
    var Q = (L) => {
      var K = yi(), d = U(K, !0);
      O(() => C(d, e.part.notes[r(g)])), w(L, K);
    };
    $(B, (L) => {
      e.part.notes?.[r(g)] && L(Q);
    });
  }
  var ce = b(B, 2), ue = H(ce), ve = b(ue, 2), de = b(ve, 2);
  {
    var ke = (L) => {
      var K = ki();
      O(() => j(K, "aria-pressed", r(x))), oe("click", K, () => n({ ...n(), weighted: !r(x) })), w(L, K);
    };
    $(de, (L) => {
      e.part.value_weighted && L(ke);
    });
  }
  var qe = b(W, 2), be = H(qe);
  {
    var E = (L) => {
      var K = Ei(), d = H(K);
      we(d, 17, () => r(Te), ({ q: m, k: A, w: V }) => `${m},${A}`, (m, A) => {
        let V = () => r(A).q, X = () => r(A).k, he = () => r(A).w;
        var ge = Mi();
        O(
          (Me, Ce) => {
            j(ge, "x2", Me), j(ge, "y1", (V() - r(te) + 0.5) * _e), j(ge, "y2", (X() - r(te) + 0.5) * _e), j(ge, "stroke-width", 0.6 + 4 * he()), j(ge, "opacity", Ce);
          },
          [
            () => Math.min(r(f) - 150, 420),
            () => Math.min(1, 0.12 + he())
          ]
        ), w(m, ge);
      });
      var Y = b(d);
      we(Y, 16, () => r(ae), (m) => m, (m, A) => {
        var V = zi(), X = ze(V);
        let he;
        var ge = U(X, !0), Me = b(X), Ce = U(Me, !0);
        O(
          (le, je, Ze) => {
            he = Qe(X, 0, "left svelte-o9v0i9", null, he, { on: r(z) === A }), j(X, "y", (A - r(te) + 0.5) * _e + 4), C(ge, le), j(Me, "x", je), j(Me, "y", (A - r(te) + 0.5) * _e + 4), C(Ce, Ze);
          },
          [
            () => zt(e.part.tokens[A], 18),
            () => Math.min(r(f) - 150, 420) + 8,
            () => zt(e.part.tokens[A], 18)
          ]
        ), Ke("pointerenter", X, () => re(u, A, !0)), oe("click", X, () => G(A)), w(m, V);
      }), O(() => j(K, "height", r(ae).length * _e + 8)), Ke("pointerleave", K, () => re(u, null)), w(L, K);
    }, I = (L) => {
      var K = Si();
      let d;
      var Y = H(K);
      let m;
      er(Y, (X) => re(o, X), () => r(o));
      var A = b(Y, 2);
      let V;
      er(A, (X) => re(c, X), () => r(c)), O(() => {
        d = De(K, "", d, { height: `${i + r(k) + 4}px` }), m = De(Y, "", m, {
          width: `${l + r(k) + 40}px`,
          height: `${i + r(k) + 4}px`
        }), V = De(A, "", V, {
          width: `${l + r(k) + 40}px`,
          height: `${i + r(k) + 4}px`
        });
      }), oe("pointermove", A, (X) => re(h, F(X), !0)), Ke("pointerleave", A, () => re(h, null)), oe("pointerup", A, (X) => G(F(X)?.query ?? null)), w(L, K);
    };
    $(be, (L) => {
      r(S) ? L(E) : L(I, -1);
    });
  }
  var P = b(qe, 2), J = H(P);
  {
    var ee = (L) => {
      var K = Ti(), d = ze(K), Y = U(d, !0), m = b(d, 2), A = U(m, !0), V = b(m), X = b(V), he = U(X, !0), ge = b(X);
      O(
        (Me, Ce, le) => {
          C(Y, Me), C(A, Ce), C(V, ` (${r(h).query ?? ""}) to `), C(he, le), C(ge, ` (${r(h).key ?? ""}).`);
        },
        [
          () => Ne(q(r(g), r(h).query, r(h).key)),
          () => Ye(e.part.tokens[r(h).query]),
          () => Ye(e.part.tokens[r(h).key])
        ]
      ), w(L, K);
    };
    $(J, (L) => {
      r(h) && L(ee);
    });
  }
  var pe = b(J, 2);
  {
    var Pe = (L) => {
      var K = qi(), d = ze(K), Y = H(d), m = b(Y), A = U(m, !0), V = b(d, 2);
      we(V, 17, () => r(se), ([X, he]) => X, (X, he) => {
        var ge = /* @__PURE__ */ M(() => qr(r(he), 2));
        let Me = () => r(ge)[0], Ce = () => r(ge)[1];
        var le = Ai(), je = H(le), Ze = U(je, !0), dt = b(je);
        O(
          (Ot, rn) => {
            C(Ze, Ot), C(dt, ` ${rn ?? ""}`);
          },
          [() => Ye(e.part.tokens[Me()]), () => Ne(Ce())]
        ), w(X, le);
      }), O(
        (X) => {
          C(Y, `position ${r(z) ?? ""} `), C(A, X);
        },
        [() => Ye(e.part.tokens[r(z)])]
      ), w(L, K);
    }, Le = (L) => {
      var K = Ni();
      w(L, K);
    };
    $(pe, (L) => {
      r(z) !== null && r(se).length ? L(Pe) : r(h) || L(Le, 1);
    });
  }
  var Be = b(P, 2);
  {
    let L = /* @__PURE__ */ M(() => r(x) ? "share of attention, value-weighted" : "attention");
    en(Be, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(L);
      }
    });
  }
  O(() => {
    C(ie, e.part.names[r(g)]), j(ue, "aria-pressed", !r(S)), j(ve, "aria-pressed", r(S)), j(qe, "aria-label", `attention of ${e.part.names[r(g)] ?? ""}; up and down choose the token that looks, Escape releases`);
  }), oe("click", ue, () => n({ ...n(), mode: "matrix" })), oe("click", ve, () => n({ ...n(), mode: "lines" })), oe("keydown", qe, Ee), Or(qe, "clientWidth", (L) => re(f, L)), w(t, Ie), Xe();
}
xt(["click", "keydown", "pointermove", "pointerup"]);
var Oi = /* @__PURE__ */ R("<i></i>"), Li = /* @__PURE__ */ R('<i class="whisker svelte-arepcz"></i>'), Di = /* @__PURE__ */ R('<small class="svelte-arepcz"> </small>'), Fi = /* @__PURE__ */ R('<span class="note svelte-arepcz"> </span>'), Ii = /* @__PURE__ */ R('<span class="label svelte-arepcz"> </span> <span class="track svelte-arepcz" aria-hidden="true"><i class="zero svelte-arepcz"></i> <!> <!></span> <span class="value svelte-arepcz"> <!></span> <!>', 1), ji = /* @__PURE__ */ R('<button class="row svelte-arepcz"><!></button>'), Hi = /* @__PURE__ */ R('<div class="row svelte-arepcz"><!></div>'), Bi = /* @__PURE__ */ R("<li><!></li>"), Ui = /* @__PURE__ */ R('<button class="more svelte-arepcz"> </button>'), Wi = /* @__PURE__ */ R('<ul class="svelte-arepcz"></ul> <p class="under svelte-arepcz"> <!></p>', 1);
const Yi = {
  hash: "svelte-arepcz",
  code: `ul.svelte-arepcz {list-style:none;margin:0;padding:0;}.row.svelte-arepcz {all:unset;box-sizing:border-box;display:grid;grid-template-columns:minmax(5.5em, 13em) minmax(80px, 1fr) minmax(6em, auto);gap:0 14px;align-items:center;width:100%;padding:3px 4px;border-radius:5px;font-size:0.93rem;}button.row.svelte-arepcz {cursor:pointer;}button.row.svelte-arepcz:hover,
  .chosen.svelte-arepcz .row:where(.svelte-arepcz) {background:var(--sunk);}button.row.svelte-arepcz:focus-visible {outline:2px solid var(--focus);}.label.svelte-arepcz {overflow-wrap:anywhere;}.track.svelte-arepcz {position:relative;height:16px;background:linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat;}i.svelte-arepcz {position:absolute;}.zero.svelte-arepcz {top:0;bottom:0;width:1px;background:var(--faint);}.bar.svelte-arepcz {top:3px;bottom:3px;border-radius:2px;background:var(--blue);}.bar.neg.svelte-arepcz {background:var(--orange);}.whisker.svelte-arepcz {top:7px;height:2px;background:var(--ink);box-shadow:-1px 0 0 var(--ink),
      1px 0 0 var(--ink);}.value.svelte-arepcz {text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;}small.svelte-arepcz {color:var(--soft);margin-left:8px;}.note.svelte-arepcz {grid-column:1 / -1;color:var(--soft);font-size:0.88rem;padding-bottom:4px;}.under.svelte-arepcz {color:var(--soft);font-size:0.85rem;margin:6px 4px 14px;}.more.svelte-arepcz {font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:2px 10px;margin-left:8px;cursor:pointer;}
  @media (max-width: 560px) {.row.svelte-arepcz {grid-template-columns:1fr auto;}.track.svelte-arepcz {grid-column:1 / -1;grid-row:2;}
  }`
};
function Gi(t, e) {
  Ve(e, !0), et(t, Yi);
  let n = rt(e, "state", 15);
  const a = 30, s = /* @__PURE__ */ M(() => n()?.shown ?? a), l = /* @__PURE__ */ M(() => n()?.index), i = /* @__PURE__ */ M(() => e.part.values.values), o = /* @__PURE__ */ M(() => [
    ...r(i),
    ...e.part.low?.values ?? [],
    ...e.part.high?.values ?? []
  ]), c = /* @__PURE__ */ M(() => Lr(r(o))), f = /* @__PURE__ */ M(() => r(o).some((N) => N < 0)), h = /* @__PURE__ */ M(() => r(o).some((N) => N > 0)), u = /* @__PURE__ */ M(() => r(f) ? r(h) ? 50 : 100 : 0), v = /* @__PURE__ */ M(() => r(f) && r(h) ? 50 : 100), p = (N) => r(u) + N / r(c) * r(v), g = (N) => Math.max(0.3, Math.abs(N) / r(c) * r(v));
  function S(N) {
    n({ ...n(), index: r(l) === N ? void 0 : N }), r(l) === N && e.onSelect?.({ part: e.part, index: N });
  }
  var x = Wi(), y = ze(x);
  we(y, 21, () => e.part.labels.slice(0, r(s)), Fe, (N, D, z) => {
    var F = Bi();
    let G;
    {
      const se = (te) => {
        var ae = Ii(), Te = ze(ae), _e = U(Te, !0), Ie = b(Te, 2), Re = H(Ie);
        let W;
        var Z = b(Re, 2);
        {
          var ie = (P) => {
            var J = Oi();
            let ee, pe;
            O(
              (Pe, Le) => {
                ee = Qe(J, 1, "bar svelte-arepcz", null, ee, { neg: r(fe) < 0 }), pe = De(J, "", pe, { left: Pe, width: Le });
              },
              [
                () => `${(r(fe) < 0 ? p(r(fe)) : r(u)) ?? ""}%`,
                () => `${g(r(fe)) ?? ""}%`
              ]
            ), w(P, J);
          }, B = /* @__PURE__ */ M(() => Number.isFinite(r(fe)));
          $(Z, (P) => {
            r(B) && P(ie);
          });
        }
        var Q = b(Z, 2);
        {
          var ce = (P) => {
            var J = Li();
            let ee;
            O((pe, Pe) => ee = De(J, "", ee, { left: pe, width: Pe }), [
              () => `${p(e.part.low.values[z]) ?? ""}%`,
              () => `${p(e.part.high.values[z]) - p(e.part.low.values[z])}%`
            ]), w(P, J);
          }, ue = /* @__PURE__ */ M(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[z]));
          $(Q, (P) => {
            r(ue) && P(ce);
          });
        }
        var ve = b(Ie, 2), de = H(ve), ke = b(de);
        {
          var qe = (P) => {
            var J = Di(), ee = U(J, !0);
            O((pe) => C(ee, pe), [
              () => Qr(e.part.low.values[z], e.part.high.values[z])
            ]), w(P, J);
          }, be = /* @__PURE__ */ M(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[z]));
          $(ke, (P) => {
            r(be) && P(qe);
          });
        }
        var E = b(ve, 2);
        {
          var I = (P) => {
            var J = Fi(), ee = U(J, !0);
            O(() => C(ee, e.part.notes[z])), w(P, J);
          };
          $(E, (P) => {
            e.part.notes?.[z] && P(I);
          });
        }
        O(
          (P) => {
            C(_e, r(D)), W = De(Re, "", W, { left: `${r(u) ?? ""}%` }), C(de, P);
          },
          [() => r(f) ? Kt(r(fe)) : Ne(r(fe))]
        ), w(te, ae);
      }, fe = /* @__PURE__ */ M(() => r(i)[z]);
      var ne = H(F);
      {
        var Ee = (te) => {
          var ae = ji(), Te = H(ae);
          se(Te), O(() => j(ae, "aria-pressed", r(l) === z)), oe("click", ae, () => S(z)), w(te, ae);
        }, Ae = (te) => {
          var ae = Hi(), Te = H(ae);
          se(Te), w(te, ae);
        };
        $(ne, (te) => {
          e.onSelect ? te(Ee) : te(Ae, -1);
        });
      }
    }
    O(() => G = Qe(F, 1, "svelte-arepcz", null, G, { chosen: r(l) === z })), w(N, F);
  });
  var T = b(y, 2), q = H(T), k = b(q);
  {
    var _ = (N) => {
      var D = Ui(), z = U(D);
      O(() => C(z, `show more (${e.part.labels.length - r(s)} left)`)), oe("click", D, () => n({ ...n(), shown: r(s) + 4 * a })), w(N, D);
    };
    $(k, (N) => {
      e.part.labels.length > r(s) && N(_);
    });
  }
  O(() => {
    j(y, "aria-label", e.part.value_title), C(q, `${e.part.value_title ?? ""} `);
  }), w(t, x), Xe();
}
xt(["click"]);
function ia(t, e, n = 5) {
  if (!(e > t)) return [t];
  const a = (e - t) / n, s = 10 ** Math.floor(Math.log10(a)), l = [1, 2, 2.5, 5, 10].map((o) => o * s).find((o) => o >= a) ?? a, i = [];
  for (let o = Math.ceil(t / l - 1e-9); o * l <= e + l * 1e-9; o++) i.push(Number((o * l).toPrecision(12)));
  return i;
}
function Vi(t, e) {
  const n = [], a = e / t < 300;
  for (let s = Math.floor(Math.log10(t)); s <= Math.ceil(Math.log10(e)); s++)
    for (const l of a ? [1, 2, 5] : [1]) {
      const i = l * 10 ** s;
      i >= t * 0.999 && i <= e * 1.001 && n.push(Number(i.toPrecision(6)));
    }
  return n;
}
var Xi = /* @__PURE__ */ vt('<line></line><text class="tick end svelte-o9plvd"> </text>', 1), Ki = /* @__PURE__ */ vt('<text class="tick middle svelte-o9plvd"> </text>'), Zi = /* @__PURE__ */ vt('<line class="marked svelte-o9plvd"></line><text class="tick svelte-o9plvd"> </text>', 1), Ji = /* @__PURE__ */ vt('<path opacity="0.16"></path><path fill="none" stroke-width="2" stroke-linejoin="round"></path>', 1), Qi = /* @__PURE__ */ vt('<circle r="4"></circle>'), $i = /* @__PURE__ */ vt('<line class="cursor svelte-o9plvd"></line><!>', 1), eo = /* @__PURE__ */ R('<span class="at svelte-o9plvd"> </span>'), to = /* @__PURE__ */ R("<b> </b>"), ro = /* @__PURE__ */ R('<button title="show or hide" class="svelte-o9plvd"><svg width="22" height="10" aria-hidden="true" class="svelte-o9plvd"><line x1="0" x2="22" y1="5" y2="5" stroke-width="2.5"></line></svg> <!></button>'), no = /* @__PURE__ */ R('<div class="whole svelte-o9plvd"><svg role="application" tabindex="0" class="svelte-o9plvd"><!><!><text class="title middle svelte-o9plvd"> </text><text class="title middle svelte-o9plvd"> </text><!><!><!></svg></div> <div class="legend svelte-o9plvd" role="group" aria-label="lines"><!> <!></div>', 1);
const ao = {
  hash: "svelte-o9plvd",
  code: '.whole.svelte-o9plvd {min-width:0;overflow:hidden;}svg.svelte-o9plvd {display:block;border-radius:6px;}svg.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);outline-offset:-1px;}.rule.svelte-o9plvd {stroke:var(--line);}.rule.zero.svelte-o9plvd {stroke:var(--faint);}.marked.svelte-o9plvd {stroke:var(--faint);stroke-dasharray:3 3;}.cursor.svelte-o9plvd {stroke:var(--ink);opacity:0.4;}text.svelte-o9plvd {font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums;}.end.svelte-o9plvd {text-anchor:end;}.middle.svelte-o9plvd {text-anchor:middle;}.legend.svelte-o9plvd {display:flex;flex-wrap:wrap;gap:2px 6px;font-size:0.9rem;margin-top:4px;min-height:2em;}.at.svelte-o9plvd {color:var(--soft);padding:2px 6px;}button.svelte-o9plvd {all:unset;display:inline-flex;align-items:center;gap:7px;padding:2px 7px;border-radius:5px;cursor:pointer;font-variant-numeric:tabular-nums;}button[aria-pressed="false"].svelte-o9plvd {opacity:0.45;}button.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);}'
};
function so(t, e) {
  Ve(e, !0), et(t, ao);
  let n = rt(e, "state", 15);
  const a = [
    "var(--blue)",
    "var(--orange)",
    "var(--teal)",
    "var(--faint)",
    "var(--warn)",
    "var(--good)",
    "var(--bad)",
    "var(--ink)"
  ], s = ["", "6 4", "2 3", "10 3 2 3"], [l, i, o, c, f] = [270, 62, 16, 12, 44];
  let h = /* @__PURE__ */ Se(600), u = /* @__PURE__ */ Se(null);
  const v = /* @__PURE__ */ M(() => new Set(n()?.hidden ?? [])), p = /* @__PURE__ */ M(() => n()?.x ?? null), g = /* @__PURE__ */ M(() => e.part.series.filter((E, I) => !r(v).has(I))), S = (E) => r(g).flatMap((I) => E(I).flatMap((P) => P ? [...P.values] : [])).filter((I) => Number.isFinite(I)), x = /* @__PURE__ */ M(() => S((E) => [E.x]).filter((E) => !e.part.x_log || E > 0)), y = /* @__PURE__ */ M(() => S((E) => [E.y, E.low, E.high])), T = /* @__PURE__ */ M(() => {
    const [E, I] = [Math.min(...r(x)), Math.max(...r(x))];
    let [P, J] = [Math.min(...r(y)), Math.max(...r(y))];
    if (!r(x).length || !r(y).length) return { x0: 0, x1: 1, y0: 0, y1: 1 };
    P > 0 && P < 0.4 * J && (P = 0), P === J && ([P, J] = [P - 0.5, J + 0.5]);
    const ee = (J - P) * 0.05;
    return {
      x0: E,
      x1: I > E ? I : E + 1,
      y0: P === 0 ? 0 : P - ee,
      y1: J + ee
    };
  }), q = /* @__PURE__ */ M(() => Math.max(80, r(h) - i - o)), k = (E) => e.part.x_log ? (Math.log(E) - Math.log(r(T).x0)) / (Math.log(r(T).x1) - Math.log(r(T).x0)) : (E - r(T).x0) / (r(T).x1 - r(T).x0), _ = (E) => i + k(E) * r(q), N = (E) => c + (1 - (E - r(T).y0) / (r(T).y1 - r(T).y0)) * (l - c - f), D = /* @__PURE__ */ M(() => e.part.x_log ? Vi(r(T).x0, r(T).x1) : ia(r(T).x0, r(T).x1, Math.max(2, r(q) / 90))), z = /* @__PURE__ */ M(() => ia(r(T).y0, r(T).y1, 5)), F = /* @__PURE__ */ M(() => [...new Set(r(x))].sort((E, I) => E - I)), G = /* @__PURE__ */ M(() => r(u) ?? r(p));
  function ne(E) {
    let I = "M";
    return [...E.x.values].map((P, J) => {
      const ee = E.y.values[J];
      if (!Number.isFinite(ee) || !Number.isFinite(P) || e.part.x_log && P <= 0)
        return I = "M", "";
      const pe = `${I}${_(P).toFixed(1)} ${N(ee).toFixed(1)}`;
      return I = "L", pe;
    }).join("");
  }
  function Ee(E) {
    if (!E.low || !E.high) return "";
    const I = [...E.x.values.keys()].filter((ee) => Number.isFinite(E.low.values[ee]) && Number.isFinite(E.high.values[ee]));
    if (I.length < 2) return "";
    const P = I.map((ee) => `${_(E.x.values[ee]).toFixed(1)} ${N(E.high.values[ee]).toFixed(1)}`), J = I.reverse().map((ee) => `${_(E.x.values[ee]).toFixed(1)} ${N(E.low.values[ee]).toFixed(1)}`);
    return `M${P.join("L")}L${J.join("L")}Z`;
  }
  function Ae(E) {
    const I = E.clientX - E.currentTarget.getBoundingClientRect().left;
    let P = null;
    for (const J of r(F)) (P === null || Math.abs(_(J) - I) < Math.abs(_(P) - I)) && (P = J);
    return P;
  }
  function se(E) {
    const I = E.x.values.indexOf(r(G));
    if (I < 0) return null;
    const P = E.low && E.high && Number.isFinite(E.low.values[I]) ? ` (${Qr(E.low.values[I], E.high.values[I])})` : "";
    return `${Ne(E.y.values[I])}${P}`;
  }
  function fe(E) {
    if (E.key === "Escape") {
      n({ ...n(), x: void 0 }), re(u, null);
      return;
    }
    const I = { ArrowRight: 1, ArrowLeft: -1 }[E.key];
    if (!I || !r(F).length) return;
    E.preventDefault();
    const P = r(p) === null ? I > 0 ? -1 : r(F).length : r(F).indexOf(r(p));
    re(u, null), n({
      ...n(),
      x: r(F)[Math.max(0, Math.min(r(F).length - 1, P + I))]
    });
  }
  function te(E) {
    const I = new Set(r(v));
    I.has(E) ? I.delete(E) : I.add(E), n({ ...n(), hidden: [...I] });
  }
  var ae = no(), Te = ze(ae), _e = H(Te), Ie = H(_e);
  we(Ie, 16, () => r(z), (E) => E, (E, I) => {
    var P = Xi(), J = ze(P);
    let ee;
    var pe = b(J), Pe = U(pe, !0);
    O(
      (Le, Be, L, K) => {
        ee = Qe(J, 0, "rule svelte-o9plvd", null, ee, { zero: I === 0 }), j(J, "x1", i), j(J, "x2", i + r(q)), j(J, "y1", Le), j(J, "y2", Be), j(pe, "x", i - 8), j(pe, "y", L), C(Pe, K);
      },
      [() => N(I), () => N(I), () => N(I) + 4, () => la(I)]
    ), w(E, P);
  });
  var Re = b(Ie);
  we(Re, 16, () => r(D), (E) => E, (E, I) => {
    var P = Ki(), J = U(P, !0);
    O(
      (ee, pe) => {
        j(P, "x", ee), j(P, "y", l - f + 18), C(J, pe);
      },
      [() => _(I), () => la(I)]
    ), w(E, P);
  });
  var W = b(Re), Z = U(W, !0), ie = b(W), B = U(ie, !0), Q = b(ie);
  we(Q, 17, () => e.part.marks ?? [], Fe, (E, I, P) => {
    var J = Zi(), ee = ze(J), pe = b(ee), Pe = U(pe, !0);
    O(
      (Le, Be, L) => {
        j(ee, "x1", Le), j(ee, "x2", Be), j(ee, "y1", c), j(ee, "y2", l - f), j(pe, "x", L), j(pe, "y", c + 11 + 13 * (P % 3)), C(Pe, r(I).text);
      },
      [
        () => _(r(I).x),
        () => _(r(I).x),
        () => _(r(I).x) + 4
      ]
    ), w(E, J);
  });
  var ce = b(Q);
  we(ce, 17, () => e.part.series, Fe, (E, I, P) => {
    var J = $t(), ee = ze(J);
    {
      var pe = (Le) => {
        var Be = Ji(), L = ze(Be), K = b(L);
        O(
          (d, Y, m) => {
            j(L, "d", d), j(L, "fill", a[P % a.length]), j(K, "d", Y), j(K, "stroke", a[P % a.length]), j(K, "stroke-dasharray", m);
          },
          [
            () => Ee(r(I)),
            () => ne(r(I)),
            () => s[Math.floor(P / a.length) % 4]
          ]
        ), w(Le, Be);
      }, Pe = /* @__PURE__ */ M(() => !r(v).has(P));
      $(ee, (Le) => {
        r(Pe) && Le(pe);
      });
    }
    w(E, J);
  });
  var ue = b(ce);
  {
    var ve = (E) => {
      var I = $i(), P = ze(I), J = b(P);
      we(J, 17, () => e.part.series, Fe, (ee, pe, Pe) => {
        const Le = /* @__PURE__ */ M(() => r(pe).x.values.indexOf(r(G)));
        var Be = $t(), L = ze(Be);
        {
          var K = (Y) => {
            var m = Qi();
            O(
              (A, V) => {
                j(m, "cx", A), j(m, "cy", V), j(m, "fill", a[Pe % a.length]);
              },
              [() => _(r(G)), () => N(r(pe).y.values[r(Le)])]
            ), w(Y, m);
          }, d = /* @__PURE__ */ M(() => !r(v).has(Pe) && r(Le) >= 0 && Number.isFinite(r(pe).y.values[r(Le)]));
          $(L, (Y) => {
            r(d) && Y(K);
          });
        }
        w(ee, Be);
      }), O(
        (ee, pe) => {
          j(P, "x1", ee), j(P, "x2", pe), j(P, "y1", c), j(P, "y2", l - f);
        },
        [() => _(r(G)), () => _(r(G))]
      ), w(E, I);
    };
    $(ue, (E) => {
      r(G) !== null && E(ve);
    });
  }
  var de = b(Te, 2), ke = H(de);
  {
    var qe = (E) => {
      var I = eo(), P = U(I);
      O((J) => C(P, `${e.part.x_title ?? ""} ${J ?? ""}`), [() => Ne(r(G))]), w(E, I);
    };
    $(ke, (E) => {
      r(G) !== null && E(qe);
    });
  }
  var be = b(ke, 2);
  we(be, 17, () => e.part.series, Fe, (E, I, P) => {
    var J = ro(), ee = H(J), pe = U(ee), Pe = b(ee, 1, !0), Le = b(Pe);
    {
      var Be = (K) => {
        var d = to(), Y = U(d, !0);
        O((m) => C(Y, m), [() => se(r(I))]), w(K, d);
      }, L = /* @__PURE__ */ M(() => r(G) !== null && !r(v).has(P) && se(r(I)));
      $(Le, (K) => {
        r(L) && K(Be);
      });
    }
    O(
      (K, d) => {
        j(J, "aria-pressed", K), j(pe, "stroke", a[P % a.length]), j(pe, "stroke-dasharray", d), C(Pe, r(I).name);
      },
      [
        () => !r(v).has(P),
        () => s[Math.floor(P / a.length) % 4]
      ]
    ), oe("click", J, () => te(P)), w(E, J);
  }), O(() => {
    j(_e, "width", r(h)), j(_e, "height", l), j(_e, "aria-label", `${e.part.y_title ?? ""} over ${e.part.x_title ?? ""}; left and right read values, Escape releases`), j(W, "x", i + r(q) / 2), j(W, "y", l - 6), C(Z, e.part.x_title), j(ie, "transform", `translate(13 ${c + (l - c - f) / 2}) rotate(-90)`), C(B, e.part.y_title);
  }), oe("keydown", _e, fe), oe("pointermove", _e, (E) => re(u, Ae(E), !0)), Ke("pointerleave", _e, () => re(u, null)), oe("click", _e, () => n({
    ...n(),
    x: r(p) === r(u) ? void 0 : r(u) ?? void 0
  })), Or(Te, "clientWidth", (E) => re(h, E)), w(t, ae), Xe();
}
xt(["keydown", "pointermove", "click"]);
var lo = /* @__PURE__ */ R('<i class="span svelte-1qhoc2s"></i>'), io = /* @__PURE__ */ R('<i class="control svelte-1qhoc2s"></i>'), oo = /* @__PURE__ */ R('<span><i class="key span svelte-1qhoc2s"></i> </span>'), co = /* @__PURE__ */ R('<span><i class="key control svelte-1qhoc2s"></i> </span>'), fo = /* @__PURE__ */ R("<span>no control was run</span>"), uo = /* @__PURE__ */ R("<span> </span>"), vo = /* @__PURE__ */ R('<div class="bar svelte-1qhoc2s" aria-hidden="true"><i class="zero svelte-1qhoc2s"></i> <!> <!> <i class="effect svelte-1qhoc2s"></i></div> <p class="figures svelte-1qhoc2s"><span><i class="key effect svelte-1qhoc2s"></i> </span> <!> <!> <!></p>', 1), ho = /* @__PURE__ */ R('<p class="soft svelte-1qhoc2s"> </p>'), po = /* @__PURE__ */ R('<p class="soft svelte-1qhoc2s"><b>What would refute it:</b> </p>'), go = /* @__PURE__ */ R('<article><p class="grade svelte-1qhoc2s"><span aria-hidden="true">●</span> </p> <div class="body svelte-1qhoc2s"><p class="claim svelte-1qhoc2s"> </p> <!> <!> <!></div></article>');
const mo = {
  hash: "svelte-1qhoc2s",
  code: `article.svelte-1qhoc2s {display:grid;grid-template-columns:7.2em 1fr;gap:4px 16px;padding:14px 0;border-top:1px solid var(--line);}p.svelte-1qhoc2s {margin:0;}.grade.svelte-1qhoc2s {font-weight:600;font-size:0.92rem;padding:2px 0;color:var(--warn);white-space:nowrap;}.causal.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s),
  .verified.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s) {color:var(--good);}.body.svelte-1qhoc2s {min-width:0;}.claim.svelte-1qhoc2s {max-width:72ch;overflow-wrap:anywhere;}.bar.svelte-1qhoc2s {position:relative;height:14px;max-width:420px;margin:9px 7px 5px;background:linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;}.bar.svelte-1qhoc2s i:where(.svelte-1qhoc2s) {position:absolute;top:50%;transform:translate(-50%, -50%);}.bar.svelte-1qhoc2s .zero:where(.svelte-1qhoc2s) {width:1px;height:12px;background:var(--faint);}.bar.svelte-1qhoc2s .span:where(.svelte-1qhoc2s) {transform:translateY(-50%);height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));}.effect.svelte-1qhoc2s {width:10px;height:10px;border-radius:50%;background:var(--blue);}.control.svelte-1qhoc2s {width:9px;height:9px;border:2px solid var(--orange);border-radius:50%;background:var(--card);box-sizing:border-box;}.figures.svelte-1qhoc2s {display:flex;flex-wrap:wrap;gap:2px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}.key.svelte-1qhoc2s {display:inline-block;margin-right:6px;vertical-align:baseline;}.key.span.svelte-1qhoc2s {width:16px;height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));vertical-align:middle;}.soft.svelte-1qhoc2s {color:var(--soft);font-size:0.9rem;max-width:76ch;margin-top:3px;}
  @media (max-width: 560px) {article.svelte-1qhoc2s {grid-template-columns:1fr;}
  }`
};
function _o(t, e) {
  Ve(e, !0), et(t, mo);
  const n = {
    observed: "Observed: the two go together. Nothing was changed to test it.",
    causal: "Causal: changing this inside the model moved the answer more than the control did.",
    verified: "Verified: it also predicts prompts that were held out, and a random explanation does not."
  }, a = /* @__PURE__ */ M(() => {
    const y = [
      0,
      e.part.effect,
      e.part.control,
      ...e.part.interval ?? []
    ].filter((_) => typeof _ == "number" && Number.isFinite(_)), [T, q] = [Math.min(...y), Math.max(...y)], k = q - T || 1;
    return (_) => (_ - T) / k * 100;
  }), s = /* @__PURE__ */ M(() => e.part.unit ? ` ${e.part.unit}` : "");
  var l = go(), i = H(l), o = b(H(i)), c = b(i, 2), f = H(c), h = U(f, !0), u = b(f, 2);
  {
    var v = (y) => {
      var T = vo(), q = ze(T), k = H(q);
      let _;
      var N = b(k, 2);
      {
        var D = (W) => {
          var Z = lo();
          let ie;
          O((B, Q) => ie = De(Z, "", ie, { left: B, width: Q }), [
            () => `${r(a)(e.part.interval[0]) ?? ""}%`,
            () => `${r(a)(e.part.interval[1]) - r(a)(e.part.interval[0])}%`
          ]), w(W, Z);
        };
        $(N, (W) => {
          e.part.interval && W(D);
        });
      }
      var z = b(N, 2);
      {
        var F = (W) => {
          var Z = io();
          let ie;
          O((B) => ie = De(Z, "", ie, { left: B }), [() => `${r(a)(e.part.control) ?? ""}%`]), w(W, Z);
        };
        $(z, (W) => {
          e.part.control !== void 0 && W(F);
        });
      }
      var G = b(z, 2);
      let ne;
      var Ee = b(q, 2), Ae = H(Ee), se = b(H(Ae)), fe = b(Ae, 2);
      {
        var te = (W) => {
          var Z = oo(), ie = b(H(Z));
          O((B) => C(ie, `95% ${B ?? ""}`), [() => Qr(...e.part.interval)]), w(W, Z);
        };
        $(fe, (W) => {
          e.part.interval && W(te);
        });
      }
      var ae = b(fe, 2);
      {
        var Te = (W) => {
          var Z = co(), ie = b(H(Z));
          O((B) => C(ie, `control ${B ?? ""}`), [() => Kt(e.part.control)]), w(W, Z);
        }, _e = (W) => {
          var Z = fo();
          w(W, Z);
        };
        $(ae, (W) => {
          e.part.control !== void 0 ? W(Te) : W(_e, -1);
        });
      }
      var Ie = b(ae, 2);
      {
        var Re = (W) => {
          var Z = uo(), ie = U(Z);
          O((B) => C(ie, `n = ${B ?? ""}`), [() => Ne(e.part.n)]), w(W, Z);
        };
        $(Ie, (W) => {
          e.part.n !== void 0 && W(Re);
        });
      }
      O(
        (W, Z, ie) => {
          _ = De(k, "", _, { left: W }), ne = De(G, "", ne, { left: Z }), C(se, `effect ${ie ?? ""}${r(s) ?? ""}`);
        },
        [
          () => `${r(a)(0) ?? ""}%`,
          () => `${r(a)(e.part.effect) ?? ""}%`,
          () => Kt(e.part.effect)
        ]
      ), w(y, T);
    };
    $(u, (y) => {
      e.part.effect !== void 0 && y(v);
    });
  }
  var p = b(u, 2);
  {
    var g = (y) => {
      var T = ho(), q = U(T, !0);
      O(() => C(q, e.part.method)), w(y, T);
    };
    $(p, (y) => {
      e.part.method && y(g);
    });
  }
  var S = b(p, 2);
  {
    var x = (y) => {
      var T = po(), q = b(H(T));
      O(() => C(q, ` ${e.part.refuted_by ?? ""}`)), w(y, T);
    };
    $(S, (y) => {
      e.part.refuted_by && y(x);
    });
  }
  O(() => {
    Qe(l, 1, Wl(e.part.grade), "svelte-1qhoc2s"), j(i, "title", n[e.part.grade]), C(o, ` ${e.part.grade ?? ""}`), C(h, e.part.claim);
  }), w(t, l), Xe();
}
function bo(t, e) {
  const n = t.edges.filter((s) => Math.abs(s.score) >= e), a = new Set(n.flatMap((s) => [s.source, s.target]));
  return { nodes: t.nodes.filter((s) => a.has(s.id) || !t.edges.length), edges: n };
}
function xo(t, e) {
  const n = t.edges.map((a) => Math.abs(a.score)).sort((a, s) => s - a);
  return n[Math.min(n.length, Math.max(1, Math.round(e))) - 1] ?? 0;
}
const wo = { token: 0, embed: 0, head: 1, latent: 2, mlp: 3, logits: 4 };
function yo(t, e) {
  const n = (u) => u.kind === "logits" ? 1e9 : u.layer * 10 + wo[u.kind], s = [...new Set(t.map(n))].sort((u, v) => u - v).map((u) => t.filter((v) => n(v) === u)), l = Math.max(1, ...s.map((u) => u.length)), i = /* @__PURE__ */ new Map();
  s.forEach((u) => u.forEach((v, p) => i.set(v.id, (p - (u.length - 1) / 2) * (l > 1 ? 1 : 0))));
  const o = /* @__PURE__ */ new Map(), c = /* @__PURE__ */ new Map();
  for (const u of e)
    (o.get(u.target) ?? o.set(u.target, []).get(u.target)).push(u), (c.get(u.source) ?? c.set(u.source, []).get(u.source)).push(u);
  const f = (u, v, p) => {
    if (!u?.length) return p;
    const g = u.reduce((S, x) => S + Math.abs(x.score), 0) || 1;
    return u.reduce((S, x) => S + Math.abs(x.score) / g * (i.get(x[v]) ?? 0), 0);
  };
  for (let u = 0; u < 8; u++) {
    const v = u % 2 === 0;
    for (const p of v ? s : [...s].reverse()) {
      const g = p.map((S) => ({
        n: S,
        at: f(v ? o.get(S.id) : c.get(S.id), v ? "source" : "target", i.get(S.id))
      }));
      g.sort((S, x) => S.at - x.at), ko(g.map((S) => S.at)).forEach((S, x) => i.set(g[x].n.id, S));
    }
  }
  const h = Math.min(...i.values());
  return s.flatMap((u, v) => u.map((p) => ({ ...p, x: i.get(p.id) - h, y: v })));
}
function ko(t) {
  const e = [...t];
  for (let a = 1; a < e.length; a++) e[a] = Math.max(e[a], e[a - 1] + 1);
  const n = e.length ? e.reduce((a, s, l) => a + s - t[l], 0) / e.length : 0;
  return e.map((a) => a - n);
}
var Mo = /* @__PURE__ */ vt("<path></path>"), zo = /* @__PURE__ */ vt('<g><rect class="svelte-1m8z3bf"></rect><text class="svelte-1m8z3bf"> </text></g>'), oa = /* @__PURE__ */ R('<span class="svelte-1m8z3bf"> </span>'), Eo = /* @__PURE__ */ R('<p class="soft svelte-1m8z3bf"> </p>'), ca = /* @__PURE__ */ R('<span class="tag svelte-1m8z3bf"> </span>'), So = /* @__PURE__ */ R('<p class="soft svelte-1m8z3bf">hears <!></p>'), To = /* @__PURE__ */ R('<p class="soft svelte-1m8z3bf">tells <!></p>'), Ao = /* @__PURE__ */ R('<p class="svelte-1m8z3bf"><b> </b><!><!></p> <!> <!> <!>', 1), qo = /* @__PURE__ */ R('<p class="soft svelte-1m8z3bf">Point at a node to see what it hears and tells; click to keep it, drag to pin it.</p>'), No = /* @__PURE__ */ R('<div class="bar svelte-1m8z3bf"><label class="svelte-1m8z3bf"><span class="svelte-1m8z3bf"> </span> <input type="range" min="1" class="svelte-1m8z3bf"/></label> <span class="tools svelte-1m8z3bf"><button aria-label="zoom out" class="svelte-1m8z3bf">−</button> <button aria-label="zoom in" class="svelte-1m8z3bf">+</button> <button class="svelte-1m8z3bf">whole</button></span></div> <div class="frame svelte-1m8z3bf"><svg role="application" tabindex="0" class="svelte-1m8z3bf"><g><!><!></g></svg></div> <p class="legend svelte-1m8z3bf"><span><i class="line svelte-1m8z3bf"></i> </span><span><i class="line neg svelte-1m8z3bf"></i>lowers it</span> <span>thicker is larger; up is later in the model</span></p> <div class="readout svelte-1m8z3bf" role="status"><!></div>', 1);
const Po = {
  hash: "svelte-1m8z3bf",
  code: `.bar.svelte-1m8z3bf {display:flex;flex-wrap:wrap;justify-content:space-between;gap:6px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}label.svelte-1m8z3bf {display:inline-flex;flex-wrap:wrap;align-items:center;gap:4px 12px;}label.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {min-width:15em;}input.svelte-1m8z3bf {width:min(260px, 60vw);accent-color:var(--blue);}.tools.svelte-1m8z3bf {display:flex;gap:4px;}button.svelte-1m8z3bf {font:inherit;font-size:0.86rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-1m8z3bf:focus-visible,
  svg.svelte-1m8z3bf:focus-visible,
  input.svelte-1m8z3bf:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.frame.svelte-1m8z3bf {margin-top:8px;overflow:hidden;border-radius:8px;background:var(--bg);border:1px solid var(--line);}svg.svelte-1m8z3bf {display:block;touch-action:pan-y;cursor:grab;}.edge.svelte-1m8z3bf {fill:none;stroke:var(--blue);opacity:0.55;}.edge.neg.svelte-1m8z3bf {stroke:var(--orange);stroke-dasharray:7 3;}.edge.dim.svelte-1m8z3bf {opacity:0.07;}.node.svelte-1m8z3bf {cursor:pointer;}rect.svelte-1m8z3bf {fill:var(--card);stroke:var(--faint);}.mlp.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {fill:var(--sunk);}.embed.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .token.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .logits.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--ink);}.node.svelte-1m8z3bf:hover rect:where(.svelte-1m8z3bf),
  .chosen.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--blue);stroke-width:2;}.pinned.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke-dasharray:4 2;}text.svelte-1m8z3bf {font-size:12px;fill:var(--ink);text-anchor:middle;pointer-events:none;}.legend.svelte-1m8z3bf {display:flex;flex-wrap:wrap;gap:2px 16px;font-size:0.84rem;color:var(--soft);margin:7px 0 0;}.line.svelte-1m8z3bf {display:inline-block;width:20px;height:0;border-top:3px solid var(--blue);vertical-align:middle;margin-right:6px;}.line.neg.svelte-1m8z3bf {border-top:3px dashed var(--orange);}.readout.svelte-1m8z3bf {font-size:0.9rem;min-height:5.4em;margin-top:8px;font-variant-numeric:tabular-nums;}.readout.svelte-1m8z3bf p:where(.svelte-1m8z3bf) {margin:0 0 2px;}.readout.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {margin-left:12px;color:var(--soft);}.readout.svelte-1m8z3bf .tag:where(.svelte-1m8z3bf) {display:inline-block;margin-left:9px;color:var(--ink);}.soft.svelte-1m8z3bf {color:var(--soft);}`
};
function Ro(t, e) {
  Ve(e, !0), et(t, Po);
  let n = rt(e, "state", 15);
  const [a, s, l, i, o] = [92, 62, 76, 26, 46], c = 60;
  let f, h = /* @__PURE__ */ Se(700), u = /* @__PURE__ */ Se(null), v = null;
  const p = /* @__PURE__ */ M(() => n()?.keep ?? Math.min(c, e.part.edges.length)), g = /* @__PURE__ */ M(() => n()?.node ?? null), S = /* @__PURE__ */ M(() => n()?.pins ?? {}), x = /* @__PURE__ */ M(() => n()?.pan ?? null), y = /* @__PURE__ */ M(() => bo(e.part, xo(e.part, r(p)))), T = /* @__PURE__ */ M(() => yo(r(y).nodes, r(y).edges)), q = /* @__PURE__ */ M(() => 1 + Math.max(0, ...r(T).map((m) => m.y))), k = /* @__PURE__ */ M(() => 1 + Math.max(0, ...r(T).map((m) => m.x))), _ = /* @__PURE__ */ M(() => ({
    width: r(k) * a + 2 * o,
    height: r(q) * s + 2 * o
  })), N = /* @__PURE__ */ M(() => Math.min(680, Math.max(260, r(_).height))), D = /* @__PURE__ */ M(() => Math.min(1.2, r(h) / r(_).width, r(N) / r(_).height)), z = /* @__PURE__ */ M(() => r(x)?.zoom ?? r(D)), F = /* @__PURE__ */ M(() => r(x) ?? {
    x: (r(h) - r(_).width * r(D)) / 2,
    y: (r(N) - r(_).height * r(D)) / 2
  }), G = /* @__PURE__ */ M(() => new Map(r(T).map((m) => [
    m.id,
    r(S)[m.id] ?? {
      x: o + (m.x + 0.5) * a,
      y: r(_).height - o - (m.y + 0.5) * s
    }
  ]))), ne = /* @__PURE__ */ M(() => Lr(e.part.edges.map((m) => m.score))), Ee = /* @__PURE__ */ M(() => r(u) ?? r(g)), Ae = (m) => r(Ee) === null || m.source === r(Ee) || m.target === r(Ee), se = /* @__PURE__ */ M(() => e.part.nodes.find((m) => m.id === r(Ee)) ?? null), fe = /* @__PURE__ */ M(() => {
    if (!r(se)) return null;
    const m = (A, V) => Math.abs(V.score) - Math.abs(A.score);
    return {
      into: e.part.edges.filter((A) => A.target === r(se).id).sort(m).slice(0, 6),
      out: e.part.edges.filter((A) => A.source === r(se).id).sort(m).slice(0, 6)
    };
  }), te = (m) => e.part.nodes.find((A) => A.id === m)?.label ?? m;
  function ae(m) {
    const [A, V] = [r(G).get(m.source), r(G).get(m.target)], X = Math.max(18, (A.y - V.y) / 2);
    return `M${A.x} ${A.y - i / 2}C${A.x} ${A.y - i / 2 - X} ${V.x} ${V.y + i / 2 + X} ${V.x} ${V.y + i / 2}`;
  }
  function Te(m) {
    n({
      ...n(),
      node: m === r(g) ? void 0 : m ?? void 0
    }), m && r(g) === m && e.onSelect?.({ part: e.part, node: m });
  }
  function _e(m, A = { x: r(h) / 2, y: r(N) / 2 }) {
    const V = Math.max(0.1, Math.min(4, r(z) * m)), X = V / r(z);
    n({
      ...n(),
      pan: {
        zoom: V,
        x: A.x - (A.x - r(F).x) * X,
        y: A.y - (A.y - r(F).y) * X
      }
    });
  }
  function Ie(m, A) {
    m.stopPropagation();
    const V = A ? r(G).get(A) : r(F);
    v = {
      id: A,
      from: { x: m.clientX, y: m.clientY },
      start: { ...V },
      moved: !1
    }, f.setPointerCapture(m.pointerId);
  }
  function Re(m) {
    if (!v) return;
    const A = {
      x: m.clientX - v.from.x,
      y: m.clientY - v.from.y
    };
    !v.moved && Math.hypot(A.x, A.y) < 4 || (v.moved = !0, v.id ? n({
      ...n(),
      pins: {
        ...r(S),
        [v.id]: {
          x: v.start.x + A.x / r(z),
          y: v.start.y + A.y / r(z)
        }
      }
    }) : n({
      ...n(),
      pan: {
        zoom: r(z),
        x: v.start.x + A.x,
        y: v.start.y + A.y
      }
    }));
  }
  function W() {
    const m = v;
    v = null, m && !m.moved && Te(m.id);
  }
  function Z(m) {
    if (!m.ctrlKey && !m.metaKey) return;
    m.preventDefault();
    const A = f.getBoundingClientRect();
    _e(Math.exp(-m.deltaY / 300), { x: m.clientX - A.left, y: m.clientY - A.top });
  }
  function ie(m) {
    const A = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 2, ArrowLeft: -2 }[m.key];
    if (A) {
      const V = r(T).find((Me) => Me.id === r(g)) ?? r(T)[r(T).length - 1], X = (Me) => r(T).filter((Ce) => Ce.y === Me).sort((Ce, le) => Ce.x - le.x), he = X(V.y), ge = Math.abs(A) === 2 ? he[he.findIndex((Me) => Me.id === V.id) + A / 2] : X(V.y + A).sort((Me, Ce) => Math.abs(Me.x - V.x) - Math.abs(Ce.x - V.x))[0];
      r(g) === null ? n({ ...n(), node: V.id }) : ge && n({ ...n(), node: ge.id });
    } else if (m.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, node: r(g) });
    else if (m.key === "Escape")
      n({ ...n(), node: void 0 }), re(u, null);
    else if (m.key === "+" || m.key === "=") _e(1.3);
    else if (m.key === "-") _e(1 / 1.3);
    else if (m.key === "0") n({ ...n(), pan: void 0, pins: void 0 });
    else return;
    m.preventDefault();
  }
  var B = No(), Q = ze(B), ce = H(Q), ue = H(ce), ve = U(ue), de = b(ue, 2), ke = b(ce, 2), qe = H(ke), be = b(qe, 2), E = b(be, 2), I = b(Q, 2), P = H(I), J = H(P), ee = H(J);
  we(ee, 17, () => r(y).edges, (m) => `${m.source}→${m.target}→${m.label ?? ""}`, (m, A) => {
    var V = Mo();
    let X;
    O(
      (he, ge, Me) => {
        j(V, "d", he), X = Qe(V, 0, "edge svelte-1m8z3bf", null, X, { neg: r(A).score < 0, dim: ge }), j(V, "stroke-width", Me);
      },
      [
        () => ae(r(A)),
        () => !Ae(r(A)),
        () => 0.8 + 4.5 * Math.sqrt(Math.abs(r(A).score) / r(ne))
      ]
    ), w(m, V);
  });
  var pe = b(ee);
  we(pe, 17, () => r(T), (m) => m.id, (m, A) => {
    const V = /* @__PURE__ */ M(() => r(G).get(r(A).id));
    var X = zo();
    let he;
    var ge = H(X), Me = b(ge), Ce = U(Me, !0);
    O(
      (le) => {
        he = Qe(X, 0, `node ${r(A).kind ?? ""}`, "svelte-1m8z3bf", he, {
          chosen: r(g) === r(A).id,
          pinned: r(S)[r(A).id]
        }), j(X, "transform", `translate(${r(V).x - l / 2} ${r(V).y - i / 2})`), j(ge, "width", l), j(ge, "height", i), j(ge, "rx", r(A).kind === "mlp" ? 4 : 13), j(Me, "x", l / 2), j(Me, "y", i / 2 + 4), C(Ce, le);
      },
      [
        () => r(A).label.length > 11 ? `${r(A).label.slice(0, 10)}…` : r(A).label
      ]
    ), oe("pointerdown", X, (le) => Ie(le, r(A).id)), Ke("pointerenter", X, () => re(u, r(A).id, !0)), Ke("pointerleave", X, () => re(u, null)), w(m, X);
  }), er(P, (m) => f = m, () => f);
  var Pe = b(I, 2), Le = H(Pe), Be = b(H(Le)), L = b(Pe, 2), K = H(L);
  {
    var d = (m) => {
      var A = Ao(), V = ze(A), X = H(V), he = U(X, !0), ge = b(X);
      {
        var Me = (Je) => {
          var lt = oa(), wt = U(lt, !0);
          O(() => C(wt, r(se).role)), w(Je, lt);
        };
        $(ge, (Je) => {
          r(se).role && Je(Me);
        });
      }
      var Ce = b(ge);
      {
        var le = (Je) => {
          var lt = oa(), wt = U(lt);
          O((Bt) => C(wt, `${e.part.score_title ?? ""} ${Bt ?? ""}`), [() => Kt(r(se).score)]), w(Je, lt);
        };
        $(Ce, (Je) => {
          r(se).score !== void 0 && Je(le);
        });
      }
      var je = b(V, 2);
      we(je, 17, () => r(se).evidence ?? [], Fe, (Je, lt) => {
        var wt = Eo(), Bt = U(wt, !0);
        O(() => C(Bt, r(lt))), w(Je, wt);
      });
      var Ze = b(je, 2);
      {
        var dt = (Je) => {
          var lt = So(), wt = b(H(lt));
          we(wt, 17, () => r(fe).into, Fe, (Bt, qt) => {
            var pr = ca(), nn = U(pr);
            O((an, sn) => C(nn, `${an ?? ""}${r(qt).label ? ` (${r(qt).label})` : ""} ${sn ?? ""}`), [
              () => Ye(te(r(qt).source)),
              () => Kt(r(qt).score)
            ]), w(Bt, pr);
          }), w(Je, lt);
        };
        $(Ze, (Je) => {
          r(fe).into.length && Je(dt);
        });
      }
      var Ot = b(Ze, 2);
      {
        var rn = (Je) => {
          var lt = To(), wt = b(H(lt));
          we(wt, 17, () => r(fe).out, Fe, (Bt, qt) => {
            var pr = ca(), nn = U(pr);
            O((an, sn) => C(nn, `${an ?? ""}${r(qt).label ? ` (${r(qt).label})` : ""} ${sn ?? ""}`), [
              () => Ye(te(r(qt).target)),
              () => Kt(r(qt).score)
            ]), w(Bt, pr);
          }), w(Je, lt);
        };
        $(Ot, (Je) => {
          r(fe).out.length && Je(rn);
        });
      }
      O(() => C(he, r(se).label)), w(m, A);
    }, Y = (m) => {
      var A = qo();
      w(m, A);
    };
    $(K, (m) => {
      r(se) && r(fe) ? m(d) : m(Y, -1);
    });
  }
  O(
    (m, A, V) => {
      C(ve, `largest ${m ?? ""} of ${A ?? ""} edges`), j(de, "max", V), Zl(de, r(p)), j(P, "width", r(h)), j(P, "height", r(N)), j(P, "aria-label", `circuit of ${r(y).nodes.length ?? ""} nodes and ${r(y).edges.length ?? ""} edges; arrows walk, Enter chooses, Escape releases, plus and minus zoom`), j(J, "transform", `translate(${r(F).x ?? ""} ${r(F).y ?? ""}) scale(${r(z) ?? ""})`), C(Be, `raises ${e.part.score_title ?? ""}`);
    },
    [
      () => Ne(Math.min(r(p), e.part.edges.length)),
      () => Ne(e.part.edges.length),
      () => Math.max(1, e.part.edges.length)
    ]
  ), oe("input", de, (m) => n({ ...n(), keep: Number(m.currentTarget.value) })), oe("click", qe, () => _e(1 / 1.3)), oe("click", be, () => _e(1.3)), oe("click", E, () => n({ ...n(), pan: void 0, pins: void 0 })), oe("keydown", P, ie), oe("pointerdown", P, (m) => Ie(m, null)), oe("pointermove", P, Re), oe("pointerup", P, W), Ke("pointercancel", P, () => v = null), Ke("wheel", P, Z), Or(I, "clientWidth", (m) => re(h, m)), w(t, B), Xe();
}
xt([
  "input",
  "click",
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup"
]);
var Co = /* @__PURE__ */ R('<button role="tab" class="svelte-1r9blt6"> </button>'), Oo = /* @__PURE__ */ R('<div class="tabs svelte-1r9blt6" role="tablist"></div> <div role="tabpanel"><!></div>', 1), Lo = /* @__PURE__ */ R('<h4 class="svelte-1r9blt6"> </h4>'), Do = /* @__PURE__ */ R('<div class="column svelte-1r9blt6"><!> <!></div>'), Fo = /* @__PURE__ */ R('<div class="columns svelte-1r9blt6"></div>');
const Io = {
  hash: "svelte-1r9blt6",
  code: '.tabs.svelte-1r9blt6 {display:flex;flex-wrap:wrap;gap:2px;border-bottom:1px solid var(--line);margin-bottom:14px;}button.svelte-1r9blt6 {font:inherit;font-size:0.94rem;color:var(--soft);background:none;border:0;border-bottom:2px solid transparent;padding:6px 12px;margin-bottom:-1px;cursor:pointer;}button[aria-selected="true"].svelte-1r9blt6 {color:var(--ink);border-color:var(--blue);}button.svelte-1r9blt6:focus-visible {outline:2px solid var(--focus);outline-offset:-2px;border-radius:4px;}.columns.svelte-1r9blt6 {display:grid;grid-template-columns:repeat(auto-fit, minmax(min(100%, 400px), 1fr));gap:20px 28px;}.column.svelte-1r9blt6 {min-width:0;}h4.svelte-1r9blt6 {font-size:0.95rem;font-weight:600;margin:0 0 0.5em;}'
};
function jo(t, e) {
  const n = Tl();
  Ve(e, !0), et(t, Io);
  let a = rt(e, "state", 15), s = rt(e, "level", 3, 2);
  const l = /* @__PURE__ */ M(() => a()?.parts ?? {}), i = /* @__PURE__ */ M(() => Math.min(a()?.tab ?? 0, e.part.parts.length - 1)), o = (g, S) => {
    a({ ...a(), parts: { ...r(l), [g]: S } });
  }, c = (g) => {
    a({ ...a(), tab: g });
  };
  function f(g) {
    const S = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -r(i),
      End: e.part.parts.length - 1 - r(i)
    }[g.key];
    if (S === void 0) return;
    g.preventDefault(), c((r(i) + S + e.part.parts.length) % e.part.parts.length), g.currentTarget.parentElement?.children[r(i)]?.focus();
  }
  var h = $t(), u = ze(h);
  {
    var v = (g) => {
      var S = Oo(), x = ze(S);
      we(x, 21, () => e.part.titles, Fe, (q, k, _) => {
        var N = Co(), D = U(N, !0);
        O(() => {
          j(N, "id", `${n}-tab${_}`), j(N, "aria-selected", _ === r(i)), j(N, "aria-controls", `${n}-panel`), j(N, "tabindex", _ === r(i) ? 0 : -1), C(D, r(k));
        }), oe("click", N, () => c(_)), oe("keydown", N, f), w(q, N);
      });
      var y = b(x, 2), T = H(y);
      Dl(T, () => r(i), (q) => {
        var k = () => r(l)[r(i)], _ = (N) => o(r(i), N);
        Vr(q, {
          get part() {
            return e.part.parts[r(i)];
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
            return k();
          },
          set state(N) {
            _(N);
          }
        });
      }), O(() => {
        j(y, "id", `${n}-panel`), j(y, "aria-labelledby", `${n}-tab${r(i) ?? ""}`);
      }), w(g, S);
    }, p = (g) => {
      var S = Fo();
      we(S, 21, () => e.part.parts, Fe, (x, y, T) => {
        var q = Do(), k = H(q);
        {
          var _ = (F) => {
            var G = Lo(), ne = U(G, !0);
            O(() => C(ne, e.part.titles[T])), w(F, G);
          };
          $(k, (F) => {
            e.part.titles[T] && F(_);
          });
        }
        var N = b(k, 2), D = () => r(l)[T], z = (F) => o(T, F);
        Vr(N, {
          get part() {
            return r(y);
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
            return D();
          },
          set state(F) {
            z(F);
          }
        }), w(x, q);
      }), w(g, S);
    };
    $(u, (g) => {
      e.part.layout === "tabs" ? g(v) : g(p, -1);
    });
  }
  w(t, h), Xe();
}
xt(["click", "keydown"]);
const Ho = 46, fa = 16, Bo = (t) => Math.max(fa, Math.min(t * fa, 560));
function tn(t, e) {
  return { width: Math.min(Ho, t.width / Math.max(1, t.columns)) * e, height: t.height / Math.max(1, t.rows) * e };
}
function Gr(t, e) {
  const n = Math.max(1, Math.min(64, e.zoom)), a = tn(t, n), s = { x: Math.max(0, a.width * t.columns - t.width), y: Math.max(0, a.height * t.rows - t.height) };
  return { zoom: n, x: Math.max(0, Math.min(s.x, e.x)), y: Math.max(0, Math.min(s.y, e.y)) };
}
function mr(t, e, n, a) {
  const s = Math.max(1, Math.min(64, e.zoom * n)), l = s / e.zoom;
  return Gr(t, { zoom: s, x: (e.x + a.x) * l - a.x, y: (e.y + a.y) * l - a.y });
}
function Uo(t, e, n, a) {
  if (n < 0 || a < 0 || n >= t.width || a >= t.height) return null;
  const s = tn(t, e.zoom), l = Math.floor((n + e.x) / s.width), i = Math.floor((a + e.y) / s.height);
  return l < t.columns && i < t.rows ? { row: i, column: l } : null;
}
function Wo(t, e, n, a) {
  const s = tn(t, e.zoom), l = (i, o, c, f) => i < c ? i : i + o > c + f ? i + o - f : c;
  return Gr(t, {
    zoom: e.zoom,
    x: l(a * s.width, s.width, e.x, t.width),
    y: l(n * s.height, s.height, e.y, t.height)
  });
}
var Yo = /* @__PURE__ */ R('<button class="svelte-vwckmn">whole</button>'), Go = /* @__PURE__ */ R('<button aria-label="zoom out" class="svelte-vwckmn">−</button> <button aria-label="zoom in" class="svelte-vwckmn">+</button> <!>', 1), Vo = /* @__PURE__ */ R('<span class="note svelte-vwckmn"> </span>'), Xo = /* @__PURE__ */ R('<b> </b> <span class="svelte-vwckmn"> </span><!>', 1), Ko = /* @__PURE__ */ R('<span class="hint svelte-vwckmn">Point at a cell for its value; click to keep it.</span>'), Zo = /* @__PURE__ */ R('<figure class="svelte-vwckmn"><div class="map svelte-vwckmn" role="application" tabindex="0"><canvas aria-hidden="true" class="svelte-vwckmn"></canvas> <canvas aria-hidden="true" class="svelte-vwckmn"></canvas></div> <div class="caption svelte-vwckmn"><!> <span class="zoom svelte-vwckmn"><!></span></div> <p class="readout svelte-vwckmn" role="status"><!></p></figure>');
const Jo = {
  hash: "svelte-vwckmn",
  code: "figure.svelte-vwckmn {margin:0;min-width:0;}.map.svelte-vwckmn {position:relative;border-radius:6px;}.map.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}canvas.svelte-vwckmn {position:absolute;inset:0;touch-action:pan-y;}.caption.svelte-vwckmn {display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;margin-top:8px;}.zoom.svelte-vwckmn {display:flex;gap:4px;}button.svelte-vwckmn {font:inherit;font-size:0.85rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);}.readout.svelte-vwckmn {margin:6px 0 0;min-height:1.6em;font-size:0.9rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;}.readout.svelte-vwckmn span:where(.svelte-vwckmn) {color:var(--soft);margin-left:6px;}.readout.svelte-vwckmn .hint:where(.svelte-vwckmn) {color:var(--faint);margin:0;}"
};
function Qo(t, e) {
  Ve(e, !0), et(t, Jo);
  let n = rt(e, "state", 15);
  const a = tr();
  let s, l, i = /* @__PURE__ */ Se(0), o = /* @__PURE__ */ Se(null), c = null;
  const f = /* @__PURE__ */ M(() => n()?.cell ?? null), h = /* @__PURE__ */ M(() => e.part.values.shape), u = /* @__PURE__ */ M(() => qr(r(h), 2)), v = /* @__PURE__ */ M(() => r(u)[0]), p = /* @__PURE__ */ M(() => r(u)[1]), g = /* @__PURE__ */ M(() => e.part.limit ?? Lr(e.part.values.values)), S = /* @__PURE__ */ M(() => e.part.values.values.some((d) => Tn(d, r(g)))), x = /* @__PURE__ */ M(() => e.part.values.values.some((d) => Number.isNaN(d))), y = /* @__PURE__ */ M(() => Math.max(0, ...e.part.rows.map((d) => zt(d, 16).length))), T = /* @__PURE__ */ M(() => Math.max(0, ...e.part.columns.map((d) => zt(d).length))), q = /* @__PURE__ */ M(() => Math.min(132, 18 + r(y) * 7)), k = /* @__PURE__ */ M(() => r(T) > 3), _ = /* @__PURE__ */ M(() => r(k) ? Math.min(84, 20 + r(T) * 5.4) : 38), N = /* @__PURE__ */ M(() => Math.max(40, r(i) - r(q) - (r(k) ? 30 : 4))), D = /* @__PURE__ */ M(() => ({
    left: r(q),
    top: r(_),
    width: r(N),
    height: Bo(r(v)),
    rows: r(v),
    columns: r(p)
  })), z = /* @__PURE__ */ M(() => Gr(r(D), n()?.window ?? { zoom: 1, x: 0, y: 0 })), F = /* @__PURE__ */ M(() => tn(r(D), r(z).zoom)), G = /* @__PURE__ */ M(() => Math.min(r(D).width, r(F).width * r(p))), ne = /* @__PURE__ */ M(() => r(D).top + r(D).height + 4), Ee = /* @__PURE__ */ M(() => e.part.origin === "bottom"), Ae = (d) => r(Ee) ? r(v) - 1 - d : d, se = (d, Y) => e.part.values.values[d * r(p) + Y], fe = /* @__PURE__ */ M(() => us(r(v), r(p), (d, Y) => ur(se(Ae(d), Y), r(g), e.part.scale, a.dark))), te = /* @__PURE__ */ M(() => r(o) ?? r(f)), ae = /* @__PURE__ */ M(() => {
    if (!r(te) || r(te).row >= r(v) || r(te).column >= r(p)) return null;
    const d = r(te).row * r(p) + r(te).column, Y = e.part.low && e.part.high ? ` (95% ${Qr(e.part.low.values[d], e.part.high.values[d])})` : "";
    return {
      place: `${e.part.row_title} ${Ye(e.part.rows[r(te).row])}, ${e.part.column_title} ${Ye(e.part.columns[r(te).column])}`,
      value: `${Ne(e.part.values.values[d])}${Y}`,
      note: e.part.texts?.[r(te).row]?.[r(te).column]
    };
  });
  Ft(() => {
    const d = Mr(s, r(i), r(ne));
    if (!d || !r(i)) return;
    const Y = ht(s, "--soft");
    d.save(), d.beginPath(), d.rect(r(D).left, r(D).top, r(G), r(D).height), d.clip(), d.imageSmoothingEnabled = r(F).width < 1, d.drawImage(r(fe), r(D).left - r(z).x, r(D).top - r(z).y, r(F).width * r(p), r(F).height * r(v));
    const m = {
      c: Math.floor(r(z).x / r(F).width),
      r: Math.floor(r(z).y / r(F).height)
    }, A = {
      c: Math.min(r(p) - 1, Math.ceil((r(z).x + r(D).width) / r(F).width)),
      r: Math.min(r(v) - 1, Math.ceil((r(z).y + r(D).height) / r(F).height))
    }, V = (le) => r(D).left - r(z).x + le * r(F).width, X = (le) => r(D).top - r(z).y + le * r(F).height, [he, ge] = [ht(s, "--faint"), ht(s, "--ink")];
    if (r(x) || r(S)) for (let le = m.r; le <= A.r; le++) for (let je = m.c; je <= A.c; je++) {
      const Ze = se(Ae(le), je);
      Number.isNaN(Ze) ? Te(d, V(je), X(le), r(F).width, r(F).height, he) : Tn(Ze, r(g)) && (d.strokeStyle = ge, d.lineWidth = 1.5, d.strokeRect(V(je) + 1.25, X(le) + 1.25, r(F).width - 2.5, r(F).height - 2.5));
    }
    if (Math.min(r(F).width, r(F).height) >= 7) {
      d.strokeStyle = ht(s, "--card"), d.lineWidth = 1, d.beginPath();
      for (let le = m.c; le <= A.c + 1; le++) d.rect(V(le), r(D).top, 0, r(D).height);
      for (let le = m.r; le <= A.r + 1; le++) d.rect(r(D).left, X(le), r(D).width, 0);
      d.stroke();
    }
    d.restore(), d.fillStyle = Y, d.font = `11.5px ${ht(s, "--font")}`, d.textBaseline = "middle", d.textAlign = "right";
    const Me = An(r(F).height, 13);
    for (let le = 0; le < r(v); le++) {
      const je = Ae(le), Ze = X(le) + r(F).height / 2;
      je % Me || Ze < r(D).top || Ze > r(D).top + r(D).height || d.fillText(zt(e.part.rows[je], 16), r(D).left - 6, Ze);
    }
    const Ce = An(r(F).width, r(k) ? 14 : 8 + r(T) * 7);
    for (let le = 0; le < r(p); le++) {
      const je = V(le) + r(F).width / 2;
      le % Ce || je < r(D).left || je > r(D).left + r(G) || (d.save(), d.translate(je + (r(k) ? 3 : 0), r(D).top - 7), d.textAlign = r(k) ? "left" : "center", r(k) && d.rotate(-0.9), d.fillText(zt(e.part.columns[le]), 0, 0), d.restore());
    }
    d.fillStyle = ht(s, "--faint"), d.textAlign = "left", d.fillText(e.part.column_title, r(D).left, r(k) ? 8 : 10), d.fillText(e.part.row_title, 0, r(k) && r(y) * 7 > 40 ? r(D).top - 10 : r(D).top - 7);
  }), Ft(() => {
    const d = Mr(l, r(i), r(ne));
    if (d) {
      d.beginPath(), d.rect(r(D).left - 2, r(D).top - 2, r(G) + 4, r(D).height + 4), d.clip();
      for (const [Y, m] of [[r(o), 1.5], [r(f), 2.5]]) {
        if (!Y) continue;
        d.strokeStyle = ht(l, "--ink"), d.lineWidth = m;
        const A = Math.max(3, r(F).width), V = Math.max(3, r(F).height);
        d.strokeRect(r(D).left - r(z).x + Y.column * r(F).width, r(D).top - r(z).y + Ae(Y.row) * r(F).height, A, V);
      }
    }
  });
  function Te(d, Y, m, A, V, X) {
    d.save(), d.beginPath(), d.rect(Y, m, A, V), d.clip(), d.strokeStyle = X, d.lineWidth = 1, d.beginPath();
    for (let he = -V; he < A; he += 5)
      d.moveTo(Y + he, m + V), d.lineTo(Y + he + V, m);
    d.stroke(), d.restore();
  }
  function _e(d) {
    const Y = l.getBoundingClientRect();
    return {
      x: d.clientX - Y.left - r(D).left,
      y: d.clientY - Y.top - r(D).top
    };
  }
  function Ie(d) {
    const Y = _e(d), m = Uo(r(D), r(z), Y.x, Y.y);
    return m && { row: Ae(m.row), column: m.column };
  }
  const Re = (d) => n({ ...n(), window: d }), W = (d) => n({ ...n(), cell: d ?? void 0 });
  function Z(d) {
    c = {
      x: d.clientX,
      y: d.clientY,
      window: r(z),
      moved: !1
    }, l.setPointerCapture(d.pointerId);
  }
  function ie(d) {
    if (re(o, Ie(d), !0), !c || r(z).zoom === 1) return;
    const Y = { x: d.clientX - c.x, y: d.clientY - c.y };
    Math.hypot(Y.x, Y.y) < 4 && !c.moved || (c.moved = !0, Re(Gr(r(D), {
      ...c.window,
      x: c.window.x - Y.x,
      y: c.window.y - Y.y
    })));
  }
  function B(d) {
    const Y = c;
    c = null;
    const m = Ie(d);
    if (!(!Y || Y.moved || !m)) {
      if (r(f) && r(f).row === m.row && r(f).column === m.column) return W(null);
      W(m), e.onSelect?.({ part: e.part, ...m });
    }
  }
  function Q(d) {
    !d.ctrlKey && !d.metaKey || (d.preventDefault(), Re(mr(r(D), r(z), Math.exp(-d.deltaY / 250), _e(d))));
  }
  const ce = () => ({ x: r(D).width / 2, y: r(D).height / 2 });
  function ue(d) {
    const Y = r(Ee) ? 1 : -1, m = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [Y, 0],
      ArrowDown: [-Y, 0]
    }[d.key];
    if (m) {
      const A = r(f) ?? { row: r(Ee) ? 0 : -1, column: -1 }, V = {
        row: Math.max(0, Math.min(r(v) - 1, A.row + m[0])),
        column: Math.max(0, Math.min(r(p) - 1, A.column + m[1]))
      };
      re(o, null), n({
        ...n(),
        cell: V,
        window: Wo(r(D), r(z), Ae(V.row), V.column)
      });
    } else if (d.key === "Enter" && r(f)) e.onSelect?.({ part: e.part, ...r(f) });
    else if (d.key === "Escape")
      W(null), re(o, null);
    else if (d.key === "+" || d.key === "=") Re(mr(r(D), r(z), 1.5, ce()));
    else if (d.key === "-") Re(mr(r(D), r(z), 1 / 1.5, ce()));
    else if (d.key === "0") Re({ zoom: 1, x: 0, y: 0 });
    else return;
    d.preventDefault();
  }
  var ve = Zo(), de = H(ve);
  let ke;
  var qe = H(de);
  let be;
  er(qe, (d) => s = d, () => s);
  var E = b(qe, 2);
  let I;
  er(E, (d) => l = d, () => l);
  var P = b(de, 2), J = H(P);
  en(J, {
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
      return r(S);
    }
  });
  var ee = b(J, 2), pe = H(ee);
  {
    var Pe = (d) => {
      var Y = Go(), m = ze(Y), A = b(m, 2), V = b(A, 2);
      {
        var X = (he) => {
          var ge = Yo();
          oe("click", ge, () => Re({ zoom: 1, x: 0, y: 0 })), w(he, ge);
        };
        $(V, (he) => {
          r(z).zoom > 1 && he(X);
        });
      }
      oe("click", m, () => Re(mr(r(D), r(z), 0.6666666666666666, ce()))), oe("click", A, () => Re(mr(r(D), r(z), 1.5, ce()))), w(d, Y);
    };
    $(pe, (d) => {
      (r(p) > 40 || r(v) > 40 || r(z).zoom > 1) && d(Pe);
    });
  }
  var Le = b(P, 2), Be = H(Le);
  {
    var L = (d) => {
      var Y = Xo(), m = ze(Y), A = U(m, !0), V = b(m, 2), X = U(V, !0), he = b(V);
      {
        var ge = (Me) => {
          var Ce = Vo(), le = U(Ce, !0);
          O(() => C(le, r(ae).note)), w(Me, Ce);
        };
        $(he, (Me) => {
          r(ae).note && Me(ge);
        });
      }
      O(() => {
        C(A, r(ae).value), C(X, r(ae).place);
      }), w(d, Y);
    }, K = (d) => {
      var Y = Ko();
      w(d, Y);
    };
    $(Be, (d) => {
      r(ae) ? d(L) : d(K, -1);
    });
  }
  O(() => {
    j(de, "aria-label", `heat map of ${e.part.value_title ?? ""} by ${e.part.row_title ?? ""} and ${e.part.column_title ?? ""}; arrows move, Enter chooses, Escape releases, plus and minus zoom`), ke = De(de, "", ke, { height: `${r(ne) ?? ""}px` }), be = De(qe, "", be, {
      width: `${r(i) ?? ""}px`,
      height: `${r(ne) ?? ""}px`
    }), I = De(E, "", I, {
      width: `${r(i) ?? ""}px`,
      height: `${r(ne) ?? ""}px`,
      cursor: r(z).zoom > 1 ? "grab" : "crosshair"
    });
  }), oe("keydown", de, ue), oe("pointerdown", E, Z), oe("pointermove", E, ie), oe("pointerup", E, B), Ke("pointercancel", E, () => c = null), Ke("pointerleave", E, () => re(o, null)), Ke("wheel", E, Q), Or(ve, "clientWidth", (d) => re(i, d)), w(t, ve), Xe();
}
xt([
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup",
  "click"
]);
var $o = /* @__PURE__ */ R("<button> </button>"), ec = /* @__PURE__ */ R('<button class="more svelte-19m6xb0"> </button>'), tc = /* @__PURE__ */ R(': <b class="svelte-19m6xb0"> </b> ', 1), rc = /* @__PURE__ */ R(' <code class="svelte-19m6xb0"> </code><!>', 1), nc = /* @__PURE__ */ R('<div class="strip svelte-19m6xb0" role="group"></div> <!> <p class="readout svelte-19m6xb0" role="status"><!></p>', 1);
const ac = {
  hash: "svelte-19m6xb0",
  code: ".strip.svelte-19m6xb0 {display:flex;flex-wrap:wrap;gap:4px 2px;line-height:1.35;}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0) {all:unset;white-space:pre;max-width:100%;overflow:hidden;text-overflow:ellipsis;padding:2px 5px;border-radius:4px;cursor:pointer;font-family:var(--mono);font-size:0.9rem;background:var(--sunk);}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0):focus-visible {outline:2px solid var(--focus) !important;outline-offset:1px;}.strip.svelte-19m6xb0 button.locked:where(.svelte-19m6xb0) {box-shadow:0 0 0 2px var(--ink);}.strip.svelte-19m6xb0 button.frame:where(.svelte-19m6xb0) {outline:1.5px solid var(--ink);}.more.svelte-19m6xb0 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}.readout.svelte-19m6xb0 {margin:7px 0 12px;min-height:1.5em;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}code.svelte-19m6xb0 {font-family:var(--mono);white-space:pre;}b.svelte-19m6xb0 {color:var(--ink);}"
};
function vs(t, e) {
  Ve(e, !0), et(t, ac);
  let n = rt(e, "state", 15);
  const a = 400, s = tr();
  let l = /* @__PURE__ */ Se(null), i;
  const o = /* @__PURE__ */ M(() => n()?.pos ?? null), c = /* @__PURE__ */ M(() => n()?.shown ?? a), f = /* @__PURE__ */ M(() => r(l) ?? r(o)), h = /* @__PURE__ */ M(() => e.part.values?.values), u = /* @__PURE__ */ M(() => e.part.limit ?? (r(h) ? Lr(r(h)) : 1));
  function v(z) {
    if (!r(h)) return;
    const F = ur(r(h)[z], r(u), e.part.scale, s.dark);
    return F ? `background:${$r(F)};color:${Vn(F)}` : "outline:1px dashed var(--faint)";
  }
  function p(z) {
    n({ ...n(), pos: r(o) === z ? void 0 : z }), r(o) === z && e.onSelect?.({ part: e.part, pos: z });
  }
  function g(z, F) {
    if (z.key === "Escape") {
      n({ ...n(), pos: void 0 }), re(l, null);
      return;
    }
    const G = {
      ArrowRight: F + 1,
      ArrowLeft: F - 1,
      Home: 0,
      End: e.part.tokens.length - 1
    }[z.key];
    G !== void 0 && (z.preventDefault(), i.children[Math.max(0, Math.min(i.children.length - 1, G))].focus());
  }
  const S = /* @__PURE__ */ M(() => r(o) ?? 0);
  var x = nc(), y = ze(x);
  we(y, 21, () => e.part.tokens.slice(0, r(c)), Fe, (z, F, G) => {
    var ne = $o();
    let Ee;
    var Ae = U(ne, !0);
    O(
      (se, fe, te) => {
        De(ne, se), j(ne, "aria-pressed", G === r(o)), j(ne, "tabindex", G === r(S) ? 0 : -1), Ee = Qe(ne, 1, "svelte-19m6xb0", null, Ee, { locked: G === r(o), frame: fe }), C(Ae, te);
      },
      [
        () => v(G),
        () => r(h) && Tn(r(h)[G], r(u)),
        () => Ye(r(F))
      ]
    ), Ke("pointerenter", ne, () => re(l, G, !0)), Ke("pointerleave", ne, () => re(l, null)), Ke("focus", ne, () => re(l, G, !0)), Ke("blur", ne, () => re(l, null)), oe("click", ne, () => p(G)), oe("keydown", ne, (se) => g(se, G)), w(z, ne);
  }), er(y, (z) => i = z, () => i);
  var T = b(y, 2);
  {
    var q = (z) => {
      var F = ec(), G = U(F);
      O((ne) => C(G, `show more (${ne ?? ""} tokens left)`), [() => Ne(e.part.tokens.length - r(c))]), oe("click", F, () => n({ ...n(), shown: r(c) + 4 * a })), w(z, F);
    };
    $(T, (z) => {
      e.part.tokens.length > r(c) && z(q);
    });
  }
  var k = b(T, 2), _ = H(k);
  {
    var N = (z) => {
      var F = rc(), G = ze(F), ne = b(G), Ee = U(ne, !0), Ae = b(ne);
      {
        var se = (fe) => {
          var te = tc(), ae = b(ze(te)), Te = U(ae, !0), _e = b(ae);
          O(
            (Ie) => {
              C(Te, Ie), C(_e, ` ${e.part.value_title ?? "" ?? ""}`);
            },
            [() => Ne(r(h)[r(f)])]
          ), w(fe, te);
        };
        $(Ae, (fe) => {
          r(h) && fe(se);
        });
      }
      O(
        (fe) => {
          C(G, `position ${r(f) ?? ""}, `), C(Ee, fe);
        },
        [() => Ye(e.part.tokens[r(f)])]
      ), w(z, F);
    }, D = (z) => {
      en(z, {
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
    $(_, (z) => {
      r(f) !== null ? z(N) : r(h) && z(D, 1);
    });
  }
  O(() => j(y, "aria-label", e.part.value_title ?? "tokens")), w(t, x), Xe();
}
xt(["click", "keydown"]);
const ua = (t, e = Er, n = Er) => {
  var a = lc(), s = H(a), l = U(s, !0), i = b(s, 2);
  we(i, 21, n, Fe, (o, c) => {
    var f = /* @__PURE__ */ M(() => qr(r(c), 2));
    let h = () => r(f)[0], u = () => r(f)[1];
    var v = sc(), p = H(v), g = U(p, !0), S = b(p), x = U(S, !0);
    O(
      (y, T) => {
        C(g, y), C(x, T);
      },
      [() => Ye(h()), () => Kt(u())]
    ), w(o, v);
  }), O(() => C(l, e())), w(t, a);
};
var sc = /* @__PURE__ */ R('<li class="svelte-1t44cfp"><code class="svelte-1t44cfp"> </code><span> </span></li>'), lc = /* @__PURE__ */ R('<div><h5 class="svelte-1t44cfp"> </h5> <ul class="svelte-1t44cfp"></ul></div>'), ic = /* @__PURE__ */ R('<span class="label svelte-1t44cfp"> </span>'), oc = /* @__PURE__ */ R('<span class="soft svelte-1t44cfp"> </span>'), cc = /* @__PURE__ */ R('<span class="token svelte-1t44cfp"> </span>'), fc = /* @__PURE__ */ R('<small class="svelte-1t44cfp"> </small>'), uc = /* @__PURE__ */ R('<p class="example svelte-1t44cfp"><span class="text svelte-1t44cfp"></span><!></p>'), vc = /* @__PURE__ */ R('<p class="soft svelte-1t44cfp">No example: it was never active on this text.</p>'), dc = /* @__PURE__ */ R('<button class="svelte-1t44cfp"> </button>'), hc = /* @__PURE__ */ vt('<rect width="5" class="svelte-1t44cfp"></rect>'), pc = /* @__PURE__ */ R('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Activations (counts on a log scale)</h5> <svg preserveAspectRatio="none" role="img" aria-label="histogram of activations" class="svelte-1t44cfp"></svg> <p class="ends svelte-1t44cfp"><span> </span> <span> </span></p></div>'), gc = /* @__PURE__ */ R('<li class="svelte-1t44cfp"><span> </span><span> </span></li>'), mc = /* @__PURE__ */ R('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Nearest directions (cosine)</h5> <ul class="svelte-1t44cfp"></ul></div>'), _c = /* @__PURE__ */ R('<p role="alert"> </p>'), bc = /* @__PURE__ */ R('<div class="tried svelte-1t44cfp"><!></div>'), xc = /* @__PURE__ */ R('<form class="svelte-1t44cfp"><label class="svelte-1t44cfp">Try your own text <input maxlength="2000" class="svelte-1t44cfp"/></label> <button class="svelte-1t44cfp"> </button></form> <!> <!>', 1), wc = /* @__PURE__ */ R('<article class="svelte-1t44cfp"><header class="svelte-1t44cfp"><b> </b><!> <!></header> <div class="sides svelte-1t44cfp"><div class="examples"><h5 class="svelte-1t44cfp">Where it is active</h5> <!> <!></div> <aside class="svelte-1t44cfp"><!> <!> <!> <!></aside></div> <!></article>');
const yc = {
  hash: "svelte-1t44cfp",
  code: `article.svelte-1t44cfp {border-top:1px solid var(--line);padding:14px 0 6px;}header.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;}.label.svelte-1t44cfp {font-weight:600;color:var(--blue);}.soft.svelte-1t44cfp,
  small.svelte-1t44cfp,
  .ends.svelte-1t44cfp {color:var(--soft);font-size:0.88rem;}.sides.svelte-1t44cfp {display:grid;grid-template-columns:minmax(0, 2fr) minmax(220px, 1fr);gap:8px 34px;}h5.svelte-1t44cfp {font-size:0.84rem;font-weight:600;color:var(--soft);margin:12px 0 4px;}.example.svelte-1t44cfp {margin:0 0 6px;font-size:0.9rem;line-height:1.55;}.text.svelte-1t44cfp {font-family:var(--mono);font-size:0.86rem;}.token.svelte-1t44cfp {white-space:pre-wrap;overflow-wrap:anywhere;border-radius:3px;}small.svelte-1t44cfp {margin-left:8px;}aside.svelte-1t44cfp {display:grid;grid-template-columns:1fr 1fr;gap:0 22px;align-content:start;}.wide.svelte-1t44cfp {grid-column:1 / -1;}ul.svelte-1t44cfp {list-style:none;margin:0;padding:0;font-size:0.88rem;}li.svelte-1t44cfp {display:flex;justify-content:space-between;gap:10px;padding:1px 0;font-variant-numeric:tabular-nums;}code.svelte-1t44cfp {font-family:var(--mono);white-space:pre;overflow:hidden;text-overflow:ellipsis;}svg.svelte-1t44cfp {width:100%;height:44px;display:block;}rect.svelte-1t44cfp {fill:var(--teal);}.ends.svelte-1t44cfp {display:flex;justify-content:space-between;margin:1px 0 0;font-variant-numeric:tabular-nums;}form.svelte-1t44cfp,
  label.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:8px;font-size:0.9rem;}.tried.svelte-1t44cfp {margin-top:12px;}label.svelte-1t44cfp {flex:1;margin:0;}input.svelte-1t44cfp {flex:1;min-width:180px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:3px 8px;}button.svelte-1t44cfp {font:inherit;font-size:0.88rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:2px 11px;cursor:pointer;}button.svelte-1t44cfp:focus-visible,
  input.svelte-1t44cfp:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}
  @media (max-width: 700px) {.sides.svelte-1t44cfp {grid-template-columns:1fr;}
  }`
};
function kc(t, e) {
  Ve(e, !0), et(t, yc);
  const n = tr(), a = 10;
  let s = /* @__PURE__ */ Se(!1), l = /* @__PURE__ */ Se(""), i = /* @__PURE__ */ Se(null), o = /* @__PURE__ */ Se(null), c = /* @__PURE__ */ Se(!1);
  const f = /* @__PURE__ */ M(() => Lr(e.part.examples.flatMap((W) => [...W.values.values]))), h = /* @__PURE__ */ M(() => r(s) ? e.part.examples : e.part.examples.slice(0, a)), u = /* @__PURE__ */ M(() => e.part.histogram ? [...e.part.histogram.counts.values] : []), v = /* @__PURE__ */ M(() => Math.max(1, ...r(u))), p = (W) => W > 0 ? 4 + 38 * Math.log1p(W) / Math.log1p(r(v)) : 0;
  function g(W) {
    if (!(W > 0)) return "";
    const Z = ur(W, r(f), "sequential", n.dark);
    return Z ? `background:${$r(Z)};color:${Vn(Z)}` : "";
  }
  async function S(W) {
    if (W.preventDefault(), !(!e.onTry || !r(l) || r(c))) {
      re(c, !0), re(o, null);
      try {
        re(i, await e.onTry(e.part.name, r(l)));
      } catch (Z) {
        re(o, Z instanceof Error ? Z.message : String(Z), !0);
      }
      re(c, !1);
    }
  }
  var x = wc(), y = H(x), T = H(y), q = U(T, !0), k = b(T);
  {
    var _ = (W) => {
      var Z = ic(), ie = U(Z, !0);
      O(() => C(ie, e.part.label)), w(W, Z);
    };
    $(k, (W) => {
      e.part.label && W(_);
    });
  }
  var N = b(k, 2);
  {
    var D = (W) => {
      var Z = oc(), ie = U(Z);
      O((B) => C(ie, `active on ${B ?? ""}% of tokens`), [() => Ne(e.part.density * 100)]), w(W, Z);
    };
    $(N, (W) => {
      e.part.density !== void 0 && W(D);
    });
  }
  var z = b(y, 2), F = H(z), G = b(H(F), 2);
  we(
    G,
    17,
    () => r(h),
    Fe,
    (W, Z) => {
      var ie = uc(), B = H(ie);
      we(B, 21, () => r(Z).tokens, Fe, (ue, ve, de) => {
        var ke = cc(), qe = U(ke, !0);
        O(
          (be, E, I, P) => {
            De(ke, be), j(ke, "title", `${E ?? ""}: ${I ?? ""}`), C(qe, P);
          },
          [
            () => g(r(Z).values.values[de]),
            () => Ye(r(ve)),
            () => Ne(r(Z).values.values[de]),
            () => Ye(r(ve))
          ]
        ), w(ue, ke);
      });
      var Q = b(B);
      {
        var ce = (ue) => {
          var ve = fc(), de = U(ve, !0);
          O(() => C(de, r(Z).note)), w(ue, ve);
        };
        $(Q, (ue) => {
          r(Z).note && ue(ce);
        });
      }
      w(W, ie);
    },
    (W) => {
      var Z = vc();
      w(W, Z);
    }
  );
  var ne = b(G, 2);
  {
    var Ee = (W) => {
      var Z = dc(), ie = U(Z, !0);
      O(() => {
        j(Z, "aria-expanded", r(s)), C(ie, r(s) ? "fewer" : `all ${e.part.examples.length} examples`);
      }), oe("click", Z, () => re(s, !r(s))), w(W, Z);
    };
    $(ne, (W) => {
      e.part.examples.length > a && W(Ee);
    });
  }
  var Ae = b(F, 2), se = H(Ae);
  ua(se, () => "Raises", () => e.part.logits_up);
  var fe = b(se, 2);
  ua(fe, () => "Lowers", () => e.part.logits_down);
  var te = b(fe, 2);
  {
    var ae = (W) => {
      var Z = pc(), ie = b(H(Z), 2);
      we(ie, 21, () => r(u), Fe, (de, ke, qe) => {
        var be = hc();
        j(be, "x", qe * 6), O(
          (E, I) => {
            j(be, "y", E), j(be, "height", I);
          },
          [() => 43 - p(r(ke)), () => p(r(ke))]
        ), w(de, be);
      });
      var B = b(ie, 2), Q = H(B), ce = U(Q, !0), ue = b(Q, 2), ve = U(ue, !0);
      O(
        (de, ke) => {
          j(ie, "viewBox", `0 0 ${r(u).length * 6} 44`), C(ce, de), C(ve, ke);
        },
        [
          () => Ne(e.part.histogram.edges.values[0]),
          () => Ne(e.part.histogram.edges.values[e.part.histogram.edges.values.length - 1])
        ]
      ), w(W, Z);
    };
    $(te, (W) => {
      e.part.histogram && W(ae);
    });
  }
  var Te = b(te, 2);
  {
    var _e = (W) => {
      var Z = mc(), ie = b(H(Z), 2);
      we(ie, 21, () => e.part.neighbours, Fe, (B, Q) => {
        var ce = /* @__PURE__ */ M(() => qr(r(Q), 2));
        let ue = () => r(ce)[0], ve = () => r(ce)[1];
        var de = gc(), ke = H(de), qe = U(ke, !0), be = b(ke), E = U(be, !0);
        O(
          (I) => {
            C(qe, ue()), C(E, I);
          },
          [() => Ne(ve())]
        ), w(B, de);
      }), w(W, Z);
    };
    $(Te, (W) => {
      e.part.neighbours?.length && W(_e);
    });
  }
  var Ie = b(z, 2);
  {
    var Re = (W) => {
      var Z = xc(), ie = ze(Z), B = H(ie), Q = b(H(B)), ce = b(B, 2), ue = U(ce, !0), ve = b(ie, 2);
      {
        var de = (be) => {
          var E = _c(), I = U(E, !0);
          O(() => C(I, r(o))), w(be, E);
        };
        $(ve, (be) => {
          r(o) && be(de);
        });
      }
      var ke = b(ve, 2);
      {
        var qe = (be) => {
          var E = bc(), I = H(E);
          {
            let P = /* @__PURE__ */ M(() => ({
              part: "token_strip",
              tokens: r(i).tokens,
              values: r(i).values,
              value_title: "activation",
              scale: "sequential",
              limit: r(f)
            }));
            vs(I, {
              get part() {
                return r(P);
              }
            });
          }
          w(be, E);
        };
        $(ke, (be) => {
          r(i) && be(qe);
        });
      }
      O(() => {
        ce.disabled = r(c) || !r(l), C(ue, r(c) ? "…" : "run");
      }), Ke("submit", ie, S), $l(Q, () => r(l), (be) => re(l, be)), w(W, Z);
    };
    $(Ie, (W) => {
      e.onTry && W(Re);
    });
  }
  O(() => C(q, e.part.name)), w(t, x), Xe();
}
xt(["click"]);
var Mc = /* @__PURE__ */ R('<label class="switch svelte-1ecqen9"><input type="checkbox"/> </label>'), va = /* @__PURE__ */ R("<span> </span>"), zc = /* @__PURE__ */ R('<div class="column svelte-1ecqen9"><!> <span class="token svelte-1ecqen9"> </span></div>'), Ec = /* @__PURE__ */ R('<span class="guess svelte-1ecqen9"><code class="svelte-1ecqen9"> </code> </span>'), Sc = /* @__PURE__ */ R('<span class="guess answer svelte-1ecqen9"> </span>'), Tc = /* @__PURE__ */ R('<span class="place svelte-1ecqen9"> <code class="svelte-1ecqen9"> </code></span> <!> <!>', 1), Ac = /* @__PURE__ */ R('<span class="hint svelte-1ecqen9">Layers go up, positions across. Point at a cell for its likeliest tokens; click to keep them.</span>'), qc = /* @__PURE__ */ R('<!>  <div class="box svelte-1ecqen9" role="application" aria-label="lens by layer and position; arrows move, Enter chooses, Escape releases" tabindex="0"><div class="grid svelte-1ecqen9"><div class="gutter svelte-1ecqen9"></div> <!></div></div> <p class="under svelte-1ecqen9"><!></p> <p class="readout svelte-1ecqen9" role="status"><!></p>', 1);
const Nc = {
  hash: "svelte-1ecqen9",
  code: `.switch.svelte-1ecqen9 {display:inline-flex;gap:7px;align-items:center;font-size:0.9rem;color:var(--soft);margin-bottom:8px;}.box.svelte-1ecqen9 {overflow-x:auto;border-radius:6px;}.box.svelte-1ecqen9:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}.grid.svelte-1ecqen9 {position:relative;font-size:12px;}.gutter.svelte-1ecqen9 {position:sticky;left:0;z-index:1;height:100%;background:var(--card);}.gutter.svelte-1ecqen9 span:where(.svelte-1ecqen9) {position:absolute;right:9px;line-height:21px;color:var(--soft);font-variant-numeric:tabular-nums;}.gutter.svelte-1ecqen9 .decided:where(.svelte-1ecqen9) {color:var(--ink);font-weight:700;}.column.svelte-1ecqen9 {position:absolute;top:0;}.cell.svelte-1ecqen9,
  .token.svelte-1ecqen9 {position:absolute;left:0;right:0;height:20px;line-height:20px;text-align:center;white-space:pre;overflow:hidden;border-radius:3px;}.cell.svelte-1ecqen9 {cursor:pointer;background:repeating-linear-gradient(-45deg, var(--line) 0 1px, transparent 1px 5px);}.cell.at.svelte-1ecqen9 {outline:1.5px solid var(--ink);}.cell.locked.svelte-1ecqen9 {outline:2.5px solid var(--ink);}.token.svelte-1ecqen9 {color:var(--soft);font-weight:600;}.under.svelte-1ecqen9 {margin:6px 0 0;}.readout.svelte-1ecqen9 {margin:6px 0 0;min-height:3.2em;font-size:0.9rem;font-variant-numeric:tabular-nums;}.place.svelte-1ecqen9 {color:var(--soft);margin-right:8px;}.guess.svelte-1ecqen9 {display:inline-block;margin-right:14px;white-space:nowrap;}.answer.svelte-1ecqen9 {color:var(--blue);}.hint.svelte-1ecqen9 {color:var(--faint);}code.svelte-1ecqen9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Pc(t, e) {
  Ve(e, !0), et(t, Nc);
  let n = rt(e, "state", 15);
  const a = 22, s = 46, l = tr();
  let i, o = /* @__PURE__ */ Se(0), c = /* @__PURE__ */ Se(800), f = /* @__PURE__ */ Se(null);
  const h = /* @__PURE__ */ M(() => e.part.tokens.length), u = /* @__PURE__ */ M(() => Math.max(46, Math.min(76, Math.floor((r(c) - s) / r(h))))), v = /* @__PURE__ */ M(() => e.part.layers.length), p = /* @__PURE__ */ M(() => e.part.probabilities.shape[2]), g = /* @__PURE__ */ M(() => n()?.cell ?? null), S = /* @__PURE__ */ M(() => !!n()?.byAnswer && e.part.answer_probability !== void 0), x = /* @__PURE__ */ M(() => r(f) ?? r(g)), y = /* @__PURE__ */ M(() => Math.max(0, Math.floor(r(o) / r(u)) - 3)), T = /* @__PURE__ */ M(() => Math.min(r(h), Math.ceil((r(o) + r(c)) / r(u)) + 3)), q = /* @__PURE__ */ M(() => Array.from({ length: Math.max(0, r(T) - r(y)) }, (B, Q) => r(y) + Q)), k = /* @__PURE__ */ M(() => Array.from({ length: r(v) }, (B, Q) => r(v) - 1 - Q));
  Ft(() => {
    i && n()?.cell === void 0 && (i.scrollLeft = Math.ceil(Math.max(0, s + r(
      h
      // what decides is mostly at the end
    ) * r(u) - i.clientWidth) / r(u)) * r(u));
  });
  const _ = (B, Q) => r(S) ? e.part.answer_probability.values[B * r(h) + Q] : e.part.probabilities.values[(B * r(h) + Q) * r(p)], N = (B, Q) => e.part.top[B][Q][0] ?? "";
  function D(B, Q) {
    const ce = ur(_(B, Q), 1, "sequential", l.dark);
    return ce ? `background:${$r(ce)};color:${Vn(ce)}` : "";
  }
  function z(B) {
    const Q = B.target.closest("[data-layer]");
    return Q ? { layer: Number(Q.dataset.layer), pos: Number(Q.dataset.pos) } : null;
  }
  function F(B) {
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
      ve < i.scrollLeft ? i.scrollLeft = ve : de > i.scrollLeft + i.clientWidth && (i.scrollLeft = de - i.clientWidth);
    } else if (B.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, ...r(g) });
    else if (B.key === "Escape")
      F(null), re(f, null);
    else return;
    B.preventDefault();
  }
  var ne = qc(), Ee = ze(ne);
  {
    var Ae = (B) => {
      var Q = Mc(), ce = H(Q), ue = b(ce);
      O(
        (ve) => {
          Jl(ce, r(S)), C(ue, ` shade by the probability of ${ve ?? ""}`);
        },
        [
          () => e.part.answer ? Ye(e.part.answer) : "the answer"
        ]
      ), oe("change", ce, (ve) => n({ ...n(), byAnswer: ve.currentTarget.checked })), w(B, Q);
    };
    $(Ee, (B) => {
      e.part.answer_probability && B(Ae);
    });
  }
  var se = b(Ee, 2), fe = H(se);
  let te;
  var ae = H(fe);
  De(ae, "", {}, { width: "46px" }), we(ae, 22, () => r(k), (B) => B, (B, Q, ce) => {
    var ue = va();
    let ve, de;
    var ke = U(ue, !0);
    O(() => {
      j(ue, "title", e.part.decided_at === Q ? "the answer leads for good from here" : void 0), ve = Qe(ue, 1, "svelte-1ecqen9", null, ve, { decided: e.part.decided_at === Q }), de = De(ue, "", de, { top: `${r(ce) * a}px` }), C(ke, e.part.layers[Q]);
    }), w(B, ue);
  });
  var Te = b(ae, 2);
  we(Te, 16, () => r(q), (B) => B, (B, Q) => {
    var ce = zc();
    let ue;
    var ve = H(ce);
    we(ve, 18, () => r(k), (be) => be, (be, E, I) => {
      var P = va();
      let J;
      var ee = U(P, !0);
      O(
        (pe, Pe) => {
          J = Qe(P, 1, "cell svelte-1ecqen9", null, J, {
            at: r(f)?.layer === E && r(f)?.pos === Q,
            locked: r(g)?.layer === E && r(g)?.pos === Q
          }), j(P, "data-layer", E), j(P, "data-pos", Q), De(P, `top:${r(I) * a}px;${pe ?? ""}`), C(ee, Pe);
        },
        [
          () => D(E, Q),
          () => zt(N(E, Q), Math.floor(r(u) / 7.5))
        ]
      ), w(be, P);
    });
    var de = b(ve, 2);
    let ke;
    var qe = U(de, !0);
    O(
      (be) => {
        ue = De(ce, "", ue, {
          left: `${s + Q * r(u)}px`,
          width: `${r(u) - 2}px`
        }), ke = De(de, "", ke, { top: `${r(v) * a}px` }), C(qe, be);
      },
      [
        () => zt(e.part.tokens[Q], Math.floor(r(u) / 7))
      ]
    ), w(B, ce);
  }), er(se, (B) => i = B, () => i);
  var _e = b(se, 2), Ie = H(_e);
  {
    let B = /* @__PURE__ */ M(() => r(S) ? "probability of the answer" : "probability of the token shown");
    en(Ie, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(B);
      }
    });
  }
  var Re = b(_e, 2), W = H(Re);
  {
    var Z = (B) => {
      var Q = Tc(), ce = ze(Q), ue = H(ce), ve = b(ue), de = U(ve, !0), ke = b(ce, 2);
      we(ke, 17, () => e.part.top[r(x).layer][r(x).pos], Fe, (E, I, P) => {
        var J = Ec(), ee = H(J), pe = U(ee, !0), Pe = b(ee);
        O(
          (Le, Be) => {
            C(pe, Le), C(Pe, ` ${Be ?? ""}`);
          },
          [
            () => Ye(r(I)),
            () => Ne(e.part.probabilities.values[(r(x).layer * r(h) + r(x).pos) * r(p) + P])
          ]
        ), w(E, J);
      });
      var qe = b(ke, 2);
      {
        var be = (E) => {
          var I = Sc(), P = U(I);
          O(
            (J, ee) => C(P, `${J ?? ""}
        ${ee ?? ""}`),
            [
              () => e.part.answer ? Ye(e.part.answer) : "answer",
              () => Ne(e.part.answer_probability.values[r(x).layer * r(h) + r(x).pos])
            ]
          ), w(E, I);
        };
        $(qe, (E) => {
          e.part.answer_probability && E(be);
        });
      }
      O(
        (E) => {
          C(ue, `layer ${e.part.layers[r(x).layer] ?? ""}, position ${r(x).pos ?? ""} `), C(de, E);
        },
        [() => Ye(e.part.tokens[r(x).pos])]
      ), w(B, Q);
    }, ie = (B) => {
      var Q = Ac();
      w(B, Q);
    };
    $(W, (B) => {
      r(x) ? B(Z) : B(ie, -1);
    });
  }
  O(() => te = De(fe, "", te, {
    width: `${s + r(h) * r(u)}px`,
    height: `${(r(v) + 1) * a + 4}px`
  })), Ke("scroll", se, () => re(o, i.scrollLeft, !0)), oe("keydown", se, G), oe("click", se, (B) => F(z(B))), oe("pointermove", se, (B) => re(f, z(B), !0)), Ke("pointerleave", se, () => re(f, null)), Or(se, "clientWidth", (B) => re(c, B)), w(t, ne), Xe();
}
xt(["change", "keydown", "click", "pointermove"]);
var Rc = /* @__PURE__ */ R('<p class="how svelte-1urrham"> </p>'), Cc = /* @__PURE__ */ R('<details class="svelte-1urrham"><summary class="svelte-1urrham"> </summary> <!></details>'), Oc = /* @__PURE__ */ R("<section><!> <!> <!> <!></section>");
const Lc = {
  hash: "svelte-1urrham",
  code: `section.svelte-1urrham {background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:22px 24px 24px;margin:18px 0;min-width:0;}section.inner.svelte-1urrham {background:none;border:0;border-radius:0;padding:0;margin:22px 0 0;}.title.svelte-1urrham {font-size:1.18rem;line-height:1.3;font-weight:650;margin:0 0 0.25em;}.inner.svelte-1urrham > .title:where(.svelte-1urrham) {font-size:1rem;}.how.svelte-1urrham {color:var(--soft);margin:0 0 1.1em;max-width:72ch;}details.svelte-1urrham {margin-top:14px;}summary.svelte-1urrham {cursor:pointer;color:var(--soft);width:fit-content;border-radius:4px;}summary.svelte-1urrham:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}
  @media (max-width: 560px) {section.svelte-1urrham {padding:16px 14px 18px;}
  }`
};
function Dc(t, e) {
  Ve(e, !0), et(t, Lc);
  const n = (g, S = Er, x = Er) => {
    var y = $t(), T = ze(y);
    we(T, 17, S, Fe, (q, k, _) => {
      var N = () => r(l)[`${x()}${_}`], D = (z) => i(`${x()}${_}`, z);
      {
        let z = /* @__PURE__ */ M(() => s() + 1);
        Vr(q, {
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
            return r(z);
          },
          get state() {
            return N();
          },
          set state(F) {
            D(F);
          }
        });
      }
    }), w(g, y);
  };
  let a = rt(e, "state", 15), s = rt(e, "level", 3, 2);
  const l = /* @__PURE__ */ M(() => a()?.parts ?? {}), i = (g, S) => {
    a({ ...a(), parts: { ...r(l), [g]: S } });
  };
  var o = Oc();
  let c;
  var f = H(o);
  Hl(f, () => `h${Math.min(s(), 6)}`, !1, (g, S) => {
    Qe(g, 0, "title svelte-1urrham");
    var x = ss();
    O(() => C(x, e.part.title)), w(S, x);
  });
  var h = b(f, 2);
  {
    var u = (g) => {
      var S = Rc(), x = U(S, !0);
      O(() => C(x, e.part.how)), w(g, S);
    };
    $(h, (g) => {
      e.part.how && g(u);
    });
  }
  var v = b(h, 2);
  n(v, () => e.part.parts, () => "");
  var p = b(v, 2);
  we(p, 17, () => e.part.details ?? [], Fe, (g, S, x) => {
    var y = Cc(), T = H(y), q = U(T, !0), k = b(T, 2);
    n(k, () => r(S).parts, () => `d${x}.`), O(() => C(q, r(S).title)), w(g, y);
  }), O(() => c = Qe(o, 1, "svelte-1urrham", null, c, { inner: s() > 2 })), w(t, o), Xe();
}
var Fc = /* @__PURE__ */ R('<th><button class="svelte-1l35377"> <span class="mark svelte-1l35377" aria-hidden="true"> </span></button></th>'), Ic = /* @__PURE__ */ R("<b> </b>"), jc = /* @__PURE__ */ R('<code class="svelte-1l35377"> </code>'), Hc = /* @__PURE__ */ R("<td><!></td>"), Bc = /* @__PURE__ */ R("<tr></tr>"), Uc = /* @__PURE__ */ R('<button class="more svelte-1l35377"> </button>'), Wc = /* @__PURE__ */ R('<div class="scroll svelte-1l35377" tabindex="0" role="group" aria-label="table"><table class="svelte-1l35377"><thead><tr></tr></thead><tbody></tbody></table></div> <!>', 1);
const Yc = {
  hash: "svelte-1l35377",
  code: `.scroll.svelte-1l35377 {overflow-x:auto;border-radius:4px;}.scroll.svelte-1l35377:focus-visible,
  button.svelte-1l35377:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}table.svelte-1l35377 {border-collapse:collapse;font-size:0.93rem;min-width:min(100%, 320px);}th.svelte-1l35377,
  td.svelte-1l35377 {text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;max-width:56ch;overflow-wrap:break-word;}.n.svelte-1l35377 {text-align:right;font-variant-numeric:tabular-nums;}th.svelte-1l35377 button:where(.svelte-1l35377) {all:unset;cursor:pointer;font-weight:600;font-size:0.88rem;color:var(--soft);white-space:nowrap;}th.svelte-1l35377 button:where(.svelte-1l35377):focus-visible {outline:2px solid var(--focus);border-radius:3px;}.mark.svelte-1l35377 {display:inline-block;width:1em;text-align:center;}.choose.svelte-1l35377 {cursor:pointer;}.choose.svelte-1l35377:hover td:where(.svelte-1l35377) {background:var(--sunk);}code.svelte-1l35377 {font-family:var(--mono);font-size:0.92em;white-space:pre;}.grade.svelte-1l35377 {font-weight:600;}.grade.observed.svelte-1l35377 {color:var(--warn);}.grade.causal.svelte-1l35377,
  .grade.verified.svelte-1l35377 {color:var(--good);}
  @media (max-width: 560px) {table.svelte-1l35377 {font-size:0.88rem;width:100%;}th.svelte-1l35377,
    td.svelte-1l35377 {padding-right:10px;}th.svelte-1l35377:last-child,
    td.svelte-1l35377:last-child {padding-right:0;}
  }.more.svelte-1l35377 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}`
};
function Gc(t, e) {
  Ve(e, !0), et(t, Yc);
  let n = rt(e, "state", 15);
  const a = 200, s = /* @__PURE__ */ M(() => n()?.by), l = /* @__PURE__ */ M(() => !!n()?.down), i = /* @__PURE__ */ M(() => n()?.shown ?? a), o = /* @__PURE__ */ M(() => {
    const q = e.part.rows.map((k, _) => _);
    return r(s) === void 0 ? q : q.sort((k, _) => c(e.part.rows[k][r(s)], e.part.rows[_][r(s)], r(l) ? -1 : 1));
  });
  function c(q, k, _) {
    return q === k ? 0 : q === null ? 1 : k === null ? -1 : _ * (typeof q == "number" && typeof k == "number" ? q - k : String(q).localeCompare(String(k)));
  }
  function f(q) {
    const k = e.part.columns[q].kind === "number";
    n({
      ...n(),
      by: q,
      down: r(s) === q ? !r(l) : k
    });
  }
  function h(q, k) {
    return q === null ? "–" : k === "token" ? Ye(String(q)) : typeof q == "number" ? Ne(q) : q;
  }
  var u = Wc(), v = ze(u), p = H(v), g = H(p), S = H(g);
  we(S, 21, () => e.part.columns, Fe, (q, k, _) => {
    var N = Fc();
    let D;
    var z = H(N), F = H(z), G = b(F), ne = U(G, !0);
    O(() => {
      j(N, "aria-sort", r(s) === _ ? r(l) ? "descending" : "ascending" : void 0), D = Qe(N, 1, "svelte-1l35377", null, D, { n: r(k).kind === "number" }), j(z, "aria-label", r(k).title ? void 0 : "row"), C(F, r(k).title), C(ne, r(s) === _ ? r(l) ? "↓" : "↑" : "");
    }), oe("click", z, () => f(_)), w(q, N);
  });
  var x = b(g);
  we(x, 20, () => r(o).slice(0, r(i)), (q) => q, (q, k) => {
    var _ = Bc();
    let N;
    we(_, 21, () => e.part.columns, Fe, (D, z, F) => {
      var G = Hc();
      let ne;
      var Ee = H(G);
      {
        var Ae = (te) => {
          var ae = Ic(), Te = U(ae, !0);
          O(
            (_e) => {
              Qe(ae, 1, `grade ${e.part.rows[k][F] ?? ""}`, "svelte-1l35377"), C(Te, _e);
            },
            [() => h(e.part.rows[k][F], r(z).kind)]
          ), w(te, ae);
        }, se = (te) => {
          var ae = jc(), Te = U(ae, !0);
          O((_e) => C(Te, _e), [() => h(e.part.rows[k][F], r(z).kind)]), w(te, ae);
        }, fe = (te) => {
          var ae = ss();
          O((Te) => C(ae, Te), [() => h(e.part.rows[k][F], r(z).kind)]), w(te, ae);
        };
        $(Ee, (te) => {
          r(z).kind === "grade" ? te(Ae) : r(z).kind === "token" ? te(se, 1) : te(fe, -1);
        });
      }
      O(() => ne = Qe(G, 1, "svelte-1l35377", null, ne, { n: r(z).kind === "number" })), w(D, G);
    }), O(() => N = Qe(_, 1, "svelte-1l35377", null, N, { choose: e.onSelect })), oe("click", _, () => e.onSelect?.({ part: e.part, row: k })), w(q, _);
  });
  var y = b(v, 2);
  {
    var T = (q) => {
      var k = Uc(), _ = U(k);
      O((N) => C(_, `show more (${N ?? ""} left)`), [() => Ne(e.part.rows.length - r(i))]), oe("click", k, () => n({ ...n(), shown: r(i) + a })), w(q, k);
    };
    $(y, (q) => {
      e.part.rows.length > r(i) && q(T);
    });
  }
  w(t, u), Xe();
}
xt(["click"]);
var Vc = /* @__PURE__ */ R('<blockquote class="svelte-1welwi2"> </blockquote>'), Xc = /* @__PURE__ */ R("<p> </p>");
const Kc = {
  hash: "svelte-1welwi2",
  code: `p.svelte-1welwi2,
  blockquote.svelte-1welwi2 {max-width:72ch;margin:0.5em 0;white-space:pre-wrap;overflow-wrap:anywhere;}.soft.svelte-1welwi2 {color:var(--soft);font-size:0.94rem;}blockquote.svelte-1welwi2 {margin-left:0;padding-left:14px;border-left:3px solid var(--line);}`
};
function Zc(t, e) {
  Ve(e, !0), et(t, Kc);
  var n = $t(), a = ze(n);
  {
    var s = (i) => {
      var o = Vc(), c = U(o, !0);
      O(() => C(c, e.part.text)), w(i, o);
    }, l = (i) => {
      var o = Xc();
      let c;
      var f = U(o, !0);
      O(() => {
        c = Qe(o, 1, "svelte-1welwi2", null, c, { soft: e.part.tone === "soft" }), C(f, e.part.text);
      }), w(i, o);
    };
    $(a, (i) => {
      e.part.tone === "quote" ? i(s) : i(l, -1);
    });
  }
  w(t, n), Xe();
}
var Jc = /* @__PURE__ */ R("<p> </p>");
function Vr(t, e) {
  Ve(e, !0);
  let n = rt(e, "state", 15), a = rt(e, "level", 3, 2);
  var s = $t(), l = ze(s);
  {
    var i = (_) => {
      Dc(_, {
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
    }, o = (_) => {
      jo(_, {
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
    }, c = (_) => {
      Zc(_, {
        get part() {
          return e.part;
        }
      });
    }, f = (_) => {
      oi(_, {
        get part() {
          return e.part;
        }
      });
    }, h = (_) => {
      Gc(_, {
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
    }, u = (_) => {
      _o(_, {
        get part() {
          return e.part;
        }
      });
    }, v = (_) => {
      Qo(_, {
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
    }, p = (_) => {
      vs(_, {
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
    }, g = (_) => {
      Pc(_, {
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
    }, S = (_) => {
      Gi(_, {
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
    }, x = (_) => {
      so(_, {
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
    }, y = (_) => {
      Ci(_, {
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
    }, T = (_) => {
      Ro(_, {
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
    }, q = (_) => {
      kc(_, {
        get part() {
          return e.part;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, k = (_) => {
      var N = Jc(), D = U(N);
      O(() => C(D, `This page has a part that this version cannot draw: ${e.part.part ?? ""}`)), w(_, N);
    };
    $(l, (_) => {
      e.part.part === "section" ? _(i) : e.part.part === "group" ? _(o, 1) : e.part.part === "text" ? _(c, 2) : e.part.part === "answer" ? _(f, 3) : e.part.part === "table" ? _(h, 4) : e.part.part === "finding" ? _(u, 5) : e.part.part === "heat_map" ? _(v, 6) : e.part.part === "token_strip" ? _(p, 7) : e.part.part === "lens_grid" ? _(g, 8) : e.part.part === "bars" ? _(S, 9) : e.part.part === "curves" ? _(x, 10) : e.part.part === "attention" ? _(y, 11) : e.part.part === "graph" ? _(T, 12) : e.part.part === "latent_card" ? _(q, 13) : _(k, -1);
    });
  }
  w(t, s), Xe();
}
var Qc = /* @__PURE__ */ R('<p class="svelte-1brgrom"> </p>'), $c = /* @__PURE__ */ R('<dt class="svelte-1brgrom"> </dt> <dd class="svelte-1brgrom"><code class="svelte-1brgrom"> </code></dd>', 1), ef = /* @__PURE__ */ R('<details><summary class="svelte-1brgrom">How to make this again</summary> <dl class="svelte-1brgrom"></dl></details>'), tf = /* @__PURE__ */ R('<main class="svelte-1brgrom"><header class="svelte-1brgrom"><div><h1 class="svelte-1brgrom"> </h1> <!></div> <button class="svelte-1brgrom"><span aria-hidden="true">◐</span> </button></header> <!> <!></main>');
const rf = {
  hash: "svelte-1brgrom",
  code: `main.svelte-1brgrom {max-width:1040px;margin:0 auto;padding:32px 22px 48px;box-sizing:border-box;}header.svelte-1brgrom {display:flex;gap:20px;align-items:start;justify-content:space-between;margin-bottom:22px;}h1.svelte-1brgrom {font-size:1.55rem;line-height:1.25;font-weight:680;letter-spacing:-0.01em;margin:0;overflow-wrap:anywhere;white-space:pre-wrap;}header.svelte-1brgrom p:where(.svelte-1brgrom) {color:var(--soft);margin:0.35em 0 0;max-width:68ch;}button.svelte-1brgrom {font:inherit;font-size:0.9rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px;cursor:pointer;white-space:nowrap;}button.svelte-1brgrom:focus-visible,
  summary.svelte-1brgrom:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}summary.svelte-1brgrom {cursor:pointer;color:var(--soft);width:fit-content;margin-top:22px;}dl.svelte-1brgrom {display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:0.9rem;}dt.svelte-1brgrom {color:var(--soft);}dd.svelte-1brgrom {margin:0;min-width:0;overflow-wrap:anywhere;}code.svelte-1brgrom {font-family:var(--mono);font-size:0.93em;}
  @media (max-width: 560px) {main.svelte-1brgrom {padding:20px 12px 36px;}dl.svelte-1brgrom {grid-template-columns:1fr;}
  }`
};
function nf(t, e) {
  Ve(e, !0), et(t, rf);
  const n = tr(), a = /* @__PURE__ */ M(() => Object.entries(e.page.provenance ?? {}).sort(([y], [T]) => +(T === "command") - +(y === "command"))), s = (y) => typeof y == "string" ? y : JSON.stringify(y);
  var l = tf(), i = H(l), o = H(i), c = H(o), f = U(c, !0), h = b(c, 2);
  {
    var u = (y) => {
      var T = Qc(), q = U(T, !0);
      O(() => C(q, e.page.subtitle)), w(y, T);
    };
    $(h, (y) => {
      e.page.subtitle && y(u);
    });
  }
  var v = b(o, 2), p = b(H(v)), g = b(i, 2);
  we(g, 17, () => e.page.parts, Fe, (y, T) => {
    Vr(y, {
      get part() {
        return r(T);
      },
      get onTry() {
        return e.onTry;
      }
    });
  });
  var S = b(g, 2);
  {
    var x = (y) => {
      var T = ef(), q = b(H(T), 2);
      we(q, 21, () => r(a), ([k, _]) => k, (k, _) => {
        var N = /* @__PURE__ */ M(() => qr(r(_), 2));
        let D = () => r(N)[0], z = () => r(N)[1];
        var F = $c(), G = ze(F), ne = U(G, !0), Ee = b(G, 2), Ae = H(Ee), se = U(Ae, !0);
        O(
          (fe) => {
            C(ne, D()), C(se, fe);
          },
          [() => s(z())]
        ), w(k, F);
      }), w(y, T);
    };
    $(S, (y) => {
      e.page.provenance && y(x);
    });
  }
  O(() => {
    C(f, e.page.title), j(v, "aria-label", `switch to ${n.dark ? "light" : "dark"} colours`), C(p, ` ${n.dark ? "light" : "dark"}`);
  }), oe("click", v, () => n.toggle()), w(t, l), Xe();
}
xt(["click"]);
var af = /* @__PURE__ */ R('<p role="alert" class="svelte-9tpkvn"> </p>'), sf = /* @__PURE__ */ R('<p role="status" class="svelte-9tpkvn">…</p>');
const lf = {
  hash: "svelte-9tpkvn",
  code: "p.svelte-9tpkvn {margin:2rem;}"
};
function of(t, e) {
  Ve(e, !0), et(t, lf);
  const n = hi(new fs(e.host));
  ni(() => n.destroy());
  const a = e.host.parentElement === document.body;
  Ft(() => {
    n.dark, a && (document.documentElement.style.background = getComputedStyle(e.host).getPropertyValue("--bg"));
  });
  var s = $t(), l = ze(s);
  {
    var i = (f) => {
      var h = af(), u = U(h, !0);
      O(() => C(u, e.shown.problem)), w(f, h);
    }, o = (f) => {
      nf(f, {
        get page() {
          return e.shown.page;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, c = (f) => {
      var h = sf();
      w(f, h);
    };
    $(l, (f) => {
      e.shown.problem ? f(i) : e.shown.page ? f(o, 1) : f(c, -1);
    });
  }
  w(t, s), Xe();
}
const cf = ':root,:host{color-scheme:light;--bg: #fbfaf7;--card: #ffffff;--sunk: #f3f2ee;--ink: #1b2025;--soft: #57616b;--faint: #666f77;--line: #e2e1dc;--focus: #1f5fa8;--blue: #1f5fa8;--orange: #b8530c;--teal: #0b6f6f;--good: #17683a;--good-soft: #e4f2e9;--warn: #855700;--warn-soft: #f8efdc;--bad: #a52a2a;--radius: 10px;--font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace}@media(prefers-color-scheme:dark){:root:not([data-theme=light]),:host(:not([data-theme="light"])){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}}:root[data-theme=dark],:host([data-theme="dark"]){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}:host{display:block;background:var(--bg);color:var(--ink);font:16px/1.55 var(--font)}';
async function ff(t) {
  if (t?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(t?.cutaway)}); make it again`);
  const e = await Promise.all(t.arrays.map(uf));
  return qn(t.page, e);
}
async function uf(t) {
  const e = await df(vf(t.data));
  return { shape: t.shape, values: hf(t, e) };
}
function vf(t) {
  const e = atob(t), n = new Uint8Array(e.length);
  for (let a = 0; a < e.length; a++) n[a] = e.charCodeAt(a);
  return n;
}
async function df(t) {
  const e = new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(e).arrayBuffer();
}
function hf(t, e) {
  const { dtype: n, scale: a = 1, offset: s = 0 } = t;
  if (n === "float32") return new Float32Array(e);
  if (n === "int32") return new Float32Array(new Int32Array(e));
  if (n === "uint8") return da(new Uint8Array(e), 256, (l) => l === 255 ? NaN : l * a + s);
  if (n === "float16") return da(new Uint16Array(e), 65536, pf);
  throw new Error(`numbers of type ${String(n)} cannot be read; make the page again`);
}
function da(t, e, n) {
  const a = new Float32Array(t.length);
  if (t.length < e) for (let s = 0; s < t.length; s++) a[s] = n(t[s]);
  else {
    const s = Float32Array.from({ length: e }, (l, i) => n(i));
    for (let l = 0; l < t.length; l++) a[l] = s[t[l]];
  }
  return a;
}
function pf(t) {
  const e = t & 32768 ? -1 : 1, n = t >> 10 & 31, a = t & 1023;
  return n === 0 ? e * a * 2 ** -24 : n === 31 ? a ? NaN : e * (1 / 0) : e * (1 + a / 1024) * 2 ** (n - 15);
}
function qn(t, e) {
  if (Array.isArray(t)) return t.map((a) => qn(a, e));
  if (t === null || typeof t != "object") return t;
  const n = t.$array;
  return typeof n == "number" ? e[n] : Object.fromEntries(Object.entries(t).map(([a, s]) => [a, qn(s, e)]));
}
class gf {
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
    ff(e).then(
      (a) => {
        n === this.#e && (this.page = a, this.problem = null);
      },
      (a) => {
        n === this.#e && (this.problem = a instanceof Error ? a.message : String(a));
      }
    );
  }
}
function mf(t, e, { onTry: n } = {}) {
  const a = t.shadowRoot ?? t.attachShadow({ mode: "open" }), s = document.createElement("style");
  s.textContent = cf;
  const l = document.createElement("div");
  a.replaceChildren(s, l);
  const i = new gf(e), o = Rl(of, { target: l, props: { shown: i, host: t, onTry: n } });
  return {
    update: (c) => i.show(c),
    destroy: () => {
      Ol(o), a.replaceChildren();
    }
  };
}
function _f({ model: t, el: e }) {
  const n = () => JSON.parse(t.get("payload")), a = /* @__PURE__ */ new Map();
  let s = 0;
  const l = async (h, u) => {
    const v = Math.random() + s++, p = await new Promise((S) => {
      a.set(v, S), t.send({ try: v, name: h, text: u });
    });
    if (p.problem !== void 0) throw new Error(p.problem);
    const g = Float32Array.from(p.values ?? []);
    return { tokens: p.tokens ?? [], values: { shape: [g.length], values: g } };
  }, i = (h) => {
    a.get(h?.tried)?.(h), a.delete(h?.tried);
  }, o = document.createElement("div");
  e.replaceChildren(o);
  const c = mf(o, n(), t.get("tries") ? { onTry: l } : {}), f = () => c.update(n());
  return t.on("change:payload", f), t.on("msg:custom", i), () => {
    t.off("change:payload", f), t.off("msg:custom", i), c.destroy();
  };
}
const xf = { render: _f };
export {
  xf as default
};
