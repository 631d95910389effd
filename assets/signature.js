// A signature drawn with finger, pen or mouse, or typed, where "Signed here" is chosen. What
// stands in the box is sent with the form as a picture. Without scripts it is signed on paper.
const PEN = 3; // of the canvas's own dots

function signature(pad) {
  const form = pad.closest("form");
  const outcome = form.querySelector("[name=outcome]");
  const kept = form.querySelector("[name=signature]");
  const canvas = pad.querySelector("canvas");
  const typed = pad.querySelector("input");
  const status = pad.querySelector("[role=status]");
  const ink = canvas.getContext("2d");
  let isDrawn = false;
  ink.lineWidth = PEN;
  ink.lineCap = ink.lineJoin = "round";

  function clear() {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    isDrawn = false;
    kept.value = "";
  }

  // What was sent and came back with an error stands again.
  if (kept.value) {
    const before = new Image();
    before.onload = () => {
      ink.drawImage(before, 0, 0);
      isDrawn = true;
    };
    before.src = kept.value;
  }

  const show = () => (pad.hidden = outcome.value !== pad.dataset.signature);

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (typed.value) {
      typed.value = "";
      clear();
    }
    canvas.setPointerCapture(event.pointerId);
    ink.beginPath();
    ink.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    ink.lineTo(...place(event));
    ink.stroke();
    isDrawn = true;
    status.textContent = "Signed.";
  });
  typed.addEventListener("input", () => {
    clear();
    let size = 64;
    do ink.font = `italic ${size}px serif`;
    while (ink.measureText(typed.value).width > canvas.width - 40 && --size > 12);
    ink.fillText(typed.value, 20, canvas.height / 2 + size / 3);
    isDrawn = typed.value.trim() !== "";
  });
  pad.querySelector("button").addEventListener("click", () => {
    typed.value = "";
    clear();
    status.textContent = "Cleared.";
  });
  outcome.addEventListener("change", show);
  form.addEventListener("submit", () => {
    kept.value = !pad.hidden && isDrawn ? canvas.toDataURL("image/png") : "";
  });
  show();
}

for (const pad of document.querySelectorAll("[data-signature]")) signature(pad);
