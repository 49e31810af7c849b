var Wn = Array.isArray, Va = Array.prototype.indexOf, ur = Array.prototype.includes, Nr = Array.from, Yn = Object.defineProperty, Vt = Object.getOwnPropertyDescriptor, Vn = Object.getOwnPropertyDescriptors, Ga = Object.prototype, Ka = Array.prototype, fn = Object.getPrototypeOf, qn = Object.isExtensible;
const Gr = () => {
};
function Xa(t) {
  for (var e = 0; e < t.length; e++)
    t[e]();
}
function Gn() {
  var t, e, r = new Promise((a, s) => {
    t = a, e = s;
  });
  return { promise: r, resolve: t, reject: e };
}
function vn(t, e) {
  if (Array.isArray(t))
    return t;
  if (!(Symbol.iterator in t))
    return Array.from(t);
  const r = [];
  for (const a of t)
    if (r.push(a), r.length === e) break;
  return r;
}
const Ve = 2, Kt = 4, Cr = 8, Kn = 1 << 24, lt = 16, vt = 32, Nt = 64, Kr = 128, dn = 256, ft = 512, Le = 1024, ke = 2048, nt = 4096, Xe = 8192, We = 16384, $t = 32768, fr = 1 << 25, Ft = 65536, Mr = 1 << 17, Za = 1 << 18, er = 1 << 19, Ja = 1 << 20, gt = 1 << 25, Er = 1 << 21, Gt = 1 << 22, At = 1 << 23, Ot = /* @__PURE__ */ Symbol("$state"), Xn = /* @__PURE__ */ Symbol("component"), Qa = /* @__PURE__ */ Symbol("legacy props"), $a = /* @__PURE__ */ Symbol(""), Zn = /* @__PURE__ */ Symbol("attributes"), Xr = /* @__PURE__ */ Symbol("class"), Zr = /* @__PURE__ */ Symbol("style"), Jr = /* @__PURE__ */ Symbol("text"), pr = new class extends Error {
  name = "StaleReactionError";
  message = "The reaction that called `getAbortSignal()` was re-run or destroyed";
}(), es = 1, ts = 2, Jn = 4, rs = 8, ns = 16, as = 1, ss = 4, is = 8, os = 16, Qn = 1, ls = 2, $n = {}, Oe = /* @__PURE__ */ Symbol("uninitialized"), ea = "http://www.w3.org/1999/xhtml", cs = "http://www.w3.org/2000/svg";
function us() {
  console.warn("https://svelte.dev/e/derived_inert");
}
function fs() {
  console.warn("https://svelte.dev/e/svelte_boundary_reset_noop");
}
let vs = !1;
function ta(t) {
  return t === this.v;
}
function ra(t, e) {
  return t != t ? e == e : t !== e || t !== null && typeof t == "object" || typeof t == "function";
}
function na(t) {
  return !ra(t, this.v);
}
function hn(t) {
  throw new Error("https://svelte.dev/e/lifecycle_outside_component");
}
function ds() {
  throw new Error("https://svelte.dev/e/async_derived_orphan");
}
function hs(t, e, r) {
  throw new Error("https://svelte.dev/e/each_key_duplicate");
}
function ps(t) {
  throw new Error("https://svelte.dev/e/effect_in_teardown");
}
function gs() {
  throw new Error("https://svelte.dev/e/effect_in_unowned_derived");
}
function ms(t) {
  throw new Error("https://svelte.dev/e/effect_orphan");
}
function _s() {
  throw new Error("https://svelte.dev/e/effect_update_depth_exceeded");
}
function bs(t) {
  throw new Error("https://svelte.dev/e/props_invalid_value");
}
function xs() {
  throw new Error("https://svelte.dev/e/state_descriptors_fixed");
}
function ws() {
  throw new Error("https://svelte.dev/e/state_prototype_fixed");
}
function ys() {
  throw new Error("https://svelte.dev/e/state_unsafe_mutation");
}
function ks() {
  throw new Error("https://svelte.dev/e/svelte_boundary_reset_onerror");
}
function Ms(t) {
  let e = t.p;
  for (; e !== null && e.c === null; )
    e = e.p;
  return e?.c ?? null;
}
function aa(t, e) {
  return t === null && hn(), t.c ??= new Map(Ms(t) || void 0);
}
let De = null;
function Xt(t) {
  De = t;
}
function Es(t) {
  return (
    /** @type {T} */
    aa(De).get(t)
  );
}
function Ss(t, e) {
  return aa(De).set(t, e), e;
}
function Fe(t, e = !1, r) {
  De = {
    p: De,
    i: !1,
    c: null,
    e: null,
    s: t,
    x: null,
    r: (
      /** @type {Effect} */
      ce
    ),
    l: null
  };
}
function Ie(t) {
  var e = (
    /** @type {ComponentContext} */
    De
  ), r = e.e;
  if (r !== null) {
    e.e = null;
    for (var a of r)
      xa(a);
  }
  return e.i = !0, De = e.p, pn(t);
}
function pn(t = {}) {
  return Yn(t, Xn, { value: !0 }), t;
}
function sa() {
  return !0;
}
let Wt = [];
function Ts() {
  var t = Wt;
  Wt = [], Xa(t);
}
function kt(t) {
  if (Wt.length === 0) {
    var e = Wt;
    queueMicrotask(() => {
      e === Wt && Ts();
    });
  }
  Wt.push(t);
}
const zs = -7169;
function Ce(t, e) {
  t.f = t.f & zs | e;
}
function gn(t) {
  (t.f & ft) !== 0 || t.deps === null ? Ce(t, Le) : Ce(t, nt);
}
function ia(t, e) {
  (t.f & ke) !== 0 ? e.set(t, ke) : (t.f & nt) !== 0 && e.get(t) !== ke && e.set(t, nt), Ce(t, Le);
}
function gr(t) {
  var e = oe, r = ce;
  ot(null), wt(null);
  try {
    return t();
  } finally {
    ot(e), wt(r);
  }
}
function As(t, e, r, a) {
  const s = vr;
  var i = t.filter((p) => !p.settled), o = e.map(s);
  if (r.length === 0 && i.length === 0) {
    a(o);
    return;
  }
  var l = (
    /** @type {Effect} */
    ce
  ), c = qs(), u = i.length === 1 ? i[0].promise : i.length > 1 ? Promise.all(i.map((p) => p.promise)) : null;
  function v(p) {
    if ((l.f & We) === 0) {
      c();
      try {
        a([...o, ...p]);
      } catch (g) {
        pt(g, l);
      }
      Sr();
    }
  }
  var d = oa();
  if (r.length === 0) {
    u.then(() => v([])).finally(d);
    return;
  }
  function h() {
    Promise.all(r.map((p) => /* @__PURE__ */ Ns(p))).then(v).catch((p) => pt(p, l)).finally(d);
  }
  u ? u.then(() => {
    if ((l.f & We) !== 0) {
      d();
      return;
    }
    c(), h(), Sr();
  }) : h();
}
function qs() {
  var t = (
    /** @type {Effect} */
    ce
  ), e = oe, r = De, a = (
    /** @type {Batch} */
    fe
  );
  return function(i = !0) {
    wt(t), ot(e), Xt(r), i && (t.f & We) === 0 && (a?.activate(), a?.apply());
  };
}
function Sr(t = !0) {
  wt(null), ot(null), Xt(null), t && fe?.deactivate();
}
function oa() {
  var t = (
    /** @type {Effect} */
    ce
  ), e = t.b, r = (
    /** @type {Batch} */
    fe
  ), a = !!e?.is_rendered();
  return e?.update_pending_count(1, r), r.increment(a, t), () => {
    e?.update_pending_count(-1, r), r.decrement(a, t);
  };
}
// @__NO_SIDE_EFFECTS__
function vr(t) {
  var e = Ve | ke;
  return ce !== null && (ce.f |= er), {
    ctx: De,
    deps: null,
    effects: null,
    equals: ta,
    f: e,
    fn: t,
    reactions: null,
    rv: 0,
    v: (
      /** @type {V} */
      Oe
    ),
    wv: 0,
    parent: ce,
    ac: null
  };
}
const ar = /* @__PURE__ */ Symbol("obsolete");
// @__NO_SIDE_EFFECTS__
function Ns(t, e, r) {
  let a = (
    /** @type {Effect | null} */
    ce
  );
  a === null && ds();
  var s = (
    /** @type {Promise<V>} */
    /** @type {unknown} */
    void 0
  ), i = It(
    /** @type {V} */
    Oe
  ), o = !oe, l = /* @__PURE__ */ new Set();
  return Ws(() => {
    var c = (
      /** @type {Effect} */
      ce
    ), u = Gn();
    s = u.promise;
    try {
      Promise.resolve(t()).then(u.resolve, (p) => {
        p !== pr && u.reject(p);
      }).finally(Sr);
    } catch (p) {
      u.reject(p), Sr();
    }
    var v = (
      /** @type {Batch} */
      fe
    );
    if (o) {
      if ((c.f & $t) !== 0)
        var d = oa();
      if (
        // boundary can be null if the async derived is inside an $effect.root not connected to the component render tree
        a.b?.is_rendered()
      )
        v.async_deriveds.get(c)?.reject(ar);
      else
        for (const p of l.values())
          p.reject(ar);
      l.add(u), v.async_deriveds.set(c, u);
    }
    const h = (p, g = void 0) => {
      d?.(), l.delete(u), g !== ar && (v.activate(), g ? (i.f |= At, Zt(i, g)) : ((i.f & At) !== 0 && (i.f ^= At), Zt(i, p)), v.deactivate());
    };
    u.promise.then(h, (p) => h(null, p || "unknown"));
  }), yn(() => {
    for (const c of l)
      c.reject(ar);
  }), new Promise((c) => {
    function u(v) {
      function d() {
        v === s ? c(i) : u(s);
      }
      v.then(d, d);
    }
    u(s);
  });
}
// @__NO_SIDE_EFFECTS__
function A(t) {
  const e = /* @__PURE__ */ vr(t);
  return Ea(e), e;
}
// @__NO_SIDE_EFFECTS__
function la(t) {
  const e = /* @__PURE__ */ vr(t);
  return e.equals = na, e;
}
function Cs(t) {
  var e = t.effects;
  if (e !== null) {
    t.effects = null;
    for (var r = 0; r < e.length; r += 1)
      et(
        /** @type {Effect} */
        e[r]
      );
  }
}
function mn(t) {
  var e, r = ce, a = t.parent;
  if (!Mt && a !== null && t.v !== Oe && // if it was never evaluated before, it's guaranteed to fail downstream, so we try to execute instead
  (a.f & (We | Xe)) !== 0)
    return us(), t.v;
  wt(a);
  try {
    Cs(t), e = Aa(t);
  } finally {
    wt(r);
  }
  return e;
}
function ca(t) {
  var e = mn(t);
  if (!t.equals(e) && (t.wv = Ta(), (!fe?.is_fork || t.deps === null) && (fe !== null ? (fe.capture(t, e, !0), Qr?.capture(t, e, !0)) : t.v = e, t.deps === null))) {
    Ce(t, Le);
    return;
  }
  Mt || (ct !== null ? (wn() || fe?.is_fork) && ct.set(t, e) : gn(t));
}
function Ps(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      (e.teardown || e.ac) && (e.teardown?.(), e.ac !== null && gr(() => {
        e.ac.abort(pr), e.ac = null;
      }), e.fn !== null && (e.teardown = Gr), dr(e, 0), Mn(e));
}
function ua(t) {
  if (t.effects !== null)
    for (const e of t.effects)
      e.teardown && e.fn !== null && Jt(e);
}
let Ir = null, Ut = null, fe = null, Qr = null, ct = null, $r = null, jr = !1, or = null, kr = null;
var Nn = 0;
let Rs = 1;
class Ct {
  id = Rs++;
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
  #o = [];
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
  #l = /* @__PURE__ */ new Map();
  /**
   * Inverse of #skipped_branches which we need to tell prior batches to unskip them when committing
   * @type {Set<Effect>}
   */
  #d = /* @__PURE__ */ new Set();
  is_fork = !1;
  #c = !1;
  constructor() {
    Ut === null ? Ir = Ut = this : (Ut.next = this, this.prev = Ut), Ut = this;
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
    for (var r = (
      /** @type {Effect | null} */
      e
    ); r !== null; r = r.parent)
      if (this.#l.has(r)) return !0;
    return !1;
  }
  /**
   * Add an effect to the #skipped_branches map and reset its children
   * @param {Effect} effect
   */
  skip_effect(e) {
    this.#l.has(e) || this.#l.set(e, { d: [], m: [] }), this.#d.delete(e);
  }
  /**
   * Remove an effect from the #skipped_branches map and reschedule
   * any tracked dirty/maybe_dirty child effects
   * @param {Effect} effect
   * @param {(e: Effect) => void} callback
   */
  unskip_effect(e, r = (a) => this.schedule(a)) {
    var a = this.#l.get(e);
    if (a) {
      this.#l.delete(e);
      for (var s of a.d)
        Ce(s, ke), r(s);
      for (s of a.m)
        Ce(s, nt), r(s);
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
  #u() {
    var e = [];
    for (const i of this.#s)
      if (!((i.f & We) !== 0 || (i.f & (ke | nt)) === 0)) {
        for (var r = i, a = !1; r.parent !== null; ) {
          r = r.parent;
          var s = r.f;
          if ((s & (Nt | vt)) !== 0) {
            if ((s & Le) === 0) {
              a = !0;
              break;
            }
            r.f ^= Le;
          }
        }
        a || e.push(r);
      }
    return this.#s = [], e;
  }
  #p() {
    this.started = !0;
    for (const [l, c] of this.#i)
      Ce(l, c), this.schedule(l);
    this.apply();
    for (var e = or = [], r = [], a = kr = []; this.#s.length > 0; ) {
      Nn++ > 1e3 && (this.#v(), Os());
      for (const l of this.#u())
        try {
          this.#b(l, e, r);
        } catch (c) {
          throw da(l), this.#h() || this.discard(), c;
        }
    }
    if (fe = null, a.length > 0) {
      var s = Ct.ensure();
      for (const l of a)
        s.schedule(l);
    }
    if (or = null, kr = null, this.#h()) {
      this.#g(r), this.#g(e);
      for (const [l, c] of this.#l)
        va(l, c);
      a.length > 0 && /** @type {unknown} */
      fe.#p();
      return;
    }
    const i = this.#y();
    if (i) {
      this.#g(r), this.#g(e), i.#f(this);
      return;
    }
    this.#i.clear();
    for (const l of this.#t) l(this);
    this.#t.clear(), Qr = this, Cn(r), Cn(e), Qr = null, this.#n?.resolve();
    var o = (
      /** @type {Batch | null} */
      /** @type {unknown} */
      fe
    );
    this.#e === 0 && (this.#s.length === 0 || o !== null) && this.#v(), o !== null && (_t.clear(), o.#p());
  }
  /**
   * Traverse the effect tree, executing effects or stashing
   * them for later execution as appropriate
   * @param {Effect} root
   * @param {Effect[]} effects
   * @param {Effect[]} render_effects
   */
  #b(e, r, a) {
    e.f ^= Le;
    for (var s = e.first; s !== null; ) {
      var i = s.f, o = (i & (vt | Nt)) !== 0, l = o && (i & Le) !== 0, c = l || (i & Xe) !== 0 || this.#l.has(s);
      if (!c && s.fn !== null) {
        o ? s.f ^= Le : (i & Kt) !== 0 ? r.push(s) : br(s) && ((i & lt) !== 0 && this.add_dirty_reaction(s, nt), Jt(s));
        var u = s.first;
        if (u !== null) {
          s = u;
          continue;
        }
      }
      for (; s !== null; ) {
        var v = s.next;
        if (v !== null) {
          s = v;
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
    for (const [r, [, a]] of this.current)
      if (!a && e.current.has(r))
        return !0;
    return !1;
  }
  /**
   * @param {Batch} batch
   */
  #f(e) {
    for (const [a, s] of e.current)
      !this.previous.has(a) && e.previous.has(a) && this.previous.set(a, e.previous.get(a)), this.current.set(a, s);
    for (const [a, s] of e.async_deriveds) {
      const i = this.async_deriveds.get(a);
      i && s.promise.then(i.resolve).catch(i.reject);
    }
    e.async_deriveds.clear(), this.transfer_reactions(e.#i);
    const r = (a) => {
      var s = a.reactions;
      if (s !== null && !((a.f & Ve) !== 0 && (a.f & (ke | nt)) === 0))
        for (const l of s) {
          var i = l.f;
          if ((i & Ve) !== 0)
            r(
              /** @type {Derived} */
              l
            );
          else {
            var o = (
              /** @type {Effect} */
              l
            );
            i & (Gt | lt) && !this.async_deriveds.has(o) && (this.#i.delete(o), Ce(o, ke), this.schedule(o));
          }
        }
    };
    for (const a of this.current.keys())
      r(a);
    this.oncommit(() => e.discard()), e.#v(), fe = this, this.#p();
  }
  /**
   * @param {Effect[]} effects
   */
  #g(e) {
    for (var r = 0; r < e.length; r += 1)
      ia(e[r], this.#i);
  }
  /**
   * Associate a change to a given source with the current
   * batch, noting its previous and current values
   * @param {Value} source
   * @param {any} value
   * @param {boolean} [is_derived]
   */
  capture(e, r, a = !1) {
    e.v !== Oe && !this.previous.has(e) && this.previous.set(e, e.v), (e.f & At) === 0 && (this.current.set(e, [r, a]), ct?.set(e, r)), this.is_fork || (e.v = r);
  }
  activate() {
    fe = this;
  }
  deactivate() {
    fe = null, ct = null;
  }
  flush() {
    try {
      jr = !0, fe = this, this.#p();
    } finally {
      Nn = 0, $r = null, or = null, kr = null, jr = !1, fe = null, ct = null, _t.clear();
    }
  }
  discard() {
    for (const e of this.#r) e(this);
    this.#r.clear();
    for (const e of this.async_deriveds.values())
      e.reject(ar);
    this.#v(), this.#n?.resolve();
  }
  /**
   * @param {Effect} effect
   */
  register_created_effect(e) {
    this.#o.push(e);
  }
  #x() {
    for (let d = Ir; d !== null; d = d.next) {
      var e = d.id < this.id, r = [];
      for (const [h, [p, g]] of this.current) {
        if (d.current.has(h)) {
          var a = (
            /** @type {[any, boolean]} */
            d.current.get(h)[0]
          );
          if (e && p !== a)
            d.current.set(h, [p, g]);
          else
            continue;
        }
        r.push(h);
      }
      if (e)
        for (const [h, p] of this.async_deriveds) {
          const g = d.async_deriveds.get(h);
          g && p.promise.then(g.resolve).catch(g.reject);
        }
      var s = [...d.current.keys()].filter(
        (h) => !/** @type {[any, boolean]} */
        d.current.get(h)[1]
      );
      if (!(!d.started || s.length === 0)) {
        var i = s.filter((h) => !this.current.has(h));
        if (i.length === 0)
          e && d.discard();
        else if (r.length > 0) {
          if (e)
            for (const h of this.#d)
              d.unskip_effect(h, (p) => {
                (p.f & (lt | Gt)) !== 0 ? d.schedule(p) : d.#g([p]);
              });
          d.activate();
          var o = /* @__PURE__ */ new Set(), l = /* @__PURE__ */ new Map();
          for (var c of r)
            fa(c, i, o, l);
          l = /* @__PURE__ */ new Map();
          var u = [...d.current].filter(([h, p]) => {
            const g = this.current.get(h);
            return g ? g[0] !== p[0] || g[1] !== p[1] : !0;
          }).map(([h]) => h);
          if (u.length > 0)
            for (const h of this.#o)
              (h.f & (We | Xe | Mr)) === 0 && _n(h, u, l) && ((h.f & (Gt | lt)) !== 0 ? (Ce(h, ke), d.schedule(h)) : d.add_dirty_reaction(h, ke));
          if (d.#s.length > 0 && !d.#c) {
            d.apply();
            for (var v of d.#u())
              d.#b(v, [], []);
          }
          d.deactivate();
        }
      }
    }
  }
  /**
   * @param {boolean} blocking
   * @param {Effect} effect
   */
  increment(e, r) {
    if (this.#e += 1, e) {
      let a = this.#a.get(r) ?? 0;
      this.#a.set(r, a + 1);
    }
  }
  /**
   * @param {boolean} blocking
   * @param {Effect} effect
   */
  decrement(e, r) {
    if (this.#e -= 1, e) {
      let a = this.#a.get(r) ?? 0;
      a === 1 ? this.#a.delete(r) : this.#a.set(r, a - 1);
    }
    this.#c || (this.#c = !0, kt(() => {
      this.#c = !1, this.linked && this.flush();
    }));
  }
  /**
   * @param {Map<Effect, number>} dirty_reactions
   */
  transfer_reactions(e) {
    for (const [r, a] of e)
      this.add_dirty_reaction(r, a);
    e.clear();
  }
  /**
   * @param {Effect} effect
   * @param {number} status
   */
  add_dirty_reaction(e, r) {
    (r === ke || this.#i.get(e) !== ke) && this.#i.set(e, r);
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
    return (this.#n ??= Gn()).promise;
  }
  static ensure() {
    if (fe === null) {
      const e = fe = new Ct();
      jr || kt(() => {
        e.started || e.flush();
      });
    }
    return fe;
  }
  apply() {
    {
      ct = null;
      return;
    }
  }
  /**
   *
   * @param {Effect} effect
   */
  schedule(e) {
    if ($r = e, e.b?.is_pending && (e.f & (Kt | Cr | Kn)) !== 0 && (e.f & $t) === 0) {
      e.b.defer_effect(e);
      return;
    }
    this.#s.push(e);
  }
  #v() {
    if (this.linked) {
      var e = this.prev, r = this.next;
      e === null ? Ir = r : e.next = r, r === null ? Ut = e : r.prev = e, this.linked = !1;
    }
  }
}
function Os() {
  try {
    _s();
  } catch (t) {
    pt(t, $r);
  }
}
let yt = null;
function Cn(t) {
  var e = t.length;
  if (e !== 0) {
    for (var r = 0; r < e; ) {
      var a = t[r++];
      if ((a.f & (We | Xe)) === 0 && br(a) && (yt = /* @__PURE__ */ new Set(), Jt(a), a.deps === null && a.first === null && a.nodes === null && a.teardown === null && a.ac === null && ya(a), yt?.size > 0)) {
        _t.clear();
        for (const s of yt) {
          if ((s.f & (We | Xe)) !== 0) continue;
          const i = [s];
          let o = s.parent;
          for (; o !== null; )
            yt.has(o) && (yt.delete(o), i.push(o)), o = o.parent;
          for (let l = i.length - 1; l >= 0; l--) {
            const c = i[l];
            (c.f & (We | Xe)) === 0 && Jt(c);
          }
        }
        yt.clear();
      }
    }
    yt = null;
  }
}
function fa(t, e, r, a) {
  if (!r.has(t) && (r.add(t), t.reactions !== null))
    for (const s of t.reactions) {
      const i = s.f;
      (i & Ve) !== 0 ? fa(
        /** @type {Derived} */
        s,
        e,
        r,
        a
      ) : (i & (Gt | lt)) !== 0 && (i & ke) === 0 && _n(s, e, a) && (Ce(s, ke), bn(
        /** @type {Effect} */
        s
      ));
    }
}
function _n(t, e, r) {
  const a = r.get(t);
  if (a !== void 0) return a;
  if (t.deps !== null)
    for (const s of t.deps) {
      if (ur.call(e, s))
        return !0;
      if ((s.f & Ve) !== 0 && _n(
        /** @type {Derived} */
        s,
        e,
        r
      ))
        return r.set(
          /** @type {Derived} */
          s,
          !0
        ), !0;
    }
  return r.set(t, !1), !1;
}
function bn(t) {
  fe.schedule(t);
}
function va(t, e) {
  if (!((t.f & vt) !== 0 && (t.f & Le) !== 0)) {
    (t.f & ke) !== 0 ? e.d.push(t) : (t.f & nt) !== 0 && e.m.push(t), Ce(t, Le);
    for (var r = t.first; r !== null; )
      va(r, e), r = r.next;
  }
}
function da(t) {
  Ce(t, Le);
  for (var e = t.first; e !== null; )
    da(e), e = e.next;
}
let Tr = /* @__PURE__ */ new Set();
const _t = /* @__PURE__ */ new Map();
let ha = !1;
function It(t, e) {
  var r = {
    f: 0,
    v: t,
    reactions: null,
    equals: ta,
    rv: 0,
    wv: 0
  };
  return r;
}
// @__NO_SIDE_EFFECTS__
function Me(t, e) {
  const r = It(t);
  return Ea(r), r;
}
// @__NO_SIDE_EFFECTS__
function Ls(t, e = !1, r = !0) {
  const a = It(t);
  return e || (a.equals = na), a;
}
function ne(t, e, r = !1) {
  oe !== null && // since we are untracking the function inside `$inspect.with` we need to add this check
  // to ensure we error if state is set inside an inspect effect
  (!ut || (oe.f & Mr) !== 0) && sa() && (oe.f & (Ve | lt | Gt | Mr)) !== 0 && (xt === null || !xt.has(t)) && ys();
  let a = r ? Yt(e) : e;
  return Zt(t, a, kr);
}
var Pt = null, en = 0;
function Zt(t, e, r = null) {
  if (!t.equals(e)) {
    Mt ? _t.set(t, e) : _t.has(t) || _t.set(t, t.v);
    var a = Ct.ensure();
    if (a.capture(t, e), (t.f & Ve) !== 0) {
      const s = (
        /** @type {Derived} */
        t
      );
      (t.f & ke) !== 0 && mn(s), ct === null && gn(s);
    }
    t.wv = Ta(), Pt = null, en = 0, pa(t, ke, r), Pt = null, ce !== null && (ce.f & Le) !== 0 && (ce.f & (vt | Nt)) === 0 && (st === null ? Gs([t]) : st.push(t)), !a.is_fork && Tr.size > 0 && !ha && Ds();
  }
  return e;
}
function Ds() {
  ha = !1;
  for (const t of Tr) {
    (t.f & Le) !== 0 && Ce(t, nt);
    let e;
    try {
      e = br(t);
    } catch {
      e = !0;
    }
    e && Jt(t);
  }
  Tr.clear();
}
function lr(t) {
  ne(t, t.v + 1);
}
function pa(t, e, r) {
  var a = t.reactions;
  if (a !== null) {
    var s = a.length;
    if (en += s, en > 1e5 && Pt === null && (Pt = /* @__PURE__ */ new Set()), Pt !== null) {
      if (Pt.has(t)) return;
      Pt.add(t);
    }
    for (var i = 0; i < s; i++) {
      var o = a[i], l = o.f, c = (l & ke) === 0;
      if (c && Ce(o, e), (l & Mr) !== 0)
        Tr.add(
          /** @type {Effect} */
          o
        );
      else if ((l & Ve) !== 0) {
        var u = (
          /** @type {Derived} */
          o
        );
        ct?.delete(u), pa(u, nt, r);
      } else if (c) {
        var v = (
          /** @type {Effect} */
          o
        );
        (l & lt) !== 0 && yt !== null && yt.add(v), r !== null ? r.push(v) : bn(v);
      }
    }
  }
}
function Yt(t) {
  if (typeof t != "object" || t === null || Ot in t || Xn in t)
    return t;
  const e = fn(t);
  if (e !== Ga && e !== Ka)
    return t;
  var r = /* @__PURE__ */ new Map(), a = Wn(t), s = /* @__PURE__ */ Me(0), i = Dt, o = (l) => {
    if (Dt === i)
      return l();
    var c = oe, u = Dt;
    ot(null), On(i);
    var v = l();
    return ot(c), On(u), v;
  };
  return a && r.set("length", /* @__PURE__ */ Me(
    /** @type {any[]} */
    t.length
  )), new Proxy(
    /** @type {any} */
    t,
    {
      defineProperty(l, c, u) {
        (!("value" in u) || u.configurable === !1 || u.enumerable === !1 || u.writable === !1) && xs();
        var v = r.get(c);
        return v === void 0 ? o(() => {
          var d = /* @__PURE__ */ Me(u.value);
          return r.set(c, d), d;
        }) : ne(v, u.value, !0), !0;
      },
      deleteProperty(l, c) {
        var u = r.get(c);
        if (u === void 0) {
          if (c in l) {
            const v = o(() => /* @__PURE__ */ Me(Oe));
            r.set(c, v), lr(s);
          }
        } else
          ne(u, Oe), lr(s);
        return !0;
      },
      get(l, c, u) {
        if (c === Ot)
          return t;
        var v = r.get(c), d = c in l;
        if (v === void 0 && (!d || Vt(l, c)?.writable) && (v = o(() => {
          var p = Yt(d ? l[c] : Oe), g = /* @__PURE__ */ Me(p);
          return g;
        }), r.set(c, v)), v !== void 0) {
          var h = n(v);
          return h === Oe ? void 0 : h;
        }
        return Reflect.get(l, c, u);
      },
      getOwnPropertyDescriptor(l, c) {
        this.has?.(l, c);
        var u = Reflect.getOwnPropertyDescriptor(l, c), v = r.get(c);
        if (v !== void 0) {
          var d = n(v);
          if (d === Oe)
            return;
          if (u && "value" in u)
            u.value = d;
          else
            return {
              enumerable: !0,
              configurable: !0,
              value: d,
              writable: !0
            };
        }
        return u;
      },
      has(l, c) {
        if (c === Ot)
          return !0;
        var u = r.get(c), v = u !== void 0 && u.v !== Oe || Reflect.has(l, c);
        if (u !== void 0 || (ce !== null || oe !== null) && (!v || Vt(l, c)?.writable)) {
          u === void 0 && (u = o(() => {
            var h = v ? Yt(l[c]) : Oe, p = /* @__PURE__ */ Me(h);
            return p;
          }), r.set(c, u));
          var d = n(u);
          if (d === Oe)
            return !1;
        }
        return v;
      },
      set(l, c, u, v) {
        var d = r.get(c), h = c in l;
        if (a && c === "length")
          for (var p = u; p < /** @type {Source<number>} */
          d.v; p += 1) {
            var g = r.get(p + "");
            g !== void 0 ? ne(g, Oe) : p in l && (g = o(() => /* @__PURE__ */ Me(Oe)), r.set(p + "", g));
          }
        if (d === void 0)
          (!h || Vt(l, c)?.writable) && (d = o(() => /* @__PURE__ */ Me(void 0)), ne(d, Yt(u)), r.set(c, d));
        else {
          h = d.v !== Oe;
          var C = o(() => Yt(u));
          ne(d, C);
        }
        var _ = Reflect.getOwnPropertyDescriptor(l, c);
        if (_?.set && _.set.call(v, u), !h) {
          if (a && typeof c == "string") {
            var M = (
              /** @type {Source<number>} */
              r.get("length")
            ), S = Number(c);
            Number.isInteger(S) && S >= M.v && ne(M, S + 1);
          }
          lr(s);
        }
        return !0;
      },
      ownKeys(l) {
        n(s);
        var c = Reflect.ownKeys(l).filter((d) => {
          var h = r.get(d);
          return h === void 0 || h.v !== Oe;
        });
        for (var [u, v] of r)
          v.v !== Oe && !(u in l) && c.push(u);
        return c;
      },
      setPrototypeOf() {
        ws();
      }
    }
  );
}
var Pn, ga, ma, _a;
function Fs() {
  if (Pn === void 0) {
    Pn = window, ga = /Firefox/.test(navigator.userAgent);
    var t = Element.prototype, e = Node.prototype, r = Text.prototype;
    ma = Vt(e, "firstChild").get, _a = Vt(e, "nextSibling").get, qn(t) && (t[Xr] = void 0, t[Zn] = null, t[Zr] = void 0, t.__e = void 0), qn(r) && (r[Jr] = void 0);
  }
}
function bt(t = "") {
  return document.createTextNode(t);
}
// @__NO_SIDE_EFFECTS__
function ht(t) {
  return (
    /** @type {TemplateNode | null} */
    ma.call(t)
  );
}
// @__NO_SIDE_EFFECTS__
function mr(t) {
  return (
    /** @type {TemplateNode | null} */
    _a.call(t)
  );
}
function V(t, e) {
  return /* @__PURE__ */ ht(t);
}
function he(t, e = !1) {
  {
    var r = /* @__PURE__ */ ht(t);
    return r instanceof Comment && r.data === "" ? /* @__PURE__ */ mr(r) : r;
  }
}
function Y(t, e = !1) {
  return /* @__PURE__ */ ht(t);
}
function y(t, e = 1, r = !1) {
  let a = t;
  for (; e--; )
    a = /** @type {TemplateNode} */
    /* @__PURE__ */ mr(a);
  return a;
}
function Is(t) {
  t.textContent = "";
}
function ba() {
  return !1;
}
function xn(t, e, r) {
  return e == null || e === ea ? (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElement(t)
  ) : (
    /** @type {T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : Element} */
    document.createElementNS(e, t)
  );
}
function js(t) {
  var e = ce;
  if (e === null)
    return oe.f |= At, t;
  if ((e.f & $t) === 0 && (e.f & Kt) === 0)
    throw t;
  pt(t, e);
}
function pt(t, e) {
  if (t === $n)
    throw t;
  if (!(e !== null && (e.f & We) !== 0)) {
    for (; e !== null; ) {
      if ((e.f & Kr) !== 0 && (e.f & (We | fr)) === 0) {
        if ((e.f & $t) === 0)
          throw t;
        try {
          e.b.error(t);
          return;
        } catch (r) {
          t = r;
        }
      }
      e = e.parent;
    }
    throw t;
  }
}
function Hs(t) {
  ce === null && (oe === null && ms(), gs()), Mt && ps();
}
function Bs(t, e) {
  var r = e.last;
  r === null ? e.last = e.first = t : (r.next = t, t.prev = r, e.last = t);
}
function Et(t, e) {
  var r = ce;
  r !== null && (r.f & Xe) !== 0 && (t |= Xe);
  var a = {
    ctx: De,
    deps: null,
    nodes: null,
    f: t | ke | ft,
    first: null,
    fn: e,
    last: null,
    next: null,
    parent: r,
    b: r && r.b,
    prev: null,
    teardown: null,
    wv: 0,
    ac: null
  };
  fe?.register_created_effect(a);
  var s = a;
  if ((t & Kt) !== 0)
    or !== null ? or.push(a) : Ct.ensure().schedule(a);
  else if (e !== null) {
    try {
      Jt(a);
    } catch (o) {
      throw et(a), o;
    }
    s.deps === null && s.teardown === null && s.nodes === null && s.first === s.last && // either `null`, or a singular child
    (s.f & er) === 0 && (s = s.first, (t & lt) !== 0 && (t & Ft) !== 0 && s !== null && (s.f |= Ft));
  }
  if (s !== null && (s.parent = r, r !== null && Bs(s, r), oe !== null && (oe.f & Ve) !== 0 && (t & Nt) === 0)) {
    var i = (
      /** @type {Derived} */
      oe
    );
    (i.effects ??= []).push(s);
  }
  return a;
}
function wn() {
  return oe !== null && !ut;
}
function yn(t) {
  const e = Et(Cr, null);
  return Ce(e, Le), e.teardown = t, e;
}
function qt(t) {
  Hs();
  var e = (
    /** @type {Effect} */
    ce.f
  ), r = !oe && (e & vt) !== 0 && De !== null && !De.i;
  if (r) {
    var a = (
      /** @type {ComponentContext} */
      De
    );
    (a.e ??= []).push(t);
  } else
    return xa(t);
}
function xa(t) {
  return Et(Kt | Ja, t);
}
function Us(t) {
  Ct.ensure();
  const e = Et(Nt | er, t);
  return (r = {}) => new Promise((a) => {
    r.outro ? Lt(e, () => {
      et(e), a(void 0);
    }) : (et(e), a(void 0));
  });
}
function Pr(t) {
  return Et(Kt, t);
}
function Ws(t) {
  return Et(Gt | er, t);
}
function kn(t, e = 0) {
  return Et(Cr | e, t);
}
function L(t, e = [], r = [], a = []) {
  As(a, e, r, (s) => {
    Et(Cr, () => {
      t(...s.map(n));
    });
  });
}
function _r(t, e = 0) {
  var r = Et(lt | e, t);
  return r;
}
function it(t) {
  return Et(vt | er, t);
}
function wa(t) {
  var e = t.teardown;
  if (e !== null) {
    const r = Mt, a = oe;
    Rn(!0), ot(null);
    try {
      e.call(null);
    } catch (s) {
      pt(s, t.parent);
    } finally {
      Rn(r), ot(a);
    }
  }
}
function Mn(t, e = !1) {
  var r = t.first;
  for (t.first = t.last = null; r !== null; ) {
    const s = r.ac;
    s !== null && gr(() => {
      s.abort(pr);
    });
    var a = r.next;
    (r.f & Nt) !== 0 ? r.parent = null : et(r, e), r = a;
  }
}
function Ys(t) {
  for (var e = t.first; e !== null; ) {
    var r = e.next;
    (e.f & vt) === 0 && et(e), e = r;
  }
}
function et(t, e = !0) {
  var r = !1;
  (e || (t.f & Za) !== 0) && t.nodes !== null && t.nodes.end !== null && (Vs(
    t.nodes.start,
    /** @type {TemplateNode} */
    t.nodes.end
  ), r = !0), t.f |= fr, Mn(t, e && !r), dr(t, 0);
  var a = t.nodes && t.nodes.t;
  if (a !== null)
    for (const i of a)
      i.stop();
  wa(t), t.f ^= fr, t.f |= We;
  var s = t.parent;
  s !== null && s.first !== null && ya(t), t.next = t.prev = t.teardown = t.ctx = t.deps = t.fn = t.nodes = t.ac = t.b = null;
}
function Vs(t, e) {
  for (; t !== null; ) {
    var r = t === e ? null : /* @__PURE__ */ mr(t);
    t.remove(), t = r;
  }
}
function ya(t) {
  var e = t.parent, r = t.prev, a = t.next;
  r !== null && (r.next = a), a !== null && (a.prev = r), e !== null && (e.first === t && (e.first = a), e.last === t && (e.last = r));
}
function Lt(t, e, r = !0) {
  var a = [];
  t.f |= dn, ka(t, a, !0);
  var s = () => {
    r && et(t), e && e();
  }, i = a.length;
  if (i > 0) {
    var o = () => --i || s();
    for (var l of a)
      l.out(o);
  } else
    s();
}
function ka(t, e, r) {
  if ((t.f & Xe) === 0) {
    t.f ^= Xe;
    var a = t.nodes && t.nodes.t;
    if (a !== null)
      for (const l of a)
        (l.is_global || r) && e.push(l);
    for (var s = t.first; s !== null; ) {
      var i = s.next;
      if ((s.f & Nt) === 0) {
        var o = (s.f & Ft) !== 0 || // If this is a branch effect without a block effect parent,
        // it means the parent block effect was pruned. In that case,
        // transparency information was transferred to the branch effect.
        (s.f & vt) !== 0 && (t.f & lt) !== 0;
        ka(s, e, o ? r : !1);
      }
      s = i;
    }
  }
}
function zr(t) {
  t.f &= ~dn, Ma(t, !0);
}
function Ma(t, e) {
  if ((t.f & dn) === 0 && (t.f & Xe) !== 0) {
    t.f ^= Xe, (t.f & Le) === 0 && (Ce(t, ke), Ct.ensure().schedule(t));
    for (var r = t.first; r !== null; ) {
      var a = r.next, s = (r.f & Ft) !== 0 || (r.f & vt) !== 0;
      Ma(r, s ? e : !1), r = a;
    }
    var i = t.nodes && t.nodes.t;
    if (i !== null)
      for (const o of i)
        (o.is_global || e) && o.in();
  }
}
function En(t, e) {
  if (t.nodes)
    for (var r = t.nodes.start, a = t.nodes.end; r !== null; ) {
      var s = r === a ? null : /* @__PURE__ */ mr(r);
      e.append(r), r = s;
    }
}
let Mt = !1;
function Rn(t) {
  Mt = t;
}
let oe = null, ut = !1;
function ot(t) {
  oe = t;
}
let ce = null;
function wt(t) {
  ce = t;
}
let xt = null;
function Ea(t) {
  oe !== null && ((oe.f & Er) !== 0 || (oe.f & Ve) !== 0) && (xt ??= /* @__PURE__ */ new Set()).add(t);
}
let Qe = null, rt = 0, st = null;
function Gs(t) {
  st = t;
}
let Sa = 1, Rt = 0, Dt = Rt;
function On(t) {
  Dt = t;
}
function Ta() {
  return ++Sa;
}
function br(t) {
  var e = t.f;
  if ((e & ke) !== 0)
    return !0;
  if ((e & nt) !== 0) {
    for (var r = (
      /** @type {Value[]} */
      t.deps
    ), a = r.length, s = 0; s < a; s++) {
      var i = r[s];
      if (br(
        /** @type {Derived} */
        i
      ) && ca(
        /** @type {Derived} */
        i
      ), i.wv > t.wv)
        return !0;
    }
    (e & ft) !== 0 && // During time traveling we don't want to reset the status so that
    // traversal of the graph in the other batches still happens
    ct === null && Ce(t, Le);
  }
  return !1;
}
function za(t, e, r = !0) {
  var a = t.reactions;
  if (a !== null && !(xt !== null && xt.has(t)))
    for (var s = 0; s < a.length; s++) {
      var i = a[s];
      (i.f & Ve) !== 0 ? za(
        /** @type {Derived} */
        i,
        e,
        !1
      ) : e === i && (r ? Ce(i, ke) : (i.f & Le) !== 0 && Ce(i, nt), bn(
        /** @type {Effect} */
        i
      ));
    }
}
function Aa(t) {
  var e = Qe, r = rt, a = st, s = oe, i = xt, o = De, l = ut, c = Dt, u = t.f;
  Qe = /** @type {null | Value[]} */
  null, rt = 0, st = null, oe = (u & (vt | Nt)) === 0 ? t : null, xt = null, Xt(t.ctx), ut = !1, Dt = ++Rt, t.ac !== null && (gr(() => {
    t.ac.abort(pr);
  }), t.ac = null);
  try {
    t.f |= Er;
    var v = (
      /** @type {Function} */
      t.fn
    ), d = v();
    t.f |= $t;
    var h = Ln(t);
    if (sa() && st !== null && !ut && h !== null && (t.f & (Ve | nt | ke)) === 0)
      for (var p = 0; p < /** @type {Source[]} */
      st.length; p++)
        za(
          st[p],
          /** @type {Effect} */
          t
        );
    if (s !== null && s !== t) {
      if (Rt++, s.deps !== null)
        for (let g = 0; g < r; g += 1)
          s.deps[g].rv = Rt;
      if (e !== null)
        for (const g of e)
          g.rv = Rt;
      st !== null && (a === null ? a = st : a.push(.../** @type {Source[]} */
      st));
    }
    return (t.f & At) !== 0 && (t.f ^= At), d;
  } catch (g) {
    return Ln(t), js(g);
  } finally {
    t.f ^= Er, Qe = e, rt = r, st = a, oe = s, xt = i, Xt(o), ut = l, Dt = c;
  }
}
function Ln(t) {
  var e = t.deps, r = fe?.is_fork;
  if (Qe !== null) {
    var a;
    if (r || dr(t, rt), e !== null && rt > 0)
      for (e.length = rt + Qe.length, a = 0; a < Qe.length; a++)
        e[rt + a] = Qe[a];
    else
      t.deps = e = Qe;
    if (wn() && (t.f & ft) !== 0)
      for (a = rt; a < e.length; a++)
        (e[a].reactions ??= []).push(t);
  } else !r && e !== null && rt < e.length && (dr(t, rt), e.length = rt);
  return e;
}
function Ks(t, e) {
  let r = e.reactions;
  if (r !== null) {
    var a = Va.call(r, t);
    if (a !== -1) {
      var s = r.length - 1;
      s === 0 ? r = e.reactions = null : (r[a] = r[s], r.pop());
    }
  }
  if (r === null && (e.f & Ve) !== 0 && // Destroying a child effect while updating a parent effect can cause a dependency to appear
  // to be unused, when in fact it is used by the currently-updating parent. Checking `new_deps`
  // allows us to skip the expensive work of disconnecting and immediately reconnecting it
  (Qe === null || !ur.call(Qe, e))) {
    var i = (
      /** @type {Derived} */
      e
    );
    (i.f & ft) !== 0 && (i.f ^= ft), i.v !== Oe && gn(i), i.ac !== null && gr(() => {
      i.ac.abort(pr), i.ac = null, Ce(i, ke);
    }), Ps(i), dr(i, 0);
  }
}
function dr(t, e) {
  var r = t.deps;
  if (r !== null)
    for (var a = e; a < r.length; a++)
      Ks(t, r[a]);
}
function Jt(t) {
  var e = t.f;
  if ((e & We) === 0) {
    Ce(t, Le);
    var r = ce;
    ce = t;
    try {
      (e & (lt | Kn)) !== 0 ? Ys(t) : Mn(t), wa(t);
      var a = Aa(t);
      t.teardown = typeof a == "function" ? a : null, t.wv = Sa;
      var s;
    } finally {
      ce = r;
    }
  }
}
function n(t) {
  var e = t.f, r = (e & Ve) !== 0;
  if (oe !== null && !ut) {
    var a = ce !== null && (ce.f & We) !== 0;
    if (!a && (xt === null || !xt.has(t))) {
      var s = oe.deps;
      if ((oe.f & Er) !== 0)
        t.rv < Rt && (t.rv = Rt, Qe === null && s !== null && s[rt] === t ? rt++ : Qe === null ? Qe = [t] : Qe.push(t));
      else {
        oe.deps ??= [], ur.call(oe.deps, t) || oe.deps.push(t);
        var i = t.reactions;
        i === null ? t.reactions = [oe] : ur.call(i, oe) || i.push(oe);
      }
    }
  }
  if (Mt && _t.has(t))
    return _t.get(t);
  if (r) {
    var o = (
      /** @type {Derived} */
      t
    );
    if (Mt) {
      var l = o.v;
      return ((o.f & Le) === 0 && o.reactions !== null || Na(o)) && (l = mn(o)), _t.set(o, l), l;
    }
    var c = (o.f & ft) === 0 && !ut && oe !== null && (oe.f & ft) !== 0, u = (o.f & $t) === 0;
    br(o) && (c && (o.f |= ft), ca(o)), c && !u && (ua(o), qa(o));
  }
  if (ct?.has(t))
    return ct.get(t);
  if ((t.f & At) !== 0)
    throw t.v;
  return t.v;
}
function qa(t) {
  if (t.f |= ft, t.deps !== null)
    for (const r of t.deps) {
      var e = r.reactions;
      e === null ? r.reactions = [t] : ur.call(e, t) || e.push(t), (r.f & Ve) !== 0 && (r.f & ft) === 0 && (ua(
        /** @type {Derived} */
        r
      ), qa(
        /** @type {Derived} */
        r
      ));
    }
}
function Na(t) {
  if (t.v === Oe) return !0;
  if (t.deps === null) return !1;
  for (const e of t.deps)
    if (_t.has(e) || (e.f & Ve) !== 0 && Na(
      /** @type {Derived} */
      e
    ))
      return !0;
  return !1;
}
function Bt(t) {
  var e = ut;
  try {
    return ut = !0, t();
  } finally {
    ut = e;
  }
}
function Xs(t) {
  if (!(typeof t != "object" || !t || t instanceof EventTarget)) {
    if (Ot in t)
      tn(t);
    else if (!Array.isArray(t))
      for (let e in t) {
        const r = t[e];
        typeof r == "object" && r && Ot in r && tn(r);
      }
  }
}
function tn(t, e = /* @__PURE__ */ new Set()) {
  if (typeof t == "object" && t !== null && // We don't want to traverse DOM elements
  !(t instanceof EventTarget) && !e.has(t)) {
    e.add(t), t instanceof Date && t.getTime();
    for (let a in t)
      try {
        tn(t[a], e);
      } catch {
      }
    const r = fn(t);
    if (r !== Object.prototype && r !== Array.prototype && r !== Map.prototype && r !== Set.prototype && r !== Date.prototype) {
      const a = Vn(r);
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
const Zs = ["touchstart", "touchmove"];
function Js(t) {
  return Zs.includes(t);
}
const sr = /* @__PURE__ */ Symbol("events"), Ca = /* @__PURE__ */ new Set(), rn = /* @__PURE__ */ new Set();
function Qs(t, e, r, a = {}) {
  function s(i) {
    if (a.capture || nn.call(e, i), !i.cancelBubble)
      return gr(() => r?.call(this, i));
  }
  return t.startsWith("pointer") || t.startsWith("touch") || t === "wheel" ? (s.__removed = !1, kt(() => {
    s.__removed || e.addEventListener(t, s, a);
  })) : e.addEventListener(t, s, a), s;
}
function at(t, e, r, a, s) {
  var i = { capture: a, passive: s }, o = Qs(t, e, r, i);
  (e === document.body || // @ts-ignore
  e === window || // @ts-ignore
  e === document || // Firefox has quirky behavior, it can happen that we still get "canplay" events when the element is already removed
  e instanceof HTMLMediaElement) && yn(() => {
    o.__removed = !0, e.removeEventListener(t, o, i);
  });
}
function le(t, e, r) {
  (e[sr] ??= {})[t] = r;
}
function St(t) {
  for (var e = 0; e < t.length; e++)
    Ca.add(t[e]);
  for (var r of rn)
    r(t);
}
let Hr = null, Br = !1;
function nn(t) {
  var e = this, r = (
    /** @type {Node} */
    e.ownerDocument
  ), a = t.type, s = t.composedPath?.() || [], i = (
    /** @type {null | Element} */
    s[0] || t.target
  );
  Hr = t, Br || (Br = !0, setTimeout(() => {
    Br = !1, Hr = null;
  }));
  var o = 0, l = Hr === t && t[sr];
  if (l) {
    var c = s.indexOf(l);
    if (c !== -1 && (e === document || e === /** @type {any} */
    window)) {
      t[sr] = e;
      return;
    }
    var u = s.indexOf(e);
    if (u === -1)
      return;
    c <= u && (o = c);
  }
  if (i = /** @type {Element} */
  s[o] || t.target, i !== e) {
    Yn(t, "currentTarget", {
      configurable: !0,
      get() {
        return i || r;
      }
    });
    var v = oe, d = ce;
    ot(null), wt(null);
    try {
      for (var h, p = []; i !== null && i !== e; ) {
        try {
          var g = i[sr]?.[a];
          g != null && (!/** @type {any} */
          i.disabled || // DOM could've been updated already by the time this is reached, so we check this as well
          // -> the target could not have been disabled because it emits the event in the first place
          t.target === i) && g.call(i, t);
        } catch (C) {
          h ? p.push(C) : h = C;
        }
        if (t.cancelBubble) break;
        o++, i = o < s.length ? (
          /** @type {Element} */
          s[o]
        ) : null;
      }
      if (h) {
        for (let C of p)
          queueMicrotask(() => {
            throw C;
          });
        throw h;
      }
    } finally {
      t[sr] = e, delete t.currentTarget, ot(v), wt(d);
    }
  }
}
const $s = (
  // We gotta write it like this because after downleveling the pure comment may end up in the wrong location
  globalThis?.window?.trustedTypes && /* @__PURE__ */ globalThis.window.trustedTypes.createPolicy("svelte-trusted-html", {
    /** @param {string} html */
    createHTML: (t) => t
  })
);
function ei(t) {
  return (
    /** @type {string} */
    $s?.createHTML(t) ?? t
  );
}
function Pa(t) {
  var e = xn("template");
  return e.innerHTML = ei(t.replaceAll("<!>", "<!---->")), e.content;
}
function jt(t, e) {
  var r = (
    /** @type {Effect} */
    ce
  );
  r.nodes === null && (r.nodes = { start: t, end: e, a: null, t: null });
}
// @__NO_SIDE_EFFECTS__
function R(t, e) {
  var r = (e & Qn) !== 0, a = (e & ls) !== 0, s, i = !t.startsWith("<!>");
  return () => {
    s === void 0 && (s = Pa(i ? t : "<!>" + t), r || (s = /** @type {TemplateNode} */
    /* @__PURE__ */ ht(s)));
    var o = (
      /** @type {TemplateNode} */
      a || ga ? document.importNode(s, !0) : s.cloneNode(!0)
    );
    if (r) {
      var l = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ ht(o)
      ), c = (
        /** @type {TemplateNode} */
        o.lastChild
      );
      jt(l, c);
    } else
      jt(o, o);
    return o;
  };
}
// @__NO_SIDE_EFFECTS__
function ti(t, e, r = "svg") {
  var a = !t.startsWith("<!>"), s = (e & Qn) !== 0, i = `<${r}>${a ? t : "<!>" + t}</${r}>`, o;
  return () => {
    if (!o) {
      var l = (
        /** @type {DocumentFragment} */
        Pa(i)
      ), c = (
        /** @type {Element} */
        /* @__PURE__ */ ht(l)
      );
      if (s)
        for (o = document.createDocumentFragment(); /* @__PURE__ */ ht(c); )
          o.appendChild(
            /** @type {TemplateNode} */
            /* @__PURE__ */ ht(c)
          );
      else
        o = /** @type {Element} */
        /* @__PURE__ */ ht(c);
    }
    var u = (
      /** @type {TemplateNode} */
      o.cloneNode(!0)
    );
    if (s) {
      var v = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ ht(u)
      ), d = (
        /** @type {TemplateNode} */
        u.lastChild
      );
      jt(v, d);
    } else
      jt(u, u);
    return u;
  };
}
// @__NO_SIDE_EFFECTS__
function Tt(t, e) {
  return /* @__PURE__ */ ti(t, e, "svg");
}
function Ra(t = "") {
  {
    var e = bt(t + "");
    return jt(e, e), e;
  }
}
function Ht() {
  var t = document.createDocumentFragment(), e = document.createComment(""), r = bt();
  return t.append(e, r), jt(e, r), t;
}
function T(t, e) {
  t !== null && t.before(
    /** @type {Node} */
    e
  );
}
function ri() {
  return (window.__svelte ??= {}).uid ??= 1, `c${window.__svelte.uid++}`;
}
function ni(t) {
  let e = 0, r = It(0), a;
  return () => {
    wn() && (n(r), kn(() => (e === 0 && (a = Bt(() => t(() => lr(r)))), e += 1, () => {
      kt(() => {
        e -= 1, e === 0 && (a?.(), a = void 0, lr(r));
      });
    })));
  };
}
var ai = Ft | er;
function si(t, e, r, a) {
  new ii(t, e, r, a);
}
class ii {
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
  #o = null;
  /** @type {Effect | null} */
  #i = null;
  /** @type {DocumentFragment | null} */
  #l = null;
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
  #u = null;
  #p = ni(() => (this.#u = It(this.#d), () => {
    this.#u = null;
  }));
  /**
   * @param {TemplateNode} node
   * @param {BoundaryProps} props
   * @param {((anchor: Node) => void)} children
   * @param {((error: unknown) => unknown) | undefined} [transform_error]
   */
  constructor(e, r, a, s) {
    this.#t = e, this.#e = r, this.#a = (i) => {
      var o = (
        /** @type {Effect} */
        ce
      );
      o.b = this, o.f |= Kr, a(i);
    }, this.parent = /** @type {Effect} */
    ce.b, this.transform_error = s ?? this.parent?.transform_error ?? ((i) => i), this.#n = _r(() => {
      this.#x();
    }, ai);
  }
  #b() {
    try {
      this.#s = it(() => this.#a(this.#t));
    } catch (e) {
      this.error(e);
    }
  }
  /**
   * @param {unknown} error The deserialized error from the server's hydration comment
   */
  #y(e) {
    const r = this.#e.failed, { reset: a, invoke_onerror: s } = this.#_(e);
    kt(s), r && (this.#i = it(() => {
      r(
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
    var r = !1, a = !1;
    const s = () => {
      if (!this.#f()) {
        if (r) {
          fs();
          return;
        }
        r = !0, a && ks(), this.#i !== null && Lt(this.#i, () => {
          this.#i = null;
        }), this.#w(() => {
          this.#x();
        });
      }
    };
    return { reset: s, invoke_onerror: () => {
      if (!this.#f())
        try {
          a = !0, this.#e.onerror?.(e, s), a = !1;
        } catch (o) {
          pt(o, this.#n && this.#n.parent);
        }
    } };
  }
  #f() {
    return (this.#n.f & (We | fr)) !== 0;
  }
  #g() {
    const e = this.#e.pending;
    e && (this.is_pending = !0, this.#o = it(() => e(this.#t)), kt(() => {
      if (!this.#f()) {
        var r = this.#l = document.createDocumentFragment(), a = bt(), s = !1;
        if (r.append(a), this.#s = this.#w(() => {
          try {
            return it(() => this.#a(a));
          } catch (i) {
            try {
              this.error(i), s = !0;
            } catch (o) {
              pt(o, this.#n.parent);
            }
            return null;
          }
        }), this.#s === null) {
          this.#l = null, s && this.#v(
            /** @type {Batch} */
            fe
          );
          return;
        }
        this.#c === 0 && (this.#t.before(r), this.#l = null, Lt(
          /** @type {Effect} */
          this.#o,
          () => {
            this.#o = null;
          }
        ), this.#v(
          /** @type {Batch} */
          fe
        ));
      }
    }));
  }
  #x() {
    try {
      if (this.is_pending = this.has_pending_snippet(), this.#c = 0, this.#d = 0, this.#s = it(() => {
        this.#a(this.#t);
      }), this.#c > 0) {
        var e = this.#l = document.createDocumentFragment();
        En(this.#s, e);
        const r = (
          /** @type {(anchor: Node) => void} */
          this.#e.pending
        );
        this.#o = it(() => r(this.#t));
      } else
        this.#v(
          /** @type {Batch} */
          fe
        );
    } catch (r) {
      this.error(r);
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
    ia(e, this.#m);
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
    var r = ce, a = oe, s = De;
    wt(this.#n), ot(this.#n), Xt(this.#n.ctx);
    try {
      return Ct.ensure(), e();
    } finally {
      wt(r), ot(a), Xt(s);
    }
  }
  /**
   * Updates the pending count associated with the currently visible pending snippet,
   * if any, such that we can replace the snippet with content once work is done
   * @param {1 | -1} d
   * @param {Batch} batch
   */
  #k(e, r) {
    if (!this.has_pending_snippet()) {
      this.parent && this.parent.#k(e, r);
      return;
    }
    this.#c += e, this.#c === 0 && (this.#v(r), this.#o && Lt(this.#o, () => {
      this.#o = null;
    }), this.#l && (this.#t.before(this.#l), this.#l = null));
  }
  /**
   * Update the source that powers `$effect.pending()` inside this boundary,
   * and controls when the current `pending` snippet (if any) is removed.
   * Do not call from inside the class
   * @param {1 | -1} d
   * @param {Batch} batch
   */
  update_pending_count(e, r) {
    this.#k(e, r), this.#d += e, !(!this.#u || this.#h) && (this.#h = !0, kt(() => {
      this.#h = !1, this.#u && Zt(this.#u, this.#d);
    }));
  }
  get_effect_pending() {
    return this.#p(), n(
      /** @type {Source<number>} */
      this.#u
    );
  }
  /** @param {unknown} error */
  error(e) {
    if (e === $n || !this.#e.onerror && !this.#e.failed)
      throw e;
    fe?.is_fork ? (this.#s && fe.skip_effect(this.#s), this.#o && fe.skip_effect(this.#o), this.#i && fe.skip_effect(this.#i), fe.oncommit(() => {
      this.#f() || this.#M(e);
    })) : this.#M(e);
  }
  /**
   * @param {unknown} error
   */
  #M(e) {
    this.#s && (et(this.#s), this.#s = null), this.#o && (et(this.#o), this.#o = null), this.#i && (et(this.#i), this.#i = null);
    let r = this.#e.failed;
    const a = (s) => {
      if (this.#f()) return;
      const { reset: i, invoke_onerror: o } = this.#_(s);
      o(), r && !this.#f() && (this.#i = this.#w(() => {
        try {
          return it(() => {
            var l = (
              /** @type {Effect} */
              ce
            );
            l.b = this, l.f |= Kr, r(
              this.#t,
              () => s,
              () => i
            );
          });
        } catch (l) {
          return pt(
            l,
            /** @type {Effect} */
            this.#n.parent
          ), null;
        }
      }));
    };
    kt(() => {
      if (!this.#f()) {
        var s;
        try {
          s = this.transform_error(e);
        } catch (i) {
          pt(i, this.#n && this.#n.parent);
          return;
        }
        s !== null && typeof s == "object" && typeof /** @type {any} */
        s.then == "function" ? s.then(
          a,
          /** @param {unknown} e */
          (i) => pt(i, this.#n && this.#n.parent)
        ) : a(s);
      }
    });
  }
}
function O(t, e) {
  var r = e == null ? "" : typeof e == "object" ? `${e}` : e;
  r !== /** @type {any} */
  (t[Jr] ??= t.nodeValue) && (t[Jr] = r, t.nodeValue = `${r}`);
}
function oi(t, e) {
  return li(t, e);
}
const wr = /* @__PURE__ */ new Map();
function li(t, { target: e, anchor: r, props: a = {}, events: s, context: i, intro: o = !0, transformError: l }) {
  Fs();
  var c = void 0, u = Us(() => {
    var v = r ?? e.appendChild(bt());
    si(
      /** @type {TemplateNode} */
      v,
      {
        pending: () => {
        }
      },
      (p) => {
        Fe({});
        var g = (
          /** @type {ComponentContext} */
          De
        );
        i && (g.c = i), s && (a.$$events = s), c = t(p, a) || pn(), Ie();
      },
      l
    );
    var d = /* @__PURE__ */ new Set(), h = (p) => {
      for (var g = 0; g < p.length; g++) {
        var C = p[g];
        if (!d.has(C)) {
          d.add(C);
          var _ = Js(C);
          for (const E of [e, document]) {
            var M = wr.get(E);
            M === void 0 && (M = /* @__PURE__ */ new Map(), wr.set(E, M));
            var S = M.get(C);
            S === void 0 ? (E.addEventListener(C, nn, { passive: _ }), M.set(C, 1)) : M.set(C, S + 1);
          }
        }
      }
    };
    return h(Nr(Ca)), rn.add(h), () => {
      for (var p of d)
        for (const _ of [e, document]) {
          var g = (
            /** @type {Map<string, number>} */
            wr.get(_)
          ), C = (
            /** @type {number} */
            g.get(p)
          );
          --C == 0 ? (_.removeEventListener(p, nn), g.delete(p), g.size === 0 && wr.delete(_)) : g.set(p, C);
        }
      rn.delete(h), v !== r && v.parentNode?.removeChild(v);
    };
  });
  return an.set(c, u), c;
}
let an = /* @__PURE__ */ new WeakMap();
function ci(t, e) {
  const r = an.get(t);
  return r ? (an.delete(t), r(e)) : Promise.resolve();
}
class Sn {
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
  constructor(e, r = !0) {
    this.anchor = e, this.#n = r;
  }
  /**
   * @param {Batch} batch
   */
  #s = (e) => {
    if (this.#t.has(e)) {
      var r = (
        /** @type {Key} */
        this.#t.get(e)
      ), a = this.#r.get(r);
      if (a)
        zr(a), this.#a.delete(r);
      else {
        var s = this.#e.get(r);
        s && (zr(s.effect), this.#r.set(r, s.effect), this.#e.delete(r), s.fragment.lastChild.remove(), this.anchor.before(s.fragment), a = s.effect);
      }
      for (const [i, o] of this.#t) {
        if (this.#t.delete(i), i === e)
          break;
        const l = this.#e.get(o);
        l && (et(l.effect), this.#e.delete(o));
      }
      for (const [i, o] of this.#r) {
        if (i === r || this.#a.has(i)) continue;
        const l = () => {
          if (Array.from(this.#t.values()).includes(i)) {
            var u = document.createDocumentFragment();
            En(o, u), u.append(bt()), this.#e.set(i, { effect: o, fragment: u });
          } else
            et(o);
          this.#a.delete(i), this.#r.delete(i);
        };
        this.#n || !a ? (this.#a.add(i), Lt(o, l, !1)) : l();
      }
    }
  };
  /**
   * @param {Batch} batch
   */
  #o = (e) => {
    this.#t.delete(e);
    const r = Array.from(this.#t.values());
    for (const [a, s] of this.#e)
      r.includes(a) || (et(s.effect), this.#e.delete(a));
  };
  /**
   *
   * @param {any} key
   * @param {null | ((target: TemplateNode) => void)} fn
   */
  ensure(e, r) {
    var a = (
      /** @type {Batch} */
      fe
    ), s = ba();
    if (r && !this.#r.has(e) && !this.#e.has(e))
      if (s) {
        var i = document.createDocumentFragment(), o = bt();
        i.append(o), this.#e.set(e, {
          effect: it(() => r(o)),
          fragment: i
        });
      } else
        this.#r.set(
          e,
          it(() => r(this.anchor))
        );
    if (this.#t.set(a, e), s) {
      for (const [l, c] of this.#r)
        l === e ? a.unskip_effect(c) : a.skip_effect(c);
      for (const [l, c] of this.#e)
        l === e ? a.unskip_effect(c.effect) : a.skip_effect(c.effect);
      a.oncommit(this.#s), a.ondiscard(this.#o);
    } else
      this.#s(a);
  }
}
function Z(t, e, r = !1) {
  var a = new Sn(t), s = r ? Ft : 0;
  function i(o, l) {
    a.ensure(o, l);
  }
  _r(() => {
    var o = !1;
    e((l, c = 0) => {
      o = !0, i(c, l);
    }), o || i(-1, null);
  }, s);
}
const ui = /* @__PURE__ */ Symbol("NaN");
function fi(t, e, r) {
  var a = new Sn(t);
  _r(() => {
    var s = e();
    s !== s && (s = /** @type {any} */
    ui), a.ensure(s, r);
  });
}
function Ke(t, e) {
  return e;
}
function vi(t, e, r) {
  for (var a = [], s = e.length, i, o = e.length, l = 0; l < s; l++) {
    let d = e[l];
    Lt(
      d,
      () => {
        if (i) {
          if (i.pending.delete(d), i.done.add(d), i.pending.size === 0) {
            var h = (
              /** @type {Set<EachOutroGroup>} */
              t.outrogroups
            );
            sn(t, Nr(i.done)), h.delete(i), h.size === 0 && (t.outrogroups = null);
          }
        } else
          o -= 1;
      },
      !1
    );
  }
  if (o === 0) {
    var c = a.length === 0 && r !== null && t.pending.size === 0;
    if (c) {
      var u = (
        /** @type {Element} */
        r
      ), v = (
        /** @type {Element} */
        u.parentNode
      );
      Is(v), v.append(u), t.items.clear();
    }
    sn(t, e, !c);
  } else
    i = {
      pending: new Set(e),
      done: /* @__PURE__ */ new Set()
    }, (t.outrogroups ??= /* @__PURE__ */ new Set()).add(i);
}
function sn(t, e, r = !0) {
  var a;
  if (t.pending.size > 0) {
    a = /* @__PURE__ */ new Set();
    for (const o of t.pending.values())
      for (const l of o)
        a.add(
          /** @type {EachItem} */
          t.items.get(l).e
        );
  }
  for (var s = 0; s < e.length; s++) {
    var i = e[s];
    if (a?.has(i)) {
      i.f |= gt;
      const o = document.createDocumentFragment();
      En(i, o);
    } else
      et(e[s], r);
  }
}
var Dn;
function ye(t, e, r, a, s, i = null) {
  var o = t, l = /* @__PURE__ */ new Map(), c = (e & Jn) !== 0;
  if (c) {
    var u = (
      /** @type {Element} */
      t
    );
    o = u.appendChild(bt());
  }
  var v = null, d = /* @__PURE__ */ la(() => {
    var S = r();
    return (
      /** @type {V[]} */
      Wn(S) ? S : S == null ? [] : Nr(S)
    );
  }), h = /* @__PURE__ */ new Map(), p = !0;
  function g(S) {
    if ((M.effect.f & We) === 0) {
      M.pending.delete(S);
      var E = n(d);
      M.fallback = v, di(M, E, o, e, a), v !== null && (E.length === 0 ? (v.f & gt) === 0 ? zr(v) : (v.f ^= gt, ir(v, null, o)) : Lt(v, () => {
        v = null;
      }));
    }
  }
  function C(S) {
    M.pending.delete(S);
  }
  var _ = _r(() => {
    for (var S = (
      /** @type {V[]} */
      n(d)
    ), E = S.length, w = /* @__PURE__ */ new Set(), m = (
      /** @type {Batch} */
      fe
    ), k = ba(), N = 0; N < E; N += 1) {
      var b = S[N], P = a(b, N), j = p ? null : l.get(P);
      j ? (j.v && Zt(j.v, b), j.i && Zt(j.i, N), k && m.unskip_effect(j.e)) : (j = hi(
        l,
        p ? o : Dn ??= bt(),
        b,
        P,
        N,
        s,
        e,
        r
      ), p || (j.e.f |= gt), l.set(P, j)), w.add(P);
    }
    if (E === 0 && i && !v && (p ? v = it(() => i(o)) : (v = it(() => i(Dn ??= bt())), v.f |= gt)), E > w.size && hs(), !p)
      if (h.set(m, w), k) {
        for (const [J, be] of l)
          w.has(J) || m.skip_effect(be.e);
        m.oncommit(g), m.ondiscard(C);
      } else
        g(m);
    n(d);
  }), M = { effect: _, items: l, pending: h, outrogroups: null, fallback: v };
  p = !1;
}
function rr(t) {
  for (; t !== null && (t.f & vt) === 0; )
    t = t.next;
  return t;
}
function di(t, e, r, a, s) {
  var i = (a & rs) !== 0, o = e.length, l = t.items, c = rr(t.effect.first), u, v = null, d, h = [], p = [], g, C, _, M;
  if (i)
    for (M = 0; M < o; M += 1)
      g = e[M], C = s(g, M), _ = /** @type {EachItem} */
      l.get(C).e, (_.f & gt) === 0 && (_.nodes?.a?.measure(), (d ??= /* @__PURE__ */ new Set()).add(_));
  for (M = 0; M < o; M += 1) {
    if (g = e[M], C = s(g, M), _ = /** @type {EachItem} */
    l.get(C).e, t.outrogroups !== null)
      for (const j of t.outrogroups)
        j.pending.delete(_), j.done.delete(_);
    if ((_.f & Xe) !== 0 && (zr(_), i && (_.nodes?.a?.unfix(), (d ??= /* @__PURE__ */ new Set()).delete(_))), (_.f & gt) !== 0)
      if (_.f ^= gt, _ === c)
        ir(_, null, r);
      else {
        var S = v ? v.next : c;
        _ === t.effect.last && (t.effect.last = _.prev), _.prev && (_.prev.next = _.next), _.next && (_.next.prev = _.prev), zt(t, v, _), zt(t, _, S), ir(_, S, r), v = _, h = [], p = [], c = rr(v.next);
        continue;
      }
    if (_ !== c) {
      if (u !== void 0 && u.has(_)) {
        if (h.length < p.length) {
          var E = p[0], w;
          v = E.prev;
          var m = h[0], k = h[h.length - 1];
          for (w = 0; w < h.length; w += 1)
            ir(h[w], E, r);
          for (w = 0; w < p.length; w += 1)
            u.delete(p[w]);
          zt(t, m.prev, k.next), zt(t, v, m), zt(t, k, E), c = E, v = k, M -= 1, h = [], p = [];
        } else
          u.delete(_), ir(_, c, r), zt(t, _.prev, _.next), zt(t, _, v === null ? t.effect.first : v.next), zt(t, v, _), v = _;
        continue;
      }
      for (h = [], p = []; c !== null && c !== _; )
        (u ??= /* @__PURE__ */ new Set()).add(c), p.push(c), c = rr(c.next);
      if (c === null)
        continue;
    }
    (_.f & gt) === 0 && h.push(_), v = _, c = rr(_.next);
  }
  if (t.outrogroups !== null) {
    for (const j of t.outrogroups)
      j.pending.size === 0 && (sn(t, Nr(j.done)), t.outrogroups?.delete(j));
    t.outrogroups.size === 0 && (t.outrogroups = null);
  }
  if (c !== null || u !== void 0) {
    var N = [];
    if (u !== void 0)
      for (_ of u)
        (_.f & Xe) === 0 && N.push(_);
    for (; c !== null; )
      (c.f & Xe) === 0 && c !== t.fallback && N.push(c), c = rr(c.next);
    var b = N.length;
    if (b > 0) {
      var P = (a & Jn) !== 0 && o === 0 ? r : null;
      if (i) {
        for (M = 0; M < b; M += 1)
          N[M].nodes?.a?.measure();
        for (M = 0; M < b; M += 1)
          N[M].nodes?.a?.fix();
      }
      vi(t, N, P);
    }
  }
  i && kt(() => {
    if (d !== void 0)
      for (_ of d)
        _.nodes?.a?.apply();
  });
}
function hi(t, e, r, a, s, i, o, l) {
  var c = (o & es) !== 0 ? (o & ns) === 0 ? /* @__PURE__ */ Ls(r, !1, !1) : It(r) : null, u = (o & ts) !== 0 ? It(s) : null;
  return {
    v: c,
    i: u,
    e: it(() => (i(e, c ?? r, u ?? s, l), () => {
      t.delete(a);
    }))
  };
}
function ir(t, e, r) {
  if (t.nodes)
    for (var a = t.nodes.start, s = t.nodes.end, i = e && (e.f & gt) === 0 ? (
      /** @type {EffectNodes} */
      e.nodes.start
    ) : r; a !== null; ) {
      var o = (
        /** @type {TemplateNode} */
        /* @__PURE__ */ mr(a)
      );
      if (i.before(a), a === s)
        return;
      a = o;
    }
}
function zt(t, e, r) {
  e === null ? t.effect.first = r : e.next = r, r === null ? t.effect.last = e : r.prev = e;
}
function pi(t, e, r, a, s, i) {
  var o = null, l = (
    /** @type {TemplateNode} */
    t
  ), c = new Sn(l, !1);
  _r(() => {
    const u = e() || null;
    var v = u === "svg" ? cs : void 0;
    if (u === null) {
      c.ensure(null, null);
      return;
    }
    return c.ensure(u, (d) => {
      if (u) {
        var h = vs;
        if (o = xn(u, v), jt(o, o), a) {
          var p = null, g = o.appendChild(bt());
          a(o, g), p?.remove();
        }
        ce.nodes.end = o, h || d.before(o);
      }
    }), () => {
    };
  }, Ft), yn(() => {
  });
}
function Je(t, e) {
  Pr(() => {
    t = ce?.parent?.nodes?.start ?? t;
    var r = t.getRootNode(), a = (
      /** @type {ShadowRoot} */
      r.host ? (
        /** @type {ShadowRoot} */
        r
      ) : (
        /** @type {Document} */
        r.head ?? /** @type {Document} */
        r.ownerDocument.head
      )
    );
    if (!a.querySelector("#" + e.hash)) {
      const s = xn("style");
      s.id = e.hash, s.textContent = e.code, a.appendChild(s);
    }
  });
}
function gi(t, e, r) {
  Pr(() => {
    var a = Bt(() => e(t, r?.()) || {});
    if (r && a?.update) {
      var s = !1, i = (
        /** @type {any} */
        {}
      );
      kn(() => {
        var o = r();
        Xs(o), s && ra(i, o) && (i = o, a.update(o));
      }), s = !0;
    }
    if (a?.destroy)
      return () => (
        /** @type {Function} */
        a.destroy()
      );
  });
}
function Oa(t) {
  var e, r, a = "";
  if (typeof t == "string" || typeof t == "number") a += t;
  else if (typeof t == "object") if (Array.isArray(t)) {
    var s = t.length;
    for (e = 0; e < s; e++) t[e] && (r = Oa(t[e])) && (a && (a += " "), a += r);
  } else for (r in t) t[r] && (a && (a += " "), a += r);
  return a;
}
function mi() {
  for (var t, e, r = 0, a = "", s = arguments.length; r < s; r++) (t = arguments[r]) && (e = Oa(t)) && (a && (a += " "), a += e);
  return a;
}
function _i(t) {
  return typeof t == "object" ? mi(t) : t ?? "";
}
const Fn = [...` 	
\r\f \v\uFEFF`];
function bi(t, e, r) {
  var a = t == null ? "" : "" + t;
  if (e && (a = a ? a + " " + e : e), r) {
    for (var s of Object.keys(r))
      if (r[s])
        a = a ? a + " " + s : s;
      else if (a.length)
        for (var i = s.length, o = 0; (o = a.indexOf(s, o)) >= 0; ) {
          var l = o + i;
          (o === 0 || Fn.includes(a[o - 1])) && (l === a.length || Fn.includes(a[l])) ? a = (o === 0 ? "" : a.substring(0, o)) + a.substring(l + 1) : o = l;
        }
  }
  return a === "" ? null : a;
}
function In(t, e = !1) {
  var r = e ? " !important;" : ";", a = "";
  for (var s of Object.keys(t)) {
    var i = t[s];
    i != null && i !== "" && (a += " " + s + ": " + i + r);
  }
  return a;
}
function Ur(t) {
  return t[0] !== "-" || t[1] !== "-" ? t.toLowerCase() : t;
}
function xi(t, e) {
  if (e) {
    var r = "", a, s;
    if (Array.isArray(e) ? (a = e[0], s = e[1]) : a = e, t) {
      t = String(t).replaceAll(/\/\*.*?\*\//g, "").trim();
      var i = !1, o = 0, l = !1, c = [];
      a && c.push(...Object.keys(a).map(Ur)), s && c.push(...Object.keys(s).map(Ur));
      var u = 0, v = -1;
      const C = t.length;
      for (var d = 0; d < C; d++) {
        var h = t[d];
        if (l ? h === "/" && t[d - 1] === "*" && (l = !1) : i ? i === h && (i = !1) : h === "/" && t[d + 1] === "*" ? l = !0 : h === '"' || h === "'" ? i = h : h === "(" ? o++ : h === ")" && o--, !l && i === !1 && o === 0) {
          if (h === ":" && v === -1)
            v = d;
          else if (h === ";" || d === C - 1) {
            if (v !== -1) {
              var p = Ur(t.substring(u, v).trim());
              if (!c.includes(p)) {
                h !== ";" && d++;
                var g = t.substring(u, d).trim();
                r += " " + g + ";";
              }
            }
            u = d + 1, v = -1;
          }
        }
      }
    }
    return a && (r += In(a)), s && (r += In(s, !0)), r = r.trim(), r === "" ? null : r;
  }
  return t == null ? null : String(t);
}
function tt(t, e, r, a, s, i) {
  var o = (
    /** @type {any} */
    t[Xr]
  );
  if (o !== r || o === void 0) {
    var l = bi(r, a, i);
    l == null ? t.removeAttribute("class") : e ? t.className = l : t.setAttribute("class", l), t[Xr] = r;
  } else if (i && s !== i)
    for (var c in i) {
      var u = !!i[c];
      (s == null || u !== !!s[c]) && t.classList.toggle(c, u);
    }
  return i;
}
function Wr(t, e = {}, r, a) {
  for (var s in r) {
    var i = r[s];
    e[s] !== i && (r[s] == null ? t.style.removeProperty(s) : t.style.setProperty(s, i, a));
  }
}
function Ae(t, e, r, a) {
  var s = (
    /** @type {any} */
    t[Zr]
  );
  if (s !== e) {
    var i = xi(e, a);
    i == null ? t.removeAttribute("style") : t.style.cssText = i, t[Zr] = e;
  } else a && (Array.isArray(a) ? (Wr(t, r?.[0], a[0]), Wr(t, r?.[1], a[1], "important")) : Wr(t, r, a));
  return a;
}
const wi = /* @__PURE__ */ Symbol("is custom element"), yi = /* @__PURE__ */ Symbol("is html");
function ki(t, e) {
  var r = La(t);
  r.checked !== (r.checked = // treat null and undefined the same for the initial value
  e ?? void 0) && (t.checked = e);
}
function H(t, e, r, a) {
  var s = La(t), i = s[e];
  i !== (s[e] = r) && (e === "loading" && (t[$a] = r), r == null ? t.removeAttribute(e) : typeof r != "string" && Mi(t).has(e) ? t[e] = r : t.setAttribute(e, r));
}
function La(t) {
  return (
    /** @type {Record<string | symbol, unknown>} **/
    /** @type {any} */
    t[Zn] ??= {
      [wi]: t.nodeName.includes("-"),
      [yi]: t.namespaceURI === ea
    }
  );
}
var jn = /* @__PURE__ */ new Map();
function Mi(t) {
  var e = t.getAttribute("is") || t.nodeName, r = jn.get(e);
  if (r) return r;
  jn.set(e, r = /* @__PURE__ */ new Set());
  for (var a, s = t, i = Element.prototype; i !== s; ) {
    a = Vn(s);
    for (var o in a)
      a[o].set && // better safe than sorry, we don't want spread attributes to mess with HTML content
      o !== "innerHTML" && o !== "textContent" && o !== "innerText" && r.add(o);
    s = fn(s);
  }
  return r;
}
class Tn {
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
  observe(e, r) {
    var a = this.#t.get(e) || /* @__PURE__ */ new Set();
    return a.add(r), this.#t.set(e, a), this.#a().observe(e, this.#e), () => {
      var s = this.#t.get(e);
      s.delete(r), s.size === 0 && (this.#t.delete(e), this.#r.unobserve(e));
    };
  }
  #a() {
    return this.#r ?? (this.#r = new ResizeObserver(
      /** @param {any} entries */
      (e) => {
        for (var r of e) {
          Tn.entries.set(r.target, r);
          for (var a of this.#t.get(r.target) || [])
            a(r);
        }
      }
    ));
  }
}
var Ei = /* @__PURE__ */ new Tn({
  box: "border-box"
});
function Rr(t, e, r) {
  var a = Ei.observe(t, () => r(t[e]));
  Pr(() => (Bt(() => r(t[e])), a));
}
function Yr(t, e) {
  return t === e || t?.[Ot] === e;
}
function Qt(t = pn(), e, r, a) {
  var s = (
    /** @type {ComponentContext} */
    De.r
  ), i = (
    /** @type {Effect} */
    ce
  );
  return Pr(() => {
    var o, l;
    return kn(() => {
      o = l, l = [], Bt(() => {
        Yr(r(...l), t) || (e(t, ...l), o && Yr(r(...o), t) && e(null, ...o));
      });
    }), () => {
      let c = i;
      for (; c !== s && c.parent !== null && c.parent.f & fr; )
        c = c.parent;
      const u = () => {
        l && Yr(r(...l), t) && e(null, ...l);
      }, v = c.teardown;
      c.teardown = () => {
        u(), v?.();
      };
    };
  }), t;
}
let yr = !1;
function Si(t) {
  var e = yr;
  try {
    return yr = !1, [t(), yr];
  } finally {
    yr = e;
  }
}
function Ze(t, e, r, a) {
  var s = !0, i = (r & is) !== 0, o = (r & os) !== 0, l = (
    /** @type {V} */
    a
  ), c = !0, u = (
    /** @type {Derived<V> | undefined} */
    void 0
  ), v = () => o && s ? (u ??= /* @__PURE__ */ vr(
    /** @type {() => V} */
    a
  ), n(u)) : (c && (c = !1, l = o ? Bt(
    /** @type {() => V} */
    a
  ) : (
    /** @type {V} */
    a
  )), l);
  let d;
  if (i) {
    var h = Ot in t || Qa in t;
    d = Vt(t, e)?.set ?? (h && e in t ? (w) => t[e] = w : void 0);
  }
  var p, g = !1;
  i ? [p, g] = Si(() => (
    /** @type {V} */
    t[e]
  )) : p = /** @type {V} */
  t[e], p === void 0 && a !== void 0 && (p = v(), d && (bs(), d(p)));
  var C;
  if (C = () => {
    var w = (
      /** @type {V} */
      t[e]
    );
    return w === void 0 ? v() : (c = !0, w);
  }, (r & ss) === 0)
    return C;
  if (d) {
    var _ = t.$$legacy;
    return (
      /** @type {() => V} */
      (function(w, m) {
        return arguments.length > 0 ? ((!m || _ || g) && d(m ? C() : w), w) : C();
      })
    );
  }
  var M = !1, S = ((r & as) !== 0 ? vr : la)(() => (M = !1, C()));
  i && n(S);
  var E = (
    /** @type {Effect} */
    ce
  );
  return (
    /** @type {() => V} */
    (function(w, m) {
      if (arguments.length > 0) {
        const k = m ? n(S) : i ? Yt(w) : w;
        return ne(S, k), M = !0, l !== void 0 && (l = k), w;
      }
      return Mt && M || (E.f & We) !== 0 ? S.v : n(S);
    })
  );
}
function Ti(t) {
  De === null && hn(), qt(() => {
    const e = Bt(t);
    if (typeof e == "function") return (
      /** @type {() => void} */
      e
    );
  });
}
function zi(t) {
  De === null && hn(), Ti(() => () => Bt(t));
}
const Ai = "5";
typeof window < "u" && ((window.__svelte ??= {}).v ??= /* @__PURE__ */ new Set()).add(Ai);
function Pe(t) {
  if (t == null || Number.isNaN(t)) return "not a number";
  if (!Number.isFinite(t)) return t > 0 ? "∞" : "−∞";
  const e = Math.abs(t);
  let r;
  return e === 0 ? r = "0" : e >= 1e5 || e < 1e-3 ? r = t.toExponential(2).replace("e", "e").replace("e+", "e") : Number.isInteger(t) ? r = t.toLocaleString("en-US") : r = e >= 1e3 ? t.toFixed(0) : t.toPrecision(e >= 100 ? 4 : 3), r.replaceAll("-", "−");
}
const on = (t) => typeof t == "number" && t > 0 ? `+${Pe(t)}` : Pe(t);
function $e(t) {
  const e = t.replaceAll(`
`, "⏎").replaceAll("	", "⇥").replaceAll("\r", "␍");
  return e.trim() === "" ? e.replaceAll(" ", "␣") || "∅" : e;
}
function mt(t, e = 12) {
  const r = $e(t).trim();
  return r.length <= e ? r : `${r.slice(0, e - 1)}…`;
}
const Or = (t, e) => `${Pe(t)} to ${Pe(e)}`;
var qi = /* @__PURE__ */ R('<p class="soft svelte-1a3bgjz"> </p>'), Ni = /* @__PURE__ */ R('<p class="said svelte-1a3bgjz"> <mark class="svelte-1a3bgjz"> </mark></p> <!>', 1);
const Ci = {
  hash: "svelte-1a3bgjz",
  code: ".said.svelte-1a3bgjz {font-size:1.3rem;line-height:1.45;margin:0 0 0.2em;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46ch;}mark.svelte-1a3bgjz {background:none;color:var(--blue);font-weight:650;}.soft.svelte-1a3bgjz {color:var(--soft);margin:0;}"
};
function Pi(t, e) {
  Fe(e, !0), Je(t, Ci);
  var r = Ni(), a = he(r), s = V(a), i = y(s), o = Y(i, !0), l = y(a, 2);
  {
    var c = (u) => {
      var v = qi(), d = Y(v);
      L((h) => O(d, `${e.part.model ?? "The model" ?? ""} gives this a probability of ${h ?? ""}.`), [() => Pe(e.part.probability)]), T(u, v);
    };
    Z(l, (u) => {
      e.part.probability !== void 0 && u(c);
    });
  }
  L(() => {
    O(s, e.part.prompt), O(o, e.part.answer);
  }), T(t, r), Ie();
}
const Ri = {
  orange: [[247, 246, 243], [246, 205, 163], [226, 133, 60], [163, 71, 8]],
  blue: [[247, 246, 243], [178, 208, 238], [84, 147, 209], [22, 80, 148]],
  teal: [[247, 246, 243], [176, 221, 212], [67, 158, 150], [7, 88, 92]]
}, Oi = {
  orange: [[37, 43, 48], [104, 68, 40], [190, 112, 52], [250, 178, 112]],
  blue: [[37, 43, 48], [42, 73, 108], [72, 133, 199], [148, 199, 250]],
  teal: [[37, 43, 48], [28, 79, 79], [46, 143, 136], [130, 221, 209]]
};
function Da(t, e) {
  const r = e ? Oi : Ri, a = t === "diverging" ? r.blue : r.teal;
  return { low: t === "diverging" ? r.orange : r.teal, high: a, none: a[0] };
}
function Li(t, e) {
  return Number.isNaN(t) ? null : e <= 0 ? 0 : Math.max(-1, Math.min(1, t / e));
}
const ln = (t, e) => Math.abs(t) > e * 1.0001;
function hr(t, e, r, a) {
  const s = Li(t, e);
  if (s === null) return null;
  const { low: i, high: o } = Da(r, a);
  return r === "sequential" ? Vr(o, Math.max(0, s)) : s < 0 ? Vr(i, -s) : Vr(o, s);
}
function Vr(t, e) {
  const r = e * (t.length - 1), a = Math.min(t.length - 2, Math.floor(r)), s = r - a;
  return [0, 1, 2].map((i) => Math.round(t[a][i] + s * (t[a + 1][i] - t[a][i])));
}
const zn = (t) => `rgb(${t[0]} ${t[1]} ${t[2]})`;
function Fa(t) {
  const [e, r, a] = t.map((s) => s / 255 <= 0.04045 ? s / 255 / 12.92 : ((s / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * e + 0.7152 * r + 0.0722 * a > 0.36 ? "#14171a" : "#ffffff";
}
function Di(t, e) {
  const { low: r, high: a } = Da(t, e);
  return `linear-gradient(90deg, ${(t === "sequential" ? a : [...[...r].reverse(), ...a.slice(1)]).map(zn).join(", ")})`;
}
function An(t) {
  let e = 0;
  for (const r of t) Number.isFinite(r) && Math.abs(r) > e && (e = Math.abs(r));
  return e || 1;
}
const Ia = /* @__PURE__ */ Symbol("theme"), ja = "cutaway-theme";
class Ha {
  #t = /* @__PURE__ */ Me(!1);
  get dark() {
    return n(this.#t);
  }
  set dark(e) {
    ne(this.#t, e, !0);
  }
  #r;
  #e = matchMedia("(prefers-color-scheme: dark)");
  #a = () => this.#n();
  constructor(e) {
    this.#r = e;
    const r = Fi();
    r && !e.dataset.theme && (e.dataset.theme = r), this.#e.addEventListener("change", this.#a), this.#n();
  }
  toggle() {
    this.#r.dataset.theme = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(ja, this.#r.dataset.theme);
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
function Fi() {
  try {
    const t = localStorage.getItem(ja);
    return t === "light" || t === "dark" ? t : null;
  } catch {
    return null;
  }
}
const Ii = (t) => Ss(Ia, t);
let ji;
function tr() {
  return Es(Ia) ?? (ji ??= new Ha(document.documentElement));
}
var Hi = /* @__PURE__ */ R('<span class="title svelte-nnrjsl"> </span>'), Bi = /* @__PURE__ */ R('<span class="mark svelte-nnrjsl"><i class="box frame svelte-nnrjsl"></i>beyond the scale</span>'), Ui = /* @__PURE__ */ R('<span class="mark svelte-nnrjsl"><i class="box hatch svelte-nnrjsl"></i>not a number</span>'), Wi = /* @__PURE__ */ R('<span class="legend svelte-nnrjsl"><!> <span> </span> <i class="ramp svelte-nnrjsl"></i> <span> </span> <!> <!></span>');
const Yi = {
  hash: "svelte-nnrjsl",
  code: ".legend.svelte-nnrjsl {display:inline-flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:0.84rem;color:var(--soft);font-variant-numeric:tabular-nums;}.title.svelte-nnrjsl {margin-right:4px;}.ramp.svelte-nnrjsl {width:120px;height:10px;border-radius:3px;}.mark.svelte-nnrjsl {display:inline-flex;align-items:center;gap:5px;margin-left:8px;}.box.svelte-nnrjsl {width:13px;height:11px;}.frame.svelte-nnrjsl {border:1.5px solid var(--ink);box-sizing:border-box;}.hatch.svelte-nnrjsl {background:repeating-linear-gradient(-45deg, var(--faint) 0 1px, transparent 1px 4px);}"
};
function Lr(t, e) {
  Fe(e, !0), Je(t, Yi);
  let r = Ze(e, "missing", 3, !1), a = Ze(e, "beyond", 3, !1);
  const s = tr();
  var i = Wi(), o = V(i);
  {
    var l = (S) => {
      var E = Hi(), w = Y(E, !0);
      L(() => O(w, e.title)), T(S, E);
    };
    Z(o, (S) => {
      e.title && S(l);
    });
  }
  var c = y(o, 2), u = Y(c, !0), v = y(c, 2);
  let d;
  var h = y(v, 2), p = Y(h), g = y(h, 2);
  {
    var C = (S) => {
      var E = Bi();
      T(S, E);
    };
    Z(g, (S) => {
      a() && S(C);
    });
  }
  var _ = y(g, 2);
  {
    var M = (S) => {
      var E = Ui();
      T(S, E);
    };
    Z(_, (S) => {
      r() && S(M);
    });
  }
  L(
    (S, E, w) => {
      O(u, S), d = Ae(v, "", d, { background: E }), O(p, `${e.scale === "diverging" ? "+" : ""}${w ?? ""}`);
    },
    [
      () => e.scale === "diverging" ? Pe(-e.limit) : "0",
      () => Di(e.scale, s.dark),
      () => Pe(e.limit)
    ]
  ), T(t, i), Ie();
}
function cr(t, e, r) {
  const a = Math.min(3, globalThis.devicePixelRatio || 1), [s, i] = [Math.max(1, Math.round(e * a)), Math.max(1, Math.round(r * a))];
  (t.width !== s || t.height !== i) && (t.width = s, t.height = i);
  const o = t.getContext("2d");
  return o?.setTransform(a, 0, 0, a, 0, 0), o?.clearRect(0, 0, e, r), o;
}
const dt = (t, e) => getComputedStyle(t).getPropertyValue(e).trim();
function Ba(t, e, r) {
  const a = document.createElement("canvas");
  a.width = Math.max(1, e), a.height = Math.max(1, t);
  const s = a.getContext("2d"), i = s.createImageData(a.width, a.height);
  for (let o = 0, l = 0; o < t; o++)
    for (let c = 0; c < e; c++, l += 4) {
      const u = r(o, c);
      u && (i.data[l] = u[0], i.data[l + 1] = u[1], i.data[l + 2] = u[2], i.data[l + 3] = 255);
    }
  return s.putImageData(i, 0, 0), a;
}
const cn = (t, e) => Math.max(1, Math.ceil(e / Math.max(t, 1e-6)));
var Vi = /* @__PURE__ */ R('<div class="head svelte-o9v0i9" role="option"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <span> </span></div>'), Gi = /* @__PURE__ */ R('<span class="note svelte-o9v0i9"> </span>'), Ki = /* @__PURE__ */ R('<button title="each weight times the size of the value vector that it brings" class="svelte-o9v0i9">value-weighted</button>'), Xi = /* @__PURE__ */ Tt('<line x1="170" stroke="var(--teal)"></line>'), Zi = /* @__PURE__ */ Tt('<text x="162"> </text><text class="svelte-o9v0i9"> </text>', 1), Ji = /* @__PURE__ */ Tt('<svg width="100%" role="presentation" class="svelte-o9v0i9"><!><!></svg>'), Qi = /* @__PURE__ */ R('<div class="stack svelte-o9v0i9"><canvas aria-hidden="true" class="svelte-o9v0i9"></canvas> <canvas aria-hidden="true" class="svelte-o9v0i9"></canvas></div>'), $i = /* @__PURE__ */ R('<b> </b> from <code class="svelte-o9v0i9"> </code> <code class="svelte-o9v0i9"> </code> ', 1), eo = /* @__PURE__ */ R('<span class="guess svelte-o9v0i9"><code class="svelte-o9v0i9"> </code> </span>'), to = /* @__PURE__ */ R('<span class="soft svelte-o9v0i9"> <code class="svelte-o9v0i9"> </code> looks at</span> <!>', 1), ro = /* @__PURE__ */ R('<span class="hint svelte-o9v0i9">A row is the token that looks, a column what it looks at. Click a row to keep it.</span>'), no = /* @__PURE__ */ R('<div class="heads svelte-o9v0i9" role="listbox" aria-label="heads" aria-orientation="horizontal"></div> <div class="bar svelte-o9v0i9"><b> </b><!> <span class="modes svelte-o9v0i9" role="group" aria-label="how to draw it"><button class="svelte-o9v0i9">matrix</button> <button class="svelte-o9v0i9">lines</button> <!></span></div>  <div class="large svelte-o9v0i9" role="application" tabindex="0"><!></div> <p class="readout svelte-o9v0i9" role="status"><!> <!></p> <!>', 1);
const ao = {
  hash: "svelte-o9v0i9",
  code: `.heads.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:8px;max-height:262px;overflow-y:auto;padding:3px;}.head.svelte-o9v0i9 {cursor:pointer;padding:4px 4px 1px;border-radius:7px;text-align:center;font-size:0.78rem;color:var(--soft);border:1px solid transparent;}.head.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {display:block;border-radius:3px;background:var(--sunk);}.head[aria-selected="true"].svelte-o9v0i9 {border-color:var(--blue);color:var(--ink);}.head.svelte-o9v0i9:hover {background:var(--sunk);}.head.svelte-o9v0i9:focus-visible,
  .large.svelte-o9v0i9:focus-visible,
  button.svelte-o9v0i9:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}.bar.svelte-o9v0i9 {display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:12px 0 4px;}.note.svelte-o9v0i9 {color:var(--soft);font-size:0.92rem;}.modes.svelte-o9v0i9 {display:inline-flex;gap:4px;margin-left:auto;}button.svelte-o9v0i9 {font:inherit;font-size:0.86rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1px 10px;cursor:pointer;}button[aria-pressed="true"].svelte-o9v0i9 {color:var(--ink);border-color:var(--blue);}.large.svelte-o9v0i9 {border-radius:6px;min-width:0;overflow-x:auto;}.stack.svelte-o9v0i9 {position:relative;}.stack.svelte-o9v0i9 canvas:where(.svelte-o9v0i9) {position:absolute;inset:0 auto auto 0;cursor:crosshair;}svg.svelte-o9v0i9 {display:block;}text.svelte-o9v0i9 {font-size:13px;fill:var(--ink);font-family:var(--mono);}.left.svelte-o9v0i9 {text-anchor:end;cursor:pointer;}.on.svelte-o9v0i9 {font-weight:700;fill:var(--teal);}.readout.svelte-o9v0i9 {min-height:3.1em;margin:8px 0 4px;font-size:0.9rem;font-variant-numeric:tabular-nums;}.soft.svelte-o9v0i9,
  .hint.svelte-o9v0i9 {color:var(--soft);margin-right:6px;}.guess.svelte-o9v0i9 {display:inline-block;margin-right:12px;}code.svelte-o9v0i9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function so(t, e) {
  Fe(e, !0), Je(t, ao);
  let r = Ze(e, "state", 15);
  const a = tr(), s = 64, [i, o] = [92, 74];
  let l = /* @__PURE__ */ Me(void 0), c = /* @__PURE__ */ Me(void 0), u = /* @__PURE__ */ Me(600), v = /* @__PURE__ */ Me(null), d = /* @__PURE__ */ Me(null);
  const h = /* @__PURE__ */ A(() => e.part.tokens.length), p = /* @__PURE__ */ A(() => e.part.names.length), g = /* @__PURE__ */ A(() => Math.min(n(p) - 1, r()?.head ?? 0)), C = /* @__PURE__ */ A(() => (r()?.mode ?? "matrix") === "lines"), _ = /* @__PURE__ */ A(() => !!r()?.weighted && e.part.value_weighted !== void 0), M = /* @__PURE__ */ A(() => r()?.query ?? null), S = /* @__PURE__ */ A(() => (n(_) ? e.part.value_weighted : e.part.pattern).values), E = (z, B, f) => n(S)[(z * n(h) + B) * n(h) + f], w = /* @__PURE__ */ A(() => Math.min(34 * n(h), Math.max(120, Math.min(n(u) - i - 40, 620)))), m = /* @__PURE__ */ A(() => n(w) / n(h));
  function k(z, B) {
    const f = Math.min(n(h), B), D = n(h) / f;
    return Ba(f, f, (U, X) => {
      if (f === n(h)) return X > U && !(E(z, U, X) > 0) ? null : hr(E(z, U, X), 1, "sequential", a.dark);
      let ee = 0;
      for (let Q = Math.floor(U * D); Q < Math.floor((U + 1) * D); Q++) for (let pe = Math.floor(X * D); pe < Math.floor((X + 1) * D); pe++) ee = Math.max(ee, E(z, Q, pe));
      return X > U ? null : hr(ee, 1, "sequential", a.dark);
    });
  }
  function N(z, B) {
    qt(() => {
      const f = cr(z, s, s);
      f && (f.imageSmoothingEnabled = !1, f.drawImage(k(B(), s), 0, 0, s, s));
    });
  }
  const b = /* @__PURE__ */ A(() => n(v)?.query ?? n(d) ?? n(M));
  qt(() => {
    if (n(C) || !n(l)) return;
    const z = cr(n(l), i + n(w) + 40, o + n(w) + 4);
    if (!z) return;
    z.imageSmoothingEnabled = n(h) > n(w), z.drawImage(k(n(g), 512), i, o, n(w), n(w)), z.strokeStyle = dt(n(l), "--line"), z.strokeRect(i + 0.5, o + 0.5, n(w) - 1, n(w) - 1), z.fillStyle = dt(n(l), "--soft"), z.font = `11.5px ${dt(n(l), "--font")}`, z.textBaseline = "middle";
    const B = cn(n(m), 13);
    for (let f = 0; f < n(h); f += B)
      z.textAlign = "right", z.fillText(mt(e.part.tokens[f]), i - 6, o + (f + 0.5) * n(m)), z.save(), z.translate(i + (f + 0.5) * n(m) + 3, o - 7), z.rotate(-0.9), z.textAlign = "left", z.fillText(mt(e.part.tokens[f]), 0, 0), z.restore();
  }), qt(() => {
    if (n(C) || !n(c)) return;
    const z = cr(n(c), i + n(w) + 40, o + n(w) + 4);
    z && (z.strokeStyle = dt(n(c), "--ink"), n(b) !== null && (z.lineWidth = 1, z.strokeRect(i, o + n(b) * n(m), n(w), Math.max(2, n(m)))), n(v) && (z.lineWidth = 2, z.strokeRect(i + n(v).key * n(m), o + n(v).query * n(m), Math.max(3, n(m)), Math.max(3, n(m)))));
  });
  function P(z) {
    const B = n(c).getBoundingClientRect(), f = Math.floor((z.clientX - B.left - i) / n(m)), D = Math.floor((z.clientY - B.top - o) / n(m));
    return f >= 0 && D >= 0 && f < n(h) && D < n(h) ? { query: D, key: f } : null;
  }
  const j = (z) => r({
    ...r(),
    query: z === n(M) ? void 0 : z ?? void 0
  });
  function J(z) {
    r({ ...r(), head: z }), e.onSelect?.({ part: e.part, head: z });
  }
  function be(z) {
    if (z.key === "Escape")
      r({ ...r(), query: void 0 }), ne(v, null), ne(d, null);
    else if (z.key === "ArrowDown") r({
      ...r(),
      query: Math.min(n(h) - 1, (n(M) ?? -1) + 1)
    });
    else if (z.key === "ArrowUp") r({
      ...r(),
      query: Math.max(0, (n(M) ?? n(h)) - 1)
    });
    else return;
    z.preventDefault();
  }
  function xe(z, B) {
    const f = {
      ArrowRight: B + 1,
      ArrowLeft: B - 1,
      Home: 0,
      End: n(p) - 1
    }[z.key];
    if (f === void 0) return;
    z.preventDefault(), z.currentTarget.parentElement.children[Math.max(0, Math.min(n(p) - 1, f))].focus();
  }
  const ue = /* @__PURE__ */ A(() => n(b) === null ? [] : Array.from({ length: n(h) }, (B, f) => [f, E(n(g), n(b), f)]).filter(([, B]) => B > 5e-3).sort((B, f) => f[1] - B[1]).slice(0, 6)), ie = 160, $ = /* @__PURE__ */ A(() => n(h) <= ie ? 0 : Math.max(0, Math.min(n(h) - ie, (n(b) ?? n(h)) - ie / 2))), ae = /* @__PURE__ */ A(() => Array.from({ length: Math.min(n(h), ie) }, (z, B) => Math.floor(n($)) + B)), ze = /* @__PURE__ */ A(() => {
    const z = [];
    for (const B of n(b) === null ? n(ae) : [n(b)]) for (const f of n(ae)) {
      const D = E(n(g), B, f);
      D > 0.04 && f <= B && z.push({ q: B, k: f, w: D });
    }
    return z;
  }), _e = 23;
  var je = no(), qe = he(je);
  ye(qe, 21, () => e.part.names, Ke, (z, B, f) => {
    var D = Vi(), U = V(D);
    Ae(U, "", {}, { width: "64px", height: "64px" }), gi(U, (Q, pe) => N?.(Q, pe), () => () => f);
    var X = y(U, 2), ee = Y(X, !0);
    L(() => {
      H(D, "aria-selected", f === n(g)), H(D, "tabindex", f === n(g) ? 0 : -1), H(D, "title", e.part.notes?.[f] ?? n(B)), O(ee, n(B));
    }), le("click", D, () => J(f)), le("keydown", D, (Q) => Q.key === "Enter" || Q.key === " " ? (Q.preventDefault(), J(f)) : xe(Q, f)), T(z, D);
  });
  var re = y(qe, 2), de = V(re), we = Y(de, !0), I = y(de);
  {
    var K = (z) => {
      var B = Gi(), f = Y(B, !0);
      L(() => O(f, e.part.notes[n(g)])), T(z, B);
    };
    Z(I, (z) => {
      e.part.notes?.[n(g)] && z(K);
    });
  }
  var ve = y(I, 2), ge = V(ve), me = y(ge, 2), Ee = y(me, 2);
  {
    var He = (z) => {
      var B = Ki();
      L(() => H(B, "aria-pressed", n(_))), le("click", B, () => r({ ...r(), weighted: !n(_) })), T(z, B);
    };
    Z(Ee, (z) => {
      e.part.value_weighted && z(He);
    });
  }
  var Be = y(re, 2), Ye = V(Be);
  {
    var x = (z) => {
      var B = Ji(), f = V(B);
      ye(f, 17, () => n(ze), ({ q: U, k: X, w: ee }) => `${U},${X}`, (U, X) => {
        let ee = () => n(X).q, Q = () => n(X).k, pe = () => n(X).w;
        var Re = Xi();
        L(
          (te, Te) => {
            H(Re, "x2", te), H(Re, "y1", (ee() - n($) + 0.5) * _e), H(Re, "y2", (Q() - n($) + 0.5) * _e), H(Re, "stroke-width", 0.6 + 4 * pe()), H(Re, "opacity", Te);
          },
          [
            () => Math.min(n(u) - 150, 420),
            () => Math.min(1, 0.12 + pe())
          ]
        ), T(U, Re);
      });
      var D = y(f);
      ye(D, 16, () => n(ae), (U) => U, (U, X) => {
        var ee = Zi(), Q = he(ee);
        let pe;
        var Re = Y(Q, !0), te = y(Q), Te = Y(te, !0);
        L(
          (Ge, xr, Fr) => {
            pe = tt(Q, 0, "left svelte-o9v0i9", null, pe, { on: n(b) === X }), H(Q, "y", (X - n($) + 0.5) * _e + 4), O(Re, Ge), H(te, "x", xr), H(te, "y", (X - n($) + 0.5) * _e + 4), O(Te, Fr);
          },
          [
            () => mt(e.part.tokens[X], 18),
            () => Math.min(n(u) - 150, 420) + 8,
            () => mt(e.part.tokens[X], 18)
          ]
        ), at("pointerenter", Q, () => ne(d, X, !0)), le("click", Q, () => j(X)), T(U, ee);
      }), L(() => H(B, "height", n(ae).length * _e + 8)), at("pointerleave", B, () => ne(d, null)), T(z, B);
    }, F = (z) => {
      var B = Qi();
      let f;
      var D = V(B);
      let U;
      Qt(D, (Q) => ne(l, Q), () => n(l));
      var X = y(D, 2);
      let ee;
      Qt(X, (Q) => ne(c, Q), () => n(c)), L(() => {
        f = Ae(B, "", f, { height: `${o + n(w) + 4}px` }), U = Ae(D, "", U, {
          width: `${i + n(w) + 40}px`,
          height: `${o + n(w) + 4}px`
        }), ee = Ae(X, "", ee, {
          width: `${i + n(w) + 40}px`,
          height: `${o + n(w) + 4}px`
        });
      }), le("pointermove", X, (Q) => ne(v, P(Q), !0)), at("pointerleave", X, () => ne(v, null)), le("pointerup", X, (Q) => j(P(Q)?.query ?? null)), T(z, B);
    };
    Z(Ye, (z) => {
      n(C) ? z(x) : z(F, -1);
    });
  }
  var q = y(Be, 2), W = V(q);
  {
    var G = (z) => {
      var B = $i(), f = he(B), D = Y(f, !0), U = y(f, 2), X = Y(U, !0), ee = y(U), Q = y(ee), pe = Y(Q, !0), Re = y(Q);
      L(
        (te, Te, Ge) => {
          O(D, te), O(X, Te), O(ee, ` (${n(v).query ?? ""}) to `), O(pe, Ge), O(Re, ` (${n(v).key ?? ""}).`);
        },
        [
          () => Pe(E(n(g), n(v).query, n(v).key)),
          () => $e(e.part.tokens[n(v).query]),
          () => $e(e.part.tokens[n(v).key])
        ]
      ), T(z, B);
    };
    Z(W, (z) => {
      n(v) && z(G);
    });
  }
  var se = y(W, 2);
  {
    var Se = (z) => {
      var B = to(), f = he(B), D = V(f), U = y(D), X = Y(U, !0), ee = y(f, 2);
      ye(ee, 17, () => n(ue), ([Q, pe]) => Q, (Q, pe) => {
        var Re = /* @__PURE__ */ A(() => vn(n(pe), 2));
        let te = () => n(Re)[0], Te = () => n(Re)[1];
        var Ge = eo(), xr = V(Ge), Fr = Y(xr, !0), Ua = y(xr);
        L(
          (Wa, Ya) => {
            O(Fr, Wa), O(Ua, ` ${Ya ?? ""}`);
          },
          [() => $e(e.part.tokens[te()]), () => Pe(Te())]
        ), T(Q, Ge);
      }), L(
        (Q) => {
          O(D, `position ${n(b) ?? ""} `), O(X, Q);
        },
        [() => $e(e.part.tokens[n(b)])]
      ), T(z, B);
    }, Ne = (z) => {
      var B = ro();
      T(z, B);
    };
    Z(se, (z) => {
      n(b) !== null && n(ue).length ? z(Se) : n(v) || z(Ne, 1);
    });
  }
  var Ue = y(q, 2);
  {
    let z = /* @__PURE__ */ A(() => n(_) ? "share of attention, value-weighted" : "attention");
    Lr(Ue, {
      scale: "sequential",
      limit: 1,
      get title() {
        return n(z);
      }
    });
  }
  L(() => {
    O(we, e.part.names[n(g)]), H(ge, "aria-pressed", !n(C)), H(me, "aria-pressed", n(C)), H(Be, "aria-label", `attention of ${e.part.names[n(g)] ?? ""}; up and down choose the token that looks, Escape releases`);
  }), le("click", ge, () => r({ ...r(), mode: "matrix" })), le("click", me, () => r({ ...r(), mode: "lines" })), le("keydown", Be, be), Rr(Be, "clientWidth", (z) => ne(u, z)), T(t, je), Ie();
}
St(["click", "keydown", "pointermove", "pointerup"]);
var io = /* @__PURE__ */ R("<i></i>"), oo = /* @__PURE__ */ R('<i class="whisker svelte-arepcz"></i>'), lo = /* @__PURE__ */ R('<small class="svelte-arepcz"> </small>'), co = /* @__PURE__ */ R('<span class="note svelte-arepcz"> </span>'), uo = /* @__PURE__ */ R('<span class="label svelte-arepcz"> </span> <span class="track svelte-arepcz" aria-hidden="true"><i class="zero svelte-arepcz"></i> <!> <!></span> <span class="value svelte-arepcz"> <!></span> <!>', 1), fo = /* @__PURE__ */ R('<button class="row svelte-arepcz"><!></button>'), vo = /* @__PURE__ */ R('<div class="row svelte-arepcz"><!></div>'), ho = /* @__PURE__ */ R("<li><!></li>"), po = /* @__PURE__ */ R('<button class="more svelte-arepcz"> </button>'), go = /* @__PURE__ */ R('<ul class="svelte-arepcz"></ul> <p class="under svelte-arepcz"> <!></p>', 1);
const mo = {
  hash: "svelte-arepcz",
  code: `ul.svelte-arepcz {list-style:none;margin:0;padding:0;}.row.svelte-arepcz {all:unset;box-sizing:border-box;display:grid;grid-template-columns:minmax(5.5em, 13em) minmax(80px, 1fr) minmax(6em, auto);gap:0 14px;align-items:center;width:100%;padding:3px 4px;border-radius:5px;font-size:0.93rem;}button.row.svelte-arepcz {cursor:pointer;}button.row.svelte-arepcz:hover,
  .chosen.svelte-arepcz .row:where(.svelte-arepcz) {background:var(--sunk);}button.row.svelte-arepcz:focus-visible {outline:2px solid var(--focus);}.label.svelte-arepcz {overflow-wrap:anywhere;}.track.svelte-arepcz {position:relative;height:16px;background:linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat;}i.svelte-arepcz {position:absolute;}.zero.svelte-arepcz {top:0;bottom:0;width:1px;background:var(--faint);}.bar.svelte-arepcz {top:3px;bottom:3px;border-radius:2px;background:var(--blue);}.bar.neg.svelte-arepcz {background:var(--orange);}.whisker.svelte-arepcz {top:7px;height:2px;background:var(--ink);box-shadow:-1px 0 0 var(--ink),
      1px 0 0 var(--ink);}.value.svelte-arepcz {text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;}small.svelte-arepcz {color:var(--soft);margin-left:8px;}.note.svelte-arepcz {grid-column:1 / -1;color:var(--soft);font-size:0.88rem;padding-bottom:4px;}.under.svelte-arepcz {color:var(--soft);font-size:0.85rem;margin:6px 4px 0;}.more.svelte-arepcz {font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:2px 10px;margin-left:8px;cursor:pointer;}
  @media (max-width: 560px) {.row.svelte-arepcz {grid-template-columns:1fr auto;}.track.svelte-arepcz {grid-column:1 / -1;grid-row:2;}
  }`
};
function _o(t, e) {
  Fe(e, !0), Je(t, mo);
  let r = Ze(e, "state", 15);
  const a = 30, s = /* @__PURE__ */ A(() => r()?.shown ?? a), i = /* @__PURE__ */ A(() => r()?.index), o = /* @__PURE__ */ A(() => e.part.values.values), l = /* @__PURE__ */ A(() => [
    ...n(o),
    ...e.part.low?.values ?? [],
    ...e.part.high?.values ?? []
  ]), c = /* @__PURE__ */ A(() => An(n(l))), u = /* @__PURE__ */ A(() => n(l).some((k) => k < 0)), v = /* @__PURE__ */ A(() => n(l).some((k) => k > 0)), d = /* @__PURE__ */ A(() => n(u) ? n(v) ? 50 : 100 : 0), h = /* @__PURE__ */ A(() => n(u) && n(v) ? 50 : 100), p = (k) => n(d) + k / n(c) * n(h), g = (k) => Math.max(0.3, Math.abs(k) / n(c) * n(h));
  function C(k) {
    r({ ...r(), index: n(i) === k ? void 0 : k }), n(i) === k && e.onSelect?.({ part: e.part, index: k });
  }
  var _ = go(), M = he(_);
  ye(M, 21, () => e.part.labels.slice(0, n(s)), Ke, (k, N, b) => {
    var P = ho();
    let j;
    {
      const ue = ($) => {
        var ae = uo(), ze = he(ae), _e = Y(ze, !0), je = y(ze, 2), qe = V(je);
        let re;
        var de = y(qe, 2);
        {
          var we = (q) => {
            var W = io();
            let G, se;
            L(
              (Se, Ne) => {
                G = tt(W, 1, "bar svelte-arepcz", null, G, { neg: n(ie) < 0 }), se = Ae(W, "", se, { left: Se, width: Ne });
              },
              [
                () => `${(n(ie) < 0 ? p(n(ie)) : n(d)) ?? ""}%`,
                () => `${g(n(ie)) ?? ""}%`
              ]
            ), T(q, W);
          }, I = /* @__PURE__ */ A(() => Number.isFinite(n(ie)));
          Z(de, (q) => {
            n(I) && q(we);
          });
        }
        var K = y(de, 2);
        {
          var ve = (q) => {
            var W = oo();
            let G;
            L((se, Se) => G = Ae(W, "", G, { left: se, width: Se }), [
              () => `${p(e.part.low.values[b]) ?? ""}%`,
              () => `${p(e.part.high.values[b]) - p(e.part.low.values[b])}%`
            ]), T(q, W);
          }, ge = /* @__PURE__ */ A(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[b]));
          Z(K, (q) => {
            n(ge) && q(ve);
          });
        }
        var me = y(je, 2), Ee = V(me), He = y(Ee);
        {
          var Be = (q) => {
            var W = lo(), G = Y(W, !0);
            L((se) => O(G, se), [
              () => Or(e.part.low.values[b], e.part.high.values[b])
            ]), T(q, W);
          }, Ye = /* @__PURE__ */ A(() => e.part.low && e.part.high && Number.isFinite(e.part.low.values[b]));
          Z(He, (q) => {
            n(Ye) && q(Be);
          });
        }
        var x = y(me, 2);
        {
          var F = (q) => {
            var W = co(), G = Y(W, !0);
            L(() => O(G, e.part.notes[b])), T(q, W);
          };
          Z(x, (q) => {
            e.part.notes?.[b] && q(F);
          });
        }
        L(
          (q) => {
            O(_e, n(N)), re = Ae(qe, "", re, { left: `${n(d) ?? ""}%` }), O(Ee, q);
          },
          [() => on(n(ie))]
        ), T($, ae);
      }, ie = /* @__PURE__ */ A(() => n(o)[b]);
      var J = V(P);
      {
        var be = ($) => {
          var ae = fo(), ze = V(ae);
          ue(ze), L(() => H(ae, "aria-pressed", n(i) === b)), le("click", ae, () => C(b)), T($, ae);
        }, xe = ($) => {
          var ae = vo(), ze = V(ae);
          ue(ze), T($, ae);
        };
        Z(J, ($) => {
          e.onSelect ? $(be) : $(xe, -1);
        });
      }
    }
    L(() => j = tt(P, 1, "svelte-arepcz", null, j, { chosen: n(i) === b })), T(k, P);
  });
  var S = y(M, 2), E = V(S), w = y(E);
  {
    var m = (k) => {
      var N = po(), b = Y(N);
      L(() => O(b, `show more (${e.part.labels.length - n(s)} left)`)), le("click", N, () => r({ ...r(), shown: n(s) + 4 * a })), T(k, N);
    };
    Z(w, (k) => {
      e.part.labels.length > n(s) && k(m);
    });
  }
  L(() => {
    H(M, "aria-label", e.part.value_title), O(E, `${e.part.value_title ?? ""} `);
  }), T(t, _), Ie();
}
St(["click"]);
function Hn(t, e, r = 5) {
  if (!(e > t)) return [t];
  const a = (e - t) / r, s = 10 ** Math.floor(Math.log10(a)), i = [1, 2, 2.5, 5, 10].map((l) => l * s).find((l) => l >= a) ?? a, o = [];
  for (let l = Math.ceil(t / i - 1e-9); l * i <= e + i * 1e-9; l++) o.push(Number((l * i).toPrecision(12)));
  return o;
}
function bo(t, e) {
  const r = [], a = e / t < 300;
  for (let s = Math.floor(Math.log10(t)); s <= Math.ceil(Math.log10(e)); s++)
    for (const i of a ? [1, 2, 5] : [1]) {
      const o = i * 10 ** s;
      o >= t * 0.999 && o <= e * 1.001 && r.push(Number(o.toPrecision(6)));
    }
  return r;
}
var xo = /* @__PURE__ */ Tt('<line></line><text class="tick end svelte-o9plvd"> </text>', 1), wo = /* @__PURE__ */ Tt('<text class="tick middle svelte-o9plvd"> </text>'), yo = /* @__PURE__ */ Tt('<line class="marked svelte-o9plvd"></line><text class="tick svelte-o9plvd"> </text>', 1), ko = /* @__PURE__ */ Tt('<path opacity="0.16"></path><path fill="none" stroke-width="2" stroke-linejoin="round"></path>', 1), Mo = /* @__PURE__ */ Tt('<circle r="4"></circle>'), Eo = /* @__PURE__ */ Tt('<line class="cursor svelte-o9plvd"></line><!>', 1), So = /* @__PURE__ */ R('<span class="at svelte-o9plvd"> </span>'), To = /* @__PURE__ */ R("<b> </b>"), zo = /* @__PURE__ */ R('<button title="show or hide" class="svelte-o9plvd"><svg width="22" height="10" aria-hidden="true" class="svelte-o9plvd"><line x1="0" x2="22" y1="5" y2="5" stroke-width="2.5"></line></svg> <!></button>'), Ao = /* @__PURE__ */ R('<div class="whole svelte-o9plvd"><svg role="application" tabindex="0" class="svelte-o9plvd"><!><!><text class="title middle svelte-o9plvd"> </text><text class="title middle svelte-o9plvd"> </text><!><!><!></svg></div> <div class="legend svelte-o9plvd" role="group" aria-label="lines"><!> <!></div>', 1);
const qo = {
  hash: "svelte-o9plvd",
  code: '.whole.svelte-o9plvd {min-width:0;overflow:hidden;}svg.svelte-o9plvd {display:block;border-radius:6px;}svg.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);outline-offset:-1px;}.rule.svelte-o9plvd {stroke:var(--line);}.rule.zero.svelte-o9plvd {stroke:var(--faint);}.marked.svelte-o9plvd {stroke:var(--faint);stroke-dasharray:3 3;}.cursor.svelte-o9plvd {stroke:var(--ink);opacity:0.4;}text.svelte-o9plvd {font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums;}.end.svelte-o9plvd {text-anchor:end;}.middle.svelte-o9plvd {text-anchor:middle;}.legend.svelte-o9plvd {display:flex;flex-wrap:wrap;gap:2px 6px;font-size:0.9rem;margin-top:4px;min-height:2em;}.at.svelte-o9plvd {color:var(--soft);padding:2px 6px;}button.svelte-o9plvd {all:unset;display:inline-flex;align-items:center;gap:7px;padding:2px 7px;border-radius:5px;cursor:pointer;font-variant-numeric:tabular-nums;}button[aria-pressed="false"].svelte-o9plvd {opacity:0.45;}button.svelte-o9plvd:focus-visible {outline:2px solid var(--focus);}'
};
function No(t, e) {
  Fe(e, !0), Je(t, qo);
  let r = Ze(e, "state", 15);
  const a = [
    "var(--blue)",
    "var(--orange)",
    "var(--teal)",
    "var(--faint)",
    "var(--warn)",
    "var(--good)",
    "var(--bad)",
    "var(--ink)"
  ], s = ["", "6 4", "2 3", "10 3 2 3"], [i, o, l, c, u] = [270, 62, 16, 12, 44];
  let v = /* @__PURE__ */ Me(600), d = /* @__PURE__ */ Me(null);
  const h = /* @__PURE__ */ A(() => new Set(r()?.hidden ?? [])), p = /* @__PURE__ */ A(() => r()?.x ?? null), g = /* @__PURE__ */ A(() => e.part.series.filter((x, F) => !n(h).has(F))), C = (x) => n(g).flatMap((F) => x(F).flatMap((q) => q ? [...q.values] : [])).filter((F) => Number.isFinite(F)), _ = /* @__PURE__ */ A(() => C((x) => [x.x]).filter((x) => !e.part.x_log || x > 0)), M = /* @__PURE__ */ A(() => C((x) => [x.y, x.low, x.high])), S = /* @__PURE__ */ A(() => {
    const [x, F] = [Math.min(...n(_)), Math.max(...n(_))];
    let [q, W] = [Math.min(...n(M)), Math.max(...n(M))];
    if (!n(_).length || !n(M).length) return { x0: 0, x1: 1, y0: 0, y1: 1 };
    q > 0 && q < 0.4 * W && (q = 0), q === W && ([q, W] = [q - 0.5, W + 0.5]);
    const G = (W - q) * 0.05;
    return {
      x0: x,
      x1: F > x ? F : x + 1,
      y0: q === 0 ? 0 : q - G,
      y1: W + G
    };
  }), E = /* @__PURE__ */ A(() => Math.max(80, n(v) - o - l)), w = (x) => e.part.x_log ? (Math.log(x) - Math.log(n(S).x0)) / (Math.log(n(S).x1) - Math.log(n(S).x0)) : (x - n(S).x0) / (n(S).x1 - n(S).x0), m = (x) => o + w(x) * n(E), k = (x) => c + (1 - (x - n(S).y0) / (n(S).y1 - n(S).y0)) * (i - c - u), N = /* @__PURE__ */ A(() => e.part.x_log ? bo(n(S).x0, n(S).x1) : Hn(n(S).x0, n(S).x1, Math.max(2, n(E) / 90))), b = /* @__PURE__ */ A(() => Hn(n(S).y0, n(S).y1, 5)), P = /* @__PURE__ */ A(() => [...new Set(n(_))].sort((x, F) => x - F)), j = /* @__PURE__ */ A(() => n(d) ?? n(p));
  function J(x) {
    let F = "M";
    return [...x.x.values].map((q, W) => {
      const G = x.y.values[W];
      if (!Number.isFinite(G) || !Number.isFinite(q) || e.part.x_log && q <= 0)
        return F = "M", "";
      const se = `${F}${m(q).toFixed(1)} ${k(G).toFixed(1)}`;
      return F = "L", se;
    }).join("");
  }
  function be(x) {
    if (!x.low || !x.high) return "";
    const F = [...x.x.values.keys()].filter((G) => Number.isFinite(x.low.values[G]) && Number.isFinite(x.high.values[G]));
    if (F.length < 2) return "";
    const q = F.map((G) => `${m(x.x.values[G]).toFixed(1)} ${k(x.high.values[G]).toFixed(1)}`), W = F.reverse().map((G) => `${m(x.x.values[G]).toFixed(1)} ${k(x.low.values[G]).toFixed(1)}`);
    return `M${q.join("L")}L${W.join("L")}Z`;
  }
  function xe(x) {
    const F = x.clientX - x.currentTarget.getBoundingClientRect().left;
    let q = null;
    for (const W of n(P)) (q === null || Math.abs(m(W) - F) < Math.abs(m(q) - F)) && (q = W);
    return q;
  }
  function ue(x) {
    const F = x.x.values.indexOf(n(j));
    if (F < 0) return null;
    const q = x.low && x.high && Number.isFinite(x.low.values[F]) ? ` (${Or(x.low.values[F], x.high.values[F])})` : "";
    return `${Pe(x.y.values[F])}${q}`;
  }
  function ie(x) {
    if (x.key === "Escape") {
      r({ ...r(), x: void 0 }), ne(d, null);
      return;
    }
    const F = { ArrowRight: 1, ArrowLeft: -1 }[x.key];
    if (!F || !n(P).length) return;
    x.preventDefault();
    const q = n(p) === null ? F > 0 ? -1 : n(P).length : n(P).indexOf(n(p));
    ne(d, null), r({
      ...r(),
      x: n(P)[Math.max(0, Math.min(n(P).length - 1, q + F))]
    });
  }
  function $(x) {
    const F = new Set(n(h));
    F.has(x) ? F.delete(x) : F.add(x), r({ ...r(), hidden: [...F] });
  }
  var ae = Ao(), ze = he(ae), _e = V(ze), je = V(_e);
  ye(je, 16, () => n(b), (x) => x, (x, F) => {
    var q = xo(), W = he(q);
    let G;
    var se = y(W), Se = Y(se, !0);
    L(
      (Ne, Ue, z, B) => {
        G = tt(W, 0, "rule svelte-o9plvd", null, G, { zero: F === 0 }), H(W, "x1", o), H(W, "x2", o + n(E)), H(W, "y1", Ne), H(W, "y2", Ue), H(se, "x", o - 8), H(se, "y", z), O(Se, B);
      },
      [() => k(F), () => k(F), () => k(F) + 4, () => Pe(F)]
    ), T(x, q);
  });
  var qe = y(je);
  ye(qe, 16, () => n(N), (x) => x, (x, F) => {
    var q = wo(), W = Y(q, !0);
    L(
      (G, se) => {
        H(q, "x", G), H(q, "y", i - u + 18), O(W, se);
      },
      [() => m(F), () => Pe(F)]
    ), T(x, q);
  });
  var re = y(qe), de = Y(re, !0), we = y(re), I = Y(we, !0), K = y(we);
  ye(K, 17, () => e.part.marks ?? [], Ke, (x, F, q) => {
    var W = yo(), G = he(W), se = y(G), Se = Y(se, !0);
    L(
      (Ne, Ue, z) => {
        H(G, "x1", Ne), H(G, "x2", Ue), H(G, "y1", c), H(G, "y2", i - u), H(se, "x", z), H(se, "y", c + 11 + 13 * (q % 3)), O(Se, n(F).text);
      },
      [
        () => m(n(F).x),
        () => m(n(F).x),
        () => m(n(F).x) + 4
      ]
    ), T(x, W);
  });
  var ve = y(K);
  ye(ve, 17, () => e.part.series, Ke, (x, F, q) => {
    var W = Ht(), G = he(W);
    {
      var se = (Ne) => {
        var Ue = ko(), z = he(Ue), B = y(z);
        L(
          (f, D, U) => {
            H(z, "d", f), H(z, "fill", a[q % a.length]), H(B, "d", D), H(B, "stroke", a[q % a.length]), H(B, "stroke-dasharray", U);
          },
          [
            () => be(n(F)),
            () => J(n(F)),
            () => s[Math.floor(q / a.length) % 4]
          ]
        ), T(Ne, Ue);
      }, Se = /* @__PURE__ */ A(() => !n(h).has(q));
      Z(G, (Ne) => {
        n(Se) && Ne(se);
      });
    }
    T(x, W);
  });
  var ge = y(ve);
  {
    var me = (x) => {
      var F = Eo(), q = he(F), W = y(q);
      ye(W, 17, () => e.part.series, Ke, (G, se, Se) => {
        const Ne = /* @__PURE__ */ A(() => n(se).x.values.indexOf(n(j)));
        var Ue = Ht(), z = he(Ue);
        {
          var B = (D) => {
            var U = Mo();
            L(
              (X, ee) => {
                H(U, "cx", X), H(U, "cy", ee), H(U, "fill", a[Se % a.length]);
              },
              [() => m(n(j)), () => k(n(se).y.values[n(Ne)])]
            ), T(D, U);
          }, f = /* @__PURE__ */ A(() => !n(h).has(Se) && n(Ne) >= 0 && Number.isFinite(n(se).y.values[n(Ne)]));
          Z(z, (D) => {
            n(f) && D(B);
          });
        }
        T(G, Ue);
      }), L(
        (G, se) => {
          H(q, "x1", G), H(q, "x2", se), H(q, "y1", c), H(q, "y2", i - u);
        },
        [() => m(n(j)), () => m(n(j))]
      ), T(x, F);
    };
    Z(ge, (x) => {
      n(j) !== null && x(me);
    });
  }
  var Ee = y(ze, 2), He = V(Ee);
  {
    var Be = (x) => {
      var F = So(), q = Y(F);
      L((W) => O(q, `${e.part.x_title ?? ""} ${W ?? ""}`), [() => Pe(n(j))]), T(x, F);
    };
    Z(He, (x) => {
      n(j) !== null && x(Be);
    });
  }
  var Ye = y(He, 2);
  ye(Ye, 17, () => e.part.series, Ke, (x, F, q) => {
    var W = zo(), G = V(W), se = Y(G), Se = y(G, 1, !0), Ne = y(Se);
    {
      var Ue = (B) => {
        var f = To(), D = Y(f, !0);
        L((U) => O(D, U), [() => ue(n(F))]), T(B, f);
      }, z = /* @__PURE__ */ A(() => n(j) !== null && !n(h).has(q) && ue(n(F)));
      Z(Ne, (B) => {
        n(z) && B(Ue);
      });
    }
    L(
      (B, f) => {
        H(W, "aria-pressed", B), H(se, "stroke", a[q % a.length]), H(se, "stroke-dasharray", f), O(Se, n(F).name);
      },
      [
        () => !n(h).has(q),
        () => s[Math.floor(q / a.length) % 4]
      ]
    ), le("click", W, () => $(q)), T(x, W);
  }), L(() => {
    H(_e, "width", n(v)), H(_e, "height", i), H(_e, "aria-label", `${e.part.y_title ?? ""} over ${e.part.x_title ?? ""}; left and right read values, Escape releases`), H(re, "x", o + n(E) / 2), H(re, "y", i - 6), O(de, e.part.x_title), H(we, "transform", `translate(13 ${c + (i - c - u) / 2}) rotate(-90)`), O(I, e.part.y_title);
  }), le("keydown", _e, ie), le("pointermove", _e, (x) => ne(d, xe(x), !0)), at("pointerleave", _e, () => ne(d, null)), le("click", _e, () => r({
    ...r(),
    x: n(p) === n(d) ? void 0 : n(d) ?? void 0
  })), Rr(ze, "clientWidth", (x) => ne(v, x)), T(t, ae), Ie();
}
St(["keydown", "pointermove", "click"]);
var Co = /* @__PURE__ */ R('<i class="span svelte-1qhoc2s"></i>'), Po = /* @__PURE__ */ R('<i class="control svelte-1qhoc2s"></i>'), Ro = /* @__PURE__ */ R('<span><i class="key span svelte-1qhoc2s"></i> </span>'), Oo = /* @__PURE__ */ R('<span><i class="key control svelte-1qhoc2s"></i> </span>'), Lo = /* @__PURE__ */ R("<span>no control was run</span>"), Do = /* @__PURE__ */ R("<span> </span>"), Fo = /* @__PURE__ */ R('<div class="bar svelte-1qhoc2s" aria-hidden="true"><i class="zero svelte-1qhoc2s"></i> <!> <!> <i class="effect svelte-1qhoc2s"></i></div> <p class="figures svelte-1qhoc2s"><span><i class="key effect svelte-1qhoc2s"></i> </span> <!> <!> <!></p>', 1), Io = /* @__PURE__ */ R('<p class="soft svelte-1qhoc2s"> </p>'), jo = /* @__PURE__ */ R('<p class="soft svelte-1qhoc2s"><b>What would refute it:</b> </p>'), Ho = /* @__PURE__ */ R('<article><p class="grade svelte-1qhoc2s"><span aria-hidden="true">●</span> </p> <div class="body svelte-1qhoc2s"><p class="claim svelte-1qhoc2s"> </p> <!> <!> <!></div></article>');
const Bo = {
  hash: "svelte-1qhoc2s",
  code: `article.svelte-1qhoc2s {display:grid;grid-template-columns:7.2em 1fr;gap:4px 16px;padding:14px 0;border-top:1px solid var(--line);}p.svelte-1qhoc2s {margin:0;}.grade.svelte-1qhoc2s {font-weight:600;font-size:0.92rem;padding:2px 0;color:var(--warn);white-space:nowrap;}.causal.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s),
  .verified.svelte-1qhoc2s .grade:where(.svelte-1qhoc2s) {color:var(--good);}.body.svelte-1qhoc2s {min-width:0;}.claim.svelte-1qhoc2s {max-width:72ch;overflow-wrap:anywhere;}.bar.svelte-1qhoc2s {position:relative;height:14px;max-width:420px;margin:9px 7px 5px;background:linear-gradient(var(--line), var(--line)) center / 100% 2px no-repeat;}.bar.svelte-1qhoc2s i:where(.svelte-1qhoc2s) {position:absolute;top:50%;transform:translate(-50%, -50%);}.bar.svelte-1qhoc2s .zero:where(.svelte-1qhoc2s) {width:1px;height:12px;background:var(--faint);}.bar.svelte-1qhoc2s .span:where(.svelte-1qhoc2s) {transform:translateY(-50%);height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));}.effect.svelte-1qhoc2s {width:10px;height:10px;border-radius:50%;background:var(--blue);}.control.svelte-1qhoc2s {width:9px;height:9px;border:2px solid var(--orange);border-radius:50%;background:var(--card);box-sizing:border-box;}.figures.svelte-1qhoc2s {display:flex;flex-wrap:wrap;gap:2px 18px;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}.key.svelte-1qhoc2s {display:inline-block;margin-right:6px;vertical-align:baseline;}.key.span.svelte-1qhoc2s {width:16px;height:6px;border-radius:3px;background:color-mix(in oklab, var(--blue) 38%, var(--card));vertical-align:middle;}.soft.svelte-1qhoc2s {color:var(--soft);font-size:0.9rem;max-width:76ch;margin-top:3px;}
  @media (max-width: 560px) {article.svelte-1qhoc2s {grid-template-columns:1fr;}
  }`
};
function Uo(t, e) {
  Fe(e, !0), Je(t, Bo);
  const r = {
    observed: "Observed: the two go together. Nothing was changed to test it.",
    causal: "Causal: changing this inside the model moved the answer more than the control did.",
    verified: "Verified: it also predicts prompts that were held out, and a random explanation does not."
  }, a = /* @__PURE__ */ A(() => {
    const M = [
      0,
      e.part.effect,
      e.part.control,
      ...e.part.interval ?? []
    ].filter((m) => typeof m == "number" && Number.isFinite(m)), [S, E] = [Math.min(...M), Math.max(...M)], w = E - S || 1;
    return (m) => (m - S) / w * 100;
  }), s = /* @__PURE__ */ A(() => e.part.unit ? ` ${e.part.unit}` : "");
  var i = Ho(), o = V(i), l = y(V(o)), c = y(o, 2), u = V(c), v = Y(u, !0), d = y(u, 2);
  {
    var h = (M) => {
      var S = Fo(), E = he(S), w = V(E);
      let m;
      var k = y(w, 2);
      {
        var N = (re) => {
          var de = Co();
          let we;
          L((I, K) => we = Ae(de, "", we, { left: I, width: K }), [
            () => `${n(a)(e.part.interval[0]) ?? ""}%`,
            () => `${n(a)(e.part.interval[1]) - n(a)(e.part.interval[0])}%`
          ]), T(re, de);
        };
        Z(k, (re) => {
          e.part.interval && re(N);
        });
      }
      var b = y(k, 2);
      {
        var P = (re) => {
          var de = Po();
          let we;
          L((I) => we = Ae(de, "", we, { left: I }), [() => `${n(a)(e.part.control) ?? ""}%`]), T(re, de);
        };
        Z(b, (re) => {
          e.part.control !== void 0 && re(P);
        });
      }
      var j = y(b, 2);
      let J;
      var be = y(E, 2), xe = V(be), ue = y(V(xe)), ie = y(xe, 2);
      {
        var $ = (re) => {
          var de = Ro(), we = y(V(de));
          L((I) => O(we, `95% ${I ?? ""}`), [() => Or(...e.part.interval)]), T(re, de);
        };
        Z(ie, (re) => {
          e.part.interval && re($);
        });
      }
      var ae = y(ie, 2);
      {
        var ze = (re) => {
          var de = Oo(), we = y(V(de));
          L((I) => O(we, `control ${I ?? ""}`), [() => on(e.part.control)]), T(re, de);
        }, _e = (re) => {
          var de = Lo();
          T(re, de);
        };
        Z(ae, (re) => {
          e.part.control !== void 0 ? re(ze) : re(_e, -1);
        });
      }
      var je = y(ae, 2);
      {
        var qe = (re) => {
          var de = Do(), we = Y(de);
          L((I) => O(we, `n = ${I ?? ""}`), [() => Pe(e.part.n)]), T(re, de);
        };
        Z(je, (re) => {
          e.part.n !== void 0 && re(qe);
        });
      }
      L(
        (re, de, we) => {
          m = Ae(w, "", m, { left: re }), J = Ae(j, "", J, { left: de }), O(ue, `effect ${we ?? ""}${n(s) ?? ""}`);
        },
        [
          () => `${n(a)(0) ?? ""}%`,
          () => `${n(a)(e.part.effect) ?? ""}%`,
          () => on(e.part.effect)
        ]
      ), T(M, S);
    };
    Z(d, (M) => {
      e.part.effect !== void 0 && M(h);
    });
  }
  var p = y(d, 2);
  {
    var g = (M) => {
      var S = Io(), E = Y(S, !0);
      L(() => O(E, e.part.method)), T(M, S);
    };
    Z(p, (M) => {
      e.part.method && M(g);
    });
  }
  var C = y(p, 2);
  {
    var _ = (M) => {
      var S = jo(), E = y(V(S));
      L(() => O(E, ` ${e.part.refuted_by ?? ""}`)), T(M, S);
    };
    Z(C, (M) => {
      e.part.refuted_by && M(_);
    });
  }
  L(() => {
    tt(i, 1, _i(e.part.grade), "svelte-1qhoc2s"), H(o, "title", r[e.part.grade]), O(l, ` ${e.part.grade ?? ""}`), O(v, e.part.claim);
  }), T(t, i), Ie();
}
var Wo = /* @__PURE__ */ R("<p> </p>");
function Yo(t, e) {
  Fe(e, !0);
  var r = Wo(), a = Y(r);
  L(() => O(a, `${e.part.nodes.length ?? ""} nodes, ${e.part.edges.length ?? ""} edges`)), T(t, r), Ie();
}
var Vo = /* @__PURE__ */ R('<button role="tab" class="svelte-1r9blt6"> </button>'), Go = /* @__PURE__ */ R('<div class="tabs svelte-1r9blt6" role="tablist"></div> <div role="tabpanel"><!></div>', 1), Ko = /* @__PURE__ */ R('<h4 class="svelte-1r9blt6"> </h4>'), Xo = /* @__PURE__ */ R('<div class="column svelte-1r9blt6"><!> <!></div>'), Zo = /* @__PURE__ */ R('<div class="columns svelte-1r9blt6"></div>');
const Jo = {
  hash: "svelte-1r9blt6",
  code: '.tabs.svelte-1r9blt6 {display:flex;flex-wrap:wrap;gap:2px;border-bottom:1px solid var(--line);margin-bottom:14px;}button.svelte-1r9blt6 {font:inherit;font-size:0.94rem;color:var(--soft);background:none;border:0;border-bottom:2px solid transparent;padding:6px 12px;margin-bottom:-1px;cursor:pointer;}button[aria-selected="true"].svelte-1r9blt6 {color:var(--ink);border-color:var(--blue);}button.svelte-1r9blt6:focus-visible {outline:2px solid var(--focus);outline-offset:-2px;border-radius:4px;}.columns.svelte-1r9blt6 {display:grid;grid-template-columns:repeat(auto-fit, minmax(min(100%, 400px), 1fr));gap:20px 28px;}.column.svelte-1r9blt6 {min-width:0;}h4.svelte-1r9blt6 {font-size:0.95rem;font-weight:600;margin:0 0 0.5em;}'
};
function Qo(t, e) {
  const r = ri();
  Fe(e, !0), Je(t, Jo);
  let a = Ze(e, "state", 15), s = Ze(e, "level", 3, 2);
  const i = /* @__PURE__ */ A(() => a()?.parts ?? {}), o = /* @__PURE__ */ A(() => Math.min(a()?.tab ?? 0, e.part.parts.length - 1)), l = (g, C) => {
    a({ ...a(), parts: { ...n(i), [g]: C } });
  }, c = (g) => {
    a({ ...a(), tab: g });
  };
  function u(g) {
    const C = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -n(o),
      End: e.part.parts.length - 1 - n(o)
    }[g.key];
    if (C === void 0) return;
    g.preventDefault(), c((n(o) + C + e.part.parts.length) % e.part.parts.length), g.currentTarget.parentElement?.children[n(o)]?.focus();
  }
  var v = Ht(), d = he(v);
  {
    var h = (g) => {
      var C = Go(), _ = he(C);
      ye(_, 21, () => e.part.titles, Ke, (E, w, m) => {
        var k = Vo(), N = Y(k, !0);
        L(() => {
          H(k, "id", `${r}-tab${m}`), H(k, "aria-selected", m === n(o)), H(k, "aria-controls", `${r}-panel`), H(k, "tabindex", m === n(o) ? 0 : -1), O(N, n(w));
        }), le("click", k, () => c(m)), le("keydown", k, u), T(E, k);
      });
      var M = y(_, 2), S = V(M);
      fi(S, () => n(o), (E) => {
        var w = () => n(i)[n(o)], m = (k) => l(n(o), k);
        qr(E, {
          get part() {
            return e.part.parts[n(o)];
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
            return w();
          },
          set state(k) {
            m(k);
          }
        });
      }), L(() => {
        H(M, "id", `${r}-panel`), H(M, "aria-labelledby", `${r}-tab${n(o) ?? ""}`);
      }), T(g, C);
    }, p = (g) => {
      var C = Zo();
      ye(C, 21, () => e.part.parts, Ke, (_, M, S) => {
        var E = Xo(), w = V(E);
        {
          var m = (P) => {
            var j = Ko(), J = Y(j, !0);
            L(() => O(J, e.part.titles[S])), T(P, j);
          };
          Z(w, (P) => {
            e.part.titles[S] && P(m);
          });
        }
        var k = y(w, 2), N = () => n(i)[S], b = (P) => l(S, P);
        qr(k, {
          get part() {
            return n(M);
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
            return N();
          },
          set state(P) {
            b(P);
          }
        }), T(_, E);
      }), T(g, C);
    };
    Z(d, (g) => {
      e.part.layout === "tabs" ? g(h) : g(p, -1);
    });
  }
  T(t, v), Ie();
}
St(["click", "keydown"]);
const $o = 46, Bn = 16, el = (t) => Math.max(Bn, Math.min(t * Bn, 560));
function Dr(t, e) {
  return { width: Math.min($o, t.width / Math.max(1, t.columns)) * e, height: t.height / Math.max(1, t.rows) * e };
}
function Ar(t, e) {
  const r = Math.max(1, Math.min(64, e.zoom)), a = Dr(t, r), s = { x: Math.max(0, a.width * t.columns - t.width), y: Math.max(0, a.height * t.rows - t.height) };
  return { zoom: r, x: Math.max(0, Math.min(s.x, e.x)), y: Math.max(0, Math.min(s.y, e.y)) };
}
function nr(t, e, r, a) {
  const s = Math.max(1, Math.min(64, e.zoom * r)), i = s / e.zoom;
  return Ar(t, { zoom: s, x: (e.x + a.x) * i - a.x, y: (e.y + a.y) * i - a.y });
}
function tl(t, e, r, a) {
  if (r < 0 || a < 0 || r >= t.width || a >= t.height) return null;
  const s = Dr(t, e.zoom), i = Math.floor((r + e.x) / s.width), o = Math.floor((a + e.y) / s.height);
  return i < t.columns && o < t.rows ? { row: o, column: i } : null;
}
function rl(t, e, r, a) {
  const s = Dr(t, e.zoom), i = (o, l, c, u) => o < c ? o : o + l > c + u ? o + l - u : c;
  return Ar(t, {
    zoom: e.zoom,
    x: i(a * s.width, s.width, e.x, t.width),
    y: i(r * s.height, s.height, e.y, t.height)
  });
}
var nl = /* @__PURE__ */ R('<button class="svelte-vwckmn">whole</button>'), al = /* @__PURE__ */ R('<button aria-label="zoom out" class="svelte-vwckmn">−</button> <button aria-label="zoom in" class="svelte-vwckmn">+</button> <!>', 1), sl = /* @__PURE__ */ R('<span class="note svelte-vwckmn"> </span>'), il = /* @__PURE__ */ R('<b> </b> <span class="svelte-vwckmn"> </span><!>', 1), ol = /* @__PURE__ */ R('<span class="hint svelte-vwckmn">Point at a cell for its value; click to keep it.</span>'), ll = /* @__PURE__ */ R('<figure class="svelte-vwckmn"><div class="map svelte-vwckmn" role="application" tabindex="0"><canvas aria-hidden="true" class="svelte-vwckmn"></canvas> <canvas aria-hidden="true" class="svelte-vwckmn"></canvas></div> <div class="caption svelte-vwckmn"><!> <span class="zoom svelte-vwckmn"><!></span></div> <p class="readout svelte-vwckmn" role="status"><!></p></figure>');
const cl = {
  hash: "svelte-vwckmn",
  code: "figure.svelte-vwckmn {margin:0;min-width:0;}.map.svelte-vwckmn {position:relative;border-radius:6px;}.map.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}canvas.svelte-vwckmn {position:absolute;inset:0;touch-action:pan-y;}.caption.svelte-vwckmn {display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;margin-top:8px;}.zoom.svelte-vwckmn {display:flex;gap:4px;}button.svelte-vwckmn {font:inherit;font-size:0.85rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:0 9px;cursor:pointer;}button.svelte-vwckmn:focus-visible {outline:2px solid var(--focus);}.readout.svelte-vwckmn {margin:6px 0 0;min-height:1.6em;font-size:0.9rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;}.readout.svelte-vwckmn span:where(.svelte-vwckmn) {color:var(--soft);margin-left:6px;}.readout.svelte-vwckmn .hint:where(.svelte-vwckmn) {color:var(--faint);margin:0;}"
};
function ul(t, e) {
  Fe(e, !0), Je(t, cl);
  let r = Ze(e, "state", 15);
  const a = tr();
  let s, i, o = /* @__PURE__ */ Me(0), l = /* @__PURE__ */ Me(null), c = null;
  const u = /* @__PURE__ */ A(() => r()?.cell ?? null), v = /* @__PURE__ */ A(() => e.part.values.shape), d = /* @__PURE__ */ A(() => vn(n(v), 2)), h = /* @__PURE__ */ A(() => n(d)[0]), p = /* @__PURE__ */ A(() => n(d)[1]), g = /* @__PURE__ */ A(() => e.part.limit ?? An(e.part.values.values)), C = /* @__PURE__ */ A(() => e.part.values.values.some((f) => ln(f, n(g)))), _ = /* @__PURE__ */ A(() => e.part.values.values.some((f) => Number.isNaN(f))), M = /* @__PURE__ */ A(() => Math.max(0, ...e.part.rows.map((f) => mt(f, 16).length))), S = /* @__PURE__ */ A(() => Math.max(0, ...e.part.columns.map((f) => mt(f).length))), E = /* @__PURE__ */ A(() => Math.min(132, 18 + n(M) * 7)), w = /* @__PURE__ */ A(() => n(S) > 3), m = /* @__PURE__ */ A(() => n(w) ? Math.min(84, 20 + n(S) * 5.4) : 24), k = /* @__PURE__ */ A(() => Math.max(40, n(o) - n(E) - (n(w) ? 30 : 4))), N = /* @__PURE__ */ A(() => ({
    left: n(E),
    top: n(m),
    width: n(k),
    height: el(n(h)),
    rows: n(h),
    columns: n(p)
  })), b = /* @__PURE__ */ A(() => Ar(n(N), r()?.window ?? { zoom: 1, x: 0, y: 0 })), P = /* @__PURE__ */ A(() => Dr(n(N), n(b).zoom)), j = /* @__PURE__ */ A(() => Math.min(n(N).width, n(P).width * n(p))), J = /* @__PURE__ */ A(() => n(N).top + n(N).height + 4), be = /* @__PURE__ */ A(() => e.part.origin === "bottom"), xe = (f) => n(be) ? n(h) - 1 - f : f, ue = (f, D) => e.part.values.values[f * n(p) + D], ie = /* @__PURE__ */ A(() => Ba(n(h), n(p), (f, D) => hr(ue(xe(f), D), n(g), e.part.scale, a.dark))), $ = /* @__PURE__ */ A(() => n(l) ?? n(u)), ae = /* @__PURE__ */ A(() => {
    if (!n($) || n($).row >= n(h) || n($).column >= n(p)) return null;
    const f = n($).row * n(p) + n($).column, D = e.part.low && e.part.high ? ` (95% ${Or(e.part.low.values[f], e.part.high.values[f])})` : "";
    return {
      place: `${e.part.row_title} ${$e(e.part.rows[n($).row])}, ${e.part.column_title} ${$e(e.part.columns[n($).column])}`,
      value: `${Pe(e.part.values.values[f])}${D}`,
      note: e.part.texts?.[n($).row]?.[n($).column]
    };
  });
  qt(() => {
    const f = cr(s, n(o), n(J));
    if (!f || !n(o)) return;
    const D = dt(s, "--soft");
    f.save(), f.beginPath(), f.rect(n(N).left, n(N).top, n(j), n(N).height), f.clip(), f.imageSmoothingEnabled = n(P).width < 1, f.drawImage(n(ie), n(N).left - n(b).x, n(N).top - n(b).y, n(P).width * n(p), n(P).height * n(h));
    const U = {
      c: Math.floor(n(b).x / n(P).width),
      r: Math.floor(n(b).y / n(P).height)
    }, X = {
      c: Math.min(n(p) - 1, Math.ceil((n(b).x + n(N).width) / n(P).width)),
      r: Math.min(n(h) - 1, Math.ceil((n(b).y + n(N).height) / n(P).height))
    }, ee = (te) => n(N).left - n(b).x + te * n(P).width, Q = (te) => n(N).top - n(b).y + te * n(P).height;
    if (n(_) || n(C)) for (let te = U.r; te <= X.r; te++) for (let Te = U.c; Te <= X.c; Te++) {
      const Ge = ue(xe(te), Te);
      Number.isNaN(Ge) ? ze(f, ee(Te), Q(te), n(P).width, n(P).height, dt(s, "--faint")) : ln(Ge, n(g)) && (f.strokeStyle = dt(s, "--ink"), f.lineWidth = 1.5, f.strokeRect(ee(Te) + 1.25, Q(te) + 1.25, n(P).width - 2.5, n(P).height - 2.5));
    }
    if (Math.min(n(P).width, n(P).height) >= 7) {
      f.strokeStyle = dt(s, "--card"), f.lineWidth = 1, f.beginPath();
      for (let te = U.c; te <= X.c + 1; te++) f.rect(ee(te), n(N).top, 0, n(N).height);
      for (let te = U.r; te <= X.r + 1; te++) f.rect(n(N).left, Q(te), n(N).width, 0);
      f.stroke();
    }
    f.restore(), f.fillStyle = D, f.font = `11.5px ${dt(s, "--font")}`, f.textBaseline = "middle", f.textAlign = "right";
    const pe = cn(n(P).height, 13);
    for (let te = 0; te < n(h); te++) {
      const Te = xe(te), Ge = Q(te) + n(P).height / 2;
      Te % pe || Ge < n(N).top || Ge > n(N).top + n(N).height || f.fillText(mt(e.part.rows[Te], 16), n(N).left - 6, Ge);
    }
    const Re = cn(n(P).width, n(w) ? 14 : 8 + n(S) * 7);
    for (let te = 0; te < n(p); te++) {
      const Te = ee(te) + n(P).width / 2;
      te % Re || Te < n(N).left || Te > n(N).left + n(j) || (f.save(), f.translate(Te + (n(w) ? 3 : 0), n(N).top - 7), f.textAlign = n(w) ? "left" : "center", n(w) && f.rotate(-0.9), f.fillText(mt(e.part.columns[te]), 0, 0), f.restore());
    }
  }), qt(() => {
    const f = cr(i, n(o), n(J));
    if (f) {
      f.beginPath(), f.rect(n(N).left - 2, n(N).top - 2, n(j) + 4, n(N).height + 4), f.clip();
      for (const [D, U] of [[n(l), 1.5], [n(u), 2.5]]) {
        if (!D) continue;
        f.strokeStyle = dt(i, "--ink"), f.lineWidth = U;
        const X = Math.max(3, n(P).width), ee = Math.max(3, n(P).height);
        f.strokeRect(n(N).left - n(b).x + D.column * n(P).width, n(N).top - n(b).y + xe(D.row) * n(P).height, X, ee);
      }
    }
  });
  function ze(f, D, U, X, ee, Q) {
    f.save(), f.beginPath(), f.rect(D, U, X, ee), f.clip(), f.strokeStyle = Q, f.lineWidth = 1, f.beginPath();
    for (let pe = -ee; pe < X; pe += 5)
      f.moveTo(D + pe, U + ee), f.lineTo(D + pe + ee, U);
    f.stroke(), f.restore();
  }
  function _e(f) {
    const D = i.getBoundingClientRect();
    return {
      x: f.clientX - D.left - n(N).left,
      y: f.clientY - D.top - n(N).top
    };
  }
  function je(f) {
    const D = _e(f), U = tl(n(N), n(b), D.x, D.y);
    return U && { row: xe(U.row), column: U.column };
  }
  const qe = (f) => r({ ...r(), window: f }), re = (f) => r({ ...r(), cell: f ?? void 0 });
  function de(f) {
    c = {
      x: f.clientX,
      y: f.clientY,
      window: n(b),
      moved: !1
    }, i.setPointerCapture(f.pointerId);
  }
  function we(f) {
    if (ne(l, je(f), !0), !c || n(b).zoom === 1) return;
    const D = { x: f.clientX - c.x, y: f.clientY - c.y };
    Math.hypot(D.x, D.y) < 4 && !c.moved || (c.moved = !0, qe(Ar(n(N), {
      ...c.window,
      x: c.window.x - D.x,
      y: c.window.y - D.y
    })));
  }
  function I(f) {
    const D = c;
    c = null;
    const U = je(f);
    if (!(!D || D.moved || !U)) {
      if (n(u) && n(u).row === U.row && n(u).column === U.column) return re(null);
      re(U), e.onSelect?.({ part: e.part, ...U });
    }
  }
  function K(f) {
    !f.ctrlKey && !f.metaKey || (f.preventDefault(), qe(nr(n(N), n(b), Math.exp(-f.deltaY / 250), _e(f))));
  }
  const ve = () => ({ x: n(N).width / 2, y: n(N).height / 2 });
  function ge(f) {
    const D = n(be) ? 1 : -1, U = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [D, 0],
      ArrowDown: [-D, 0]
    }[f.key];
    if (U) {
      const X = n(u) ?? { row: n(be) ? 0 : -1, column: -1 }, ee = {
        row: Math.max(0, Math.min(n(h) - 1, X.row + U[0])),
        column: Math.max(0, Math.min(n(p) - 1, X.column + U[1]))
      };
      ne(l, null), r({
        ...r(),
        cell: ee,
        window: rl(n(N), n(b), xe(ee.row), ee.column)
      });
    } else if (f.key === "Enter" && n(u)) e.onSelect?.({ part: e.part, ...n(u) });
    else if (f.key === "Escape")
      re(null), ne(l, null);
    else if (f.key === "+" || f.key === "=") qe(nr(n(N), n(b), 1.5, ve()));
    else if (f.key === "-") qe(nr(n(N), n(b), 1 / 1.5, ve()));
    else if (f.key === "0") qe({ zoom: 1, x: 0, y: 0 });
    else return;
    f.preventDefault();
  }
  var me = ll(), Ee = V(me);
  let He;
  var Be = V(Ee);
  let Ye;
  Qt(Be, (f) => s = f, () => s);
  var x = y(Be, 2);
  let F;
  Qt(x, (f) => i = f, () => i);
  var q = y(Ee, 2), W = V(q);
  Lr(W, {
    get scale() {
      return e.part.scale;
    },
    get limit() {
      return n(g);
    },
    get title() {
      return e.part.value_title;
    },
    get missing() {
      return n(_);
    },
    get beyond() {
      return n(C);
    }
  });
  var G = y(W, 2), se = V(G);
  {
    var Se = (f) => {
      var D = al(), U = he(D), X = y(U, 2), ee = y(X, 2);
      {
        var Q = (pe) => {
          var Re = nl();
          le("click", Re, () => qe({ zoom: 1, x: 0, y: 0 })), T(pe, Re);
        };
        Z(ee, (pe) => {
          n(b).zoom > 1 && pe(Q);
        });
      }
      le("click", U, () => qe(nr(n(N), n(b), 0.6666666666666666, ve()))), le("click", X, () => qe(nr(n(N), n(b), 1.5, ve()))), T(f, D);
    };
    Z(se, (f) => {
      (n(p) > 40 || n(h) > 40 || n(b).zoom > 1) && f(Se);
    });
  }
  var Ne = y(q, 2), Ue = V(Ne);
  {
    var z = (f) => {
      var D = il(), U = he(D), X = Y(U, !0), ee = y(U, 2), Q = Y(ee, !0), pe = y(ee);
      {
        var Re = (te) => {
          var Te = sl(), Ge = Y(Te, !0);
          L(() => O(Ge, n(ae).note)), T(te, Te);
        };
        Z(pe, (te) => {
          n(ae).note && te(Re);
        });
      }
      L(() => {
        O(X, n(ae).value), O(Q, n(ae).place);
      }), T(f, D);
    }, B = (f) => {
      var D = ol();
      T(f, D);
    };
    Z(Ue, (f) => {
      n(ae) ? f(z) : f(B, -1);
    });
  }
  L(() => {
    H(Ee, "aria-label", `heat map of ${e.part.value_title ?? ""} by ${e.part.row_title ?? ""} and ${e.part.column_title ?? ""}; arrows move, Enter chooses, Escape releases, plus and minus zoom`), He = Ae(Ee, "", He, { height: `${n(J) ?? ""}px` }), Ye = Ae(Be, "", Ye, {
      width: `${n(o) ?? ""}px`,
      height: `${n(J) ?? ""}px`
    }), F = Ae(x, "", F, {
      width: `${n(o) ?? ""}px`,
      height: `${n(J) ?? ""}px`,
      cursor: n(b).zoom > 1 ? "grab" : "crosshair"
    });
  }), le("keydown", Ee, ge), le("pointerdown", x, de), le("pointermove", x, we), le("pointerup", x, I), at("pointercancel", x, () => c = null), at("pointerleave", x, () => ne(l, null)), at("wheel", x, K), Rr(me, "clientWidth", (f) => ne(o, f)), T(t, me), Ie();
}
St([
  "keydown",
  "pointerdown",
  "pointermove",
  "pointerup",
  "click"
]);
var fl = /* @__PURE__ */ R("<p> </p>");
function vl(t, e) {
  Fe(e, !0);
  var r = fl(), a = Y(r);
  L(() => O(a, `${e.part.name ?? ""}`)), T(t, r), Ie();
}
var dl = /* @__PURE__ */ R('<label class="switch svelte-1ecqen9"><input type="checkbox"/> </label>'), Un = /* @__PURE__ */ R("<span> </span>"), hl = /* @__PURE__ */ R('<div class="column svelte-1ecqen9"><!> <span class="token svelte-1ecqen9"> </span></div>'), pl = /* @__PURE__ */ R('<span class="guess svelte-1ecqen9"><code class="svelte-1ecqen9"> </code> </span>'), gl = /* @__PURE__ */ R('<span class="guess answer svelte-1ecqen9"> </span>'), ml = /* @__PURE__ */ R('<span class="place svelte-1ecqen9"> <code class="svelte-1ecqen9"> </code></span> <!> <!>', 1), _l = /* @__PURE__ */ R('<span class="hint svelte-1ecqen9">Layers go up, positions across. Point at a cell for its likeliest tokens; click to keep them.</span>'), bl = /* @__PURE__ */ R('<!>  <div class="box svelte-1ecqen9" role="application" aria-label="lens by layer and position; arrows move, Enter chooses, Escape releases" tabindex="0"><div class="grid svelte-1ecqen9"><div class="gutter svelte-1ecqen9"></div> <!></div></div> <p class="under svelte-1ecqen9"><!></p> <p class="readout svelte-1ecqen9" role="status"><!></p>', 1);
const xl = {
  hash: "svelte-1ecqen9",
  code: `.switch.svelte-1ecqen9 {display:inline-flex;gap:7px;align-items:center;font-size:0.9rem;color:var(--soft);margin-bottom:8px;}.box.svelte-1ecqen9 {overflow-x:auto;border-radius:6px;}.box.svelte-1ecqen9:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}.grid.svelte-1ecqen9 {position:relative;font-size:12px;}.gutter.svelte-1ecqen9 {position:sticky;left:0;z-index:1;height:100%;background:var(--card);}.gutter.svelte-1ecqen9 span:where(.svelte-1ecqen9) {position:absolute;right:9px;line-height:21px;color:var(--soft);font-variant-numeric:tabular-nums;}.gutter.svelte-1ecqen9 .decided:where(.svelte-1ecqen9) {color:var(--ink);font-weight:700;}.column.svelte-1ecqen9 {position:absolute;top:0;}.cell.svelte-1ecqen9,
  .token.svelte-1ecqen9 {position:absolute;left:0;right:0;height:20px;line-height:20px;text-align:center;white-space:pre;overflow:hidden;border-radius:3px;}.cell.svelte-1ecqen9 {cursor:pointer;background:repeating-linear-gradient(-45deg, var(--line) 0 1px, transparent 1px 5px);}.cell.at.svelte-1ecqen9 {outline:1.5px solid var(--ink);}.cell.locked.svelte-1ecqen9 {outline:2.5px solid var(--ink);}.token.svelte-1ecqen9 {color:var(--soft);font-weight:600;}.under.svelte-1ecqen9 {margin:6px 0 0;}.readout.svelte-1ecqen9 {margin:6px 0 0;min-height:3.2em;font-size:0.9rem;font-variant-numeric:tabular-nums;}.place.svelte-1ecqen9 {color:var(--soft);margin-right:8px;}.guess.svelte-1ecqen9 {display:inline-block;margin-right:14px;white-space:nowrap;}.answer.svelte-1ecqen9 {color:var(--blue);}.hint.svelte-1ecqen9 {color:var(--faint);}code.svelte-1ecqen9 {font-family:var(--mono);white-space:pre;background:var(--sunk);border-radius:3px;padding:0 3px;}`
};
function wl(t, e) {
  Fe(e, !0), Je(t, xl);
  let r = Ze(e, "state", 15);
  const a = 76, s = 22, i = 46, o = tr();
  let l, c = /* @__PURE__ */ Me(0), u = /* @__PURE__ */ Me(800), v = /* @__PURE__ */ Me(null);
  const d = /* @__PURE__ */ A(() => e.part.tokens.length), h = /* @__PURE__ */ A(() => e.part.layers.length), p = /* @__PURE__ */ A(() => e.part.probabilities.shape[2]), g = /* @__PURE__ */ A(() => r()?.cell ?? null), C = /* @__PURE__ */ A(() => !!r()?.byAnswer && e.part.answer_probability !== void 0), _ = /* @__PURE__ */ A(() => n(v) ?? n(g)), M = /* @__PURE__ */ A(() => Math.max(0, Math.floor(n(c) / a) - 3)), S = /* @__PURE__ */ A(() => Math.min(n(d), Math.ceil((n(c) + n(u)) / a) + 3)), E = /* @__PURE__ */ A(() => Array.from({ length: Math.max(0, n(S) - n(M)) }, (I, K) => n(M) + K)), w = /* @__PURE__ */ A(() => Array.from({ length: n(h) }, (I, K) => n(h) - 1 - K));
  qt(() => {
    l && r()?.cell === void 0 && (l.scrollLeft = l.scrollWidth);
  });
  const m = (I, K) => n(C) ? e.part.answer_probability.values[I * n(d) + K] : e.part.probabilities.values[(I * n(d) + K) * n(p)], k = (I, K) => e.part.top[I][K][0] ?? "";
  function N(I, K) {
    const ve = hr(m(I, K), 1, "sequential", o.dark);
    return ve ? `background:${zn(ve)};color:${Fa(ve)}` : "";
  }
  function b(I) {
    const K = I.target.closest("[data-layer]");
    return K ? { layer: Number(K.dataset.layer), pos: Number(K.dataset.pos) } : null;
  }
  function P(I) {
    const K = I && n(g) && I.layer === n(g).layer && I.pos === n(g).pos;
    r({ ...r(), cell: K ? void 0 : I ?? void 0 }), I && !K && e.onSelect?.({ part: e.part, ...I });
  }
  function j(I) {
    const K = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0]
    }[I.key];
    if (K) {
      const ve = n(g) ?? { layer: n(h) - 1, pos: n(d) }, ge = {
        layer: Math.max(0, Math.min(n(h) - 1, ve.layer + K[0])),
        pos: Math.max(0, Math.min(n(d) - 1, ve.pos + K[1]))
      };
      ne(v, null), r({ ...r(), cell: ge });
      const [me, Ee] = [ge.pos * a, (ge.pos + 1) * a + i];
      me < l.scrollLeft ? l.scrollLeft = me : Ee > l.scrollLeft + l.clientWidth && (l.scrollLeft = Ee - l.clientWidth);
    } else if (I.key === "Enter" && n(g)) e.onSelect?.({ part: e.part, ...n(g) });
    else if (I.key === "Escape")
      P(null), ne(v, null);
    else return;
    I.preventDefault();
  }
  var J = bl(), be = he(J);
  {
    var xe = (I) => {
      var K = dl(), ve = V(K), ge = y(ve);
      L(
        (me) => {
          ki(ve, n(C)), O(ge, ` shade by the probability of ${me ?? ""}`);
        },
        [
          () => e.part.answer ? $e(e.part.answer) : "the answer"
        ]
      ), le("change", ve, (me) => r({ ...r(), byAnswer: me.currentTarget.checked })), T(I, K);
    };
    Z(be, (I) => {
      e.part.answer_probability && I(xe);
    });
  }
  var ue = y(be, 2), ie = V(ue);
  let $;
  var ae = V(ie);
  Ae(ae, "", {}, { width: "46px" }), ye(ae, 22, () => n(w), (I) => I, (I, K, ve) => {
    var ge = Un();
    let me, Ee;
    var He = Y(ge, !0);
    L(() => {
      H(ge, "title", e.part.decided_at === K ? "the answer leads for good from here" : void 0), me = tt(ge, 1, "svelte-1ecqen9", null, me, { decided: e.part.decided_at === K }), Ee = Ae(ge, "", Ee, { top: `${n(ve) * s}px` }), O(He, e.part.layers[K]);
    }), T(I, ge);
  });
  var ze = y(ae, 2);
  ye(ze, 16, () => n(E), (I) => I, (I, K) => {
    var ve = hl();
    let ge;
    var me = V(ve);
    ye(me, 18, () => n(w), (Ye) => Ye, (Ye, x, F) => {
      var q = Un();
      let W;
      var G = Y(q, !0);
      L(
        (se, Se) => {
          W = tt(q, 1, "cell svelte-1ecqen9", null, W, {
            at: n(v)?.layer === x && n(v)?.pos === K,
            locked: n(g)?.layer === x && n(g)?.pos === K
          }), H(q, "data-layer", x), H(q, "data-pos", K), Ae(q, `top:${n(F) * s}px;${se ?? ""}`), O(G, Se);
        },
        [
          () => N(x, K),
          () => mt(k(x, K), 9)
        ]
      ), T(Ye, q);
    });
    var Ee = y(me, 2);
    let He;
    var Be = Y(Ee, !0);
    L(
      (Ye) => {
        ge = Ae(ve, "", ge, { left: `${i + K * a}px`, width: "74px" }), He = Ae(Ee, "", He, { top: `${n(h) * s}px` }), O(Be, Ye);
      },
      [() => mt(e.part.tokens[K], 10)]
    ), T(I, ve);
  }), Qt(ue, (I) => l = I, () => l);
  var _e = y(ue, 2), je = V(_e);
  {
    let I = /* @__PURE__ */ A(() => n(C) ? "probability of the answer" : "probability of the token shown");
    Lr(je, {
      scale: "sequential",
      limit: 1,
      get title() {
        return n(I);
      }
    });
  }
  var qe = y(_e, 2), re = V(qe);
  {
    var de = (I) => {
      var K = ml(), ve = he(K), ge = V(ve), me = y(ge), Ee = Y(me, !0), He = y(ve, 2);
      ye(He, 17, () => e.part.top[n(_).layer][n(_).pos], Ke, (x, F, q) => {
        var W = pl(), G = V(W), se = Y(G, !0), Se = y(G);
        L(
          (Ne, Ue) => {
            O(se, Ne), O(Se, ` ${Ue ?? ""}`);
          },
          [
            () => $e(n(F)),
            () => Pe(e.part.probabilities.values[(n(_).layer * n(d) + n(_).pos) * n(p) + q])
          ]
        ), T(x, W);
      });
      var Be = y(He, 2);
      {
        var Ye = (x) => {
          var F = gl(), q = Y(F);
          L(
            (W, G) => O(q, `${W ?? ""}
        ${G ?? ""}`),
            [
              () => e.part.answer ? $e(e.part.answer) : "answer",
              () => Pe(e.part.answer_probability.values[n(_).layer * n(d) + n(_).pos])
            ]
          ), T(x, F);
        };
        Z(Be, (x) => {
          e.part.answer_probability && x(Ye);
        });
      }
      L(
        (x) => {
          O(ge, `layer ${e.part.layers[n(_).layer] ?? ""}, position ${n(_).pos ?? ""} `), O(Ee, x);
        },
        [() => $e(e.part.tokens[n(_).pos])]
      ), T(I, K);
    }, we = (I) => {
      var K = _l();
      T(I, K);
    };
    Z(re, (I) => {
      n(_) ? I(de) : I(we, -1);
    });
  }
  L(() => $ = Ae(ie, "", $, {
    width: `${i + n(d) * a}px`,
    height: `${(n(h) + 1) * s + 4}px`
  })), at("scroll", ue, () => ne(c, l.scrollLeft, !0)), le("keydown", ue, j), le("click", ue, (I) => P(b(I))), le("pointermove", ue, (I) => ne(v, b(I), !0)), at("pointerleave", ue, () => ne(v, null)), Rr(ue, "clientWidth", (I) => ne(u, I)), T(t, J), Ie();
}
St(["change", "keydown", "click", "pointermove"]);
var yl = /* @__PURE__ */ R('<p class="how svelte-1urrham"> </p>'), kl = /* @__PURE__ */ R('<details class="svelte-1urrham"><summary class="svelte-1urrham"> </summary> <!></details>'), Ml = /* @__PURE__ */ R("<section><!> <!> <!> <!></section>");
const El = {
  hash: "svelte-1urrham",
  code: `section.svelte-1urrham {background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:22px 24px 24px;margin:18px 0;min-width:0;}section.inner.svelte-1urrham {background:none;border:0;border-radius:0;padding:0;margin:22px 0 0;}.title.svelte-1urrham {font-size:1.18rem;line-height:1.3;font-weight:650;margin:0 0 0.25em;}.inner.svelte-1urrham > .title:where(.svelte-1urrham) {font-size:1rem;}.how.svelte-1urrham {color:var(--soft);margin:0 0 1.1em;max-width:72ch;}details.svelte-1urrham {margin-top:14px;}summary.svelte-1urrham {cursor:pointer;color:var(--soft);width:fit-content;border-radius:4px;}summary.svelte-1urrham:focus-visible {outline:2px solid var(--focus);outline-offset:3px;}
  @media (max-width: 560px) {section.svelte-1urrham {padding:16px 14px 18px;}
  }`
};
function Sl(t, e) {
  Fe(e, !0), Je(t, El);
  const r = (g, C = Gr, _ = Gr) => {
    var M = Ht(), S = he(M);
    ye(S, 17, C, Ke, (E, w, m) => {
      var k = () => n(i)[`${_()}${m}`], N = (b) => o(`${_()}${m}`, b);
      {
        let b = /* @__PURE__ */ A(() => s() + 1);
        qr(E, {
          get part() {
            return n(w);
          },
          get onSelect() {
            return e.onSelect;
          },
          get onTry() {
            return e.onTry;
          },
          get level() {
            return n(b);
          },
          get state() {
            return k();
          },
          set state(P) {
            N(P);
          }
        });
      }
    }), T(g, M);
  };
  let a = Ze(e, "state", 15), s = Ze(e, "level", 3, 2);
  const i = /* @__PURE__ */ A(() => a()?.parts ?? {}), o = (g, C) => {
    a({ ...a(), parts: { ...n(i), [g]: C } });
  };
  var l = Ml();
  let c;
  var u = V(l);
  pi(u, () => `h${Math.min(s(), 6)}`, !1, (g, C) => {
    tt(g, 0, "title svelte-1urrham");
    var _ = Ra();
    L(() => O(_, e.part.title)), T(C, _);
  });
  var v = y(u, 2);
  {
    var d = (g) => {
      var C = yl(), _ = Y(C, !0);
      L(() => O(_, e.part.how)), T(g, C);
    };
    Z(v, (g) => {
      e.part.how && g(d);
    });
  }
  var h = y(v, 2);
  r(h, () => e.part.parts, () => "");
  var p = y(h, 2);
  ye(p, 17, () => e.part.details ?? [], Ke, (g, C, _) => {
    var M = kl(), S = V(M), E = Y(S, !0), w = y(S, 2);
    r(w, () => n(C).parts, () => `d${_}.`), L(() => O(E, n(C).title)), T(g, M);
  }), L(() => c = tt(l, 1, "svelte-1urrham", null, c, { inner: s() > 2 })), T(t, l), Ie();
}
var Tl = /* @__PURE__ */ R('<th><button class="svelte-1l35377"> <span class="mark svelte-1l35377" aria-hidden="true"> </span></button></th>'), zl = /* @__PURE__ */ R('<code class="svelte-1l35377"> </code>'), Al = /* @__PURE__ */ R("<td><!></td>"), ql = /* @__PURE__ */ R("<tr></tr>"), Nl = /* @__PURE__ */ R('<button class="more svelte-1l35377"> </button>'), Cl = /* @__PURE__ */ R('<div class="scroll svelte-1l35377" tabindex="0" role="group" aria-label="table"><table class="svelte-1l35377"><thead><tr></tr></thead><tbody></tbody></table></div> <!>', 1);
const Pl = {
  hash: "svelte-1l35377",
  code: `.scroll.svelte-1l35377 {overflow-x:auto;border-radius:4px;}.scroll.svelte-1l35377:focus-visible,
  button.svelte-1l35377:focus-visible {outline:2px solid var(--focus);outline-offset:1px;}table.svelte-1l35377 {border-collapse:collapse;font-size:0.93rem;min-width:min(100%, 320px);}th.svelte-1l35377,
  td.svelte-1l35377 {text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;max-width:56ch;overflow-wrap:anywhere;}.n.svelte-1l35377 {text-align:right;font-variant-numeric:tabular-nums;}th.svelte-1l35377 button:where(.svelte-1l35377) {all:unset;cursor:pointer;font-weight:600;font-size:0.88rem;color:var(--soft);white-space:nowrap;}th.svelte-1l35377 button:where(.svelte-1l35377):focus-visible {outline:2px solid var(--focus);border-radius:3px;}.mark.svelte-1l35377 {display:inline-block;width:1em;text-align:center;}.choose.svelte-1l35377 {cursor:pointer;}.choose.svelte-1l35377:hover td:where(.svelte-1l35377) {background:var(--sunk);}code.svelte-1l35377 {font-family:var(--mono);font-size:0.92em;white-space:pre;}.more.svelte-1l35377 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}`
};
function Rl(t, e) {
  Fe(e, !0), Je(t, Pl);
  let r = Ze(e, "state", 15);
  const a = 200, s = /* @__PURE__ */ A(() => r()?.by), i = /* @__PURE__ */ A(() => !!r()?.down), o = /* @__PURE__ */ A(() => r()?.shown ?? a), l = /* @__PURE__ */ A(() => {
    const E = e.part.rows.map((m, k) => k);
    if (n(s) === void 0) return E;
    const w = n(i) ? -1 : 1;
    return E.sort((m, k) => w * c(e.part.rows[m][n(s)], e.part.rows[k][n(s)]));
  });
  function c(E, w) {
    return E === w ? 0 : E === null ? 1 : w === null ? -1 : typeof E == "number" && typeof w == "number" ? E - w : String(E).localeCompare(String(w));
  }
  function u(E) {
    const w = e.part.columns[E].kind === "number";
    r({
      ...r(),
      by: E,
      down: n(s) === E ? !n(i) : w
    });
  }
  function v(E, w) {
    return E === null ? "–" : w === "token" ? $e(String(E)) : typeof E == "number" ? Pe(E) : E;
  }
  var d = Cl(), h = he(d), p = V(h), g = V(p), C = V(g);
  ye(C, 21, () => e.part.columns, Ke, (E, w, m) => {
    var k = Tl();
    let N;
    var b = V(k), P = V(b), j = y(P), J = Y(j, !0);
    L(() => {
      H(k, "aria-sort", n(s) === m ? n(i) ? "descending" : "ascending" : void 0), N = tt(k, 1, "svelte-1l35377", null, N, { n: n(w).kind === "number" }), O(P, n(w).title), O(J, n(s) === m ? n(i) ? "↓" : "↑" : "");
    }), le("click", b, () => u(m)), T(E, k);
  });
  var _ = y(g);
  ye(_, 20, () => n(l).slice(0, n(o)), (E) => E, (E, w) => {
    var m = ql();
    let k;
    ye(m, 21, () => e.part.columns, Ke, (N, b, P) => {
      var j = Al();
      let J;
      var be = V(j);
      {
        var xe = (ie) => {
          var $ = zl(), ae = Y($, !0);
          L((ze) => O(ae, ze), [() => v(e.part.rows[w][P], n(b).kind)]), T(ie, $);
        }, ue = (ie) => {
          var $ = Ra();
          L((ae) => O($, ae), [() => v(e.part.rows[w][P], n(b).kind)]), T(ie, $);
        };
        Z(be, (ie) => {
          n(b).kind === "token" ? ie(xe) : ie(ue, -1);
        });
      }
      L(() => J = tt(j, 1, "svelte-1l35377", null, J, { n: n(b).kind === "number" })), T(N, j);
    }), L(() => k = tt(m, 1, "svelte-1l35377", null, k, { choose: e.onSelect })), le("click", m, () => e.onSelect?.({ part: e.part, row: w })), T(E, m);
  });
  var M = y(h, 2);
  {
    var S = (E) => {
      var w = Nl(), m = Y(w);
      L((k) => O(m, `show more (${k ?? ""} left)`), [() => Pe(e.part.rows.length - n(o))]), le("click", w, () => r({ ...r(), shown: n(o) + a })), T(E, w);
    };
    Z(M, (E) => {
      e.part.rows.length > n(o) && E(S);
    });
  }
  T(t, d), Ie();
}
St(["click"]);
var Ol = /* @__PURE__ */ R('<blockquote class="svelte-1welwi2"> </blockquote>'), Ll = /* @__PURE__ */ R("<p> </p>");
const Dl = {
  hash: "svelte-1welwi2",
  code: `p.svelte-1welwi2,
  blockquote.svelte-1welwi2 {max-width:72ch;margin:0.5em 0;white-space:pre-wrap;overflow-wrap:anywhere;}.soft.svelte-1welwi2 {color:var(--soft);font-size:0.94rem;}blockquote.svelte-1welwi2 {margin-left:0;padding-left:14px;border-left:3px solid var(--line);}`
};
function Fl(t, e) {
  Fe(e, !0), Je(t, Dl);
  var r = Ht(), a = he(r);
  {
    var s = (o) => {
      var l = Ol(), c = Y(l, !0);
      L(() => O(c, e.part.text)), T(o, l);
    }, i = (o) => {
      var l = Ll();
      let c;
      var u = Y(l, !0);
      L(() => {
        c = tt(l, 1, "svelte-1welwi2", null, c, { soft: e.part.tone === "soft" }), O(u, e.part.text);
      }), T(o, l);
    };
    Z(a, (o) => {
      e.part.tone === "quote" ? o(s) : o(i, -1);
    });
  }
  T(t, r), Ie();
}
var Il = /* @__PURE__ */ R("<button> </button>"), jl = /* @__PURE__ */ R('<button class="more svelte-19m6xb0"> </button>'), Hl = /* @__PURE__ */ R(': <b class="svelte-19m6xb0"> </b> ', 1), Bl = /* @__PURE__ */ R(' <code class="svelte-19m6xb0"> </code><!>', 1), Ul = /* @__PURE__ */ R('<div class="strip svelte-19m6xb0" role="group"></div> <!> <p class="readout svelte-19m6xb0" role="status"><!></p>', 1);
const Wl = {
  hash: "svelte-19m6xb0",
  code: ".strip.svelte-19m6xb0 {display:flex;flex-wrap:wrap;gap:4px 2px;line-height:1.35;}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0) {all:unset;white-space:pre;max-width:100%;overflow:hidden;text-overflow:ellipsis;padding:2px 5px;border-radius:4px;cursor:pointer;font-family:var(--mono);font-size:0.9rem;background:var(--sunk);}.strip.svelte-19m6xb0 button:where(.svelte-19m6xb0):focus-visible {outline:2px solid var(--focus) !important;outline-offset:1px;}.strip.svelte-19m6xb0 button.locked:where(.svelte-19m6xb0) {box-shadow:0 0 0 2px var(--ink);}.strip.svelte-19m6xb0 button.frame:where(.svelte-19m6xb0) {outline:1.5px solid var(--ink);}.more.svelte-19m6xb0 {font:inherit;font-size:0.9rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:7px;padding:3px 11px;margin-top:8px;cursor:pointer;}.readout.svelte-19m6xb0 {margin:7px 0 12px;min-height:1.5em;font-size:0.9rem;color:var(--soft);font-variant-numeric:tabular-nums;}code.svelte-19m6xb0 {font-family:var(--mono);white-space:pre;}b.svelte-19m6xb0 {color:var(--ink);}"
};
function Yl(t, e) {
  Fe(e, !0), Je(t, Wl);
  let r = Ze(e, "state", 15);
  const a = 400, s = tr();
  let i = /* @__PURE__ */ Me(null), o;
  const l = /* @__PURE__ */ A(() => r()?.pos ?? null), c = /* @__PURE__ */ A(() => r()?.shown ?? a), u = /* @__PURE__ */ A(() => n(i) ?? n(l)), v = /* @__PURE__ */ A(() => e.part.values?.values), d = /* @__PURE__ */ A(() => e.part.limit ?? (n(v) ? An(n(v)) : 1));
  function h(b) {
    if (!n(v)) return;
    const P = hr(n(v)[b], n(d), e.part.scale, s.dark);
    return P ? `background:${zn(P)};color:${Fa(P)}` : "outline:1px dashed var(--faint)";
  }
  function p(b) {
    r({ ...r(), pos: n(l) === b ? void 0 : b }), n(l) === b && e.onSelect?.({ part: e.part, pos: b });
  }
  function g(b, P) {
    if (b.key === "Escape") {
      r({ ...r(), pos: void 0 }), ne(i, null);
      return;
    }
    const j = {
      ArrowRight: P + 1,
      ArrowLeft: P - 1,
      Home: 0,
      End: e.part.tokens.length - 1
    }[b.key];
    j !== void 0 && (b.preventDefault(), o.children[Math.max(0, Math.min(o.children.length - 1, j))].focus());
  }
  const C = /* @__PURE__ */ A(() => n(l) ?? 0);
  var _ = Ul(), M = he(_);
  ye(M, 21, () => e.part.tokens.slice(0, n(c)), Ke, (b, P, j) => {
    var J = Il();
    let be;
    var xe = Y(J, !0);
    L(
      (ue, ie, $) => {
        Ae(J, ue), H(J, "aria-pressed", j === n(l)), H(J, "tabindex", j === n(C) ? 0 : -1), be = tt(J, 1, "svelte-19m6xb0", null, be, { locked: j === n(l), frame: ie }), O(xe, $);
      },
      [
        () => h(j),
        () => n(v) && ln(n(v)[j], n(d)),
        () => $e(n(P))
      ]
    ), at("pointerenter", J, () => ne(i, j, !0)), at("pointerleave", J, () => ne(i, null)), at("focus", J, () => ne(i, j, !0)), at("blur", J, () => ne(i, null)), le("click", J, () => p(j)), le("keydown", J, (ue) => g(ue, j)), T(b, J);
  }), Qt(M, (b) => o = b, () => o);
  var S = y(M, 2);
  {
    var E = (b) => {
      var P = jl(), j = Y(P);
      L((J) => O(j, `show more (${J ?? ""} tokens left)`), [() => Pe(e.part.tokens.length - n(c))]), le("click", P, () => r({ ...r(), shown: n(c) + 4 * a })), T(b, P);
    };
    Z(S, (b) => {
      e.part.tokens.length > n(c) && b(E);
    });
  }
  var w = y(S, 2), m = V(w);
  {
    var k = (b) => {
      var P = Bl(), j = he(P), J = y(j), be = Y(J, !0), xe = y(J);
      {
        var ue = (ie) => {
          var $ = Hl(), ae = y(he($)), ze = Y(ae, !0), _e = y(ae);
          L(
            (je) => {
              O(ze, je), O(_e, ` ${e.part.value_title ?? "" ?? ""}`);
            },
            [() => Pe(n(v)[n(u)])]
          ), T(ie, $);
        };
        Z(xe, (ie) => {
          n(v) && ie(ue);
        });
      }
      L(
        (ie) => {
          O(j, `position ${n(u) ?? ""}, `), O(be, ie);
        },
        [() => $e(e.part.tokens[n(u)])]
      ), T(b, P);
    }, N = (b) => {
      Lr(b, {
        get scale() {
          return e.part.scale;
        },
        get limit() {
          return n(d);
        },
        get title() {
          return e.part.value_title;
        }
      });
    };
    Z(m, (b) => {
      n(u) !== null ? b(k) : n(v) && b(N, 1);
    });
  }
  L(() => H(M, "aria-label", e.part.value_title ?? "tokens")), T(t, _), Ie();
}
St(["click", "keydown"]);
var Vl = /* @__PURE__ */ R("<p> </p>");
function qr(t, e) {
  Fe(e, !0);
  let r = Ze(e, "state", 15), a = Ze(e, "level", 3, 2);
  var s = Ht(), i = he(s);
  {
    var o = (m) => {
      Sl(m, {
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
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, l = (m) => {
      Qo(m, {
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
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, c = (m) => {
      Fl(m, {
        get part() {
          return e.part;
        }
      });
    }, u = (m) => {
      Pi(m, {
        get part() {
          return e.part;
        }
      });
    }, v = (m) => {
      Rl(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, d = (m) => {
      Uo(m, {
        get part() {
          return e.part;
        }
      });
    }, h = (m) => {
      ul(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, p = (m) => {
      Yl(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, g = (m) => {
      wl(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, C = (m) => {
      _o(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, _ = (m) => {
      No(m, {
        get part() {
          return e.part;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, M = (m) => {
      so(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, S = (m) => {
      Yo(m, {
        get part() {
          return e.part;
        },
        get onSelect() {
          return e.onSelect;
        },
        get state() {
          return r();
        },
        set state(k) {
          r(k);
        }
      });
    }, E = (m) => {
      vl(m, {
        get part() {
          return e.part;
        },
        get onTry() {
          return e.onTry;
        }
      });
    }, w = (m) => {
      var k = Vl(), N = Y(k);
      L(() => O(N, `This page has a part that this version cannot draw: ${e.part.part ?? ""}`)), T(m, k);
    };
    Z(i, (m) => {
      e.part.part === "section" ? m(o) : e.part.part === "group" ? m(l, 1) : e.part.part === "text" ? m(c, 2) : e.part.part === "answer" ? m(u, 3) : e.part.part === "table" ? m(v, 4) : e.part.part === "finding" ? m(d, 5) : e.part.part === "heat_map" ? m(h, 6) : e.part.part === "token_strip" ? m(p, 7) : e.part.part === "lens_grid" ? m(g, 8) : e.part.part === "bars" ? m(C, 9) : e.part.part === "curves" ? m(_, 10) : e.part.part === "attention" ? m(M, 11) : e.part.part === "graph" ? m(S, 12) : e.part.part === "latent_card" ? m(E, 13) : m(w, -1);
    });
  }
  T(t, s), Ie();
}
var Gl = /* @__PURE__ */ R('<p class="svelte-1brgrom"> </p>'), Kl = /* @__PURE__ */ R('<dt class="svelte-1brgrom"> </dt> <dd class="svelte-1brgrom"><code class="svelte-1brgrom"> </code></dd>', 1), Xl = /* @__PURE__ */ R('<details><summary class="svelte-1brgrom">How to make this again</summary> <dl class="svelte-1brgrom"></dl></details>'), Zl = /* @__PURE__ */ R('<main class="svelte-1brgrom"><header class="svelte-1brgrom"><div><h1 class="svelte-1brgrom"> </h1> <!></div> <button class="svelte-1brgrom"><span aria-hidden="true">◐</span> </button></header> <!> <!></main>');
const Jl = {
  hash: "svelte-1brgrom",
  code: `main.svelte-1brgrom {max-width:1040px;margin:0 auto;padding:32px 22px 48px;box-sizing:border-box;}header.svelte-1brgrom {display:flex;gap:20px;align-items:start;justify-content:space-between;margin-bottom:22px;}h1.svelte-1brgrom {font-size:1.55rem;line-height:1.25;font-weight:680;letter-spacing:-0.01em;margin:0;overflow-wrap:anywhere;white-space:pre-wrap;}header.svelte-1brgrom p:where(.svelte-1brgrom) {color:var(--soft);margin:0.35em 0 0;max-width:68ch;}button.svelte-1brgrom {font:inherit;font-size:0.9rem;color:var(--soft);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 12px;cursor:pointer;white-space:nowrap;}button.svelte-1brgrom:focus-visible,
  summary.svelte-1brgrom:focus-visible {outline:2px solid var(--focus);outline-offset:2px;}summary.svelte-1brgrom {cursor:pointer;color:var(--soft);width:fit-content;margin-top:22px;}dl.svelte-1brgrom {display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;font-size:0.9rem;}dt.svelte-1brgrom {color:var(--soft);}dd.svelte-1brgrom {margin:0;min-width:0;overflow-wrap:anywhere;}code.svelte-1brgrom {font-family:var(--mono);font-size:0.93em;}
  @media (max-width: 560px) {main.svelte-1brgrom {padding:20px 12px 36px;}dl.svelte-1brgrom {grid-template-columns:1fr;}
  }`
};
function Ql(t, e) {
  Fe(e, !0), Je(t, Jl);
  const r = tr(), a = (_) => typeof _ == "string" ? _ : JSON.stringify(_);
  var s = Zl(), i = V(s), o = V(i), l = V(o), c = Y(l, !0), u = y(l, 2);
  {
    var v = (_) => {
      var M = Gl(), S = Y(M, !0);
      L(() => O(S, e.page.subtitle)), T(_, M);
    };
    Z(u, (_) => {
      e.page.subtitle && _(v);
    });
  }
  var d = y(o, 2), h = y(V(d)), p = y(i, 2);
  ye(p, 17, () => e.page.parts, Ke, (_, M) => {
    qr(_, {
      get part() {
        return n(M);
      }
    });
  });
  var g = y(p, 2);
  {
    var C = (_) => {
      var M = Xl(), S = y(V(M), 2);
      ye(S, 21, () => Object.entries(e.page.provenance), ([E, w]) => E, (E, w) => {
        var m = /* @__PURE__ */ A(() => vn(n(w), 2));
        let k = () => n(m)[0], N = () => n(m)[1];
        var b = Kl(), P = he(b), j = Y(P, !0), J = y(P, 2), be = V(J), xe = Y(be, !0);
        L(
          (ue) => {
            O(j, k()), O(xe, ue);
          },
          [() => a(N())]
        ), T(E, b);
      }), T(_, M);
    };
    Z(g, (_) => {
      e.page.provenance && _(C);
    });
  }
  L(() => {
    O(c, e.page.title), H(d, "aria-label", `switch to ${r.dark ? "light" : "dark"} colours`), O(h, ` ${r.dark ? "light" : "dark"}`);
  }), le("click", d, () => r.toggle()), T(t, s), Ie();
}
St(["click"]);
var $l = /* @__PURE__ */ R('<p role="alert" class="svelte-9tpkvn"> </p>'), ec = /* @__PURE__ */ R('<p role="status" class="svelte-9tpkvn">…</p>');
const tc = {
  hash: "svelte-9tpkvn",
  code: "p.svelte-9tpkvn {margin:2rem;}"
};
function rc(t, e) {
  Fe(e, !0), Je(t, tc);
  const r = Ii(new Ha(e.host));
  zi(() => r.destroy());
  const a = e.host.parentElement === document.body;
  qt(() => {
    r.dark, a && (document.documentElement.style.background = getComputedStyle(e.host).getPropertyValue("--bg"));
  });
  var s = Ht(), i = he(s);
  {
    var o = (u) => {
      var v = $l(), d = Y(v, !0);
      L(() => O(d, e.shown.problem)), T(u, v);
    }, l = (u) => {
      Ql(u, {
        get page() {
          return e.shown.page;
        }
      });
    }, c = (u) => {
      var v = ec();
      T(u, v);
    };
    Z(i, (u) => {
      e.shown.problem ? u(o) : e.shown.page ? u(l, 1) : u(c, -1);
    });
  }
  T(t, s), Ie();
}
const nc = ':root,:host{color-scheme:light;--bg: #fbfaf7;--card: #ffffff;--sunk: #f3f2ee;--ink: #1b2025;--soft: #57616b;--faint: #8b949c;--line: #e2e1dc;--focus: #1f5fa8;--blue: #1f5fa8;--orange: #b8530c;--teal: #0b6f6f;--good: #17683a;--good-soft: #e4f2e9;--warn: #855700;--warn-soft: #f8efdc;--bad: #a52a2a;--radius: 10px;--font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace}@media(prefers-color-scheme:dark){:root:not([data-theme=light]),:host(:not([data-theme="light"])){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #76818a;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}}:root[data-theme=dark],:host([data-theme="dark"]){color-scheme:dark;--bg: #14171a;--card: #1b2024;--sunk: #22282d;--ink: #e8ebed;--soft: #a3adb5;--faint: #76818a;--line: #2f373d;--focus: #7ab4f5;--blue: #7ab4f5;--orange: #f0a05f;--teal: #56c7bd;--good: #78d29f;--good-soft: #1c3327;--warn: #e4b75c;--warn-soft: #352c18;--bad: #f08a80}:host{display:block;background:var(--bg);color:var(--ink);font:16px/1.55 var(--font)}';
async function ac(t) {
  if (t?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(t?.cutaway)}); make it again`);
  const e = await Promise.all(t.arrays.map(sc));
  return un(t.page, e);
}
async function sc(t) {
  const e = await oc(ic(t.data));
  return { shape: t.shape, values: lc(t, e) };
}
function ic(t) {
  const e = atob(t), r = new Uint8Array(e.length);
  for (let a = 0; a < e.length; a++) r[a] = e.charCodeAt(a);
  return r;
}
async function oc(t) {
  const e = new Blob([t]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(e).arrayBuffer();
}
function lc(t, e) {
  const { dtype: r, scale: a = 1, offset: s = 0 } = t;
  if (r === "float32") return new Float32Array(e);
  if (r === "int32") return Float32Array.from(new Int32Array(e));
  if (r === "uint8") return Float32Array.from(new Uint8Array(e), (i) => i === 255 ? NaN : i * a + s);
  if (r === "float16") return Float32Array.from(new Uint16Array(e), cc);
  throw new Error(`numbers of type ${String(r)} cannot be read; make the page again`);
}
function cc(t) {
  const e = t & 32768 ? -1 : 1, r = t >> 10 & 31, a = t & 1023;
  return r === 0 ? e * a * 2 ** -24 : r === 31 ? a ? NaN : e * (1 / 0) : e * (1 + a / 1024) * 2 ** (r - 15);
}
function un(t, e) {
  if (Array.isArray(t)) return t.map((a) => un(a, e));
  if (t === null || typeof t != "object") return t;
  const r = t.$array;
  return typeof r == "number" ? e[r] : Object.fromEntries(Object.entries(t).map(([a, s]) => [a, un(s, e)]));
}
class uc {
  #t = /* @__PURE__ */ Me(null);
  get page() {
    return n(this.#t);
  }
  set page(e) {
    ne(this.#t, e);
  }
  #r = /* @__PURE__ */ Me(null);
  get problem() {
    return n(this.#r);
  }
  set problem(e) {
    ne(this.#r, e, !0);
  }
  #e = 0;
  constructor(e) {
    this.show(e);
  }
  show(e) {
    const r = ++this.#e;
    ac(e).then(
      (a) => {
        r === this.#e && (this.page = a, this.problem = null);
      },
      (a) => {
        r === this.#e && (this.problem = a instanceof Error ? a.message : String(a));
      }
    );
  }
}
function fc(t, e) {
  const r = t.shadowRoot ?? t.attachShadow({ mode: "open" }), a = document.createElement("style");
  a.textContent = nc;
  const s = document.createElement("div");
  r.replaceChildren(a, s);
  const i = new uc(e), o = oi(rc, { target: s, props: { shown: i, host: t } });
  return {
    update: (l) => i.show(l),
    destroy: () => {
      ci(o), r.replaceChildren();
    }
  };
}
function vc({ model: t, el: e }) {
  const r = () => JSON.parse(t.get("payload")), a = document.createElement("div");
  e.replaceChildren(a);
  const s = fc(a, r()), i = () => s.update(r());
  return t.on("change:payload", i), () => {
    t.off("change:payload", i), s.destroy();
  };
}
const hc = { render: vc };
export {
  hc as default
};
