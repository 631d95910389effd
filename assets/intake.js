// The intake page: each section is saved by itself while somebody writes, and what was typed is
// kept on the screen until it is. With scripts off every section has its own button.

const PAUSE = 1500; // milliseconds of quiet before a section is saved
const RETRY = 8000; // and between two attempts where there is no answer
const LETTERS = 3;
const WAIT = 300; // before somebody is looked for
const JSON_TYPE = "application/json";

const visible = (element) => element && element.type !== "hidden" && !element.disabled;
const fields = (root) => [...root.querySelectorAll("input, select, textarea")].filter(visible);

// --- A page put in place of another: no load, nothing typed in the address ------------------

async function swap(form, submitter) {
  const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const body = new FormData(form, submitter?.name ? submitter : undefined);
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, cache: "no-store" });
  } catch {
    return tell(form, "No answer at the moment. Nothing was sent twice: press again in a while.");
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["main", "footer", ".acting"]) {
    const [now, next] = [document.querySelector(part), page.querySelector(part)];
    if (now && next) now.replaceWith(next);
  }
  document.title = page.title;
  if (answer.redirected) history.pushState({ swapped: true }, "", answer.url);
  document.dispatchEvent(new Event("swapped"));
  begin();
  const first = document.querySelector("[data-error-summary], [data-autofocus]");
  if (first) first.focus();
  else goTo(document.querySelector("form[data-begin]") ?? document.querySelector("form[data-section] fieldset:enabled")?.form);
}

addEventListener("popstate", () => location.reload());

