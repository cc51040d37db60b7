// Buttons for passkeys appear where the browser can use one; a failure is said aloud.

if (window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey_trouble");
  document.getElementById("main").prepend(trouble);
  trouble.hidden = false;
});
