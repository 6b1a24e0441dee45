// @ts-check
// Asks the browser for a passkey, and sends its answer with the page's form. Without this script the code remains.

/**
 * @param {string} text base64url
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytes(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const decoded = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    decoded[i] = binary.charCodeAt(i);
  }
  return decoded;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url
 */
function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @param {{type: "public-key", id: string}[]} keys
 * @returns {PublicKeyCredentialDescriptor[]}
 */
function descriptors(keys) {
  return keys.map((key) => ({ type: key.type, id: bytes(key.id) }));
}

/**
 * Asks for a new passkey.
 * @param {any} options of the service, with bytes as base64url
 * @returns {Promise<object>}
 */
async function create(options) {
  const made = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: descriptors(options.excludeCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  return answer(made, { attestationObject: text(response.attestationObject) });
}

/**
 * Asks for the use of a passkey.
 * @param {any} options of the service, with bytes as base64url
 * @returns {Promise<object>}
 */
async function get(options) {
  const used = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: descriptors(options.allowCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAssertionResponse} */ (used.response);
  return answer(used, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
  });
}

/**
 * @param {PublicKeyCredential} credential
 * @param {Record<string, string>} response
 */
function answer(credential, response) {
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}

/** @param {string} shown the fault to show; none if empty */
function tell(shown) {
  for (const fault of document.querySelectorAll("[data-passkey-fault]")) {
    fault.toggleAttribute("hidden", fault.getAttribute("data-passkey-fault") !== shown);
  }
}

/** @param {unknown} failure */
function faultOf(failure) {
  return failure instanceof DOMException && failure.name === "InvalidStateError" ? "there" : "failed";
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  const button = form.querySelector("button");
  const field = form.querySelector("input[name=credential]");
  if (!(button instanceof HTMLButtonElement) || !(field instanceof HTMLInputElement)) {
    return;
  }
  if (!window.PublicKeyCredential) {
    tell("unsupported");
    return;
  }
  const ask = form.dataset.passkey === "create" ? create : get;
  button.hidden = false;
  button.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("");
    button.disabled = true;
    try {
      field.value = JSON.stringify(await ask(JSON.parse(form.dataset.options ?? "{}")));
      form.submit();
    } catch (failure) {
      tell(faultOf(failure));
      button.disabled = false;
    }
  });
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (form instanceof HTMLFormElement) {
    prepare(form);
  }
});
