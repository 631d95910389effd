// What pages do beyond HTML. Each of it is a help: with scripts off, everything still works.
import accordion from "@uswds/uswds/js/usa-accordion";
import comboBox from "@uswds/uswds/js/usa-combo-box";
import navigation from "@uswds/uswds/js/usa-header";
import skipnav from "@uswds/uswds/js/usa-skipnav";
import "./board.js";
import "./free_text.js";
import "./camera.js";
import "./idle.js";
import "./intake.js";
import "./marks.js";
import "./passkeys.js";
import "./queue.js";
import "./review.js";
import "./signature.js";
import "./suggest.js";

for (const component of [accordion, comboBox, navigation, skipnav]) {
  component.on(document.body);
}

// Of the groups of the menu one is open at a time; Escape and a press elsewhere close it.
const groups = [...document.querySelectorAll("[data-menu-group]")];
const closeGroups = (but) => groups.forEach((group) => group !== but && (group.open = false));
for (const group of groups) {
  group.addEventListener("toggle", () => group.open && closeGroups(group));
}
document.addEventListener("click", (event) => closeGroups(event.target.closest("[data-menu-group]")));
document.addEventListener("keydown", (event) => {
  const open = groups.find((group) => group.open);
  if (event.key !== "Escape" || !open) return;
  const within = open.contains(document.activeElement);
  open.open = false;
  if (within) open.querySelector("summary").focus();
});

// A form that came back with errors: the reader starts at what is wrong.
document.querySelector("[data-error-summary]")?.focus();

// Ctrl + / goes to the search. Not "/" alone: a single key that acts at once is a trap for those
// who dictate (WCAG 2.1.4), unless there is a switch to turn it off.
const search = document.querySelector("[data-search], input[type=search]");
search?.setAttribute("aria-keyshortcuts", "Control+/");
document.addEventListener("keydown", (event) => {
  if (search && event.key === "/" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    search.focus();
    search.select?.();
  }
});

// A half-written booking is not lost by a stray click.
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let unsaved = Boolean(form.querySelector("[aria-invalid=true]"));
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => (unsaved = false));
  addEventListener("beforeunload", (event) => unsaved && form.isConnected && event.preventDefault());
}

// What may take a while says so, in words, as soon as it is asked for.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const note = document.createElement("p");
  note.className = "soft small";
  note.setAttribute("role", "status");
  note.dataset.busyNote = "";
  form.append(note);
  form.addEventListener("submit", () => (note.textContent = form.dataset.busy));
  addEventListener("pageshow", () => (note.textContent = ""));
}

// One press, one act. Disabled only after the form has been read, or the pressed button's own
// value would not be sent; enabled again when the browser brings the page back.
const sent = new Set();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || "resubmit" in event.target.dataset) return;
  setTimeout(() => {
    if (event.defaultPrevented) return;
    for (const button of event.target.querySelectorAll("button:not([type=button]):enabled")) {
      button.disabled = true;
      sent.add(button);
    }
  });
});
addEventListener("pageshow", () => {
  for (const button of sent) button.disabled = false;
  sent.clear();
});