function tell(form, words) {
  let line = form.querySelector("[data-told]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.told = "";
    line.className = "usa-error-message";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  line.textContent = words;
}

// --- Sections --------------------------------------------------------------------------------

function goTo(form) {
  if (!form) return;
  const place = fields(form).find((field) => !field.readOnly && !field.value) ?? fields(form)[0];
  form.closest("section")?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
}

/** The section after this one; after the last, the end of the intake. */
function goOn(form) {
  const all = [...keepers].map((keeper) => keeper.form);
  const next = all[all.indexOf(form) + 1];
  if (next) goTo(next);
  else document.querySelector("form[data-finish] button")?.focus();
}

const keepers = new Set();

class Keeper {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-saved]");
    this.mark = document.querySelector(`[data-rail="${form.dataset.section}"]`);
    this.when = form.dataset.when;
    this.dirty = false;
    this.under = null;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", (event) => {
      const leaves = this.when === "left" ? event.target.closest("[data-line]") ?? form : form;
      if (this.when !== "sent" && !leaves.contains(event.relatedTarget)) this.save();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const pressed = document.activeElement === event.submitter;
      if (pressed) this.dirty = true;
      if (pressed || this.when !== "sent") this.save();
      if (!pressed) this.enter();
    });
    this.lines();
  }

  /** Enter in a field: this line is done, or, in a line that is empty, this section. */
  enter() {
    const line = document.activeElement.closest("[data-line]");
    const next = line && this.isFilled(line) && line.nextElementSibling;
    if (next && next.matches("[data-line]")) fields(next)[0].focus();
    else goOn(this.form);
  }

  say(words, tone = "") {
    this.state.textContent = words;
    this.state.dataset.tone = tone;
    if (this.mark) {
      this.mark.textContent = tone === "bad" ? "!" : tone === "good" ? "✓" : "";
      this.mark.dataset.tone = tone;
    }
  }

  changed() {
    this.dirty = true;
    this.say(this.when === "sent" ? "Not received yet" : "Not saved yet");
    this.lines();
    clearTimeout(this.timer);
    if (this.when === "typed") this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** Before the end of the intake: what only its own button sends is not sent by another. */
  async settle() {
    if (this.when !== "sent" || !this.dirty) return this.save();
    this.wrong = null;
    this.say("Not received yet. Press its button, or empty it.", "bad");
    return false;
  }

  /** Save what is there now; true when all of it is saved. */
  async save() {
    clearTimeout(this.timer);
    if (this.under) await this.under;
    if (!this.dirty) return this.state.dataset.tone !== "bad";
    this.dirty = false;
    this.under = this.send();
    const done = await this.under;
    this.under = null;
    return done && !this.dirty;
  }

  async send() {
    this.say("Saving …");
    const sent = this.counted();
    let answer;
    try {
      answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: JSON_TYPE },
        redirect: "manual",
        cache: "no-store",
      });
    } catch {
      this.dirty = true;
      this.timer = setTimeout(() => this.save(), RETRY);
      this.say("Not saved: no connection. It is tried again; leave this page open.", "bad");
      return false;
    }
    return this.read(answer, sent);
  }

  async read(answer, sent) {
    if (answer.type === "opaqueredirect")
      this.say("Not saved: you are signed out. Sign in in another tab, then press Save.", "bad");
    else if (!answer.headers.get("Content-Type")?.startsWith(JSON_TYPE))
      this.say(
        answer.status === 404
          ? "Not saved: this booking cannot be opened any more. Ask the records unit."
          : "Not saved: no answer. Press Save in a while.",
        "bad",
      );
    else {
      const words = await answer.json();
      if (answer.ok) return this.saved(words, sent);
      this.faults(words.faults);
    }
    return false;
  }

  saved(words, sent) {
    this.form.elements.saves.value = words.saves;
    this.clear();
    for (const [line, filled] of sent) this.place(line, filled, words.places[Number(line.dataset.line)]);
    for (const file of this.form.querySelectorAll("input[type=file]")) this.sentFile(file, words.saves);
    if (this.when === "sent" && !this.dirty) this.form.reset();
    const told = words.told ? `. ${words.told}` : "";
    this.say(this.dirty ? "Not saved yet" : `Saved ${words.saved}${told}`, this.dirty ? "" : "good");
    this.addLine();
    return true;
  }

  /** Where a line stands now; one that is taken away, or kept elsewhere, leaves the list. */
  place(line, filled, place) {
    line.querySelector("[name$='-place']").value = place ?? "";
    const isGone = line.querySelector("[name$='-remove']").checked || (filled && place === null);
    if (!isGone) return;
    const had = line.contains(document.activeElement);
    line.remove();
    this.addLine();
    if (had) fields(this.form.querySelector("[data-line]:last-of-type") ?? this.form)[0]?.focus();
  }

  /** A photo is sent once; the newest is shown. */
  sentFile(input, saves) {
    if (!input.value) return;
    input.value = "";
    const image = this.form.closest("section").querySelector("[data-photo]");
    if (!image) return;
    image.src = `${image.dataset.photo}?${saves}`;
    image.hidden = false;
  }

  clear() {
    for (const note of this.form.querySelectorAll("[data-fault]")) note.remove();
    for (const field of this.form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.closest(".usa-form-group")?.classList.remove("usa-form-group--error");
    }
  }

  faults(faults) {
    this.clear();
    const loose = [];
    for (const { id, words } of faults) {
      const field = id && document.getElementById(id);
      if (!field) {
        loose.push(words);
        continue;
      }
      field.setAttribute("aria-invalid", "true");
      const note = document.createElement("span");
      note.className = "usa-error-message";
      note.dataset.fault = "";
      note.id = `${id}_fault`;
      note.textContent = words;
      field.before(note);
      field.setAttribute("aria-describedby", note.id);
      field.closest(".usa-form-group")?.classList.add("usa-form-group--error");
    }
    this.wrong = faults;
    this.say(loose.join(" ") || `Not saved: ${faults.length} to correct.`, "bad");
  }

  // --- Lists: one empty line stands at the end ----------------------------------------------

  counted() {
    const lines = this.form.querySelectorAll("[data-line]");
    return new Map([...lines].map((line) => [line, this.isFilled(line)]));
  }

  isFilled(line) {
    if (line.querySelector("[name$='-remove']").checked) return false;
    return fields(line).some(
      (field) =>
        !field.name.endsWith("-remove") &&
        (field.tagName === "SELECT"
          ? field.value !== (field.querySelector("option[selected]") ?? field.options[0]).value
          : field.value.trim()),
    );
  }

  /** What the code of an immigration matter is, is asked of those codes alone. */
  challenges() {
    for (const select of this.form.querySelectorAll("[data-challenge]")) {
      const stem = select.name.replace(/[^-]+$/, "");
      const value = (name) => this.form.elements[stem + name]?.value ?? "";
      const isAsked = /^03\d\d$/.test(value("ncic_code")) || /\b8\s*U\.?\s*S\.?\s*C/i.test(value("statute"));
      select.closest(".usa-form-group").hidden = !isAsked && !select.value;
    }
  }

  lines() {
    this.addLine();
    this.challenges();
  }

  addLine() {
    const list = this.form.querySelector("[data-lines]");
    const pattern = list?.querySelector("template");
    if (!pattern) return;
    const lines = [...list.querySelectorAll("[data-line]")];
    const last = lines.at(-1);
    if (last && !fields(last).some((f) => f.tagName !== "SELECT" && f.type !== "checkbox" && f.value)) return;
    const number = 1 + Math.max(-1, ...lines.map((line) => Number(line.dataset.line)));
    const holder = document.createElement("template");
    holder.innerHTML = pattern.innerHTML.replaceAll("__n__", String(number));
    pattern.before(holder.content);
  }
}

