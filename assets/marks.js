// Codes of scars, marks and tattoos under what somebody types: a combobox. The form works
// without it: what is typed is understood when it is sent.
const LETTERS = 3;
const WAIT = 300; // milliseconds of quiet before anything is asked

function marks(form) {
  const input = form.querySelector("[name=mark]");
  const panel = form.querySelector("[data-suggestions]");
  const status = form.querySelector("[data-suggest-status]");
  let timer = 0;
  let request = null;
  let chosen = -1;
  const options = () => [...panel.querySelectorAll("[role=option]")];

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.closest(".usa-form-group").append(panel);

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

  function show(html) {
    panel.innerHTML = html; // a template of ours, escaped there
    panel.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "mark-codes");
    const found = options().length;
    status.textContent = `${found} mark${found === 1 ? "" : "s"}. Arrow keys choose, Enter takes it.`;
  }

  async function ask() {
    const own = new AbortController();
    request = own;
    const data = new FormData();
    data.set("mark", input.value);
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(form.dataset.markCodes, {
        method: "POST",
        body: data,
        redirect: "manual",
        cache: "no-store",
        signal: own.signal,
      });
      const html = answer.status === 200 ? await answer.text() : "";
      if (request === own && html) show(html);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function choose(place) {
    const all = options();
    chosen = (place + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    input.value = option.dataset.code;
    close();
  }

  input.addEventListener("input", (event) => {
    close();
    if (event.isComposing || input.value.trim().length < LETTERS) return;
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (panel.hidden || !options().length) return;
    const keys = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen < 0 ? -1 : chosen - 1),
      Escape: close,
      Enter: () => take(options()[chosen]),
    };
    if (!(event.key in keys) || (event.key === "Enter" && chosen < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays
  panel.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

for (const form of document.querySelectorAll("form[data-mark-codes]")) marks(form);
