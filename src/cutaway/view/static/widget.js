var ha = Array.isArray, gs = Array.prototype.indexOf, zr = Array.prototype.includes, Kr = Array.from, pa = Object.defineProperty, ar = Object.getOwnPropertyDescriptor, ga = Object.getOwnPropertyDescriptors, ms = Object.prototype, _s = Array.prototype, Nn = Object.getPrototypeOf, Xn = Object.isExtensible;
const Er = () => {
};
function bs(t) {
  for (var e = 0; e < t.length; e++)
    t[e]();
}
function ma() {
  var t, e, n = new Promise((a, s) => {
    t = a, e = s;
  });
  return { promise: n, resolve: t, reject: e };
}
function Nr(t, e) {
  if (Array.isArray(t))
    return t;
  if (!(Symbol.iterator in t))
    return Array.from(t);
  const n = [];
  for (const a of t)
    if (n.push(a), n.length === e) break;
  return n;
}
const rt = 2, ir = 4, Zr = 8, _a = 1 << 24, pt = 16, bt = 32, jt = 64, mn = 128, Pn = 256, _t = 512, Ye = 1024, Ie = 2048, ct = 4096, at = 8192, et = 16384, vr = 32768, Sr = 1 << 25, Zt = 65536, Br = 1 << 17, xs = 1 << 18, dr = 1 << 19, ws = 1 << 20, Mt = 1 << 25, Ur = 1 << 21, sr = 1 << 22, Dt = 1 << 23, Vt = /* @__PURE__ */ Symbol("$state"), ba = /* @__PURE__ */ Symbol("component"), ys = /* @__PURE__ */ Symbol("legacy props"), ks = /* @__PURE__ */ Symbol(""), xa = /* @__PURE__ */ Symbol("attributes"), _n = /* @__PURE__ */ Symbol("class"), bn = /* @__PURE__ */ Symbol("style"), xn = /* @__PURE__ */ Symbol("text"), jr = /* @__PURE__ */ Symbol("form reset"), Pr = new class extends Error {
  name = "StaleReactionError";
  message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), Ms = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  !!globalThis.document?.contentType && /* @__PURE__ */ globalThis.document.contentType.includes("xml")
), zs = 1, Es = 2, wa = 4, Ss = 8, Ts = 16, As = 1, qs = 4, Ns = 8, Ps = 16, ya = 1, Rs = 2, ka = {}, We = /* @__PURE__ */ Symbol("uninitialized"), Ma = "http://www.w3.org/1999/xhtml", Cs = "http://www.w3.org/2000/svg";
function Os() {
  console.warn("https://svelte.dev/e/derived_inert");
}
function Ls() {
  console.warn("https://svelte.dev/e/svelte_boundary_reset_noop");
}
let Ds = !1;
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
function Fs() {
  throw new Error("https://svelte.dev/e/async_derived_orphan");
}
function Is(t, e, n) {
  throw new Error("https://svelte.dev/e/each_key_duplicate");
}
function js(t) {
  throw new Error("https://svelte.dev/e/effect_in_teardown");
}
function Hs() {
  throw new Error("https://svelte.dev/e/effect_in_unowned_derived");
}
function Bs(t) {
  throw new Error("https://svelte.dev/e/effect_orphan");
}
function Us() {
  throw new Error("https://svelte.dev/e/effect_update_depth_exceeded");
}
function Ws(t) {
  throw new Error("https://svelte.dev/e/props_invalid_value");
}
function Ys() {
  throw new Error("https://svelte.dev/e/state_descriptors_fixed");
}
function Gs() {
  throw new Error("https://svelte.dev/e/state_prototype_fixed");
}
function Vs() {
  throw new Error("https://svelte.dev/e/state_unsafe_mutation");
}
function Xs() {
  throw new Error("https://svelte.dev/e/svelte_boundary_reset_onerror");
}
function Ks(t) {
  let e = t.p;
  for (; e !== null && e.c === null; )
    e = e.p;
  return e?.c ?? null;
}
function Ta(t, e) {
  return t === null && Rn(), t.c ??= new Map(Ks(t) || void 0);
}
let Ve = null;
function or(t) {
  Ve = t;
}
function Zs(t) {
  return (
    /** @type {T} */
    Ta(Ve).get(t)
  );
}
function Js(t, e) {
  return Ta(Ve).set(t, e), e;
}
function Xe(t, e = !1, n) {
  Ve = {
    p: Ve,
    i: !1,
    c: null,
    e: null,
    s: t,
    x: null,
    r: (
      /** @type {Effect} */
      Ee
    ),
    l: null
  };
}
function Ke(t) {
  var e = (
    /** @type {ComponentContext} */
    Ve
  ), n = e.e;
  if (n !== null) {
    e.e = null;
    for (var a of n)
      Ya(a);
  }
  return e.i = !0, Ve = e.p, Cn(t);
}
function Cn(t = {}) {
  return pa(t, ba, { value: !0 }), t;
}
function Aa() {
  return !0;
}
let Yt = [];
function qa() {
  var t = Yt;
  Yt = [], bs(t);
}
function Rt(t) {
  if (Yt.length === 0 && !wr) {
    var e = Yt;
    queueMicrotask(() => {
      e === Yt && qa();
    });
  }
  Yt.push(t);
}
function Qs() {
  for (; Yt.length > 0; )
    qa();
}
const $s = -7169;
function Ue(t, e) {
  t.f = t.f & $s | e;
}
function On(t) {
  (t.f & _t) !== 0 || t.deps === null ? Ue(t, Ye) : Ue(t, ct);
}
function Na(t, e) {
  (t.f & Ie) !== 0 ? e.set(t, Ie) : (t.f & ct) !== 0 && e.get(t) !== Ie && e.set(t, ct), Ue(t, Ye);
}
let Kn = !1;
function el() {
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
            e[jr]?.();
      });
    },
    // In the capture phase to guarantee we get noticed of it (no possibility of stopPropagation)
    { capture: !0 }
  ));
}
function hr(t) {
  var e = ke, n = Ee;
  vt(null), At(null);
  try {
    return t();
  } finally {
    vt(e), At(n);
  }
}
function tl(t, e, n, a = n) {
  t.addEventListener(e, () => hr(n));
  const s = (
    /** @type {any} */
    t[jr]
  );
  s ? t[jr] = () => {
    s(), a(!0);
  } : t[jr] = () => a(!0), el();
}
function rl(t, e, n, a) {
  const s = Tr;
  var l = t.filter((p) => !p.settled), i = e.map(s);
  if (n.length === 0 && l.length === 0) {
    a(i);
    return;
  }
  var o = (
    /** @type {Effect} */
    Ee
  ), c = nl(), f = l.length === 1 ? l[0].promise : l.length > 1 ? Promise.all(l.map((p) => p.promise)) : null;
  function u(p) {
    if ((o.f & et) === 0) {
      c();
      try {
        a([...i, ...p]);
      } catch (g) {
        kt(g, o);
      }
      Wr();
    }
  }
  var v = Pa();
  if (n.length === 0) {
    f.then(() => u([])).finally(v);
    return;
  }
  function h() {
    Promise.all(n.map((p) => /* @__PURE__ */ al(p))).then(u).catch((p) => kt(p, o)).finally(v);
  }
  f ? f.then(() => {
    if ((o.f & et) !== 0) {
      v();
      return;
    }
    c(), h(), Wr();
  }) : h();
}
function nl() {
  var t = (
    /** @type {Effect} */
    Ee
  ), e = ke, n = Ve, a = (
    /** @type {Batch} */
    _e
  );
  return function(l = !0) {
    At(t), vt(e), or(n), l && (t.f & et) === 0 && (a?.activate(), a?.apply());
  };
}
function Wr(t = !0) {
  At(null), vt(null), or(null), t && _e?.deactivate();
}
function Pa() {
  var t = (
    /** @type {Effect} */
    Ee
  ), e = t.b, n = (
    /** @type {Batch} */
    _e
  ), a = !!e?.is_rendered();
  return e?.update_pending_count(1, n), n.increment(a, t), () => {
    e?.update_pending_count(-1, n), n.decrement(a, t);
  };
}
// @__NO_SIDE_EFFECTS__
function Tr(t) {
  var e = rt | Ie;
  return Ee !== null && (Ee.f |= dr), {
    ctx: Ve,
    deps: null,
    effects: null,
    equals: za,
    f: e,
    fn: t,
    reactions: null,
    rv: 0,
    v: (
      /** @type {V} */
      We
    ),
    wv: 0,
    parent: Ee,
    ac: null
  };
}
const _r = /* @__PURE__ */ Symbol("obsolete");
// @__NO_SIDE_EFFECTS__
function al(t, e, n) {
  let a = (
    /** @type {Effect | null} */
    Ee
  );
  a === null && Fs();
  var s = (
    /** @type {Promise<V>} */
    /** @type {unknown} */
    void 0
  ), l = Jt(
    /** @type {V} */
    We
  ), i = !ke, o = /* @__PURE__ */ new Set();
  return _l(() => {
    var c = (
      /** @type {Effect} */
      Ee
    ), f = ma();
    s = f.promise;
    try {
      Promise.resolve(t()).then(f.resolve, (p) => {
        p !== Pr && f.reject(p);
      }).finally(Wr);
    } catch (p) {
      f.reject(p), Wr();
    }
    var u = (
      /** @type {Batch} */
      _e
    );
    if (i) {
      if ((c.f & vr) !== 0)
        var v = Pa();
      if (
        // boundary can be null if the async derived is inside an $effect.root not connected to the component render tree
        a.b?.is_rendered()
      )
        u.async_deriveds.get(c)?.reject(_r);
      else
        for (const p of o.values())
          p.reject(_r);
      o.add(f), u.async_deriveds.set(c, f);
    }
    const h = (p, g = void 0) => {
      v?.(), o.delete(f), g !== _r && (u.activate(), g ? (l.f |= Dt, cr(l, g)) : ((l.f & Dt) !== 0 && (l.f ^= Dt), cr(l, p)), u.deactivate());
    };
    f.promise.then(h, (p) => h(null, p || "unknown"));
  }), Hn(() => {
    for (const c of o)
      c.reject(_r);
  }), new Promise((c) => {
    function f(u) {
      function v() {
        u === s ? c(l) : f(s);
      }
      u.then(v, v);
    }
    f(s);
  });
}
// @__NO_SIDE_EFFECTS__
function y(t) {
  const e = /* @__PURE__ */ Tr(t);
  return Za(e), e;
}
// @__NO_SIDE_EFFECTS__
function Ra(t) {
  const e = /* @__PURE__ */ Tr(t);
  return e.equals = Sa, e;
}
function sl(t) {
  var e = t.effects;
  if (e !== null) {
    t.effects = null;
    for (var n = 0; n < e.length; n += 1)
      lt(
        /** @type {Effect} */
        e[n]
      );
  }
}
function Ln(t) {
  var e, n = Ee, a = t.parent;
  if (!Ct && a !== null && t.v !== We && // if it was never evaluated before, it's guaranteed to fail downstream, so we try to execute instead
  (a.f & (et | at)) !== 0)
    return Os(), t.v;
  At(a);
  try {
    sl(t), e = es(t);
  } finally {
    At(n);
  }
  return e;
}
function Ca(t) {
  var e = Ln(t);
  if (!t.equals(e) && (t.wv = Qa(), (!_e?.is_fork || t.deps === null) && (_e !== null ? (_e.capture(t, e, !0), lr?.capture(t, e, !0)) : t.v = e, t.deps === null))) {
    Ue(t, Ye);
    return;
  }
  Ct || (gt !== null ? (jn() || _e?.is_fork) && gt.set(t, e) : On(t));
}
function ll(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      (e.teardown || e.ac) && (e.teardown?.(), e.ac !== null && hr(() => {
        e.ac.abort(Pr), e.ac = null;
      }), e.fn !== null && (e.teardown = Er), Ar(e, 0), Bn(e));
}
function Oa(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      e.teardown && e.fn !== null && fr(e);
}
let ln = null, rr = null, _e = null, lr = null, gt = null, wn = null, wr = !1, on = !1, yr = null, Hr = null;
var Zn = 0;
let il = 1;
class Ht {
  id = il++;
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
        Ue(s, Ie), n(s);
      for (s of a.m)
        Ue(s, ct), n(s);
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
      if (!((l.f & et) !== 0 || (l.f & (Ie | ct)) === 0)) {
        for (var n = l, a = !1; n.parent !== null; ) {
          n = n.parent;
          var s = n.f;
          if ((s & (jt | bt)) !== 0) {
            if ((s & Ye) === 0) {
              a = !0;
              break;
            }
            n.f ^= Ye;
          }
        }
        a || e.push(n);
      }
    return this.#s = [], e;
  }
  #p() {
    this.started = !0;
    for (const [o, c] of this.#l)
      Ue(o, c), this.schedule(o);
    this.apply();
    for (var e = yr = [], n = [], a = Hr = []; this.#s.length > 0; ) {
      Zn++ > 1e3 && (this.#v(), cl());
      for (const o of this.#f())
        try {
          this.#b(o, e, n);
        } catch (c) {
          throw Fa(o), this.#h() || this.discard(), c;
        }
    }
    if (_e = null, a.length > 0) {
      var s = Ht.ensure();
      for (const o of a)
        s.schedule(o);
    }
    if (yr = null, Hr = null, this.#h()) {
      this.#g(n), this.#g(e);
      for (const [o, c] of this.#o)
        Da(o, c);
      a.length > 0 && /** @type {unknown} */
      _e.#p();
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
      _e
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
    e.f ^= Ye;
    for (var s = e.first; s !== null; ) {
      var l = s.f, i = (l & (bt | jt)) !== 0, o = i && (l & Ye) !== 0, c = o || (l & at) !== 0 || this.#o.has(s);
      if (!c && s.fn !== null) {
        i ? s.f ^= Ye : (l & ir) !== 0 ? n.push(s) : Or(s) && ((l & pt) !== 0 && this.add_dirty_reaction(s, ct), fr(s));
        var f = s.first;
        if (f !== null) {
          s = f;
          continue;
        }
      }
      for (; s !== null; ) {
        var u = s.next;
        if (u !== null) {
          s = u;
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
      if (s !== null && !((a.f & rt) !== 0 && (a.f & (Ie | ct)) === 0))
        for (const o of s) {
          var l = o.f;
          if ((l & rt) !== 0)
            n(
              /** @type {Derived} */
              o
            );
          else {
            var i = (
              /** @type {Effect} */
              o
            );
            l & (sr | pt) && !this.async_deriveds.has(i) && (this.#l.delete(i), Ue(i, Ie), this.schedule(i));
          }
        }
    };
    for (const a of this.current.keys())
      n(a);
    this.oncommit(() => e.discard()), e.#v(), _e = this, this.#p();
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
    e.v !== We && !this.previous.has(e) && this.previous.set(e, e.v), (e.f & Dt) === 0 && (this.current.set(e, [n, a]), gt?.set(e, n)), this.is_fork || (e.v = n);
  }
  activate() {
    _e = this;
  }
  deactivate() {
    _e = null, gt = null;
  }
  flush() {
    try {
      on = !0, _e = this, this.#p();
    } finally {
      Zn = 0, wn = null, yr = null, Hr = null, on = !1, _e = null, gt = null, Et.clear();
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
    for (let v = ln; v !== null; v = v.next) {
      var e = v.id < this.id, n = [];
      for (const [h, [p, g]] of this.current) {
        if (v.current.has(h)) {
          var a = (
            /** @type {[any, boolean]} */
            v.current.get(h)[0]
          );
          if (e && p !== a)
            v.current.set(h, [p, g]);
          else
            continue;
        }
        n.push(h);
      }
      if (e)
        for (const [h, p] of this.async_deriveds) {
          const g = v.async_deriveds.get(h);
          g && p.promise.then(g.resolve).catch(g.reject);
        }
      var s = [...v.current.keys()].filter(
        (h) => !/** @type {[any, boolean]} */
        v.current.get(h)[1]
      );
      if (!(!v.started || s.length === 0)) {
        var l = s.filter((h) => !this.current.has(h));
        if (l.length === 0)
          e && v.discard();
        else if (n.length > 0) {
          if (e)
            for (const h of this.#d)
              v.unskip_effect(h, (p) => {
                (p.f & (pt | sr)) !== 0 ? v.schedule(p) : v.#g([p]);
              });
          v.activate();
          var i = /* @__PURE__ */ new Set(), o = /* @__PURE__ */ new Map();
          for (var c of n)
            La(c, l, i, o);
          o = /* @__PURE__ */ new Map();
          var f = [...v.current].filter(([h, p]) => {
            const g = this.current.get(h);
            return g ? g[0] !== p[0] || g[1] !== p[1] : !0;
          }).map(([h]) => h);
          if (f.length > 0)
            for (const h of this.#i)
              (h.f & (et | at | Br)) === 0 && Dn(h, f, o) && ((h.f & (sr | pt)) !== 0 ? (Ue(h, Ie), v.schedule(h)) : v.add_dirty_reaction(h, Ie));
          if (v.#s.length > 0 && !v.#c) {
            v.apply();
            for (var u of v.#f())
              v.#b(u, [], []);
          }
          v.deactivate();
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
    this.#c || (this.#c = !0, Rt(() => {
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
    (n === Ie || this.#l.get(e) !== Ie) && this.#l.set(e, n);
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
    if (_e === null) {
      const e = _e = new Ht();
      !on && !wr && Rt(() => {
        e.started || e.flush();
      });
    }
    return _e;
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
    if (wn = e, e.b?.is_pending && (e.f & (ir | Zr | _a)) !== 0 && (e.f & vr) === 0) {
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
function ol(t) {
  var e = wr, n = lr;
  lr = null, wr = !0;
  try {
    for (var a; ; ) {
      if (Qs(), _e === null)
        return (
          /** @type {T} */
          a
        );
      _e.flush();
    }
  } finally {
    wr = e, lr = n;
  }
}
function cl() {
  try {
    Us();
  } catch (t) {
    kt(t, wn);
  }
}
let Pt = null;
function Jn(t) {
  var e = t.length;
  if (e !== 0) {
    for (var n = 0; n < e; ) {
      var a = t[n++];
      if ((a.f & (et | at)) === 0 && Or(a) && (Pt = /* @__PURE__ */ new Set(), fr(a), a.deps === null && a.first === null && a.nodes === null && a.teardown === null && a.ac === null && Va(a), Pt?.size > 0)) {
        Et.clear();
        for (const s of Pt) {
          if ((s.f & (et | at)) !== 0) continue;
          const l = [s];
          let i = s.parent;
          for (; i !== null; )
            Pt.has(i) && (Pt.delete(i), l.push(i)), i = i.parent;
          for (let o = l.length - 1; o >= 0; o--) {
            const c = l[o];
            (c.f & (et | at)) === 0 && fr(c);
          }
        }
        Pt.clear();
      }
    }
    Pt = null;
  }
}
function La(t, e, n, a) {
  if (!n.has(t) && (n.add(t), t.reactions !== null))
    for (const s of t.reactions) {
      const l = s.f;
      (l & rt) !== 0 ? La(
        /** @type {Derived} */
        s,
        e,
        n,
        a
      ) : (l & (sr | pt)) !== 0 && (l & Ie) === 0 && Dn(s, e, a) && (Ue(s, Ie), Fn(
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
      if ((s.f & rt) !== 0 && Dn(
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
  _e.schedule(t);
}
function Da(t, e) {
  if (!((t.f & bt) !== 0 && (t.f & Ye) !== 0)) {
    (t.f & Ie) !== 0 ? e.d.push(t) : (t.f & ct) !== 0 && e.m.push(t), Ue(t, Ye);
    for (var n = t.first; n !== null; )
      Da(n, e), n = n.next;
  }
}
function Fa(t) {
  Ue(t, Ye);
  for (var e = t.first; e !== null; )
    Fa(e), e = e.next;
}
let Yr = /* @__PURE__ */ new Set();
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
function Ne(t, e) {
  const n = Jt(t);
  return Za(n), n;
}
// @__NO_SIDE_EFFECTS__
function fl(t, e = !1, n = !0) {
  const a = Jt(t);
  return e || (a.equals = Sa), a;
}
function se(t, e, n = !1) {
  ke !== null && // since we are untracking the function inside `$inspect.with` we need to add this check
  // to ensure we error if state is set inside an inspect effect
  (!mt || (ke.f & Br) !== 0) && Aa() && (ke.f & (rt | pt | sr | Br)) !== 0 && (Tt === null || !Tt.has(t)) && Vs();
  let a = n ? nr(e) : e;
  return cr(t, a, Hr);
}
var Wt = null, yn = 0;
function cr(t, e, n = null) {
  if (!t.equals(e)) {
    Ct ? Et.set(t, e) : Et.has(t) || Et.set(t, t.v);
    var a = Ht.ensure();
    if (a.capture(t, e), (t.f & rt) !== 0) {
      const s = (
        /** @type {Derived} */
        t
      );
      (t.f & Ie) !== 0 && Ln(s), gt === null && On(s);
    }
    t.wv = Qa(), Wt = null, yn = 0, ja(t, Ie, n), Wt = null, Ee !== null && (Ee.f & Ye) !== 0 && (Ee.f & (bt | jt)) === 0 && (ft === null ? wl([t]) : ft.push(t)), !a.is_fork && Yr.size > 0 && !Ia && ul();
  }
  return e;
}
function ul() {
  Ia = !1;
  for (const t of Yr) {
    (t.f & Ye) !== 0 && Ue(t, ct);
    let e;
    try {
      e = Or(t);
    } catch {
      e = !0;
    }
    e && fr(t);
  }
  Yr.clear();
}
function kr(t) {
  se(t, t.v + 1);
}
function ja(t, e, n) {
  var a = t.reactions;
  if (a !== null) {
    var s = a.length;
    if (yn += s, yn > 1e5 && Wt === null && (Wt = /* @__PURE__ */ new Set()), Wt !== null) {
      if (Wt.has(t)) return;
      Wt.add(t);
    }
    for (var l = 0; l < s; l++) {
      var i = a[l], o = i.f, c = (o & Ie) === 0;
      if (c && Ue(i, e), (o & Br) !== 0)
        Yr.add(
          /** @type {Effect} */
          i
        );
      else if ((o & rt) !== 0) {
        var f = (
          /** @type {Derived} */
          i
        );
        gt?.delete(f), ja(f, ct, n);
      } else if (c) {
        var u = (
          /** @type {Effect} */
          i
        );
        (o & pt) !== 0 && Pt !== null && Pt.add(u), n !== null ? n.push(u) : Fn(u);
      }
    }
  }
}
function nr(t) {
  if (typeof t != "object" || t === null || Vt in t || ba in t)
    return t;
  const e = Nn(t);
  if (e !== ms && e !== _s)
    return t;
  var n = /* @__PURE__ */ new Map(), a = ha(t), s = /* @__PURE__ */ Ne(0), l = Kt, i = (o) => {
    if (Kt === l)
      return o();
    var c = ke, f = Kt;
    vt(null), ea(l);
    var u = o();
    return vt(c), ea(f), u;
  };
  return a && n.set("length", /* @__PURE__ */ Ne(
    /** @type {any[]} */
    t.length
  )), new Proxy(
    /** @type {any} */
    t,
    {
      defineProperty(o, c, f) {
        (!("value" in f) || f.configurable === !1 || f.enumerable === !1 || f.writable === !1) && Ys();
        var u = n.get(c);
        return u === void 0 ? i(() => {
          var v = /* @__PURE__ */ Ne(f.value);
          return n.set(c, v), v;
        }) : se(u, f.value, !0), !0;
      },
      deleteProperty(o, c) {
        var f = n.get(c);
        if (f === void 0) {
          if (c in o) {
            const u = i(() => /* @__PURE__ */ Ne(We));
            n.set(c, u), kr(s);
          }
        } else
          se(f, We), kr(s);
        return !0;
      },
      get(o, c, f) {
        if (c === Vt)
          return t;
        var u = n.get(c), v = c in o;
        if (u === void 0 && (!v || ar(o, c)?.writable) && (u = i(() => {
          var p = nr(v ? o[c] : We), g = /* @__PURE__ */ Ne(p);
          return g;
        }), n.set(c, u)), u !== void 0) {
          var h = r(u);
          return h === We ? void 0 : h;
        }
        return Reflect.get(o, c, f);
      },
      getOwnPropertyDescriptor(o, c) {
        this.has?.(o, c);
        var f = Reflect.getOwnPropertyDescriptor(o, c), u = n.get(c);
        if (u !== void 0) {
          var v = r(u);
          if (v === We)
            return;
          if (f && "value" in f)
            f.value = v;
          else
            return {
              enumerable: !0,
              configurable: !0,
              value: v,
              writable: !0
            };
        }
        return f;
      },
      has(o, c) {
        if (c === Vt)
          return !0;
        var f = n.get(c), u = f !== void 0 && f.v !== We || Reflect.has(o, c);
        if (f !== void 0 || (Ee !== null || ke !== null) && (!u || ar(o, c)?.writable)) {
          f === void 0 && (f = i(() => {
            var h = u ? nr(o[c]) : We, p = /* @__PURE__ */ Ne(h);
            return p;
          }), n.set(c, f));
          var v = r(f);
          if (v === We)
            return !1;
        }
        return u;
      },
      set(o, c, f, u) {
        var v = n.get(c), h = c in o;
        if (a && c === "length")
          for (var p = f; p < /** @type {Source<number>} */
          v.v; p += 1) {
            var g = n.get(p + "");
            g !== void 0 ? se(g, We) : p in o && (g = i(() => /* @__PURE__ */ Ne(We)), n.set(p + "", g));
          }
        if (v === void 0)
          (!h || ar(o, c)?.writable) && (v = i(() => /* @__PURE__ */ Ne(void 0)), se(v, nr(f)), n.set(c, v));
        else {
          h = v.v !== We;
          var S = i(() => nr(f));
          se(v, S);
        }
        var x = Reflect.getOwnPropertyDescriptor(o, c);
        if (x?.set && x.set.call(u, f), !h) {
          if (a && typeof c == "string") {
            var E = (
              /** @type {Source<number>} */
              n.get("length")
            ), T = Number(c);
            Number.isInteger(T) && T >= E.v && se(E, T + 1);
          }
          kr(s);
        }
        return !0;
      },
      ownKeys(o) {
        r(s);
        var c = Reflect.ownKeys(o).filter((v) => {
          var h = n.get(v);
          return h === void 0 || h.v !== We;
        });
        for (var [f, u] of n)
          u.v !== We && !(f in o) && c.push(f);
        return c;
      },
      setPrototypeOf() {
        Gs();
      }
    }
  );
}
var Qn, Ha, Ba, Ua;
function vl() {
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
function Rr(t) {
  return (
    /** @type {TemplateNode | null} */
    Ua.call(t)
  );
}
function j(t, e) {
  return /* @__PURE__ */ yt(t);
}
function Te(t, e = !1) {
  {
    var n = /* @__PURE__ */ yt(t);
    return n instanceof Comment && n.data === "" ? /* @__PURE__ */ Rr(n) : n;
  }
}
function Y(t, e = !1) {
  return /* @__PURE__ */ yt(t);
}
function m(t, e = 1, n = !1) {
  let a = t;
  for (; e--; )
    a = /** @type {TemplateNode} */
    /* @__PURE__ */ Rr(a);
  return a;
}
function dl(t) {
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
function hl(t) {
  var e = Ee;
  if (e === null)
    return ke.f |= Dt, t;
  if ((e.f & vr) === 0 && (e.f & ir) === 0)
    throw t;
  kt(t, e);
}
function kt(t, e) {
  if (t === ka)
    throw t;
  if (!(e !== null && (e.f & et) !== 0)) {
    for (; e !== null; ) {
      if ((e.f & mn) !== 0 && (e.f & (et | Sr)) === 0) {
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
function pl(t) {
  Ee === null && (ke === null && Bs(), Hs()), Ct && js();
}
function gl(t, e) {
  var n = e.last;
  n === null ? e.last = e.first = t : (n.next = t, t.prev = n, e.last = t);
}
function Ot(t, e) {
  var n = Ee;
  n !== null && (n.f & at) !== 0 && (t |= at);
  var a = {
    ctx: Ve,
    deps: null,
    nodes: null,
    f: t | Ie | _t,
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
  _e?.register_created_effect(a);
  var s = a;
  if ((t & ir) !== 0)
    yr !== null ? yr.push(a) : Ht.ensure().schedule(a);
  else if (e !== null) {
    try {
      fr(a);
    } catch (i) {
      throw lt(a), i;
    }
    s.deps === null && s.teardown === null && s.nodes === null && s.first === s.last && // either `null`, or a singular child
    (s.f & dr) === 0 && (s = s.first, (t & pt) !== 0 && (t & Zt) !== 0 && s !== null && (s.f |= Zt));
  }
  if (s !== null && (s.parent = n, n !== null && gl(s, n), ke !== null && (ke.f & rt) !== 0 && (t & jt) === 0)) {
    var l = (
      /** @type {Derived} */
      ke
    );
    (l.effects ??= []).push(s);
  }
  return a;
}
function jn() {
  return ke !== null && !mt;
}
function Hn(t) {
  const e = Ot(Zr, null);
  return Ue(e, Ye), e.teardown = t, e;
}
function Ft(t) {
  pl();
  var e = (
    /** @type {Effect} */
    Ee.f
  ), n = !ke && (e & bt) !== 0 && Ve !== null && !Ve.i;
  if (n) {
    var a = (
      /** @type {ComponentContext} */
      Ve
    );
    (a.e ??= []).push(t);
  } else
    return Ya(t);
}
function Ya(t) {
  return Ot(ir | ws, t);
}
function ml(t) {
  Ht.ensure();
  const e = Ot(jt | dr, t);
  return (n = {}) => new Promise((a) => {
    n.outro ? Xt(e, () => {
      lt(e), a(void 0);
    }) : (lt(e), a(void 0));
  });
}
function Jr(t) {
  return Ot(ir, t);
}
function _l(t) {
  return Ot(sr | dr, t);
}
function Qr(t, e = 0) {
  return Ot(Zr | e, t);
}
function R(t, e = [], n = [], a = []) {
  rl(a, e, n, (s) => {
    Ot(Zr, () => {
      t(...s.map(r));
    });
  });
}
function Cr(t, e = 0) {
  var n = Ot(pt | e, t);
  return n;
}
function ut(t) {
  return Ot(bt | dr, t);
}
function Ga(t) {
  var e = t.teardown;
  if (e !== null) {
    const n = Ct, a = ke;
    $n(!0), vt(null);
    try {
      e.call(null);
    } catch (s) {
      kt(s, t.parent);
    } finally {
      $n(n), vt(a);
    }
  }
}
function Bn(t, e = !1) {
  var n = t.first;
  for (t.first = t.last = null; n !== null; ) {
    const s = n.ac;
    s !== null && hr(() => {
      s.abort(Pr);
    });
    var a = n.next;
    (n.f & jt) !== 0 ? n.parent = null : lt(n, e), n = a;
  }
}
function bl(t) {
  for (var e = t.first; e !== null; ) {
    var n = e.next;
    (e.f & bt) === 0 && lt(e), e = n;
  }
}
function lt(t, e = !0) {
  var n = !1;
  (e || (t.f & xs) !== 0) && t.nodes !== null && t.nodes.end !== null && (xl(
    t.nodes.start,
    /** @type {TemplateNode} */
    t.nodes.end
  ), n = !0), t.f |= Sr, Bn(t, e && !n), Ar(t, 0);
  var a = t.nodes && t.nodes.t;
  if (a !== null)
    for (const l of a)
      l.stop();
  Ga(t), t.f ^= Sr, t.f |= et;
  var s = t.parent;
  s !== null && s.first !== null && Va(t), t.next = t.prev = t.teardown = t.ctx = t.deps = t.fn = t.nodes = t.ac = t.b = null;
}
function xl(t, e) {
  for (; t !== null; ) {
    var n = t === e ? null : /* @__PURE__ */ Rr(t);
    t.remove(), t = n;
  }
}
function Va(t) {
  var e = t.parent, n = t.prev, a = t.next;
  n !== null && (n.next = a), a !== null && (a.prev = n), e !== null && (e.first === t && (e.first = a), e.last === t && (e.last = n));
}
function Xt(t, e, n = !0) {
  var a = [];
  t.f |= Pn, Xa(t, a, !0);
  var s = () => {
    n && lt(t), e && e();
  }, l = a.length;
  if (l > 0) {
    var i = () => --l || s();
    for (var o of a)
      o.out(i);
  } else
    s();
}
function Xa(t, e, n) {
  if ((t.f & at) === 0) {
    t.f ^= at;
    var a = t.nodes && t.nodes.t;
    if (a !== null)
      for (const o of a)
        (o.is_global || n) && e.push(o);
    for (var s = t.first; s !== null; ) {
      var l = s.next;
      if ((s.f & jt) === 0) {
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
function Gr(t) {
  t.f &= ~Pn, Ka(t, !0);
}
function Ka(t, e) {
  if ((t.f & Pn) === 0 && (t.f & at) !== 0) {
    t.f ^= at, (t.f & Ye) === 0 && (Ue(t, Ie), Ht.ensure().schedule(t));
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
      var s = n === a ? null : /* @__PURE__ */ Rr(n);
      e.append(n), n = s;
    }
}
let Ct = !1;
function $n(t) {
  Ct = t;
}
let ke = null, mt = !1;
function vt(t) {
  ke = t;
}
let Ee = null;
function At(t) {
  Ee = t;
}
let Tt = null;
function Za(t) {
  ke !== null && ((ke.f & Ur) !== 0 || (ke.f & rt) !== 0) && (Tt ??= /* @__PURE__ */ new Set()).add(t);
}
let st = null, ot = 0, ft = null;
function wl(t) {
  ft = t;
}
let Ja = 1, Gt = 0, Kt = Gt;
function ea(t) {
  Kt = t;
}
function Qa() {
  return ++Ja;
}
function Or(t) {
  var e = t.f;
  if ((e & Ie) !== 0)
    return !0;
  if ((e & ct) !== 0) {
    for (var n = (
      /** @type {Value[]} */
      t.deps
    ), a = n.length, s = 0; s < a; s++) {
      var l = n[s];
      if (Or(
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
    gt === null && Ue(t, Ye);
  }
  return !1;
}
function $a(t, e, n = !0) {
  var a = t.reactions;
  if (a !== null && !(Tt !== null && Tt.has(t)))
    for (var s = 0; s < a.length; s++) {
      var l = a[s];
      (l.f & rt) !== 0 ? $a(
        /** @type {Derived} */
        l,
        e,
        !1
      ) : e === l && (n ? Ue(l, Ie) : (l.f & Ye) !== 0 && Ue(l, ct), Fn(
        /** @type {Effect} */
        l
      ));
    }
}
function es(t) {
  var e = st, n = ot, a = ft, s = ke, l = Tt, i = Ve, o = mt, c = Kt, f = t.f;
  st = /** @type {null | Value[]} */
  null, ot = 0, ft = null, ke = (f & (bt | jt)) === 0 ? t : null, Tt = null, or(t.ctx), mt = !1, Kt = ++Gt, t.ac !== null && (hr(() => {
    t.ac.abort(Pr);
  }), t.ac = null);
  try {
    t.f |= Ur;
    var u = (
      /** @type {Function} */
      t.fn
    ), v = u();
    t.f |= vr;
    var h = ta(t);
    if (Aa() && ft !== null && !mt && h !== null && (t.f & (rt | ct | Ie)) === 0)
      for (var p = 0; p < /** @type {Source[]} */
      ft.length; p++)
        $a(
          ft[p],
          /** @type {Effect} */
          t
        );
    if (s !== null && s !== t) {
      if (Gt++, s.deps !== null)
        for (let g = 0; g < n; g += 1)
          s.deps[g].rv = Gt;
      if (e !== null)
        for (const g of e)
          g.rv = Gt;
      ft !== null && (a === null ? a = ft : a.push(.../** @type {Source[]} */
      ft));
    }
    return (t.f & Dt) !== 0 && (t.f ^= Dt), v;
  } catch (g) {
    return ta(t), hl(g);
  } finally {
    t.f ^= Ur, st = e, ot = n, ft = a, ke = s, Tt = l, or(i), mt = o, Kt = c;
  }
}
function ta(t) {
  var e = t.deps, n = _e?.is_fork;
  if (st !== null) {
    var a;
    if (n || Ar(t, ot), e !== null && ot > 0)
      for (e.length = ot + st.length, a = 0; a < st.length; a++)
        e[ot + a] = st[a];
    else
      t.deps = e = st;
    if (jn() && (t.f & _t) !== 0)
      for (a = ot; a < e.length; a++)
        (e[a].reactions ??= []).push(t);
  } else !n && e !== null && ot < e.length && (Ar(t, ot), e.length = ot);
  return e;
}
function yl(t, e) {
  let n = e.reactions;
  if (n !== null) {
    var a = gs.call(n, t);
    if (a !== -1) {
      var s = n.length - 1;
      s === 0 ? n = e.reactions = null : (n[a] = n[s], n.pop());
    }
  }
  if (n === null && (e.f & rt) !== 0 && // Destroying a child effect while updating a parent effect can cause a dependency to appear
  // to be unused, when in fact it is used by the currently-updating parent. Checking `new_deps`
  // allows us to skip the expensive work of disconnecting and immediately reconnecting it
  (st === null || !zr.call(st, e))) {
    var l = (
      /** @type {Derived} */
      e
    );
    (l.f & _t) !== 0 && (l.f ^= _t), l.v !== We && On(l), l.ac !== null && hr(() => {
      l.ac.abort(Pr), l.ac = null, Ue(l, Ie);
    }), ll(l), Ar(l, 0);
  }
}
function Ar(t, e) {
  var n = t.deps;
  if (n !== null)
    for (var a = e; a < n.length; a++)
      yl(t, n[a]);
}
function fr(t) {
  var e = t.f;
  if ((e & et) === 0) {
    Ue(t, Ye);
    var n = Ee;
    Ee = t;
    try {
      (e & (pt | _a)) !== 0 ? bl(t) : Bn(t), Ga(t);
      var a = es(t);
      t.teardown = typeof a == "function" ? a : null, t.wv = Ja;
      var s;
    } finally {
      Ee = n;
    }
  }
}
async function kl() {
  await Promise.resolve(), ol();
}
function r(t) {
  var e = t.f, n = (e & rt) !== 0;
  if (ke !== null && !mt) {
    var a = Ee !== null && (Ee.f & et) !== 0;
    if (!a && (Tt === null || !Tt.has(t))) {
      var s = ke.deps;
      if ((ke.f & Ur) !== 0)
        t.rv < Gt && (t.rv = Gt, st === null && s !== null && s[ot] === t ? ot++ : st === null ? st = [t] : st.push(t));
      else {
        ke.deps ??= [], zr.call(ke.deps, t) || ke.deps.push(t);
        var l = t.reactions;
        l === null ? t.reactions = [ke] : zr.call(l, ke) || l.push(ke);
      }
    }
  }
  if (Ct && Et.has(t))
    return Et.get(t);
  if (n) {
    var i = (
      /** @type {Derived} */
      t
    );
    if (Ct) {
      var o = i.v;
      return ((i.f & Ye) === 0 && i.reactions !== null || rs(i)) && (o = Ln(i)), Et.set(i, o), o;
    }
    var c = (i.f & _t) === 0 && !mt && ke !== null && (ke.f & _t) !== 0, f = (i.f & vr) === 0;
    Or(i) && (c && (i.f |= _t), Ca(i)), c && !f && (Oa(i), ts(i));
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
      e === null ? n.reactions = [t] : zr.call(e, t) || e.push(t), (n.f & rt) !== 0 && (n.f & _t) === 0 && (Oa(
        /** @type {Derived} */
        n
      ), ts(
        /** @type {Derived} */
        n
      ));
    }
}
function rs(t) {
  if (t.v === We) return !0;
  if (t.deps === null) return !1;
  for (const e of t.deps)
    if (Et.has(e) || (e.f & rt) !== 0 && rs(
      /** @type {Derived} */
      e
    ))
      return !0;
  return !1;
}
function Bt(t) {
  var e = mt;
  try {
    return mt = !0, t();
  } finally {
    mt = e;
  }
}
function Ml(t) {
  if (!(typeof t != "object" || !t || t instanceof EventTarget)) {
    if (Vt in t)
      kn(t);
    else if (!Array.isArray(t))
      for (let e in t) {
        const n = t[e];
        typeof n == "object" && n && Vt in n && kn(n);
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
const zl = ["touchstart", "touchmove"];
function El(t) {
  return zl.includes(t);
}
const br = /* @__PURE__ */ Symbol("events"), ns = /* @__PURE__ */ new Set(), Mn = /* @__PURE__ */ new Set();
function Sl(t, e, n, a = {}) {
  function s(l) {
    if (a.capture || zn.call(e, l), !l.cancelBubble)
      return hr(() => n?.call(this, l));
  }
  return t.startsWith("pointer") || t.startsWith("touch") || t === "wheel" ? (s.__removed = !1, Rt(() => {
    s.__removed || e.addEventListener(t, s, a);
  })) : e.addEventListener(t, s, a), s;
}
function Ze(t, e, n, a, s) {
  var l = { capture: a, passive: s }, i = Sl(t, e, n, l);
  (e === document.body || // @ts-ignore
  e === window || // @ts-ignore
  e === document || // Firefox has quirky behavior, it can happen that we still get "canplay" events when the element is already removed
  e instanceof HTMLMediaElement) && Hn(() => {
    i.__removed = !0, e.removeEventListener(t, i, l);
  });
}
function fe(t, e, n) {
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
    var u = ke, v = Ee;
    vt(null), At(null);
    try {
      for (var h, p = []; l !== null && l !== e; ) {
        try {
          var g = l[br]?.[a];
          g != null && (!/** @type {any} */
          l.disabled || // DOM could've been updated already by the time this is reached, so we check this as well
          // -> the target could not have been disabled because it emits the event in the first place
          t.target === l) && g.call(l, t);
        } catch (S) {
          h ? p.push(S) : h = S;
        }
        if (t.cancelBubble) break;
        i++, l = i < s.length ? (
          /** @type {Element} */
          s[i]
        ) : null;
      }
      if (h) {
        for (let S of p)
          queueMicrotask(() => {
            throw S;
          });
        throw h;
      }
    } finally {
      t[br] = e, delete t.currentTarget, vt(u), At(v);
    }
  }
}
const Tl = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  globalThis?.window?.trustedTypes && /* @__PURE__ */ globalThis.window.trustedTypes.createPolicy("svelte-trusted-html", {
    /** @param {string} html */
    createHTML: (t) => t
  })
);
function Al(t) {
  return (
    /** @type {string} */
    Tl?.createHTML(t) ?? t
  );
}
function as(t) {
  var e = In("template");
  return e.innerHTML = Al(t.replaceAll("<!>", "<!---->")), e.content;
}
function Qt(t, e) {
  var n = (
    /** @type {Effect} */
    Ee
  );
  n.nodes === null && (n.nodes = { start: t, end: e, a: null, t: null });
}
// @__NO_SIDE_EFFECTS__
function q(t, e) {
  var n = (e & ya) !== 0, a = (e & Rs) !== 0, s, l = !t.startsWith("<!>");
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
function ql(t, e, n = "svg") {
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
      var u = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ yt(f)
      ), v = (
        /** @type {TemplateNode} */
        f.lastChild
      );
      Qt(u, v);
    } else
      Qt(f, f);
    return f;
  };
}
// @__NO_SIDE_EFFECTS__
function dt(t, e) {
  return /* @__PURE__ */ ql(t, e, "svg");
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
function Nl() {
  return (window.__svelte ??= {}).uid ??= 1, `c${window.__svelte.uid++}`;
}
function Pl(t) {
  let e = 0, n = Jt(0), a;
  return () => {
    jn() && (r(n), Qr(() => (e === 0 && (a = Bt(() => t(() => kr(n)))), e += 1, () => {
      Rt(() => {
        e -= 1, e === 0 && (a?.(), a = void 0, kr(n));
      });
    })));
  };
}
var Rl = Zt | dr;
function Cl(t, e, n, a) {
  new Ol(t, e, n, a);
}
class Ol {
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
  #p = Pl(() => (this.#f = Jt(this.#d), () => {
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
        Ee
      );
      i.b = this, i.f |= mn, a(l);
    }, this.parent = /** @type {Effect} */
    Ee.b, this.transform_error = s ?? this.parent?.transform_error ?? ((l) => l), this.#n = Cr(() => {
      this.#x();
    }, Rl);
  }
  #b() {
    try {
      this.#s = ut(() => this.#a(this.#t));
    } catch (e) {
      this.error(e);
    }
  }
  /**
   * @param {unknown} error The deserialized error from the server's hydration comment
   */
  #y(e) {
    const n = this.#e.failed, { reset: a, invoke_onerror: s } = this.#_(e);
    Rt(s), n && (this.#l = ut(() => {
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
          Ls();
          return;
        }
        n = !0, a && Xs(), this.#l !== null && Xt(this.#l, () => {
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
    return (this.#n.f & (et | Sr)) !== 0;
  }
  #g() {
    const e = this.#e.pending;
    e && (this.is_pending = !0, this.#i = ut(() => e(this.#t)), Rt(() => {
      if (!this.#u()) {
        var n = this.#o = document.createDocumentFragment(), a = St(), s = !1;
        if (n.append(a), this.#s = this.#w(() => {
          try {
            return ut(() => this.#a(a));
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
            _e
          );
          return;
        }
        this.#c === 0 && (this.#t.before(n), this.#o = null, Xt(
          /** @type {Effect} */
          this.#i,
          () => {
            this.#i = null;
          }
        ), this.#v(
          /** @type {Batch} */
          _e
        ));
      }
    }));
  }
  #x() {
    try {
      if (this.is_pending = this.has_pending_snippet(), this.#c = 0, this.#d = 0, this.#s = ut(() => {
        this.#a(this.#t);
      }), this.#c > 0) {
        var e = this.#o = document.createDocumentFragment();
        Un(this.#s, e);
        const n = (
          /** @type {(anchor: Node) => void} */
          this.#e.pending
        );
        this.#i = ut(() => n(this.#t));
      } else
        this.#v(
          /** @type {Batch} */
          _e
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
    var n = Ee, a = ke, s = Ve;
    At(this.#n), vt(this.#n), or(this.#n.ctx);
    try {
      return Ht.ensure(), e();
    } finally {
      At(n), vt(a), or(s);
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
    this.#c += e, this.#c === 0 && (this.#v(n), this.#i && Xt(this.#i, () => {
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
    this.#k(e, n), this.#d += e, !(!this.#f || this.#h) && (this.#h = !0, Rt(() => {
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
    _e?.is_fork ? (this.#s && _e.skip_effect(this.#s), this.#i && _e.skip_effect(this.#i), this.#l && _e.skip_effect(this.#l), _e.oncommit(() => {
      this.#u() || this.#M(e);
    })) : this.#M(e);
  }
  /**
   * @param {unknown} error
   */
  #M(e) {
    this.#s && (lt(this.#s), this.#s = null), this.#i && (lt(this.#i), this.#i = null), this.#l && (lt(this.#l), this.#l = null);
    let n = this.#e.failed;
    const a = (s) => {
      if (this.#u()) return;
      const { reset: l, invoke_onerror: i } = this.#_(s);
      i(), n && !this.#u() && (this.#l = this.#w(() => {
        try {
          return ut(() => {
            var o = (
              /** @type {Effect} */
              Ee
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
    Rt(() => {
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
function N(t, e) {
  var n = e == null ? "" : typeof e == "object" ? `${e}` : e;
  n !== /** @type {any} */
  (t[xn] ??= t.nodeValue) && (t[xn] = n, t.nodeValue = `${n}`);
}
function Ll(t, e) {
  return Dl(t, e);
}
const Fr = /* @__PURE__ */ new Map();
function Dl(t, { target: e, anchor: n, props: a = {}, events: s, context: l, intro: i = !0, transformError: o }) {
  vl();
  var c = void 0, f = ml(() => {
    var u = n ?? e.appendChild(St());
    Cl(
      /** @type {TemplateNode} */
      u,
      {
        pending: () => {
        }
      },
      (p) => {
        Xe({});
        var g = (
          /** @type {ComponentContext} */
          Ve
        );
        l && (g.c = l), s && (a.$$events = s), c = t(p, a) || Cn(), Ke();
      },
      o
    );
    var v = /* @__PURE__ */ new Set(), h = (p) => {
      for (var g = 0; g < p.length; g++) {
        var S = p[g];
        if (!v.has(S)) {
          v.add(S);
          var x = El(S);
          for (const A of [e, document]) {
            var E = Fr.get(A);
            E === void 0 && (E = /* @__PURE__ */ new Map(), Fr.set(A, E));
            var T = E.get(S);
            T === void 0 ? (A.addEventListener(S, zn, { passive: x }), E.set(S, 1)) : E.set(S, T + 1);
          }
        }
      }
    };
    return h(Kr(ns)), Mn.add(h), () => {
      for (var p of v)
        for (const x of [e, document]) {
          var g = (
            /** @type {Map<string, number>} */
            Fr.get(x)
          ), S = (
            /** @type {number} */
            g.get(p)
          );
          --S == 0 ? (x.removeEventListener(p, zn), g.delete(p), g.size === 0 && Fr.delete(x)) : g.set(p, S);
        }
      Mn.delete(h), u !== n && u.parentNode?.removeChild(u);
    };
  });
  return En.set(c, f), c;
}
let En = /* @__PURE__ */ new WeakMap();
function Fl(t, e) {
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
        Gr(a), this.#a.delete(n);
      else {
        var s = this.#e.get(n);
        s && (Gr(s.effect), this.#r.set(n, s.effect), this.#e.delete(n), s.fragment.lastChild.remove(), this.anchor.before(s.fragment), a = s.effect);
      }
      for (const [l, i] of this.#t) {
        if (this.#t.delete(l), l === e)
          break;
        const o = this.#e.get(i);
        o && (lt(o.effect), this.#e.delete(i));
      }
      for (const [l, i] of this.#r) {
        if (l === n || this.#a.has(l)) continue;
        const o = () => {
          if (Array.from(this.#t.values()).includes(l)) {
            var f = document.createDocumentFragment();
            Un(i, f), f.append(St()), this.#e.set(l, { effect: i, fragment: f });
          } else
            lt(i);
          this.#a.delete(l), this.#r.delete(l);
        };
        this.#n || !a ? (this.#a.add(l), Xt(i, o, !1)) : o();
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
      n.includes(a) || (lt(s.effect), this.#e.delete(a));
  };
  /**
   *
   * @param {any} key
   * @param {null | ((target: TemplateNode) => void)} fn
   */
  ensure(e, n) {
    var a = (
      /** @type {Batch} */
      _e
    ), s = Wa();
    if (n && !this.#r.has(e) && !this.#e.has(e))
      if (s) {
        var l = document.createDocumentFragment(), i = St();
        l.append(i), this.#e.set(e, {
          effect: ut(() => n(i)),
          fragment: l
        });
      } else
        this.#r.set(
          e,
          ut(() => n(this.anchor))
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
function Q(t, e, n = !1) {
  var a = new Wn(t), s = n ? Zt : 0;
  function l(i, o) {
    a.ensure(i, o);
  }
  Cr(() => {
    var i = !1;
    e((o, c = 0) => {
      i = !0, l(c, o);
    }), i || l(-1, null);
  }, s);
}
const Il = /* @__PURE__ */ Symbol("NaN");
function jl(t, e, n) {
  var a = new Wn(t);
  Cr(() => {
    var s = e();
    s !== s && (s = /** @type {any} */
    Il), a.ensure(s, n);
  });
}
function Be(t, e) {
  return e;
}
function Hl(t, e, n) {
  for (var a = [], s = e.length, l, i = e.length, o = 0; o < s; o++) {
    let v = e[o];
    Xt(
      v,
      () => {
        if (l) {
          if (l.pending.delete(v), l.done.add(v), l.pending.size === 0) {
            var h = (
              /** @type {Set<EachOutroGroup>} */
              t.outrogroups
            );
            Sn(t, Kr(l.done)), h.delete(l), h.size === 0 && (t.outrogroups = null);
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
      ), u = (
        /** @type {Element} */
        f.parentNode
      );
      dl(u), u.append(f), t.items.clear();
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
      lt(e[s], n);
  }
}
var ra;
function ze(t, e, n, a, s, l = null) {
  var i = t, o = /* @__PURE__ */ new Map(), c = (e & wa) !== 0;
  if (c) {
    var f = (
      /** @type {Element} */
      t
    );
    i = f.appendChild(St());
  }
  var u = null, v = /* @__PURE__ */ Ra(() => {
    var T = n();
    return (
      /** @type {V[]} */
      ha(T) ? T : T == null ? [] : Kr(T)
    );
  }), h = /* @__PURE__ */ new Map(), p = !0;
  function g(T) {
    if ((E.effect.f & et) === 0) {
      E.pending.delete(T);
      var A = r(v);
      E.fallback = u, Bl(E, A, i, e, a), u !== null && (A.length === 0 ? (u.f & Mt) === 0 ? Gr(u) : (u.f ^= Mt, xr(u, null, i)) : Xt(u, () => {
        u = null;
      }));
    }
  }
  function S(T) {
    E.pending.delete(T);
  }
  var x = Cr(() => {
    for (var T = (
      /** @type {V[]} */
      r(v)
    ), A = T.length, k = /* @__PURE__ */ new Set(), _ = (
      /** @type {Batch} */
      _e
    ), H = Wa(), O = 0; O < A; O += 1) {
      var M = T[O], C = a(M, O), L = p ? null : o.get(C);
      L ? (L.v && cr(L.v, M), L.i && cr(L.i, O), H && _.unskip_effect(L.e)) : (L = Ul(
        o,
        p ? i : ra ??= St(),
        M,
        C,
        O,
        s,
        e,
        n
      ), p || (L.e.f |= Mt), o.set(C, L)), k.add(C);
    }
    if (A === 0 && l && !u && (p ? u = ut(() => l(i)) : (u = ut(() => l(ra ??= St())), u.f |= Mt)), A > k.size && Is(), !p)
      if (h.set(_, k), H) {
        for (const [$, Se] of o)
          k.has($) || _.skip_effect(Se.e);
        _.oncommit(g), _.ondiscard(S);
      } else
        g(_);
    r(v);
  }), E = { effect: x, items: o, pending: h, outrogroups: null, fallback: u };
  p = !1;
}
function gr(t) {
  for (; t !== null && (t.f & bt) === 0; )
    t = t.next;
  return t;
}
function Bl(t, e, n, a, s) {
  var l = (a & Ss) !== 0, i = e.length, o = t.items, c = gr(t.effect.first), f, u = null, v, h = [], p = [], g, S, x, E;
  if (l)
    for (E = 0; E < i; E += 1)
      g = e[E], S = s(g, E), x = /** @type {EachItem} */
      o.get(S).e, (x.f & Mt) === 0 && (x.nodes?.a?.measure(), (v ??= /* @__PURE__ */ new Set()).add(x));
  for (E = 0; E < i; E += 1) {
    if (g = e[E], S = s(g, E), x = /** @type {EachItem} */
    o.get(S).e, t.outrogroups !== null)
      for (const L of t.outrogroups)
        L.pending.delete(x), L.done.delete(x);
    if ((x.f & at) !== 0 && (Gr(x), l && (x.nodes?.a?.unfix(), (v ??= /* @__PURE__ */ new Set()).delete(x))), (x.f & Mt) !== 0)
      if (x.f ^= Mt, x === c)
        xr(x, null, n);
      else {
        var T = u ? u.next : c;
        x === t.effect.last && (t.effect.last = x.prev), x.prev && (x.prev.next = x.next), x.next && (x.next.prev = x.prev), Lt(t, u, x), Lt(t, x, T), xr(x, T, n), u = x, h = [], p = [], c = gr(u.next);
        continue;
      }
    if (x !== c) {
      if (f !== void 0 && f.has(x)) {
        if (h.length < p.length) {
          var A = p[0], k;
          u = A.prev;
          var _ = h[0], H = h[h.length - 1];
          for (k = 0; k < h.length; k += 1)
            xr(h[k], A, n);
          for (k = 0; k < p.length; k += 1)
            f.delete(p[k]);
          Lt(t, _.prev, H.next), Lt(t, u, _), Lt(t, H, A), c = A, u = H, E -= 1, h = [], p = [];
        } else
          f.delete(x), xr(x, c, n), Lt(t, x.prev, x.next), Lt(t, x, u === null ? t.effect.first : u.next), Lt(t, u, x), u = x;
        continue;
      }
      for (h = [], p = []; c !== null && c !== x; )
        (f ??= /* @__PURE__ */ new Set()).add(c), p.push(c), c = gr(c.next);
      if (c === null)
        continue;
    }
    (x.f & Mt) === 0 && h.push(x), u = x, c = gr(x.next);
  }
  if (t.outrogroups !== null) {
    for (const L of t.outrogroups)
      L.pending.size === 0 && (Sn(t, Kr(L.done)), t.outrogroups?.delete(L));
    t.outrogroups.size === 0 && (t.outrogroups = null);
  }
  if (c !== null || f !== void 0) {
    var O = [];
    if (f !== void 0)
      for (x of f)
        (x.f & at) === 0 && O.push(x);
    for (; c !== null; )
      (c.f & at) === 0 && c !== t.fallback && O.push(c), c = gr(c.next);
    var M = O.length;
    if (M > 0) {
      var C = (a & wa) !== 0 && i === 0 ? n : null;
      if (l) {
        for (E = 0; E < M; E += 1)
          O[E].nodes?.a?.measure();
        for (E = 0; E < M; E += 1)
          O[E].nodes?.a?.fix();
      }
      Hl(t, O, C);
    }
  }
  l && Rt(() => {
    if (v !== void 0)
      for (x of v)
        x.nodes?.a?.apply();
  });
}
function Ul(t, e, n, a, s, l, i, o) {
  var c = (i & zs) !== 0 ? (i & Ts) === 0 ? /* @__PURE__ */ fl(n, !1, !1) : Jt(n) : null, f = (i & Es) !== 0 ? Jt(s) : null;
  return {
    v: c,
    i: f,
    e: ut(() => (l(e, c ?? n, f ?? s, o), () => {
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
        /* @__PURE__ */ Rr(a)
      );
      if (l.before(a), a === s)
        return;
      a = i;
    }
}
function Lt(t, e, n) {
  e === null ? t.effect.first = n : e.next = n, n === null ? t.effect.last = e : n.prev = e;
}
function Wl(t, e, n, a, s, l) {
  var i = null, o = (
    /** @type {TemplateNode} */
    t
  ), c = new Wn(o, !1);
  Cr(() => {
    const f = e() || null;
    var u = f === "svg" ? Cs : void 0;
    if (f === null) {
      c.ensure(null, null);
      return;
    }
    return c.ensure(f, (v) => {
      if (f) {
        var h = Ds;
        if (i = In(f, u), Qt(i, i), a) {
          var p = null, g = i.appendChild(St());
          a(i, g), p?.remove();
        }
        Ee.nodes.end = i, h || v.before(i);
      }
    }), () => {
    };
  }, Zt), Hn(() => {
  });
}
function tt(t, e) {
  Jr(() => {
    t = Ee?.parent?.nodes?.start ?? t;
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
function Yl(t, e, n) {
  Jr(() => {
    var a = Bt(() => e(t, n?.()) || {});
    if (n && a?.update) {
      var s = !1, l = (
        /** @type {any} */
        {}
      );
      Qr(() => {
        var i = n();
        Ml(i), s && Ea(l, i) && (l = i, a.update(i));
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
function Gl() {
  for (var t, e, n = 0, a = "", s = arguments.length; n < s; n++) (t = arguments[n]) && (e = ls(t)) && (a && (a += " "), a += e);
  return a;
}
function Vl(t) {
  return typeof t == "object" ? Gl(t) : t ?? "";
}
const na = [...` 	
\r\f \v\uFEFF`];
function Xl(t, e, n) {
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
function Kl(t, e) {
  if (e) {
    var n = "", a, s;
    if (Array.isArray(e) ? (a = e[0], s = e[1]) : a = e, t) {
      t = String(t).replaceAll(/\/\*.*?\*\//g, "").trim();
      var l = !1, i = 0, o = !1, c = [];
      a && c.push(...Object.keys(a).map(un)), s && c.push(...Object.keys(s).map(un));
      var f = 0, u = -1;
      const S = t.length;
      for (var v = 0; v < S; v++) {
        var h = t[v];
        if (o ? h === "/" && t[v - 1] === "*" && (o = !1) : l ? l === h && (l = !1) : h === "/" && t[v + 1] === "*" ? o = !0 : h === '"' || h === "'" ? l = h : h === "(" ? i++ : h === ")" && i--, !o && l === !1 && i === 0) {
          if (h === ":" && u === -1)
            u = v;
          else if (h === ";" || v === S - 1) {
            if (u !== -1) {
              var p = un(t.substring(f, u).trim());
              if (!c.includes(p)) {
                h !== ";" && v++;
                var g = t.substring(f, v).trim();
                n += " " + g + ";";
              }
            }
            f = v + 1, u = -1;
          }
        }
      }
    }
    return a && (n += aa(a)), s && (n += aa(s, !0)), n = n.trim(), n === "" ? null : n;
  }
  return t == null ? null : String(t);
}
function $e(t, e, n, a, s, l) {
  var i = (
    /** @type {any} */
    t[_n]
  );
  if (i !== n || i === void 0) {
    var o = Xl(n, a, l);
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
function je(t, e, n, a) {
  var s = (
    /** @type {any} */
    t[bn]
  );
  if (s !== e) {
    var l = Kl(e, a);
    l == null ? t.removeAttribute("style") : t.style.cssText = l, t[bn] = e;
  } else a && (Array.isArray(a) ? (vn(t, n?.[0], a[0]), vn(t, n?.[1], a[1], "important")) : vn(t, n, a));
  return a;
}
const Zl = /* @__PURE__ */ Symbol("is custom element"), Jl = /* @__PURE__ */ Symbol("is html"), Ql = Ms ? "progress" : "PROGRESS";
function $l(t, e) {
  var n = Yn(t);
  n.value === (n.value = // treat null and undefined the same for the initial value
  e ?? void 0) || // @ts-expect-error
  // `progress` elements always need their value set when it's `0`
  t.value === e && (e !== 0 || t.nodeName !== Ql) || (t.value = e ?? "");
}
function ei(t, e) {
  var n = Yn(t);
  n.checked !== (n.checked = // treat null and undefined the same for the initial value
  e ?? void 0) && (t.checked = e);
}
function I(t, e, n, a) {
  var s = Yn(t), l = s[e];
  l !== (s[e] = n) && (e === "loading" && (t[ks] = n), n == null ? t.removeAttribute(e) : typeof n != "string" && ti(t).has(e) ? t[e] = n : t.setAttribute(e, n));
}
function Yn(t) {
  return (
    /** @type {Record<string | symbol, unknown>} **/
    /** @type {any} */
    t[xa] ??= {
      [Zl]: t.nodeName.includes("-"),
      [Jl]: t.namespaceURI === Ma
    }
  );
}
var sa = /* @__PURE__ */ new Map();
function ti(t) {
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
function ri(t, e, n = e) {
  var a = /* @__PURE__ */ new WeakSet();
  tl(t, "input", async (s) => {
    var l = s ? t.defaultValue : t.value;
    if (l = dn(t) ? hn(l) : l, n(l), _e !== null && a.add(_e), await kl(), l !== (l = e())) {
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
  Bt(e) == null && t.value && (n(dn(t) ? hn(t.value) : t.value), _e !== null && a.add(_e)), Qr(() => {
    var s = e();
    if (t === document.activeElement) {
      var l = (
        /** @type {Batch} */
        _e
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
var ni = /* @__PURE__ */ new Gn({
  box: "border-box"
});
function Lr(t, e, n) {
  var a = ni.observe(t, () => n(t[e]));
  Jr(() => (Bt(() => n(t[e])), a));
}
function pn(t, e) {
  return t === e || t?.[Vt] === e;
}
function er(t = Cn(), e, n, a) {
  var s = (
    /** @type {ComponentContext} */
    Ve.r
  ), l = (
    /** @type {Effect} */
    Ee
  );
  return Jr(() => {
    var i, o;
    return Qr(() => {
      i = o, o = [], Bt(() => {
        pn(n(...o), t) || (e(t, ...o), i && pn(n(...i), t) && e(null, ...i));
      });
    }), () => {
      let c = l;
      for (; c !== s && c.parent !== null && c.parent.f & Sr; )
        c = c.parent;
      const f = () => {
        o && pn(n(...o), t) && e(null, ...o);
      }, u = c.teardown;
      c.teardown = () => {
        f(), u?.();
      };
    };
  }), t;
}
let Ir = !1;
function ai(t) {
  var e = Ir;
  try {
    return Ir = !1, [t(), Ir];
  } finally {
    Ir = e;
  }
}
function nt(t, e, n, a) {
  var s = !0, l = (n & Ns) !== 0, i = (n & Ps) !== 0, o = (
    /** @type {V} */
    a
  ), c = !0, f = (
    /** @type {Derived<V> | undefined} */
    void 0
  ), u = () => i && s ? (f ??= /* @__PURE__ */ Tr(
    /** @type {() => V} */
    a
  ), r(f)) : (c && (c = !1, o = i ? Bt(
    /** @type {() => V} */
    a
  ) : (
    /** @type {V} */
    a
  )), o);
  let v;
  if (l) {
    var h = Vt in t || ys in t;
    v = ar(t, e)?.set ?? (h && e in t ? (k) => t[e] = k : void 0);
  }
  var p, g = !1;
  l ? [p, g] = ai(() => (
    /** @type {V} */
    t[e]
  )) : p = /** @type {V} */
  t[e], p === void 0 && a !== void 0 && (p = u(), v && (Ws(), v(p)));
  var S;
  if (S = () => {
    var k = (
      /** @type {V} */
      t[e]
    );
    return k === void 0 ? u() : (c = !0, k);
  }, (n & qs) === 0)
    return S;
  if (v) {
    var x = t.$$legacy;
    return (
      /** @type {() => V} */
      (function(k, _) {
        return arguments.length > 0 ? ((!_ || x || g) && v(_ ? S() : k), k) : S();
      })
    );
  }
  var E = !1, T = ((n & As) !== 0 ? Tr : Ra)(() => (E = !1, S()));
  l && r(T);
  var A = (
    /** @type {Effect} */
    Ee
  );
  return (
    /** @type {() => V} */
    (function(k, _) {
      if (arguments.length > 0) {
        const H = _ ? r(T) : l ? nr(k) : k;
        return se(T, H), E = !0, o !== void 0 && (o = H), k;
      }
      return Ct && E || (A.f & et) !== 0 ? T.v : r(T);
    })
  );
}
function si(t) {
  Ve === null && Rn(), Ft(() => {
    const e = Bt(t);
    if (typeof e == "function") return (
      /** @type {() => void} */
      e
    );
  });
}
function li(t) {
  Ve === null && Rn(), si(() => () => Bt(t));
}
const ii = "5";
typeof window < "u" && ((window.__svelte ??= {}).v ??= /* @__PURE__ */ new Set()).add(ii);
function Re(t) {
  if (t == null || Number.isNaN(t)) return "not a number";
  if (!Number.isFinite(t)) return t > 0 ? "∞" : "−∞";
  const e = Math.abs(t);
  let n;
  return e === 0 ? n = "0" : e >= 1e5 || e < 1e-3 ? n = t.toExponential(2).replace("e+", "e") : Number.isInteger(t) ? n = t.toLocaleString("en-US") : n = e >= 1e3 ? t.toFixed(0) : t.toPrecision(e >= 100 ? 4 : 3), n.replaceAll("-", "−");
}
const la = (t) => t !== 0 && (Math.abs(t) >= 1e5 || Math.abs(t) < 1e-3) ? Re(t) : Number(t.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }).replaceAll("-", "−"), It = (t) => typeof t == "number" && t > 0 ? `+${Re(t)}` : Re(t);
function Ge(t) {
  const e = t.replaceAll(`
`, "⏎").replaceAll("	", "⇥").replaceAll("\r", "␍").replaceAll(" ", "⍽").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (n) => `⟨${n.codePointAt(0).toString(16)}⟩`);
  return e.trim() === "" ? e.replaceAll(" ", "␣") || "∅" : e;
}
function zt(t, e = 12) {
  const n = Ge(t).trim();
  return n.length <= e ? n : `${n.slice(0, e - 1)}…`;
}
const qr = (t, e) => `${Re(t)} to ${Re(e)}`;
var oi = /* @__PURE__ */ q('<p class="soft svelte-1a3bgjz"> </p>'), ci = /* @__PURE__ */ q('<p class="said svelte-1a3bgjz"> <mark class="svelte-1a3bgjz"> </mark></p> <!>', 1);
const fi = {
  hash: "svelte-1a3bgjz",
  code: ".said.svelte-1a3bgjz {font-size:1.3rem;line-height:1.45;margin:0 0 0.2em;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46ch;}mark.svelte-1a3bgjz {background:none;color:var(--blue);font-weight:650;}.soft.svelte-1a3bgjz {color:var(--soft);margin:0;}"
};
function ui(t, e) {
  Xe(e, !0), tt(t, fi);
  var n = ci(), a = Te(n), s = j(a), l = m(s), i = Y(l, !0), o = m(a, 2);
  {
    var c = (f) => {
      var u = oi(), v = Y(u);
      R((h) => N(v, `${e.part.model ?? "The model" ?? ""} gives this a probability of ${h ?? ""}.`), [() => Re(e.part.probability)]), w(f, u);
    };
    Q(o, (f) => {
      e.part.probability !== void 0 && f(c);
    });
  }
  R(() => {
    N(s, e.part.prompt), N(i, e.part.answer);
  }), w(t, n), Ke();
}
const vi = {
  orange: [[247, 246, 243], [246, 205, 163], [226, 133, 60], [163, 71, 8]],
  blue: [[247, 246, 243], [178, 208, 238], [84, 147, 209], [22, 80, 148]],
  teal: [[247, 246, 243], [176, 221, 212], [67, 158, 150], [7, 88, 92]]
}, di = {
  orange: [[37, 43, 48], [104, 68, 40], [190, 112, 52], [250, 178, 112]],
  blue: [[37, 43, 48], [42, 73, 108], [72, 133, 199], [148, 199, 250]],
  teal: [[37, 43, 48], [28, 79, 79], [46, 143, 136], [130, 221, 209]]
};
function is(t, e) {
  const n = e ? di : vi, a = t === "diverging" ? n.blue : n.teal;
  return { low: t === "diverging" ? n.orange : n.teal, high: a, none: a[0] };
}
function hi(t, e) {
  return Number.isNaN(t) ? null : e <= 0 ? 0 : Math.max(-1, Math.min(1, t / e));
}
const Tn = (t, e) => Math.abs(t) > e * 1.0001;
function ur(t, e, n, a) {
  const s = hi(t, e);
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
function pi(t, e) {
  const { low: n, high: a } = is(t, e);
  return `linear-gradient(90deg, ${(t === "sequential" ? a : [...[...n].reverse(), ...a.slice(1)]).map($r).join(", ")})`;
}
function en(t) {
  let e = 0;
  for (const n of t) Number.isFinite(n) && Math.abs(n) > e && (e = Math.abs(n));
  return e || 1;
}
const os = /* @__PURE__ */ Symbol("theme"), cs = "cutaway-theme";
class fs {
  #t = /* @__PURE__ */ Ne(!1);
  get dark() {
    return r(this.#t);
  }
  set dark(e) {
    se(this.#t, e, !0);
  }
  #r;
  #e = matchMedia("(prefers-color-scheme: dark)");
  #a = () => this.#n();
  constructor(e) {
    this.#r = e;
    const n = gi();
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
function gi() {
  try {
    const t = localStorage.getItem(cs);
    return t === "light" || t === "dark" ? t : null;
  } catch {
    return null;
  }
}
const mi = (t) => Js(os, t);
let _i;
function tr() {
  return Zs(os) ?? (_i ??= new fs(document.documentElement));
}
var bi = /* @__PURE__ */ q('<span class="title svelte-nnrjsl"> </span>'), xi = /* @__PURE__ */ q('<span class="mark svelte-nnrjsl"><i class="box frame svelte-nnrjsl"></i>beyond the scale</span>'), wi = /* @__PURE__ */ q('<span class="mark svelte-nnrjsl"><i class="box hatch svelte-nnrjsl"></i>not a number</span>'), yi = /* @__PURE__ */ q('<span class="legend svelte-nnrjsl"><!> <span class="scale svelte-nnrjsl"><span> </span> <i class="ramp svelte-nnrjsl"></i> <span> </span></span> <!> <!></span>');
const ki = {
  hash: "svelte-nnrjsl",
  code: ".legend.svelte-nnrjsl {display:inline-flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:0.84rem;color:var(--soft);font-variant-numeric:tabular-nums;}.title.svelte-nnrjsl {margin-right:4px;}.scale.svelte-nnrjsl {display:inline-flex;align-items:center;gap:8px;}.ramp.svelte-nnrjsl {width:120px;height:10px;border-radius:3px;}.mark.svelte-nnrjsl {display:inline-flex;align-items:center;gap:5px;margin-left:8px;}.box.svelte-nnrjsl {width:13px;height:11px;}.frame.svelte-nnrjsl {border:1.5px solid var(--ink);box-sizing:border-box;}.hatch.svelte-nnrjsl {background:repeating-linear-gradient(-45deg, var(--faint) 0 1px, transparent 1px 4px);}"
};
function tn(t, e) {
  Xe(e, !0), tt(t, ki);
  let n = nt(e, "missing", 3, !1), a = nt(e, "beyond", 3, !1);
  const s = tr();
  var l = yi(), i = j(l);
  {
    var o = (A) => {
      var k = bi(), _ = Y(k, !0);
      R(() => N(_, e.title)), w(A, k);
    };
    Q(i, (A) => {
      e.title && A(o);
    });
  }
  var c = m(i, 2), f = j(c), u = Y(f, !0), v = m(f, 2);
  let h;
  var p = m(v, 2), g = Y(p), S = m(c, 2);
  {
    var x = (A) => {
      var k = xi();
      w(A, k);
    };
    Q(S, (A) => {
      a() && A(x);
    });
  }
  var E = m(S, 2);
  {
    var T = (A) => {
      var k = wi();
      w(A, k);
    };
    Q(E, (A) => {
      n() && A(T);
    });
  }
  R(
    (A, k, _) => {
      N(u, A), h = je(v, "", h, { background: k }), N(g, `${e.scale === "diverging" ? "+" : ""}${_ ?? ""}`);
    },
    [
      () => e.scale === "diverging" ? Re(-e.limit) : "0",
      () => pi(e.scale, s.dark),
      () => Re(e.limit)
    ]
  ), w(t, l), Ke();
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
var Mi = /* @__PURE__ */ q('<div class="head svelte-o9v0i9" role="option"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <span> </span></div>'), zi = /* @__PURE__ */ q('<span class="note svelte-o9v0i9"> </span>'), Ei = /* @__PURE__ */ q('<button title="each weight times the size of the value vector that it brings" class="svelte-o9v0i9">value-weighted</button>'), Si = /* @__PURE__ */ dt('<line x1="170" stroke="var(--teal)"></line>'), Ti = /* @__PURE__ */ dt('<text x="162"> </text><text class="svelte-o9v0i9"> </text>', 1), Ai = /* @__PURE__ */ dt('<svg width="100%" role="presentation" class="svelte-o9v0i9"><!><!></svg>'), qi = /* @__PURE__ */ q('<div class="stack svelte-o9v0i9"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <canvas aria-hidden="true" class="svelte-o9v0i9"></canvas></div>'), Ni = /* @__PURE__ */ q('<b> </b> from <code class="svelte-o9v0i9"> </code> <code class="svelte-o9v0i9"> </code> ', 1), Pi = /* @__PURE__ */ q('<span class="guess svelte-o9v0i9"><code class="svelte-o9v0i9"> </code> </span>'), Ri = /* @__PURE__ */ q('<span class="soft svelte-o9v0i9"> <code class="svelte-o9v0i9"> </code> looks at</span> <!>', 1), Ci = /* @__PURE__ */ q('<span class="hint svelte-o9v0i9">A row is the token that looks, a column what it looks at. Click a row to keep it.</span>'), Oi = /* @__PURE__ */ q('<div class="heads svelte-o9v0i9" role="listbox" aria-label="heads" aria-orientation="horizontal"></div> <div class="bar svelte-o9v0i9"><b> </b><!> <span class="modes svelte-o9v0i9" role="group" aria-label="how to draw it"><button class="svelte-o9v0i9">matrix</button> <button class="svelte-o9v0i9">lines</button> <!></span></div>  <div class="large svelte-o9v0i9" role="application" tabindex="0"><!></div> <p class="readout svelte-o9v0i9" role="status"><!> <!></p> <!>', 1);
const Li = {
  hash: "svelte-o9v0i9",
  code: `.heads.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:8px;max-height:262px;overflow-y:auto;padding:3px;}.head.svelte-o9v0i9 {cursor:pointer;padding:4px 4px 1px;border-radius:7px;text-align:center;font-size:0.78rem;color:var(--soft);border:1px solid transparent;}.head.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {display:block;border-radius:3px;background:var(--sunk);}.head[aria-selected="true"].svelte-o9v0i9 {border-color:var(--blue);color:var(--ink);}.head.svelte-o9v0i9:hover {background:var(--sunk);}.head.svelte-o9v0i9:focus-visible,
  .large.svelte-o9v0i9:focus-visible,
  button.svelte-o9v0i9:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.bar.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:12px 0 4px;}.note.svelte-o9v0i9 {color:var(--soft);font-size:0.92rem;}.modes.svelte-o9v0i9 {display:inline-flex;gap:4px;margin-left:auto;}button.svelte-o9v0i9 {font:inherit;font-size:0.86rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1px 10px;cursor:pointer;}button[aria-pressed="true"].svelte-o9v0i9 {color:var(--ink);border-color:var(--blue);}.large.svelte-o9v0i9 {border-radius:6px;min-width:0;overflow-x:auto;}.stack.svelte-o9v0i9 {position:relative;}.stack.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {position:absolute;inset:0 auto auto 0;cursor:crosshair;}svg.svelte-o9v0i9 {display:block;}text.svelte-o9v0i9 {font-size:13px;fill:var(--ink);font-family:var(--mono);}.left.svelte-o9v0i9 {text-anchor:end;cursor:pointer;}.on.svelte-o9v0i9 {font-weight:700;fill:var(--teal);}.readout.svelte-o9v0i9 {min-height:3.1em;margin:8px 0 4px;font-size:0.9rem;font-variant-numeric:tabular-nums;}.soft.svelte-o9v0i9,
  .hint.svelte-o9v0i9 {color:var(--soft);margin-right:6px;}.guess.svelte-o9v0i9 {display:inline-block;margin-right:12px;}code.svelte-o9v0i9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Di(t, e) {
  Xe(e, !0), tt(t, Li);
  let n = nt(e, "state", 15);
  const a = tr(), s = 64, [l, i] = [92, 74];
  let o = /* @__PURE__ */ Ne(void 0), c = /* @__PURE__ */ Ne(void 0), f = /* @__PURE__ */ Ne(600), u = /* @__PURE__ */ Ne(null), v = /* @__PURE__ */ Ne(null);
  const h = /* @__PURE__ */ y(() => e.part.tokens.length), p = /* @__PURE__ */ y(() => e.part.names.length), g = /* @__PURE__ */ y(() => Math.min(r(p) - 1, n()?.head ?? 0)), S = /* @__PURE__ */ y(() => (n()?.mode ?? "matrix") === "lines"), x = /* @__PURE__ */ y(() => !!n()?.weighted && e.part.value_weighted !== void 0), E = /* @__PURE__ */ y(() => n()?.query ?? null), T = /* @__PURE__ */ y(() => (r(x) ? e.part.value_weighted : e.part.pattern).values), A = (P, X, d) => r(T)[(P * r(h) + X) * r(h) + d], k = /* @__PURE__ */ y(() => Math.min(34 * r(h), Math.max(120, Math.min(r(f) - l - 40, 620)))), _ = /* @__PURE__ */ y(() => r(k) / r(h));
  function H(P, X) {
    const [d, G, Z, le] = [
      r(
        h
        // read once: there may be millions of cells
      ),
      r(T),
      a.dark,
      P * r(h) * r(h)
    ], ce = Math.min(d, X), b = d / ce;
    return us(ce, ce, (D, ee) => {
      if (ce === d) {
        const Je = G[le + D * d + ee];
        return ee > D && !(Je > 0) ? null : ur(Je, 1, "sequential", Z);
      }
      if (ee > D) return null;
      const [pe, De] = [Math.floor(D * b), Math.floor((D + 1) * b)], [ae, Me] = [Math.floor(ee * b), Math.floor((ee + 1) * b)];
      let Fe = 0;
      for (let Je = pe; Je < De; Je++) for (let qt = le + Je * d + ae; qt < le + Je * d + Me; qt++) G[qt] > Fe && (Fe = G[qt]);
      return ur(Fe, 1, "sequential", Z);
    });
  }
  function O(P, X) {
    Ft(() => {
      const d = Mr(P, s, s);
      d && (d.imageSmoothingEnabled = !1, d.drawImage(H(X(), s), 0, 0, s, s));
    });
  }
  const M = /* @__PURE__ */ y(() => r(u)?.query ?? r(v) ?? r(E));
  Ft(() => {
    if (r(S) || !r(o)) return;
    const P = Mr(r(o), l + r(k) + 40, i + r(k) + 4);
    if (!P) return;
    P.imageSmoothingEnabled = r(h) > r(k), P.drawImage(H(r(g), 512), l, i, r(k), r(k)), P.strokeStyle = ht(r(o), "--line"), P.strokeRect(l + 0.5, i + 0.5, r(k) - 1, r(k) - 1), P.fillStyle = ht(r(o), "--soft"), P.font = `11.5px ${ht(r(o), "--font")}`, P.textBaseline = "middle";
    const X = An(r(_), 13);
    for (let d = 0; d < r(h); d += X)
      P.textAlign = "right", P.fillText(zt(e.part.tokens[d]), l - 6, i + (d + 0.5) * r(_)), P.save(), P.translate(l + (d + 0.5) * r(_) + 3, i - 7), P.rotate(-0.9), P.textAlign = "left", P.fillText(zt(e.part.tokens[d]), 0, 0), P.restore();
  }), Ft(() => {
    if (r(S) || !r(c)) return;
    const P = Mr(r(c), l + r(k) + 40, i + r(k) + 4);
    P && (P.strokeStyle = ht(r(c), "--ink"), r(M) !== null && (P.lineWidth = 1, P.strokeRect(l, i + r(M) * r(_), r(k), Math.max(2, r(_)))), r(u) && (P.lineWidth = 2, P.strokeRect(l + r(u).key * r(_), i + r(u).query * r(_), Math.max(3, r(_)), Math.max(3, r(_)))));
  });
  function C(P) {
    const X = r(c).getBoundingClientRect(), d = Math.floor((P.clientX - X.left - l) / r(_)), G = Math.floor((P.clientY - X.top - i) / r(_));
    return d >= 0 && G >= 0 && d < r(h) && G < r(h) ? { query: G, key: d } : null;
  }
  const L = (P) => n({
    ...n(),
    query: P === r(E) ? void 0 : P ?? void 0
  });
  function $(P) {
    n({ ...n(), head: P }), e.onSelect?.({ part: e.part, head: P });
  }
  function Se(P) {
    if (P.key === "Escape")
      n({ ...n(), query: void 0 }), se(u, null), se(v, null);
    else if (P.key === "ArrowDown") n({
      ...n(),
      query: Math.min(r(h) - 1, (r(E) ?? -1) + 1)
    });
    else if (P.key === "ArrowUp") n({
      ...n(),
      query: Math.max(0, (r(E) ?? r(h)) - 1)
    });
    else return;
    P.preventDefault();
  }
  function Ae(P, X) {
    const d = {
      ArrowRight: X + 1,
      ArrowLeft: X - 1,
      Home: 0,
      End: r(p) - 1
    }[P.key];
    if (d === void 0) return;
    P.preventDefault(), P.currentTarget.parentElement.children[Math.max(0, Math.min(r(p) - 1, d))].focus();
  }
  const be = /* @__PURE__ */ y(() => r(M) === null ? [] : Array.from({ length: r(h) }, (X, d) => [d, A(r(g), r(M), d)]).filter(([, X]) => X > 5e-3).sort((X, d) => d[1] - X[1]).slice(0, 6)), xe = 160, oe = /* @__PURE__ */ y(() => r(h) <= xe ? 0 : Math.max(0, Math.min(r(h) - xe, (r(M) ?? r(h)) - xe / 2))), ne = /* @__PURE__ */ y(() => Array.from({ length: Math.min(r(h), xe) }, (P, X) => Math.floor(r(oe)) + X)), we = /* @__PURE__ */ y(() => {
    const P = [];
    for (const X of r(M) === null ? r(ne) : [r(M)]) for (const d of r(ne)) {
      const G = A(r(g), X, d);
      G > 0.04 && d <= X && P.push({ q: X, k: d, w: G });
    }
    return P;
  }), ue = 23;
  var Oe = Oi(), Le = Te(Oe);
  ze(Le, 21, () => e.part.names, Be, (P, X, d) => {
    var G = Mi(), Z = j(G);
    je(Z, "", {}, { width: "64px", height: "64px" }), Yl(Z, (b, D) => O?.(b, D), () => () => d);
    var le = m(Z, 2), ce = Y(le, !0);
    R(() => {
      I(G, "aria-selected", d === r(g)), I(G, "tabindex", d === r(g) ? 0 : -1), I(G, "title", e.part.notes?.[d] ?? r(X)), N(ce, r(X));
    }), fe("click", G, () => $(d)), fe("keydown", G, (b) => b.key === "Enter" || b.key === " " ? (b.preventDefault(), $(d)) : Ae(b, d)), w(P, G);
  });
  var B = m(Le, 2), V = j(B), ie = Y(V, !0), U = m(V);
  {
    var J = (P) => {
      var X = zi(), d = Y(X, !0);
      R(() => N(d, e.part.notes[r(g)])), w(P, X);
    };
    Q(U, (P) => {
      e.part.notes?.[r(g)] && P(J);
    });
  }
  var ve = m(U, 2), de = j(ve), he = m(de, 2), ge = m(he, 2);
  {
    var ye = (P) => {
      var X = Ei();
      R(() => I(X, "aria-pressed", r(x))), fe("click", X, () => n({ ...n(), weighted: !r(x) })), w(P, X);
    };
    Q(ge, (P) => {
      e.part.value_weighted && P(ye);
    });
  }
  var Ce = m(B, 2), me = j(Ce);
  {
    var z = (P) => {
      var X = Ai(), d = j(X);
      ze(d, 17, () => r(we), ({ q: Z, k: le, w: ce }) => `${Z},${le}`, (Z, le) => {
        let ce = () => r(le).q, b = () => r(le).k, D = () => r(le).w;
        var ee = Si();
        R(
          (pe, De) => {
            I(ee, "x2", pe), I(ee, "y1", (ce() - r(oe) + 0.5) * ue), I(ee, "y2", (b() - r(oe) + 0.5) * ue), I(ee, "stroke-width", 0.6 + 4 * D()), I(ee, "opacity", De);
          },
          [
            () => Math.min(r(f) - 150, 420),
            () => Math.min(1, 0.12 + D())
          ]
        ), w(Z, ee);
      });
      var G = m(d);
      ze(G, 16, () => r(ne), (Z) => Z, (Z, le) => {
        var ce = Ti(), b = Te(ce);
        let D;
        var ee = Y(b, !0), pe = m(b), De = Y(pe, !0);
        R(
          (ae, Me, Fe) => {
            D = $e(b, 0, "left svelte-o9v0i9", null, D, { on: r(M) === le }), I(b, "y", (le - r(oe) + 0.5) * ue + 4), N(ee, ae), I(pe, "x", Me), I(pe, "y", (le - r(oe) + 0.5) * ue + 4), N(De, Fe);
          },
          [
            () => zt(e.part.tokens[le], 18),
            () => Math.min(r(f) - 150, 420) + 8,
            () => zt(e.part.tokens[le], 18)
          ]
        ), Ze("pointerenter", b, () => se(v, le, !0)), fe("click", b, () => L(le)), w(Z, ce);
      }), R(() => I(X, "height", r(ne).length * ue + 8)), Ze("pointerleave", X, () => se(v, null)), w(P, X);
    }, F = (P) => {
      var X = qi();
      let d;
      var G = j(X);
      let Z;
      er(G, (b) => se(o, b), () => r(o));
      var le = m(G, 2);
      let ce;
      er(le, (b) => se(c, b), () => r(c)), R(() => {
        d = je(X, "", d, { height: `${i + r(k) + 4}px` }), Z = je(G, "", Z, {
          width: `${l + r(k) + 40}px`,
          height: `${i + r(k) + 4}px`
        }), ce = je(le, "", ce, {
          width: `${l + r(k) + 40}px`,
          height: `${i + r(k) + 4}px`
        });
      }), fe("pointermove", le, (b) => se(u, C(b), !0)), Ze("pointerleave", le, () => se(u, null)), fe("pointerup", le, (b) => L(C(b)?.query ?? null)), w(P, X);
    };
    Q(me, (P) => {
      r(S) ? P(z) : P(F, -1);
    });
  }
  var W = m(Ce, 2), te = j(W);
  {
    var K = (P) => {
      var X = Ni(), d = Te(X), G = Y(d, !0), Z = m(d, 2), le = Y(Z, !0), ce = m(Z), b = m(ce), D = Y(b, !0), ee = m(b);
      R(
        (pe, De, ae) => {
          N(G, pe), N(le, De), N(ce, ` (${r(u).query ?? ""}) to `), N(D, ae), N(ee, ` (${r(u).key ?? ""}).`);
        },
        [
          () => Re(A(r(g), r(u).query, r(u).key)),
          () => Ge(e.part.tokens[r(u).query]),
          () => Ge(e.part.tokens[r(u).key])
        ]
      ), w(P, X);
    };
    Q(te, (P) => {
      r(u) && P(K);
    });
  }
  var re = m(te, 2);
  {
    var qe = (P) => {
      var X = Ri(), d = Te(X), G = j(d), Z = m(G), le = Y(Z, !0), ce = m(d, 2);
      ze(ce, 17, () => r(be), ([b, D]) => b, (b, D) => {
        var ee = /* @__PURE__ */ y(() => Nr(r(D), 2));
        let pe = () => r(ee)[0], De = () => r(ee)[1];
        var ae = Pi(), Me = j(ae), Fe = Y(Me, !0), Je = m(Me);
        R(
          (qt, Dr) => {
            N(Fe, qt), N(Je, ` ${Dr ?? ""}`);
          },
          [() => Ge(e.part.tokens[pe()]), () => Re(De())]
        ), w(b, ae);
      }), R(
        (b) => {
          N(G, `position ${r(M) ?? ""} `), N(le, b);
        },
        [() => Ge(e.part.tokens[r(M)])]
      ), w(P, X);
    }, Pe = (P) => {
      var X = Ci();
      w(P, X);
    };
    Q(re, (P) => {
      r(M) !== null && r(be).length ? P(qe) : r(u) || P(Pe, 1);
    });
  }
  var He = m(W, 2);
  {
    let P = /* @__PURE__ */ y(() => r(x) ? "share of attention, value-weighted" : "attention");
    tn(He, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(P);
      }
    });
  }
  R(() => {
    N(ie, e.part.names[r(g)]), I(de, "aria-pressed", !r(S)), I(he, "aria-pressed", r(S)), I(Ce, "aria-label", `attention of ${e.part.names[r(g)] ?? ""}; up and down choose the token that looks, Escape releases`);
  }), fe("click", de, () => n({ ...n(), mode: "matrix" })), fe("click", he, () => n({ ...n(), mode: "lines" })), fe("keydown", Ce, Se), Lr(Ce, "clientWidth", (P) => se(f, P)), w(t, Oe), Ke();
}
xt(["click", "keydown", "pointermove", "pointerup"]);
var Fi = /* @__PURE__ */ q("<i></i>"), Ii = /* @__PURE__ */ q('<i class="whisker svelte-arepcz"></i>'), ji = /* @__PURE__ */ q('<small class="svelte-arepcz"> </small>'), Hi = /* @__PURE__ */ q('<span class="note svelte-arepcz"> </span>'), Bi = /* @__PURE__ */ q('<span class="label svelte-arepcz"> </span> <span class="track svelte-arepcz" aria-hidden="true"><i class="zero svelte-arepcz"></i> <!> <!></span> <span class="value svelte-arepcz"> <!></span> <!>', 1), Ui = /* @__PURE__ */ q('<button class="row svelte-arepcz"><!></button>'), Wi = /* @__PURE__ */ q('<div class="row svelte-arepcz"><!></div>'), Yi = /* @__PURE__ */ q("<li><!></li>"), Gi = /* @__PURE__ */ q('<button class="more svelte-arepcz"> </button>'), Vi = /* @__PURE__ */ q('<ul class="svelte-arepcz"></ul> <p class="under svelte-arepcz"> <!></p>', 1);
const Xi = {
  hash: "svelte-arepcz",
  code: `ul.svelte-arepcz {list-style:none;margin:0;padding:0;}.row.svelte-arepcz {all:unset;box-sizing:border-box;display:grid;grid-template-columns:minmax(5.5em, 13em) minmax(80px, 1fr) minmax(6em, var(--value));gap:0 14px;align-items:center;width:100%;padding:3px 4px;border-radius:5px;font-size:0.93rem;}button.row.svelte-arepcz {cursor:pointer;}button.row.svelte-arepcz:hover,
  .chosen.svelte-arepcz .row:where(.svelte-arepcz) {background:var(--sunk);}button.row.svelte-arepcz:focus-visible {outline:2px solid var(--focus);}.label.svelte-arepcz {overflow-wrap:anywhere;}.track.svelte-arepcz {position:relative;height:16px;background:linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat;}i.svelte-arepcz {position:absolute;}.zero.svelte-arepcz {top:0;bottom:0;width:1px;background:var(--faint);}.bar.svelte-arepcz {top:3px;bottom:3px;border-radius:2px;background:var(--blue);}.bar.neg.svelte-arepcz {background:var(--orange);}.whisker.svelte-arepcz {top:7px;height:2px;background:var(--ink);box-shadow:-1px 0 0 var(--ink),
      1px 0 0 var(--ink);}.value.svelte-arepcz {text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;}small.svelte-arepcz {color:var(--soft);margin-left:8px;}.note.svelte-arepcz {grid-column:1 / -1;color:var(--soft);font-size:0.88rem;padding-bottom:4px;}.under.svelte-arepcz {color:var(--soft);font-size:0.85rem;margin:6px 4px 14px;}.more.svelte-arepcz {font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:2px 10px;margin-left:8px;cursor:pointer;}
  @media (max-width: 560px) {.row.svelte-arepcz {grid-template-columns:1fr auto;}.track.svelte-arepcz {grid-column:1 / -1;grid-row:2;}
  }`
};
function Ki(t, e) {
  Xe(e, !0), tt(t, Xi);
  let n = nt(e, "state", 15);
  const a = 30, s = /* @__PURE__ */ y(() => n()?.shown ?? a), l = /* @__PURE__ */ y(() => n()?.index), i = /* @__PURE__ */ y(() => e.part.values.values), o = /* @__PURE__ */ y(() => [
    ...r(i),
    ...e.part.low?.values ?? [],
    ...e.part.high?.values ?? []
  ]), c = /* @__PURE__ */ y(() => [0, ...r(o).filter((M) => Number.isFinite(M))]), f = /* @__PURE__ */ y(() => Math.min(...r(c))), u = /* @__PURE__ */ y(() => Math.max(...r(c)) - r(f) || 1), v = /* @__PURE__ */ y(() => r(f) < 0), h = /* @__PURE__ */ y(() => -r(f) / r(u) * 100), p = /* @__PURE__ */ y(() => [...r(i).slice(0, r(s))].map((M, C) => {
    const L = e.part.low && e.part.high && Number.isFinite(e.part.low.values[C]);
    return (r(v) ? It(M) : Re(M)).length + (L ? 1 + 0.85 * qr(e.part.low.values[C], e.part.high.values[C]).length : 0);
  })), g = (M) => (M - r(f)) / r(u) * 100, S = (M) => Math.max(0.3, Math.abs(M) / r(u) * 100);
  function x(M) {
    n({ ...n(), index: r(l) === M ? void 0 : M }), r(l) === M && e.onSelect?.({ part: e.part, index: M });
  }
  var E = Vi(), T = Te(E);
  let A;
  ze(T, 21, () => e.part.labels.slice(0, r(s)), Be, (M, C, L) => {
    var $ = Yi();
    let Se;
    {
      const oe = (we) => {
        var ue = Bi(), Oe = Te(ue), Le = Y(Oe, !0), B = m(Oe, 2), V = j(B);
        let ie;
        var U = m(V, 2);
        {
          var J = (K) => {
            var re = Fi();
            let qe, Pe;
            R(
              (He, P) => {
                qe = $e(re, 1, "bar svelte-arepcz", null, qe, { neg: r(ne) < 0 }), Pe = je(re, "", Pe, { left: He, width: P });
              },
              [
                () => `${(r(ne) < 0 ? g(r(ne)) : r(h)) ?? ""}%`,
                () => `${S(r(ne)) ?? ""}%`
              ]
            ), w(K, re);
          }, ve = /* @__PURE__ */ y(() => Number.isFinite(r(ne)));
          Q(U, (K) => {
            r(ve) && K(J);
          });
        }
        var de = m(U, 2);
        {
          var he = (K) => {
            var re = Ii();
            let qe;
            R((Pe, He) => qe = je(re, "", qe, { left: Pe, width: He }), [
              () => `${g(e.part.low.values[L]) ?? ""}%`,
              () => `${g(e.part.high.values[L]) - g(e.part.low.values[L])}%`
            ]), w(K, re);
          }, ge = /* @__PURE__ */ y(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[L]));
          Q(de, (K) => {
            r(ge) && K(he);
          });
        }
        var ye = m(B, 2), Ce = j(ye), me = m(Ce);
        {
          var z = (K) => {
            var re = ji(), qe = Y(re, !0);
            R((Pe) => N(qe, Pe), [
              () => qr(e.part.low.values[L], e.part.high.values[L])
            ]), w(K, re);
          }, F = /* @__PURE__ */ y(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[L]));
          Q(me, (K) => {
            r(F) && K(z);
          });
        }
        var W = m(ye, 2);
        {
          var te = (K) => {
            var re = Hi(), qe = Y(re, !0);
            R(() => N(qe, e.part.notes[L])), w(K, re);
          };
          Q(W, (K) => {
            e.part.notes?.[L] && K(te);
          });
        }
        R(
          (K) => {
            N(Le, r(C)), ie = je(V, "", ie, { left: `${r(h) ?? ""}%` }), N(Ce, K);
          },
          [() => r(v) ? It(r(ne)) : Re(r(ne))]
        ), w(we, ue);
      }, ne = /* @__PURE__ */ y(() => r(i)[L]);
      var Ae = j($);
      {
        var be = (we) => {
          var ue = Ui(), Oe = j(ue);
          oe(Oe), R(() => I(ue, "aria-pressed", r(l) === L)), fe("click", ue, () => x(L)), w(we, ue);
        }, xe = (we) => {
          var ue = Wi(), Oe = j(ue);
          oe(Oe), w(we, ue);
        };
        Q(Ae, (we) => {
          e.onSelect ? we(be) : we(xe, -1);
        });
      }
    }
    R(() => Se = $e($, 1, "svelte-arepcz", null, Se, { chosen: r(l) === L })), w(M, $);
  });
  var k = m(T, 2), _ = j(k), H = m(_);
  {
    var O = (M) => {
      var C = Gi(), L = Y(C);
      R(() => N(L, `show more (${e.part.labels.length - r(s)} left)`)), fe("click", C, () => n({ ...n(), shown: r(s) + 4 * a })), w(M, C);
    };
    Q(H, (M) => {
      e.part.labels.length > r(s) && M(O);
    });
  }
  R(
    (M) => {
      I(T, "aria-label", e.part.value_title), A = je(T, "", A, { "--value": M }), N(_, `${e.part.value_title ?? ""} `);
    },
    [() => `${Math.max(...r(p), 6) ?? ""}ch`]
  ), w(t, E), Ke();
}
xt(["click"]);
function ia(t, e, n = 5) {
  if (!(e > t)) return [t];
  const a = (e - t) / n, s = 10 ** Math.floor(Math.log10(a)), l = [1, 2, 2.5, 5, 10].map((o) => o * s).find((o) => o >= a) ?? a, i = [];
  for (let o = Math.ceil(t / l - 1e-9); o * l <= e + l * 1e-9; o++) i.push(Number((o * l).toPrecision(12)));
  return i;
}
function Zi(t, e) {
  const n = [], a = e / t < 300;
  for (let s = Math.floor(Math.log10(t)); s <= Math.ceil(Math.log10(e)); s++)
    for (const l of a ? [1, 2, 5] : [1]) {
      const i = l * 10 ** s;
      i >= t * 0.999 && i <= e * 1.001 && n.push(Number(i.toPrecision(6)));
    }
  return n;
}
var Ji = /* @__PURE__ */ dt('<line></line><text class="tick end svelte-o9plvd"> </text>', 1), Qi = /* @__PURE__ */ dt('<text class="tick middle svelte-o9plvd"> </text>'), $i = /* @__PURE__ */ dt('<line class="marked svelte-o9plvd"></line><text class="tick svelte-o9plvd"> </text>', 1), eo = /* @__PURE__ */ dt('<path opacity="0.16"></path><path fill="none" stroke-width="2" stroke-linejoin="round"></path>', 1), to = /* @__PURE__ */ dt('<circle r="4"></circle>'), ro = /* @__PURE__ */ dt('<line class="cursor svelte-o9plvd"></line><!>', 1), no = /* @__PURE__ */ q('<span class="at svelte-o9plvd"> </span>'), ao = /* @__PURE__ */ q("<b> </b>"), so = /* @__PURE__ */ q('<button title="show or hide" class="svelte-o9plvd"><svg width="22" height="10" aria-hidden="true" class="svelte-o9plvd"><line x1="0" x2="22" y1="5" y2="5" stroke-width="2.5"></line></svg> <!></button>'), lo = /* @__PURE__ */ q('<div class="whole svelte-o9plvd"><svg role="application" tabindex="0" class="svelte-o9plvd"><!><!><text class="title middle svelte-o9plvd"> </text><text class="title middle svelte-o9plvd"> </text><!><!><!></svg></div> <div class="legend svelte-o9plvd" role="group" aria-label="lines"><!> <!></div>', 1);
const io = {
  hash: "svelte-o9plvd",
  code: '.whole.svelte-o9plvd {min-width:0;overflow:hidden;}svg.svelte-o9plvd {display:block;border-radius:6px;}svg.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);outline-offset:-1px;}.rule.svelte-o9plvd {stroke:var(--line);}.rule.zero.svelte-o9plvd {stroke:var(--faint);}.marked.svelte-o9plvd {stroke:var(--faint);stroke-dasharray:3 3;}.cursor.svelte-o9plvd {stroke:var(--ink);opacity:0.4;}text.svelte-o9plvd {font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums;}.end.svelte-o9plvd {text-anchor:end;}.middle.svelte-o9plvd {text-anchor:middle;}.legend.svelte-o9plvd {display:flex;flex-wrap:wrap;gap:2px 6px;font-size:0.9rem;margin-top:4px;min-height:2em;}.at.svelte-o9plvd {color:var(--soft);padding:2px 6px;}button.svelte-o9plvd {all:unset;display:inline-flex;align-items:center;gap:7px;padding:2px 7px;border-radius:5px;cursor:pointer;font-variant-numeric:tabular-nums;}button[aria-pressed="false"].svelte-o9plvd {opacity:0.45;}button.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);}'
};
function oo(t, e) {
  Xe(e, !0), tt(t, io);
  let n = nt(e, "state", 15);
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
  let u = /* @__PURE__ */ Ne(600), v = /* @__PURE__ */ Ne(null);
  const h = /* @__PURE__ */ y(() => new Set(n()?.hidden ?? [])), p = /* @__PURE__ */ y(() => n()?.x ?? null), g = /* @__PURE__ */ y(() => e.part.series.filter((z, F) => !r(h).has(F))), S = (z) => r(g).flatMap((F) => z(F).flatMap((W) => W ? [...W.values] : [])).filter((F) => Number.isFinite(F)), x = /* @__PURE__ */ y(() => S((z) => [z.x]).filter((z) => !e.part.x_log || z > 0)), E = /* @__PURE__ */ y(() => S((z) => [z.y, z.low, z.high])), T = /* @__PURE__ */ y(() => {
    const [z, F] = [Math.min(...r(x)), Math.max(...r(x))];
    let [W, te] = [Math.min(...r(E)), Math.max(...r(E))];
    if (!r(x).length || !r(E).length) return { x0: 0, x1: 1, y0: 0, y1: 1 };
    W > 0 && W < 0.4 * te && (W = 0), W === te && ([W, te] = [W - 0.5, te + 0.5]);
    const K = (te - W) * 0.05;
    return {
      x0: z,
      x1: F > z ? F : z + 1,
      y0: W === 0 ? 0 : W - K,
      y1: te + K
    };
  }), A = /* @__PURE__ */ y(() => Math.max(80, r(u) - i - o)), k = (z) => e.part.x_log ? (Math.log(z) - Math.log(r(T).x0)) / (Math.log(r(T).x1) - Math.log(r(T).x0)) : (z - r(T).x0) / (r(T).x1 - r(T).x0), _ = (z) => i + k(z) * r(A), H = (z) => c + (1 - (z - r(T).y0) / (r(T).y1 - r(T).y0)) * (l - c - f), O = /* @__PURE__ */ y(() => e.part.x_log ? Zi(r(T).x0, r(T).x1) : ia(r(T).x0, r(T).x1, Math.max(2, r(A) / 90))), M = /* @__PURE__ */ y(() => ia(r(T).y0, r(T).y1, 5)), C = /* @__PURE__ */ y(() => [...new Set(r(x))].sort((z, F) => z - F)), L = /* @__PURE__ */ y(() => r(v) ?? r(p));
  function $(z) {
    let F = "M";
    return [...z.x.values].map((W, te) => {
      const K = z.y.values[te];
      if (!Number.isFinite(K) || !Number.isFinite(W) || e.part.x_log && W <= 0)
        return F = "M", "";
      const re = `${F}${_(W).toFixed(1)} ${H(K).toFixed(1)}`;
      return F = "L", re;
    }).join("");
  }
  function Se(z) {
    if (!z.low || !z.high) return "";
    const F = [...z.x.values.keys()].filter((K) => Number.isFinite(z.low.values[K]) && Number.isFinite(z.high.values[K]));
    if (F.length < 2) return "";
    const W = F.map((K) => `${_(z.x.values[K]).toFixed(1)} ${H(z.high.values[K]).toFixed(1)}`), te = F.reverse().map((K) => `${_(z.x.values[K]).toFixed(1)} ${H(z.low.values[K]).toFixed(1)}`);
    return `M${W.join("L")}L${te.join("L")}Z`;
  }
  function Ae(z) {
    const F = z.clientX - z.currentTarget.getBoundingClientRect().left;
    let W = null;
    for (const te of r(C)) (W === null || Math.abs(_(te) - F) < Math.abs(_(W) - F)) && (W = te);
    return W;
  }
  function be(z) {
    const F = z.x.values.indexOf(r(L));
    if (F < 0) return null;
    const W = z.low && z.high && Number.isFinite(z.low.values[F]) ? ` (${qr(z.low.values[F], z.high.values[F])})` : "";
    return `${Re(z.y.values[F])}${W}`;
  }
  function xe(z) {
    if (z.key === "Escape") {
      n({ ...n(), x: void 0 }), se(v, null);
      return;
    }
    const F = { ArrowRight: 1, ArrowLeft: -1 }[z.key];
    if (!F || !r(C).length) return;
    z.preventDefault();
    const W = r(p) === null ? F > 0 ? -1 : r(C).length : r(C).indexOf(r(p));
    se(v, null), n({
      ...n(),
      x: r(C)[Math.max(0, Math.min(r(C).length - 1, W + F))]
    });
  }
  function oe(z) {
    const F = new Set(r(h));
    F.has(z) ? F.delete(z) : F.add(z), n({ ...n(), hidden: [...F] });
  }
  var ne = lo(), we = Te(ne), ue = j(we), Oe = j(ue);
  ze(Oe, 16, () => r(M), (z) => z, (z, F) => {
    var W = Ji(), te = Te(W);
    let K;
    var re = m(te), qe = Y(re, !0);
    R(
      (Pe, He, P, X) => {
        K = $e(te, 0, "rule svelte-o9plvd", null, K, { zero: F === 0 }), I(te, "x1", i), I(te, "x2", i + r(A)), I(te, "y1", Pe), I(te, "y2", He), I(re, "x", i - 8), I(re, "y", P), N(qe, X);
      },
      [() => H(F), () => H(F), () => H(F) + 4, () => la(F)]
    ), w(z, W);
  });
  var Le = m(Oe);
  ze(Le, 16, () => r(O), (z) => z, (z, F) => {
    var W = Qi(), te = Y(W, !0);
    R(
      (K, re) => {
        I(W, "x", K), I(W, "y", l - f + 18), N(te, re);
      },
      [() => _(F), () => la(F)]
    ), w(z, W);
  });
  var B = m(Le), V = Y(B, !0), ie = m(B), U = Y(ie, !0), J = m(ie);
  ze(J, 17, () => e.part.marks ?? [], Be, (z, F, W) => {
    var te = $i(), K = Te(te), re = m(K), qe = Y(re, !0);
    R(
      (Pe, He, P) => {
        I(K, "x1", Pe), I(K, "x2", He), I(K, "y1", c), I(K, "y2", l - f), I(re, "x", P), I(re, "y", c + 11 + 13 * (W % 3)), N(qe, r(F).text);
      },
      [
        () => _(r(F).x),
        () => _(r(F).x),
        () => _(r(F).x) + 4
      ]
    ), w(z, te);
  });
  var ve = m(J);
  ze(ve, 17, () => e.part.series, Be, (z, F, W) => {
    var te = $t(), K = Te(te);
    {
      var re = (Pe) => {
        var He = eo(), P = Te(He), X = m(P);
        R(
          (d, G, Z) => {
            I(P, "d", d), I(P, "fill", a[W % a.length]), I(X, "d", G), I(X, "stroke", a[W % a.length]), I(X, "stroke-dasharray", Z);
          },
          [
            () => Se(r(F)),
            () => $(r(F)),
            () => s[Math.floor(W / a.length) % 4]
          ]
        ), w(Pe, He);
      }, qe = /* @__PURE__ */ y(() => !r(h).has(W));
      Q(K, (Pe) => {
        r(qe) && Pe(re);
      });
    }
    w(z, te);
  });
  var de = m(ve);
  {
    var he = (z) => {
      var F = ro(), W = Te(F), te = m(W);
      ze(te, 17, () => e.part.series, Be, (K, re, qe) => {
        const Pe = /* @__PURE__ */ y(() => r(re).x.values.indexOf(r(L)));
        var He = $t(), P = Te(He);
        {
          var X = (G) => {
            var Z = to();
            R(
              (le, ce) => {
                I(Z, "cx", le), I(Z, "cy", ce), I(Z, "fill", a[qe % a.length]);
              },
              [() => _(r(L)), () => H(r(re).y.values[r(Pe)])]
            ), w(G, Z);
          }, d = /* @__PURE__ */ y(() => !r(h).has(qe) && r(Pe) >= 0 && Number.isFinite(r(re).y.values[r(Pe)]));
          Q(P, (G) => {
            r(d) && G(X);
          });
        }
        w(K, He);
      }), R(
        (K, re) => {
          I(W, "x1", K), I(W, "x2", re), I(W, "y1", c), I(W, "y2", l - f);
        },
        [() => _(r(L)), () => _(r(L))]
      ), w(z, F);
    };
    Q(de, (z) => {
      r(L) !== null && z(he);
    });
  }
  var ge = m(we, 2), ye = j(ge);
  {
    var Ce = (z) => {
      var F = no(), W = Y(F);
      R((te) => N(W, `${e.part.x_title ?? ""} ${te ?? ""}`), [() => Re(r(L))]), w(z, F);
    };
    Q(ye, (z) => {
      r(L) !== null && z(Ce);
    });
  }
  var me = m(ye, 2);
  ze(me, 17, () => e.part.series, Be, (z, F, W) => {
    var te = so(), K = j(te), re = Y(K), qe = m(K, 1, !0), Pe = m(qe);
    {
      var He = (X) => {
        var d = ao(), G = Y(d, !0);
        R((Z) => N(G, Z), [() => be(r(F))]), w(X, d);
      }, P = /* @__PURE__ */ y(() => r(L) !== null && !r(h).has(W) && be(r(F)));
      Q(Pe, (X) => {
        r(P) && X(He);
      });
    }
    R(
      (X, d) => {
        I(te, "aria-pressed", X), I(re, "stroke", a[W % a.length]), I(re, "stroke-dasharray", d), N(qe, r(F).name);
      },
      [
        () => !r(h).has(W),
        () => s[Math.floor(W / a.length) % 4]
      ]
    ), fe("click", te, () => oe(W)), w(z, te);
  }), R(() => {
    I(ue, "width", r(u)), I(ue, "height", l), I(ue, "aria-label", `${e.part.y_title ?? ""} over ${e.part.x_title ?? ""}; left and right read values, Escape releases`), I(B, "x", i + r(A) / 2), I(B, "y", l - 6), N(V, e.part.x_title), I(ie, "transform", `translate(13 ${c + (l - c - f) / 2}) rotate(-90)`), N(U, e.part.y_title);
  }), fe("keydown", ue, xe), fe("pointermove", ue, (z) => se(v, Ae(z), !0)), Ze("pointerleave", ue, () => se(v, null)), fe("click", ue, () => n({
    ...n(),
    x: r(p) === r(v) ? void 0 : r(v) ?? void 0
  })), Lr(we, "clientWidth", (z) => se(u, z)), w(t, ne), Ke();
}
xt(["keydown", "pointermove", "click"]);
var co = /* @__PURE__ */ q('<i class="span svelte-1qhoc2s"></i>'), fo = /* @__PURE__ */ q('<i class="control svelte-1qhoc2s"></i>'), uo = /* @__PURE__ */ q('<span><i class="key span svelte-1qhoc2s"></i> </span>'), vo = /* @__PURE__ */ q('<span><i class="key control svelte-1qhoc2s"></i> </span>'), ho = /* @__PURE__ */ q("<span>no control was run</span>"), po = /* @__PURE__ */ q("<span> </span>"), go = /* @__PURE__ */ q('<div class="bar svelte-1qhoc2s" aria-hidden="true"><i class="zero svelte-1qhoc2s"></i> <!> <!> <i class="effect svelte-1qhoc2s"></i></div> <p class="figures svelte-1qhoc2s"><span><i class="key effect svelte-1qhoc2s"></i> </span> <!> <!> <!></p>', 1), mo = /* @__PURE__ */ q('<p class="soft svelte-1qhoc2s"> </p>'), _o = /* @__PURE__ */ q('<p class="soft svelte-1qhoc2s"><b>What would refute it:</b> </p>'), bo = /* @__PURE__ */ q('<article><p class="grade svelte-1qhoc2s"><span aria-hidden="true">●</span> </p> <div class="body svelte-1qhoc2s"><p class="claim svelte-1qhoc2s"> </p> <!> <!> <!></div></article>');
const xo = {
  hash: "svelte-1qhoc2s",
  code: `article.svelte-1qhoc2s {display:grid;grid-template-columns:7.2em 1fr;gap:4px 16px;padding:14px 0;border-top:1px solid var(--line);}p.svelte-1qhoc2s {margin:0;}.grade.svelte-1qhoc2s {font-weight:600;font-size:0.92rem;padding:2px 0;color:var(--warn);white-space:nowrap;}.causal.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s),
  .verified.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s) {color:var(--good);}.body.svelte-1qhoc2s {min-width:0;}.claim.svelte-1qhoc2s {max-width:72ch;overflow-wrap:anywhere;}.bar.svelte-1qhoc2s {position:relative;height:14px;max-width:420px;margin:9px 7px 5px;background:linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;}.bar.svelte-1qhoc2s i:where(.svelte-1qhoc2s) {position:absolute;top:50%;transform:translate(-50%, -50%);}.bar.svelte-1qhoc2s .zero:where(.svelte-1qhoc2s) {width:1px;height:12px;background:var(--faint);}.bar.svelte-1qhoc2s .span:where(.svelte-1qhoc2s) {transform:translateY(-50%);height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));}.effect.svelte-1qhoc2s {width:10px;height:10px;border-radius:50%;background:var(--blue);}.control.svelte-1qhoc2s {width:9px;height:9px;border:2px solid var(--orange);border-radius:50%;background:var(--card);box-sizing:border-box;}.figures.svelte-1qhoc2s {display:flex;flex-wrap:wrap;gap:2px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}.key.svelte-1qhoc2s {display:inline-block;margin-right:6px;vertical-align:baseline;}.key.span.svelte-1qhoc2s {width:16px;height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));vertical-align:middle;}.soft.svelte-1qhoc2s {color:var(--soft);font-size:0.9rem;max-width:76ch;margin-top:3px;}
  @media (max-width: 560px) {article.svelte-1qhoc2s {grid-template-columns:1fr;}
  }`
};
function wo(t, e) {
  Xe(e, !0), tt(t, xo);
  const n = {
    observed: "Observed: the two go together. Nothing was changed to test it.",
    causal: "Causal: changing this inside the model moved the answer more than the control did.",
    verified: "Verified: it also predicts prompts that were held out, and a random explanation does not."
  }, a = /* @__PURE__ */ y(() => {
    const E = [
      0,
      e.part.effect,
      e.part.control,
      ...e.part.interval ?? []
    ].filter((_) => typeof _ == "number" && Number.isFinite(_)), [T, A] = [Math.min(...E), Math.max(...E)], k = A - T || 1;
    return (_) => (_ - T) / k * 100;
  }), s = /* @__PURE__ */ y(() => e.part.unit ? ` ${e.part.unit}` : "");
  var l = bo(), i = j(l), o = m(j(i)), c = m(i, 2), f = j(c), u = Y(f, !0), v = m(f, 2);
  {
    var h = (E) => {
      var T = go(), A = Te(T), k = j(A);
      let _;
      var H = m(k, 2);
      {
        var O = (B) => {
          var V = co();
          let ie;
          R((U, J) => ie = je(V, "", ie, { left: U, width: J }), [
            () => `${r(a)(e.part.interval[0]) ?? ""}%`,
            () => `${r(a)(e.part.interval[1]) - r(a)(e.part.interval[0])}%`
          ]), w(B, V);
        };
        Q(H, (B) => {
          e.part.interval && B(O);
        });
      }
      var M = m(H, 2);
      {
        var C = (B) => {
          var V = fo();
          let ie;
          R((U) => ie = je(V, "", ie, { left: U }), [() => `${r(a)(e.part.control) ?? ""}%`]), w(B, V);
        };
        Q(M, (B) => {
          e.part.control !== void 0 && B(C);
        });
      }
      var L = m(M, 2);
      let $;
      var Se = m(A, 2), Ae = j(Se), be = m(j(Ae)), xe = m(Ae, 2);
      {
        var oe = (B) => {
          var V = uo(), ie = m(j(V));
          R((U) => N(ie, `95% ${U ?? ""}`), [() => qr(...e.part.interval)]), w(B, V);
        };
        Q(xe, (B) => {
          e.part.interval && B(oe);
        });
      }
      var ne = m(xe, 2);
      {
        var we = (B) => {
          var V = vo(), ie = m(j(V));
          R((U) => N(ie, `control ${U ?? ""}`), [() => It(e.part.control)]), w(B, V);
        }, ue = (B) => {
          var V = ho();
          w(B, V);
        };
        Q(ne, (B) => {
          e.part.control !== void 0 ? B(we) : B(ue, -1);
        });
      }
      var Oe = m(ne, 2);
      {
        var Le = (B) => {
          var V = po(), ie = Y(V);
          R((U) => N(ie, `n = ${U ?? ""}`), [() => Re(e.part.n)]), w(B, V);
        };
        Q(Oe, (B) => {
          e.part.n !== void 0 && B(Le);
        });
      }
      R(
        (B, V, ie) => {
          _ = je(k, "", _, { left: B }), $ = je(L, "", $, { left: V }), N(be, `effect ${ie ?? ""}${r(s) ?? ""}`);
        },
        [
          () => `${r(a)(0) ?? ""}%`,
          () => `${r(a)(e.part.effect) ?? ""}%`,
          () => It(e.part.effect)
        ]
      ), w(E, T);
    };
    Q(v, (E) => {
      e.part.effect !== void 0 && E(h);
    });
  }
  var p = m(v, 2);
  {
    var g = (E) => {
      var T = mo(), A = Y(T, !0);
      R(() => N(A, e.part.method)), w(E, T);
    };
    Q(p, (E) => {
      e.part.method && E(g);
    });
  }
  var S = m(p, 2);
  {
    var x = (E) => {
      var T = _o(), A = m(j(T));
      R(() => N(A, ` ${e.part.refuted_by ?? ""}`)), w(E, T);
    };
    Q(S, (E) => {
      e.part.refuted_by && E(x);
    });
  }
  R(() => {
    $e(l, 1, Vl(e.part.grade), "svelte-1qhoc2s"), I(i, "title", n[e.part.grade]), N(o, ` ${e.part.grade ?? ""}`), N(u, e.part.claim);
  }), w(t, l), Ke();
}
function yo(t, e) {
  const n = t.edges.filter((s) => Math.abs(s.score) >= e), a = new Set(n.flatMap((s) => [s.source, s.target]));
  return { nodes: t.nodes.filter((s) => a.has(s.id) || !t.edges.length), edges: n };
}
function ko(t, e) {
  const n = t.edges.map((a) => Math.abs(a.score)).sort((a, s) => s - a);
  return n[Math.min(n.length, Math.max(1, Math.round(e))) - 1] ?? 0;
}
const Mo = { token: 0, embed: 0, head: 1, latent: 2, mlp: 3, logits: 4 };
function zo(t, e) {
  const n = (v) => v.kind === "logits" ? 1e9 : v.layer * 10 + Mo[v.kind], s = [...new Set(t.map(n))].sort((v, h) => v - h).map((v) => t.filter((h) => n(h) === v)), l = Math.max(1, ...s.map((v) => v.length)), i = /* @__PURE__ */ new Map();
  s.forEach((v) => v.forEach((h, p) => i.set(h.id, (p - (v.length - 1) / 2) * (l > 1 ? 1 : 0))));
  const o = /* @__PURE__ */ new Map(), c = /* @__PURE__ */ new Map();
  for (const v of e)
    (o.get(v.target) ?? o.set(v.target, []).get(v.target)).push(v), (c.get(v.source) ?? c.set(v.source, []).get(v.source)).push(v);
  const f = (v, h, p) => {
    if (!v?.length) return p;
    const g = v.reduce((S, x) => S + Math.abs(x.score), 0) || 1;
    return v.reduce((S, x) => S + Math.abs(x.score) / g * (i.get(x[h]) ?? 0), 0);
  };
  for (let v = 0; v < 8; v++) {
    const h = v % 2 === 0;
    for (const p of h ? s : [...s].reverse()) {
      const g = p.map((S) => ({
        n: S,
        at: f(h ? o.get(S.id) : c.get(S.id), h ? "source" : "target", i.get(S.id))
      }));
      g.sort((S, x) => S.at - x.at), Eo(g.map((S) => S.at)).forEach((S, x) => i.set(g[x].n.id, S));
    }
  }
  const u = Math.min(...i.values());
  return s.flatMap((v, h) => v.map((p) => ({ ...p, x: i.get(p.id) - u, y: h })));
}
function Eo(t) {
  const e = [...t];
  for (let a = 1; a < e.length; a++) e[a] = Math.max(e[a], e[a - 1] + 1);
  const n = e.length ? e.reduce((a, s, l) => a + s - t[l], 0) / e.length : 0;
  return e.map((a) => a - n);
}
var So = /* @__PURE__ */ dt("<path></path>"), To = /* @__PURE__ */ dt('<g><rect class="svelte-1m8z3bf"></rect><text class="svelte-1m8z3bf"> </text></g>'), oa = /* @__PURE__ */ q('<span class="svelte-1m8z3bf"> </span>'), Ao = /* @__PURE__ */ q('<p class="soft svelte-1m8z3bf"> </p>'), ca = /* @__PURE__ */ q('<span class="tag svelte-1m8z3bf"> </span>'), qo = /* @__PURE__ */ q('<p class="soft svelte-1m8z3bf">hears <!></p>'), No = /* @__PURE__ */ q('<p class="soft svelte-1m8z3bf">tells <!></p>'), Po = /* @__PURE__ */ q('<p class="svelte-1m8z3bf"><b> </b><!><!></p> <!> <!> <!>', 1), Ro = /* @__PURE__ */ q('<p class="soft svelte-1m8z3bf">Point at a node to see what it hears and tells; click to keep it, drag to pin it.</p>'), Co = /* @__PURE__ */ q('<div class="bar svelte-1m8z3bf"><label class="svelte-1m8z3bf"><span class="svelte-1m8z3bf"> </span> <input type="range" min="1" class="svelte-1m8z3bf"/></label> <span class="tools svelte-1m8z3bf"><button aria-label="zoom out" class="svelte-1m8z3bf">−</button> <button aria-label="zoom in" class="svelte-1m8z3bf">+</button> <button class="svelte-1m8z3bf">whole</button></span></div> <div class="frame svelte-1m8z3bf"><svg role="application" tabindex="0" class="svelte-1m8z3bf"><g><!><!></g></svg></div> <p class="legend svelte-1m8z3bf"><span><i class="line svelte-1m8z3bf"></i> </span><span><i class="line neg svelte-1m8z3bf"></i>lowers it</span> <span>thicker is larger; up is later in the model</span></p> <div class="readout svelte-1m8z3bf" role="status"><!></div>', 1);
const Oo = {
  hash: "svelte-1m8z3bf",
  code: `.bar.svelte-1m8z3bf {display:flex;flex-wrap:wrap;justify-content:space-between;gap:6px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}label.svelte-1m8z3bf {display:inline-flex;flex-wrap:wrap;align-items:center;gap:4px 12px;}label.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {min-width:15em;}input.svelte-1m8z3bf {width:min(260px, 60vw);accent-color:var(--blue);}.tools.svelte-1m8z3bf {display:flex;gap:4px;}button.svelte-1m8z3bf {font:inherit;font-size:0.86rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-1m8z3bf:focus-visible,
  svg.svelte-1m8z3bf:focus-visible,
  input.svelte-1m8z3bf:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.frame.svelte-1m8z3bf {margin-top:8px;overflow:hidden;border-radius:8px;background:var(--bg);border:1px solid var(--line);}svg.svelte-1m8z3bf {display:block;touch-action:pan-y;cursor:grab;}.edge.svelte-1m8z3bf {fill:none;stroke:var(--blue);opacity:0.55;}.edge.neg.svelte-1m8z3bf {stroke:var(--orange);stroke-dasharray:7 3;}.edge.dim.svelte-1m8z3bf {opacity:0.07;}.node.svelte-1m8z3bf {cursor:pointer;}rect.svelte-1m8z3bf {fill:var(--card);stroke:var(--faint);}.mlp.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {fill:var(--sunk);}.embed.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .token.svelte-1m8z3bf rect:where(.svelte-1m8z3bf),
  .logits.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--ink);}.node.svelte-1m8z3bf:hover rect:where(.svelte-1m8z3bf),
  .chosen.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke:var(--blue);stroke-width:2;}.pinned.svelte-1m8z3bf rect:where(.svelte-1m8z3bf) {stroke-dasharray:4 2;}text.svelte-1m8z3bf {font-size:12px;fill:var(--ink);text-anchor:middle;pointer-events:none;}.legend.svelte-1m8z3bf {display:flex;flex-wrap:wrap;gap:2px 16px;font-size:0.84rem;color:var(--soft);margin:7px 0 0;}.line.svelte-1m8z3bf {display:inline-block;width:20px;height:0;border-top:3px solid var(--blue);vertical-align:middle;margin-right:6px;}.line.neg.svelte-1m8z3bf {border-top:3px dashed var(--orange);}.readout.svelte-1m8z3bf {font-size:0.9rem;min-height:3.4em;margin-top:8px;font-variant-numeric:tabular-nums;}.readout.svelte-1m8z3bf p:where(.svelte-1m8z3bf) {margin:0 0 2px;}.readout.svelte-1m8z3bf span:where(.svelte-1m8z3bf) {margin-left:12px;color:var(--soft);}.readout.svelte-1m8z3bf .tag:where(.svelte-1m8z3bf) {display:inline-block;margin-left:9px;color:var(--ink);}.soft.svelte-1m8z3bf {color:var(--soft);}`
};
function Lo(t, e) {
  Xe(e, !0), tt(t, Oo);
  let n = nt(e, "state", 15);
  const [a, s, l] = [26, 46, 16], i = 60;
  let o, c = /* @__PURE__ */ Ne(700), f = /* @__PURE__ */ Ne(null), u = null;
  const v = /* @__PURE__ */ y(() => n()?.keep ?? Math.min(i, e.part.edges.length)), h = /* @__PURE__ */ y(() => n()?.node ?? null), p = /* @__PURE__ */ y(() => n()?.pins ?? {}), g = /* @__PURE__ */ y(() => n()?.pan ?? null), S = /* @__PURE__ */ y(() => yo(e.part, ko(e.part, r(v)))), x = /* @__PURE__ */ y(() => zo(r(S).nodes, r(S).edges)), E = /* @__PURE__ */ y(() => Math.min(l, Math.max(0, ...e.part.nodes.map((b) => b.label.length)))), T = /* @__PURE__ */ y(() => Math.max(44, 18 + 7 * r(E))), A = /* @__PURE__ */ y(() => r(T) + 18), k = /* @__PURE__ */ y(() => 1 + Math.max(0, ...r(x).map((b) => b.y))), _ = /* @__PURE__ */ y(() => r(k) > 20 ? 36 : r(k) > 10 ? 46 : 62), H = /* @__PURE__ */ y(() => 1 + Math.max(0, ...r(x).map((b) => b.x))), O = /* @__PURE__ */ y(() => ({
    width: r(H) * r(A) + 2 * s,
    height: r(k) * r(_) + 2 * s
  })), M = /* @__PURE__ */ y(() => Math.min(1.2, r(c) / r(O).width)), C = /* @__PURE__ */ y(() => Math.min(860, Math.max(220, r(O).height * r(M)))), L = /* @__PURE__ */ y(() => Math.min(r(M), r(C) / r(O).height)), $ = /* @__PURE__ */ y(() => r(g)?.zoom ?? r(L)), Se = /* @__PURE__ */ y(() => r(g) ?? {
    x: (r(c) - r(O).width * r(L)) / 2,
    y: (r(C) - r(O).height * r(L)) / 2
  }), Ae = /* @__PURE__ */ y(() => new Map(r(x).map((b) => [
    b.id,
    r(p)[b.id] ?? {
      x: s + (b.x + 0.5) * r(A),
      y: r(O).height - s - (b.y + 0.5) * r(_)
    }
  ]))), be = /* @__PURE__ */ y(() => en(e.part.edges.map((b) => b.score))), xe = /* @__PURE__ */ y(() => r(f) ?? r(h)), oe = (b) => r(xe) === null || b.source === r(xe) || b.target === r(xe), ne = /* @__PURE__ */ y(() => e.part.nodes.find((b) => b.id === r(xe)) ?? null), we = /* @__PURE__ */ y(() => {
    if (!r(ne)) return null;
    const b = (D, ee) => Math.abs(ee.score) - Math.abs(D.score);
    return {
      into: e.part.edges.filter((D) => D.target === r(ne).id).sort(b).slice(0, 6),
      out: e.part.edges.filter((D) => D.source === r(ne).id).sort(b).slice(0, 6)
    };
  }), ue = (b) => e.part.nodes.find((D) => D.id === b)?.label ?? b;
  function Oe(b) {
    const [D, ee] = [r(Ae).get(b.source), r(Ae).get(b.target)], pe = Math.max(18, (D.y - ee.y) / 2);
    return `M${D.x} ${D.y - a / 2}C${D.x} ${D.y - a / 2 - pe} ${ee.x} ${ee.y + a / 2 + pe} ${ee.x} ${ee.y + a / 2}`;
  }
  function Le(b) {
    n({
      ...n(),
      node: b === r(h) ? void 0 : b ?? void 0
    }), b && r(h) === b && e.onSelect?.({ part: e.part, node: b });
  }
  function B(b, D = { x: r(c) / 2, y: r(C) / 2 }) {
    const ee = Math.max(0.1, Math.min(4, r($) * b)), pe = ee / r($);
    n({
      ...n(),
      pan: {
        zoom: ee,
        x: D.x - (D.x - r(Se).x) * pe,
        y: D.y - (D.y - r(Se).y) * pe
      }
    });
  }
  function V(b, D) {
    b.stopPropagation();
    const ee = D ? r(Ae).get(D) : r(Se);
    u = {
      id: D,
      from: { x: b.clientX, y: b.clientY },
      start: { ...ee },
      moved: !1
    }, o.setPointerCapture(b.pointerId);
  }
  function ie(b) {
    if (!u) return;
    const D = {
      x: b.clientX - u.from.x,
      y: b.clientY - u.from.y
    };
    !u.moved && Math.hypot(D.x, D.y) < 4 || (u.moved = !0, u.id ? n({
      ...n(),
      pins: {
        ...r(p),
        [u.id]: {
          x: u.start.x + D.x / r($),
          y: u.start.y + D.y / r($)
        }
      }
    }) : n({
      ...n(),
      pan: {
        zoom: r($),
        x: u.start.x + D.x,
        y: u.start.y + D.y
      }
    }));
  }
  function U() {
    const b = u;
    u = null, b && !b.moved && Le(b.id);
  }
  function J(b) {
    if (!b.ctrlKey && !b.metaKey) return;
    b.preventDefault();
    const D = o.getBoundingClientRect();
    B(Math.exp(-b.deltaY / 300), { x: b.clientX - D.left, y: b.clientY - D.top });
  }
  function ve(b) {
    const D = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 2, ArrowLeft: -2 }[b.key];
    if (D) {
      const ee = r(x).find((Me) => Me.id === r(h)) ?? r(x)[r(x).length - 1], pe = (Me) => r(x).filter((Fe) => Fe.y === Me).sort((Fe, Je) => Fe.x - Je.x), De = pe(ee.y), ae = Math.abs(D) === 2 ? De[De.findIndex((Me) => Me.id === ee.id) + D / 2] : pe(ee.y + D).sort((Me, Fe) => Math.abs(Me.x - ee.x) - Math.abs(Fe.x - ee.x))[0];
      r(h) === null ? n({ ...n(), node: ee.id }) : ae && n({ ...n(), node: ae.id });
    } else if (b.key === "Enter" && r(h)) e.onSelect?.({ part: e.part, node: r(h) });
    else if (b.key === "Escape")
      n({ ...n(), node: void 0 }), se(f, null);
    else if (b.key === "+" || b.key === "=") B(1.3);
    else if (b.key === "-") B(1 / 1.3);
    else if (b.key === "0") n({ ...n(), pan: void 0, pins: void 0 });
    else return;
    b.preventDefault();
  }
  var de = Co(), he = Te(de), ge = j(he), ye = j(ge), Ce = Y(ye), me = m(ye, 2), z = m(ge, 2), F = j(z), W = m(F, 2), te = m(W, 2), K = m(he, 2), re = j(K), qe = j(re), Pe = j(qe);
  ze(Pe, 17, () => r(S).edges, (b) => `${b.source}→${b.target}→${b.label ?? ""}`, (b, D) => {
    var ee = So();
    let pe;
    R(
      (De, ae, Me) => {
        I(ee, "d", De), pe = $e(ee, 0, "edge svelte-1m8z3bf", null, pe, { neg: r(D).score < 0, dim: ae }), I(ee, "stroke-width", Me);
      },
      [
        () => Oe(r(D)),
        () => !oe(r(D)),
        () => 0.8 + 4.5 * Math.sqrt(Math.abs(r(D).score) / r(be))
      ]
    ), w(b, ee);
  });
  var He = m(Pe);
  ze(He, 17, () => r(x), (b) => b.id, (b, D) => {
    const ee = /* @__PURE__ */ y(() => r(Ae).get(r(D).id));
    var pe = To();
    let De;
    var ae = j(pe), Me = m(ae), Fe = Y(Me, !0);
    R(
      (Je) => {
        De = $e(pe, 0, `node ${r(D).kind ?? ""}`, "svelte-1m8z3bf", De, {
          chosen: r(h) === r(D).id,
          pinned: r(p)[r(D).id]
        }), I(pe, "transform", `translate(${r(ee).x - r(T) / 2} ${r(ee).y - a / 2})`), I(ae, "width", r(T)), I(ae, "height", a), I(ae, "rx", r(D).kind === "mlp" ? 4 : 13), I(Me, "x", r(T) / 2), I(Me, "y", a / 2 + 4), N(Fe, Je);
      },
      [
        () => r(D).label.length > l ? `${r(D).label.slice(0, l - 1)}…` : r(D).label
      ]
    ), fe("pointerdown", pe, (Je) => V(Je, r(D).id)), Ze("pointerenter", pe, () => se(f, r(D).id, !0)), Ze("pointerleave", pe, () => se(f, null)), w(b, pe);
  }), er(re, (b) => o = b, () => o);
  var P = m(K, 2), X = j(P), d = m(j(X)), G = m(P, 2), Z = j(G);
  {
    var le = (b) => {
      var D = Po(), ee = Te(D), pe = j(ee), De = Y(pe, !0), ae = m(pe);
      {
        var Me = (Qe) => {
          var it = oa(), wt = Y(it, !0);
          R(() => N(wt, r(ne).role)), w(Qe, it);
        };
        Q(ae, (Qe) => {
          r(ne).role && Qe(Me);
        });
      }
      var Fe = m(ae);
      {
        var Je = (Qe) => {
          var it = oa(), wt = Y(it);
          R((Ut) => N(wt, `${e.part.score_title ?? ""} ${Ut ?? ""}`), [() => It(r(ne).score)]), w(Qe, it);
        };
        Q(Fe, (Qe) => {
          r(ne).score !== void 0 && Qe(Je);
        });
      }
      var qt = m(ee, 2);
      ze(qt, 17, () => r(ne).evidence ?? [], Be, (Qe, it) => {
        var wt = Ao(), Ut = Y(wt, !0);
        R(() => N(Ut, r(it))), w(Qe, wt);
      });
      var Dr = m(qt, 2);
      {
        var ds = (Qe) => {
          var it = qo(), wt = m(j(it));
          ze(wt, 17, () => r(we).into, Be, (Ut, Nt) => {
            var pr = ca(), nn = Y(pr);
            R((an, sn) => N(nn, `${an ?? ""}${r(Nt).label ? ` (${r(Nt).label})` : ""} ${sn ?? ""}`), [
              () => Ge(ue(r(Nt).source)),
              () => It(r(Nt).score)
            ]), w(Ut, pr);
          }), w(Qe, it);
        };
        Q(Dr, (Qe) => {
          r(we).into.length && Qe(ds);
        });
      }
      var hs = m(Dr, 2);
      {
        var ps = (Qe) => {
          var it = No(), wt = m(j(it));
          ze(wt, 17, () => r(we).out, Be, (Ut, Nt) => {
            var pr = ca(), nn = Y(pr);
            R((an, sn) => N(nn, `${an ?? ""}${r(Nt).label ? ` (${r(Nt).label})` : ""} ${sn ?? ""}`), [
              () => Ge(ue(r(Nt).target)),
              () => It(r(Nt).score)
            ]), w(Ut, pr);
          }), w(Qe, it);
        };
        Q(hs, (Qe) => {
          r(we).out.length && Qe(ps);
        });
      }
      R(() => N(De, r(ne).label)), w(b, D);
    }, ce = (b) => {
      var D = Ro();
      w(b, D);
    };
    Q(Z, (b) => {
      r(ne) && r(we) ? b(le) : b(ce, -1);
    });
  }
  R(
    (b, D, ee) => {
      N(Ce, `largest ${b ?? ""} of ${D ?? ""} edges`), I(me, "max", ee), $l(me, r(v)), I(re, "width", r(c)), I(re, "height", r(C)), I(re, "aria-label", `circuit of ${r(S).nodes.length ?? ""} nodes and ${r(S).edges.length ?? ""} edges; arrows walk, Enter chooses, Escape releases, plus and minus zoom`), I(qe, "transform", `translate(${r(Se).x ?? ""} ${r(Se).y ?? ""}) scale(${r($) ?? ""})`), N(d, `raises ${e.part.score_title ?? ""}`);
    },
    [
      () => Re(Math.min(r(v), e.part.edges.length)),
      () => Re(e.part.edges.length),
      () => Math.max(1, e.part.edges.length)
    ]
  ), fe("input", me, (b) => n({ ...n(), keep: Number(b.currentTarget.value) })), fe("click", F, () => B(1 / 1.3)), fe("click", W, () => B(1.3)), fe("click", te, () => n({ ...n(), pan: void 0, pins: void 0 })), fe("keydown", re, ve), fe("pointerdown", re, (b) => V(b, null)), fe("pointermove", re, ie), fe("pointerup", re, U), Ze("pointercancel", re, () => u = null), Ze("wheel", re, J), Lr(K, "clientWidth", (b) => se(c, b)), w(t, de), Ke();
}
xt([
  "input",
  "click",
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup"
]);
var Do = /* @__PURE__ */ q('<button role="tab" class="svelte-1r9blt6"> </button>'), Fo = /* @__PURE__ */ q('<div class="tabs svelte-1r9blt6" role="tablist"></div> <div role="tabpanel"><!></div>', 1), Io = /* @__PURE__ */ q('<h4 class="svelte-1r9blt6"> </h4>'), jo = /* @__PURE__ */ q('<div class="column svelte-1r9blt6"><!> <!></div>'), Ho = /* @__PURE__ */ q('<div class="columns svelte-1r9blt6"></div>');
const Bo = {
  hash: "svelte-1r9blt6",
  code: '.tabs.svelte-1r9blt6 {display:flex;flex-wrap:wrap;gap:2px;border-bottom:1px solid var(--line);margin-bottom:14px;}button.svelte-1r9blt6 {font:inherit;font-size:0.94rem;color:var(--soft);background:none;border:0;border-bottom:2px solid transparent;padding:6px 12px;margin-bottom:-1px;cursor:pointer;}button[aria-selected="true"].svelte-1r9blt6 {color:var(--ink);border-color:var(--blue);}button.svelte-1r9blt6:focus-visible {outline:2px solid var(--focus);outline-offset:-2px;border-radius:4px;}.columns.svelte-1r9blt6 {display:grid;grid-template-columns:repeat(auto-fit, minmax(min(100%, 400px), 1fr));gap:20px 28px;}.column.svelte-1r9blt6 {min-width:0;}h4.svelte-1r9blt6 {font-size:0.95rem;font-weight:600;margin:0 0 0.5em;}'
};
function Uo(t, e) {
  const n = Nl();
  Xe(e, !0), tt(t, Bo);
  let a = nt(e, "state", 15), s = nt(e, "level", 3, 2);
  const l = /* @__PURE__ */ y(() => a()?.parts ?? {}), i = /* @__PURE__ */ y(() => Math.min(a()?.tab ?? 0, e.part.parts.length - 1)), o = (g, S) => {
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
  var u = $t(), v = Te(u);
  {
    var h = (g) => {
      var S = Fo(), x = Te(S);
      ze(x, 21, () => e.part.titles, Be, (A, k, _) => {
        var H = Do(), O = Y(H, !0);
        R(() => {
          I(H, "id", `${n}-tab${_}`), I(H, "aria-selected", _ === r(i)), I(H, "aria-controls", `${n}-panel`), I(H, "tabindex", _ === r(i) ? 0 : -1), N(O, r(k));
        }), fe("click", H, () => c(_)), fe("keydown", H, f), w(A, H);
      });
      var E = m(x, 2), T = j(E);
      jl(T, () => r(i), (A) => {
        var k = () => r(l)[r(i)], _ = (H) => o(r(i), H);
        Xr(A, {
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
          set state(H) {
            _(H);
          }
        });
      }), R(() => {
        I(E, "id", `${n}-panel`), I(E, "aria-labelledby", `${n}-tab${r(i) ?? ""}`);
      }), w(g, S);
    }, p = (g) => {
      var S = Ho();
      ze(S, 21, () => e.part.parts, Be, (x, E, T) => {
        var A = jo(), k = j(A);
        {
          var _ = (C) => {
            var L = Io(), $ = Y(L, !0);
            R(() => N($, e.part.titles[T])), w(C, L);
          };
          Q(k, (C) => {
            e.part.titles[T] && C(_);
          });
        }
        var H = m(k, 2), O = () => r(l)[T], M = (C) => o(T, C);
        Xr(H, {
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
            return O();
          },
          set state(C) {
            M(C);
          }
        }), w(x, A);
      }), w(g, S);
    };
    Q(v, (g) => {
      e.part.layout === "tabs" ? g(h) : g(p, -1);
    });
  }
  w(t, u), Ke();
}
xt(["click", "keydown"]);
const Wo = 46, fa = 16, Yo = (t) => Math.max(fa, Math.min(t * fa, 560));
function rn(t, e) {
  return { width: Math.min(Wo, t.width / Math.max(1, t.columns)) * e, height: t.height / Math.max(1, t.rows) * e };
}
function Vr(t, e) {
  const n = Math.max(1, Math.min(64, e.zoom)), a = rn(t, n), s = { x: Math.max(0, a.width * t.columns - t.width), y: Math.max(0, a.height * t.rows - t.height) };
  return { zoom: n, x: Math.max(0, Math.min(s.x, e.x)), y: Math.max(0, Math.min(s.y, e.y)) };
}
function mr(t, e, n, a) {
  const s = Math.max(1, Math.min(64, e.zoom * n)), l = s / e.zoom;
  return Vr(t, { zoom: s, x: (e.x + a.x) * l - a.x, y: (e.y + a.y) * l - a.y });
}
function Go(t, e, n, a) {
  if (n < 0 || a < 0 || n >= t.width || a >= t.height) return null;
  const s = rn(t, e.zoom), l = Math.floor((n + e.x) / s.width), i = Math.floor((a + e.y) / s.height);
  return l < t.columns && i < t.rows ? { row: i, column: l } : null;
}
function Vo(t, e, n, a) {
  const s = rn(t, e.zoom), l = (i, o, c, f) => i < c ? i : i + o > c + f ? i + o - f : c;
  return Vr(t, {
    zoom: e.zoom,
    x: l(a * s.width, s.width, e.x, t.width),
    y: l(n * s.height, s.height, e.y, t.height)
  });
}
var Xo = /* @__PURE__ */ q('<button class="svelte-vwckmn">whole</button>'), Ko = /* @__PURE__ */ q('<button aria-label="zoom out" class="svelte-vwckmn">−</button> <button aria-label="zoom in" class="svelte-vwckmn">+</button> <!>', 1), Zo = /* @__PURE__ */ q('<span class="note svelte-vwckmn"> </span>'), Jo = /* @__PURE__ */ q('<b> </b> <span class="svelte-vwckmn"> </span><!>', 1), Qo = /* @__PURE__ */ q('<span class="hint svelte-vwckmn">Point at a cell for its value; click to keep it.</span>'), $o = /* @__PURE__ */ q('<figure class="svelte-vwckmn"><div class="map svelte-vwckmn" role="application" tabindex="0"><canvas aria-hidden="true" class="svelte-vwckmn"></canvas> <canvas aria-hidden="true" class="svelte-vwckmn"></canvas></div> <div class="caption svelte-vwckmn"><!> <span class="zoom svelte-vwckmn"><!></span></div> <p class="readout svelte-vwckmn" role="status"><!></p></figure>');
const ec = {
  hash: "svelte-vwckmn",
  code: "figure.svelte-vwckmn {margin:0;min-width:0;}.map.svelte-vwckmn {position:relative;border-radius:6px;}.map.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}canvas.svelte-vwckmn {position:absolute;inset:0;touch-action:pan-y;}.caption.svelte-vwckmn {display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;margin-top:8px;}.zoom.svelte-vwckmn {display:flex;gap:4px;}button.svelte-vwckmn {font:inherit;font-size:0.85rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);}.readout.svelte-vwckmn {margin:6px 0 0;min-height:1.6em;font-size:0.9rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;}.readout.svelte-vwckmn span:where(.svelte-vwckmn) {color:var(--soft);margin-left:6px;}.readout.svelte-vwckmn .hint:where(.svelte-vwckmn) {color:var(--faint);margin:0;}"
};
function tc(t, e) {
  Xe(e, !0), tt(t, ec);
  let n = nt(e, "state", 15);
  const a = tr();
  let s, l, i = /* @__PURE__ */ Ne(0), o = /* @__PURE__ */ Ne(null), c = null;
  const f = /* @__PURE__ */ y(() => n()?.cell ?? null), u = /* @__PURE__ */ y(() => e.part.values.shape), v = /* @__PURE__ */ y(() => Nr(r(u), 2)), h = /* @__PURE__ */ y(() => r(v)[0]), p = /* @__PURE__ */ y(() => r(v)[1]), g = /* @__PURE__ */ y(() => e.part.limit ?? en(e.part.values.values)), S = /* @__PURE__ */ y(() => e.part.values.values.some((d) => Tn(d, r(g)))), x = /* @__PURE__ */ y(() => e.part.values.values.some((d) => Number.isNaN(d))), E = /* @__PURE__ */ y(() => Math.max(0, ...e.part.rows.map((d) => zt(d, 16).length))), T = /* @__PURE__ */ y(() => Math.max(0, ...e.part.columns.map((d) => zt(d).length))), A = /* @__PURE__ */ y(() => Math.min(132, 18 + r(E) * 7)), k = /* @__PURE__ */ y(() => r(T) > 3), _ = /* @__PURE__ */ y(() => r(k) ? Math.min(84, 20 + r(T) * 5.4) : 38), H = /* @__PURE__ */ y(() => Math.max(40, r(i) - r(A) - (r(k) ? 30 : 4))), O = /* @__PURE__ */ y(() => ({
    left: r(A),
    top: r(_),
    width: r(H),
    height: Yo(r(h)),
    rows: r(h),
    columns: r(p)
  })), M = /* @__PURE__ */ y(() => Vr(r(O), n()?.window ?? { zoom: 1, x: 0, y: 0 })), C = /* @__PURE__ */ y(() => rn(r(O), r(M).zoom)), L = /* @__PURE__ */ y(() => Math.min(r(O).width, r(C).width * r(p))), $ = /* @__PURE__ */ y(() => r(O).top + r(O).height + 4), Se = /* @__PURE__ */ y(() => e.part.origin === "bottom"), Ae = (d) => r(Se) ? r(h) - 1 - d : d, be = (d, G) => e.part.values.values[d * r(p) + G], xe = /* @__PURE__ */ y(() => us(r(h), r(p), (d, G) => ur(be(Ae(d), G), r(g), e.part.scale, a.dark))), oe = /* @__PURE__ */ y(() => r(o) ?? r(f)), ne = /* @__PURE__ */ y(() => {
    if (!r(oe) || r(oe).row >= r(h) || r(oe).column >= r(p)) return null;
    const d = r(oe).row * r(p) + r(oe).column, G = e.part.low && e.part.high ? ` (95% ${qr(e.part.low.values[d], e.part.high.values[d])})` : "";
    return {
      place: `${e.part.row_title} ${Ge(e.part.rows[r(oe).row])}, ${e.part.column_title} ${Ge(e.part.columns[r(oe).column])}`,
      value: `${Re(e.part.values.values[d])}${G}`,
      note: e.part.texts?.[r(oe).row]?.[r(oe).column]
    };
  });
  Ft(() => {
    const d = Mr(s, r(i), r($));
    if (!d || !r(i)) return;
    const G = ht(s, "--soft");
    d.save(), d.beginPath(), d.rect(r(O).left, r(O).top, r(L), r(O).height), d.clip(), d.imageSmoothingEnabled = r(C).width < 1, d.drawImage(r(xe), r(O).left - r(M).x, r(O).top - r(M).y, r(C).width * r(p), r(C).height * r(h));
    const Z = {
      c: Math.floor(r(M).x / r(C).width),
      r: Math.floor(r(M).y / r(C).height)
    }, le = {
      c: Math.min(r(p) - 1, Math.ceil((r(M).x + r(O).width) / r(C).width)),
      r: Math.min(r(h) - 1, Math.ceil((r(M).y + r(O).height) / r(C).height))
    }, ce = (ae) => r(O).left - r(M).x + ae * r(C).width, b = (ae) => r(O).top - r(M).y + ae * r(C).height, [D, ee] = [ht(s, "--faint"), ht(s, "--ink")];
    if (r(x) || r(S)) for (let ae = Z.r; ae <= le.r; ae++) for (let Me = Z.c; Me <= le.c; Me++) {
      const Fe = be(Ae(ae), Me);
      Number.isNaN(Fe) ? we(d, ce(Me), b(ae), r(C).width, r(C).height, D) : Tn(Fe, r(g)) && (d.strokeStyle = ee, d.lineWidth = 1.5, d.strokeRect(ce(Me) + 1.25, b(ae) + 1.25, r(C).width - 2.5, r(C).height - 2.5));
    }
    if (Math.min(r(C).width, r(C).height) >= 7) {
      d.strokeStyle = ht(s, "--card"), d.lineWidth = 1, d.beginPath();
      for (let ae = Z.c; ae <= le.c + 1; ae++) d.rect(ce(ae), r(O).top, 0, r(O).height);
      for (let ae = Z.r; ae <= le.r + 1; ae++) d.rect(r(O).left, b(ae), r(O).width, 0);
      d.stroke();
    }
    d.restore(), d.fillStyle = G, d.font = `11.5px ${ht(s, "--font")}`, d.textBaseline = "middle", d.textAlign = "right";
    const pe = An(r(C).height, 13);
    for (let ae = 0; ae < r(h); ae++) {
      const Me = Ae(ae), Fe = b(ae) + r(C).height / 2;
      Me % pe || Fe < r(O).top || Fe > r(O).top + r(O).height || d.fillText(zt(e.part.rows[Me], 16), r(O).left - 6, Fe);
    }
    const De = An(r(C).width, r(k) ? 14 : 8 + r(T) * 7);
    for (let ae = 0; ae < r(p); ae++) {
      const Me = ce(ae) + r(C).width / 2;
      ae % De || Me < r(O).left || Me > r(O).left + r(L) || (d.save(), d.translate(Me + (r(k) ? 3 : 0), r(O).top - 7), d.textAlign = r(k) ? "left" : "center", r(k) && d.rotate(-0.9), d.fillText(zt(e.part.columns[ae]), 0, 0), d.restore());
    }
    d.fillStyle = ht(s, "--faint"), d.textAlign = "left", d.fillText(e.part.column_title, r(O).left, r(k) ? 8 : 10), d.fillText(e.part.row_title, 0, r(k) && r(E) * 7 > 40 ? r(O).top - 10 : r(O).top - 7);
  }), Ft(() => {
    const d = Mr(l, r(i), r($));
    if (d) {
      d.beginPath(), d.rect(r(O).left - 2, r(O).top - 2, r(L) + 4, r(O).height + 4), d.clip();
      for (const [G, Z] of [[r(o), 1.5], [r(f), 2.5]]) {
        if (!G) continue;
        d.strokeStyle = ht(l, "--ink"), d.lineWidth = Z;
        const le = Math.max(3, r(C).width), ce = Math.max(3, r(C).height);
        d.strokeRect(r(O).left - r(M).x + G.column * r(C).width, r(O).top - r(M).y + Ae(G.row) * r(C).height, le, ce);
      }
    }
  });
  function we(d, G, Z, le, ce, b) {
    d.save(), d.beginPath(), d.rect(G, Z, le, ce), d.clip(), d.strokeStyle = b, d.lineWidth = 1, d.beginPath();
    for (let D = -ce; D < le; D += 5)
      d.moveTo(G + D, Z + ce), d.lineTo(G + D + ce, Z);
    d.stroke(), d.restore();
  }
  function ue(d) {
    const G = l.getBoundingClientRect();
    return {
      x: d.clientX - G.left - r(O).left,
      y: d.clientY - G.top - r(O).top
    };
  }
  function Oe(d) {
    const G = ue(d), Z = Go(r(O), r(M), G.x, G.y);
    return Z && { row: Ae(Z.row), column: Z.column };
  }
  const Le = (d) => n({ ...n(), window: d }), B = (d) => n({ ...n(), cell: d ?? void 0 });
  function V(d) {
    c = {
      x: d.clientX,
      y: d.clientY,
      window: r(M),
      moved: !1
    }, l.setPointerCapture(d.pointerId);
  }
  function ie(d) {
    if (se(o, Oe(d), !0), !c || r(M).zoom === 1) return;
    const G = { x: d.clientX - c.x, y: d.clientY - c.y };
    Math.hypot(G.x, G.y) < 4 && !c.moved || (c.moved = !0, Le(Vr(r(O), {
      ...c.window,
      x: c.window.x - G.x,
      y: c.window.y - G.y
    })));
  }
  function U(d) {
    const G = c;
    c = null;
    const Z = Oe(d);
    if (!(!G || G.moved || !Z)) {
      if (r(f) && r(f).row === Z.row && r(f).column === Z.column) return B(null);
      B(Z), e.onSelect?.({ part: e.part, ...Z });
    }
  }
  function J(d) {
    !d.ctrlKey && !d.metaKey || (d.preventDefault(), Le(mr(r(O), r(M), Math.exp(-d.deltaY / 250), ue(d))));
  }
  const ve = () => ({ x: r(O).width / 2, y: r(O).height / 2 });
  function de(d) {
    const G = r(Se) ? 1 : -1, Z = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [G, 0],
      ArrowDown: [-G, 0]
    }[d.key];
    if (Z) {
      const le = r(f) ?? { row: r(Se) ? 0 : -1, column: -1 }, ce = {
        row: Math.max(0, Math.min(r(h) - 1, le.row + Z[0])),
        column: Math.max(0, Math.min(r(p) - 1, le.column + Z[1]))
      };
      se(o, null), n({
        ...n(),
        cell: ce,
        window: Vo(r(O), r(M), Ae(ce.row), ce.column)
      });
    } else if (d.key === "Enter" && r(f)) e.onSelect?.({ part: e.part, ...r(f) });
    else if (d.key === "Escape")
      B(null), se(o, null);
    else if (d.key === "+" || d.key === "=") Le(mr(r(O), r(M), 1.5, ve()));
    else if (d.key === "-") Le(mr(r(O), r(M), 1 / 1.5, ve()));
    else if (d.key === "0") Le({ zoom: 1, x: 0, y: 0 });
    else return;
    d.preventDefault();
  }
  var he = $o(), ge = j(he);
  let ye;
  var Ce = j(ge);
  let me;
  er(Ce, (d) => s = d, () => s);
  var z = m(Ce, 2);
  let F;
  er(z, (d) => l = d, () => l);
  var W = m(ge, 2), te = j(W);
  tn(te, {
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
  var K = m(te, 2), re = j(K);
  {
    var qe = (d) => {
      var G = Ko(), Z = Te(G), le = m(Z, 2), ce = m(le, 2);
      {
        var b = (D) => {
          var ee = Xo();
          fe("click", ee, () => Le({ zoom: 1, x: 0, y: 0 })), w(D, ee);
        };
        Q(ce, (D) => {
          r(M).zoom > 1 && D(b);
        });
      }
      fe("click", Z, () => Le(mr(r(O), r(M), 0.6666666666666666, ve()))), fe("click", le, () => Le(mr(r(O), r(M), 1.5, ve()))), w(d, G);
    };
    Q(re, (d) => {
      (r(p) > 40 || r(h) > 40 || r(M).zoom > 1) && d(qe);
    });
  }
  var Pe = m(W, 2), He = j(Pe);
  {
    var P = (d) => {
      var G = Jo(), Z = Te(G), le = Y(Z, !0), ce = m(Z, 2), b = Y(ce, !0), D = m(ce);
      {
        var ee = (pe) => {
          var De = Zo(), ae = Y(De, !0);
          R(() => N(ae, r(ne).note)), w(pe, De);
        };
        Q(D, (pe) => {
          r(ne).note && pe(ee);
        });
      }
      R(() => {
        N(le, r(ne).value), N(b, r(ne).place);
      }), w(d, G);
    }, X = (d) => {
      var G = Qo();
      w(d, G);
    };
    Q(He, (d) => {
      r(ne) ? d(P) : d(X, -1);
    });
  }
  R(() => {
    I(ge, "aria-label", `heat map of ${e.part.value_title ?? ""} by ${e.part.row_title ?? ""} and ${e.part.column_title ?? ""}; arrows move, Enter chooses, Escape releases, plus and minus zoom`), ye = je(ge, "", ye, { height: `${r($) ?? ""}px` }), me = je(Ce, "", me, {
      width: `${r(i) ?? ""}px`,
      height: `${r($) ?? ""}px`
    }), F = je(z, "", F, {
      width: `${r(i) ?? ""}px`,
      height: `${r($) ?? ""}px`,
      cursor: r(M).zoom > 1 ? "grab" : "crosshair"
    });
  }), fe("keydown", ge, de), fe("pointerdown", z, V), fe("pointermove", z, ie), fe("pointerup", z, U), Ze("pointercancel", z, () => c = null), Ze("pointerleave", z, () => se(o, null)), Ze("wheel", z, J), Lr(he, "clientWidth", (d) => se(i, d)), w(t, he), Ke();
}
xt([
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup",
  "click"
]);
var rc = /* @__PURE__ */ q("<button> </button>"), nc = /* @__PURE__ */ q('<button class="more svelte-19m6xb0"> </button>'), ac = /* @__PURE__ */ q(': <b class="svelte-19m6xb0"> </b> ', 1), sc = /* @__PURE__ */ q(' <code class="svelte-19m6xb0"> </code><!>', 1), lc = /* @__PURE__ */ q('<div class="strip svelte-19m6xb0" role="group"></div> <!> <p class="readout svelte-19m6xb0" role="status"><!></p>', 1);
const ic = {
  hash: "svelte-19m6xb0",
  code: ".strip.svelte-19m6xb0 {display:flex;flex-wrap:wrap;gap:4px 2px;line-height:1.35;}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0) {all:unset;white-space:pre;max-width:100%;overflow:hidden;text-overflow:ellipsis;padding:2px 5px;border-radius:4px;cursor:pointer;font-family:var(--mono);font-size:0.9rem;background:var(--sunk);}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0):focus-visible {outline:2px solid var(--focus) !important;outline-offset:1px;}.strip.svelte-19m6xb0 button.locked:where(.svelte-19m6xb0) {box-shadow:0 0 0 2px var(--ink);}.strip.svelte-19m6xb0 button.frame:where(.svelte-19m6xb0) {outline:1.5px solid var(--ink);}.more.svelte-19m6xb0 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}.readout.svelte-19m6xb0 {margin:7px 0 12px;min-height:1.5em;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}code.svelte-19m6xb0 {font-family:var(--mono);white-space:pre;}b.svelte-19m6xb0 {color:var(--ink);}"
};
function vs(t, e) {
  Xe(e, !0), tt(t, ic);
  let n = nt(e, "state", 15);
  const a = 400, s = tr();
  let l = /* @__PURE__ */ Ne(null), i;
  const o = /* @__PURE__ */ y(() => n()?.pos ?? null), c = /* @__PURE__ */ y(() => n()?.shown ?? a), f = /* @__PURE__ */ y(() => r(l) ?? r(o)), u = /* @__PURE__ */ y(() => e.part.values?.values), v = /* @__PURE__ */ y(() => e.part.limit ?? (r(u) ? en(r(u)) : 1));
  function h(M) {
    if (!r(u)) return;
    const C = ur(r(u)[M], r(v), e.part.scale, s.dark);
    return C ? `background:${$r(C)};color:${Vn(C)}` : "outline:1px dashed var(--faint)";
  }
  function p(M) {
    n({ ...n(), pos: r(o) === M ? void 0 : M }), r(o) === M && e.onSelect?.({ part: e.part, pos: M });
  }
  function g(M, C) {
    if (M.key === "Escape") {
      n({ ...n(), pos: void 0 }), se(l, null);
      return;
    }
    const L = {
      ArrowRight: C + 1,
      ArrowLeft: C - 1,
      Home: 0,
      End: e.part.tokens.length - 1
    }[M.key];
    L !== void 0 && (M.preventDefault(), i.children[Math.max(0, Math.min(i.children.length - 1, L))].focus());
  }
  const S = /* @__PURE__ */ y(() => r(o) ?? 0);
  var x = lc(), E = Te(x);
  ze(E, 21, () => e.part.tokens.slice(0, r(c)), Be, (M, C, L) => {
    var $ = rc();
    let Se;
    var Ae = Y($, !0);
    R(
      (be, xe, oe) => {
        je($, be), I($, "aria-pressed", L === r(o)), I($, "tabindex", L === r(S) ? 0 : -1), Se = $e($, 1, "svelte-19m6xb0", null, Se, { locked: L === r(o), frame: xe }), N(Ae, oe);
      },
      [
        () => h(L),
        () => r(u) && Tn(r(u)[L], r(v)),
        () => Ge(r(C))
      ]
    ), Ze("pointerenter", $, () => se(l, L, !0)), Ze("pointerleave", $, () => se(l, null)), Ze("focus", $, () => se(l, L, !0)), Ze("blur", $, () => se(l, null)), fe("click", $, () => p(L)), fe("keydown", $, (be) => g(be, L)), w(M, $);
  }), er(E, (M) => i = M, () => i);
  var T = m(E, 2);
  {
    var A = (M) => {
      var C = nc(), L = Y(C);
      R(($) => N(L, `show more (${$ ?? ""} tokens left)`), [() => Re(e.part.tokens.length - r(c))]), fe("click", C, () => n({ ...n(), shown: r(c) + 4 * a })), w(M, C);
    };
    Q(T, (M) => {
      e.part.tokens.length > r(c) && M(A);
    });
  }
  var k = m(T, 2), _ = j(k);
  {
    var H = (M) => {
      var C = sc(), L = Te(C), $ = m(L), Se = Y($, !0), Ae = m($);
      {
        var be = (xe) => {
          var oe = ac(), ne = m(Te(oe)), we = Y(ne, !0), ue = m(ne);
          R(
            (Oe) => {
              N(we, Oe), N(ue, ` ${e.part.value_title ?? "" ?? ""}`);
            },
            [() => Re(r(u)[r(f)])]
          ), w(xe, oe);
        };
        Q(Ae, (xe) => {
          r(u) && xe(be);
        });
      }
      R(
        (xe) => {
          N(L, `position ${r(f) ?? ""}, `), N(Se, xe);
        },
        [() => Ge(e.part.tokens[r(f)])]
      ), w(M, C);
    }, O = (M) => {
      tn(M, {
        get scale() {
          return e.part.scale;
        },
        get limit() {
          return r(v);
        },
        get title() {
          return e.part.value_title;
        }
      });
    };
    Q(_, (M) => {
      r(f) !== null ? M(H) : r(u) && M(O, 1);
    });
  }
  R(() => I(E, "aria-label", e.part.value_title ?? "tokens")), w(t, x), Ke();
}
xt(["click", "keydown"]);
const ua = (t, e = Er, n = Er) => {
  var a = cc(), s = j(a), l = Y(s, !0), i = m(s, 2);
  ze(i, 21, n, Be, (o, c) => {
    var f = /* @__PURE__ */ y(() => Nr(r(c), 2));
    let u = () => r(f)[0], v = () => r(f)[1];
    var h = oc(), p = j(h), g = Y(p, !0), S = m(p), x = Y(S, !0);
    R(
      (E, T) => {
        N(g, E), N(x, T);
      },
      [() => Ge(u()), () => It(v())]
    ), w(o, h);
  }), R(() => N(l, e())), w(t, a);
};
var oc = /* @__PURE__ */ q('<li class="svelte-1t44cfp"><code class="svelte-1t44cfp"> </code><span> </span></li>'), cc = /* @__PURE__ */ q('<div><h5 class="svelte-1t44cfp"> </h5> <ul class="svelte-1t44cfp"></ul></div>'), fc = /* @__PURE__ */ q('<span class="label svelte-1t44cfp"> </span>'), uc = /* @__PURE__ */ q('<span class="soft svelte-1t44cfp"> </span>'), vc = /* @__PURE__ */ q('<span class="token svelte-1t44cfp"> </span>'), dc = /* @__PURE__ */ q('<small class="svelte-1t44cfp"> </small>'), hc = /* @__PURE__ */ q('<p class="example svelte-1t44cfp"><span class="text svelte-1t44cfp"></span><!></p>'), pc = /* @__PURE__ */ q('<p class="soft svelte-1t44cfp">No example: it was never active on this text.</p>'), gc = /* @__PURE__ */ q('<button class="svelte-1t44cfp"> </button>'), mc = /* @__PURE__ */ dt('<rect width="5" class="svelte-1t44cfp"></rect>'), _c = /* @__PURE__ */ q('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Activations (counts on a log scale)</h5> <svg preserveAspectRatio="none" role="img" aria-label="histogram of activations" class="svelte-1t44cfp"></svg> <p class="ends svelte-1t44cfp"><span> </span> <span> </span></p></div>'), bc = /* @__PURE__ */ q('<li class="svelte-1t44cfp"><span> </span><span> </span></li>'), xc = /* @__PURE__ */ q('<div class="wide svelte-1t44cfp"><h5 class="svelte-1t44cfp">Nearest directions (cosine)</h5> <ul class="svelte-1t44cfp"></ul></div>'), wc = /* @__PURE__ */ q('<p role="alert"> </p>'), yc = /* @__PURE__ */ q('<div class="tried svelte-1t44cfp"><!></div>'), kc = /* @__PURE__ */ q('<form class="svelte-1t44cfp"><label class="svelte-1t44cfp">Try your own text <input maxlength="2000" class="svelte-1t44cfp"/></label> <button class="svelte-1t44cfp"> </button></form> <!> <!>', 1), Mc = /* @__PURE__ */ q('<article class="svelte-1t44cfp"><header class="svelte-1t44cfp"><b> </b><!> <!></header> <div class="sides svelte-1t44cfp"><div class="examples"><h5 class="svelte-1t44cfp">Where it is active</h5> <!> <!></div> <aside class="svelte-1t44cfp"><!> <!> <!> <!></aside></div> <!></article>');
const zc = {
  hash: "svelte-1t44cfp",
  code: `article.svelte-1t44cfp {border-top:1px solid var(--line);padding:14px 0 6px;}header.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;}.label.svelte-1t44cfp {font-weight:600;color:var(--blue);}.soft.svelte-1t44cfp,
  small.svelte-1t44cfp,
  .ends.svelte-1t44cfp {color:var(--soft);font-size:0.88rem;}.sides.svelte-1t44cfp {display:grid;grid-template-columns:minmax(0, 2fr) minmax(220px, 1fr);gap:8px 34px;}h5.svelte-1t44cfp {font-size:0.84rem;font-weight:600;color:var(--soft);margin:12px 0 4px;}.example.svelte-1t44cfp {margin:0 0 6px;font-size:0.9rem;line-height:1.55;}.text.svelte-1t44cfp {font-family:var(--mono);font-size:0.86rem;}.token.svelte-1t44cfp {white-space:pre-wrap;overflow-wrap:anywhere;border-radius:3px;}small.svelte-1t44cfp {margin-left:8px;}aside.svelte-1t44cfp {display:grid;grid-template-columns:1fr 1fr;gap:0 22px;align-content:start;}.wide.svelte-1t44cfp {grid-column:1 / -1;}ul.svelte-1t44cfp {list-style:none;margin:0;padding:0;font-size:0.88rem;}li.svelte-1t44cfp {display:flex;justify-content:space-between;gap:10px;padding:1px 0;font-variant-numeric:tabular-nums;}code.svelte-1t44cfp {font-family:var(--mono);white-space:pre;overflow:hidden;text-overflow:ellipsis;}svg.svelte-1t44cfp {width:100%;height:44px;display:block;}rect.svelte-1t44cfp {fill:var(--teal);}.ends.svelte-1t44cfp {display:flex;justify-content:space-between;margin:1px 0 0;font-variant-numeric:tabular-nums;}form.svelte-1t44cfp,
  label.svelte-1t44cfp {display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:8px;font-size:0.9rem;}.tried.svelte-1t44cfp {margin-top:12px;}label.svelte-1t44cfp {flex:1;margin:0;}input.svelte-1t44cfp {flex:1;min-width:180px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:3px 8px;}button.svelte-1t44cfp {font:inherit;font-size:0.88rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:2px 11px;cursor:pointer;}button.svelte-1t44cfp:focus-visible,
  input.svelte-1t44cfp:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}
  @media (max-width: 700px) {.sides.svelte-1t44cfp {grid-template-columns:1fr;}
  }`
};
function Ec(t, e) {
  Xe(e, !0), tt(t, zc);
  const n = tr(), a = 10;
  let s = /* @__PURE__ */ Ne(!1), l = /* @__PURE__ */ Ne(""), i = /* @__PURE__ */ Ne(null), o = /* @__PURE__ */ Ne(null), c = /* @__PURE__ */ Ne(!1);
  const f = /* @__PURE__ */ y(() => en(e.part.examples.flatMap((B) => [...B.values.values]))), u = /* @__PURE__ */ y(() => r(s) ? e.part.examples : e.part.examples.slice(0, a)), v = /* @__PURE__ */ y(() => e.part.histogram ? [...e.part.histogram.counts.values] : []), h = /* @__PURE__ */ y(() => Math.max(1, ...r(v))), p = (B) => B > 0 ? 4 + 38 * Math.log1p(B) / Math.log1p(r(h)) : 0;
  function g(B) {
    if (!(B > 0)) return "";
    const V = ur(B, r(f), "sequential", n.dark);
    return V ? `background:${$r(V)};color:${Vn(V)}` : "";
  }
  async function S(B) {
    if (B.preventDefault(), !(!e.onTry || !r(l) || r(c))) {
      se(c, !0), se(o, null);
      try {
        se(i, await e.onTry(e.part.name, r(l)));
      } catch (V) {
        se(o, V instanceof Error ? V.message : String(V), !0);
      }
      se(c, !1);
    }
  }
  var x = Mc(), E = j(x), T = j(E), A = Y(T, !0), k = m(T);
  {
    var _ = (B) => {
      var V = fc(), ie = Y(V, !0);
      R(() => N(ie, e.part.label)), w(B, V);
    };
    Q(k, (B) => {
      e.part.label && B(_);
    });
  }
  var H = m(k, 2);
  {
    var O = (B) => {
      var V = uc(), ie = Y(V);
      R((U) => N(ie, `active on ${U ?? ""}% of tokens`), [() => Re(e.part.density * 100)]), w(B, V);
    };
    Q(H, (B) => {
      e.part.density !== void 0 && B(O);
    });
  }
  var M = m(E, 2), C = j(M), L = m(j(C), 2);
  ze(
    L,
    17,
    () => r(u),
    Be,
    (B, V) => {
      var ie = hc(), U = j(ie);
      ze(U, 21, () => r(V).tokens, Be, (de, he, ge) => {
        var ye = vc(), Ce = Y(ye, !0);
        R(
          (me, z, F, W) => {
            je(ye, me), I(ye, "title", `${z ?? ""}: ${F ?? ""}`), N(Ce, W);
          },
          [
            () => g(r(V).values.values[ge]),
            () => Ge(r(he)),
            () => Re(r(V).values.values[ge]),
            () => Ge(r(he))
          ]
        ), w(de, ye);
      });
      var J = m(U);
      {
        var ve = (de) => {
          var he = dc(), ge = Y(he, !0);
          R(() => N(ge, r(V).note)), w(de, he);
        };
        Q(J, (de) => {
          r(V).note && de(ve);
        });
      }
      w(B, ie);
    },
    (B) => {
      var V = pc();
      w(B, V);
    }
  );
  var $ = m(L, 2);
  {
    var Se = (B) => {
      var V = gc(), ie = Y(V, !0);
      R(() => {
        I(V, "aria-expanded", r(s)), N(ie, r(s) ? "fewer" : `all ${e.part.examples.length} examples`);
      }), fe("click", V, () => se(s, !r(s))), w(B, V);
    };
    Q($, (B) => {
      e.part.examples.length > a && B(Se);
    });
  }
  var Ae = m(C, 2), be = j(Ae);
  ua(be, () => "Raises", () => e.part.logits_up);
  var xe = m(be, 2);
  ua(xe, () => "Lowers", () => e.part.logits_down);
  var oe = m(xe, 2);
  {
    var ne = (B) => {
      var V = _c(), ie = m(j(V), 2);
      ze(ie, 21, () => r(v), Be, (ge, ye, Ce) => {
        var me = mc();
        I(me, "x", Ce * 6), R(
          (z, F) => {
            I(me, "y", z), I(me, "height", F);
          },
          [() => 43 - p(r(ye)), () => p(r(ye))]
        ), w(ge, me);
      });
      var U = m(ie, 2), J = j(U), ve = Y(J, !0), de = m(J, 2), he = Y(de, !0);
      R(
        (ge, ye) => {
          I(ie, "viewBox", `0 0 ${r(v).length * 6} 44`), N(ve, ge), N(he, ye);
        },
        [
          () => Re(e.part.histogram.edges.values[0]),
          () => Re(e.part.histogram.edges.values[e.part.histogram.edges.values.length - 1])
        ]
      ), w(B, V);
    };
    Q(oe, (B) => {
      e.part.histogram && B(ne);
    });
  }
  var we = m(oe, 2);
  {
    var ue = (B) => {
      var V = xc(), ie = m(j(V), 2);
      ze(ie, 21, () => e.part.neighbours, Be, (U, J) => {
        var ve = /* @__PURE__ */ y(() => Nr(r(J), 2));
        let de = () => r(ve)[0], he = () => r(ve)[1];
        var ge = bc(), ye = j(ge), Ce = Y(ye, !0), me = m(ye), z = Y(me, !0);
        R(
          (F) => {
            N(Ce, de()), N(z, F);
          },
          [() => Re(he())]
        ), w(U, ge);
      }), w(B, V);
    };
    Q(we, (B) => {
      e.part.neighbours?.length && B(ue);
    });
  }
  var Oe = m(M, 2);
  {
    var Le = (B) => {
      var V = kc(), ie = Te(V), U = j(ie), J = m(j(U)), ve = m(U, 2), de = Y(ve, !0), he = m(ie, 2);
      {
        var ge = (me) => {
          var z = wc(), F = Y(z, !0);
          R(() => N(F, r(o))), w(me, z);
        };
        Q(he, (me) => {
          r(o) && me(ge);
        });
      }
      var ye = m(he, 2);
      {
        var Ce = (me) => {
          var z = yc(), F = j(z);
          {
            let W = /* @__PURE__ */ y(() => ({
              part: "token_strip",
              tokens: r(i).tokens,
              values: r(i).values,
              value_title: "activation",
              scale: "sequential",
              limit: r(f)
            }));
            vs(F, {
              get part() {
                return r(W);
              }
            });
          }
          w(me, z);
        };
        Q(ye, (me) => {
          r(i) && me(Ce);
        });
      }
      R(() => {
        ve.disabled = r(c) || !r(l), N(de, r(c) ? "…" : "run");
      }), Ze("submit", ie, S), ri(J, () => r(l), (me) => se(l, me)), w(B, V);
    };
    Q(Oe, (B) => {
      e.onTry && B(Le);
    });
  }
  R(() => N(A, e.part.name)), w(t, x), Ke();
}
xt(["click"]);
var Sc = /* @__PURE__ */ q('<label class="switch svelte-1ecqen9"><input type="checkbox"/> </label>'), va = /* @__PURE__ */ q("<span> </span>"), Tc = /* @__PURE__ */ q('<div class="column svelte-1ecqen9"><!> <span class="token svelte-1ecqen9"> </span></div>'), Ac = /* @__PURE__ */ q('<span class="guess svelte-1ecqen9"><code class="svelte-1ecqen9"> </code> </span>'), qc = /* @__PURE__ */ q('<span class="guess answer svelte-1ecqen9"> </span>'), Nc = /* @__PURE__ */ q('<span class="place svelte-1ecqen9"> <code class="svelte-1ecqen9"> </code></span> <!> <!>', 1), Pc = /* @__PURE__ */ q('<span class="hint svelte-1ecqen9">Layers go up, positions across. Point at a cell for its likeliest tokens; click to keep them.</span>'), Rc = /* @__PURE__ */ q('<!>  <div class="box svelte-1ecqen9" role="application" aria-label="lens by layer and position; arrows move, Enter chooses, Escape releases" tabindex="0"><div class="grid svelte-1ecqen9"><div class="gutter svelte-1ecqen9"></div> <!></div></div> <p class="under svelte-1ecqen9"><!></p> <p class="readout svelte-1ecqen9" role="status"><!></p>', 1);
const Cc = {
  hash: "svelte-1ecqen9",
  code: `.switch.svelte-1ecqen9 {display:inline-flex;gap:7px;align-items:center;font-size:0.9rem;color:var(--soft);margin-bottom:8px;}.box.svelte-1ecqen9 {overflow-x:auto;border-radius:6px;}.box.svelte-1ecqen9:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}.grid.svelte-1ecqen9 {position:relative;font-size:12px;}.gutter.svelte-1ecqen9 {position:sticky;left:0;z-index:1;height:100%;background:var(--card);}.gutter.svelte-1ecqen9 span:where(.svelte-1ecqen9) {position:absolute;right:9px;line-height:21px;color:var(--soft);font-variant-numeric:tabular-nums;}.gutter.svelte-1ecqen9 .decided:where(.svelte-1ecqen9) {color:var(--ink);font-weight:700;}.column.svelte-1ecqen9 {position:absolute;top:0;}.cell.svelte-1ecqen9,
  .token.svelte-1ecqen9 {position:absolute;left:0;right:0;height:20px;line-height:20px;text-align:center;white-space:pre;overflow:hidden;border-radius:3px;}.cell.svelte-1ecqen9 {cursor:pointer;background:repeating-linear-gradient(-45deg, var(--line) 0 1px, transparent 1px 5px);}.cell.at.svelte-1ecqen9 {outline:1.5px solid var(--ink);}.cell.locked.svelte-1ecqen9 {outline:2.5px solid var(--ink);}.token.svelte-1ecqen9 {color:var(--soft);font-weight:600;}.under.svelte-1ecqen9 {margin:6px 0 0;}.readout.svelte-1ecqen9 {margin:6px 0 0;min-height:3.2em;font-size:0.9rem;font-variant-numeric:tabular-nums;}.place.svelte-1ecqen9 {color:var(--soft);margin-right:8px;}.guess.svelte-1ecqen9 {display:inline-block;margin-right:14px;white-space:nowrap;}.answer.svelte-1ecqen9 {color:var(--blue);}.hint.svelte-1ecqen9 {color:var(--faint);}code.svelte-1ecqen9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function Oc(t, e) {
  Xe(e, !0), tt(t, Cc);
  let n = nt(e, "state", 15);
  const a = 22, s = 46, l = tr();
  let i, o = /* @__PURE__ */ Ne(0), c = /* @__PURE__ */ Ne(800), f = /* @__PURE__ */ Ne(null);
  const u = /* @__PURE__ */ y(() => e.part.tokens.length), v = /* @__PURE__ */ y(() => Math.max(46, Math.min(76, Math.floor((r(c) - s) / r(u))))), h = /* @__PURE__ */ y(() => e.part.layers.length), p = /* @__PURE__ */ y(() => e.part.probabilities.shape[2]), g = /* @__PURE__ */ y(() => n()?.cell ?? null), S = /* @__PURE__ */ y(() => !!n()?.byAnswer && e.part.answer_probability !== void 0), x = /* @__PURE__ */ y(() => r(f) ?? r(g)), E = /* @__PURE__ */ y(() => Math.max(0, Math.floor(r(o) / r(v)) - 3)), T = /* @__PURE__ */ y(() => Math.min(r(u), Math.ceil((r(o) + r(c)) / r(v)) + 3)), A = /* @__PURE__ */ y(() => Array.from({ length: Math.max(0, r(T) - r(E)) }, (U, J) => r(E) + J)), k = /* @__PURE__ */ y(() => Array.from({ length: r(h) }, (U, J) => r(h) - 1 - J));
  Ft(() => {
    i && n()?.cell === void 0 && (i.scrollLeft = Math.ceil(Math.max(0, s + r(
      u
      // what decides is mostly at the end
    ) * r(v) - i.clientWidth) / r(v)) * r(v));
  });
  const _ = (U, J) => r(S) ? e.part.answer_probability.values[U * r(u) + J] : e.part.probabilities.values[(U * r(u) + J) * r(p)], H = (U, J) => e.part.top[U][J][0] ?? "";
  function O(U, J) {
    const ve = ur(_(U, J), 1, "sequential", l.dark);
    return ve ? `background:${$r(ve)};color:${Vn(ve)}` : "";
  }
  function M(U) {
    const J = U.target.closest("[data-layer]");
    return J ? { layer: Number(J.dataset.layer), pos: Number(J.dataset.pos) } : null;
  }
  function C(U) {
    const J = U && r(g) && U.layer === r(g).layer && U.pos === r(g).pos;
    n({ ...n(), cell: J ? void 0 : U ?? void 0 }), U && !J && e.onSelect?.({ part: e.part, ...U });
  }
  function L(U) {
    const J = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0]
    }[U.key];
    if (J) {
      const ve = r(g) ?? { layer: r(h) - 1, pos: r(u) }, de = {
        layer: Math.max(0, Math.min(r(h) - 1, ve.layer + J[0])),
        pos: Math.max(0, Math.min(r(u) - 1, ve.pos + J[1]))
      };
      se(f, null), n({ ...n(), cell: de });
      const [he, ge] = [de.pos * r(v), (de.pos + 1) * r(v) + s];
      he < i.scrollLeft ? i.scrollLeft = he : ge > i.scrollLeft + i.clientWidth && (i.scrollLeft = ge - i.clientWidth);
    } else if (U.key === "Enter" && r(g)) e.onSelect?.({ part: e.part, ...r(g) });
    else if (U.key === "Escape")
      C(null), se(f, null);
    else return;
    U.preventDefault();
  }
  var $ = Rc(), Se = Te($);
  {
    var Ae = (U) => {
      var J = Sc(), ve = j(J), de = m(ve);
      R(
        (he) => {
          ei(ve, r(S)), N(de, ` shade by the probability of ${he ?? ""}`);
        },
        [
          () => e.part.answer ? Ge(e.part.answer) : "the answer"
        ]
      ), fe("change", ve, (he) => n({ ...n(), byAnswer: he.currentTarget.checked })), w(U, J);
    };
    Q(Se, (U) => {
      e.part.answer_probability && U(Ae);
    });
  }
  var be = m(Se, 2), xe = j(be);
  let oe;
  var ne = j(xe);
  je(ne, "", {}, { width: "46px" }), ze(ne, 22, () => r(k), (U) => U, (U, J, ve) => {
    var de = va();
    let he, ge;
    var ye = Y(de, !0);
    R(() => {
      I(de, "title", e.part.decided_at === J ? "the answer leads for good from here" : void 0), he = $e(de, 1, "svelte-1ecqen9", null, he, { decided: e.part.decided_at === J }), ge = je(de, "", ge, { top: `${r(ve) * a}px` }), N(ye, e.part.layers[J]);
    }), w(U, de);
  });
  var we = m(ne, 2);
  ze(we, 16, () => r(A), (U) => U, (U, J) => {
    var ve = Tc();
    let de;
    var he = j(ve);
    ze(he, 18, () => r(k), (me) => me, (me, z, F) => {
      var W = va();
      let te;
      var K = Y(W, !0);
      R(
        (re, qe) => {
          te = $e(W, 1, "cell svelte-1ecqen9", null, te, {
            at: r(f)?.layer === z && r(f)?.pos === J,
            locked: r(g)?.layer === z && r(g)?.pos === J
          }), I(W, "data-layer", z), I(W, "data-pos", J), je(W, `top:${r(F) * a}px;${re ?? ""}`), N(K, qe);
        },
        [
          () => O(z, J),
          () => zt(H(z, J), Math.floor(r(v) / 7.5))
        ]
      ), w(me, W);
    });
    var ge = m(he, 2);
    let ye;
    var Ce = Y(ge, !0);
    R(
      (me) => {
        de = je(ve, "", de, {
          left: `${s + J * r(v)}px`,
          width: `${r(v) - 2}px`
        }), ye = je(ge, "", ye, { top: `${r(h) * a}px` }), N(Ce, me);
      },
      [
        () => zt(e.part.tokens[J], Math.floor(r(v) / 7))
      ]
    ), w(U, ve);
  }), er(be, (U) => i = U, () => i);
  var ue = m(be, 2), Oe = j(ue);
  {
    let U = /* @__PURE__ */ y(() => r(S) ? "probability of the answer" : "probability of the token shown");
    tn(Oe, {
      scale: "sequential",
      limit: 1,
      get title() {
        return r(U);
      }
    });
  }
  var Le = m(ue, 2), B = j(Le);
  {
    var V = (U) => {
      var J = Nc(), ve = Te(J), de = j(ve), he = m(de), ge = Y(he, !0), ye = m(ve, 2);
      ze(ye, 17, () => e.part.top[r(x).layer][r(x).pos], Be, (z, F, W) => {
        var te = Ac(), K = j(te), re = Y(K, !0), qe = m(K);
        R(
          (Pe, He) => {
            N(re, Pe), N(qe, ` ${He ?? ""}`);
          },
          [
            () => Ge(r(F)),
            () => Re(e.part.probabilities.values[(r(x).layer * r(u) + r(x).pos) * r(p) + W])
          ]
        ), w(z, te);
      });
      var Ce = m(ye, 2);
      {
        var me = (z) => {
          var F = qc(), W = Y(F);
          R(
            (te, K) => N(W, `${te ?? ""}
        ${K ?? ""}`),
            [
              () => e.part.answer ? Ge(e.part.answer) : "answer",
              () => Re(e.part.answer_probability.values[r(x).layer * r(u) + r(x).pos])
            ]
          ), w(z, F);
        };
        Q(Ce, (z) => {
          e.part.answer_probability && z(me);
        });
      }
      R(
        (z) => {
          N(de, `layer ${e.part.layers[r(x).layer] ?? ""}, position ${r(x).pos ?? ""} `), N(ge, z);
        },
        [() => Ge(e.part.tokens[r(x).pos])]
      ), w(U, J);
    }, ie = (U) => {
      var J = Pc();
      w(U, J);
    };
    Q(B, (U) => {
      r(x) ? U(V) : U(ie, -1);
    });
  }
  R(() => oe = je(xe, "", oe, {
    width: `${s + r(u) * r(v)}px`,
    height: `${(r(h) + 1) * a + 4}px`
  })), Ze("scroll", be, () => se(o, i.scrollLeft, !0)), fe("keydown", be, L), fe("click", be, (U) => C(M(U))), fe("pointermove", be, (U) => se(f, M(U), !0)), Ze("pointerleave", be, () => se(f, null)), Lr(be, "clientWidth", (U) => se(c, U)), w(t, $), Ke();
}
xt(["change", "keydown", "click", "pointermove"]);
var Lc = /* @__PURE__ */ q('<p class="how svelte-1urrham"> </p>'), Dc = /* @__PURE__ */ q('<details class="svelte-1urrham"><summary class="svelte-1urrham"> </summary> <!></details>'), Fc = /* @__PURE__ */ q("<section><!> <!> <!> <!></section>");
const Ic = {
  hash: "svelte-1urrham",
  code: `section.svelte-1urrham {background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:22px 24px 24px;margin:18px 0;min-width:0;}section.inner.svelte-1urrham {background:none;border:0;border-radius:0;padding:0;margin:22px 0 0;}.title.svelte-1urrham {font-size:1.18rem;line-height:1.3;font-weight:650;margin:0 0 0.25em;}.inner.svelte-1urrham > .title:where(.svelte-1urrham) {font-size:1rem;}.how.svelte-1urrham {color:var(--soft);margin:0 0 1.1em;max-width:72ch;}details.svelte-1urrham {margin-top:14px;}summary.svelte-1urrham {cursor:pointer;color:var(--soft);width:fit-content;border-radius:4px;}summary.svelte-1urrham:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}
  @media (max-width: 560px) {section.svelte-1urrham {padding:16px 14px 18px;}
  }`
};
function jc(t, e) {
  Xe(e, !0), tt(t, Ic);
  const n = (g, S = Er, x = Er) => {
    var E = $t(), T = Te(E);
    ze(T, 17, S, Be, (A, k, _) => {
      var H = () => r(l)[`${x()}${_}`], O = (M) => i(`${x()}${_}`, M);
      {
        let M = /* @__PURE__ */ y(() => s() + 1);
        Xr(A, {
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
            return r(M);
          },
          get state() {
            return H();
          },
          set state(C) {
            O(C);
          }
        });
      }
    }), w(g, E);
  };
  let a = nt(e, "state", 15), s = nt(e, "level", 3, 2);
  const l = /* @__PURE__ */ y(() => a()?.parts ?? {}), i = (g, S) => {
    a({ ...a(), parts: { ...r(l), [g]: S } });
  };
  var o = Fc();
  let c;
  var f = j(o);
  Wl(f, () => `h${Math.min(s(), 6)}`, !1, (g, S) => {
    $e(g, 0, "title svelte-1urrham");
    var x = ss();
    R(() => N(x, e.part.title)), w(S, x);
  });
  var u = m(f, 2);
  {
    var v = (g) => {
      var S = Lc(), x = Y(S, !0);
      R(() => N(x, e.part.how)), w(g, S);
    };
    Q(u, (g) => {
      e.part.how && g(v);
    });
  }
  var h = m(u, 2);
  n(h, () => e.part.parts, () => "");
  var p = m(h, 2);
  ze(p, 17, () => e.part.details ?? [], Be, (g, S, x) => {
    var E = Dc(), T = j(E), A = Y(T, !0), k = m(T, 2);
    n(k, () => r(S).parts, () => `d${x}.`), R(() => N(A, r(S).title)), w(g, E);
  }), R(() => c = $e(o, 1, "svelte-1urrham", null, c, { inner: s() > 2 })), w(t, o), Ke();
}
var Hc = /* @__PURE__ */ q('<th><button class="svelte-1l35377"> <span class="mark svelte-1l35377" aria-hidden="true"> </span></button></th>'), Bc = /* @__PURE__ */ q("<b> </b>"), Uc = /* @__PURE__ */ q('<code class="svelte-1l35377"> </code>'), Wc = /* @__PURE__ */ q("<td><!></td>"), Yc = /* @__PURE__ */ q("<tr></tr>"), Gc = /* @__PURE__ */ q('<button class="more svelte-1l35377"> </button>'), Vc = /* @__PURE__ */ q('<div class="scroll svelte-1l35377" tabindex="0" role="group" aria-label="table"><table class="svelte-1l35377"><thead><tr></tr></thead><tbody></tbody></table></div> <!>', 1);
const Xc = {
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
function Kc(t, e) {
  Xe(e, !0), tt(t, Xc);
  let n = nt(e, "state", 15);
  const a = 200, s = /* @__PURE__ */ y(() => n()?.by), l = /* @__PURE__ */ y(() => !!n()?.down), i = /* @__PURE__ */ y(() => n()?.shown ?? a), o = /* @__PURE__ */ y(() => {
    const A = e.part.rows.map((k, _) => _);
    return r(s) === void 0 ? A : A.sort((k, _) => c(e.part.rows[k][r(s)], e.part.rows[_][r(s)], r(l) ? -1 : 1));
  });
  function c(A, k, _) {
    return A === k ? 0 : A === null ? 1 : k === null ? -1 : _ * (typeof A == "number" && typeof k == "number" ? A - k : String(A).localeCompare(String(k)));
  }
  function f(A) {
    const k = e.part.columns[A].kind === "number";
    n({
      ...n(),
      by: A,
      down: r(s) === A ? !r(l) : k
    });
  }
  function u(A, k) {
    return A === null ? "–" : k === "token" ? Ge(String(A)) : typeof A == "number" ? Re(A) : A;
  }
  var v = Vc(), h = Te(v), p = j(h), g = j(p), S = j(g);
  ze(S, 21, () => e.part.columns, Be, (A, k, _) => {
    var H = Hc();
    let O;
    var M = j(H), C = j(M), L = m(C), $ = Y(L, !0);
    R(() => {
      I(H, "aria-sort", r(s) === _ ? r(l) ? "descending" : "ascending" : void 0), O = $e(H, 1, "svelte-1l35377", null, O, { n: r(k).kind === "number" }), I(M, "aria-label", r(k).title ? void 0 : "row"), N(C, r(k).title), N($, r(s) === _ ? r(l) ? "↓" : "↑" : "");
    }), fe("click", M, () => f(_)), w(A, H);
  });
  var x = m(g);
  ze(x, 20, () => r(o).slice(0, r(i)), (A) => A, (A, k) => {
    var _ = Yc();
    let H;
    ze(_, 21, () => e.part.columns, Be, (O, M, C) => {
      var L = Wc();
      let $;
      var Se = j(L);
      {
        var Ae = (oe) => {
          var ne = Bc(), we = Y(ne, !0);
          R(
            (ue) => {
              $e(ne, 1, `grade ${e.part.rows[k][C] ?? ""}`, "svelte-1l35377"), N(we, ue);
            },
            [() => u(e.part.rows[k][C], r(M).kind)]
          ), w(oe, ne);
        }, be = (oe) => {
          var ne = Uc(), we = Y(ne, !0);
          R((ue) => N(we, ue), [() => u(e.part.rows[k][C], r(M).kind)]), w(oe, ne);
        }, xe = (oe) => {
          var ne = ss();
          R((we) => N(ne, we), [() => u(e.part.rows[k][C], r(M).kind)]), w(oe, ne);
        };
        Q(Se, (oe) => {
          r(M).kind === "grade" ? oe(Ae) : r(M).kind === "token" ? oe(be, 1) : oe(xe, -1);
        });
      }
      R(() => $ = $e(L, 1, "svelte-1l35377", null, $, { n: r(M).kind === "number" })), w(O, L);
    }), R(() => H = $e(_, 1, "svelte-1l35377", null, H, { choose: e.onSelect })), fe("click", _, () => e.onSelect?.({ part: e.part, row: k })), w(A, _);
  });
  var E = m(h, 2);
  {
    var T = (A) => {
      var k = Gc(), _ = Y(k);
      R((H) => N(_, `show more (${H ?? ""} left)`), [() => Re(e.part.rows.length - r(i))]), fe("click", k, () => n({ ...n(), shown: r(i) + a })), w(A, k);
    };
    Q(E, (A) => {
      e.part.rows.length > r(i) && A(T);
    });
  }
  w(t, v), Ke();
}
xt(["click"]);
var Zc = /* @__PURE__ */ q('<blockquote class="svelte-1welwi2"> </blockquote>'), Jc = /* @__PURE__ */ q("<p> </p>");
const Qc = {
  hash: "svelte-1welwi2",
  code: `p.svelte-1welwi2,
  blockquote.svelte-1welwi2 {max-width:72ch;margin:0.5em 0;white-space:pre-wrap;overflow-wrap:anywhere;}.soft.svelte-1welwi2 {color:var(--soft);font-size:0.94rem;}blockquote.svelte-1welwi2 {margin-left:0;padding-left:14px;border-left:3px solid var(--line);}`
};
function $c(t, e) {
  Xe(e, !0), tt(t, Qc);
  var n = $t(), a = Te(n);
  {
    var s = (i) => {
      var o = Zc(), c = Y(o, !0);
      R(() => N(c, e.part.text)), w(i, o);
    }, l = (i) => {
      var o = Jc();
      let c;
      var f = Y(o, !0);
      R(() => {
        c = $e(o, 1, "svelte-1welwi2", null, c, { soft: e.part.tone === "soft" }), N(f, e.part.text);
      }), w(i, o);
    };
    Q(a, (i) => {
      e.part.tone === "quote" ? i(s) : i(l, -1);
    });
  }
  w(t, n), Ke();
}
var ef = /* @__PURE__ */ q("<p> </p>");
function Xr(t, e) {
  Xe(e, !0);
  let n = nt(e, "state", 15), a = nt(e, "level", 3, 2);
  var s = $t(), l = Te(s);
  {
    var i = (_) => {
      jc(_, {
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
        set state(H) {
          n(H);
        }
      });
    }, o = (_) => {
      Uo(_, {
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
        set state(H) {
          n(H);
        }
      });
    }, c = (_) => {
      $c(_, {
        get part() {
          return e.part;
        }
      });
    }, f = (_) => {
      ui(_, {
        get part() {
          return e.part;
        }
      });
    }, u = (_) => {
      Kc(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, v = (_) => {
      wo(_, {
        get part() {
          return e.part;
        }
      });
    }, h = (_) => {
      tc(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
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
        set state(H) {
          n(H);
        }
      });
    }, g = (_) => {
      Oc(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, S = (_) => {
      Ki(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, x = (_) => {
      oo(_, {
        get part() {
          return e.part;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, E = (_) => {
      Di(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, T = (_) => {
      Lo(_, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return n();
        },
        set state(H) {
          n(H);
        }
      });
    }, A = (_) => {
      Ec(_, {
        get part() {
          return e.part;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, k = (_) => {
      var H = ef(), O = Y(H);
      R(() => N(O, `This page has a part that this version cannot draw: ${e.part.part ?? ""}`)), w(_, H);
    };
    Q(l, (_) => {
      e.part.part === "section" ? _(i) : e.part.part === "group" ? _(o, 1) : e.part.part === "text" ? _(c, 2) : e.part.part === "answer" ? _(f, 3) : e.part.part === "table" ? _(u, 4) : e.part.part === "finding" ? _(v, 5) : e.part.part === "heat_map" ? _(h, 6) : e.part.part === "token_strip" ? _(p, 7) : e.part.part === "lens_grid" ? _(g, 8) : e.part.part === "bars" ? _(S, 9) : e.part.part === "curves" ? _(x, 10) : e.part.part === "attention" ? _(E, 11) : e.part.part === "graph" ? _(T, 12) : e.part.part === "latent_card" ? _(A, 13) : _(k, -1);
    });
  }
  w(t, s), Ke();
}
var tf = /* @__PURE__ */ q('<p class="svelte-1brgrom"> </p>'), rf = /* @__PURE__ */ q('<dt class="svelte-1brgrom"> </dt> <dd class="svelte-1brgrom"><code class="svelte-1brgrom"> </code></dd>', 1), nf = /* @__PURE__ */ q('<details><summary class="svelte-1brgrom">How to make this again</summary> <dl class="svelte-1brgrom"></dl></details>'), af = /* @__PURE__ */ q('<main class="svelte-1brgrom"><header class="svelte-1brgrom"><div><h1 class="svelte-1brgrom"> </h1> <!></div> <button class="svelte-1brgrom"><span aria-hidden="true">◐</span> </button></header> <!> <!></main>');
const sf = {
  hash: "svelte-1brgrom",
  code: `main.svelte-1brgrom {max-width:1040px;margin:0 auto;padding:32px 22px 48px;box-sizing:border-box;}header.svelte-1brgrom {display:flex;gap:20px;align-items:start;justify-content:space-between;margin-bottom:22px;}h1.svelte-1brgrom {font-size:1.55rem;line-height:1.25;font-weight:680;letter-spacing:-0.01em;margin:0;overflow-wrap:anywhere;white-space:pre-wrap;}header.svelte-1brgrom p:where(.svelte-1brgrom) {color:var(--soft);margin:0.35em 0 0;max-width:68ch;}button.svelte-1brgrom {font:inherit;font-size:0.9rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px;cursor:pointer;white-space:nowrap;}button.svelte-1brgrom:focus-visible,
  summary.svelte-1brgrom:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}summary.svelte-1brgrom {cursor:pointer;color:var(--soft);width:fit-content;margin-top:22px;}dl.svelte-1brgrom {display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:0.9rem;}dt.svelte-1brgrom {color:var(--soft);}dd.svelte-1brgrom {margin:0;min-width:0;overflow-wrap:anywhere;}code.svelte-1brgrom {font-family:var(--mono);font-size:0.93em;}
  @media (max-width: 560px) {main.svelte-1brgrom {padding:20px 12px 36px;}dl.svelte-1brgrom {grid-template-columns:1fr;}
  }`
};
function lf(t, e) {
  Xe(e, !0), tt(t, sf);
  const n = tr(), a = /* @__PURE__ */ y(() => Object.entries(e.page.provenance ?? {}).sort(([E], [T]) => +(T === "command") - +(E === "command"))), s = (E) => typeof E == "string" ? E : JSON.stringify(E);
  var l = af(), i = j(l), o = j(i), c = j(o), f = Y(c, !0), u = m(c, 2);
  {
    var v = (E) => {
      var T = tf(), A = Y(T, !0);
      R(() => N(A, e.page.subtitle)), w(E, T);
    };
    Q(u, (E) => {
      e.page.subtitle && E(v);
    });
  }
  var h = m(o, 2), p = m(j(h)), g = m(i, 2);
  ze(g, 17, () => e.page.parts, Be, (E, T) => {
    Xr(E, {
      get part() {
        return r(T);
      },
      get onTry() {
        return e.onTry;
      }
    });
  });
  var S = m(g, 2);
  {
    var x = (E) => {
      var T = nf(), A = m(j(T), 2);
      ze(A, 21, () => r(a), ([k, _]) => k, (k, _) => {
        var H = /* @__PURE__ */ y(() => Nr(r(_), 2));
        let O = () => r(H)[0], M = () => r(H)[1];
        var C = rf(), L = Te(C), $ = Y(L, !0), Se = m(L, 2), Ae = j(Se), be = Y(Ae, !0);
        R(
          (xe) => {
            N($, O()), N(be, xe);
          },
          [() => s(M())]
        ), w(k, C);
      }), w(E, T);
    };
    Q(S, (E) => {
      e.page.provenance && E(x);
    });
  }
  R(() => {
    N(f, e.page.title), I(h, "aria-label", `switch to ${n.dark ? "light" : "dark"} colours`), N(p, ` ${n.dark ? "light" : "dark"}`);
  }), fe("click", h, () => n.toggle()), w(t, l), Ke();
}
xt(["click"]);
var of = /* @__PURE__ */ q('<p role="alert" class="svelte-9tpkvn"> </p>'), cf = /* @__PURE__ */ q('<p role="status" class="svelte-9tpkvn">…</p>');
const ff = {
  hash: "svelte-9tpkvn",
  code: "p.svelte-9tpkvn {margin:2rem;}"
};
function uf(t, e) {
  Xe(e, !0), tt(t, ff);
  const n = mi(new fs(e.host));
  li(() => n.destroy());
  const a = e.host.parentElement === document.body;
  Ft(() => {
    n.dark, a && (document.documentElement.style.background = getComputedStyle(e.host).getPropertyValue("--bg"));
  });
  var s = $t(), l = Te(s);
  {
    var i = (f) => {
      var u = of(), v = Y(u, !0);
      R(() => N(v, e.shown.problem)), w(f, u);
    }, o = (f) => {
      lf(f, {
        get page() {
          return e.shown.page;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, c = (f) => {
      var u = cf();
      w(f, u);
    };
    Q(l, (f) => {
      e.shown.problem ? f(i) : e.shown.page ? f(o, 1) : f(c, -1);
    });
  }
  w(t, s), Ke();
}
const vf = ':root,:host{color-scheme:light;--bg: #fbfaf7;--card: #ffffff;--sunk: #f3f2ee;--ink: #1b2025;--soft: #57616b;--faint: #666f77;--line: #e2e1dc;--focus: #1f5fa8;--blue: #1f5fa8;--orange: #b8530c;--teal: #0b6f6f;--good: #17683a;--good-soft: #e4f2e9;--warn: #855700;--warn-soft: #f8efdc;--bad: #a52a2a;--radius: 10px;--font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace}@media(prefers-color-scheme:dark){:root:not([data-theme=light]),:host(:not([data-theme="light"])){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}}:root[data-theme=dark],:host([data-theme="dark"]){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #8a959e;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}:host{display:block;background:var(--bg);color:var(--ink);font:16px/1.55 var(--font)}';
async function df(t) {
  if (t?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(t?.cutaway)}); make it again`);
  const e = await Promise.all(t.arrays.map(hf));
  return qn(t.page, e);
}
async function hf(t) {
  const e = await gf(pf(t.data));
  return { shape: t.shape, values: mf(t, e) };
}
function pf(t) {
  const e = atob(t), n = new Uint8Array(e.length);
  for (let a = 0; a < e.length; a++) n[a] = e.charCodeAt(a);
  return n;
}
async function gf(t) {
  const e = new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(e).arrayBuffer();
}
function mf(t, e) {
  const { dtype: n, scale: a = 1, offset: s = 0 } = t;
  if (n === "float32") return new Float32Array(e);
  if (n === "int32") return new Float32Array(new Int32Array(e));
  if (n === "uint8") return da(new Uint8Array(e), 256, (l) => l === 255 ? NaN : l * a + s);
  if (n === "float16") return da(new Uint16Array(e), 65536, _f);
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
function _f(t) {
  const e = t & 32768 ? -1 : 1, n = t >> 10 & 31, a = t & 1023;
  return n === 0 ? e * a * 2 ** -24 : n === 31 ? a ? NaN : e * (1 / 0) : e * (1 + a / 1024) * 2 ** (n - 15);
}
function qn(t, e) {
  if (Array.isArray(t)) return t.map((a) => qn(a, e));
  if (t === null || typeof t != "object") return t;
  const n = t.$array;
  return typeof n == "number" ? e[n] : Object.fromEntries(Object.entries(t).map(([a, s]) => [a, qn(s, e)]));
}
class bf {
  #t = /* @__PURE__ */ Ne(null);
  get page() {
    return r(this.#t);
  }
  set page(e) {
    se(this.#t, e);
  }
  #r = /* @__PURE__ */ Ne(null);
  get problem() {
    return r(this.#r);
  }
  set problem(e) {
    se(this.#r, e, !0);
  }
  #e = 0;
  constructor(e) {
    this.show(e);
  }
  show(e) {
    const n = ++this.#e;
    df(e).then(
      (a) => {
        n === this.#e && (this.page = a, this.problem = null);
      },
      (a) => {
        n === this.#e && (this.problem = a instanceof Error ? a.message : String(a));
      }
    );
  }
}
function xf(t, e, { onTry: n } = {}) {
  const a = t.shadowRoot ?? t.attachShadow({ mode: "open" }), s = document.createElement("style");
  s.textContent = vf;
  const l = document.createElement("div");
  a.replaceChildren(s, l);
  const i = new bf(e), o = Ll(uf, { target: l, props: { shown: i, host: t, onTry: n } });
  return {
    update: (c) => i.show(c),
    destroy: () => {
      Fl(o), a.replaceChildren();
    }
  };
}
function wf({ model: t, el: e }) {
  const n = () => JSON.parse(t.get("payload")), a = /* @__PURE__ */ new Map();
  let s = 0;
  const l = async (u, v) => {
    const h = Math.random() + s++, p = await new Promise((S) => {
      a.set(h, S), t.send({ try: h, name: u, text: v });
    });
    if (p.problem !== void 0) throw new Error(p.problem);
    const g = Float32Array.from(p.values ?? []);
    return { tokens: p.tokens ?? [], values: { shape: [g.length], values: g } };
  }, i = (u) => {
    a.get(u?.tried)?.(u), a.delete(u?.tried);
  }, o = document.createElement("div");
  e.replaceChildren(o);
  const c = xf(o, n(), t.get("tries") ? { onTry: l } : {}), f = () => c.update(n());
  return t.on("change:payload", f), t.on("msg:custom", i), () => {
    t.off("change:payload", f), t.off("msg:custom", i), c.destroy();
  };
}
const kf = { render: wf };
export {
  kf as default
};