// --- Who was here before ---------------------------------------------------------------------

function likely(form) {
  const panel = document.querySelector("[data-likely-panel]");
  const watched = [...form.querySelectorAll("[data-likely]")];
  let timer = 0;
  let request = null;

  const enough = () =>
    watched.some((f) => f.value.trim().length >= (f.name.endsWith("birth_date") ? 8 : LETTERS));

  async function ask() {
    request?.abort();
    const own = (request = new AbortController());
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.likelyAddress, {
        method: "POST", body, redirect: "manual", cache: "no-store", signal: own.signal,
      });
      const html = answer.status === 200 ? await answer.text() : "";
      if (request !== own) return;
      if (answer.status === 200) panel.innerHTML = html; // a template of ours, escaped there
      else if (answer.type === "opaqueredirect") panel.textContent = "You are signed out. Sign in again.";
      else if (answer.status !== 204) panel.textContent = "No answer at the moment. Go on; look again later.";
    } catch (error) {
      if (error.name !== "AbortError") panel.textContent = "No answer at the moment.";
    }
  }

  const buttons = () => [...panel.querySelectorAll("button")];
  for (const field of watched) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      if (enough()) timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || !buttons().length) return;
      event.preventDefault();
      buttons()[0].focus();
    });
  }
  panel.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") watched[0].focus();
    if (at < 0 || !step) return;
    event.preventDefault();
    (all[at + step] ?? watched[0]).focus();
  });
}

// --- Charges and agencies while somebody types -------------------------------------------------

let lists = 0;

