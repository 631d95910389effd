// Passkeys: the page asks for a challenge, the browser for a touch, and the form carries the
// answer. Without scripts, or at an address without a name, the page says so in words.
const NOTHING = "Nothing was read. Try again, or take another way.";
const NO_CHALLENGE = "The site did not answer. Reload this page and try again.";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (credentials) => credentials?.map((c) => ({ ...c, id: bytes(c.id) }));

function asked({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) wanted.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (publicKey[list]) wanted[list] = named(publicKey[list]);
  }
  return { publicKey: wanted };
}

const PARTS = [
  "clientDataJSON",
  "attestationObject",
  "authenticatorData",
  "signature",
  "userHandle",
];

function answered(credential) {
  const response = {};
  for (const part of PARTS) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  const rawId = text(credential.rawId);
  return JSON.stringify({ id: rawId, rawId, type: credential.type, response });
}

async function challenge(form) {
  const answer = await fetch(form.dataset.passkeyOptions, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(NO_CHALLENGE);
  return asked(await answer.json());
}

function passkeys(form) {
  const answer = form.elements.credential;
  const status = form.querySelector("[data-passkey-status]");

  form.hidden = false;
  form.previousElementSibling?.matches("[data-passkey-missing]") &&
    (form.previousElementSibling.hidden = true);

  form.addEventListener("submit", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    status.textContent = "Waiting for your passkey …";
    let options;
    try {
      options = await challenge(form);
    } catch {
      status.textContent = NO_CHALLENGE;
      return;
    }
    try {
      answer.value = answered(await navigator.credentials[form.dataset.passkey](options));
    } catch {
      status.textContent = NOTHING;
      return;
    }
    status.textContent = "";
    form.requestSubmit();
  });
  // An answer serves once: a page that comes back asks anew.
  addEventListener("pageshow", () => (answer.value = ""));
}

const hasName = !/^[\d.]+$|:/.test(location.hostname.replace(/^\[|\]$/g, ""));
if (window.PublicKeyCredential && hasName) {
  for (const form of document.querySelectorAll("form[data-passkey]")) passkeys(form);
}
