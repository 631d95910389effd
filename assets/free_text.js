// Free text is read while it is typed for what must not be kept. The rule has one home, on the
// server, which keeps nothing of it; without scripts the same is said when the form is sent.
const QUIET = 500; // milliseconds without a key before anything is asked
const waiting = new WeakMap(); // input → { timer, request }

function panelOf(input) {
  const panels = [...document.querySelectorAll("[data-reads]")];
  return panels.find((panel) => input.id && panel.dataset.readsFor === input.id);
}

function chosen(panel, part) {
  const own = [...panel.querySelectorAll(`[name="${panel.dataset.readsName}-${part}"]`)];
  return own.find((field) => field.type !== "radio" || field.checked)?.value ?? "";
}

function what(input, panel) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
  data.append("text", input.value);
  data.append("field", panel.dataset.readsName);
  for (const part of ["choice", "case_number", "why"]) data.append(part, chosen(panel, part));
  return data;
}

async function read(input, panel, own) {
  if (!input.value.trim()) return panel.replaceChildren();
  own.request = new AbortController();
  const request = own.request;
  try {
    const answer = await fetch(panel.dataset.reads, {
      method: "POST",
      body: what(input, panel),
      redirect: "manual",
      cache: "no-store",
      referrerPolicy: "origin", // the address of the page may name a booking
      signal: request.signal,
    });
    const html = answer.status === 200 ? await answer.text() : "";
    if (own.request !== request || panel.contains(document.activeElement)) return;
    if (answer.status === 200) panel.innerHTML = html; // a template of ours, escaped there
    else if (answer.status === 204) panel.replaceChildren();
  } catch {
    // Read again when the form is sent.
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  const panel = input.form && panelOf(input);
  if (!panel) return;
  const own = waiting.get(input) ?? {};
  waiting.set(input, own);
  clearTimeout(own.timer);
  own.request?.abort();
  own.timer = setTimeout(() => read(input, panel, own), QUIET);
});