function codes(input) {
  const kind = input.dataset.codes;
  const panel = document.createElement("ul");
  panel.className = "suggestions codes";
  panel.id = `codes-${(lists += 1)}`;
  panel.setAttribute("role", "listbox");
  panel.setAttribute("aria-label", "Suggestions");
  panel.hidden = true;
  input.parentElement.classList.add("suggesting");
  input.after(panel);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"]])
    input.setAttribute(name, value);
  let timer = 0;
  let chosen = -1;
  let asked = "";

  function close() {
    clearTimeout(timer);
    panel.hidden = true;
    panel.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    input.removeAttribute("aria-controls");
  }

  async function ask() {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    body.set("kind", kind);
    body.set("words", (asked = input.value));
    const answer = await fetch(document.querySelector("[data-codes-address]").dataset.codesAddress, {
      method: "POST", body, redirect: "manual", cache: "no-store",
    }).catch(() => null);
    if (answer?.status !== 200 || asked !== input.value || document.activeElement !== input) return;
    const { found } = await answer.json();
    panel.replaceChildren(
      ...found.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${panel.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = one.label;
        option.fill = one.fill;
        return option;
      }),
    );
    panel.hidden = !found.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) input.setAttribute("aria-controls", panel.id);
  }

  function choose(at) {
    const all = [...panel.children];
    chosen = (at + all.length) % all.length;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
  }

  function take(option) {
    const stem = input.name.replace(/[^-]+$/, "");
    for (const [name, value] of Object.entries(option.fill)) {
      const field = input.form.elements[stem + name];
      if (field) field.value = value;
    }
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    const line = input.closest("[data-line]");
    const next = kind === "charge" ? line.nextElementSibling : line;
    fields(next?.matches("[data-line]") ? next : input.form)
      .find((field) => field !== input && !field.value && field.type !== "checkbox")
      ?.focus();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < LETTERS) return close();
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (panel.hidden) return;
    const act = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Escape: close,
      Enter: () => take(panel.children[Math.max(chosen, 0)]),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  panel.addEventListener("click", (event) => event.target.closest("li") && take(event.target.closest("li")));
  input.addEventListener("blur", close);
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-codes]:not([role])")) codes(event.target);
});

// --- The whole page ------------------------------------------------------------------------------

async function finish(form, submitter) {
  const saved = await Promise.all([...keepers].map((keeper) => keeper.settle()));
  if (saved.every(Boolean)) return swap(form, submitter);
  const wrong = [...keepers].filter((keeper) => keeper.state.dataset.tone === "bad");
  const summary = document.querySelector("[data-unsaved]");
  const list = summary.querySelector("ul");
  list.replaceChildren();
  for (const keeper of wrong) {
    const section = keeper.form.closest("section");
    const title = section.querySelector("h2").firstChild.textContent.trim();
    for (const { id, label, words } of keeper.wrong ?? [{ words: keeper.state.textContent }]) {
      const link = document.createElement("a");
      link.href = `#${id || section.id}`;
      link.textContent = `${title}: ${label ? `${label}: ` : ""}${words}`;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  }
  summary.hidden = false;
  summary.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  if (form.dataset.busyNow) return;
  form.dataset.busyNow = "1";
  const work = form.matches("[data-finish]") ? finish : swap;
  work(form, event.submitter).finally(() => delete form.dataset.busyNow);
});

// Enter in a list of choices does what it does in a field, in every browser.
document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "Enter" && !event.ctrlKey && !event.altKey;
  if (!isPlain || !event.target.matches("form[data-swap] select, form[data-section] select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-draft]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code.startsWith("Key")) {
    const key = event.code.slice(3).toLowerCase();
    const link = document.querySelector(`[data-goes][aria-keyshortcuts="Alt+${key.toUpperCase()}"]`);
    if (!link) return;
    event.preventDefault();
    goTo(document.querySelector(`form[data-section="${link.dataset.goes}"]`));
  } else if (event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    document.querySelector("form[data-finish] button")?.click();
  } else if (event.ctrlKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    for (const keeper of keepers) if (keeper.when !== "sent") keeper.save();
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-goes]");
  if (!link) return;
  event.preventDefault();
  goTo(document.querySelector(`form[data-section="${link.dataset.goes}"]`));
});

addEventListener("beforeunload", (event) => {
  if ([...keepers].some((keeper) => keeper.form.isConnected && keeper.dirty)) event.preventDefault();
});

function begin() {
  keepers.clear();
  for (const form of document.querySelectorAll("form[data-section]"))
    if (form.querySelector("fieldset:enabled")) keepers.add(new Keeper(form));
  for (const form of document.querySelectorAll("form[data-likely-address]")) likely(form);
}
begin();
