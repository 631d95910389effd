// Through a review by keyboard: j and k lead from one line to the next and back, only while one
// of its choices has the focus (WCAG 2.1.4). Without scripts, Tab and the arrow keys do.
const choices = "input[type=radio]";

document.querySelector("[data-lines]")?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!["j", "k"].includes(event.key) || !event.target.matches(choices)) return;
  const lines = [...document.querySelectorAll("[data-line]")].filter((line) => line.querySelector(choices));
  const here = lines.indexOf(event.target.closest("[data-line]"));
  const next = lines[here + (event.key === "j" ? 1 : -1)];
  const choice = next?.querySelector(`${choices}:checked`) ?? next?.querySelector(choices);
  event.preventDefault();
  choice?.focus();
  next?.scrollIntoView({ block: "nearest" });
});
