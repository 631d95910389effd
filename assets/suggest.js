// Suggestions under the name while somebody types: a combobox as the ARIA practices
// describe it. The form works without it; here nothing typed goes into an address.
const LETTERS = 3;
const WAIT = 300; // milliseconds of quiet before anything is asked
const SESSION_OVER = "You are signed out. Sign in again to search.";
const UNAVAILABLE = "No suggestions at the moment. The search button still works.";

function suggestions(form) {
  const input = form.querySelector("[data-search]");
  const panel = form.querySelector("[data-suggestions]");
  const status = form.querySelector("[data-suggest-status]");
  let timer = 0;
  let request = null;
  let chosen = -1;

  const options = () => [...panel.querySelectorAll("[role=option]")];
  const isOpen = () => !panel.hidden;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  function close() {
    clearTimeout(timer);
    request?.abort();
    request = null;
    chosen = -1;
    panel.hidden = true;
    panel.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-controls");
    input.removeAttribute("aria-activedescendant");
  }

  function say(text) {
    const line = document.createElement("p");
    line.className = "suggestions__none";
    line.textContent = text;
    panel.replaceChildren(line);
    panel.hidden = false;
    status.textContent = text;
  }

  function show(html) {
    panel.innerHTML = html; // a template of ours, escaped there
    panel.hidden = false;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    const found = options().length;
    input.setAttribute("aria-expanded", String(found > 0));
    if (found) input.setAttribute("aria-controls", "suggested");
    else input.removeAttribute("aria-controls");
    status.textContent = found
      ? `${found} suggestion${found === 1 ? "" : "s"}. Arrow keys choose, Enter opens.`
      : "No suggestion.";
  }

  async function ask() {
    const own = new AbortController();
    request = own;
    try {
      const answer = await fetch(form.dataset.suggest, {
        method: "POST",
        body: new FormData(form),
        redirect: "manual",
        cache: "no-store",
        signal: own.signal,
      });
      const html = answer.status === 200 ? await answer.text() : "";
      if (request !== own) return;
      if (answer.type === "opaqueredirect") say(SESSION_OVER);
      else if (answer.status === 200) show(html);
      else if (answer.status === 204) close();
      else say(UNAVAILABLE);
    } catch (error) {
      if (error.name !== "AbortError" && request === own) say(UNAVAILABLE);
    }
  }

  function choose(place) {
    const all = options();
    if (!all.length) return;
    chosen = (place + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function open(option) {
    location.assign(option.dataset.address);
  }

  input.addEventListener("input", (event) => {
    close();
    const letters = input.value.trim().length;
    if (event.isComposing || letters < LETTERS) return;
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const keys = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen < 0 ? -1 : chosen - 1),
      Escape: close,
      Enter: () => open(options()[chosen]),
    };
    if (!isOpen() || !(event.key in keys) || (event.key === "Enter" && chosen < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays
  panel.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggestions(form);
