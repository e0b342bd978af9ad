/* Interviews on a phone, with or without a network: one question a screen, an outbox that is emptied only by receipts. */
"use strict";
{
  const at = JSON.parse(document.getElementById("field").textContent);
  const words = at.words;
  const root = document.getElementById("app");
  const CACHE = "samrit-field-1";

  /* --- small helpers --- */
  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  const said = (message) => (at.lang === "en" && message.en ? message.en : message.th);
  /* Numbers in the digits of the language; a receipt's number stays as it is written down. */
  const digits = (value) => (at.lang === "th" && Number.isInteger(value) ? String(value).replace(/\d/g, (one) => "๐๑๒๓๔๕๖๗๘๙"[one]) : value);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => digits(values[name]));
  const ago = (moment) => {
    const minutes = Math.floor((Date.now() - moment) / 60000);
    if (minutes < 60) return fill(words.minutes, { n: minutes });
    if (minutes < 2880) return fill(words.hours, { n: Math.floor(minutes / 60) });
    return fill(words.days, { n: Math.floor(minutes / 1440) });
  };
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const shuffled = (list) => {
    const made = [...list];
    for (let i = made.length - 1; i > 0; i--) {
      const j = crypto.getRandomValues(new Uint32Array(1))[0] % (i + 1);
      [made[i], made[j]] = [made[j], made[i]];
    }
    return made;
  };
  /* One tab does a thing at a time; where the browser has no locks, the server's memory of numbers is enough. */
  const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? act() : null)) : act());

  /* --- the store --- */
  let db;
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("samrit-field", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "uid" });
      request.result.createObjectStore("drafts", { keyPath: "uid" });
      request.result.createObjectStore("sent", { keyPath: "uid" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const within = (stores, mode, act) => new Promise((resolve, reject) => {
    const tx = db.transaction(stores, mode, { durability: "strict" });
    let result;
    const got = act(tx);
    if (got) got.onsuccess = () => { result = got.result; };
    tx.oncomplete = () => resolve(result);
    tx.onabort = tx.onerror = () => reject(tx.error);
  });
  const all = (store) => within([store], "readonly", (tx) => tx.objectStore(store).getAll());
  const put = (store, row) => within([store], "readwrite", (tx) => { tx.objectStore(store).put(row); });
  const drop = (store, uid) => within([store], "readwrite", (tx) => { tx.objectStore(store).delete(uid); });

  /* --- the interview --- */
  const { questionnaire } = at;
  const battery = questionnaire.questions.find((one) => one.kind === "recognise");
  const applies = (question, answers) => {
    if (!question.only_if) return true;
    const given = answers[question.only_if.question];
    return Array.isArray(given) ? given.includes(question.only_if.value) : given === question.only_if.value;
  };
  const steps = (answers) => {
    const rows = questionnaire.questions.filter((one) => one.kind !== "note" && applies(one, answers));
    const { screen } = questionnaire;
    if (screen) {
      rows.sort((a, b) => (b.id === screen.question) - (a.id === screen.question));
      if ((screen.guardian || []).includes(answers[screen.question])) rows.splice(1, 0, at.guardian);
    }
    return [at.adults, ...rows];
  };
  const tooYoung = (answers) => {
    const { screen } = questionnaire;
    if (!screen) return false;
    const given = answers[screen.question];
    return screen.stop.includes(given) || ((screen.guardian || []).includes(given) && answers[at.guardian.id] === "no");
  };
  const lacking = (question, value) => {
    if (question.kind === "integer" && value !== undefined) {
      const number = Number(value);
      if (!Number.isInteger(number) || (question.low != null && number < question.low) || (question.high != null && number > question.high)) return words.number;
    }
    if (!question.required) return "";
    if (question.kind === "recognise") return question.items.every((item) => value && value[item.id]) ? "" : words.every;
    return value === undefined || value === "" || value.length === 0 ? words.answer : "";
  };

  let draft = null;
  let release = null;
  const begin = (old) => {
    const fresh = { uid: uuid(), allocation: at.allocation, version: at.version, answers: {}, spent: {}, at: -1, began: Date.now(), order: battery ? shuffled(battery.items.map((item) => item.id)) : [] };
    const row = old || fresh;
    /* The draft is held by one tab: two tabs never fill in the same interview. */
    const hold = new Promise((resolve) => { release = resolve; });
    const start = () => { draft = row; show(); return hold; };
    if (!navigator.locks) { start(); return; }
    navigator.locks.request(`samrit-draft-${row.uid}`, { ifAvailable: true }, (lock) => {
      if (!lock) { say(words.elsewhere); return null; }
      return start();
    });
  };
  const leave = () => { if (release) release(); release = null; draft = null; };

  const choices = (question, name, options, value, several, change) => options.map((option, place) => {
    const id = `${name}-${place}`;
    const input = make("input", { type: several ? "checkbox" : "radio", id, name, value: option.value, checked: several ? (value || []).includes(option.value) : value === option.value });
    input.addEventListener("change", () => change(input));
    return make("p", { className: "choice" }, input, make("label", { htmlFor: id, textContent: said(option.label) }));
  });
  const inputs = (question, answers) => {
    const value = answers[question.id];
    const set = (answer) => { if (answer === undefined || answer === "" || answer.length === 0) delete answers[question.id]; else answers[question.id] = answer; };
    if (question.kind === "recognise") {
      const byId = Object.fromEntries(question.items.map((item) => [item.id, item]));
      return draft.order.map((id) => make("fieldset", {},
        make("legend", { textContent: said(byId[id].label) }, byId[id].hint ? make("small", { textContent: said(byId[id].hint) }) : null),
        at.pictures[id] ? make("img", { src: at.pictures[id], alt: said(byId[id].picture.alt) }) : null,
        make("div", { className: "four" }, ...choices(question, id, at.codes, (value || {})[id], false, (input) => { answers[question.id] = { ...answers[question.id], [id]: input.value }; }))));
    }
    if (question.kind === "select_one" && question.options.length > 20) {
      const select = make("select", { id: "a" }, make("option", { value: "", textContent: words.choose }), ...question.options.map((one) => make("option", { value: one.value, textContent: said(one.label), selected: one.value === value })));
      select.addEventListener("change", () => set(select.value));
      return [select];
    }
    if (question.kind === "select_one") return choices(question, question.id, question.options, value, false, (input) => set(input.value));
    if (question.kind === "select_multiple") {
      return choices(question, question.id, question.options, value, true, () => set([...root.querySelectorAll(`input[name="${question.id}"]:checked`)].map((input) => input.value)));
    }
    const input = make(question.kind === "text" ? "textarea" : "input", { id: "a", value: value === undefined ? "" : value, maxLength: question.kind === "text" ? 2000 : 9 });
    if (question.kind === "integer") input.inputMode = "numeric";
    input.addEventListener("input", () => set(question.kind === "integer" && /^[0-9]+$/.test(input.value) ? Number(input.value) : input.value));
    return [input];
  };

  const screenOf = (...children) => { root.replaceChildren(...children.filter(Boolean)); scrollTo(0, 0); const head = root.querySelector("h1"); if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); } };
  /* A second press while the first still saves does nothing: no question is skipped. */
  let busy = false;
  const button = (text, act, plain) => {
    const made = make("button", { type: "button", textContent: text, className: plain ? "plain" : "" });
    made.addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      try { await act(); } finally { busy = false; }
    });
    return made;
  };

  /* Where the interview is held, if the person lets it be kept: to about a kilometre, before it is stored anywhere. */
  const placed = (row) => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const coarse = (degrees) => Math.round(degrees * 100) / 100;
    row.place = { lat: coarse(coords.latitude), lon: coarse(coords.longitude), accuracy: Math.round(coords.accuracy) };
    if (draft === row) put("drafts", row);
  }, () => {}, { enableHighAccuracy: false, timeout: 60000, maximumAge: 300000 });

  const show = (wrong) => {
    if (draft.at < 0) {
      const check = make("input", { type: "checkbox", id: "consent" });
      const where = make("input", { type: "checkbox", id: "where" });
      screenOf(make("h1", { textContent: said(questionnaire.title) }), make("p", { textContent: said(questionnaire.intro || { th: "" }) }),
        make("h2", { textContent: words.consent }), make("p", { textContent: said(questionnaire.consent || { th: "" }) }),
        wrong ? make("p", { className: "wrong", role: "alert", textContent: wrong }) : null,
        make("p", { className: "choice" }, check, make("label", { htmlFor: "consent", textContent: words.agrees })),
        navigator.geolocation ? make("p", { className: "choice" }, where, make("label", { htmlFor: "where", textContent: words.where })) : null,
        make("p", { className: "do" }, button(words.next, async () => {
          if (!check.checked) { show(words.must); return; }
          if (where.checked) placed(draft);
          draft.at = 0; draft.shown = Date.now();
          await put("drafts", draft); show();
        }), button(words.cancel, async () => { const { uid } = draft; leave(); await drop("drafts", uid); home(); }, true)));
      return;
    }
    const rows = steps(draft.answers);
    const question = rows[Math.min(draft.at, rows.length - 1)];
    const last = draft.at >= rows.length - 1;
    const go = async () => {
      const fault = lacking(question, draft.answers[question.id]);
      if (fault) { show(fault); return; }
      draft.spent[question.id] = (draft.spent[question.id] || 0) + Math.round((Date.now() - (draft.shown || Date.now())) / 1000);
      draft.shown = Date.now();
      if (tooYoung(draft.answers)) { const { uid } = draft; leave(); await drop("drafts", uid); home(words.young); return; }
      if (draft.at < steps(draft.answers).length - 1) { draft.at += 1; await put("drafts", draft); show(); return; }
      await finish();
    };
    screenOf(make("p", { className: "at", textContent: fill(words.place, { n: draft.at + 1, of: rows.length }) }),
      make("h1", { textContent: said(question.label) }), question.hint ? make("p", { className: "hint", textContent: said(question.hint) }) : null,
      wrong ? make("p", { className: "wrong", role: "alert", textContent: wrong }) : null,
      ...inputs(question, draft.answers),
      make("p", { className: "do" }, button(last ? words.finish : words.next, go),
        button(words.back, async () => { draft.at -= 1; await put("drafts", draft); show(); }, true),
        button(words.later, async () => { await put("drafts", draft); leave(); home(); }, true)));
  };

  const finish = async () => {
    const now = Date.now();
    const { uid, answers, order, spent, version, place } = draft;
    const body = { uid, questionnaire: version, answers, order, language: at.lang, seconds: Math.round((now - draft.began) / 1000), timings: spent, place, answered_at: new Date(now).toISOString() };
    /* Into the outbox and out of the drafts at once, or neither. */
    await within(["outbox", "drafts"], "readwrite", (tx) => {
      tx.objectStore("outbox").put({ uid, url: at.send, token: at.token, body, at: now, tries: 0, fault: "" });
      tx.objectStore("drafts").delete(uid);
    });
    leave();
    home(fill(words.kept, { n: uid.slice(0, 8) }));
    send();
  };

  /* --- the outbox: a record leaves it only with a receipt that names it --- */
  const one = async (row) => {
    try {
      const answer = await fetch(row.url, { method: "POST", body: JSON.stringify(row.body), headers: { "Content-Type": "application/json", Authorization: `Bearer ${row.token}` }, credentials: "omit", redirect: "error", signal: AbortSignal.timeout(30000) });
      const told = await answer.json();
      if (answer.ok && told.uid === row.uid) {
        await within(["outbox", "sent"], "readwrite", (tx) => {
          tx.objectStore("outbox").delete(row.uid);
          tx.objectStore("sent").put({ uid: row.uid, at: Date.now() });
        });
        return true;
      }
      const stuck = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408;
      await put("outbox", { ...row, tries: row.tries + 1, stuck, fault: at.lang === "en" ? told.en || "" : told.th || "" });
      return stuck;
    } catch {
      await put("outbox", { ...row, tries: row.tries + 1 });
      return false;
    }
  };
  const send = () => alone("samrit-send", async () => {
    for (const row of (await all("outbox")).sort((a, b) => a.at - b.at)) if (!(await one(row))) break;
    await list();
    if (others) others.postMessage("changed");
  });
  /* What one tab sends, the others show. */
  const others = "BroadcastChannel" in window ? new BroadcastChannel("samrit-field") : null;
  if (others) others.addEventListener("message", () => { if (db) list(); });

  /* --- the first screen --- */
  const queue = make("section", { id: "queue" });
  const list = async () => {
    const rows = (await all("outbox")).sort((a, b) => a.at - b.at);
    const sent = (await all("sent")).length;
    const persisted = navigator.storage && navigator.storage.persisted ? await navigator.storage.persisted() : false;
    queue.dataset.waiting = rows.length;
    queue.dataset.sent = sent;
    queue.replaceChildren(make("h2", { textContent: words.queue }),
      make("p", { textContent: rows.length ? fill(words.waiting, { n: rows.length, age: ago(rows[0].at) }) : words.nothing }),
      make("p", { className: "hint", textContent: fill(words.sent, { n: sent }) }),
      rows.length ? make("ul", {}, ...rows.map((row) => make("li", { textContent: `${row.uid.slice(0, 8)} · ${ago(row.at)}${row.fault ? ` · ${row.fault}` : ""}`, className: row.stuck ? "wrong" : "" }))) : "",
      rows.length ? make("p", { className: "do" }, button(words.now, () => send()), button(words.export, () => save(rows), true)) : "",
      make("p", { className: "hint", textContent: persisted ? words.persisted : words.not_persisted }));
  };
  const save = (rows) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([JSON.stringify(rows.map((row) => row.body), null, 1)], { type: "application/json" })), download: `samrit-${at.allocation.slice(0, 8)}.json` });
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const say = (text) => { const note = root.querySelector("[data-note]"); if (note) note.textContent = text; };
  const home = async (note = "") => {
    const drafts = (await all("drafts")).filter((row) => row.allocation === at.allocation && row.version === at.version);
    screenOf(make("h1", { textContent: at.title }), make("p", { className: "hint", textContent: at.place }),
      make("p", { role: "status", textContent: note }), make("p", { className: "wrong-note", textContent: "" }),
      make("p", { className: "do" }, button(words.begin, () => { if (navigator.storage && navigator.storage.persist) navigator.storage.persist(); begin(); })),
      ...drafts.map((row) => make("p", {}, button(fill(words.resume, { age: ago(row.began) }), () => begin(row), true))), queue);
    root.querySelector(".wrong-note").dataset.note = "";
    await list();
  };

  /* --- what is kept for the time without a network --- */
  const keep = async () => {
    if (!("caches" in window)) return;
    const cache = await caches.open(CACHE);
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")].map((link) => link.href);
    parts.push(...Object.values(at.pictures).map((path) => new URL(path, location.href).href));
    parts.push(...[...document.scripts].map((script) => script.src).filter(Boolean));
    for (const url of [location.pathname, ...parts.filter((part) => part.startsWith(location.origin))]) {
      try {
        const answer = await fetch(url);
        if (answer.ok && !answer.redirected) await cache.put(url, answer);
      } catch { /* kept from an earlier time, or next time */ }
    }
  };
  const worker = async () => {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(at.worker, { scope: at.scope });
    await navigator.serviceWorker.ready;
    await keep();
    document.documentElement.dataset.offline = "ready";
  };

  opened.then(async (found) => {
    db = found;
    await home();
    await send();
  }).catch(() => { root.replaceChildren(make("p", { className: "wrong", textContent: words.no_store })); });
  worker().catch(() => {});
  addEventListener("online", () => { if (db) send(); });
  setInterval(() => { if (db) send(); }, 30000);
  addEventListener("visibilitychange", () => { if (db && !document.hidden) send(); });
}
