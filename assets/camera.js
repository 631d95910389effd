// Where the browser has a camera, a photo is taken beside the choice of a file. The picture
// goes into the form's own file field and is sent like any other.
function camera(input) {
  const take = document.createElement("button");
  const picture = document.createElement("video");
  const note = document.createElement("p");
  take.type = "button";
  take.className = "usa-button usa-button--outline";
  take.textContent = "Use the camera";
  picture.className = "camera";
  picture.muted = true;
  picture.playsInline = true;
  picture.hidden = true;
  note.className = "soft small";
  note.setAttribute("role", "status");
  input.closest(".usa-form-group").append(picture, take, note);
  let stream = null;

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    picture.hidden = true;
  }

  async function open() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 960 } });
      picture.srcObject = stream;
      picture.hidden = false;
      await picture.play();
      take.textContent = "Take the photo";
      note.textContent = "";
    } catch {
      stop();
      note.textContent = "The camera cannot be used here. Choose a file.";
    }
  }

  function shoot() {
    const canvas = document.createElement("canvas");
    canvas.width = picture.videoWidth;
    canvas.height = picture.videoHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    canvas.toBlob(
      (blob) => {
        const files = new DataTransfer();
        files.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        note.textContent = "The photo is taken. Keep it, or take another.";
        take.textContent = "Use the camera again";
        stop();
      },
      "image/jpeg",
      0.92,
    );
  }

  take.addEventListener("click", () => (stream ? shoot() : open()));
  addEventListener("pagehide", stop);
  document.addEventListener("swapped", stop);
}

function cameras() {
  if (!navigator.mediaDevices?.getUserMedia) return;
  for (const input of document.querySelectorAll("input[data-camera]:not([data-has-camera])")) {
    input.dataset.hasCamera = "";
    camera(input);
  }
}
document.addEventListener("swapped", cameras); // another page in place of this one
cameras();
