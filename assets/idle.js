// Half an hour without a key, a touch or a step covers the page, and locks it at the server too.
// The server counts for itself (access/steps.py): without scripts the next request finds the
// screen locked; here nobody reads it meanwhile.
const IDLE = 30 * 60 * 1000; // milliseconds; CJIS Security Policy, AC-11
const PING = 5 * 60 * 1000; // whoever types for long is said to be here so often
const LOOK = 1000;

const { idleLock, idlePing } = document.body.dataset;
let lastUse = Date.now();
let lastPing = Date.now();
let unsaved = false;
let cover = null;

function used() {
  if (cover) return;
  const now = Date.now();
  // A machine that slept: its first key after that is not the use that keeps it open.
  if (now - lastUse >= IDLE) return look();
  lastUse = now;
  if (now - lastPing >= PING) {
    lastPing = now;
    post(idlePing, {}).catch(() => {});
  }
}

function post(address, fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(address, { method: "POST", body, redirect: "manual", cache: "no-store" });
}

function look() {
  if (cover || Date.now() - lastUse < IDLE) return;
  hide();
  if (unsaved) askHere();
  else location.replace(`${idleLock}?next=${encodeURIComponent(location.pathname)}`);
}

// Nothing of the page stays on the screen, in a print or for a screen reader; it is still there,
// with what was typed into it.
function hide() {
  cover = document.createElement("main");
  cover.className = "wrapper idle-cover";
  const heading = document.createElement("h1");
  heading.textContent = "This screen is locked";
  cover.append(heading);
  document.title = "Locked · Jail Records";
  for (const element of document.body.children) {
    element.dataset.idleHidden = element.hidden ? "before" : "now";
    element.hidden = true;
    element.inert = true;
  }
  document.body.classList.add("is-covered");
  document.body.append(cover);
}

function show() {
  cover.remove();
  cover = null;
  document.body.classList.remove("is-covered");
  for (const element of document.body.children) {
    if (element.dataset.idleHidden === "now") element.hidden = false;
    element.inert = false;
    delete element.dataset.idleHidden;
  }
  lastUse = lastPing = Date.now();
}

// A half-written form is kept: its writer goes on by their password, on this very page.
function askHere() {
  const form = document.createElement("form");
  form.className = "form card";
  form.innerHTML = `<p>What you wrote is still here, and not sent. Give your password to go on.</p>
    <p role="alert" class="usa-error-message"></p>
    <label class="usa-label" for="idle-password">Your password</label>
    <input class="usa-input" id="idle-password" type="password" autocomplete="current-password" required>
    <button class="usa-button" type="submit">Go on</button>`;
  const said = form.querySelector("[role=alert]");
  const password = form.querySelector("input");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = password.value;
    password.value = "";
    try {
      const answer = await post(idleLock, { password: typed });
      // A right password leads on; whoever is signed out is led to the door, by a page of its own.
      if (answer.type === "opaqueredirect") return show();
      said.textContent = "This is not the password of this account.";
    } catch {
      said.textContent = "No answer at the moment. Try again.";
    }
    password.focus();
  });
  cover.append(form);
  password.focus();
}

if (idleLock) {
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    addEventListener(kind, used, { passive: true, capture: true });
  }
  addEventListener("input", (event) => (unsaved ||= Boolean(event.target.closest("form[method=post]"))));
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  setInterval(look, LOOK);
}
